// kiosk/ui/screen_people.cpp - one delegation, or everybody: who is missing first. The whole group
// is checked in by one touch, without those whose tick was taken away; a reason is one touch, too.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

// Before the name, as on any list that is ticked off.
bool tick(const Ui& ui, Rect& in, const std::string& id, bool on) {
  const Theme& theme = ui.theme();
  const Rect place = in.cut_left(theme.touch(), theme.mm(2.4f));
  const ImU32 colour = on ? ui.colour().accent : ui.colour().muted;
  const bool pressed = big_button(ui, id.c_str(), place, nullptr, "", Look::secondary,
                                  ui.text(on ? "people.included" : "people.left_out"));
  const Type large{theme.icon_large.font, theme.touch() * 0.62f};
  icon_in(ui, large, place, colour, on ? icon::box_on : icon::box_off);
  return pressed;
}

bool excuse(const Ui& ui, Rect& in, const std::string& id) {
  const Theme& theme = ui.theme();
  const std::string words = ui.text("person.excuse_short");
  const float wide = button_width(ui, icon::excused, words);
  const Rect place = in.cut_right(std::max(theme.touch(), wide), theme.mm(2.4f));
  return big_button(ui, id.c_str(), place, icon::excused, words, Look::secondary);
}

Press person_row(const State& state, const Ui& ui, size_t index, const BoardPersonView& person,
                 bool has_ticks, Rect rect) {
  const Theme& theme = ui.theme();
  const std::string nth = std::to_string(index);
  const SessionChoice* session = session_on(state.desk.board);
  Press press;
  if (person.state == Expected::missing && !person.walk_in()) {
    const bool included = !state.desk.left_out.contains(person.who);
    if (tick(ui, rect, "tick " + nth, included))
      press = {Press::What::leave_out, static_cast<int>(index)};
    if (excuse(ui, rect, "excuse " + nth)) press = {Press::What::excuse, static_cast<int>(index)};
  }
  if (has_ticks && (person.state != Expected::missing || person.walk_in()))
    rect.cut_left(theme.touch(), theme.mm(2.4f));  // names stand below each other
  const StateLook look =
      state_look(state, ui, {person.who, person.state, person.left_s}, session->session);
  const std::string apart = ui.say(person.apart);
  std::string words = look.words;
  if (person.without_partner) words += " · " + ui.text("people.without_partner");
  if (!apart.empty()) words += " · " + apart;
  // Whose they are is told where the list is not of one group.
  const std::string of = state.desk.group ? "" : ui.say(person.of);
  const std::string all = words + (of.empty() ? "" : " · " + of);
  const Touch touch = touch_area(ui, ("person " + nth).c_str(), rect, {person.name + ", " + all});
  row_ground(ui, rect, false, touch.held);
  Rect in = rect.inset(theme.mm(4), theme.mm(1));
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f), look.colour,
          look.icon);
  if (person.noted)
    icon_in(ui, theme.icon_small, in.cut_right(theme.icon_small.size, theme.gap * 0.6f),
            ui.colour().warn, icon::note);
  if (person.without_partner)
    icon_in(ui, theme.icon_small, in.cut_right(theme.icon_small.size, theme.gap * 0.6f),
            ui.colour().warn, icon::no_partner);
  // How they stand is on the icon, too; who they are is nowhere else.
  row_words(ui, in, person.name, {all, apart.empty() ? of : words, apart, words});
  if (touch.pressed) press = {Press::What::person, static_cast<int>(index)};
  return press;
}

std::string group_title(const State& state, const Ui& ui) {
  if (!state.desk.group) return ui.text("board.everybody");
  for (const BoardRowView& row : state.desk.board.rows) {
    if (row.group == *state.desk.group) return group_title_of(ui, row);
  }
  return {};  // it is gone, and nobody of it is on the page
}

bool initial_key(const Ui& ui, const Rect& rect, size_t index, const std::string& letter,
                 bool chosen) {
  const Theme& theme = ui.theme();
  const Touch touch = touch_area(ui, ("key initial " + std::to_string(index)).c_str(), rect,
                                 {letter, Label::Role::choice, chosen});
  const Rect cap = rect.inset(theme.mm(0.8f));
  ui.canvas().AddRectFilled({cap.x, cap.y}, {cap.right(), cap.bottom()},
                            chosen       ? ui.colour().accent
                            : touch.held ? ui.colour().accent_soft
                                         : ui.colour().card,
                            theme.mm(2.8f));
  outline(ui, cap, theme.mm(2.8f));
  put_in(ui.pen(), theme.label, cap, chosen ? ui.colour().on_accent : ui.colour().ink, letter,
         Align::centre);
  return touch.pressed;
}

// The first letters of names, in as few lines as they need: one of hundreds is found by two
// touches. Cuts itself off the top.
Press initial_keys(const State& state, const Ui& ui, Rect& in) {
  const auto letters = initials_of(state.desk);
  if (letters.size() < 2) return {};
  const Theme& theme = ui.theme();
  const float least = std::ceil(theme.pixels_per_mm * 13.4f);
  const auto most = std::max<size_t>(1, static_cast<size_t>(in.w / least));
  const size_t lines = (letters.size() + most - 1) / most;
  const size_t in_line = (letters.size() + lines - 1) / lines;
  const float wide = std::min(in.w / static_cast<float>(in_line), theme.touch());
  Press press;
  Rect line;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (i % in_line == 0) line = in.cut_top(std::max(least, theme.mm(15)));
    if (initial_key(ui, line.cut_left(wide), i, letters[i], letters[i] == state.desk.initial))
      press = {Press::What::initial, static_cast<int>(i)};
  }
  in.cut_top(theme.gap * 0.5f);
  return press;
}

BoardCounts counts_of(const State& state) {
  if (!state.desk.group) return state.desk.board.total;
  for (const BoardRowView& row : state.desk.board.rows) {
    if (row.group == *state.desk.group) return row.counts;
  }
  return {};
}

}  // namespace

Press draw_people(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const auto people = people_on_page(state.desk);
  if (people.empty() || !session_on(state.desk.board)) {
    nothing_here(ui, in, icon::people, ui.text("board.nobody"));
    return {};
  }
  if (ui.low()) in.cut_top(std::max(0.0f, ui.reach().y - in.y));
  Press press;
  const auto group = people_to_check_in(state.desk);
  const std::string all = ui.text("staff.check_in_all", {{"n", std::to_string(group.size())}});
  Rect head = in.cut_top(theme.touch() * (ui.portrait() ? 1.1f : 1), theme.gap * 0.7f);
  if (!group.empty()) {
    const float wide =
        std::min(head.w * 0.5f, button_width(ui, icon::person_checked, all) + theme.mm(2));
    if (big_button(ui, "check in all", head.cut_right(wide, theme.gap), icon::person_checked, all,
                   Look::primary))
      press = {Press::What::check_in_all};
  }
  const BoardCounts counts = counts_of(state);
  std::string words = group_title(state, ui) + " · " + count_words(state, ui, counts);
  const std::string with_left = words + " · " + left_words(ui, counts);
  if (counts.left > 0 && fits(theme.caption, {0, 0, head.w, head.h}, with_left)) words = with_left;
  ui.tell(words);
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, head, words);
  const float height = std::min(head.h, wrapped_height(type, head.w, words));
  put_wrapped(ui.pen(), type, head.centred(head.w, height), ui.colour().ink, words);
  const Press initial = initial_keys(state, ui, in);
  if (initial.what != Press::What::none) press = initial;
  const ListView list{people.size(), state.list, list_row_height(ui, 3), list_columns(ui, in.w)};
  // They come first.
  const bool has_ticks = people.front()->state == Expected::missing && !people.front()->walk_in();
  Press of_row;
  const Press turned =
      long_list(ui, in, list, Press::What::none, [&](size_t index, const Rect& rect) {
        const Press row = person_row(state, ui, index, *people[index], has_ticks, rect);
        if (row.what != Press::What::none) of_row = row;
        return false;
      });
  if (turned.what != Press::What::none) press = turned;
  return of_row.what != Press::What::none ? of_row : press;
}

}  // namespace otmetka::kiosk
