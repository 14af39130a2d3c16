// kiosk/ui/screen_overview.cpp - the venue at a glance: its picture, what it is, its largest
// numbers.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

struct Highlight {
  const payload::Figure* figure;
  size_t exhibit;
};

// The first figure of each exhibit: what the venue is proud of, one number a thing.
std::vector<Highlight> highlights(const VenueView& venue, size_t most) {
  std::vector<Highlight> out;
  for (size_t i = 0; i < venue.exhibits.size() && out.size() < most; ++i) {
    if (venue.exhibits[i].figures_size() > 0) out.push_back({&venue.exhibits[i].figures(0), i});
  }
  return out;
}

Press figure_cards(const Ui& ui, Rect row, const std::vector<Highlight>& shown) {
  const Theme& theme = ui.theme();
  const float width =
      (row.w - theme.gap * static_cast<float>(shown.size() - 1)) / static_cast<float>(shown.size());
  // All numbers of a row stand on one line.
  const float inside = width - theme.pad * 1.8f;
  float height = 0;
  for (const Highlight& highlight : shown) {
    height = std::max(height, figure_height(ui, inside, *highlight.figure, false));
  }
  Press press;
  for (const Highlight& highlight : shown) {
    const Rect rect = row.cut_left(width, theme.gap);
    const std::string id = "figure " + std::to_string(highlight.exhibit);
    const Touch touch = touch_area(ui, id.c_str(), rect);
    card(ui, rect, touch.held ? colour::accent_soft : colour::card);
    const Rect in = rect.inset(theme.pad * 0.9f, theme.pad * 0.8f);
    figure(ui, in.centred(in.w, std::min(in.h, height)), *highlight.figure, false);
    if (touch.pressed) press = {Press::What::exhibit, static_cast<int>(highlight.exhibit)};
  }
  return press;
}

void picture_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const VenueView& venue = *state.venue;
  shadow(ui, rect);
  picture_cover(ui, rect, venue.entry.picture(), theme.radius, icon::museum);
  const std::string address = ui.say(venue.entry.address());
  if (address.empty()) return;
  const float sign = theme.body.size, most = rect.w - theme.gap * 2 - theme.mm(11) - sign;
  const std::vector<std::string> lines = wrap(theme.caption, most, address, 2);
  float wide = 0;
  for (const std::string& line : lines) wide = std::max(wide, text_width(theme.caption, line));
  const float height = line_height(theme.caption) * static_cast<float>(lines.size()) + theme.mm(4);
  const Rect plate{rect.x + theme.gap, rect.bottom() - theme.gap - height,
                   wide + theme.mm(11) + sign, height};
  ui.canvas().AddRectFilled({plate.x, plate.y}, {plate.right(), plate.bottom()},
                            colour::rgb(0x062A33, 225), std::min(plate.h / 2, theme.mm(6.5f)));
  Rect in = plate.inset(theme.mm(4.4f), theme.mm(2));
  icon_in(ui, {theme.icon_small.font, sign}, in.cut_left(sign, theme.mm(2)), colour::white,
          icon::place);
  put_wrapped(ui.pen(), theme.caption, {in.x, in.y, in.w + 2, in.h}, colour::white, address,
              Align::left, 2);
}

void about_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const std::string about = ui.say(state.venue->entry.about());
  card(ui, rect);
  const Rect in = rect.inset(theme.pad * 1.1f);
  const std::string words = about.empty() ? ui.text("venue.empty") : about;
  const Type& type =
      first_that_fits({&theme.lead, &theme.label, &theme.body, &theme.caption}, in, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), colour::ink, words);
}

}  // namespace

Press draw_overview(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const std::vector<Highlight> shown = highlights(*state.venue, ui.portrait() ? 2 : 3);
  const float figures = theme.number.size * 1.08f + line_height(theme.label) * 3 + theme.pad * 1.6f;
  Press press;
  if (ui.portrait()) {
    picture_card(state, ui, in.cut_top(std::min(in.w / 1.5f, in.h * 0.45f), theme.gap));
    if (!shown.empty()) press = figure_cards(ui, in.cut_bottom(figures, theme.gap), shown);
    about_card(state, ui, in);
    return press;
  }
  const float row = std::min(figures, in.h * 0.36f);
  Rect top = in;
  // Few numbers stand under the words; many need the whole width.
  if (shown.size() > 2) press = figure_cards(ui, top.cut_bottom(row, theme.gap), shown);
  Rect left = top.cut_left((top.w - theme.gap) * 0.5f, theme.gap);
  if (!shown.empty() && shown.size() <= 2) {
    const Rect words = Rect{0, 0, top.w, top.h - row - theme.gap}.inset(theme.pad * 1.1f);
    const bool room =
        wrapped_height(theme.body, words.w, ui.say(state.venue->entry.about())) <= words.h;
    press = figure_cards(ui, (room ? top : left).cut_bottom(row, theme.gap), shown);
  }
  picture_card(state, ui, left);
  about_card(state, ui, top);
  return press;
}

}  // namespace otmetka::kiosk
