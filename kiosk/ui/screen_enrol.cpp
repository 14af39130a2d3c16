// kiosk/ui/screen_enrol.cpp - before the kiosk knows who it is. It records nothing, and says so.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

struct Words {
  const char* glyph;
  ImU32 ground, colour;
  std::string text;
};

// What to do about it; the reason as it was told stands below for the technician.
const char* failed_words(const EnrolView& enrol) {
  if (!enrol.failure) return "enrol.failed";
  switch (*enrol.failure) {
    case Failure::offline:
      return "enrol.offline";
    case Failure::newer_version:
      return "enrol.older";
    case Failure::io:
    case Failure::full:
    case Failure::busy:
    case Failure::corrupt:
      return "enrol.disk";
    default:
      return "enrol.failed";
  }
}

Words words_of(const State& state, const Ui& ui) {
  if (state.now_ms < state.enrol.note_until_ms) {
    return {icon::info, ui.colour().warn_soft, ui.colour().warn_deep, ui.text("enrol.not_a_code")};
  }
  if (state.enrol.connected && state.enrol.step != EnrolStep::failed) {
    return {icon::waiting, ui.colour().accent_soft, ui.colour().accent,
            ui.text("enrol.waiting_roster")};
  }
  switch (state.enrol.step) {
    case EnrolStep::working:
      return {icon::waiting, ui.colour().accent_soft, ui.colour().accent, ui.text("enrol.working")};
    case EnrolStep::failed:
      return {icon::warning, ui.colour().warn_soft, ui.colour().warn_deep,
              ui.text(failed_words(state.enrol))};
    case EnrolStep::waiting:
      break;
  }
  return {icon::scanner, ui.colour().accent_soft, ui.colour().accent, ui.text("enrol.body")};
}

}  // namespace

Press draw_enrol(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  backdrop(ui, ui.screen(), {ui.colour().deep, ui.colour().deep_end});
  Rect rest = ui.screen().inset(theme.pad * 1.3f, theme.pad);
  Press press;
  const Press access = status_row(state, ui, rest, theme.gap);
  if (access.what != Press::What::none) press = access;
  Rect bar =
      ui.low() ? rest.cut_bottom(theme.touch(), theme.gap) : rest.cut_top(theme.touch(), theme.gap);
  const std::string title = ui.text("enrol.title");
  const float chips = language_chips_width(state, ui);
  const Press language =
      language_chips(state, ui, bar.cut_right(std::min(chips, bar.w), theme.gap), true);
  if (language.what != Press::What::none) press = language;
  const Rect head = ui.portrait() ? rest.cut_top(line_height(theme.headline), theme.gap) : bar;
  const Rect line{0, 0, head.w, line_height(theme.headline)};
  put_in(ui.pen(), first_that_fits({&theme.headline, &theme.title, &theme.label}, line, title),
         head, ui.colour().white, title);

  const Words words = words_of(state, ui);
  for (const std::string& told : {title, words.text}) ui.tell(told);
  const bool told = state.enrol.step == EnrolStep::failed && !state.enrol.reason.empty() &&
                    state.now_ms >= state.enrol.note_until_ms;
  const float side = theme.icon_large.size * 1.7f;
  const float width = std::min(rest.w, theme.mm(360));
  const float room =
      ui.portrait() ? width - theme.pad * 3 : width - theme.pad * 3 - side - theme.gap * 2;
  const Type& type =
      first_that_fits({&theme.headline, &theme.title}, {0, 0, room, rest.h * 0.5f}, words.text);
  const float text_height = wrapped_height(type, room, words.text);
  const float reason_height =
      told ? theme.gap + std::min(3.0f * line_height(theme.caption),
                                  wrapped_height(theme.caption, room, state.enrol.reason))
           : 0;
  const float height = ui.portrait() ? side + theme.gap * 2 + text_height + reason_height
                                     : std::max(side, text_height + reason_height);
  const Rect box = rest.centred(width, std::min(rest.h, height + theme.pad * 3));
  card(ui, box);
  Rect in = box.inset(theme.pad * 1.5f);
  const Rect tile =
      ui.portrait() ? in.cut_top(side, theme.gap * 2) : in.cut_left(side, theme.gap * 2);
  icon_tile(ui, {tile.x, tile.middle_y() - side / 2, side, side}, theme.icon_large, words.glyph,
            words.ground, words.colour);
  Rect lines = in.centred(in.w, std::min(in.h, text_height + reason_height));
  lines.cut_top(put_heading(ui.pen(), type, lines, ui.colour().ink, words.text), theme.gap);
  if (told)
    put_wrapped(ui.pen(), theme.caption, lines, ui.colour().muted, state.enrol.reason, Align::left,
                3);
  return press;
}

}  // namespace otmetka::kiosk
