// kiosk/ui/screen_clock.cpp - what time it is, by somebody's watch: confirmed as it stands, or put
// right by days, hours and minutes. Nobody's clock is moved; it becomes a fact.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

struct Wheel {
  const char* id;
  int step_s;
  std::string value, said;
};

// More above, less below, the value between.
Press wheel(const Ui& ui, Rect in, const Wheel& what) {
  const Theme& theme = ui.theme();
  const std::string id = what.id;
  Press press;
  const Rect more = in.cut_top(theme.touch(), theme.mm(2)),
             less = in.cut_bottom(theme.touch(), theme.mm(2));
  const ImU32 accent = ui.colour().accent;
  if (icon_button(ui, (id + " more").c_str(), more, icon::up, Look::secondary, accent,
                  what.said + " +1"))
    press = {Press::What::clock_step, what.step_s};
  if (icon_button(ui, (id + " less").c_str(), less, icon::down, Look::secondary, accent,
                  what.said + " −1"))
    press = {Press::What::clock_step, -what.step_s};
  const Type& type =
      first_that_fits({&theme.headline, &theme.title, &theme.label, &theme.body}, in, what.value);
  put_in(ui.pen(), type, in, ui.colour().ink, what.value, Align::centre);
  return press;
}

}  // namespace

Press draw_clock(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const int64_t time_s = state.now_s + state.desk.clock_shift_s;
  const std::string time = ui.clock(time_s), date = ui.date(time_s);
  const std::string title = ui.text("clock.title"),
                    confirm = ui.text("kiosk.clock_confirm", {{"time", time}});
  constexpr float wide_mm = 230;
  const float inside = question_width(ui, wide_mm), gap = theme.gap * 0.6f,
              button = theme.touch() * 1.1f;
  const float head = wrapped_height(theme.title, inside, title);
  const float wheels = theme.touch() * 2 + line_height(theme.headline) + theme.mm(6);
  Rect in = question_card(ui, wide_mm, head + wheels + button * 2 + gap * 3);
  ui.tell(title);
  ui.tell_once(date);
  put_wrapped(ui.pen(), theme.title, in.cut_top(head, gap), ui.colour().ink, title);
  Rect row = in.cut_top(wheels, gap);
  Press press;
  const auto take = [&](const Press& pressed) {
    if (pressed.what != Press::What::none) press = pressed;
  };
  const float third = (row.w - gap * 2) / 4;
  take(wheel(ui, row.cut_left(third * 2, gap), {"day", 86'400, date, ui.text("clock.day")}));
  take(wheel(ui, row.cut_left(third, gap),
             {"hour", 3600, time.substr(0, time.find(':')), ui.text("clock.hour")}));
  take(wheel(ui, row, {"minute", 60, time.substr(time.find(':') + 1), ui.text("clock.minute")}));
  if (big_button(ui, "confirm time", in.cut_top(button, gap), icon::check, confirm, Look::primary))
    press = {Press::What::confirm_time};
  if (big_button(ui, "leave clock", in.cut_top(button), icon::close, ui.text("common.back"),
                 Look::quiet))
    press = {Press::What::set_clock};
  return press;
}

}  // namespace otmetka::kiosk
