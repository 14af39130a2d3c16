// kiosk/ui/report_card.cpp - what was just done, with the way to take it back; after it the badges
// that were not printed, with the way to try again. At the foot of every page of the staff.
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

struct CardButton {
  Press::What what;
  const char* id;
  const char* glyph;
  std::string label;
  bool sign_alone = false;
};

struct ReportCard {
  std::vector<std::string> words;  // the longest first; the last says what matters
  bool failed = false;
  std::vector<CardButton> buttons;  // from the right
};

// For as long as it takes: somebody stands there and waits for it.
ReportCard unprinted_card(const Ui& ui, const std::vector<const BadgeOrder*>& badges) {
  const std::string why = reason_words(ui, badges.back()->reason);
  ReportCard card;
  card.failed = true;
  const std::string n = std::to_string(badges.size());
  const std::string& name = badges.front()->words.name;
  card.words = {badges.size() == 1 ? ui.text("report.badge_failed", {{"name", name}, {"why", why}})
                                   : ui.text("report.badges_failed", {{"n", n}, {"why", why}}),
                why};
  card.buttons = {
      {Press::What::badge_no, "badge no", icon::close, ui.text("report.badge_no"), true},
      {Press::What::print_again, "print again", icon::print, ui.text("report.print_again")}};
  return card;
}

std::optional<ReportCard> report_card(const State& state, const Ui& ui) {
  using What = ActReport::What;
  const ActReport& report = state.desk.report;
  const auto badges = unprinted(state.desk);
  // A form and a card do not both fit into what is reached from a chair: the other pages tell.
  if (ui.low() && state.desk.page == StaffPage::walk_in && report.what != What::not_saved)
    return std::nullopt;
  if (state.now_ms >= state.desk.report_until_ms || report.what == What::none) {
    if (badges.empty()) return std::nullopt;
    return unprinted_card(ui, badges);
  }
  ReportCard card;
  card.words = {report_words(state, ui, report)};
  if (const BadgeOrder* badge = unprinted_of(state, report))
    card.words.push_back(reason_words(ui, badge->reason));
  card.failed = report.what == What::not_saved || report.what == What::unknown_paper ||
                unprinted_of(state, report) != nullptr;
  if (!report.undo.empty())
    card.buttons = {{Press::What::undo, "undo", icon::undo, ui.text("report.undo")}};
  return card;
}

Rect inside(const Ui& ui, const Rect& rect) {
  return rect.inset(ui.theme().mm(4), ui.theme().mm(2.5f));
}

// In the height of a button, if any of them fits; a tall panel has room for more.
const std::string& words_for(const Ui& ui, const ReportCard& card, float width) {
  const float most = ui.theme().touch() * (ui.portrait() ? 2 : 1);
  for (const std::string& words : card.words) {
    if (wrapped_height(ui.theme().caption, width, words) <= most) return words;
  }
  return card.words.back();
}

// From the right; what is left over is the words' place.
Rect cut_button(const Ui& ui, const CardButton& button, Rect& in) {
  const Theme& theme = ui.theme();
  const float wide = button.sign_alone
                         ? theme.touch()
                         : std::min(in.w * 0.45f, button_width(ui, button.glyph, button.label));
  return in.cut_right(wide, theme.gap * 0.8f);
}

}  // namespace

float report_card_height(const State& state, const Ui& ui, float width) {
  const auto card = report_card(state, ui);
  if (!card) return 0;
  const Theme& theme = ui.theme();
  const float least = theme.touch();
  Rect in = inside(ui, {0, 0, width, least});
  for (const CardButton& button : card->buttons) cut_button(ui, button, in);
  in.cut_left(theme.icon_small.size, theme.gap * 0.6f);
  const float words = wrapped_height(theme.caption, in.w, words_for(ui, *card, in.w));
  return std::max(least, words) + theme.mm(5);
}

Press draw_report_card(const State& state, const Ui& ui, const Rect& rect) {
  const auto told = report_card(state, ui);
  if (!told) return {};
  const Theme& theme = ui.theme();
  card(ui, rect, told->failed ? ui.colour().bad_deep : ui.colour().calm_deep);
  Rect in = inside(ui, rect);
  Press press;
  for (const CardButton& button : told->buttons) {
    const Rect column = cut_button(ui, button, in);
    const Rect place = column.centred(column.w, std::min(column.h, theme.touch()));
    const bool pressed =
        button.sign_alone
            ? icon_button(ui, button.id, place, button.glyph, Look::on_dark, ui.colour().white,
                          button.label)
            : big_button(ui, button.id, place, button.glyph, button.label, Look::on_dark);
    if (pressed) press = {button.what};
  }
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f),
          ui.colour().white, told->failed ? icon::warning : icon::check);
  const std::string words = words_for(ui, *told, in.w);
  ui.tell(words);
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption}, in, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().white, words);
  return press;
}

}  // namespace otmetka::kiosk
