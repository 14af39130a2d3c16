// shared/model/presence.h - what a kiosk itself knows: who was where, who is inside, and who of a
// delegation is still missing. A fold over the facts of cohort logs that rests on AttendanceFold:
// what corrections and merges make of facts is said there and nowhere else. Order and repetition of
// arrival change nothing. Pure.
#pragma once
#include <optional>
#include <vector>

#include "shared/model/attendance.h"
#include "shared/model/directory.h"
#include "shared/model/time_fold.h"

namespace otmetka {

/// As whom somebody is counted. What the roster says today goes before what it said at the scan.
enum class Visitor {
  participant,
  other_role,  // host, speaker, moderator, jury, staff: counted apart
  walk_in,     // made on a kiosk
  guest,       // has a number that the roster does not hold
};
Visitor visitor_of(const CohortEntry& cohort, const Subject& person);

/// What is known here of somebody who was made on a kiosk.
struct KnownWalkIn {
  bool registered = false;  // the fact that made him has come, and stands
  bool taken_back = false;  // it has come, and stands no longer
  Subject shown;            // as whom he is counted
};

/// Somebody in a building. Times are Unix seconds: true time where the fact's boot is anchored,
/// else what its clock claimed.
struct Stay {
  Scope cohort;
  Subject person;  // as shown
  Visitor visitor = Visitor::participant;
  Subject venue;
  Subject session;  // the latest he was checked in to in this stay
  int64_t since_s = 0;
  bool time_doubted = false;  // `since_s` is the claim of a clock that nothing anchors
};

/// How somebody's part in a session ended. It closes by itself: whoever touched nothing has left at
/// its end, and whoever did not come is `Expected::missing` for good.
enum class Exit {
  none,       // it goes on
  told,       // by a check-out
  elsewhere,  // by a check-in at another venue
  closed,     // by the end of the session
};

/// A session that somebody was at, or was excused or corrected from.
struct Visited {
  Presence presence;
  int64_t first_s = 0;  // as Stay tells times
  bool time_doubted = false;
  Exit exit = Exit::none;
  int64_t left_s = 0;  // of the exit, if there was one
};

struct Visit {
  std::vector<Visited> sessions;  // in the order of their first facts
  std::optional<Stay> inside;     // where he is now
};

enum class Expected {
  missing,  // not seen, which before the start means: not yet
  arrived,
  late,  // arrived later than late_after_s after the start
  excused,
};

/// Whether they have left since or not.
inline bool has_come(Expected state) {
  return state == Expected::arrived || state == Expected::late;
}

struct BoardPerson {
  PersonNumber person{};
  Expected state = Expected::missing;
  bool without_partner = false;  // is here, and none of those expected in the pair is
  int64_t left_s = 0;            // has come and left, as Exit::told or Exit::elsewhere; 0: has not
  bool told_absent = false;      // is missing because somebody said so
};

/// By what a board puts people together.
enum class Grouping : uint8_t { delegations, teams };

/// expected = arrived + missing + excused; `late`, `left` and `without_partner` are among those who
/// arrived: whoever came was there, whether they have left since or not.
struct BoardCounts {
  size_t expected = 0, arrived = 0, late = 0, missing = 0, excused = 0;
  size_t without_partner = 0, left = 0;
  size_t here() const { return arrived - left; }
  bool operator==(const BoardCounts&) const = default;
};

struct BoardRow {
  uint32_t group = 0;  // number of a delegation or a team; 0: participants without one
  BoardCounts counts;
  std::vector<BoardPerson> people;  // by number
};

/// A walk-in of the cohort, at this session or not: nobody expects them, so nobody is missing.
struct BoardWalkIn {
  Subject person;  // as shown
  Expected state = Expected::missing;
  int64_t left_s = 0;  // as BoardPerson
};

/// One session, group by group. Participants only; whoever else came is counted apart.
struct Board {
  Grouping by = Grouping::delegations;
  std::vector<BoardRow> rows;  // by number of the group
  BoardCounts total;
  size_t not_expected = 0;  // participants whose delegation this session is not for
  size_t other_roles = 0, walk_ins = 0, guests = 0;  // who came
  std::vector<BoardWalkIn> walk_in_people;           // all of the cohort, by identity
};

class PresenceFold {
 public:
  /// Any fact: of cohort logs and the office's what attendance is made of, of `device` logs what
  /// tells their times.
  void add(const PlacedFact& placed);

  /// Empty for a session that the cohort does not have. A cohort without teams has delegations
  /// alone.
  Board board_of(const CohortEntry& cohort, SessionNumber session,
                 Grouping by = Grouping::delegations) const;
  /// Who is expected at the session and works in a pair with somebody, as shown; by number.
  std::vector<BoardPerson> partners_of(const CohortEntry& cohort, const SessionEntry& session,
                                       const Subject& person) const;
  /// Of one of those whom a board lists, as shown.
  Expected state_of(const CohortEntry& cohort, const SessionEntry& session,
                    const Subject& person) const;
  /// Who is in the building, sorted by cohort and person. Leaving is a check-out, a check-in at
  /// another venue, or inside_after_session_s after the end of the session; outside every session
  /// inside_without_session_s after the last check-in.
  std::vector<Stay> who_is_inside(const Directory& directory, VenueNumber venue,
                                  int64_t now_s) const;
  /// `person` under any name.
  Visit visit_of(const CohortEntry& cohort, const Subject& person, int64_t now_s) const;
  /// The fact that made a walk-in, once it has come.
  const Fact* walk_in(const FactId& id) const;
  KnownWalkIn known_walk_in(const FactId& id) const;
  const AttendanceFold& attendance() const { return attendance_; }

 private:
  struct TimedMovement {
    int64_t at_s = 0;
    bool doubted = false;
    FactId id;
    bool in = true;
    Subject session, venue;
  };
  struct Known {  // of one person
    std::vector<Visited> sessions;
    std::vector<TimedMovement> movements;  // in order
  };
  const Known& known(const Scope& cohort, const Subject& shown) const;
  /// Null: nothing is known of them there.
  const Visited* visited_at(const CohortEntry& cohort, const SessionEntry& session,
                            const Subject& person) const;
  std::pair<int64_t, bool> time_of(const FactId& id, const Fact& fact) const;
  std::optional<Stay> stay_of(const CohortEntry& cohort, const Subject& shown, int64_t now_s) const;
  static void find_exit(const CohortEntry& cohort, const std::vector<TimedMovement>& movements,
                        int64_t now_s, Visited& visited);
  int64_t left_s(const CohortEntry& cohort, const SessionEntry& session,
                 const Subject& person) const;
  std::set<Subject> walk_ins_of(const CohortEntry& cohort) const;
  std::vector<BoardPerson> expected_at(const CohortEntry& cohort,
                                       const SessionEntry& session) const;
  AttendanceFold attendance_;
  TimeFold times_;
  std::map<FactId, Fact> walk_ins_;
  // Worked out when asked for, forgotten when a fact of the person comes.
  mutable std::map<Scope, std::map<Subject, Known>> known_;
};

}  // namespace otmetka
