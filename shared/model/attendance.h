// shared/model/attendance.h - who was where: a fold over the facts of cohort logs. The result
// depends on the set of facts and on nothing else: not on the order of arrival, not on repetition.
// Kept as facts come: what is said of one person costs that person's facts, not everybody's.
#pragma once
#include <functional>
#include <map>
#include <memory>
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
  bool excused = false;      // corrected to absent, with `reason_excused`
  bool guest = false;        // no check-in of a person the roster knew
  Subject venue;             // of the first fact
  int64_t first_wall_s = 0;  // smallest claim
  uint64_t check_ins = 0, check_outs = 0;
  // The fact with the smallest claim, then the smallest identity; of who is present, among those
  // that say so.
  FactId first;
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

/// A coming or going that counts: a mark that nobody superseded, or what a correction put there.
struct Movement {
  const FactId* id;    // in the fold, as all pointers here: valid until the next add()
  const FactId* when;  // whose time it has: a correction has that of the check-in it replaces
  const Fact* at;      // the fact of `when`
  bool in = true;
  Subject session, venue;
};

/// The reason word of a correction that excuses somebody from a session.
inline constexpr const char* reason_excused = "excused";

class AttendanceFold {
 public:
  AttendanceFold();
  AttendanceFold(AttendanceFold&&) noexcept;
  AttendanceFold& operator=(AttendanceFold&&) noexcept;
  ~AttendanceFold();

  /// Any fact; kinds that do not matter are ignored, rehearsals too. Adding a fact twice changes
  /// nothing.
  void add(const PlacedFact& placed);
  Attendance result() const;

  /// The one under whom all names of a person are shown.
  Subject shown(const Scope& cohort, const Subject& person) const;
  /// All names of a person who is named by any of them, each once.
  std::set<Subject> names_of(const Scope& cohort, const Subject& person) const;
  /// Whether a correction that stands takes a fact back.
  bool superseded(const FactId& id) const;
  /// Everybody of whom anything is said, as shown, sorted.
  std::set<Subject> people(const Scope& cohort) const;
  std::set<Scope> scopes() const;
  /// What result() says of one person, given as shown; sorted by session.
  std::vector<Presence> presences_of(const Scope& cohort, const Subject& person) const;
  /// What that rests on at one session: all that a correction must name to take its place.
  std::vector<FactId> standing_of(const Scope& cohort, const Subject& person,
                                  const Subject& session) const;
  /// His movements, in no order.
  std::vector<Movement> movements_of(const Scope& cohort, const Subject& person) const;
  /// A check-in, check-out or correction that is here; else null.
  const Fact* fact(const FactId& id) const;
  /// Another number: what stood may have fallen, and names may have become one person.
  uint64_t judgement() const { return judgement_; }

 private:
  using Placed = std::pair<const FactId, Fact>;
  struct Judged;
  bool arrived(const FactId& id) const;
  Judged& judged() const;
  void each_mark(const Scope& cohort, const Subject& person,
                 const std::function<void(const Placed&)>& visit) const;

  std::map<FactId, Fact> marks_;  // check-ins and check-outs
  std::map<FactId, Fact> corrections_;
  std::map<FactId, Fact> merges_;  // same-person
  std::set<FactId> others_;        // that a correction may name
  std::set<FactId> named_;         // by corrections, whether here or not
  std::map<Scope, std::map<Subject, std::vector<const Placed*>>> marks_of_;  // by name as written
  uint64_t judgement_ = 0;
  mutable std::unique_ptr<Judged> judged_;  // none: to be judged anew
};

}  // namespace otmetka
