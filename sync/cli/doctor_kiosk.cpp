#include <fmt/format.h>

#include <algorithm>

#include "shared/log/forks.h"
#include "shared/model/payload.pb.h"
#include "shared/store/files.h"
#include "shared/store/version.h"
#include "sync/cli/doctor.h"
#include "sync/daemon/daemon.h"

namespace otmetka {
namespace {

constexpr int64_t waiting_warned_s = 86400;
constexpr int64_t clock_wrong_s = 120;

std::vector<FileRule> rules_of(const std::string& data, bool enrolled) {
  const std::string kiosk = journal_directory(data), sync = mirror_directory(data);
  return {{kiosk, 0750, true},
          {sync, 0750, true},
          {journal_path(data), 0640, true},
          {kiosk + "/key", 0600, enrolled},
          {mirror_path(data), 0640, enrolled || file_exists(daemon_key_file(data))},
          {daemon_key_file(data), 0600, enrolled},
          {blob_directory(data), 0750, false}};
}

Result<std::optional<JournalReader>> journal_of(const std::string& data) {
  auto journal = JournalReader::open(journal_path(data), Disk{});
  if (journal) return std::optional<JournalReader>(std::move(journal).value());
  if (journal.error().failure == Failure::absent) return std::optional<JournalReader>();
  return journal.error();
}

void check_keys(const std::string& data, Findings& out) {
  for (const std::string& path : {daemon_key_file(data), journal_directory(data) + "/key"}) {
    const auto keys = load_keys(path);
    if (!keys) {
      const bool daemons = path == daemon_key_file(data);
      out.push_back({Level::bad, "keys", keys.error().message,
                     daemons ? "put it back, or give the kiosk another key: `otmetka key rotate "
                               "device` at central, `otmetka key renew` here"
                             : "start the kiosk: it makes another one, and the daemon seals its "
                               "keys to that"});
      continue;
    }
    if (keys.value().next)
      out.push_back({Level::warn, "keys", "another key was made and central has not confirmed it",
                     "run `otmetka key renew` again, with the same code"});
  }
  out.push_back(
      {Level::ok, "keys",
       "kept in files (mode 0600), not sealed by systemd-creds: who has the disk has them", ""});
}

void check_clock(Environment& environment, Mirror& mirror, Findings& out) {
  const auto time = mirror.time();
  if (!time || !time.value() || time.value()->boot != environment.clock->boot_id()) {
    out.push_back({Level::warn, "clock",
                   "not anchored since this machine was started: times are "
                   "claims until it has heard central",
                   "nothing; the next exchange sets right what was recorded"});
    return;
  }
  const auto boot = static_cast<int64_t>(environment.clock->boot_s());
  const int64_t wall = environment.clock->wall_s();
  const TimeInterval& zero = time.value()->at_boot_zero;
  const int64_t early = zero.earliest_s + boot - wall, late = wall - zero.latest_s - boot;
  const int64_t wrong = std::max(early, late);
  if (wrong > clock_wrong_s) {
    out.push_back({Level::warn, "clock",
                   fmt::format("anchored, and the wall clock is {} {}", long_ago(wrong),
                               early > late ? "behind" : "ahead"),
                   "set it (timedatectl); what was recorded is set right by itself"});
  } else {
    out.push_back({Level::ok, "clock",
                   time.value()->by_ntp ? "anchored by NTP, until central has told the time"
                                        : "anchored by central's signed time",
                   ""});
  }
}

void check_exchange(Environment& environment, Mirror& mirror, Findings& out) {
  const auto state = mirror.exchange_state();
  const auto forgotten = mirror.forgotten();
  if (!state || !forgotten) return;
  const int64_t at = state.value().at_s, ago = environment.clock->wall_s() - at;
  const std::string last = at == 0 ? "never" : long_ago(ago) + " ago";
  if (forgotten.value()) {
    out.push_back(
        {Level::bad, "exchange", "central does not know this kiosk any more",
         "`otmetka enrol` with a new code: it stays the same kiosk, and sends all again"});
  } else if (!state.value().reason.empty()) {
    const bool refused =
        state.value().failure == Failure::refused || state.value().failure == Failure::corrupt;
    out.push_back(
        {refused ? Level::bad : Level::warn, "exchange",
         fmt::format("the last one failed: {}; the last good one: {}", state.value().reason, last),
         "nothing is lost, and it is tried again; see to the network if this stays so"});
  } else if (at == 0 || ago > silence_warned_s) {
    out.push_back({Level::warn, "exchange", fmt::format("the last good one: {}", last),
                   "see that the daemon runs (systemctl status otmetka-syncd) and has a network"});
  } else {
    out.push_back({Level::ok, "exchange", fmt::format("the last good one: {}", last), ""});
  }
}

void check_bytes(Environment& environment, Mirror& mirror, Findings& out) {
  const auto kept = mirror.day_bytes();
  if (!kept || kept.value().may == 0) return;
  const DayBytes day = on_day_of(kept.value(), environment.clock->wall_s());
  const std::string used =
      fmt::format("{} of the {} bytes of this day are used", day.spent, day.may);
  if (left_for_the_rest(day) == 0)
    out.push_back({Level::warn, "bytes", used + ": news of the office wait until 00:00 UTC",
                   "nothing, or a greater --bytes-a-day; facts go first"});
  else
    out.push_back({Level::ok, "bytes", used, ""});
}

void check_waiting(Environment& environment, const std::string& data, Mirror& mirror,
                   Findings& out) {
  Keys keys;
  Device device({mirror, keys, [](const Keys&) { return done(); }, [&] { return journal_of(data); },
                 *environment.clock, *environment.random, software_version});
  const auto waiting = device.waiting();
  if (!waiting) return;
  const int64_t oldest = waiting.value().oldest_wall_s;
  const int64_t age = oldest == 0 ? 0 : environment.clock->wall_s() - oldest;
  out.push_back({age > waiting_warned_s ? Level::warn : Level::ok, "waiting",
                 waiting.value().facts == 0
                     ? std::string("central holds everything that was recorded")
                     : fmt::format("waiting for central: {}, the oldest for {}",
                                   counted(waiting.value().facts, "fact"), long_ago(age)),
                 age > waiting_warned_s ? "bring the kiosk to a network" : ""});
}

void check_forks(const std::string& data, Mirror& mirror, Findings& out) {
  const size_t before = out.size();
  if (const auto notices = mirror.notices()) {
    for (const std::string& notice : notices.value())
      out.push_back({Level::bad, "central", notice, "ask the office"});
  }
  const auto attempt = [&]() -> Result<size_t> {
    auto journal = TRY(journal_of(data));
    std::map<LogId, std::vector<ForkNode>> nodes;
    if (!journal) return size_t{0};
    for (const JournalEpoch& epoch : TRY(journal->epochs()))
      nodes[epoch.log].push_back({epoch.epoch, TRY(journal->parent(epoch.row_id)), epoch.last});
    size_t forks = 0;
    for (const auto& [log, its] : nodes) forks += find_forks(its).size();
    return forks;
  };
  const auto forks = attempt();
  if (forks && forks.value() > 0)
    out.push_back(
        {Level::warn, "forks",
         fmt::format("places of the journal that go on in two ways: {}: files of two states "
                     "were put together here",
                     forks.value()),
         "nothing is lost; tell the office"});
  if (out.size() == before)
    out.push_back({Level::ok, "forks", "no log goes on in two ways, as far as is known here", ""});
}

// Whoever is told "nobody's kiosk" of one that has lost its mirror may throw its facts away.
Finding not_enrolled(const std::string& data) {
  size_t facts = 0;
  auto journal = journal_of(data);
  if (journal && journal.value()) {
    for (const JournalEpoch& epoch : journal.value()->epochs().value_or({})) facts += epoch.last;
  }
  if (facts == 0)
    return {Level::bad, "enrolled", "this is nobody's kiosk yet, and records nothing",
            "`otmetka enrol` with a code of `otmetka enrol-code`"};
  return {Level::bad, "enrolled",
          fmt::format("what this kiosk knew of its central (sync/mirror.db) is gone; its journal "
                      "has {}",
                      counted(facts, "fact")),
          "keep the directory, and `otmetka enrol` with a new code: it becomes the same kiosk, and "
          "sends all"};
}

void check_versions(const std::string& data, Findings& out) {
  const auto attempt = [&]() -> Result<std::string> {
    auto journal = TRY(journal_of(data));
    const auto epochs = journal ? TRY(journal->epochs()) : std::vector<JournalEpoch>();
    if (epochs.empty()) return std::string();
    const auto row = TRY(journal->row(epochs.back().row_id, 1));
    payload::Opened opened;
    if (!row) return std::string();
    const Fact fact = TRY(decode_row(row->bytes));
    opened.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size()));
    return opened.software();
  };
  const auto wrote = attempt();
  if (!wrote) return;
  const bool same = wrote.value().empty() || wrote.value() == software_version;
  out.push_back({same ? Level::ok : Level::warn, "versions",
                 same ? fmt::format("{}", software_version)
                      : fmt::format("this is {}, and the kiosk last wrote as {}", software_version,
                                    wrote.value()),
                 same ? "" : "restart the kiosk after an update"});
}

}  // namespace

Findings examine_kiosk(Environment& environment, const std::string& data) {
  Findings out;
  auto mirror = Mirror::open_reader(mirror_path(data), Disk{});
  const auto identity =
      mirror ? mirror.value().identity() : Result<std::optional<Identity>>(mirror.error());
  const bool enrolled = identity && identity.value() && identity.value()->complete;
  if (enrolled) {
    out.push_back({Level::ok, "enrolled",
                   fmt::format("kiosk {}, for {}", to_text(identity.value()->device),
                               identity.value()->venue),
                   ""});
  } else if (!identity && identity.error().failure != Failure::absent) {
    out.push_back(
        {Level::bad, "enrolled", identity.error().message,
         "put mirror.db back from a backup; the journal beside it keeps what was recorded"});
  } else {
    out.push_back(not_enrolled(data));
  }
  check_files(rules_of(data, enrolled), out);
  if (enrolled) check_keys(data, out);
  check_logs(data, out);
  check_room(data, out);
  if (!enrolled) return out;
  check_clock(environment, mirror.value(), out);
  check_exchange(environment, mirror.value(), out);
  check_bytes(environment, mirror.value(), out);
  check_waiting(environment, data, mirror.value(), out);
  check_forks(data, mirror.value(), out);
  check_versions(data, out);
  return out;
}

}  // namespace otmetka
