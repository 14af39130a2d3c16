// otmetka erase: nobody holds any more what names a person, or is their own.
#include <fmt/format.h>

#include "sync/central/backup.h"
#include "sync/cli/arguments.h"
#include "sync/cli/central_door.h"
#include "sync/cli/commands.h"

namespace otmetka {
namespace {

using nlohmann::json;

// A backup of before still has the texts: what is restored from it must not.
Status tell_backups(Environment& environment, const std::string& data) {
  const std::string text = TRY(act_on(environment, data, {{"act", "status"}}));
  const json status = json::parse(text, nullptr, false);
  if (!status.is_object() || !status["backups_in"].is_string()) return done();
  std::string left = TRY(act_on(environment, data, {{"act", "erased-texts"}}));
  std::vector<Hash> names;
  for (size_t end = left.find('\n'); end != std::string::npos; end = left.find('\n')) {
    Hash name;
    TRY(from_hex_into(left.substr(0, end), name, "a text"));
    names.push_back(name);
    left.erase(0, end + 1);
  }
  return add_to_erasure_list(status["backups_in"].get<std::string>(), names);
}

int erase(Environment& environment, const std::string& data, const json& act) {
  const auto erased = act_on(environment, data, act);
  if (!erased) return told(erased.error());
  say(stdout, "{}", erased.value());
  say(stderr,
      "take the person out of the programme's package before it is loaded again: it would publish "
      "them anew, as somebody else\n");
  const Status listed = tell_backups(environment, data);
  if (listed) return exit_done;
  return told(
      fail(listed.error().failure,
           fmt::format("erased, but backups of before were not told ({}): make one now, and "
                       "do not restore an older one",
                       listed.error().message)));
}

void add_person(CLI::App* group, Command& chosen) {
  struct Options {
    std::string data, cohort, walk_in, reason;
    uint32_t person = 0;
  };
  auto options = std::make_shared<Options>();
  auto* command = group->add_subcommand(
      "person", "what is counted stays, by number; kiosks follow when they next exchange");
  command->add_option("--data", options->data, "directory of the central")->required();
  command->add_option("--cohort", options->cohort, "name of the cohort")->required();
  auto* number = command->add_option("--person", options->person, "number of the person")
                     ->check(CLI::Range(1u, UINT32_MAX));
  auto* walk_in = command->add_option("--walk-in", options->walk_in,
                                      "somebody made on a kiosk, as `facts` names them");
  number->excludes(walk_in);
  command
      ->add_option(
          "--reason", options->reason,
          "request: they asked; consent: it was withdrawn; mistake: should never have been "
          "there; duty: a court or a law")
      ->required()
      ->check(CLI::IsMember({"request", "consent", "mistake", "duty"}));
  command->callback([options, number, walk_in, &chosen] {
    if (number->empty() && walk_in->empty()) throw CLI::RequiredError("--person or --walk-in");
    chosen = [options](Environment& e) {
      json act{{"act", "erase"}, {"cohort", options->cohort}, {"reason", options->reason}};
      if (options->person) act["person"] = options->person;
      if (!options->walk_in.empty()) act["walk_in"] = options->walk_in;
      return erase(e, options->data, act);
    };
  });
}

void add_cohort(CLI::App* group, Command& chosen) {
  struct Options {
    std::string data, cohort;
  };
  auto options = std::make_shared<Options>();
  auto* command = group->add_subcommand(
      "cohort",
      "a cohort is over: kiosks deliver what they have, forget its people and destroy "
      "its keys; central keeps what it has");
  command->add_option("--data", options->data, "directory of the central")->required();
  command->add_option("--cohort", options->cohort, "name of the cohort")->required();
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) {
      return print(
          act_on(e, options->data, {{"act", "erase-cohort"}, {"cohort", options->cohort}}));
    };
  });
}

}  // namespace

void add_erase_command(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand(
      "erase", "remove a person's names, photos, notes and ideas wherever they are held, for good");
  group->require_subcommand(1);
  add_person(group, chosen);
  add_cohort(group, chosen);
  auto listed = std::make_shared<std::string>();
  auto* list = group->add_subcommand("list",
                                     "PERSON<TAB>COHORT<TAB>REASON<TAB>WHEN<TAB>TEXTS<TAB>kiosks "
                                     "that have done it<TAB>kiosks that "
                                     "have not<TAB>revoked ones that may hold it, a line each");
  list->add_option("--data", *listed, "directory of the central")->required();
  list->callback([listed, &chosen] {
    chosen = [listed](Environment& e) {
      return print(act_on(e, *listed, {{"act", "erase-list"}}));
    };
  });
}

}  // namespace otmetka
