// Commands on a central's directory: its staff, what they are to know, what everybody reads.
#include <fmt/format.h>

#include "sync/cli/arguments.h"
#include "sync/cli/central_door.h"
#include "sync/cli/commands.h"

namespace otmetka {
namespace {

using nlohmann::json;

// What the options fill in; `data` is no part of the act.
struct Order {
  std::string data;
  json act;
  std::map<std::string, std::string> words;
  std::map<std::string, uint32_t> numbers;
  std::vector<std::string> duties;
  bool emergency = false;
};

struct Maker {
  CLI::App& app;
  Command& chosen;
};

/// A subcommand whose act is called `act`; `fill` turns options into fields of the act.
CLI::App* add(const Maker& maker, const std::shared_ptr<Order>& order, const char* name,
              const char* act, const char* text) {
  auto* command = maker.app.add_subcommand(name, text);
  command->add_option("--data", order->data, "directory of the central")->required();
  Command& chosen = maker.chosen;
  command->callback([order, act, &chosen] {
    chosen = [order, act](Environment& environment) {
      json wanted = order->act;
      wanted["act"] = act;
      for (const auto& [key, value] : order->words) wanted[key] = value;
      for (const auto& [key, value] : order->numbers) wanted[key] = value;
      if (!order->duties.empty()) wanted["duties"] = order->duties;
      if (order->emergency) wanted["emergency"] = true;
      for (const char* language : {"ru", "tt", "ky", "en"}) {
        if (wanted.contains(language)) wanted["text"][language] = wanted[language];
      }
      return print(act_on(environment, order->data, wanted));
    };
  });
  return command;
}

CLI::Option* number(CLI::App* command, Order& order, const char* key, const char* option,
                    const char* text) {
  return command->add_option(option, order.numbers[key], text)->check(CLI::Range(1u, UINT32_MAX));
}

void add_people(const Maker& maker) {
  auto order = std::make_shared<Order>();
  auto* made =
      add(maker, order, "add", "staff-add",
          "let somebody sign in at the kiosks; prints sign-in number, PIN and badge, once");
  made->add_option("--family", order->words["family"], "family name")->required();
  made->add_option("--given", order->words["given"], "given name")->required();
  made->add_option("--duty", order->duties,
                   "desk: board, groups, walk-ins, roll call; manager: also corrections, "
                   "rehearsal; technician: the kiosk itself")
      ->required()
      ->delimiter(',')
      ->check(CLI::IsMember({"desk", "manager", "technician"}));
  add(maker, std::make_shared<Order>(), "list", "staff-list",
      "SIGN-IN<TAB>NUMBER in facts<TAB>DUTIES<TAB>NAME, a line each");
  order = std::make_shared<Order>();
  auto* renew = add(maker, order, "renew", "staff-renew",
                    "a new PIN and a new badge; the old ones open nothing where the news arrives");
  number(renew, *order, "number", "SIGN-IN", "as `list` tells it")->required();
  order = std::make_shared<Order>();
  auto* remove = add(maker, order, "remove", "staff-remove", "no longer staff");
  number(remove, *order, "number", "SIGN-IN", "as `list` tells it")->required();
}

void add_words(const Maker& maker) {
  auto order = std::make_shared<Order>();
  auto* note = add(maker, order, "note", "note",
                   "what staff are to know of a participant; an empty text takes it back");
  note->add_option("--cohort", order->words["cohort"], "name of the cohort")->required();
  number(note, *order, "person", "--person", "number of the person")->required();
  note->add_option("TEXT", order->words["text"], "the note")->required();

  order = std::make_shared<Order>();
  order->numbers["for_minutes"] = 60;
  order->numbers["in_minutes"] = 0;
  auto* say = add(maker, order, "announce", "announce",
                  "words for the kiosks' screens; prints the number that withdraws them");
  for (const char* language : {"ru", "tt", "ky", "en"}) {
    say->add_option(fmt::format("--{}", language), order->words[language],
                    fmt::format("the words, {}", language));
  }
  say->add_option("--venue", order->words["venue"], "only at this venue");
  say->add_flag("--emergency", order->emergency, "takes the whole screen");
  say->add_option("--for", order->numbers["for_minutes"], "minutes; 60 if not given")
      ->check(CLI::Range(1u, 525'600u));
  say->add_option("--in", order->numbers["in_minutes"], "minutes from now; 0 if not given")
      ->check(CLI::Range(0u, 525'600u));
  add(maker, std::make_shared<Order>(), "announcements", "announcements",
      "NUMBER<TAB>VENUE<TAB>KIND<TAB>FROM<TAB>UNTIL<TAB>WORDS, a line each");
  order = std::make_shared<Order>();
  auto* withdraw =
      add(maker, order, "withdraw", "announcement-withdraw", "take an announcement back");
  number(withdraw, *order, "number", "NUMBER", "its number")->required();
}

}  // namespace

void add_staff_command(CLI::App& app, Command& chosen) {
  auto* staff = app.add_subcommand(
      "staff", "who may sign in at the kiosks, and what they and everybody are told there");
  staff->require_subcommand(1);
  const Maker maker{*staff, chosen};
  add_people(maker);
  add_words(maker);
}

}  // namespace otmetka
