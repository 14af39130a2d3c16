// Commands about keys and alarms: of a central's directory, and `key renew` of a kiosk's.
#include "sync/cli/arguments.h"
#include "sync/cli/central_door.h"
#include "sync/cli/commands.h"
#include "sync/daemon/daemon.h"

namespace otmetka {
namespace {

using nlohmann::json;

struct Options {
  std::string data, name, code;
  int64_t number = 0;
  bool now = false;
};

CLI::App* add_under(CLI::App* parent, const char* name, const char* text, Options& options,
                    const char* whose) {
  auto* command = parent->add_subcommand(name, text);
  command->add_option("--data", options.data, fmt::format("directory of the {}", whose))
      ->required();
  return command;
}

int renew_key(Environment& environment, const std::string& data, const std::string& code) {
  const auto attempt = [&]() -> Status {
    const auto daemon = Daemon::open_without_key(data, *environment.clock, *environment.random);
    if (!daemon && daemon.error().failure == Failure::busy)
      return fail(Failure::busy,
                  "the daemon of this kiosk runs: stop it, renew the key, and start it again");
    if (!daemon) return daemon.error();
    return daemon.value()->renew_key(code);
  };
  const Status renewed = attempt();
  if (!renewed) return told(renewed.error());
  say(stdout, "renewed\n");
  return exit_done;
}

struct Rotation {
  const char *what, *text, *name;  // what its name is; nothing: it has none
};
constexpr Rotation rotations[] = {
    {"badge", "sign badges with another key; those of before stay good", nullptr},
    {"scope", "seal what is said in a channel under another key", "NAME"},
    {"device", "print a one-time code by which a kiosk goes on with another key", "NUMBER"},
    {"sign", "central's own signing key; kiosks follow by themselves", nullptr},
    {"tls", "announce another TLS key; with --now: use it from the next start on", nullptr},
};

void add_rotations(CLI::App* key, Command& chosen) {
  auto* rotate = key->add_subcommand("rotate", "let another key follow one");
  rotate->require_subcommand(1);
  for (const Rotation& each : rotations) {
    auto options = std::make_shared<Options>();
    auto* command = add_under(rotate, each.what, each.text, *options, "central");
    if (each.name) command->add_option(each.name, options->name, "as a list tells it")->required();
    if (std::string_view(each.what) == "tls")
      command->add_flag("--now", options->now, "once the kiosks have heard of it");
    command->callback([options, what = std::string(each.what), &chosen] {
      chosen = [options, what](Environment& e) {
        return print(act_on(e, options->data,
                            {{"act", "key-rotate"},
                             {"what", what},
                             {"name", options->name},
                             {"now", options->now}}));
      };
    });
  }
}

}  // namespace

void add_key_command(CLI::App& app, Command& chosen) {
  auto* key = app.add_subcommand("key", "keys of a central, and of a kiosk");
  key->require_subcommand(1);
  auto listed = std::make_shared<Options>();
  add_under(key, "list", "WHAT<TAB>ID<TAB>STATE, a line each", *listed, "central")
      ->callback([listed, &chosen] {
        chosen = [listed](Environment& e) {
          return print(act_on(e, listed->data, {{"act", "key-list"}}));
        };
      });
  add_rotations(key, chosen);
  auto withdrawn = std::make_shared<Options>();
  auto* withdraw =
      add_under(key, "withdraw", "make all badges of a key worthless, everywhere the news arrives",
                *withdrawn, "central");
  withdraw->add_option("ID", withdrawn->name, "of a key of badges, as `list` tells it")->required();
  withdraw->callback([withdrawn, &chosen] {
    chosen = [withdrawn](Environment& e) {
      return print(act_on(e, withdrawn->data, {{"act", "key-withdraw"}, {"id", withdrawn->name}}));
    };
  });
  auto renewed = std::make_shared<Options>();
  auto* renew = add_under(key, "renew",
                          "this kiosk goes on with another key, by a code of `rotate device`; also "
                          "where its key file is lost",
                          *renewed, "kiosk");
  renew->add_option("--code", renewed->code, "text of the code")->required();
  renew->callback([renewed, &chosen] {
    chosen = [renewed](Environment& e) { return renew_key(e, renewed->data, renewed->code); };
  });
}

void add_alarm_command(CLI::App& app, Command& chosen) {
  auto* alarm = app.add_subcommand("alarm", "what the office should look at");
  alarm->require_subcommand(1);
  auto listed = std::make_shared<Options>();
  add_under(alarm, "list",
            "NUMBER<TAB>open or closed<TAB>KIND<TAB>BOX<TAB>FIRST<TAB>LAST<TAB>what it means",
            *listed, "central")
      ->callback([listed, &chosen] {
        chosen = [listed](Environment& e) {
          return print(act_on(e, listed->data, {{"act", "alarm-list"}}));
        };
      });
  auto closed = std::make_shared<Options>();
  auto* close =
      add_under(alarm, "close", "it was looked at; it opens again when more of it happens", *closed,
                "central");
  close->add_option("NUMBER", closed->number, "as `list` tells it")->required();
  close->callback([closed, &chosen] {
    chosen = [closed](Environment& e) {
      return print(act_on(e, closed->data, {{"act", "alarm-close"}, {"number", closed->number}}));
    };
  });
}

}  // namespace otmetka
