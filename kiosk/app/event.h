// kiosk/app/event.h - what can happen to the kiosk. Every event says when.
#pragma once
#include <variant>

#include "kiosk/app/state.h"

namespace otmetka::kiosk {

/// What a finger did on a screen. `value` says which one of several.
struct Press {
  enum class What : uint8_t {
    none,
    language,
    dismiss,
    home,
    about,
    day,  // from the first screen to all that is on here today
    page,
    hall,     // value: which; in the list
    on_plan,  // the same, on the floor plan
    exhibit,
    list_page,  // value: the row that a list turns to
    list_row,   // the same, at once
    route,      // show the way to the next venue, or close it
    leave,
    leave_yes,
    leave_no,
    more_time,
    search,      // open the search of names
    letter,      // value: its code point
    erase,       // the last letter
    erase_all,   //
    other_keys,  // letters of the other script
    candidate,   // value: which of those found
    search_yes,
    search_no,
    idea,       // from a page to the screen of the idea, or closes what asks for the badge first
    idea_save,  //
    sign_keys,  // digits and signs in place of letters, or letters again
    shift,      //
    consent,    // from one's own check-ins to the question; value: about what
    agree,
    decline,
    access,    // opens and closes the card with the switches
    contrast,  // the switches
    larger,
    lower,
    voice,
    louder,
    softer,
    staff,         // the way to the sign-in
    digit,         // value: 0 to 9
    erase_digits,  //
    sign_in,       // the PIN is whole
    end_shift,
    staff_page,    // value: which
    session_step,  // value: -1 or 1
    board_row,     // value: which; -1: everybody
    grouping,      // of the board; value: a Grouping
    initial,       // of whom alone the list of everybody shows; value: which of initials_of()
    person,        // value: which of the people page
    leave_out,     // value: the same; of the group, or back into it
    check_in_all,
    check_in_one,
    excuse,      // value: which of the people page; -1: the one who is shown
    absent,      // was not here: asks for a reason
    take_back,   // what was said of them: asks for a reason
    reason,      // value: which
    reason_no,   //
    undo,        // what was just done
    form_field,  // value: which
    register_walk_in,
    found,       // value: which of those inside
    rehearsal,   // ends it, or the question whether it begins
    set_clock,   // opens and closes
    clock_step,  // value: seconds
    confirm_time,
    move,  // value: to which of the venues that this kiosk knows; -1: to none
    move_yes,
    print_sheet,
    print_badge,  // of the walk-in who is shown
    print_again,  // the badge that was not printed
    badge_no,     // never mind
    service,      // back into service, or the question whether out of it
    ask_yes,      // to that question
    ask_other,    // none of those whom it is about
    ask_no,
  };
  What what = What::none;
  int value = 0;
};

inline constexpr uint64_t press_kinds = static_cast<uint64_t>(Press::What::ask_no) + 1;

struct Tick {};
struct Touched {};  // anywhere on the glass
struct Keyed {};    // a key of the keypad went down
/// What a finger does to the list that is longer than its place.
struct Scrolled {
  enum class How : uint8_t { grabbed, dragged, let_go };
  How how = How::grabbed;
  float rows = 0;  // dragged: by so many; let go: so many a second
  float most = 0;  // the last row that may come first
};
struct Pressed {
  Press press;
};
struct CodeScanned {
  std::string text;
  bool readable = true;
  bool by_card = false;  // as ScannedCode
};
struct NamesFound {
  std::string typed;  // what was looked for
  SearchView found;
};
struct VisitRead {
  Subject person;
  VisitView visit;
};
struct StaffBadgeShown {
  PersonNumber number{};
};
/// Of somebody who is in the roll call.
struct FoundByBadge {
  std::pair<Scope, Subject> who;
};
struct PinChecked {
  uint64_t attempt = 0;
  std::optional<Shift> shift;  // none: refused
};
struct BoardRead {
  BoardView board;
};
struct PersonRead {
  StaffPersonView person;
};
struct InsideRead {
  std::vector<InsideRow> rows;
};
struct KioskRead {
  KioskView kiosk;
};
struct ActDone {
  ActReport report;
};
struct Recorded {
  VerdictView view;
};
struct IdeaRecorded {};
struct ConsentRecorded {
  bool agreed = false;
  std::string photo = {};  // that the roster has of them, when it was about that
};
enum class Act : uint8_t { mark, idea, consent };
struct NotSaved {
  std::optional<Language> language;
  Act act = Act::mark;
};
struct NotEnrolled {};  // the recorder's word, should it differ from ours
struct CheckedOut {
  int64_t at_s = 0;
};
struct EnrolCodeNotKept {
  std::string reason;
};
struct HealthRecorded {
  Health told;
};
struct ScannerSeen {
  bool present = false;
};
/// As it was kept before the program was started.
struct ServiceRead {
  bool out = false;
};
struct SoundSeen {
  bool present = false;  // a way to be heard
};
struct PrinterSeen {
  PrinterSight sight;
};
struct Printed {
  uint64_t job = 0;
};
struct NotPrinted {
  uint64_t job = 0;
  PrinterReason reason = PrinterReason::unknown;
};
struct WorldRead {
  bool enrolled = false;
  bool connected = false;  // central knows this kiosk, but not everything has come yet
  std::shared_ptr<const VenueView> venue;
  SyncView sync;
  std::optional<std::vector<Shift>> staff = {};  // all who may sign in; none: not told
};

using Happening =
    std::variant<Tick, Touched, Keyed, Scrolled, Pressed, CodeScanned, NamesFound, VisitRead,
                 StaffBadgeShown, FoundByBadge, PinChecked, BoardRead, PersonRead, InsideRead,
                 KioskRead, ActDone, Recorded, NotSaved, NotEnrolled, CheckedOut, IdeaRecorded,
                 ConsentRecorded, EnrolCodeNotKept, HealthRecorded, ScannerSeen, ServiceRead,
                 SoundSeen, PrinterSeen, Printed, NotPrinted, WorldRead>;

struct Event {
  uint64_t at_ms = 0;  // monotonic
  int64_t now_s = 0;   // Unix, as this kiosk believes
  Happening what;
};

}  // namespace otmetka::kiosk
