// kiosk/ui/screen_venue.cpp - about this venue: its four pages and the bar that leads to them.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

struct Tab {
  VenuePage page;
  const char* glyph;
  std::string label;
};

float tab_width(const Ui& ui, const Tab& tab) {
  const Theme& theme = ui.theme();
  const float words =
      ui.portrait() ? text_width(theme.caption, tab.label)
                    : theme.icon_small.size + theme.mm(3.4f) + text_width(theme.label, tab.label);
  return std::max(theme.touch(), words + theme.mm(5));
}

// One tab; whether it was pressed.
bool draw_tab(const Ui& ui, const Tab& tab, const Rect& place, bool chosen) {
  const Theme& theme = ui.theme();
  const std::string id = "tab " + std::to_string(static_cast<int>(tab.page));
  const Touch touch = touch_area(ui, id.c_str(), place);
  if (chosen || touch.held) {
    ui.canvas().AddRectFilled({place.x, place.y}, {place.right(), place.bottom()},
                              chosen ? ui.colour().accent : ui.colour().accent_soft,
                              theme.radius_button);
  }
  if (!chosen) outline(ui, place, theme.radius_button);
  const ImU32 words = chosen ? ui.colour().on_accent : ui.colour().muted;
  if (ui.portrait()) {
    const float words_below = tab.label.empty() ? 0 : theme.mm(1) + theme.caption.size * 1.2f;
    const float height = theme.icon_small.size + words_below;
    Rect lines = place.centred(place.w, height);
    icon_in(ui, theme.icon_small, lines.cut_top(theme.icon_small.size, theme.mm(1)), words,
            tab.glyph);
    if (!tab.label.empty()) put_in(ui.pen(), theme.caption, lines, words, tab.label, Align::centre);
  } else {
    const float beside =
        tab.label.empty() ? 0 : 1 + theme.mm(3.4f) + text_width(theme.label, tab.label);
    const float wide = std::min(place.w - theme.mm(4), theme.icon_small.size + beside);
    Rect line = place.centred(wide, place.h);
    icon_in(ui, theme.icon_small, line.cut_left(theme.icon_small.size, theme.mm(3.4f)), words,
            tab.glyph);
    if (!tab.label.empty()) put_in(ui.pen(), theme.label, line, words, tab.label);
  }
  return touch.pressed;
}

Press tabs(const State& state, const Ui& ui, const Rect& bar) {
  const Theme& theme = ui.theme();
  std::vector<Tab> all{{VenuePage::overview, icon::info, ui.text("venue.overview")},
                       {VenuePage::halls, icon::map, ui.text("venue.halls")},
                       {VenuePage::exhibits, icon::collection, ui.text("venue.exhibits")},
                       {VenuePage::today, icon::today, ui.text("venue.today")}};
  // Whoever came from their own verdict may see what they were at; nobody else.
  if (state.visitor) all.push_back({VenuePage::mine, icon::person_checked, ui.text("mine.tab")});
  shadow(ui, bar);
  ui.canvas().AddRectFilled({bar.x, bar.y}, {bar.right(), bar.bottom()}, ui.colour().card);
  edge_line(ui, bar.y);
  Rect rest = bar.inset(theme.pad * 0.8f, theme.mm(2.4f));
  Press press = access_button(ui, rest, Look::quiet);
  const float gap = theme.gap * (all.size() > 4 ? 0.3f : 0.6f);
  const auto count = static_cast<float>(all.size());
  // Long words get more of the bar; what is left over is shared.
  const auto spare_room = [&] {
    float spare = rest.w - gap * (count - 1);
    for (const Tab& tab : all) spare -= tab_width(ui, tab);
    return spare;
  };
  // Where words do not fit beside each other, the sign stands for all but the page that is open.
  if (spare_room() < 0) {
    for (Tab& tab : all) {
      if (tab.page != state.page) tab.label.clear();
    }
  }
  const float spare = spare_room();
  for (const Tab& tab : all) {
    const Rect place = rest.cut_left(std::floor(tab_width(ui, tab) + spare / count), gap);
    if (draw_tab(ui, tab, place, state.page == tab.page))
      press = {Press::What::page, static_cast<int>(tab.page)};
  }
  return press;
}

Press page(const State& state, const Ui& ui, const Rect& in) {
  switch (state.page) {
    case VenuePage::overview:
      return draw_overview(state, ui, in);
    case VenuePage::halls:
      return draw_halls(state, ui, in);
    case VenuePage::exhibits:
      return draw_exhibits(state, ui, in);
    case VenuePage::today:
      return draw_today(state, ui, in);
    case VenuePage::mine:
      return draw_mine(state, ui, in);
  }
  return {};
}

}  // namespace

Press draw_venue(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  // A small panel has none of its height to give away.
  const bool small = theme.scale < 0.8f;
  const Rect bar =
      rest.cut_bottom(theme.touch() * (small ? 1.02f : 1.12f) + theme.mm(ui.portrait() ? 9 : 4.8f));
  // With lower controls the way back and the languages stand on the tabs.
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : bar;
  const Rect body = rest.inset(theme.pad * 1.1f, theme.pad * (small ? 0.7f : 0.9f));
  const OnwardView* onward = state.shows_route ? onward_from(*state.venue, state.now_s) : nullptr;
  return page_that_times_out(state, ui, strip.y, [&] {
    ImGui::BeginDisabled(onward != nullptr);
    Press press = page(state, ui, body);
    const Press from_header = page_header(state, ui, band, ui.say(state.venue->entry.title()));
    const Press from_strip = ui.low() ? low_strip(state, ui, strip, false) : Press{};
    const Press from_tabs = tabs(state, ui, bar);
    ImGui::EndDisabled();
    if (onward) return draw_route(*onward, ui);
    for (const Press& each : {from_header, from_strip, from_tabs}) {
      if (each.what != Press::What::none) press = each;
    }
    return press;
  });
}

}  // namespace otmetka::kiosk
