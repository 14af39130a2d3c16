// kiosk/ui/screen_emergency.cpp - a message of the office that takes the screen: what to do, as
// large as it can be, in every language it was written in. Only staff can do something here.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

// In the other languages, each once.
std::vector<std::string> other_words(const payload::Text& text, const std::string& shown) {
  std::vector<std::string> out;
  for (const std::string& words : {text.ru(), text.tt(), text.ky(), text.en()}) {
    const bool there =
        words.empty() || words == shown || std::find(out.begin(), out.end(), words) != out.end();
    if (!there) out.push_back(words);
  }
  return out;
}

float others_height(const Ui& ui, const Type& type, float width,
                    const std::vector<std::string>& others) {
  float height = 0;
  for (const std::string& each : others)
    height += wrapped_height(type, width, each) + ui.theme().gap * 0.6f;
  return height;
}

}  // namespace

Press draw_emergency(const AnnouncementView& emergency, const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  backdrop(ui, ui.screen(), {ui.colour().bad_deep, ui.colour().bad_deep});
  Rect rest = ui.screen().inset(theme.pad * 1.3f, theme.pad);
  const Press press = status_row(state, ui, rest, theme.gap, true);
  const std::string words = ui.say(emergency.text);
  ui.tell(words);
  const std::vector<std::string> others = other_words(emergency.text, words);
  // Who does not read the first language runs as well: as large as half of the screen holds.
  const Type* small = nullptr;
  float below = 0;
  for (const Type* type : {&theme.headline, &theme.title, &theme.label}) {
    small = type;
    below = others_height(ui, *type, rest.w, others);
    if (below <= rest.h * 0.4f) break;
  }
  Rect foot = rest.cut_bottom(std::min(below, rest.h * 0.45f), theme.gap);
  const float side = std::min(theme.mm(50), rest.h * 0.3f);
  const Rect sign = rest.cut_top(side, theme.gap);
  icon_in(ui, {theme.icon_large.font, side}, {sign.x, sign.y, side, side}, ui.colour().white,
          icon::emergency);
  const Type type = shrunk(theme.hero, rest, words, 0.45f);
  put_heading(ui.pen(), type, rest, ui.colour().white, words);
  for (const std::string& each : others) {
    const float height = wrapped_height(*small, foot.w, each);
    put_wrapped(ui.pen(), *small, foot.cut_top(height, theme.gap * 0.6f), ui.colour().white, each);
  }
  return press;
}

}  // namespace otmetka::kiosk
