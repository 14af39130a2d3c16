#include "kiosk/ui/tab_bar.h"

#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

float tab_width(const Ui& ui, const Tab& tab) {
  const Theme& theme = ui.theme();
  const float words =
      ui.portrait() ? text_width(theme.caption, tab.label)
                    : theme.icon_small.size + theme.mm(3.4f) + text_width(theme.label, tab.label);
  return std::max(theme.touch(), words + theme.mm(5));
}

// One tab; whether it was pressed.
bool draw_tab(const Ui& ui, const Tab& tab, const Rect& place) {
  const Theme& theme = ui.theme();
  const std::string id = "tab " + std::to_string(tab.value);
  const Touch touch = touch_area(ui, id.c_str(), place, {tab.said, Label::Role::tab, tab.chosen});
  if (tab.chosen || touch.held) {
    ui.canvas().AddRectFilled({place.x, place.y}, {place.right(), place.bottom()},
                              tab.chosen ? ui.colour().accent : ui.colour().accent_soft,
                              theme.radius_button);
  }
  if (!tab.chosen) outline(ui, place, theme.radius_button);
  const ImU32 words = tab.chosen ? ui.colour().on_accent : ui.colour().muted;
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

}  // namespace

float tab_bar_height(const Ui& ui) {
  const Theme& theme = ui.theme();
  // A small panel has none of its height to give away.
  return theme.touch() * (theme.scale < 0.8f ? 1.02f : 1.12f) + theme.mm(ui.portrait() ? 9 : 4.8f);
}

Press tab_bar(const Ui& ui, const Rect& bar, std::vector<Tab> tabs, Press::What what) {
  const Theme& theme = ui.theme();
  shadow(ui, bar);
  ui.canvas().AddRectFilled({bar.x, bar.y}, {bar.right(), bar.bottom()}, ui.colour().card);
  edge_line(ui, bar.y);
  Rect rest = bar.inset(theme.pad * 0.8f, theme.mm(2.4f));
  Press press = access_button(ui, rest, Look::quiet);
  const float gap = theme.gap * (tabs.size() > 4 ? 0.3f : 0.6f);
  const auto count = static_cast<float>(tabs.size());
  // Long words get more of the bar; what is left over is shared.
  const auto spare_room = [&] {
    float spare = rest.w - gap * (count - 1);
    for (const Tab& tab : tabs) spare -= tab_width(ui, tab);
    return spare;
  };
  // Where words do not fit beside each other, the sign stands for all but the page that is open.
  if (spare_room() < 0) {
    for (Tab& tab : tabs) {
      if (!tab.chosen) tab.label.clear();
    }
  }
  const float spare = spare_room();
  for (const Tab& tab : tabs) {
    const Rect place = rest.cut_left(std::floor(tab_width(ui, tab) + spare / count), gap);
    if (draw_tab(ui, tab, place)) press = {what, tab.value};
  }
  return press;
}

}  // namespace otmetka::kiosk
