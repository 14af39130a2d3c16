// Commands on a central's directory: programmes, badges, enrolment codes.
#include <date/date.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "shared/text/local_time.h"
#include "sync/central/home.h"
#include "sync/cli/arguments.h"
#include "sync/cli/central_door.h"
#include "sync/cli/commands.h"
#include "sync/cli/qr_text.h"

namespace otmetka {
namespace {

using nlohmann::json;

std::optional<int64_t> day_of(int year, unsigned month, unsigned day) {
  const date::year_month_day found{date::year{year}, date::month{month}, date::day{day}};
  if (!found.ok()) return std::nullopt;
  return date::sys_days(found).time_since_epoch().count();
}

std::optional<int64_t> day_of(const std::string& text) {
  int year = 0, end = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &end) != 3 ||
      end != static_cast<int>(text.size())) {
    return std::nullopt;
  }
  return day_of(year, month, day);
}

// Where the programme takes place the day may have begun while it is still yesterday in Greenwich.
Result<int64_t> today(const Clock& clock, const std::string& zone) {
  const LocalTime now = TRY(to_local(clock.wall_s(), zone));
  return day_of(now.year, static_cast<unsigned>(now.month), static_cast<unsigned>(now.day))
      .value_or(0);
}

// A running central may be another user that cannot read the package where it lies: it gets a copy
// in its own directory.
class Copy {
 public:
  Copy(const std::string& package, const std::string& data, Random& random)
      // Both ends as this program and central, who may stand elsewhere, understand them alike.
      : path_(std::filesystem::absolute(data) / (std::string(prefix) + to_hex(random.bytes<8>()))) {
    remove_old(data);
    std::filesystem::copy(
        std::filesystem::canonical(package, error_), path_,
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks,
        error_);
    give_to_owner_of(data);
  }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  ~Copy() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::error_code& error() const { return error_; }
  std::string path() const { return path_.string(); }

 private:
  static constexpr std::string_view prefix = "incoming.";
  static bool is_tag(const std::string& text) {
    std::array<uint8_t, 8> tag;
    return from_hex_into(text, tag, "a tag").ok();
  }

  void give_to_owner_of(const std::string& data) {
    struct stat found;
    if (::geteuid() != 0 || ::stat(data.c_str(), &found) != 0 || found.st_uid == 0) return;
    std::error_code ignored;
    (void)!::lchown(path_.c_str(), found.st_uid, found.st_gid);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_, ignored)) {
      (void)!::lchown(entry.path().c_str(), found.st_uid, found.st_gid);
    }
  }

  // Those of loads that were killed. A load takes seconds.
  static void remove_old(const std::string& data) {
    std::error_code ignored;
    const auto before = std::filesystem::file_time_type::clock::now() - std::chrono::minutes(10);
    for (const auto& entry : std::filesystem::directory_iterator(data, ignored)) {
      const std::string name = entry.path().filename().string();
      const bool copy = name.starts_with(prefix) && is_tag(name.substr(prefix.size()));
      if (copy && entry.last_write_time(ignored) < before)
        std::filesystem::remove_all(entry.path(), ignored);
    }
  }

  std::filesystem::path path_;
  std::error_code error_;
};

int check_package(const std::string& directory) {
  const PackageCheck check = read_package(directory);
  for (const Mistake& mistake : check.mistakes) say(stderr, "{}\n", to_text(mistake));
  if (!check.mistakes.empty()) {
    say(stderr, "{}: {} mistake{}\n", directory, check.mistakes.size(),
        check.mistakes.size() == 1 ? "" : "s");
    return exit_failed;
  }
  const Package& p = check.package;
  say(stdout, "{}: {} people, {} sessions, {} venues, {} pictures: no mistakes\n", p.name,
      p.people.size(), p.sessions.size(), p.venues.size(), p.pictures.size());
  return exit_done;
}

int load_programme(Environment& environment, const std::string& package, const std::string& data,
                   const std::string& start) {
  json act{{"act", "programme-load"}};
  const auto day = day_of(start);
  if (day) act["start_day"] = *day;
  if (!day && !start.empty() && start != "today") {
    say(stderr, "error: --start {}: YYYY-MM-DD or today expected\n", start);
    return exit_usage;
  }
  // All mistakes are told here, with the operator's own paths, before anything is copied.
  const PackageCheck check = read_package(package);
  if (!check.mistakes.empty()) return check_package(package);
  if (start == "today") {
    const auto first = today(*environment.clock, check.package.zone);
    if (!first) return told(first.error());
    act["start_day"] = first.value();
  }
  const Copy copy(package, data, *environment.random);
  if (copy.error())
    return told(fail(Failure::io, fmt::format("{}: {}", data, copy.error().message())));
  act["directory"] = copy.path();
  return print(act_on(environment, data, act));
}

}  // namespace

void add_package_command(CLI::App& app, Command& chosen) {
  auto* package = app.add_subcommand("package", "programme packages");
  package->require_subcommand(1);
  auto* check =
      package->add_subcommand("check", "read a package and tell every mistake: file, line, remedy");
  auto directory = std::make_shared<std::string>();
  check->add_option("PACKAGE_DIR", *directory, "folder of the package")->required();
  check->callback([directory, &chosen] {
    chosen = [directory](Environment&) { return check_package(*directory); };
  });
}

void add_programme_command(CLI::App& app, Command& chosen) {
  auto* programme = app.add_subcommand("programme", "programmes of a central");
  programme->require_subcommand(1);
  auto* load = programme->add_subcommand(
      "load", "publish a package: what is new or different goes to the kiosks");
  struct Options {
    std::string package, data, start;
  };
  auto options = std::make_shared<Options>();
  load->add_option("PACKAGE_DIR", options->package, "folder of the package")->required();
  load->add_option("--data", options->data, "directory of the central")->required();
  load->add_option("--start", options->start,
                   "YYYY-MM-DD or today: day 1; all other dates shift with it");
  load->callback([options, &chosen] {
    chosen = [options](Environment& e) {
      return load_programme(e, options->package, options->data, options->start);
    };
  });
}

void add_badge_command(CLI::App& app, Command& chosen) {
  auto* badge = app.add_subcommand("badge", "badges of a cohort");
  badge->require_subcommand(1);
  struct Options {
    std::string data, cohort, format = "codes";
    uint32_t person = 0;
  };
  const auto add = [&](const char* name, const char* text) {
    auto options = std::make_shared<Options>();
    auto* command = badge->add_subcommand(name, text);
    command->add_option("--data", options->data, "directory of the central")->required();
    command->add_option("--cohort", options->cohort, "name of the cohort")->required();
    return std::make_pair(command, options);
  };
  auto [make, options] = add("make", "print badge codes, a line a person: PERSON<TAB>CODE");
  make->add_option("--person", options->person, "only this number")
      ->check(CLI::Range(1u, UINT32_MAX));
  make->add_option("--format", options->format, "codes")->check(CLI::IsMember({"codes"}));
  make->callback([options = options, &chosen] {
    chosen = [options](Environment& e) {
      json act{{"act", "badge-make"}, {"cohort", options->cohort}};
      if (options->person) act["person"] = options->person;
      return print(act_on(e, options->data, act));
    };
  });
  auto [revoke, revoked] =
      add("revoke", "make the badge that a person has worthless, everywhere the news arrives");
  revoke->add_option("--person", revoked->person, "number of the person")
      ->required()
      ->check(CLI::Range(1u, UINT32_MAX));
  revoke->callback([revoked = revoked, &chosen] {
    chosen = [revoked](Environment& e) {
      return print(act_on(
          e, revoked->data,
          {{"act", "badge-revoke"}, {"cohort", revoked->cohort}, {"person", revoked->person}}));
    };
  });
}

void add_enrol_code_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand(
      "enrol-code", "print a one-time code that enrols a kiosk at a venue (the text of its QR)");
  struct Options {
    std::string data, venue, replaces;
    bool qr = false;
  };
  auto options = std::make_shared<Options>();
  command->add_option("--data", options->data, "directory of the central")->required();
  auto* venue = command->add_option("--venue", options->venue, "short name of the venue");
  command->add_option("--replaces", options->replaces,
                      "NUMBER of the kiosk whose place the new one takes, its venue too where none "
                      "is named; when the code is used, the old one is revoked and may deliver");
  command->add_flag("--qr", options->qr,
                    "draw it too, for the scanner or camera of a kiosk that shows \"set up\"");
  command->callback([options, venue, &chosen] {
    if (options->replaces.empty() && venue->empty()) throw CLI::RequiredError("--venue");
    chosen = [options](Environment& e) {
      json act{{"act", "enrol-code"}, {"venue", options->venue}};
      if (!options->replaces.empty()) act["replaces"] = options->replaces;
      const auto code = act_on(e, options->data, act);
      const int status = print(code);
      if (!code || !options->qr) return status;
      return print(qr_text(code.value().substr(0, code.value().find('\n'))));
    };
  });
}

void add_device_command(CLI::App& app, Command& chosen) {
  auto* device = app.add_subcommand("device", "the kiosks of a central");
  device->require_subcommand(1);
  struct Options {
    std::string data, number;
  };
  const auto add = [&](const char* name, const char* act, const char* text) {
    auto options = std::make_shared<Options>();
    auto* command = device->add_subcommand(name, text);
    command->add_option("--data", options->data, "directory of the central")->required();
    command->callback([options, act, &chosen] {
      chosen = [options, act](Environment& e) {
        return print(act_on(e, options->data, {{"act", act}, {"device", options->number}}));
      };
    });
    return std::make_pair(command, options);
  };
  add("list", "device-list",
      "NUMBER<TAB>VENUE<TAB>good, revoked or replaced<TAB>NAME, a line each; then, where it is so, "
      "whom it replaces or who replaces it");
  const auto [revoke, revoked] =
      add("revoke", "device-revoke",
          "a kiosk that is lost: it may deliver, and hears nothing more of anybody, for good");
  revoke->add_option("NUMBER", revoked->number, "as `list` tells it")->required();
}

}  // namespace otmetka
