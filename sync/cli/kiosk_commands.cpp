// Commands on a kiosk's directory: enrol, checkin, assign, status.
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "shared/store/files.h"
#include "shared/store/recorder.h"
#include "shared/store/version.h"
#include "sync/central/home.h"
#include "sync/cli/arguments.h"
#include "sync/cli/central_door.h"
#include "sync/cli/commands.h"
#include "sync/cli/ownership.h"
#include "sync/daemon/daemon.h"
#include "sync/exchange/enrol.h"

namespace otmetka {
namespace {

constexpr int enrol_wait_s = 60;

// The kiosk makes its keys at its first start; a box that is enrolled before its screen ever ran
// gets them here.
Status prepare_kiosk(const std::string& data, Environment& environment) {
  auto lock = WriterLock::take(journal_directory(data), "the journal");
  if (!lock)
    return lock.error().failure == Failure::busy
               ? done()
               : Status(lock.error());  // a running kiosk has its keys
  Journal journal = TRY(Journal::open(journal_path(data), Disk{}, *environment.clock,
                                      *environment.random, software_version));
  TRY(ensure_kiosk_keys(data, journal, *environment.random));
  return done();
}

// As root, where both users of the packages exist, each directory goes to its writer; else both
// belong to the caller.
void give_to_users(const std::string& data) {
  if (::geteuid() != 0) return;
  const passwd* entry = ::getpwnam("otmetka-kiosk");
  if (!entry) return;
  const uid_t kiosk = entry->pw_uid;
  entry = ::getpwnam("otmetka-sync");
  if (!entry) return;
  const uid_t sync = entry->pw_uid;
  const group* readers = ::getgrnam("otmetka-data");
  if (!readers) return;
  const auto give = [&](const std::string& directory, uid_t user) {
    for (const std::string& path : give_directory(directory, {user, readers->gr_gid})) {
      say(stderr,
          "note: {} is not given to its directory's user: it is a link, or has another name "
          "elsewhere; no program of ours makes such\n",
          path);
    }
  };
  give(journal_directory(data), kiosk);
  give(mirror_directory(data), sync);
}

Status wait_for_daemon(const std::string& data, const std::string& code) {
  {
    auto mirror = Mirror::open_reader(mirror_path(data), Disk{});
    const auto identity = mirror ? TRY(mirror.value().identity()) : std::optional<Identity>();
    if (identity && identity->complete && !TRY(mirror.value().forgotten())) {
      return fail(Failure::refused,
                  fmt::format("this box is enrolled already (venue {}): use a fresh data directory",
                              identity->venue));
    }
  }
  TRY(write_file(enrol_request_file(data), as_bytes(code)));
  say(stderr, "the daemon of this kiosk runs and was given the code\n");
  for (int i = 0; i < enrol_wait_s * 5; ++i) {
    ::usleep(200'000);
    auto mirror = Mirror::open_reader(mirror_path(data), Disk{});
    const auto identity =
        mirror ? mirror.value().identity() : Result<std::optional<Identity>>(mirror.error());
    if (file_exists(enrol_request_file(data))) continue;  // under way
    const bool ours = identity && identity.value() && identity.value()->complete;
    if (ours && !TRY(mirror.value().forgotten())) return done();
    const auto state =
        mirror ? mirror.value().exchange_state() : Result<ExchangeState>(mirror.error());
    if (state && !state.value().reason.empty()) return fail(Failure::refused, state.value().reason);
  }
  return fail(Failure::offline, "the daemon did not finish within a minute: see its log");
}

Result<Identity> enrolled_as(const std::string& data) {
  auto mirror = TRY(Mirror::open_reader(mirror_path(data), Disk{}));
  const auto identity = TRY(mirror.identity());
  if (!identity) return fail(Failure::not_enrolled, "the enrolment did not come to its end");
  return *identity;
}

int enrol(Environment& environment, const std::string& data, const std::string& code,
          const std::string& name) {
  const auto read = read_enrol_code(code);
  if (!read) return told(read.error());
  const Status place = check_not_centrals(data);
  if (!place) return told(place.error());
  const auto attempt = [&]() -> Status {
    TRY(prepare_kiosk(data, environment));
    auto daemon = Daemon::open(data, *environment.clock, *environment.random);
    if (!daemon && daemon.error().failure == Failure::busy) return wait_for_daemon(data, code);
    if (!daemon) return daemon.error();
    return daemon.value()->enrol(code, name);
  };
  const Status result = attempt();
  give_to_users(data);
  if (!result) return told(result.error());
  const auto identity = enrolled_as(data);
  if (!identity) return told(identity.error());
  say(stdout, "enrolled: kiosk {} at venue {}, number {}\n", name, identity.value().venue,
      to_text(identity.value().device));
  say(stderr, "it works while `otmetka-syncd --data {0}` and `otmetka-kiosk --data {0}` run\n",
      data);
  return exit_done;
}

// One line a code: the verdict and, where something stands in a log, its place there. Printed after
// the commit.
bool record(Recorder& recorder, std::string code) {
  while (!code.empty() && (code.back() == '\r' || code.back() == '\n')) code.pop_back();
  const auto result = recorder.scan(code);
  if (!result) {
    say(stdout, "not_saved\n");
    std::fflush(stdout);
    say(stderr, "error: {}\n", result.error().message);
    return false;
  }
  const ScanResult& scan = result.value();
  const std::string_view verdict = verdict_name(scan.decision.verdict);
  if (scan.fact) {
    say(stdout, "{} {} {} {}\n", verdict, scan.fact->scope, to_text(scan.fact->epoch),
        scan.fact->seq);
  } else {
    say(stdout, "{}\n", verdict);
  }
  std::fflush(stdout);
  return scan.fact.has_value();
}

// A scanner that never ends its line fills no memory: what is longer than any code is cut, and made
// to end like none.
bool next_line(std::istream& in, std::string& line) {
  line.clear();
  bool any = false;
  for (char c = 0; in.get(c); any = true) {
    if (c == '\n') return true;
    if (line.size() <= scanned_code_bytes_max) {
      line.push_back(c);
    } else {
      line.back() = '?';
    }
  }
  return any;
}

Error not_enrolled() {
  return fail(Failure::not_enrolled,
              "not enrolled: run `otmetka enrol --data DIR --code CODE` with a code from central");
}

struct OpenKiosk {
  WriterLock lock;
  Recorder recorder;
};

// An enrolled kiosk as its only writer.
Result<OpenKiosk> open_kiosk(Environment& environment, const std::string& data) {
  if (!file_exists(journal_directory(data))) return not_enrolled();  // and nothing is made
  WriterLock lock = TRY(WriterLock::take(journal_directory(data), "the journal"));
  auto keys = load_keys(journal_directory(data) + "/key");
  if (!keys && keys.error().failure != Failure::absent) return keys.error();
  auto recorder = Recorder::open({journal_path(data), mirror_path(data), Disk{}, false},
                                 keys ? std::move(keys).value() : Keys(), *environment.clock,
                                 *environment.random, software_version);
  if (!recorder && recorder.error().failure == Failure::not_enrolled) {
    return fail(
        Failure::absent,
        fmt::format(
            "{}/key is missing or empty, and this box is enrolled: put the file back, or enrol "
            "anew in a fresh directory; what the journal holds stays there",
            journal_directory(data)));
  }
  if (!recorder) return recorder.error();
  if (recorder.value().waits_for_keys() && !recorder.value().enrolled())
    return recorder.value().why_nothing_is_recorded();
  if (!recorder.value().enrolled()) {
    // Who cannot read the mirror for a moment knows nobody either, and must not be sent to enrol
    // again.
    const auto mirror = Mirror::open_reader(mirror_path(data), Disk{});
    if (!mirror && mirror.error().failure != Failure::absent) return mirror.error();
    return not_enrolled();
  }
  return OpenKiosk{std::move(lock), std::move(recorder).value()};
}

int checkin(Environment& environment, const std::string& data, const std::string& badge) {
  auto kiosk = open_kiosk(environment, data);
  if (!kiosk) return told(kiosk.error());
  Recorder& recorder = kiosk.value().recorder;
  bool all = true;
  if (badge != "-") {
    all = record(recorder, badge);
  } else {
    for (std::string line; next_line(std::cin, line);) {
      const auto refreshed = recorder.refresh();
      if (!refreshed) return told(refreshed.error());
      all = record(recorder, line) && all;
    }
  }
  return all ? exit_done : exit_failed;
}

// A box that is sent to another venue without staff who could do it at its screen.
int assign(Environment& environment, const std::string& data, const std::string& venue) {
  auto kiosk = open_kiosk(environment, data);
  if (!kiosk) return told(kiosk.error());
  Recorder& recorder = kiosk.value().recorder;
  if (!recorder.directory().venue(venue)) {
    std::string names;
    for (const auto& [number, entry] : recorder.directory().venues())
      names += (names.empty() ? "" : ", ") + entry.entry.name();
    return told(fail(Failure::absent,
                     fmt::format("this kiosk knows no venue {}; it knows: {}", venue, names)));
  }
  const auto assigned = recorder.assign(venue, {});
  if (!assigned) return told(assigned.error());
  say(stdout, "at {} from now on; what that venue shows comes with the next exchange\n", venue);
  return exit_done;
}

// What the daemon and the journal say of themselves, in one object with a fixed order.
Result<nlohmann::ordered_json> read_status(const std::string& data, Environment& environment) {
  nlohmann::ordered_json out{{"enrolled", false}, {"venue", nullptr}, {"device", nullptr}};
  Waiting waiting;
  ExchangeState state;
  std::string reason = "not enrolled";
  std::string clock = "unanchored";
  std::vector<std::string> notices;  // what central says of this box
  DayBytes day;
  auto mirror = Mirror::open_reader(mirror_path(data), Disk{});
  if (!mirror && mirror.error().failure != Failure::absent) return mirror.error();
  if (mirror) {
    const auto identity = TRY(mirror.value().identity());
    if (identity && identity->complete) {
      out["enrolled"] = true;
      out["device"] = to_text(identity->device);
    }
    const auto time = TRY(mirror.value().time());
    if (time && time->boot == environment.clock->boot_id()) clock = "anchored";
    state = TRY(mirror.value().exchange_state());
    if (identity && identity->complete) reason = state.reason;
    Keys keys;
    DeviceWorld world{mirror.value(),
                      keys,
                      [](const Keys&) { return done(); },
                      [&]() -> Result<std::optional<JournalReader>> {
                        auto journal = JournalReader::open(journal_path(data), Disk{});
                        if (journal)
                          return std::optional<JournalReader>(std::move(journal).value());
                        if (journal.error().failure == Failure::absent)
                          return std::optional<JournalReader>();
                        return journal.error();
                      },
                      *environment.clock,
                      *environment.random,
                      software_version};
    Device device(world);
    if (identity && identity->complete) out["venue"] = TRY(device.venue());
    waiting = TRY(device.waiting());
    notices = TRY(mirror.value().notices());
    day = TRY(mirror.value().day_bytes());
  }
  out["waiting"] = waiting.facts;
  out["oldest_waiting_s"] =
      waiting.oldest_wall_s
          ? std::max<int64_t>(0, environment.clock->wall_s() - waiting.oldest_wall_s)
          : 0;
  out["last_exchange"] = state.at_s ? nlohmann::ordered_json(state.at_s) : nlohmann::ordered_json();
  out["durable"] = waiting.durable;
  out["archived"] = waiting.archived;
  out["reason"] = reason;
  out["clock"] = clock;
  if (day.may > 0) {
    out["bytes_today"] = on_day_of(day, environment.clock->wall_s()).spent;
    out["bytes_a_day"] = day.may;
  }
  out["disk_free"] = disk_free_bytes(data);
  struct stat kiosk {
  }, sync{};
  const bool both = ::stat(journal_directory(data).c_str(), &kiosk) == 0 &&
                    ::stat(mirror_directory(data).c_str(), &sync) == 0;
  out["notices"] = notices;
  out["users"] = both && kiosk.st_uid != sync.st_uid ? "two" : "one";
  return out;
}

Result<nlohmann::ordered_json> read_central_status(const std::string& data,
                                                   Environment& environment) {
  const std::string text = TRY(act_on(environment, data, {{"act", "status"}}));
  auto out = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!out.is_object()) return fail(Failure::newer_version, "central is of another version");
  return out;
}

int status(Environment& environment, const std::string& data, bool json) {
  if (::access(data.c_str(), R_OK) != 0)
    return told(fail(Failure::absent, data + ": no such directory, or not readable"));
  const auto read = file_exists(central_database(data)) ? read_central_status(data, environment)
                                                        : read_status(data, environment);
  if (!read) return told(read.error());
  if (json) {
    say(stdout, "{}\n", read.value().dump());
    return exit_done;
  }
  for (const auto& [key, value] : read.value().items())
    say(stdout, "{:18}{}\n", key, value.is_string() ? value.get<std::string>() : value.dump());
  return exit_done;
}

}  // namespace

void add_enrol_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data, code, name = "kiosk";
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("enrol", "make this box a kiosk of a central, by a one-time code");
  command->add_option("--data", options->data, "directory of the kiosk; made if it is not there")
      ->required();
  command->add_option("--code", options->code, "text of the enrolment code")->required();
  command->add_option("--name", options->name, "what the office calls this box")
      ->check([](const std::string& name) {
        const Status fit = check_device_name(name);
        return fit ? std::string() : fit.error().message;
      })
      ->capture_default_str();
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) {
      return enrol(e, options->data, options->code, options->name);
    };
  });
}

void add_checkin_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data, badge;
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("checkin", "record badges without a screen, in the same way as the kiosk");
  command->add_option("--data", options->data, "directory of the kiosk")->required();
  command
      ->add_option("--badge", options->badge, "a badge code, or - for one a line on standard input")
      ->required();
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) { return checkin(e, options->data, options->badge); };
  });
}

void add_assign_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data, venue;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "assign",
      "from now on this kiosk stands at another venue, of those it knows; needs no network");
  command->add_option("--data", options->data, "directory of the kiosk")->required();
  command->add_option("--venue", options->venue, "name of the venue")->required();
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) { return assign(e, options->data, options->venue); };
  });
}

void add_status_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("status",
                         "a kiosk: what waits, what central holds, when it was last reached; a "
                         "central: what it holds, and how old its backup is");
  command->add_option("--data", options->data, "directory of a kiosk or of a central")->required();
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) { return status(e, options->data, options->json); };
  });
}

}  // namespace otmetka
