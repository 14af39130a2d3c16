// kiosk/ui/screen_venues.cpp - where this kiosk may stand: the venues it knows, and the question
// before it is another one's.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

bool venue_row(const Ui& ui, size_t index, const KioskView::Venue& venue, const Rect& rect) {
  const Theme& theme = ui.theme();
  const std::string title = ui.say(venue.title);
  const std::string where = venue.here ? ui.text("kiosk.stands_here") : "";
  Touch touch;
  if (venue.here) {
    ui.tell(title);
    ui.tell(where);
  } else {
    touch = touch_area(ui, ("venue " + std::to_string(index)).c_str(), rect, {title});
  }
  row_ground(ui, rect, venue.here, touch.held);
  Rect in = rect.inset(theme.mm(4), theme.mm(1));
  icon_in(ui, theme.icon_medium, in.cut_left(theme.icon_medium.size, theme.gap * 0.6f),
          venue.here ? ui.colour().accent : ui.colour().muted, icon::place);
  row_words(ui, in, title, where);
  return touch.pressed;
}

}  // namespace

Press draw_venues(const State& state, const Ui& ui, Rect in) {
  if (ui.low()) in.cut_top(std::max(0.0f, ui.reach().y - in.y));
  const auto& venues = state.desk.kiosk.venues;
  const std::string how = ui.text("kiosk.which_venue");
  ui.tell(how);
  in.cut_top(put_wrapped(ui.pen(), ui.theme().label, in, ui.colour().muted, how),
             ui.theme().gap * 0.6f);
  const ListView list{venues.size(), state.list, list_row_height(ui, 2.4f)};
  return long_list(ui, in, list, Press::What::move, [&](size_t index, const Rect& rect) {
    return venue_row(ui, index, venues[index], rect);
  });
}

Press draw_move(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const std::string title = ui.say(state.desk.moves_to->title),
                    words = ui.text("move.what_follows"), yes = ui.text("move.yes"),
                    no = ui.text("common.back");
  constexpr float wide_mm = 230;
  const float inside = question_width(ui, wide_mm), gap = theme.gap * 0.6f,
              button = theme.touch() * 1.1f;
  const float head = wrapped_height(theme.title, inside, title),
              told = wrapped_height(theme.label, inside, words);
  Rect in = question_card(ui, wide_mm, head + told + button * 2 + gap * 3);
  ui.tell(title);
  ui.tell(words);
  put_wrapped(ui.pen(), theme.title, in.cut_top(head, gap), ui.colour().ink, title);
  put_wrapped(ui.pen(), theme.label, in.cut_top(told, gap), ui.colour().muted, words);
  Press press;
  if (big_button(ui, "move yes", in.cut_top(button, gap), icon::check, yes, Look::primary))
    press = {Press::What::move_yes};
  if (big_button(ui, "move no", in.cut_top(button), icon::close, no, Look::quiet))
    press = {Press::What::move, -1};
  return press;
}

}  // namespace otmetka::kiosk
