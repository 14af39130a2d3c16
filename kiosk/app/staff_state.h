// kiosk/app/staff_state.h - the staff's part of the state: signing in, and what one shift looks at.
#pragma once
#include <map>
#include <set>

#include "kiosk/app/staff_views.h"

namespace otmetka::kiosk {

// Staff look up from the screen to the door and back; visitors must not find it open.
inline constexpr uint64_t staff_idle_ms = 180'000;
// After a visitor's verdict the desk comes back only to staff who were at it a moment ago.
inline constexpr uint64_t desk_kept_ms = 60'000;
// A badge that is still held up does not end the shift that it has just opened.
inline constexpr uint64_t own_badge_rests_ms = 3000;
// How long what was done can be taken back by one touch; what stood there before is back a little
// later, so that a finger on its way to "undo" does not hit it.
inline constexpr uint64_t report_shown_ms = 30'000, report_rests_ms = 1500;
// What cannot be taken back has only to be read.
inline constexpr uint64_t report_read_ms = 10'000;
// A rehearsal that nobody ends would keep visitors out of all counts.
inline constexpr uint64_t rehearsal_ms = 3'600'000;
// A finger on its way to a visitor's verdict must not act on the desk that takes its place.
inline constexpr uint64_t desk_rests_ms = 700;
// A second touch so soon was meant for the row that stood there before.
inline constexpr uint64_t excuse_again_ms = 700;
// Whoever was found in a roll call stays so, also for the next shift.
inline constexpr uint64_t roll_call_ms = 1'800'000;
// Nobody has a sign-in number of other lengths.
inline constexpr size_t pin_digits = 6, sign_in_digits_min = 3, sign_in_digits_max = 9;
// Guesses at the keys wait 1, 2, 4 … seconds, all together, so that who stands here cannot try
// PINs. A badge that was scanned opens a count of its own: no visitor can lock the staff out.
inline constexpr uint64_t guess_wait_max_ms = 300'000;
inline constexpr uint32_t badge_tries_max = 5;
inline constexpr uint64_t badge_tries_within_ms = 15 * 60'000;
inline constexpr size_t form_letters_max = 60;

struct SignIn {
  std::string number, pin;       // digits, as far as they are typed
  bool number_is_whole = false;  // so that the PIN is asked for
  std::optional<PersonNumber> badge_of;
  bool checking = false, refused = false;

  /// After a badge from the first.
  bool asks_pin() const { return badge_of || number_is_whole; }
};

/// Outlives the sign-in screen.
struct PinGuard {
  uint64_t attempts = 0;                 // the number of the last one
  std::optional<PersonNumber> badge_of;  // with which it was made
  struct Tries {
    uint32_t count = 0;
    uint64_t since_ms = 0;
  };
  uint32_t guesses = 0;
  uint64_t open_at_ms = 0;  // of the keys
  std::map<PersonNumber, Tries> by_badge;
};

enum class StaffPage : uint8_t { board, people, person, inside, walk_in, kiosk, venues };

/// What was done, and how to take it back.
struct ActReport {
  enum class What : uint8_t {
    none,
    checked_in,
    excused,
    absent,
    taken_back,
    awaited,  // is not excused or absent any more
    found,    // in the roll call, by the badge
    walked_in,
    undone,
    time_confirmed,
    moved,
    unknown_paper,
    badge,  // is printed again
    not_saved
  };
  What what = What::none;
  size_t count = 0;
  std::string name;  // of one person
  Scope cohort;
  std::vector<FactId> undo;  // what a correction would void; empty: nothing to take back
  payload::Text venue = {};  // where the kiosk was moved to
  std::optional<BadgeWords> badge = {};  // of a walk-in
  uint64_t badge_order = 0;              // as BadgeOrder::number; 0: none was ordered
};

/// What a kiosk can tell of itself before it leaves the office and when it comes back.
struct KioskView {
  uint64_t recorded = 0, received = 0;  // facts
  size_t people = 0, named = 0;         // on the rosters; whose names have come
  size_t pictures = 0, fetched = 0;     // of this venue; that have come
  uint64_t disk_free_bytes = 0;
  bool anchored = false;  // the time is known, not only claimed
  bool has_scanner = false;
  std::string software = {};
  struct Venue {
    std::string name;
    payload::Text title;
    bool here = false;  // this kiosk stands there
  };
  std::vector<Venue> venues = {};  // where it may stand, by title in Russian
};
/// Below this the operator is to be told: a week of a busy door, and room for a sync.
inline constexpr uint64_t disk_low_bytes = 256u << 20;

/// The badge of a walk-in, from when the printer was asked for it until it is in somebody's hand.
struct BadgeOrder {
  uint64_t number = 0;  // of the shift, from 1
  BadgeWords words;
  uint64_t job = 0;  // of the printer; 0: it was not printed, for `reason`
  PrinterReason reason = PrinterReason::refused;
};

/// A question over a page: out of service? A rehearsal? Check in before the doors open? Is a new
/// walk-in somebody who is on the board?
enum class Asks : uint8_t { nothing, service, rehearsal, early, alike };

enum class Correcting : uint8_t { none, absent, taken_back };
/// Reasons of corrections, as they are recorded.
inline constexpr const char* correction_reasons[] = {"mistake", "lent-badge", "left-early"};
/// How many of them are for somebody: all but the first are why one who came does not count.
inline size_t reasons_offered(const StaffPersonView& person) {
  return has_come(person.state) ? std::size(correction_reasons) : 1;
}

struct WalkInForm {
  std::array<std::string, 3> fields;  // family name, given name, organisation
  size_t field = 0;
  bool latin_keys = false, sign_keys = false;
  bool capitals = false;  // all letters, not only those that begin a part of a name
};
/// The case of the next letter.
bool types_capital(const WalkInForm& form);

/// Who on the board may be the one on the form, and for which session that is asked.
struct Alike {
  std::vector<BoardPersonView> people;
  bool many = false;  // more than can be named: then there are no people here
  Scope cohort;
  SessionNumber session{};
};

struct Desk {
  uint64_t since_ms = 0, touched_ms = 0;  // of the shift; by the staff, not by a visitor's scan
  uint64_t opens_ms = 0;                  // until then nobody can have seen it
  StaffPage page = StaffPage::board;
  BoardView board;
  Grouping grouping = Grouping::delegations;  // as it was chosen; a cohort may have no teams
  std::optional<BoardGroup> group;            // of the people page; none: everybody
  std::string initial;         // of whom alone the list of everybody shows; empty: of all
  std::set<Subject> left_out;  // of the group that is to be checked in
  std::optional<StaffPersonView> person;
  Correcting correcting = Correcting::none;  // a reason is asked for
  std::vector<InsideRow> inside;
  std::set<std::pair<Scope, Subject>> found;  // in the roll call
  uint64_t found_ms = 0;                      // when the last one was
  uint64_t found_by_badge = 0;                // how many times one was, in this shift
  uint64_t excuses_from_ms = 0;               // the list has moved under the finger before
  WalkInForm form;
  KioskView kiosk;
  bool sets_clock = false;  // over the page of the kiosk
  Asks asks = Asks::nothing;
  Alike alike;
  int64_t clock_shift_s = 0;                 // by which the clock is wrong, as staff say so far
  std::optional<KioskView::Venue> moves_to;  // whether to is asked
  std::vector<BadgeOrder> badges;
  uint64_t badge_orders = 0;
  ActReport report;
  uint64_t report_until_ms = 0;
  Language language = Language::ru;  // to come back to after a visitor's verdict
};

/// Badges that were not printed and wait for somebody to say what is to become of them.
std::vector<const BadgeOrder*> unprinted(const Desk& desk);
// From so many people on the list of everybody is asked for the first letter of a name.
inline constexpr size_t initials_from = 20;
/// Those that the names of everybody begin with, in the order of the alphabet; none where nobody is
/// looked for by them.
std::vector<std::string> initials_of(const Desk& desk);
/// The people of the people page, in its order.
std::vector<const BoardPersonView*> people_on_page(const Desk& desk);
/// Those of the group who are missing and not left out, whether the page shows them or not.
std::vector<Subject> people_to_check_in(const Desk& desk);

}  // namespace otmetka::kiosk
