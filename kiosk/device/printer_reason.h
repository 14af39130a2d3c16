// kiosk/device/printer_reason.h - why a printer does not print, in words of its own: what somebody
// beside it can do something about. Plain values.
#pragma once
#include <cstdint>

namespace otmetka::kiosk {

enum class PrinterReason : uint8_t {
  none,
  // Seen while it is looked at, and then of every sheet that it does not print.
  unreachable,    // off, unplugged, or another address
  not_a_printer,  // what answers at the address prints nothing
  paper_out,
  cover_open,
  jammed,
  ink_out,
  paused,   // somebody stopped it, or it takes no jobs
  trouble,  // stopped, and it does not say why
  folder,   // of a printer that is a folder: not there, not writable, or full
  // It prints all the same.
  paper_low,
  ink_low,
  // Of one sheet only.
  no_format,  // it takes neither PDF nor a picture
  refused,    // it did not take the job
  given_up,   // by the printer, in the middle
  canceled,   // by somebody at the printer
  too_slow,   // taken back after the time limit
  unknown,    // it went away with the job: look whether it printed
  nothing,    // there was nothing to print
  not_drawn,  // this program could not make the pages
};
inline constexpr uint8_t printer_reasons = static_cast<uint8_t>(PrinterReason::not_drawn) + 1;

/// How a printer stands, as far as it says so.
struct PrinterSight {
  bool present = false;  // something that prints answers
  bool ready = false;    // it would take a sheet now
  PrinterReason reason = PrinterReason::unreachable;
  bool operator==(const PrinterSight&) const = default;
};

}  // namespace otmetka::kiosk
