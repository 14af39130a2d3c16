// kiosk/ui/screen_access.cpp - the switches for eyes and reach, on a card over any screen. It lies
// low on a high panel before anything is switched: who needs it low must reach it first.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

struct Switch {
  Press::What what;
  const char* id;
  const char* glyph;
  std::string label;
  bool on;
};

std::vector<Switch> switches(const State& state, const Ui& ui) {
  std::vector<Switch> out{{Press::What::contrast, "switch contrast", icon::contrast,
                           ui.text("access.contrast"), state.access.high_contrast}};
  if (ui.theme().may_be_larger)
    out.push_back({Press::What::larger, "switch larger", icon::larger, ui.text("access.larger"),
                   state.access.larger_text});
  // On a panel that is not high everything is within reach as it is.
  if (ui.theme().high)
    out.push_back({Press::What::lower, "switch lower", icon::lower, ui.text("access.lower"),
                   state.access.low_controls});
  if (state.sound)
    out.push_back({Press::What::voice, "switch voice", icon::voice, ui.text("access.voice"),
                   state.access.voice});
  return out;
}

float row_height(const Ui& ui) { return std::floor(ui.theme().touch() * 1.4f); }

bool switch_row(const Ui& ui, const Rect& rect, const Switch& what) {
  const Theme& theme = ui.theme();
  const Touch touch = touch_area(ui, what.id, rect, {what.label, Label::Role::toggle, what.on});
  row_ground(ui, rect, what.on, touch.held);
  if (!what.on)
    ui.canvas().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().edge,
                        theme.radius_button, 0, std::max(2.0f, theme.mm(0.5f)));
  Rect in = rect.inset(theme.mm(5), theme.mm(2));
  const float side = theme.icon_medium.size;
  const ImU32 strong = what.on ? ui.colour().accent : ui.colour().muted;
  icon_in(ui, theme.icon_medium, in.cut_left(side, theme.gap), strong, what.glyph);
  // The knob and a word say what the colour says.
  icon_in(ui, theme.icon_medium, in.cut_right(side, theme.mm(3)), strong,
          what.on ? icon::on : icon::off);
  const std::string word = ui.text(what.on ? "common.yes" : "common.no");
  put_in(ui.pen(), theme.label, in.cut_right(text_width(theme.label, word) + 1, theme.gap), strong,
         word, Align::right);
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, in, what.label);
  const float height = std::min(in.h, wrapped_height(type, in.w, what.label));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().ink, what.label);
  return touch.pressed;
}

bool touched_beside(const Rect& rect) {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
         !ImGui::IsMouseHoveringRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, false);
}

}  // namespace

Press draw_access(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const Rect screen = ui.screen();
  dim_what_is_beneath(ui);
  const std::vector<Switch> all = switches(state, ui);
  const std::string title = ui.text("access.title");
  // Two beside each other where height is dear.
  const size_t columns = ui.portrait() || all.size() < 4 ? 1 : 2;
  const float width = std::min(screen.w - theme.pad * 2, theme.mm(columns == 1 ? 270 : 380));
  const float inside = width - theme.pad * 2.2f, between = theme.mm(3);
  const float head = wrapped_height(theme.title, inside, title), foot = theme.touch() * 1.1f;
  const float rows =
      (row_height(ui) + between) * static_cast<float>((all.size() + columns - 1) / columns);
  const float height = theme.pad * 2.2f + head + theme.gap + rows + theme.gap + foot;
  const Rect rect =
      theme.high ? screen.inset(theme.pad).cut_bottom(height) : screen.centred(width, height);
  const Rect place = rect.centred(width, height);
  card(ui, place);
  ui.tell(title);
  Rect in = place.inset(theme.pad * 1.1f);
  put_wrapped(ui.pen(), theme.title, in.cut_top(head, theme.gap), ui.colour().ink, title);
  Press press;
  const float wide =
      (inside - between * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  Rect row;
  for (size_t i = 0; i < all.size(); ++i) {
    if (i % columns == 0) row = in.cut_top(row_height(ui), between);
    if (switch_row(ui, row.cut_left(wide, between), all[i])) press = {all[i].what};
  }
  if (big_button(ui, "access done", in.cut_bottom(foot), icon::check, ui.text("common.done"),
                 Look::primary) ||
      touched_beside(place))
    press = {Press::What::access};
  return press;
}

}  // namespace otmetka::kiosk
