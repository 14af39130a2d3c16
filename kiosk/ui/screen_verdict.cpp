// kiosk/ui/screen_verdict.cpp - what became of a scan, in the badge's language from the first
// frame. Never a dead end: every verdict says what to do now.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"
#include "kiosk/ui/verdict_told.h"

namespace otmetka::kiosk {
namespace {

// Of the coloured part: the rest is for the sign and the role beside it, the name and what is to
// be done below.
constexpr float photo_high = 0.34f, photo_wide = 0.24f;

void disc(const Ui& ui, const Rect& place, const Told& what) {
  const float radius = place.h / 2;
  const ImVec2 middle{place.x + radius, place.middle_y()};
  ui.canvas().AddCircleFilled(middle, radius, colour::rgb(0xFFFFFF, 40), 96);
  // In high contrast the sign is the verdict's colour: its ground is black like any other.
  const bool plain = ui.colour().plain;
  ui.canvas().AddCircleFilled(middle, radius * 0.8f, plain ? what.strong : ui.colour().white, 96);
  icon_in(ui, ui.theme().icon_large, {place.x, place.y, place.h, place.h},
          plain ? ui.colour().on_white : what.strong, what.glyph);
}

// The photo of whoever may be shown with it, against badges that are lent.
const std::string& photo_of(const State& state) {
  static const std::string none;
  return state.stage == Stage::told ? state.verdict->photo : none;
}

float photo_height(const Ui& ui, const Rect& in) {
  return person_photo_height(ui, std::min(in.h * photo_high, in.w * photo_wide / 0.75f));
}

// The row with the sign and the photo, and below it the role, where there is no room between them.
struct SignSize {
  float sign = 0, row = 0, below = 0;
  float all() const { return row + below; }
};

void role_chip(const Ui& ui, const Rect& in, const std::string& role) {
  const ChipColours colours{colour::rgb(0xFFFFFF, 44), ui.colour().white};
  if (chip_width(ui, icon::badge, role) <= in.w) {
    chip(ui, in.x, in.middle_y() - chip_height(ui) / 2, icon::badge, role, colours);
  } else {
    tall_chip(ui, in.centred(in.w, tall_chip_height(ui, in.w, role)), role, colours);
  }
}

SignSize sign_size(const State& state, const Ui& ui, const Rect& in) {
  const Theme& theme = ui.theme();
  SignSize size;
  size.sign = size.row = theme.icon_large.size * 1.75f;
  if (photo_of(state).empty()) return size;
  size.row = std::max(size.row, photo_height(ui, in));
  const std::string role = role_name(ui, state.verdict->role);
  const float beside = in.w - person_photo_width(size.row) - size.sign - theme.gap * 2;
  const Rect words{0, 0, beside - theme.caption.size * 1.3f, size.row};
  const bool fitting =
      chip_width(ui, icon::badge, role) <= beside || fits(theme.caption, words, role);
  if (!role.empty() && !fitting) size.below = theme.gap * 0.7f + chip_height(ui);
  return size;
}

// The sign, with the role of whoever is meant beside it, and the photo at the end of the row.
void sign(const State& state, const Ui& ui, Rect in, const Told& what, const SignSize& size) {
  const Theme& theme = ui.theme();
  Rect rest = in.cut_top(size.row, theme.gap * 0.7f);
  if (!photo_of(state).empty()) {
    const Rect place = rest.cut_right(person_photo_width(rest.h), theme.gap);
    person_photo(ui, place, photo_of(state));
  }
  disc(ui, rest.centred(rest.w, size.sign), what);
  const std::string role = role_name(ui, state.verdict->role);
  rest.cut_left(size.sign, theme.gap);
  if (!role.empty()) role_chip(ui, size.below > 0 ? in : rest, role);
}

void ground(const Ui& ui, const Rect& rect, const Told& what) {
  backdrop(ui, rect, what.ground);
  if (!ui.colour().plain) return;
  const float thick = std::floor(ui.theme().mm(3.5f));
  const Rect middle = rect.inset(thick / 2);
  ui.canvas().AddRect({middle.x, middle.y}, {middle.right(), middle.bottom()}, what.strong, 0, 0,
                      thick);
}

// The coloured part: sign, headline, one sentence. Returns the place that was kept for a button.
Rect panel(const State& state, const Ui& ui, const Rect& rect, const Told& what, bool alone,
           float kept_below = 0) {
  const Theme& theme = ui.theme();
  ground(ui, rect, what);
  for (const std::string& told : {what.headline, role_name(ui, state.verdict->role), what.message})
    ui.tell(told);
  Rect in = rect.inset(theme.pad * 1.6f, theme.pad * 1.4f);
  if (alone) in = in.centred(std::min(in.w, theme.mm(360)), in.h);
  const std::string close = ui.text("verdict.touch_to_close");
  // Alone on the screen, it has the way to the switches on its right.
  const float beside = alone ? theme.touch() + theme.gap : 0;
  const float words = wrapped_height(theme.caption, in.w - beside, close);
  Rect foot = in.cut_bottom(std::max(words, alone ? theme.touch() : 0), theme.gap);
  foot.w -= beside;
  const Rect kept = in.cut_bottom(kept_below, kept_below > 0 ? theme.gap : 0);
  foot = foot.centred(foot.w, words);
  put_wrapped(ui.pen(), theme.caption, foot, ui.colour().white_muted, close);
  const SignSize size = sign_size(state, ui, in);
  const float room = in.h - size.all() - theme.gap * 1.6f;
  const Type& small = first_that_fits(
      {alone ? &theme.headline : &theme.title, &theme.title, &theme.label, &theme.body},
      {0, 0, in.w, room * 0.5f}, what.message);
  const float message = wrapped_height(small, in.w, what.message);
  const Rect heading{0, 0, in.w, room - message - theme.gap};
  const float least = theme.headline.size / theme.hero.size;
  Type large = shrunk(theme.hero, heading, what.headline, least);
  if (!fits(large, heading, what.headline)) large = theme.title;
  const float headline = wrapped_height(large, in.w, what.headline);
  const float height = size.all() + theme.gap * 1.6f + headline + theme.gap + message;
  Rect block = in.centred(in.w, std::min(in.h, height));
  sign(state, ui, block.cut_top(size.all(), theme.gap * 1.6f), what, size);
  block.cut_top(put_heading(ui.pen(), large, block, ui.colour().white, what.headline), theme.gap);
  put_heading(ui.pen(), small, block, colour::rgb(0xFFFFFF, 235), what.message);
  return kept;
}

// A line of what a session card says besides its title: when, at which venue, in which room.
struct Fact {
  const char* glyph;
  Type type;
  ImU32 colour;
  std::string words;
};

float facts_height(const Ui& ui, float width, const std::vector<Fact>& facts) {
  float height = 0;
  for (const Fact& each : facts)
    height += icon_row_height(ui, width, each.type, each.words) + ui.theme().mm(2.6f);
  return height;
}

std::vector<Fact> facts_of(const Ui& ui, const Rect& in, const SessionView& session, ImU32 strong,
                           bool with_venue) {
  const Theme& theme = ui.theme();
  const std::string when = ui.when(session);
  const Rect line{0, 0, in.w - theme.mm(25), line_height(theme.headline)};
  const Type& clock = first_that_fits({&theme.headline, &theme.title}, line, when);
  const Type* places = &theme.label;
  std::vector<Fact> facts{{icon::clock, clock, strong, when}};
  const std::string venue = with_venue ? ui.say(session.venue_title) : "",
                    room = ui.say(session.room);
  // Read while walking on: as large as there is room for.
  for (const Type* type : {&theme.title, &theme.lead, &theme.label}) {
    places = type;
    const float height =
        icon_row_height(ui, in.w, *type, venue) + icon_row_height(ui, in.w, *type, room);
    if (height <= in.h * 0.28f) break;
  }
  if (!venue.empty()) facts.push_back({icon::place, *places, ui.colour().ink, venue});
  if (!room.empty()) facts.push_back({icon::room, *places, ui.colour().ink, room});
  return facts;
}

// The session that the visitor is in, or is expected at: large enough to be read while walking on.
void place_card(const Ui& ui, const Rect& rect, const SessionView& session, ImU32 strong,
                bool with_venue) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  const Rect in = rect.inset(theme.pad * 1.1f);
  const std::string type = session_type(ui, session.type), title = ui.say(session.title);
  const float chips = type.empty() ? 0 : chip_height(ui) + theme.gap * 0.8f;
  const std::vector<Fact> facts = facts_of(ui, in, session, strong, with_venue);
  const float rows = facts_height(ui, in.w, facts), between = theme.gap * 1.8f;
  const Rect space{0, 0, in.w, in.h - chips - rows - between};
  const Type& large =
      first_that_fits({&theme.headline, &theme.title, &theme.label, &theme.body}, space, title);
  const float heading = std::min(space.h, wrapped_height(large, in.w, title));
  ui.tell(type);
  ui.tell(title);
  for (const Fact& each : facts) ui.tell(each.words);
  Rect block = in.centred(in.w, std::min(in.h, chips + heading + between + rows));
  if (!type.empty()) {
    const Rect top = block.cut_top(chip_height(ui), theme.gap * 0.8f);
    chip(ui, top.x, top.y, icon::event, type, {ui.colour().sunken, ui.colour().ink});
  }
  put_heading(ui.pen(), large, block.cut_top(heading, between), ui.colour().ink, title);
  const float line = block.y - between / 2;
  ui.canvas().AddLine({block.x, line}, {block.right(), line}, ui.colour().line, 2);
  for (const Fact& each : facts)
    block.cut_top(icon_row(ui, block, each.glyph, each.type, each.colour, each.words),
                  theme.mm(2.6f));
}

std::string next_words(const VerdictView& view, const Ui& ui) {
  if (view.session) {
    std::string own = ui.say(view.session->next);
    if (!own.empty()) return own;
  }
  if (!view.then) return "";
  std::string time = ui.clock(view.then->start_s);
  if (!ui.is_today(view.then->start_s)) time = ui.day(view.then->start_s) + ", " + time;
  return ui.text("verdict.next", {{"what", ui.say(view.then->title)},
                                  {"where", ui.say(view.then->venue_title)},
                                  {"time", time}});
}

// Leads to the day's page, and on to the way to another venue.
Press next_card(const VerdictView& view, const Ui& ui, const Rect& rect, const std::string& words) {
  const Theme& theme = ui.theme();
  const Touch touch = touch_area(ui, "next", rect, {words});
  card(ui, rect, touch.held ? ui.colour().accent_held : ui.colour().accent_soft);
  ui.tell(words);
  Rect in = rect.inset(theme.pad, theme.pad * 0.9f);
  const float side = theme.mm(17);
  icon_tile(ui, in.cut_left(side, theme.gap).centred(side, side), theme.icon_medium,
            view.way ? icon::route : icon::today, ui.colour().accent, ui.colour().on_accent);
  icon_in(ui, theme.icon_medium, in.cut_right(theme.icon_medium.size, theme.gap * 0.5f),
          ui.colour().accent, icon::right);
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, in, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().ink, words);
  return touch.pressed ? Press{Press::What::route} : Press{};
}

Press buttons(const State& state, const Ui& ui, Rect row) {
  Press press;
  const std::string about = ui.text("attract.about");
  const VerdictView& view = *state.verdict;
  // Who has come to the wrong venue needs the way more than words about this one.
  if (view.verdict == Verdict::amber && view.way) {
    const std::string show = ui.text("route.show"), here = ui.text("venue.overview");
    const float both = row.w - ui.theme().gap;
    const float width = std::max(both * 0.5f, std::min(both - button_width(ui, nullptr, here),
                                                       button_width(ui, icon::route, show)));
    const Rect way = row.cut_left(width, ui.theme().gap);
    if (big_button(ui, "route", way, icon::route, show, Look::primary))
      press = {Press::What::route};
    if (big_button(ui, "about", row, nullptr, here, Look::secondary)) press = {Press::What::about};
    return press;
  }
  if (view.leaving) {
    const std::string words = ui.text("verdict.leave");
    // The smaller part, and no more than its word where the other's words are long.
    const float both = row.w - ui.theme().gap, most = both * 0.42f;
    const float rest = both - button_width(ui, icon::info, about);
    const float width =
        std::max(std::min(most, rest), std::min(most, button_width(ui, icon::leave, words)));
    const Rect left = row.cut_right(width, ui.theme().gap);
    // Who has only just come is not shown the door.
    const bool arrives = view.verdict == Verdict::green || view.verdict == Verdict::guest;
    if (big_button(ui, "leave", left, icon::leave, words, arrives ? Look::quiet : Look::secondary))
      press = {Press::What::leave};
  }
  if (big_button(ui, "about", row, icon::info, about, Look::primary)) press = {Press::What::about};
  return press;
}

Press details(const State& state, const Ui& ui, Rect in, const Told& what) {
  const Theme& theme = ui.theme();
  const VerdictView& view = *state.verdict;
  in = in.inset(theme.pad * 1.3f, theme.pad * 1.3f);
  Rect row = in.cut_bottom(theme.touch() * 1.2f, theme.gap * 1.2f);
  Press press = access_button(ui, row, Look::secondary);
  const Press button = buttons(state, ui, row);
  if (button.what != Press::What::none) press = button;
  if (view.verdict == Verdict::amber) {
    if (view.then)
      place_card(ui, in, *view.then, what.strong, view.elsewhere == Elsewhere::other_venue);
    return press;
  }
  const std::string next = next_words(view, ui);
  if (!view.session) {
    if (next.empty()) return press;
    const Press way = next_card(view, ui, in.centred(in.w, std::min(in.h, theme.mm(90))), next);
    return way.what != Press::What::none ? way : press;
  }
  if (next.empty()) {
    place_card(ui, in, *view.session, what.strong, false);
    return press;
  }
  const float height =
      wrapped_height(
          theme.title,
          in.w - theme.pad * 2 - theme.mm(17) - theme.gap * 1.5f - theme.icon_medium.size, next) +
      theme.pad * 2;
  const Rect below = in.cut_bottom(std::clamp(height, theme.mm(38), in.h * 0.42f), theme.gap);
  place_card(ui, in, *view.session, what.strong, false);
  const Press way = next_card(view, ui, below, next);
  return way.what != Press::What::none ? way : press;
}

// Where no row of buttons has it: the way to the switches in its corner of a dark screen.
Press corner(const Ui& ui) {
  const Theme& theme = ui.theme();
  Rect row = ui.screen().inset(theme.pad * 1.3f, theme.pad).cut_bottom(theme.touch());
  return access_button(ui, row, Look::on_dark);
}

Press ask_to_leave(const Ui& ui) {
  const Theme& theme = ui.theme();
  const Rect screen = ui.screen();
  backdrop(ui, screen, {ui.colour().deep, ui.colour().deep_end});
  const float width = std::min(screen.w - theme.pad * 2, theme.mm(250));
  const Rect rect = ui.reach().centred(width, std::min(screen.h - theme.pad * 2, theme.mm(140)));
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 1.3f);
  Rect row = in.cut_bottom(theme.touch() * 1.2f, theme.gap);
  Press press = corner(ui);
  const Rect no = row.cut_right((row.w - theme.gap) / 2, theme.gap);
  if (big_button(ui, "yes", row, icon::leave, ui.text("checkout.yes"), Look::primary))
    press = {Press::What::leave_yes};
  if (big_button(ui, "no", no, nullptr, ui.text("checkout.no"), Look::secondary))
    press = {Press::What::leave_no};
  const float side = theme.icon_large.size * 1.1f;
  icon_tile(ui, in.cut_left(side, theme.gap * 1.4f).centred(side, side), theme.icon_medium,
            icon::leave, ui.colour().accent_soft, ui.colour().accent);
  const std::string words = ui.text("checkout.ask");
  ui.tell(words);
  const float height = std::min(in.h, wrapped_height(theme.headline, in.w, words));
  put_wrapped(ui.pen(), theme.headline, in.centred(in.w, height), ui.colour().ink, words);
  return press;
}

// Never a dead end: whose badge does not work is found by name.
Press not_a_badge(const State& state, const Ui& ui, const Told& what) {
  const Rect button = panel(state, ui, ui.screen(), what, true, ui.theme().touch() * 1.3f);
  const Press access = corner(ui);
  const bool search =
      big_button(ui, "search", button, icon::search, ui.text("attract.no_badge"), Look::on_dark);
  return search ? Press{Press::What::search} : access;
}

bool touched_beside_buttons() {
  return ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !ImGui::IsAnyItemHovered() &&
         !ImGui::IsAnyItemActive();
}

}  // namespace

float verdict_strip_height(const State& state, const Ui& ui, float width) {
  const Theme& theme = ui.theme();
  const float room = width - theme.pad * 2.6f - theme.icon_medium.size * 1.4f - theme.gap * 0.7f;
  const float words = wrapped_height(theme.label, room, told(state, ui).headline);
  return std::max(words, theme.icon_medium.size * 1.4f) + theme.mm(4);
}

void verdict_strip(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const Told what = told(state, ui);
  ground(ui, rect, what);
  Rect in = rect.inset(theme.pad * 1.3f, theme.mm(2));
  const float side = theme.icon_medium.size * 1.4f;
  icon_in(ui, theme.icon_medium, in.cut_left(side, theme.gap * 0.7f), ui.colour().white,
          what.glyph);
  // Where to go now stays in sight while a question is answered; a tall panel has room for more
  // below.
  const VerdictView& view = *state.verdict;
  const bool goes_in = view.session && view.verdict != Verdict::amber;
  const std::string room = goes_in && !ui.portrait() ? ui.say(view.session->room) : "";
  const float place = theme.icon_small.size * 1.4f, words = text_width(theme.label, room);
  if (!room.empty() &&
      text_width(theme.title, what.headline) + theme.gap * 2 + place + words < in.w) {
    Rect where = in.cut_right(place + words, theme.gap);
    icon_in(ui, theme.icon_small, where.cut_left(place), ui.colour().white, icon::room);
    put_wrapped(ui.pen(), theme.label, where.centred(where.w, line_height(theme.label)),
                ui.colour().white, room);
    ui.tell(room);
  }
  const Type& type = first_that_fits({&theme.title, &theme.label}, in, what.headline);
  const float height = std::min(in.h, wrapped_height(type, in.w, what.headline));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().white, what.headline);
}

bool verdict_place(const State& state, const Ui& ui, const Rect& in) {
  const VerdictView& view = *state.verdict;
  const bool amber = view.verdict == Verdict::amber;
  const auto& session = amber ? view.then : view.session;
  if (!session || in.h < ui.theme().label.size * 11.5f) return false;
  place_card(ui, in, *session, told(state, ui).strong, view.elsewhere == Elsewhere::other_venue);
  return true;
}

Press draw_verdict(const State& state, const Ui& ui) {
  if (state.consent != ConsentStep::none) return draw_consent(state, ui);
  if (state.stage == Stage::asks_to_leave) return ask_to_leave(ui);
  Told what = told(state, ui);
  Press press;
  const VerdictView& view = *state.verdict;
  const bool ends = state.stage == Stage::left || state.stage == Stage::stays;
  const bool alone = ends || (!view.session && !view.then);
  if (ends) {
    const bool left = state.stage == Stage::left;
    what = {icon::done,
            {ui.colour().deep, ui.colour().deep_end},
            ui.colour().accent,
            left ? ui.text("checkout.ok", {{"time", ui.clock(state.left_at_s)}})
                 : ui.text("checkout.stays"),
            ui.text(left ? "sync.saved" : "checkout.not_needed")};
  }
  Rect rest = ui.screen();
  if (view.verdict == Verdict::not_a_badge) {
    press = not_a_badge(state, ui, what);
  } else if (alone) {
    panel(state, ui, rest, what, true);
    press = corner(ui);
  } else {
    const Rect coloured =
        ui.portrait() ? rest.cut_top(rest.h * 0.44f) : rest.cut_left(rest.w * 0.45f);
    panel(state, ui, coloured, what, false);
    press = details(state, ui, rest, what);
  }
  if (press.what == Press::What::none && touched_beside_buttons()) press = {Press::What::dismiss};
  return press;
}

}  // namespace otmetka::kiosk
