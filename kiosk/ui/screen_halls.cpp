// kiosk/ui/screen_halls.cpp - where things are: the floor plan with its halls, and what is in the
// one that is chosen.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

// How wide a hall's name may be before it meets that of a neighbour at the same height.
float room_for_name(const State& state, const Ui& ui, const Rect& plan, size_t index) {
  const auto& halls = state.venue->halls;
  float room = plan.w * 0.36f;
  for (size_t i = 0; i < halls.size(); ++i) {
    if (i == index || !halls[i].placed() || std::abs(halls[i].y() - halls[index].y()) > 0.16)
      continue;
    const auto apart = static_cast<float>(std::abs(halls[i].x() - halls[index].x()));
    room = std::min(room, plan.w * apart - ui.theme().mm(2));
  }
  return std::max(room, ui.theme().mm(34));
}

// A pin with the hall's name beneath, kept inside the plan.
bool hall_mark(const State& state, const Ui& ui, const Rect& plan, size_t index) {
  const Theme& theme = ui.theme();
  const payload::Hall& hall = state.venue->halls[index];
  const bool chosen = index == state.hall;
  const float x = plan.x + plan.w * static_cast<float>(hall.x()),
              y = plan.y + plan.h * static_cast<float>(hall.y());
  const Type& type = theme.caption;
  const float inner = theme.mm(3);
  const std::string title = ui.say(hall.title());
  const float widest =
      std::max(room_for_name(state, ui, plan, index), widest_word(type, title) + inner * 2 + 1);
  const std::vector<std::string> lines = wrap(type, widest - inner * 2, title, 5);
  float width = 0;
  for (const std::string& line : lines) width = std::max(width, text_width(type, line));
  const float height = static_cast<float>(lines.size()) * line_height(type) + theme.mm(2.4f);
  Rect label{x - width / 2 - inner, y + theme.mm(1), width + inner * 2, height};
  label.x = std::clamp(label.x, plan.x + theme.mm(1),
                       std::max(plan.x + theme.mm(1), plan.right() - label.w - theme.mm(1)));
  label.y = std::min(label.y, plan.bottom() - label.h - theme.mm(1));
  const float pin = theme.icon_medium.size;
  const Rect target = Rect{label.middle_x(), y, 0, 0};
  const float reach = std::max(theme.touch(), label.w);
  const std::string id = "mark " + std::to_string(index);
  // Too high for a finger, the plan is only looked at; the list says the same.
  const Touch touch =
      ui.low() ? Touch{}
               : touch_area(ui, id.c_str(),
                            {target.x - reach / 2, y - pin, reach, pin + theme.mm(1) + height},
                            {title, Label::Role::choice, chosen});
  ImDrawList& canvas = ui.canvas();
  const ImU32 ground = chosen       ? ui.colour().accent
                       : touch.held ? ui.colour().accent_soft
                                    : ui.colour().card;
  icon_in(ui, theme.icon_medium, {x - pin / 2, y - pin, pin, pin},
          chosen ? ui.colour().accent : ui.colour().ink, icon::place);
  shadow(ui, label, 0.7f);
  canvas.AddRectFilled({label.x, label.y}, {label.right(), label.bottom()}, ground, theme.mm(2.6f));
  outline(ui, label, theme.mm(2.6f));
  Rect words = label.inset(inner, theme.mm(1.2f));
  words.w += 1;
  put_wrapped(ui.pen(), type, words, chosen ? ui.colour().on_accent : ui.colour().ink, title,
              Align::centre);
  return touch.pressed;
}

Press plan_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  const Rect plan = floor_plan(state, ui, rect.inset(theme.pad * 0.7f));
  const auto& halls = state.venue->halls;
  Press press;
  for (size_t pass = 0; pass < 2; ++pass) {
    for (size_t i = 0; i < halls.size(); ++i) {
      // The chosen one last, so that no neighbour covers it.
      if (!halls[i].placed() || (i == state.hall) != (pass == 1)) continue;
      if (hall_mark(state, ui, plan, i)) press = {Press::What::on_plan, static_cast<int>(i)};
    }
  }
  return press;
}

bool hall_row(const State& state, const Ui& ui, size_t index, const Rect& rect) {
  const Theme& theme = ui.theme();
  const payload::Hall& hall = state.venue->halls[index];
  const std::string id = "hall " + std::to_string(index);
  const bool chosen = index == state.hall;
  const std::string title = ui.say(hall.title()),
                    where = ui.text("venue.floor", {{"n", std::to_string(hall.floor())}});
  const Touch touch =
      touch_area(ui, id.c_str(), rect, {title + ", " + where, Label::Role::choice, chosen});
  row_ground(ui, rect, chosen, touch.held);
  Rect in = rect.inset(theme.mm(4), 0);
  const float side = theme.mm(13);
  if (has_room_beside(ui, title, in.w - side - theme.mm(4))) {
    icon_tile(ui, in.cut_left(side, theme.mm(4)).centred(side, side), theme.icon_small, icon::room,
              chosen ? ui.colour().accent : ui.colour().sunken,
              chosen ? ui.colour().on_accent : ui.colour().muted);
  }
  row_words(ui, in, title, where);
  return touch.pressed;
}

std::vector<size_t> exhibits_in(const State& state) {
  const VenueView& venue = *state.venue;
  std::vector<size_t> out;
  for (size_t i = 0; i < venue.exhibits.size(); ++i) {
    const bool here = state.hall < venue.halls.size() &&
                      venue.exhibits[i].hall() == venue.halls[state.hall].name();
    if (here) out.push_back(i);
  }
  return out;
}

float row_gap(const Ui& ui) { return ui.theme().mm(2.4f); }

bool way_to_exhibit(const State& state, const Ui& ui, size_t index, const Rect& rect) {
  const Theme& theme = ui.theme();
  const std::string id = "of hall " + std::to_string(index);
  const std::string title = ui.say(state.venue->exhibits[index].title());
  const Touch touch = touch_area(ui, id.c_str(), rect, {title});
  row_ground(ui, rect, false, touch.held);
  ui.canvas().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().edge,
                      theme.radius_button, 0, std::max(2.0f, theme.mm(0.5f)));
  Rect in = rect.inset(theme.mm(4), 0);
  const float side = theme.icon_small.size;
  icon_in(ui, theme.icon_small, in.cut_right(side, theme.mm(3)), ui.colour().accent, icon::forward);
  row_words(ui, in, title, "");
  return touch.pressed;
}

// What is to be seen in the chosen hall, as ways to it.
Press exhibits_of_hall(const State& state, const Ui& ui, Rect in) {
  const float height = list_row_height(ui);
  Press press;
  for (const size_t i : exhibits_in(state)) {
    if (in.h + 1 < height) {
      ui.left_out(ui.say(state.venue->exhibits[i].title()));
      break;
    }
    if (way_to_exhibit(state, ui, i, in.cut_top(height, row_gap(ui))))
      press = {Press::What::exhibit, static_cast<int>(i)};
  }
  return press;
}

float exhibits_height(const State& state, const Ui& ui) {
  return static_cast<float>(exhibits_in(state).size()) * (list_row_height(ui) + row_gap(ui));
}

// As high as the longest name needs, so that most houses are on one page.
float hall_row_height(const State& state, const Ui& ui, float width) {
  const Theme& theme = ui.theme();
  const float room = width - theme.mm(8) - theme.mm(13) - theme.mm(4);
  float lines = 1;
  for (const auto& hall : state.venue->halls) {
    const float height = wrapped_height(theme.caption, room, ui.say(hall.title()));
    lines = std::max(lines, height / line_height(theme.caption));
  }
  const bool roomy = ui.portrait() || theme.scale > 0.9f;
  return list_row_height(ui, roomy ? 3.0f : std::min(lines + 1, 3.0f));
}

}  // namespace

Press draw_halls(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const auto& halls = state.venue->halls;
  const bool any_placed =
      std::any_of(halls.begin(), halls.end(), [](const auto& hall) { return hall.placed(); });
  Press press;
  if (any_placed || !state.venue->entry.plan().empty()) {
    float high = std::min(in.w / 1.5f + theme.pad, in.h * 0.5f);
    if (ui.low()) high = std::max(high, ui.reach().y - in.y - theme.gap);
    const Rect plan =
        ui.portrait() ? in.cut_top(high, theme.gap) : in.cut_left(in.w * 0.64f, theme.gap);
    press = plan_card(state, ui, plan);
  }
  if (ui.low() && in.y < ui.reach().y) in.cut_top(ui.reach().y - in.y);
  const ListView list{halls.size(), state.list, hall_row_height(state, ui, in.w)};
  const float ways_height = exhibits_height(state, ui);
  // The ways into the hall follow the list, wherever that ends.
  const float list_height = static_cast<float>(halls.size()) * (list.row_height + theme.mm(2.4f));
  Rect ways =
      in.cut_bottom(std::max(ways_height, in.h - list_height - theme.gap * 0.5f), theme.gap * 0.5f);
  const Press way = exhibits_of_hall(state, ui, ways);
  const Press row = long_list(ui, in, list, Press::What::hall, [&](size_t index, const Rect& rect) {
    return hall_row(state, ui, index, rect);
  });
  if (way.what != Press::What::none) press = way;
  if (row.what != Press::What::none) press = row;
  return press;
}

}  // namespace otmetka::kiosk
