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
    page,
    hall,
    exhibit,
    list_page,
    route,  // show the way to the next venue, or close it
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
    access,    // opens and closes the card with the switches
    contrast,  // the switches
    lower,
  };
  What what = What::none;
  int value = 0;
};

inline constexpr uint64_t press_kinds = static_cast<uint64_t>(Press::What::lower) + 1;

struct Tick {};
struct Touched {};  // anywhere on the glass
struct Pressed {
  Press press;
};
struct CodeScanned {
  std::string text;
  bool readable = true;
};
struct NamesFound {
  std::string typed;  // what was looked for
  SearchView found;
};
struct VisitRead {
  PersonNumber person{};
  VisitView visit;
};
struct Recorded {
  VerdictView view;
};
struct NotSaved {
  std::optional<Language> language;
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
struct WorldRead {
  bool enrolled = false;
  bool connected = false;  // central knows this kiosk, but not everything has come yet
  std::shared_ptr<const VenueView> venue;
  SyncView sync;
};

using Happening =
    std::variant<Tick, Touched, Pressed, CodeScanned, NamesFound, VisitRead, Recorded, NotSaved,
                 NotEnrolled, CheckedOut, EnrolCodeNotKept, HealthRecorded, ScannerSeen, WorldRead>;

struct Event {
  uint64_t at_ms = 0;  // monotonic
  int64_t now_s = 0;   // Unix, as this kiosk believes
  Happening what;
};

}  // namespace otmetka::kiosk
