// kiosk/ui/screen_attract.cpp - what the kiosk shows while nobody stands before it: where this is,
// what is on, what to do. Read from two metres.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

// The venue's picture behind everything, dark where words stand on it.
void background(const State& state, const Ui& ui) {
  const Rect screen = ui.screen();
  const std::string& hash = state.venue->entry.picture();
  if (ui.picture(hash).texture == 0) {
    backdrop(ui, screen, {colour::deep, colour::deep_end});
    return;
  }
  picture_cover(ui, screen, hash, 0, icon::museum);
  const ImU32 dense = colour::rgb(0x062A33, 240), thin = colour::rgb(0x062A33, 40),
              foot = colour::rgb(0x062A33, 170);
  const ImVec2 from{0, 0}, to{screen.w, screen.h};
  if (ui.portrait()) {
    const float head = screen.h * 0.22f, upper = screen.h * 0.30f, lower = screen.h * 0.52f;
    ui.canvas().AddRectFilledMultiColor(from, {screen.w, head}, dense, dense, thin, thin);
    ui.canvas().AddRectFilled({0, head}, {screen.w, upper}, thin);
    ui.canvas().AddRectFilledMultiColor({0, upper}, {screen.w, lower}, thin, thin, dense, dense);
    ui.canvas().AddRectFilled({0, lower}, to, dense);
  } else {
    ui.canvas().AddRectFilledMultiColor(from, to, dense, thin, foot, dense);
  }
}

void heading(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const float side = std::min(in.h, theme.mm(17));
  icon_tile(ui, in.cut_left(side, theme.gap * 0.8f).centred(side, side), theme.icon_medium,
            icon::building, colour::rgb(0xFFFFFF, 40), colour::white);
  const std::string title = ui.say(state.venue->entry.title());
  const std::string programme = ui.say(state.venue->programme);
  if (text_width(theme.title, title) > in.w) {
    // A long name takes the line of the programme's: people must know where they are.
    const float height = std::min(in.h, 2 * line_height(theme.label));
    put_wrapped(ui.pen(), theme.label, in.centred(in.w, height), colour::white, title, Align::left,
                2);
    return;
  }
  const float height = theme.title.size * 1.25f + (programme.empty() ? 0 : line_height(theme.body));
  Rect lines = in.centred(in.w, height);
  put_in(ui.pen(), theme.title, lines.cut_top(theme.title.size * 1.25f), colour::white, title);
  if (!programme.empty()) put_in(ui.pen(), theme.body, lines, colour::white_muted, programme);
}

// "Hold your badge to the scanner": the one thing everybody must know.
void invitation(const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const std::string words = ui.text("attract.scan");
  const float tile = theme.mm(ui.portrait() ? 58 : 62);
  const float welcome = line_height(theme.headline);
  if (ui.portrait()) {
    const Rect text_room{in.x, in.y, in.w, in.h - tile - theme.gap * 2 - welcome};
    const Type& type = first_that_fits({&theme.hero, &theme.headline}, text_room, words);
    const float height = tile + theme.gap * 2 + welcome + wrapped_height(type, in.w, words);
    Rect block = in.cut_bottom(std::min(height, in.h));
    const Rect place = block.cut_top(tile, theme.gap * 2);
    icon_tile(ui, {place.x, place.y, tile, tile}, theme.icon_large, icon::scanner,
              colour::accent_bright, colour::white);
    put_in(ui.pen(), theme.headline, block.cut_top(welcome), colour::accent_light,
           ui.text("attract.title"));
    put_wrapped(ui.pen(), type, block, colour::white, words);
    return;
  }
  const float narrow = std::min(in.w - tile - theme.gap * 2, ui.screen().w * 0.66f);
  const Rect text_room{0, 0, narrow, in.h - welcome};
  const Type& type = first_that_fits({&theme.hero, &theme.headline}, text_room, words);
  const float text_height = welcome + wrapped_height(type, narrow, words);
  Rect block = in.centred(in.w, std::max(tile, text_height));
  const Rect place = block.cut_left(tile, theme.gap * 2);
  icon_tile(ui, place.centred(tile, tile), theme.icon_large, icon::scanner, colour::accent_bright,
            colour::white);
  block.w = narrow;
  Rect lines = block.centred(narrow, text_height);
  put_in(ui.pen(), theme.headline, lines.cut_top(welcome), colour::accent_light,
         ui.text("attract.title"));
  put_wrapped(ui.pen(), type, lines, colour::white, words);
}

void nothing_card(const State& state, const Ui& ui, const Rect& rect) {
  card(ui, rect);
  const SessionView* next = session_next(*state.venue, state.now_s);
  const std::string words = next ? ui.text("attract.nothing", {{"day", ui.day(next->start_s)},
                                                               {"time", ui.clock(next->start_s)}})
                                 : ui.text("attract.nothing_ahead");
  Rect inner = rect.inset(ui.theme().pad);
  const float side = ui.theme().mm(17);
  icon_tile(ui, inner.cut_left(side, ui.theme().gap).centred(side, side), ui.theme().icon_medium,
            icon::today, colour::accent_soft, colour::accent);
  const Type& type = first_that_fits({&ui.theme().title, &ui.theme().label}, inner, words);
  put_wrapped(ui.pen(), type,
              inner.centred(inner.w, std::min(inner.h, wrapped_height(type, inner.w, words))),
              colour::ink, words);
}

void programme_cards(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const SessionView* now = session_now(*state.venue, state.now_s);
  const SessionView* next = session_next(*state.venue, state.now_s);
  if (!now && (!next || !ui.is_today(next->start_s))) return nothing_card(state, ui, in);
  if (!now || !next) {
    return session_card(ui, in, now ? *now : *next,
                        now ? ui.text("attract.now") : ui.text("attract.next"), now != nullptr);
  }
  const Rect first = ui.portrait() ? in.cut_top((in.h - theme.gap) * 0.54f, theme.gap)
                                   : in.cut_left((in.w - theme.gap) * 0.5f, theme.gap);
  session_card(ui, first, *now, ui.text("attract.now"), true);
  session_card(ui, in, *next, ui.text("attract.next"), false);
}

}  // namespace

Press draw_attract(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  background(state, ui);
  Rect rest = ui.screen().inset(theme.pad * 1.3f, theme.pad);
  Press press;

  const std::string time = ui.clock(state.now_s);
  const float clock_width = text_width(theme.headline, time);
  if (ui.portrait()) {
    Rect bar = rest.cut_top(theme.touch(), theme.gap * 0.6f);
    put_in(ui.pen(), theme.headline, bar.cut_left(clock_width, theme.gap), colour::white, time);
    press = language_chips(state, ui, bar, true);
    heading(state, ui, rest.cut_top(theme.mm(20), theme.gap));
  } else {
    Rect bar = rest.cut_top(std::max(theme.touch(), theme.mm(20)), theme.gap);
    put_in(ui.pen(), theme.headline, bar.cut_right(clock_width, theme.gap * 1.4f), colour::white,
           time, Align::right);
    const float chips = language_chips_width(state, ui);
    press = language_chips(state, ui, bar.cut_right(chips, theme.gap), true);
    heading(state, ui, bar);
  }

  const Rect status = rest.cut_bottom(chip_height(ui), theme.gap * 0.8f);
  status_chips(state, ui, status.x, status.y, true);

  const std::string about = ui.text("attract.about");
  if (ui.portrait()) {
    const Rect button = rest.cut_bottom(theme.touch() * 1.15f, theme.gap);
    if (big_button(ui, "about", button, icon::info, about, Look::primary))
      press = {Press::What::about};
    const bool both =
        session_now(*state.venue, state.now_s) && session_next(*state.venue, state.now_s);
    programme_cards(
        state, ui,
        rest.cut_bottom(std::max(theme.mm(71), session_card_height(ui)) * (both ? 2.08f : 1),
                        theme.gap * 1.4f));
  } else {
    Rect row = rest.cut_bottom(
        std::max({theme.mm(76), theme.touch() * 2.4f, session_card_height(ui)}), theme.gap);
    const Rect button = row.cut_right(std::max(theme.mm(72), theme.touch() * 2), theme.gap);
    if (big_button(ui, "about", button, icon::info, about, Look::primary))
      press = {Press::What::about};
    programme_cards(state, ui, row);
  }
  invitation(ui, rest);
  return press;
}

}  // namespace otmetka::kiosk
