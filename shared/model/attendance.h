// shared/model/attendance.h - who was where: a fold over the facts of cohort logs. The result
// depends on the set of facts and on nothing else: not on the order of arrival, not on repetition.
#pragma once
#include <map>
#include <set>
#include <vector>

#include "shared/model/fact.h"

namespace otmetka {

/// One person at one session (or at a venue outside every session: `session` is nobody's).
struct Presence {
  Scope cohort;
  Subject person;
  Subject session;
  bool present = true;  // false: corrected to absent
  bool corrected = false;
  bool guest = false;        // no check-in of a person the roster knew
  Subject venue;             // of the first fact
  int64_t first_wall_s = 0;  // smallest claim
  uint64_t check_ins = 0, check_outs = 0;
  FactId first;  // the fact with the smallest claim, then the smallest identity
  bool operator==(const Presence&) const = default;
};

/// Two corrections of one fact that both stand. `winner` counts until the office decides.
struct Conflict {
  FactId target, winner, other;
  auto operator<=>(const Conflict&) const = default;
};

struct Attendance {
  std::vector<Presence> presences;  // sorted by cohort, person, session
  std::vector<Conflict> conflicts;  // sorted
  bool operator==(const Attendance&) const = default;
};

class AttendanceFold {
 public:
  /// Any fact; kinds that do not matter are ignored, rehearsals too. Adding a fact twice changes
  /// nothing.
  void add(const PlacedFact& placed);
  Attendance result() const;

 private:
  bool arrived(const FactId& id) const;
  std::map<FactId, Fact> marks_;  // check-ins and check-outs
  std::map<FactId, Fact> corrections_;
  std::map<FactId, Fact> merges_;  // same-person
  std::set<FactId> others_;        // that a correction may name
};

}  // namespace otmetka
