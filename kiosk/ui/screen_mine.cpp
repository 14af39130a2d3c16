// kiosk/ui/screen_mine.cpp - what a visitor was at, for themself: shown after their own verdict,
// and gone with them.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

void visit_row(const Ui& ui, const VisitView::Row& row, const Rect& rect) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 0.8f, theme.mm(2));
  const float side = std::min(in.h, theme.mm(15));
  icon_tile(ui, in.cut_left(side, theme.gap * 0.7f).centred(side, side), theme.icon_small,
            icon::check, ui.colour().accent_soft, ui.colour().accent);
  std::string when = ui.clock(row.came_s);
  if (!ui.is_today(row.came_s)) when = ui.day(row.came_s) + ", " + when;
  const std::string where = ui.say(row.session.venue_title);
  const std::string title = ui.say(row.session.title);
  const std::string note = row.counts ? "" : ui.text("mine.not_counted");
  for (const std::string& told : {title, when, where, note}) ui.tell(told);
  std::string below = when;
  for (const std::string& each : {where, note}) below += each.empty() ? "" : " · " + each;
  row_words(ui, in, title, below);
}

// How far the certificate is: a number, and the same as a bar.
void progress_card(const Ui& ui, const Rect& rect, const VisitView& visit) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  Rect in = rect.inset(theme.pad, theme.pad * 0.7f);
  const float bar = theme.mm(3.4f);
  const Rect line = in.cut_bottom(bar, theme.gap * 0.6f);
  const float part = visit.counted == 0
                         ? 0
                         : static_cast<float>(visit.attended) / static_cast<float>(visit.counted);
  progress(ui, line, part, ui.colour().line, ui.colour().accent);
  if (visit.ideas > 0) {
    const std::string ideas = ui.text("mine.ideas", {{"n", std::to_string(visit.ideas)}});
    const float wide = text_width(theme.label, ideas) + 1;
    put_in(ui.pen(), theme.label, in.cut_right(wide, theme.gap), ui.colour().muted, ideas);
  }
  const std::string words = ui.text("cert.progress", {{"n", std::to_string(visit.attended)},
                                                      {"m", std::to_string(visit.counted)}});
  ui.tell(words);
  const Type& type = first_that_fits({&theme.headline, &theme.title, &theme.label}, in, words);
  put_in(ui.pen(), type, in, ui.colour().ink, words);
}

}  // namespace

Press draw_mine(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  if (!state.visit) return {};  // on its way; a frame at most
  const VisitView& visit = *state.visit;
  const Rect head =
      in.cut_top(line_height(theme.headline) + theme.mm(3.4f) + theme.pad * 1.4f + theme.gap * 0.6f,
                 theme.gap);
  progress_card(ui, head, visit);
  const float answers = own_answers_height(ui, in.w, visit);
  const Press press = own_answers(ui, in.cut_bottom(answers, theme.gap), visit);
  if (visit.rows.empty()) {
    const std::string words = ui.text("mine.empty");
    ui.tell(words);
    const float height = std::min(in.h, wrapped_height(theme.lead, in.w, words));
    put_wrapped(ui.pen(), theme.lead, in.centred(in.w, height), ui.colour().muted, words,
                Align::centre);
    return press;
  }
  const ListView list{visit.rows.size(), state.list, list_row_height(ui, 3.6f)};
  const Press turned =
      long_list(ui, in, list, Press::What::none, [&](size_t index, const Rect& rect) {
        visit_row(ui, visit.rows[index], rect);
        return false;
      });
  return turned.what != Press::What::none ? turned : press;
}

}  // namespace otmetka::kiosk
