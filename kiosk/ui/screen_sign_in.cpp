// kiosk/ui/screen_sign_in.cpp - the staff's way in: a sign-in number and a PIN on large keys, or
// the PIN alone after a staff badge. A PIN is never shown.
#include "kiosk/app/staff.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

// A place for each digit of the PIN, filled as it is typed.
void dots(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  constexpr auto most = static_cast<float>(pin_digits);
  const auto typed = static_cast<float>(state.sign_in.pin.size());
  const float step = std::min(theme.mm(11), rect.w / most);
  const float radius = std::min(step * 0.3f, theme.mm(2.6f));
  float x = rect.middle_x() - step * (most - 1) / 2;
  for (float i = 0; i < most; ++i, x += step) {
    if (i < typed) {
      ui.canvas().AddCircleFilled({x, rect.middle_y()}, radius, ui.colour().ink, 32);
    } else {
      ui.canvas().AddCircle({x, rect.middle_y()}, radius, ui.colour().muted, 32,
                            std::max(2.0f, theme.mm(0.4f)));
    }
  }
}

// The number, then the PIN below it: what is asked for has the frame.
void fields(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const SignIn& sign_in = state.sign_in;
  const auto field = [&](bool asked, const char* key) {
    const Rect rect = in.cut_top(theme.touch(), theme.gap * 0.6f);
    if (asked) {
      field_frame(ui, rect);
    } else {
      ui.canvas().AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().sunken,
                                theme.radius_button);
      outline(ui, rect, theme.radius_button);
    }
    Rect inner = rect.inset(theme.mm(4), 0);
    const std::string name = ui.text(key);
    put_in(ui.pen(), theme.caption, inner.cut_left(text_width(theme.caption, name) + 1, theme.gap),
           ui.colour().muted, name);
    return inner;
  };
  if (!sign_in.badge_of) {
    const Rect place = field(!sign_in.asks_pin(), "sign_in.number_field");
    put_in(ui.pen(), theme.title, place, ui.colour().ink, sign_in.number);
    if (!sign_in.asks_pin())
      caret(ui, place.x + text_width(theme.title, sign_in.number) + 2, place.middle_y(),
            theme.title.size);
  }
  dots(state, ui, field(sign_in.asks_pin(), "sign_in.pin_field"));
}

float fields_height(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  return state.sign_in.badge_of ? theme.touch() : theme.touch() * 2 + theme.gap * 0.6f;
}

std::string message(const State& state, const Ui& ui) {
  const uint64_t opens_ms = sign_in_opens_ms(state);
  if (opens_ms > state.now_ms)
    return ui.plural("sign_in.wait", (opens_ms - state.now_ms + 999) / 1000);
  if (state.sign_in.checking) return ui.text("sign_in.checking");
  if (state.sign_in.refused) return ui.text("sign_in.refused");
  return ui.text(state.sign_in.asks_pin() ? "staff.pin" : "sign_in.number");
}

bool digit_key(const Ui& ui, const Rect& rect, int digit) {
  const Theme& theme = ui.theme();
  const std::string label = std::to_string(digit);
  const Touch touch = touch_area(ui, ("digit " + label).c_str(), rect, {label, Label::Role::key});
  ui.canvas().AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()},
                            touch.held ? ui.colour().accent_soft : ui.colour().card,
                            theme.radius_button);
  ui.canvas().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().edge,
                      theme.radius_button, 0, std::max(2.0f, theme.mm(0.5f)));
  outline(ui, rect, theme.radius_button);
  put_in(ui.pen(), theme.headline, rect, ui.colour().ink, label, Align::centre);
  return touch.pressed;
}

Press digits(const Ui& ui, Rect in, bool asks_pin) {
  const float gap = ui.theme().gap * 0.5f, width = (in.w - gap * 2) / 3,
              height = (in.h - gap * 3) / 4;
  Press press;
  const auto key = [&](Rect& row, int digit) {
    if (digit_key(ui, row.cut_left(width, gap), digit)) press = {Press::What::digit, digit};
  };
  for (int first = 1; first <= 7; first += 3) {
    Rect row = in.cut_top(height, gap);
    for (int digit = first; digit < first + 3; ++digit) key(row, digit);
  }
  Rect row = in.cut_top(height);
  const Rect erase = row.cut_left(width, gap);
  if (icon_button(ui, "erase digits", erase, icon::erase, Look::quiet, ui.colour().ink,
                  ui.text("voice.erase_all")))
    press = {Press::What::erase_digits};
  key(row, 0);
  if (icon_button(ui, "sign in", row.cut_left(width), icon::forward, Look::primary,
                  ui.colour().on_accent, ui.text(asks_pin ? "sign_in.enter" : "sign_in.next")))
    press = {Press::What::sign_in};
  return press;
}

}  // namespace

Press draw_sign_in(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : Rect{};
  Rect body = rest.inset(theme.pad * 0.8f, theme.gap * 0.7f);
  Rect corner = ui.low() ? Rect{} : body;
  if (!ui.low()) corner = corner.cut_bottom(theme.touch());
  if (ui.low()) body.cut_top(std::max(0.0f, ui.reach().y - body.y));
  if (ui.portrait() && !ui.low()) body.cut_bottom(theme.touch(), theme.gap);
  const std::string words = message(state, ui);
  return page_that_times_out(state, ui, rest.bottom(), [&] {
    ui.tell(ui.text("sign_in.title"));
    ui.tell_once(words);
    Press press;
    // On a wide panel the words stand beside the keys.
    Rect keys = body, told = body;
    if (ui.portrait()) {
      const float wide = std::min(body.w, theme.mm(150));
      told = keys.cut_top(std::min(body.h * 0.4f, theme.mm(92)), theme.gap);
      keys = keys.centred(wide, std::min(keys.h, theme.mm(180)));
      if (!ui.low()) keys.y = told.bottom() + theme.gap;
    } else {
      corner = corner.cut_right(theme.touch());
      keys.cut_right(theme.touch(), theme.gap);
      const float wide = std::min(keys.w * 0.55f, theme.mm(150));
      told = keys.cut_left(keys.w - wide, theme.gap * 2);
    }
    // A badge is another way in for as long as none was shown.
    const std::string badge = state.sign_in.badge_of ? "" : ui.text("sign_in.or_badge");
    ui.tell(badge);
    const float field = fields_height(state, ui);
    const float below = badge.empty() ? 0 : wrapped_height(theme.caption, told.w, badge);
    const Type& type =
        first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption},
                        {0, 0, told.w, told.h - field - below - theme.gap * 1.6f}, words);
    const float lines = wrapped_height(type, told.w, words);
    Rect block = told.centred(told.w, std::min(told.h, lines + field + below + theme.gap * 1.6f));
    const bool failed = state.sign_in.refused || sign_in_opens_ms(state) > state.now_ms;
    put_wrapped(ui.pen(), type, block.cut_top(lines, theme.gap),
                failed ? ui.colour().bad : ui.colour().ink, words, Align::centre);
    const Rect middle = block.cut_top(field, theme.gap * 0.6f);
    fields(state, ui, middle.centred(std::min(middle.w, theme.mm(120)), field));
    if (!badge.empty())
      put_wrapped(ui.pen(), theme.caption, block, ui.colour().muted, badge, Align::centre);
    for (const Press& each :
         {digits(ui, keys, state.sign_in.asks_pin()),
          page_header(state, ui, band, ui.text("sign_in.title")),
          ui.low() ? low_strip(state, ui, strip, true) : access_button(ui, corner, Look::quiet)}) {
      if (each.what != Press::What::none) press = each;
    }
    return press;
  });
}

}  // namespace otmetka::kiosk
