// kiosk/ui/screen_venue.cpp - about this venue: the frame around its four pages, and the
// announcement of the time-out.
#include "kiosk/ui/icons.h"
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

Press tabs(const State& state, const Ui& ui, const Rect& bar) {
  const Theme& theme = ui.theme();
  const Tab all[] = {{VenuePage::overview, icon::info, ui.text("venue.overview")},
                     {VenuePage::halls, icon::map, ui.text("venue.halls")},
                     {VenuePage::exhibits, icon::collection, ui.text("venue.exhibits")},
                     {VenuePage::today, icon::today, ui.text("venue.today")}};
  shadow(ui, bar);
  ui.canvas().AddRectFilled({bar.x, bar.y}, {bar.right(), bar.bottom()}, colour::card);
  Rect rest = bar.inset(theme.pad * 0.8f, theme.mm(2.4f));
  const float gap = theme.gap * 0.6f;
  // Long words get more of the bar; what is left over is shared.
  float spare = rest.w - gap * 3;
  for (const Tab& tab : all) spare -= tab_width(ui, tab);
  Press press;
  for (const Tab& tab : all) {
    const Rect place = rest.cut_left(std::floor(tab_width(ui, tab) + spare / 4), gap);
    const std::string id = "tab " + std::to_string(static_cast<int>(tab.page));
    const Touch touch = touch_area(ui, id.c_str(), place);
    const bool chosen = state.page == tab.page;
    if (chosen || touch.held) {
      ui.canvas().AddRectFilled({place.x, place.y}, {place.right(), place.bottom()},
                                chosen ? colour::accent : colour::accent_soft, theme.radius_button);
    }
    const ImU32 words = chosen ? colour::white : colour::muted;
    if (ui.portrait()) {
      const float height = theme.icon_small.size + theme.mm(1) + theme.caption.size * 1.2f;
      Rect lines = place.centred(place.w, height);
      icon_in(ui, theme.icon_small, lines.cut_top(theme.icon_small.size, theme.mm(1)), words,
              tab.glyph);
      put_in(ui.pen(), theme.caption, lines, words, tab.label, Align::centre);
    } else {
      const float wide =
          std::min(place.w - theme.mm(4),
                   1 + theme.icon_small.size + theme.mm(3.4f) + text_width(theme.label, tab.label));
      Rect line = place.centred(wide, place.h);
      icon_in(ui, theme.icon_small, line.cut_left(theme.icon_small.size, theme.mm(3.4f)), words,
              tab.glyph);
      put_in(ui.pen(), theme.label, line, words, tab.label);
    }
    if (touch.pressed) press = {Press::What::page, static_cast<int>(tab.page)};
  }
  return press;
}

Press header(const State& state, const Ui& ui, const Rect& band) {
  const Theme& theme = ui.theme();
  backdrop(ui, band, {colour::deep, colour::deep_end});
  Rect in = band.inset(theme.pad * 1.3f, theme.mm(3));
  Press press;
  const std::string title = ui.say(state.venue->entry.title());
  const std::string back = ui.text("common.back");
  Rect bar = ui.portrait() ? in.cut_top(theme.touch(), theme.mm(2)) : in;
  const Rect middle = bar.centred(bar.w, theme.touch());
  Rect row = middle;
  const float chips = language_chips_width(state, ui);
  press = language_chips(state, ui, row.cut_right(chips, theme.gap), true);
  // Beside four language names and a long title there is room for the arrow alone.
  const float wide = button_width(ui, icon::back, back);
  const bool roomy = ui.portrait()
                         ? wide <= row.w
                         : fits(theme.label, {0, 0, row.w - wide - theme.gap, in.h}, title);
  const Rect button = row.cut_left(roomy ? wide : std::min(row.w, theme.touch()), theme.gap);
  if (big_button(ui, "back", button, icon::back, roomy ? back : "", Look::on_dark)) {
    press = {Press::What::home};
  }
  const Rect words = ui.portrait() ? in : Rect{row.x, in.y, row.w, in.h};
  const Type& type = first_that_fits({&theme.title, &theme.label},
                                     {0, 0, words.w, line_height(theme.title)}, title);
  const float height = std::min(words.h, wrapped_height(type, words.w, title));
  put_wrapped(ui.pen(), type, words.centred(words.w, height), colour::white, title);
  return press;
}

Press announcement(const State& state, const Ui& ui, const Rect& above) {
  const Theme& theme = ui.theme();
  const Rect screen = ui.screen();
  ui.canvas().AddRectFilled({0, 0}, {screen.w, screen.h}, colour::rgb(0x0F172A, 120));
  if (Proof* proof = ui.proof()) ++proof->layer;
  const uint64_t left = timeout_seconds_left(state);
  const std::string words = ui.plural("timeout.warn", left), more = ui.text("timeout.extend");
  const float bar = theme.mm(2.4f), least = theme.touch() * 1.2f;
  const float width = std::min(screen.w - theme.pad * 2, theme.mm(ui.portrait() ? 300 : 340));
  const float inside = width - theme.pad * 2.4f, button = button_width(ui, icon::more_time, more);
  // Words beside the button, or above it where that would press them together.
  const Rect beside{0, 0, inside - button - theme.gap, line_height(theme.title) * 2};
  const bool one_row = !ui.portrait() && fits(theme.title, beside, words);
  const float text = wrapped_height(theme.title, one_row ? beside.w : inside, words);
  const float height = theme.pad * 2 + bar + theme.gap * 0.8f +
                       (one_row ? std::max(least, text) : text + theme.gap + least);
  const Rect rect{screen.middle_x() - width / 2, above.y - height - theme.gap * 1.5f, width,
                  height};
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 1.2f, theme.pad);
  const float part = static_cast<float>(left) * 1000.0f / static_cast<float>(warned_ms);
  progress(ui, in.cut_bottom(bar, theme.gap * 0.8f), part, colour::line, colour::accent);
  const Rect place = one_row ? in.cut_right(button, theme.gap) : in.cut_bottom(least, theme.gap);
  const bool pressed = big_button(ui, "more time", place, icon::more_time, more, Look::primary);
  put_wrapped(ui.pen(), theme.title, in.centred(in.w, std::min(in.h, text)), colour::ink, words);
  return pressed ? Press{Press::What::more_time} : Press{};
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
  }
  return {};
}

}  // namespace

Press draw_venue(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  Rect rest = ui.screen();
  const float name = line_height(theme.label) * 2;  // a long one has two lines
  const float head = ui.portrait() ? theme.touch() + theme.mm(8) + name
                                   : std::max(theme.touch(), name) + theme.mm(6.4f);
  const Rect band = rest.cut_top(head);
  // A small panel has none of its height to give away.
  const bool small = theme.scale < 0.8f;
  const Rect bar =
      rest.cut_bottom(theme.touch() * (small ? 1.02f : 1.12f) + theme.mm(ui.portrait() ? 9 : 4.8f));
  const Rect body = rest.inset(theme.pad * 1.1f, theme.pad * (small ? 0.7f : 0.9f));
  // While the time-out is announced, what lies beneath is only looked at.
  const bool warned = warns_of_timeout(state);
  ImGui::BeginDisabled(warned);
  Press press = page(state, ui, body);
  const Press from_header = header(state, ui, band), from_tabs = tabs(state, ui, bar);
  ImGui::EndDisabled();
  if (from_header.what != Press::What::none) press = from_header;
  if (from_tabs.what != Press::What::none) press = from_tabs;
  return warned ? announcement(state, ui, bar) : press;
}

}  // namespace otmetka::kiosk
