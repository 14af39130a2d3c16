// kiosk/app/printing.h - what is asked of the printer, and what became of it. For whoever has a
// button: print_sheet() and print_badge() give the effects, State::printer says whether to offer
// them and what to say.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/device/printer_reason.h"
#include "shared/model/payload.pb.h"
#include "shared/model/presence.h"
#include "shared/text/language.h"

namespace otmetka::kiosk {

struct State;

/// Today's sheet of this venue, in a language.
struct PrintSheet {
  uint64_t job = 0;
  Language language = Language::ru;
  int64_t day_s = 0;                    // a moment of that day
  Grouping by = Grouping::delegations;  // as the board is put together
};                                      // → Printed or NotPrinted

/// What a badge says that is printed here.
struct BadgeWords {
  std::string name, organisation;
  std::string code;              // the text of its QR code; empty: none
  payload::Text programme = {};  // of the cohort
};
struct PrintBadge {
  uint64_t job = 0;
  Language language = Language::ru;
  BadgeWords words;
};  // → Printed or NotPrinted

// Orders that are not answered yet. More than a group of walk-ins needs at once.
inline constexpr size_t prints_at_once = 8;

struct PrinterView {
  bool configured = false;  // there is a printer to speak of: else no button
  PrinterSight sight;
  uint64_t jobs = 0;   // asked for so far; the last one's number
  size_t waiting = 0;  // of these not answered yet
  struct Outcome {
    uint64_t job = 0;
    PrinterReason reason = PrinterReason::none;  // none: printed
    bool operator==(const Outcome&) const = default;
  };
  std::optional<Outcome> last;  // of the last one that was answered; none while the first is waited
  /// Whether a press would do anything. A printer that is not ready may still be asked: the answer
  /// says why not.
  bool takes_orders() const { return configured && sight.present && waiting < prints_at_once; }
};

/// None when takes_orders() is false.
std::optional<PrintSheet> print_sheet(State& state);
std::optional<PrintBadge> print_badge(State& state, BadgeWords words);

/// A key of the catalogues: what somebody beside the printer should do. For `none` that it printed.
std::string_view printer_words(PrinterReason reason);
/// The same in health facts: one word, and `ready` for none.
std::string_view printer_health(PrinterReason reason);

}  // namespace otmetka::kiosk
