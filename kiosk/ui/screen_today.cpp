// kiosk/ui/screen_today.cpp - what happens here today; on a day without anything, what comes next.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

std::vector<const SessionView*> of_today(const State& state, const Ui& ui) {
  std::vector<const SessionView*> out;
  for (const SessionView& session : state.venue->sessions) {
    if (ui.is_today(session.start_s)) out.push_back(&session);
  }
  return out;
}

void time_column(const Ui& ui, const Rect& in, const SessionView& session, ImU32 colour) {
  const Theme& theme = ui.theme();
  Rect lines = in.centred(in.w, line_height(theme.headline) + line_height(theme.label));
  put_in(ui.pen(), theme.headline, lines.cut_top(line_height(theme.headline)), colour,
         ui.clock(session.start_s));
  put_in(ui.pen(), theme.label, lines, ui.colour().muted, "– " + ui.clock(session.end_s));
}

float time_width(const Ui& ui) { return text_width(ui.theme().headline, "00:00") + ui.theme().gap; }

// Of the room, in a row of this width: one line, seldom two.
float room_height(const Ui& ui, const SessionView& session, float width) {
  const Theme& theme = ui.theme();
  const float in = width - theme.pad * 2 - time_width(ui) - theme.gap * 1.6f;
  return icon_row_height(ui, in, theme.body, ui.say(session.room), 2);
}

bool session_row(const State& state, const Ui& ui, const SessionView& session, const Rect& rect) {
  const Theme& theme = ui.theme();
  const bool now = session_now(*state.venue, state.now_s) == &session;
  const bool over = session.end_s <= state.now_s;
  card(ui, rect, over ? ui.colour().sunken : ui.colour().card);
  if (now) {
    ui.canvas().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().accent_bright,
                        theme.radius, 0, std::max(3.0f, theme.mm(0.8f)));
  }
  Rect in = rect.inset(theme.pad, theme.pad * 0.7f);
  time_column(ui, in.cut_left(time_width(ui), theme.gap * 0.6f), session,
              over ? ui.colour().muted : ui.colour().accent);
  ui.canvas().AddLine({in.x, in.y}, {in.x, in.bottom()}, ui.colour().edge, 2);
  in.cut_left(theme.gap);
  const std::string type = now ? now_or_soon(state, ui, session) : session_type(ui, session.type);
  Rect top = in.cut_top(chip_height(ui), theme.mm(2.4f));
  const ChipColours colours = now ? ChipColours{ui.colour().accent, ui.colour().on_accent}
                                  : ChipColours{ui.colour().accent_soft, ui.colour().accent};
  if (!type.empty()) {
    chip(ui, top.x, top.y, nullptr, type,
         over ? ChipColours{ui.colour().dim, ui.colour().ink} : colours);
  }
  const std::string room = ui.say(session.room);
  if (!room.empty())
    icon_row(ui, in.cut_bottom(room_height(ui, session, rect.w), theme.mm(1.5f)), icon::room,
             theme.body, ui.colour().muted, room, 2);
  const std::string title = ui.say(session.title);
  for (const std::string& told : {type, ui.when(session), title, room}) ui.tell(told);
  const Type& large = first_that_fits(
      {ui.portrait() ? &theme.title : &theme.headline, &theme.title, &theme.label, &theme.body}, in,
      title);
  put_heading(ui.pen(), large, in, over ? ui.colour().muted : ui.colour().ink, title);
  return false;
}

void empty_day(const State& state, const Ui& ui, const Rect& in) {
  const Theme& theme = ui.theme();
  const SessionView* next = session_next(*state.venue, state.now_s);
  const std::string words = next ? ui.text("attract.nothing", {{"day", ui.day(next->start_s)},
                                                               {"time", ui.clock(next->start_s)}})
                                 : ui.text("attract.nothing_ahead");
  ui.tell(words);
  const float side = theme.mm(30), width = std::min(in.w, theme.mm(330)),
              room = width - theme.pad * 3;
  const Type& type =
      first_that_fits({&theme.headline, &theme.title}, {0, 0, room, in.h * 0.5f}, words);
  const float text = wrapped_height(type, room, words);
  const Rect rect = in.centred(width, side + theme.gap * 1.4f + text + theme.pad * 3.4f);
  card(ui, rect);
  Rect inner = rect.inset(theme.pad * 1.5f, theme.pad * 1.7f);
  const Rect place = inner.cut_top(side, theme.gap * 1.4f);
  icon_tile(ui, place.centred(side, side), theme.icon_medium, icon::today, ui.colour().accent_soft,
            ui.colour().accent);
  put_wrapped(ui.pen(), type, inner, ui.colour().ink, words, Align::centre);
}

Press route_button(const Ui& ui, Rect& in, const OnwardView& onward) {
  const Theme& theme = ui.theme();
  const std::string words = onward_words(onward, ui);
  const float room = in.w - theme.mm(12) - theme.icon_small.size;
  const float lines = wrapped_height(theme.label, room, words) + theme.mm(8);
  const Rect button = in.cut_bottom(std::max(theme.touch() * 1.1f, lines), theme.gap * 0.7f);
  const bool pressed = big_button(ui, "route", button, icon::route, words, Look::secondary);
  return pressed ? Press{Press::What::route} : Press{};
}

Press draw_sessions(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const std::vector<const SessionView*> sessions = of_today(state, ui);
  if (sessions.empty()) {
    empty_day(state, ui, in);
    return {};
  }
  Rect head = in.cut_top(line_height(theme.title), theme.gap * 0.7f);
  const std::string weekday = ui.weekday(state.now_s);
  const std::string date = weekday + ", " + ui.date(state.now_s);
  ui.tell(date);
  put_in(ui.pen(), theme.title, head, ui.colour().ink, date);
  // A narrow screen breaks most titles into two lines.
  const float title = line_height(theme.title) * (ui.portrait() ? 2 : 1);
  float room = line_height(theme.body);
  for (const SessionView* each : sessions) room = std::max(room, room_height(ui, *each, in.w));
  const float row = chip_height(ui) + title + room + theme.pad * 1.4f + theme.mm(7);
  // A short day is set larger; what is left of a tall screen shows the house.
  const float between = theme.mm(2.4f), count = static_cast<float>(sessions.size());
  const float share = (in.h + between) / count - between;
  const ListView list{sessions.size(), state.list, std::floor(std::clamp(share, row, row * 1.35f))};
  const float used = count * (list.row_height + between) + theme.gap;
  if (in.h - used > in.w * 0.4f) {
    const Rect house = in.cut_bottom(std::min(in.h - used, in.w / 1.5f), theme.gap);
    shadow(ui, house);
    picture_cover(ui, house, state.venue->entry.picture(), theme.radius, icon::museum);
  }
  return long_list(ui, in, list, Press::What::none, [&](size_t index, const Rect& rect) {
    return session_row(state, ui, *sessions[index], rect);
  });
}

}  // namespace

Press draw_today(const State& state, const Ui& ui, Rect in) {
  Press press;
  if (const OnwardView* onward = way_on(state)) press = route_button(ui, in, *onward);
  const Press list = draw_sessions(state, ui, in);
  return list.what != Press::What::none ? list : press;
}

}  // namespace otmetka::kiosk
