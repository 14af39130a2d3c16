#include <fmt/format.h>

#include <algorithm>

#include "sync/programme/moments.h"
#include "sync/programme/package_parts.h"

namespace otmetka::programme {
namespace {

struct Held {
  size_t session;  // index
  int64_t start, end;
};

/// When the sessions are held, in that order. Those with mistakes in their times or zones were told
/// already.
std::vector<Held> held_sessions(const Package& package) {
  std::vector<Held> held;
  for (size_t i = 0; i < package.sessions.size(); ++i) {
    const Package::Session& session = package.sessions[i];
    const Package::Venue* venue = named(package.venues, session.venue);
    if (!venue || venue->zone.empty() || session.day == 0 || session.end_minute == 0) continue;
    const int64_t day = package.start_day + session.day - 1;
    const auto start = moment(day, session.start_minute, venue->zone);
    const auto end = moment(day, session.end_minute, venue->zone);
    if (start && end) held.push_back({i, start.value(), end.value()});
  }
  std::stable_sort(held.begin(), held.end(),
                   [](const Held& a, const Held& b) { return a.start < b.start; });
  return held;
}

class OverlapCheck {
 public:
  OverlapCheck(Reading& reading, const std::vector<uint32_t>& lines)
      : reading_(reading), lines_(lines), held_(held_sessions(reading.package)) {}

  /// One delegation's days in the order of time. An empty name stands for everybody of a package
  /// without delegations.
  void follow(const std::string& delegation) {
    const Held* longest = nullptr;
    for (const Held& next : held_) {
      const auto& expected = reading_.package.sessions[next.session].delegations;
      const bool comes = expected.empty() ||
                         std::find(expected.begin(), expected.end(), delegation) != expected.end();
      if (!comes) continue;
      if (longest && next.start < longest->end) tell(longest->session, next.session);
      if (!longest || next.end > longest->end) longest = &next;
    }
  }

 private:
  void tell(size_t a, size_t b) {
    const size_t one = std::min(a, b), other = std::max(a, b);
    if (!told_.insert(other).second) return;  // another delegation has the same trouble
    const std::vector<Package::Session>& sessions = reading_.package.sessions;
    reading_.mistakes.add(
        "sessions.toml", lines_[other],
        fmt::format("session \"{}\" is at the same time as \"{}\" (line {}) for the same people",
                    sessions[other].name, sessions[one].name, lines_[one]),
        "move one of the two, or give each its own delegations");
  }

  Reading& reading_;
  const std::vector<uint32_t>& lines_;
  std::vector<Held> held_;
  std::set<size_t> told_;
};

}  // namespace

void check_overlaps(Reading& reading, const std::vector<uint32_t>& lines) {
  OverlapCheck check(reading, lines);
  if (reading.delegations.empty()) check.follow("");
  for (const std::string& delegation : reading.delegations) check.follow(delegation);
}

}  // namespace otmetka::programme
