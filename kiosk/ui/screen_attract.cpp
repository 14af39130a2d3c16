// kiosk/ui/screen_attract.cpp - what the kiosk shows while nobody stands before it: where this is,
// what is on, what to do. Read from two metres.
#include "kiosk/app/health.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

// The venue's picture behind everything, dark where words stand on it.
void background(const State& state, const Ui& ui) {
  const Rect screen = ui.screen();
  const std::string& hash = state.venue->entry.picture();
  if (ui.colour().plain || ui.picture(hash).texture == 0) {
    backdrop(ui, screen, {ui.colour().deep, ui.colour().deep_end});
    return;
  }
  picture_cover(ui, screen, hash, 0, icon::museum);
  const ImU32 dense = colour::rgb(0x062A33, 240), thin = colour::rgb(0x062A33, 40),
              none = colour::rgb(0x062A33, 0), foot = colour::rgb(0x062A33, 190);
  const float top = screen.y;
  const ImVec2 from{0, top}, to{screen.w, screen.bottom()};
  ImDrawList& canvas = ui.canvas();
  // Time, place and languages are read before a window as well as before a wall.
  const float head = ui.theme().touch() * (ui.portrait() ? 2.5f : 1.5f), head_end = top + head,
              fade_end = top + head * 1.6f;
  if (ui.portrait()) {
    const float upper = top + screen.h * 0.30f, lower = top + screen.h * 0.52f;
    canvas.AddRectFilled(from, {screen.w, upper}, thin);
    canvas.AddRectFilledMultiColor({0, upper}, {screen.w, lower}, thin, thin, dense, dense);
    canvas.AddRectFilled({0, lower}, to, dense);
    canvas.AddRectFilled(from, {screen.w, head_end}, foot);
    canvas.AddRectFilledMultiColor({0, head_end}, {screen.w, fade_end}, foot, foot, none, none);
    return;
  }
  if (ui.low()) canvas.AddRectFilled({0, to.y - head * 2}, to, foot);
  const float words = screen.w * 0.55f;
  canvas.AddRectFilledMultiColor(from, {words, screen.bottom()}, dense, foot, foot, dense);
  canvas.AddRectFilledMultiColor({words, top}, to, foot, thin, thin, foot);
  canvas.AddRectFilled(from, {screen.w, head_end}, colour::rgb(0x062A33, 150));
  canvas.AddRectFilledMultiColor({0, head_end}, {screen.w, fade_end}, colour::rgb(0x062A33, 150),
                                 colour::rgb(0x062A33, 150), none, none);
}

float heading_height(const Ui& ui) {
  const Theme& theme = ui.theme();
  return std::max(theme.mm(20), line_height(theme.label) * 2);
}

// A long name takes the line of the programme's: people must know where they are.
void heading(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const float side = std::min(in.h, theme.mm(17));
  icon_tile(ui, in.cut_left(side, theme.gap * 0.8f).centred(side, side), theme.icon_medium,
            icon::building, colour::rgb(0xFFFFFF, 40), ui.colour().white);
  const std::string title = ui.say(state.venue->entry.title());
  const std::string programme = ui.say(state.venue->programme);
  const Rect line{0, 0, in.w, line_height(theme.title)};
  const Type& type = first_that_fits({&theme.title, &theme.label}, line, title);
  const bool both = !programme.empty() && fits(type, line, title);
  const Type& large = both ? type : first_that_fits({&theme.label, &theme.caption}, in, title);
  const float height = wrapped_height(large, in.w, title);
  const float gap = both ? theme.mm(0.8f) : 0;
  Rect lines = in.centred(in.w, height + gap + (both ? line_height(theme.body) : 0));
  put_heading(ui.pen(), large, lines.cut_top(height, gap), ui.colour().white, title);
  if (both) put_in(ui.pen(), theme.body, lines, ui.colour().white_muted, programme);
}

// "Hold your badge to the scanner": the one thing everybody must know.
// A badge that nothing can read is not asked for.
const char* invitation_key(const State& state) {
  return state.health.scanner_missing ? "attract.find_name" : "attract.scan";
}

void invitation(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const std::string words = ui.text(invitation_key(state));
  const char* glyph = state.health.scanner_missing ? icon::search : icon::scanner;
  const float tile = theme.mm(ui.portrait() ? 58 : 62);
  const float welcome = line_height(theme.headline);
  if (ui.portrait()) {
    const Rect text_room{in.x, in.y, in.w, in.h - tile - theme.gap * 2 - welcome};
    const Type type = shrunk(theme.hero, text_room, words, 0.6f);
    const float height = tile + theme.gap * 2 + welcome + wrapped_height(type, in.w, words);
    Rect block = in.cut_bottom(std::min(height, in.h));
    const Rect place = block.cut_top(tile, theme.gap * 2);
    icon_tile(ui, {place.x, place.y, tile, tile}, theme.icon_large, glyph,
              ui.colour().accent_bright, ui.colour().on_accent);
    put_in(ui.pen(), theme.headline, block.cut_top(welcome), ui.colour().accent_light,
           ui.text("attract.title"));
    put_wrapped(ui.pen(), type, block, ui.colour().white, words);
    return;
  }
  const float narrow = std::min(in.w - tile - theme.gap * 2, ui.screen().w * 0.66f);
  const Rect text_room{0, 0, narrow, in.h - welcome};
  const Type type = shrunk(theme.hero, text_room, words, 0.5f);
  const float text_height = welcome + wrapped_height(type, narrow, words);
  Rect block = in.centred(in.w, std::max(tile, text_height));
  const Rect place = block.cut_left(tile, theme.gap * 2);
  icon_tile(ui, place.centred(tile, tile), theme.icon_large, glyph, ui.colour().accent_bright,
            ui.colour().on_accent);
  block.w = narrow;
  Rect lines = block.centred(narrow, text_height);
  put_in(ui.pen(), theme.headline, lines.cut_top(welcome), ui.colour().accent_light,
         ui.text("attract.title"));
  put_wrapped(ui.pen(), type, lines, ui.colour().white, words);
}

void nothing_card(const State& state, const Ui& ui, const Rect& rect) {
  card(ui, rect);
  const SessionView* next = session_next(*state.venue, state.now_s);
  const std::string words = next ? ui.text("attract.nothing", {{"day", ui.day(next->start_s)},
                                                               {"time", ui.clock(next->start_s)}})
                                 : ui.text("attract.nothing_ahead");
  Rect inner = rect.inset(ui.theme().pad);
  const float side = ui.theme().mm(26);
  icon_tile(ui, inner.cut_left(side, ui.theme().gap * 1.2f).centred(side, side),
            ui.theme().icon_medium, icon::today, ui.colour().accent_soft, ui.colour().accent);
  const Theme& theme = ui.theme();
  const Type& type =
      first_that_fits({&theme.headline, &theme.title, &theme.label, &theme.body}, inner, words);
  put_heading(ui.pen(), type,
              inner.centred(inner.w, std::min(inner.h, wrapped_height(type, inner.w, words))),
              ui.colour().ink, words);
}

// What is on and what comes next today; on another day both would only mislead.
std::vector<SessionCard> cards_of_today(const State& state, const Ui& ui) {
  std::vector<SessionCard> cards = sessions_now_and_next(state, ui);
  if (cards.size() == 1 && !cards[0].strong && !ui.is_today(cards[0].session->start_s)) return {};
  if (cards.size() == 2 && !ui.is_today(cards[1].session->start_s)) cards.pop_back();
  if (cards.size() == 1) cards[0].large = true;
  return cards;
}

// A card that looks as if it could be pressed leads to all of the day. Too high for a hand from a
// chair it is only looked at; the button beneath leads there, too.
std::optional<Press> way_to_day(const Ui& ui, const Rect& rect, const SessionCard& card) {
  const std::string id = "session " + std::to_string(static_cast<int>(card.strong));
  std::string words = card.label;
  for (const std::string& more :
       {ui.when(*card.session), ui.say(card.session->title), ui.say(card.session->room)})
    words += more.empty() ? "" : ", " + more;
  const bool pressed = !ui.low() && touch_area(ui, id.c_str(), rect, {words}).pressed;
  session_card(ui, rect, card);
  if (!pressed) return std::nullopt;
  return Press{Press::What::day};
}

std::optional<Press> programme_row(const State& state, const Ui& ui, Rect in,
                                   const std::vector<SessionCard>& cards) {
  std::optional<Press> press;
  if (cards.empty()) nothing_card(state, ui, in);
  const float gap = ui.theme().gap, count = static_cast<float>(cards.size());
  const float width = (in.w - gap * (count - 1)) / count;
  for (const SessionCard& each : cards) {
    if (const auto way = way_to_day(ui, in.cut_left(width, gap), each)) press = way;
  }
  return press;
}

float programme_height(const Ui& ui, float width, const std::vector<SessionCard>& cards) {
  const Theme& theme = ui.theme();
  const float count = static_cast<float>(std::max<size_t>(1, cards.size()));
  float height = 0;
  for (const SessionCard& each : cards)
    height =
        std::max(height, session_card_height(ui, (width - theme.gap * (count - 1)) / count, each));
  return height;
}

// Of a column of two buttons, each so high, with words that are read at a glance.
float buttons_width(const Ui& ui, float height, float most) {
  const Theme& theme = ui.theme();
  const float beside = theme.mm(8) + theme.icon_small.size + theme.mm(3.4f);
  float wide = std::max(theme.mm(80), theme.touch() * 2);
  for (const char* key : {"attract.no_badge", "attract.about"}) {
    const std::string words = ui.text(key);
    while (wide < most && !fits(theme.label, {0, 0, wide - beside, height}, words))
      wide += theme.mm(4);
  }
  return std::min(wide, most);
}

// A visitor without a badge, and one who only wants to know where they are.
std::optional<Press> buttons(const Ui& ui, Rect in) {
  const float gap = ui.theme().gap;
  const Rect first =
      ui.portrait() ? in.cut_left((in.w - gap) * 0.56f, gap) : in.cut_top((in.h - gap) / 2, gap);
  std::optional<Press> press;
  if (big_button(ui, "search", first, icon::search, ui.text("attract.no_badge"), Look::primary))
    press = {Press::What::search};
  if (big_button(ui, "about", in, icon::info, ui.text("attract.about"), Look::secondary))
    press = {Press::What::about};
  return press;
}

float announcement_height(const Ui& ui, float width, const std::string& words) {
  const Theme& theme = ui.theme();
  const float inside = width - theme.mm(10) - theme.icon_small.size - theme.gap * 0.6f;
  return std::max(theme.mm(14), wrapped_height(theme.label, inside, words) + theme.mm(6));
}

// What the office tells everybody: cut off the top.
void announcement(const Ui& ui, Rect& rest, const payload::Text& text) {
  const Theme& theme = ui.theme();
  const std::string words = ui.say(text);
  ui.tell(words);
  const Rect rect = rest.cut_top(announcement_height(ui, rest.w, words), theme.gap);
  card(ui, rect, ui.colour().warn_soft);
  Rect in = rect.inset(theme.mm(5), theme.mm(3));
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f),
          ui.colour().warn_deep, icon::announcement);
  put_wrapped(ui.pen(), theme.label,
              in.centred(in.w, std::min(in.h, wrapped_height(theme.label, in.w, words))),
              ui.colour().warn_deep, words);
}

}  // namespace

Press draw_attract(const State& state, const Ui& ui) {
  if (const AnnouncementView* emergency = emergency_of(state))
    return draw_emergency(*emergency, state, ui);
  if (is_out_of_service(state)) return draw_out_of_service(state, ui);
  const Theme& theme = ui.theme();
  background(state, ui);
  Rect rest = ui.screen().inset(theme.pad * 1.3f, theme.pad);
  Press press;

  const Press access = status_row(state, ui, rest, theme.gap * 0.8f, true);
  if (access.what != Press::What::none) press = access;
  const std::string time = ui.clock(state.now_s);
  const auto languages_in = [&](const Rect& in) {
    const Press language = language_chips(state, ui, in, true);
    if (language.what != Press::What::none) press = language;
  };
  if (ui.portrait()) {
    Rect bar = rest.cut_top(theme.touch(), theme.gap * 0.6f);
    const float room =
        ui.low() ? bar.w : std::max(0.0f, bar.w - language_chips_width(state, ui) - theme.gap);
    const Type& type =
        first_that_fits({&theme.headline, &theme.title, &theme.label}, {0, 0, room, bar.h}, time);
    put_in(ui.pen(), type, bar.cut_left(text_width(type, time) + 1, theme.gap), ui.colour().white,
           time);
    if (!ui.low()) languages_in(bar);
    heading(state, ui, rest.cut_top(heading_height(ui), theme.gap));
  } else {
    Rect bar = rest.cut_top(std::max(theme.touch(), heading_height(ui)), theme.gap);
    const float clock_width = text_width(theme.headline, time);
    put_in(ui.pen(), theme.headline, bar.cut_right(clock_width, theme.gap * 1.4f),
           ui.colour().white, time, Align::right);
    if (!ui.low()) languages_in(bar.cut_right(language_chips_width(state, ui), theme.gap));
    heading(state, ui, bar);
  }

  for (const std::string& told : {ui.text("attract.title"), ui.say(state.venue->entry.title()),
                                  ui.text(invitation_key(state))})
    ui.tell(told);
  if (const AnnouncementView* told = announcement_now(*state.venue, state.now_s))
    announcement(ui, rest, told->text);
  const std::vector<SessionCard> cards = cards_of_today(state, ui);
  if (ui.low()) {
    Rect row = rest.cut_bottom(theme.touch(), theme.gap * 0.8f);
    languages_in(ui.portrait() ? row : row.cut_right(language_chips_width(state, ui)));
  }
  if (ui.portrait()) {
    press = buttons(ui, rest.cut_bottom(theme.touch() * 1.3f, theme.gap)).value_or(press);
    if (cards.empty()) nothing_card(state, ui, rest.cut_bottom(theme.mm(64), theme.gap * 1.4f));
    float gap = theme.gap * 1.4f;
    for (size_t i = cards.size(); i-- > 0;) {
      const float height = std::max(theme.mm(60), session_card_height(ui, rest.w, cards[i]));
      const Rect place = rest.cut_bottom(height, i == 0 ? gap : theme.gap);
      press = way_to_day(ui, place, cards[i]).value_or(press);
    }
  } else {
    // Two buttons of two lines.
    const float two = (line_height(theme.label) * 2 + theme.mm(8)) * 2 + theme.gap;
    const float least = std::max({theme.mm(70), theme.touch() * 2.4f, two});
    const float wide = buttons_width(ui, (least - theme.gap) / 2, rest.w * 0.45f);
    const float height = programme_height(ui, rest.w - wide - theme.gap, cards);
    Rect row = rest.cut_bottom(std::max(least, height), theme.gap);
    Rect column = row.cut_right(wide, theme.gap);
    column.cut_top(std::max(0.0f, ui.reach().y - column.y));
    press = buttons(ui, column).value_or(press);
    press = programme_row(state, ui, row, cards).value_or(press);
  }
  invitation(state, ui, rest);
  return press;
}

}  // namespace otmetka::kiosk
