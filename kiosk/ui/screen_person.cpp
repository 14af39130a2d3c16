// kiosk/ui/screen_person.cpp - one person at one session, what the office wants staff to know, and
// all that can be put right.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

struct Way {
  Press press;
  const char* id;
  const char* glyph;
  std::string label;
  Look look;
  std::string hint = {};  // what it does, where the label alone leaves it open
};

std::vector<Way> ways(const State& state, const Ui& ui, const StaffPersonView& person) {
  std::vector<Way> out;
  const bool came = has_come(person.state);
  if (may_come(person.state, person.gone_s()))
    out.push_back({{Press::What::check_in_one},
                   "check in",
                   icon::person_checked,
                   ui.text("person.check_in"),
                   Look::primary});
  if (person.state == Expected::missing && !person.walk_in())
    out.push_back({{Press::What::excuse, -1},
                   "excuse",
                   icon::excused,
                   ui.text("person.excuse"),
                   Look::secondary});
  if (person.badge && state.printer.configured)
    out.push_back({{Press::What::print_badge},
                   "print badge",
                   icon::print,
                   ui.text("person.print_badge"),
                   Look::secondary});
  if (!state.shift->manager || person.standing.empty()) return out;
  if (!came) {
    out.push_back({{Press::What::take_back},
                   "take back",
                   icon::undo,
                   ui.text("fix.undo"),
                   Look::secondary,
                   ui.text("fix.undo_how")});
    return out;
  }
  out.push_back({{Press::What::absent},
                 "absent",
                 icon::absent,
                 ui.text("person.absent"),
                 Look::secondary,
                 ui.text("person.absent_how")});
  out.push_back({{Press::What::take_back},
                 "take back",
                 icon::undo,
                 ui.text("fix.void"),
                 Look::secondary,
                 ui.text("fix.void_how")});
  return out;
}

void note_card(const Ui& ui, const Rect& rect, const std::string& note) {
  const Theme& theme = ui.theme();
  ui.canvas().AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().warn_soft,
                            theme.radius_button);
  Rect in = rect.inset(theme.mm(4), theme.mm(2.5f));
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f),
          ui.colour().warn_deep, icon::note);
  const Type& type = first_that_fits({&theme.body, &theme.caption}, in, note);
  put_wrapped(ui.pen(), type, in.centred(in.w, std::min(in.h, wrapped_height(type, in.w, note))),
              ui.colour().warn_deep, note);
}

// `now`: whether they have left counts.
StateLook look_of(const State& state, const Ui& ui, const StaffPersonView& person, bool now) {
  return state_look(state, ui, {person.who, person.state, now ? person.gone_s() : 0},
                    person.session);
}

StateLook look_of(const State& state, const Ui& ui, const StaffPersonView& person,
                  const PartnerView& partner) {
  return state_look(state, ui, {partner.who, partner.state, partner.left_s}, person.session);
}

std::string state_line(const State& state, const Ui& ui, const StaffPersonView& person) {
  // Who has left is not here, so that only the time of coming is told.
  const bool gone = person.exit != Exit::none && person.state == Expected::arrived;
  std::string words = gone && person.came_s != 0
                          ? ui.text("person.came", {{"time", ui.clock(person.came_s)}})
                          : look_of(state, ui, person, false).words;
  if (!gone && person.came_s != 0) words += ", " + ui.clock(person.came_s);
  if (person.time_doubted) words += " (" + ui.text("person.time_doubted") + ")";
  if (person.exit != Exit::none) {
    const char* how = person.exit == Exit::closed ? "person.left_at_end" : "person.left";
    words += " · " + ui.text(how, {{"time", ui.clock(person.left_s)}});
  }
  return words;
}

std::string partner_line(const State& state, const Ui& ui, const StaffPersonView& person,
                         const PartnerView& partner) {
  return ui.text("person.partner", {{"name", partner.name}}) + " · " +
         look_of(state, ui, person, partner).words;
}

// Name, whose they are, how they stand; returns the height used.
void about(const State& state, const Ui& ui, const StaffPersonView& person, Rect in) {
  const Theme& theme = ui.theme();
  if (!person.photo.empty()) {
    const float height = person_photo_height(ui, in.h * 0.5f);
    const Rect column = in.cut_left(person_photo_width(height), theme.gap);
    person_photo(ui, {column.x, column.y, column.w, height}, person.photo);
  }
  const Type& large = first_that_fits({&theme.headline, &theme.title, &theme.label},
                                      {0, 0, in.w, line_height(theme.headline)}, person.name);
  in.cut_top(put_wrapped(ui.pen(), large, in, ui.colour().ink, person.name), theme.gap * 0.4f);
  std::string of = ui.say(person.delegation);
  if (person.walk_in()) of = ui.text("inside.walk_in") + (of.empty() ? "" : " · ") + of;
  const std::string post = ui.say(person.post);
  if (!post.empty()) of += (of.empty() ? "" : " · ") + post;
  const std::string team = ui.say(person.team);
  if (!team.empty()) of += (of.empty() ? "" : " · ") + ui.text("person.team", {{"team", team}});
  if (!of.empty())
    in.cut_top(put_wrapped(ui.pen(), theme.body, in, ui.colour().muted, of), theme.gap * 0.6f);
  if (person.declined)
    in.cut_top(icon_row(ui, in, icon::lock, theme.caption, ui.colour().muted,
                        ui.text("person.declined"), 3),
               theme.gap * 0.6f);
  const std::string session = ui.say(person.session.title) + ", " + ui.when(person.session);
  in.cut_top(put_wrapped(ui.pen(), theme.caption, in, ui.colour().muted, session),
             theme.gap * 0.6f);
  const StateLook look = look_of(state, ui, person, true);
  in.cut_top(
      icon_row(ui, in, look.icon, theme.label, look.colour, state_line(state, ui, person), 3),
      theme.gap * 0.6f);
  for (const PartnerView& partner : person.partners) {
    const StateLook theirs = look_of(state, ui, person, partner);
    in.cut_top(icon_row(ui, in, theirs.icon, theme.body, theirs.colour,
                        partner_line(state, ui, person, partner), 3),
               theme.gap * 0.3f);
  }
}

float way_height(const Ui& ui, const Way& way, float width) {
  const Theme& theme = ui.theme();
  const float hint = way.hint.empty() ? 0 : wrapped_height(theme.caption, width, way.hint);
  return theme.touch() * 1.15f + theme.gap * 0.6f + hint;
}

float ways_height(const Ui& ui, const std::vector<Way>& all, float width) {
  float height = 0;
  for (const Way& way : all) height += way_height(ui, way, width);
  return height;
}

Press buttons(const Ui& ui, const std::vector<Way>& all, Rect in) {
  const Theme& theme = ui.theme();
  Press press;
  for (const Way& way : all) {
    Rect place = in.cut_top(way_height(ui, way, in.w));
    if (big_button(ui, way.id, place.cut_top(theme.touch() * 1.15f), way.glyph, way.label,
                   way.look))
      press = way.press;
    if (way.hint.empty()) continue;
    ui.tell(way.hint);
    put_wrapped(ui.pen(), theme.caption, place, ui.colour().muted, way.hint, Align::centre);
  }
  return press;
}

}  // namespace

Press draw_person(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  if (!state.desk.person) return {};  // on its way; a frame at most
  const StaffPersonView& person = *state.desk.person;
  const std::vector<Way> all = ways(state, ui, person);
  Rect pressed = in;
  if (ui.portrait()) {
    pressed = in.cut_bottom(ways_height(ui, all, in.w), theme.gap);
  } else {
    pressed = in.cut_right(in.w * 0.4f, theme.gap);
    if (ui.low()) pressed = pressed.cut_bottom(ways_height(ui, all, pressed.w));
  }
  for (const std::string& told : {person.name, state_line(state, ui, person)}) ui.tell(told);
  for (const PartnerView& partner : person.partners)
    ui.tell(partner_line(state, ui, person, partner));
  ui.tell(person.note);
  card(ui, in);
  Rect inner = in.inset(theme.pad);
  if (!person.note.empty()) {
    const float inside = inner.w - theme.mm(8) - theme.icon_small.size - theme.gap * 0.6f;
    const float wanted = wrapped_height(theme.body, inside, person.note) + theme.mm(5);
    note_card(ui, inner.cut_bottom(std::min(wanted, inner.h * 0.5f), theme.gap), person.note);
  }
  about(state, ui, person, inner);
  return buttons(ui, all, pressed);
}

Press draw_reasons(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const StaffPersonView& person = *state.desk.person;
  const bool came = has_come(person.state);
  const char* what = state.desk.correcting == Correcting::absent ? "person.absent_how"
                     : came                                      ? "fix.void_how"
                                                                 : "fix.undo_how";
  const std::string words = ui.text(what) + " " + ui.text("fix.reason");
  const char* keys[] = {"reason.mistake", "reason.lent_badge", "reason.left_early"};
  static_assert(std::size(keys) == std::size(correction_reasons));
  const size_t count = reasons_offered(person);
  constexpr float wide_mm = 240;
  const float inside = question_width(ui, wide_mm), gap = theme.gap * 0.6f,
              row = theme.touch() * 1.1f;
  const float name = wrapped_height(theme.title, inside, person.name),
              ask = wrapped_height(theme.label, inside, words);
  Rect in = question_card(ui, wide_mm,
                          name + ask + theme.gap + (row + gap) * static_cast<float>(count + 1));
  ui.tell(person.name);
  ui.tell(words);
  put_wrapped(ui.pen(), theme.title, in.cut_top(name), ui.colour().ink, person.name);
  put_wrapped(ui.pen(), theme.label, in.cut_top(ask, theme.gap), ui.colour().muted, words);
  Press press;
  for (size_t i = 0; i < count; ++i) {
    const std::string id = "reason " + std::to_string(i);
    if (big_button(ui, id.c_str(), in.cut_top(row, gap), nullptr, ui.text(keys[i]),
                   Look::secondary))
      press = {Press::What::reason, static_cast<int>(i)};
  }
  if (big_button(ui, "no reason", in.cut_top(row), icon::close, ui.text("common.back"),
                 Look::quiet))
    press = {Press::What::reason_no};
  return press;
}

}  // namespace otmetka::kiosk
