// kiosk/app/staff_views.h - what the staff's screens show: names and notes, which no other screen
// may. Plain values, as in views.h.
#pragma once
#include "kiosk/app/printing.h"
#include "kiosk/app/views.h"

namespace otmetka::kiosk {

/// Whether somebody's data may not be processed: then a number stands where the name would.
using Declined = std::function<bool(const Scope&, PersonNumber)>;

/// What somebody is called who was made on a kiosk: by the name, or by the number where it may not
/// be shown or has not come.
using WalkInName = std::function<std::string(const FactId&)>;

/// Somebody of the staff who has signed in.
struct Shift {
  PersonNumber number{};  // the actor of what they do
  std::string name;       // given name and initial
  bool desk = false, manager = false, technician = false;
  uint32_t issue = 0;  // of badge and PIN

  bool sees_people() const { return desk || manager; }
  bool sees_machine() const { return technician || manager; }
};
/// By the name, or by the number where it may not be shown.
std::string staff_name_of(const RosterPerson& person, const Scope& cohort,
                          const Declined& declined);
Shift shift_of(const StaffEntry& staff);

struct SessionChoice {
  Scope cohort;
  payload::Text programme;
  SessionView session;
};

struct BoardPersonView {
  Subject who;
  std::string name;  // whole
  Expected state = Expected::missing;
  bool noted = false;            // there is a note on them
  bool without_partner = false;  // as BoardPerson
  int64_t left_s = 0;            // as BoardPerson
  payload::Text of = {};         // the delegation
  bool told_absent = false;      // as BoardPerson
  payload::Text apart = {};      // from another of the same name: the post, or else the number

  /// Whom nobody expects, so that they are not missing when they are not here.
  bool walk_in() const { return who.reference() != nullptr; }
};

/// Expected, and not here.
bool is_missing(const BoardPersonView& person);
/// Whether they can be checked in: have not come, or have left again.
bool may_come(Expected state, int64_t left_s);
/// Who is missing first, then who is here, has left, is excused, each by name; walk-ins after all,
/// those who are here first.
bool before_on_board(const BoardPersonView& a, const BoardPersonView& b);

/// Whom a row of the board is of.
struct BoardGroup {
  enum class Of : uint8_t { delegation, team, walk_ins };
  Of of = Of::delegation;
  uint32_t number = 0;  // of the delegation or the team; 0: participants without one
  bool operator==(const BoardGroup&) const = default;
};
inline constexpr BoardGroup all_walk_ins{BoardGroup::Of::walk_ins};

struct BoardRowView {
  BoardGroup group;
  payload::Text title;                  // empty: participants without such a group
  BoardCounts counts;                   // of walk-ins: who arrived, alone
  std::vector<BoardPersonView> people;  // in the order of before_on_board
};

struct BoardView {
  std::vector<SessionChoice> sessions;  // of today at this venue, or else the nearest one
  size_t chosen = 0;
  Grouping by = Grouping::delegations;
  bool has_teams = false;  // so that it can be put together by them, too
  // By title in Russian, those without a group after them; walk-ins last, if there are any.
  std::vector<BoardRowView> rows;
  BoardCounts total;
  size_t not_expected = 0, other_roles = 0, walk_ins = 0, guests = 0;
};

/// The one that the board is of; null: there is none.
const SessionChoice* session_on(const BoardView& board);

/// The session that staff look for first: on now, else next, else the last.
std::vector<SessionChoice> sessions_of_day(const Directory& directory, VenueNumber venue,
                                           int64_t now_s);
size_t session_to_show(const std::vector<SessionChoice>& sessions, int64_t now_s);
/// Of `sessions[chosen]`, of which `board` is.
BoardView board_view(std::vector<SessionChoice> sessions, size_t chosen, const Board& board,
                     const Directory& directory, const Declined& declined,
                     const WalkInName& walk_in_name);

/// Who works in a pair with somebody.
struct PartnerView {
  Subject who;
  std::string name;
  Expected state = Expected::missing;
  int64_t left_s = 0;  // as BoardPerson
};

/// One person at one session, with all that it takes to put it right.
struct StaffPersonView {
  Scope cohort;
  Subject who;
  std::string name;
  bool declined = false;           // so that a number stands in place of the name
  std::string photo = {};          // to be shown, as photo_name(); empty: none
  payload::Text delegation, post;  // of a walk-in the organisation, as they told it
  payload::Text team = {};
  std::vector<PartnerView> partners = {};  // whom this session is for, too
  std::string note;
  SessionView session;
  Expected state = Expected::missing;
  int64_t came_s = 0;  // 0: did not
  Exit exit = Exit::none;
  int64_t left_s = 0;
  bool time_doubted = false;
  std::vector<FactId> standing;     // what a correction must name
  std::optional<BadgeWords> badge;  // of a walk-in, to be printed again

  bool walk_in() const { return who.reference() != nullptr; }
  /// As BoardPerson::left_s.
  int64_t gone_s() const { return exit == Exit::told || exit == Exit::elsewhere ? left_s : 0; }
};
StaffPersonView staff_person_view(const CohortEntry& cohort, const Subject& person,
                                  const SessionEntry& session, const PresenceFold& presence,
                                  const Directory& directory, int64_t now_s,
                                  const Declined& declined, const WalkInName& walk_in_name);

struct InsideRow {
  Scope cohort;
  Subject person;
  std::string name;  // empty: a guest whom no roster names
  payload::Text delegation;
  Visitor visitor = Visitor::participant;
  int64_t since_s = 0;
  bool time_doubted = false;
  payload::Text apart = {};  // as BoardPersonView
};
/// By delegation, then by name.
std::vector<InsideRow> inside_rows(const std::vector<Stay>& stays, const Directory& directory,
                                   const WalkInName& walk_in_name, const Declined& declined);

}  // namespace otmetka::kiosk
