// kiosk/ui/staff_report.cpp - what was just done, with the way to take it back; after it the badges
// that were not printed, with the way to try again. In the head of every page of the staff.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

std::string reason_words(const Ui& ui, PrinterReason reason) {
  return ui.text(std::string(printer_words(reason)).c_str());
}

// The badge of what was just done, if it was not printed.
const BadgeOrder* unprinted_of(const State& state, const ActReport& report) {
  for (const BadgeOrder* badge : unprinted(state.desk)) {
    if (badge->number == report.badge_order) return badge;
  }
  return nullptr;
}

std::string badge_words(const State& state, const Ui& ui, const ActReport& report) {
  if (const BadgeOrder* badge = unprinted_of(state, report)) {
    return ui.text("report.badge_failed",
                   {{"name", report.name}, {"why", reason_words(ui, badge->reason)}});
  }
  if (report.what == ActReport::What::badge)
    return ui.text("report.badge", {{"name", report.name}});
  return ui.text(report.badge_order == 0 ? "report.walked_in" : "report.walked_in_badge",
                 {{"name", report.name}});
}

std::string report_words(const State& state, const Ui& ui, const ActReport& report) {
  switch (report.what) {
    case ActReport::What::none:
      break;
    case ActReport::What::checked_in:
      return report.name.empty()
                 ? ui.text("report.checked_in", {{"n", std::to_string(report.count)}})
                 : ui.text("report.checked_in_one", {{"name", report.name}});
    case ActReport::What::excused:
      return ui.text("report.excused", {{"name", report.name}});
    case ActReport::What::absent:
      return ui.text("report.absent", {{"name", report.name}});
    case ActReport::What::taken_back:
      return ui.text("report.taken_back", {{"name", report.name}});
    case ActReport::What::awaited:
      return ui.text("report.awaited", {{"name", report.name}});
    case ActReport::What::found:
      return ui.text("report.found", {{"name", report.name}});
    case ActReport::What::walked_in:
    case ActReport::What::badge:
      return badge_words(state, ui, report);
    case ActReport::What::undone:
      return ui.text("report.undone");
    case ActReport::What::moved:
      return ui.text("report.moved", {{"venue", ui.say(report.venue)}});
    case ActReport::What::time_confirmed:
      return ui.text("report.time_confirmed");
    case ActReport::What::unknown_paper:
      return ui.text("report.unknown_paper");
    case ActReport::What::not_saved:
      return ui.text("report.not_saved");
  }
  return "";
}

// For as long as it takes: somebody stands there and waits for it.
HeadReport unprinted_report(const Ui& ui, const std::vector<const BadgeOrder*>& badges) {
  const std::string why = reason_words(ui, badges.back()->reason);
  HeadReport told;
  told.failed = true;
  const std::string n = std::to_string(badges.size());
  const std::string& name = badges.front()->words.name;
  told.words = {badges.size() == 1 ? ui.text("report.badge_failed", {{"name", name}, {"why", why}})
                                   : ui.text("report.badges_failed", {{"n", n}, {"why", why}}),
                why, ui.text("report.badge_not_printed")};
  told.buttons = {
      {Press::What::badge_no, "badge no", icon::close, ui.text("report.badge_no"), true},
      {Press::What::print_again, "print again", icon::print, ui.text("report.print_again")}};
  return told;
}

}  // namespace

std::optional<HeadReport> staff_report(const State& state, const Ui& ui) {
  using What = ActReport::What;
  const ActReport& report = state.desk.report;
  const auto badges = unprinted(state.desk);
  const bool may_undo = state.now_ms < state.desk.report_until_ms && !report.undo.empty();
  const uint64_t rest = report.undo.empty() ? 0 : report_rests_ms;
  if (state.now_ms >= state.desk.report_until_ms + rest || report.what == What::none) {
    if (badges.empty()) return std::nullopt;
    return unprinted_report(ui, badges);
  }
  HeadReport told;
  told.words = {report_words(state, ui, report)};
  if (const BadgeOrder* badge = unprinted_of(state, report)) {
    told.words.push_back(reason_words(ui, badge->reason));
    told.words.push_back(ui.text("report.badge_not_printed"));
  } else if (report.what == What::walked_in) {
    told.words.push_back(ui.text("report.walked_in", {{"name", report.name}}));
  }
  told.failed = report.what == What::not_saved || report.what == What::unknown_paper ||
                unprinted_of(state, report) != nullptr;
  if (may_undo) told.buttons = {{Press::What::undo, "undo", icon::undo, ui.text("report.undo")}};
  return told;
}

}  // namespace otmetka::kiosk
