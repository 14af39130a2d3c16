#include "kiosk/app/printing.h"

#include "kiosk/app/state.h"

namespace otmetka::kiosk {
namespace {

// Counted as waiting from here on.
uint64_t new_job(PrinterView& printer) {
  ++printer.waiting;
  return ++printer.jobs;
}

}  // namespace

std::optional<PrintSheet> print_sheet(State& state) {
  if (!state.printer.takes_orders()) return std::nullopt;
  return PrintSheet{new_job(state.printer), state.language, state.now_s, state.desk.grouping};
}

std::optional<PrintBadge> print_badge(State& state, BadgeWords words) {
  if (!state.printer.takes_orders()) return std::nullopt;
  return PrintBadge{new_job(state.printer), state.language, std::move(words)};
}

std::string_view printer_words(PrinterReason reason) {
  switch (reason) {
    case PrinterReason::none:
      return "printer.printed";
    case PrinterReason::unreachable:
      return "printer.unreachable";
    case PrinterReason::not_a_printer:
      return "printer.not_a_printer";
    case PrinterReason::paper_out:
      return "printer.paper_out";
    case PrinterReason::cover_open:
      return "printer.cover_open";
    case PrinterReason::jammed:
      return "printer.jammed";
    case PrinterReason::ink_out:
      return "printer.ink_out";
    case PrinterReason::paused:
      return "printer.paused";
    case PrinterReason::trouble:
      return "printer.trouble";
    case PrinterReason::folder:
      return "printer.folder";
    case PrinterReason::paper_low:
      return "printer.paper_low";
    case PrinterReason::ink_low:
      return "printer.ink_low";
    case PrinterReason::no_format:
      return "printer.no_format";
    case PrinterReason::refused:
      return "printer.refused";
    case PrinterReason::given_up:
      return "printer.given_up";
    case PrinterReason::canceled:
      return "printer.canceled";
    case PrinterReason::too_slow:
      return "printer.too_slow";
    case PrinterReason::unknown:
      return "printer.unknown";
    case PrinterReason::nothing:
      return "printer.nothing";
    case PrinterReason::not_drawn:
      return "printer.not_drawn";
  }
  return "";
}

std::string_view printer_health(PrinterReason reason) {
  if (reason == PrinterReason::none) return "ready";
  const std::string_view key = printer_words(reason);
  return key.substr(key.find('.') + 1);
}

}  // namespace otmetka::kiosk
