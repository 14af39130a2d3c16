#include "kiosk/ui/parts.h"

#include "kiosk/ui/icons.h"

namespace otmetka::kiosk {

namespace {

float chip_gap(const Ui& ui) { return ui.theme().gap * 0.7f; }

// Beside the chip where it fits, else on a line of its own.
bool when_beside_chip(const Ui& ui, float width, const SessionCard& what) {
  const float used = chip_width(ui, nullptr, what.label) + chip_gap(ui);
  return used + text_width(ui.theme().label, ui.when(*what.session)) <= width;
}

const Type& place_type(const Ui& ui, float width, const std::string& where) {
  const Theme& theme = ui.theme();
  const float two = 2 * line_height(theme.body);
  return icon_row_height(ui, width, theme.body, where) > two ? theme.caption : theme.body;
}

float place_height(const Ui& ui, float width, const std::string& where) {
  if (where.empty()) return 0;
  return ui.theme().mm(2) + icon_row_height(ui, width, place_type(ui, width, where), where);
}

const Type& heading_type(const Ui& ui, float width, const SessionCard& what) {
  const Theme& theme = ui.theme();
  const Rect two_lines{0, 0, width, line_height(theme.headline) * 2};
  const std::string title = ui.say(what.session->title);
  if (what.large && fits(theme.headline, two_lines, title)) return theme.headline;
  return fits(theme.title, two_lines, title) ? theme.title : theme.label;
}

float when_height(const Ui& ui, float width, const SessionCard& what) {
  return wrapped_height(ui.theme().label, width, ui.when(*what.session));
}

}  // namespace

void session_card(const Ui& ui, const Rect& rect, const SessionCard& what) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  Rect inner = rect.inset(theme.pad, theme.pad * 0.85f);
  const bool beside = when_beside_chip(ui, inner.w, what);
  Rect top = inner.cut_top(chip_height(ui), theme.gap * 0.6f);
  const ChipColours colours = what.strong
                                  ? ChipColours{ui.colour().accent, ui.colour().on_accent}
                                  : ChipColours{ui.colour().accent_soft, ui.colour().accent};
  top.cut_left(chip(ui, top.x, top.y, nullptr, what.label, colours), chip_gap(ui));
  if (beside) {
    put_in(ui.pen(), theme.label, top, ui.colour().ink, ui.when(*what.session));
  } else {
    const Rect lines = inner.cut_top(when_height(ui, inner.w, what), theme.mm(1.5f));
    put_wrapped(ui.pen(), theme.label, lines, ui.colour().ink, ui.when(*what.session));
  }
  const std::string where = ui.say(what.session->room);
  if (!where.empty()) {
    const Rect foot = inner.cut_bottom(place_height(ui, inner.w, where) - theme.mm(2), theme.mm(2));
    icon_row(ui, foot, icon::room, place_type(ui, inner.w, where), ui.colour().muted, where);
  }
  const std::string title = ui.say(what.session->title);
  const Type& type = first_that_fits(
      {&heading_type(ui, inner.w, what), &theme.title, &theme.label, &theme.body, &theme.caption},
      inner, title);
  put_heading(ui.pen(), type, inner, ui.colour().ink, title);
}

float session_card_height(const Ui& ui, float width, const SessionCard& what) {
  const Theme& theme = ui.theme();
  const float room = width - theme.pad * 2;
  float height = theme.pad * 1.7f + chip_height(ui) + theme.gap * 0.6f;
  if (!when_beside_chip(ui, room, what)) height += when_height(ui, room, what) + theme.mm(1.5f);
  height += wrapped_height(heading_type(ui, room, what), room, ui.say(what.session->title));
  return std::ceil(height + place_height(ui, room, ui.say(what.session->room)));
}

std::string now_or_soon(const State& state, const Ui& ui, const SessionView& session) {
  if (session.start_s <= state.now_s) return ui.text("attract.now");
  const int64_t minutes = (session.start_s - state.now_s + 59) / 60;
  return ui.text("attract.soon", {{"n", std::to_string(minutes)}});
}

std::vector<SessionCard> sessions_now_and_next(const State& state, const Ui& ui) {
  std::vector<SessionCard> out;
  if (const SessionView* now = session_now(*state.venue, state.now_s))
    out.push_back({now, now_or_soon(state, ui, *now), true});
  if (const SessionView* next = session_next(*state.venue, state.now_s))
    out.push_back({next, ui.text("attract.next"), false});
  return out;
}

namespace {

bool corner_button(const Ui& ui, Rect& row, const char* id, const char* glyph, Look look,
                   const std::string& said) {
  const float side = ui.theme().touch();
  const Rect place = row.cut_right(side, ui.theme().gap * 0.8f).centred(side, side);
  const bool on_dark = look == Look::on_dark;
  // It may stand before a bright part of a picture.
  if (on_dark)
    ui.canvas().AddRectFilled({place.x, place.y}, {place.right(), place.bottom()},
                              ui.colour().plate, ui.theme().radius_button);
  return icon_button(ui, id, place, glyph, look, on_dark ? ui.colour().white : ui.colour().ink,
                     said);
}

}  // namespace

Press access_button(const Ui& ui, Rect& row, Look look) {
  const bool pressed =
      corner_button(ui, row, "access", icon::access, look, ui.text("access.title"));
  return pressed ? Press{Press::What::access} : Press{};
}

Press staff_button(const Ui& ui, Rect& row) {
  const bool pressed =
      corner_button(ui, row, "staff", icon::lock, Look::on_dark, ui.text("sign_in.title"));
  return pressed ? Press{Press::What::staff} : Press{};
}

Press status_row(const State& state, const Ui& ui, Rect& rest, float gap, bool for_staff) {
  const float side = ui.theme().touch();
  const float buttons = (side + ui.theme().gap * 0.8f) * (for_staff ? 2 : 1);
  const float height = status_height(state, ui, rest.w - buttons);
  Rect row = rest.cut_bottom(std::max(side, height), gap);
  const Press access = access_button(ui, row, Look::on_dark);
  const Press staff = for_staff ? staff_button(ui, row) : Press{};
  status_chips(state, ui, row.centred(row.w, height));
  return access.what != Press::What::none ? access : staff;
}

float list_row_height(const Ui& ui, float lines) {
  return std::max(ui.theme().touch(),
                  std::floor(line_height(ui.theme().caption) * lines + ui.theme().mm(3)));
}

void row_words(const Ui& ui, const Rect& in, const std::string& title, const std::string& where) {
  const Theme& theme = ui.theme();
  const Rect line{0, 0, in.w, line_height(theme.label)};
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption}, line, title);
  const float height = wrapped_height(type, in.w, title), second = line_height(theme.caption);
  const bool both = !where.empty() && where != title && height + second <= in.h &&
                    text_width(theme.caption, where) <= in.w;
  Rect words = in.centred(in.w, std::min(in.h, height + (both ? second : 0)));
  words.cut_top(put_wrapped(ui.pen(), type, words, ui.colour().ink, title));
  if (both) put_in(ui.pen(), theme.caption, words, ui.colour().muted, where);
}

void row_words(const Ui& ui, const Rect& in, const std::string& title,
               std::initializer_list<std::string> where) {
  for (const std::string& each : where) {
    if (!each.empty() && text_width(ui.theme().caption, each) <= in.w)
      return row_words(ui, in, title, each);
  }
  row_words(ui, in, title, "");
}

bool has_room_beside(const Ui& ui, const std::string& title, float width) {
  const Theme& theme = ui.theme();
  return theme.wishes.larger_text ? text_width(theme.body, title) <= width
                                  : widest_word(theme.caption, title) <= width;
}

void row_ground(const Ui& ui, const Rect& rect, bool chosen, bool held) {
  const Theme& theme = ui.theme();
  const ImVec2 from{rect.x, rect.y}, to{rect.right(), rect.bottom()};
  ui.canvas().AddRectFilled(from, to, chosen || held ? ui.colour().accent_soft : ui.colour().card,
                            theme.radius_button);
  if (!chosen) return outline(ui, rect, theme.radius_button);
  ui.canvas().AddRect(from, to, ui.colour().accent_bright, theme.radius_button, 0,
                      std::max(2.0f, theme.mm(0.7f)));
}

Rect floor_plan(const State& state, const Ui& ui, const Rect& in) {
  const Theme& theme = ui.theme();
  if (ui.picture(state.venue->entry.plan()).texture != 0) {
    const Rect plan = picture_whole(ui, in, state.venue->entry.plan(), theme.radius * 0.6f);
    // What is marked on it must stand out from any drawing.
    if (ui.colour().plain)
      ui.canvas().AddRectFilled({plan.x, plan.y}, {plan.right(), plan.bottom()},
                                colour::faint(ui.colour().page, 120), theme.radius * 0.6f);
    return plan;
  }
  const float width = std::min(in.w, in.h * 1.5f);
  const Rect sheet = in.centred(width, width / 1.5f);
  ImDrawList& canvas = ui.canvas();
  canvas.AddRectFilled({sheet.x, sheet.y}, {sheet.right(), sheet.bottom()}, ui.colour().accent_soft,
                       theme.radius * 0.6f);
  for (int i = 1; i < 6; ++i) {
    const float x = std::floor(sheet.x + sheet.w * static_cast<float>(i) / 6);
    canvas.AddLine({x, sheet.y}, {x, sheet.bottom()}, colour::faint(ui.colour().accent, 26), 2);
  }
  for (int i = 1; i < 4; ++i) {
    const float y = std::floor(sheet.y + sheet.h * static_cast<float>(i) / 4);
    canvas.AddLine({sheet.x, y}, {sheet.right(), y}, colour::faint(ui.colour().accent, 26), 2);
  }
  return sheet;
}

bool can_show_on_plan(const State& state, const Ui& ui, const payload::Hall* hall) {
  return hall && hall->placed() && ui.picture(state.venue->entry.plan()).texture != 0;
}

void show_on_plan(const State& state, const Ui& ui, const Rect& in, const payload::Hall& hall) {
  const Theme& theme = ui.theme();
  const Rect plan = floor_plan(state, ui, in);
  const float pin = std::min(theme.icon_large.size, plan.h * 0.24f),
              x = plan.x + plan.w * static_cast<float>(hall.x()),
              y = plan.y + plan.h * static_cast<float>(hall.y());
  ui.canvas().AddCircleFilled({x, y}, pin * 0.55f, colour::faint(ui.colour().accent_bright, 60),
                              64);
  ui.canvas().AddCircleFilled({x, y}, pin * 0.08f, ui.colour().accent, 32);
  icon_in(ui, {theme.icon_large.font, pin}, {x - pin / 2, y - pin * 0.92f, pin, pin},
          ui.colour().accent, icon::place);
}

std::string session_type(const Ui& ui, const std::string& type) {
  if (type == "visit") return ui.text("session.visit");
  if (type == "lecture") return ui.text("session.lecture");
  if (type == "masterclass") return ui.text("session.masterclass");
  if (type == "networking") return ui.text("session.networking");
  if (type == "project") return ui.text("session.project");
  if (type == "defence") return ui.text("session.defence");
  if (type == "test") return ui.text("session.test");
  if (type == "ceremony") return ui.text("session.ceremony");
  if (type == "presentation") return ui.text("session.presentation");
  return "";
}

std::string role_name(const Ui& ui, const std::string& role) {
  if (role == "participant") return ui.text("role.participant");
  if (role == "host") return ui.text("role.host");
  if (role == "speaker") return ui.text("role.speaker");
  if (role == "moderator") return ui.text("role.moderator");
  if (role == "jury") return ui.text("role.jury");
  if (role == "staff") return ui.text("role.staff");
  return "";
}

Press told_card(const Ui& ui, const Rect& in, const char* glyph, const std::string& words,
                const Press& press) {
  const Theme& theme = ui.theme();
  const float side = theme.icon_large.size * 1.4f, button = theme.touch() * 1.2f;
  const Rect place = in.centred(std::min(in.w, theme.mm(360)), in.h);
  // What is pressed stands where a hand from a chair finds it.
  const Rect reach = ui.low() ? Rect{in.x, ui.reach().y, in.w, in.bottom() - ui.reach().y} : in;
  const Rect room{0, 0, place.w - theme.pad * 3,
                  reach.h - theme.pad * 3 - side - button - theme.gap * 2.6f};
  const Type& type = first_that_fits(
      {&theme.headline, &theme.title, &theme.label, &theme.body, &theme.caption}, room, words);
  const float text = wrapped_height(type, room.w, words);
  const float height = theme.pad * 3 + side + theme.gap + text + theme.gap * 1.6f + button;
  const Rect rect = reach.centred(place.w, std::min(reach.h, height));
  ui.tell(words);
  card(ui, rect);
  Rect inside = rect.inset(theme.pad * 1.5f);
  const Rect row = inside.cut_bottom(button, theme.gap * 1.6f);
  icon_tile(ui, inside.cut_top(side, theme.gap).centred(side, side), theme.icon_large, glyph,
            ui.colour().accent_soft, ui.colour().accent);
  put_wrapped(ui.pen(), type, inside, ui.colour().ink, words, Align::centre);
  const std::string back = ui.text("common.done");
  const float wide = std::max(row.w * 0.5f, button_width(ui, icon::check, back));
  const bool pressed =
      big_button(ui, "done", row.centred(wide, row.h), icon::check, back, Look::primary);
  return pressed ? press : Press{};
}

}  // namespace otmetka::kiosk
