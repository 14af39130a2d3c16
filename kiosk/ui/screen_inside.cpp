// kiosk/ui/screen_inside.cpp - the roll call: who is in the building by all that this kiosk knows,
// ticked off one by one at the assembly point.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

std::string who_words(const Ui& ui, const InsideRow& row) {
  std::string words = ui.say(row.delegation);
  const auto add = [&](const std::string& more) { words += (words.empty() ? "" : " · ") + more; };
  if (const std::string apart = ui.say(row.apart); !apart.empty()) add(apart);
  if (row.visitor == Visitor::walk_in) add(ui.text("inside.walk_in"));
  if (row.visitor == Visitor::guest && !row.name.empty()) add(ui.text("inside.guest"));
  add(ui.text("inside.since", {{"time", ui.clock(row.since_s)}}));
  return words;
}

bool inside_row(const State& state, const Ui& ui, size_t index, const InsideRow& row,
                const Rect& rect) {
  const Theme& theme = ui.theme();
  const bool found = state.desk.found.contains({row.cohort, row.person});
  const std::string name = row.name.empty() ? ui.text("inside.guest") : row.name;
  const Touch touch = touch_area(ui, ("inside " + std::to_string(index)).c_str(), rect,
                                 {name + ", " + who_words(ui, row), Label::Role::toggle, found});
  row_ground(ui, rect, found, touch.held);
  Rect in = rect.inset(theme.mm(4), theme.mm(1));
  const Type large{theme.icon_large.font, theme.touch() * 0.62f};
  icon_in(ui, large, in.cut_left(large.size, theme.gap * 0.6f),
          found ? ui.colour().accent : ui.colour().muted, found ? icon::box_on : icon::box_off);
  row_words(ui, in, name, {who_words(ui, row), ui.say(row.apart), ui.say(row.delegation)});
  return touch.pressed;
}

}  // namespace

Press draw_inside(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const auto& inside = state.desk.inside;
  if (inside.empty()) {
    nothing_here(ui, in, icon::people, ui.text("inside.nobody"));
    return {};
  }
  if (ui.low()) in.cut_top(std::max(0.0f, ui.reach().y - in.y));
  size_t found = 0;
  for (const InsideRow& row : inside) found += state.desk.found.contains({row.cohort, row.person});
  const std::string words = ui.text("inside.found", {{"n", std::to_string(inside.size() - found)}});
  const std::string how =
      ui.text("inside.how", {{"n", std::to_string(found)}, {"m", std::to_string(inside.size())}});
  ui.tell(words);
  ui.tell(how);
  const Type& large = first_that_fits({&theme.headline, &theme.title, &theme.label},
                                      {0, 0, in.w, line_height(theme.headline)}, words);
  put_in(ui.pen(), large, in.cut_top(line_height(large)), ui.colour().ink, words);
  in.cut_top(put_wrapped(ui.pen(), theme.caption, in, ui.colour().muted, how), theme.gap * 0.6f);
  const ListView list{inside.size(), state.list, list_row_height(ui, 3), list_columns(ui, in.w)};
  return long_list(ui, in, list, Press::What::found, [&](size_t index, const Rect& rect) {
    return inside_row(state, ui, index, inside[index], rect);
  });
}

}  // namespace otmetka::kiosk
