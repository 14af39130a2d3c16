#include "kiosk/ui/page_frame.h"

#include "kiosk/ui/icons.h"
#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {

float page_header_height(const Ui& ui) {
  const Theme& theme = ui.theme();
  const float name = line_height(theme.label) * 2;  // a long one has two lines
  return ui.portrait() ? theme.touch() + theme.mm(8) + name
                       : std::max(theme.touch(), name) + theme.mm(6.4f);
}

Press page_header(const State& state, const Ui& ui, const Rect& band, const std::string& title) {
  const Theme& theme = ui.theme();
  backdrop(ui, band, {ui.colour().deep, ui.colour().deep_end});
  Rect in = band.inset(theme.pad * 1.3f, theme.mm(3));
  Press press;
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
  put_wrapped(ui.pen(), type, words.centred(words.w, height), ui.colour().white, title);
  return press;
}

void veil(const Ui& ui) {
  const Rect screen = ui.screen();
  ui.canvas().AddRectFilled({0, 0}, {screen.w, screen.h}, colour::rgb(0x0F172A, 120));
  if (Proof* proof = ui.proof()) ++proof->layer;
}

namespace {

Press time_out_card(const State& state, const Ui& ui, float bottom) {
  const Theme& theme = ui.theme();
  const Rect screen = ui.screen();
  veil(ui);
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
  const Rect rect{screen.middle_x() - width / 2, bottom - height - theme.gap * 1.5f, width, height};
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 1.2f, theme.pad);
  const float part = static_cast<float>(left) * 1000.0f / static_cast<float>(warned_ms);
  progress(ui, in.cut_bottom(bar, theme.gap * 0.8f), part, ui.colour().line, ui.colour().accent);
  const Rect place = one_row ? in.cut_right(button, theme.gap) : in.cut_bottom(least, theme.gap);
  const bool pressed = big_button(ui, "more time", place, icon::more_time, more, Look::primary);
  put_wrapped(ui.pen(), theme.title, in.centred(in.w, std::min(in.h, text)), ui.colour().ink,
              words);
  return pressed ? Press{Press::What::more_time} : Press{};
}

}  // namespace

Press page_that_times_out(const State& state, const Ui& ui, float bottom,
                          const std::function<Press()>& draw) {
  // While the time-out is announced, what lies beneath is only looked at.
  const bool warned = warns_of_timeout(state);
  ImGui::BeginDisabled(warned);
  const Press press = draw();
  ImGui::EndDisabled();
  return warned ? time_out_card(state, ui, bottom) : press;
}

}  // namespace otmetka::kiosk
