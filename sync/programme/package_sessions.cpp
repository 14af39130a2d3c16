#include <fmt/format.h>

#include <algorithm>

#include "sync/programme/package_parts.h"

namespace otmetka::programme {
namespace {

const std::string path = "sessions.toml";
const std::vector<std::string_view> types = {"visit",      "lecture",  "masterclass",
                                             "networking", "project",  "defence",
                                             "test",       "ceremony", "presentation"};

class SessionReader {
 public:
  explicit SessionReader(Reading& reading) : reading_(reading), package_(reading.package) {}

  void read(const toml::table& table) {
    TomlTable keys(table, path, "[[session]]", reading_.mistakes,
                   {"name", "venue", "day", "start", "end", "type", "title", "room", "hall",
                    "delegations", "counts", "next"});
    Package::Session session;
    session.name = keys.name("name", Need::required);
    if (!session.name.empty() && !names_.insert(session.name).second) {
      keys.complain("name", fmt::format("session \"{}\" is there already", session.name),
                    "give it another name");
    }
    session.venue = keys.name("venue", Need::required);
    session.day = static_cast<int32_t>(keys.integer("day", Need::required, 1, day_max).value_or(0));
    read_times(keys, session);
    session.type = keys.one_of("type", Need::required, types);
    session.title = keys.text("title", Need::required);
    session.room = keys.text("room", Need::optional);
    session.hall = keys.name("hall", Need::optional);
    check_place(keys, session);
    read_delegations(keys, session);
    session.counts = keys.boolean("counts", Need::optional, true);
    session.next = keys.text("next", Need::optional, note_rule);
    package_.sessions.push_back(std::move(session));
    lines_.push_back(keys.line_of_table());
  }

  const std::vector<uint32_t>& lines() const { return lines_; }

 private:
  void read_times(TomlTable& keys, Package::Session& session) {
    const auto start = keys.minute_of_day("start");
    const auto end = keys.minute_of_day("end");
    // Both 0 marks a session without usable times; the checks that follow pass it over.
    if (!start || !end) return;
    if (*end <= *start) {
      keys.complain("end", "the session ends before it starts",
                    "correct start or end; a session past midnight is written as two");
      return;
    }
    session.start_minute = *start;
    session.end_minute = *end;
  }

  void check_place(TomlTable& keys, const Package::Session& session) {
    if (session.venue.empty()) return;
    const std::set<std::string>& files = reading_.files.venues;
    if (!files.contains(session.venue)) {
      keys.complain("venue", fmt::format("venue \"{}\" has no file in venues/", session.venue),
                    did_you_mean(session.venue, {files.begin(), files.end()},
                                 fmt::format("add venues/{}.toml", session.venue)));
      return;
    }
    const Package::Venue* venue = named(package_.venues, session.venue);
    if (!venue || session.hall.empty() || named(venue->halls, session.hall)) return;
    keys.complain("hall",
                  fmt::format("hall \"{}\" is not in venues/{}.toml", session.hall, session.venue),
                  did_you_mean(session.hall, names_of(venue->halls),
                               "add a [[hall]] with this name there, or remove the line"));
  }

  void read_delegations(TomlTable& keys, Package::Session& session) {
    for (const ListedName& wanted : keys.names("delegations", Need::optional)) {
      session.delegations.push_back(wanted.name);
      if (!reading_.people_read || reading_.delegations.contains(wanted.name)) continue;
      keys.complain(wanted.line,
                    fmt::format("delegation \"{}\" is not in people.toml", wanted.name),
                    did_you_mean(wanted.name, names_of(package_.delegations),
                                 "add a [[delegation]] with this name there"));
    }
  }

  Reading& reading_;
  Package& package_;
  std::set<std::string> names_;
  std::vector<uint32_t> lines_;
};

bool check_that_some_count(TomlTable& top, const std::vector<Package::Session>& sessions) {
  if (std::any_of(sessions.begin(), sessions.end(), [](const auto& one) { return one.counts; })) {
    return true;
  }
  top.complain(0u, sessions.empty() ? "there is no [[session]]" : "no session counts",
               "the programme ends with the last session that counts: write at least one");
  return false;
}

/// The programme's end is that of the last session that counts; what comes later must come before
/// people are forgotten.
void check_remembered(Reading& reading, const std::vector<uint32_t>& lines) {
  const Package& package = reading.package;
  const int64_t last_day = last_day_of(package);
  const int64_t days = package.forget_days_after_end;
  if (days == 0) return;  // a mistake that was told
  for (size_t i = 0; i < package.sessions.size(); ++i) {
    const Package::Session& session = package.sessions[i];
    if (session.day < last_day + days) continue;
    reading.mistakes.add(
        path, lines[i],
        fmt::format("session \"{}\" is {} days after the programme's end, and people are "
                    "forgotten after {}",
                    session.name, session.day - last_day, days),
        fmt::format("write days_after_end = {} or more in programme.toml, or an earlier day",
                    session.day - last_day + 1));
  }
}

/// What is shown each day of a long programme is said a day at a time, and travels in one fact.
void check_shown(Reading& reading) {
  const auto days = static_cast<size_t>(std::max(0, last_day_of(reading.package)));
  for (const Reading::ShownAt& thing : reading.shown) {
    const size_t spans = thing.daily * days + thing.dated;
    if (spans <= shown_spans_max) continue;
    reading.mistakes.add(
        thing.file, thing.line,
        fmt::format("{} is shown at {} times in the {} days of the programme", thing.what, spans,
                    days),
        fmt::format("name the days on which it is shown: at most {} times", shown_spans_max));
  }
}

}  // namespace

void read_sessions(Reading& reading) {
  const auto table = reading.table_of(path);
  if (!table) return;
  TomlTable top(*table, path, "sessions.toml", reading.mistakes, {"session"});
  SessionReader reader(reading);
  for (const toml::table* session : top.tables("session", sessions_max)) reader.read(*session);
  if (check_that_some_count(top, reading.package.sessions)) {
    check_remembered(reading, reader.lines());
    check_shown(reading);
  }
  check_overlaps(reading, reader.lines());
}

}  // namespace otmetka::programme
