// kiosk/ui/screen_board.cpp - who of each delegation, or of each team, is here, at one glance: the
// number large, the names of who is missing beneath, while they fit.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {
namespace {

// A row is worth no more of the screen; whoever wants all names opens it.
constexpr size_t name_lines_max = 3;

// Who is missing, as many names as there is room for; else how many they are. After it how many
// have left again and are excused, where there is room.
std::string missing_words(const Ui& ui, const BoardRowView& row, float width, size_t lines) {
  const BoardCounts& counts = row.counts;
  const Theme& theme = ui.theme();
  const Rect room{0, 0, width, line_height(theme.caption) * static_cast<float>(lines)};
  const bool complete = counts.left + counts.excused == 0;
  std::string best = counts.missing > 0 ? ui.plural("staff.missing", counts.missing)
                                        : ui.text(complete ? "board.complete" : "board.all_came");
  std::string names;
  size_t named = 0;
  for (const BoardPersonView& person : row.people) {
    if (person.state != Expected::missing) continue;
    names += (names.empty() ? "" : ", ") + person.name;
    const size_t more = counts.missing - std::min(counts.missing, ++named);
    const std::string words =
        more == 0 ? ui.text("board.missing_names", {{"names", names}})
                  : ui.text("board.missing_some", {{"names", names}, {"n", std::to_string(more)}});
    if (fits(theme.caption, room, words)) best = words;
    // One longer name may leave no room where all together have it, once nobody is left to count.
    if (more > 0 && !fits(theme.caption, room, names)) break;
  }
  const auto add = [&](const char* key, size_t n) {
    const std::string with = best + " · " + ui.text(key, {{"n", std::to_string(n)}});
    if (n > 0 && fits(theme.caption, room, with)) best = with;
  };
  add("board.gone", counts.left);
  const std::string without = best;
  add("board.excused", counts.excused);
  std::string excused;
  for (const BoardPersonView& person : row.people) {
    if (person.state == Expected::excused) excused += (excused.empty() ? "" : ", ") + person.name;
  }
  const std::string by_name = without + " · " + ui.text("board.excused", {{"n", excused}});
  return !excused.empty() && fits(theme.caption, room, by_name) ? by_name : best;
}

std::string count_of(const BoardRowView& row) {
  return std::to_string(row.counts.arrived) + " / " + std::to_string(row.counts.expected);
}

float words_width(const Ui& ui, const BoardRowView& row, float width) {
  const Theme& theme = ui.theme();
  return width - theme.mm(10) - theme.icon_medium.size - theme.gap * 1.7f -
         text_width(theme.title, count_of(row)) - 1;
}

// The lines that it takes to name everybody, where they are few.
size_t name_lines(const Ui& ui, const BoardRowView& row, float width) {
  const float line = line_height(ui.theme().caption);
  const std::string all = missing_words(ui, row, words_width(ui, row, width), name_lines_max);
  const float height = wrapped_height(ui.theme().caption, words_width(ui, row, width), all);
  return std::clamp(static_cast<size_t>(std::lround(height / line)), size_t{1}, name_lines_max);
}

bool titles_are_short(const Ui& ui, const BoardView& board, float width) {
  return std::all_of(board.rows.begin(), board.rows.end(), [&](const BoardRowView& row) {
    return text_width(ui.theme().caption, group_title_of(ui, row)) <= words_width(ui, row, width);
  });
}

bool group_row(const Ui& ui, size_t index, const BoardRowView& row, size_t lines,
               const Rect& rect) {
  const Theme& theme = ui.theme();
  const std::string title = group_title_of(ui, row);
  const std::string count = count_of(row),
                    missing = missing_words(ui, row, words_width(ui, row, rect.w), lines);
  const char* of = row.group.of == BoardGroup::Of::team ? "team " : "delegation ";
  const std::string id = of + std::to_string(index);
  const Touch touch = touch_area(ui, id.c_str(), rect, {title + ", " + count + ", " + missing});
  card(ui, rect, touch.held ? ui.colour().accent_soft : ui.colour().card);
  const bool complete = row.counts.missing == 0;
  Rect in = rect.inset(theme.mm(5), theme.mm(2));
  progress(ui, in.cut_bottom(theme.mm(2), theme.mm(1.4f)),
           static_cast<float>(row.counts.arrived) /
               static_cast<float>(std::max<size_t>(1, row.counts.expected)),
           ui.colour().line, complete ? ui.colour().ok : ui.colour().accent);
  icon_in(ui, theme.icon_medium, in.cut_left(theme.icon_medium.size, theme.gap * 0.7f),
          complete ? ui.colour().ok : ui.colour().warn, complete ? icon::check : icon::waiting);
  put_in(ui.pen(), theme.title, in.cut_right(text_width(theme.title, count) + 1, theme.gap),
         ui.colour().ink, count, Align::right);
  const Rect one{0, 0, in.w, line_height(theme.label)};
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption}, one, title);
  const float head = wrapped_height(type, in.w, title),
              names = wrapped_height(theme.caption, in.w, missing);
  Rect words = in.centred(in.w, std::min(in.h, head + names));
  put_wrapped(ui.pen(), type, words.cut_top(head), ui.colour().ink, title);
  put_wrapped(ui.pen(), theme.caption, words, ui.colour().muted, missing);
  return touch.pressed;
}

// Who came without being expected: how many, and the names of a few.
bool walk_ins_row_of(const Ui& ui, size_t index, const BoardRowView& row, const Rect& rect) {
  const Theme& theme = ui.theme();
  const std::string title = group_title_of(ui, row), count = std::to_string(row.counts.arrived);
  Rect in = rect.inset(theme.mm(5), theme.mm(2));
  const Rect sign = in.cut_left(theme.icon_medium.size, theme.gap * 0.7f);
  const Rect number = in.cut_right(text_width(theme.title, count) + 1, theme.gap);
  std::string names;
  for (size_t i = 0; i < row.counts.arrived && i < row.people.size(); ++i)
    names += (names.empty() ? "" : ", ") + row.people[i].name;
  if (row.counts.left > 0) names = left_words(ui, row.counts);
  if (names.empty() || text_width(theme.caption, names) > in.w)
    names = ui.text("board.here", {{"n", count}});
  const std::string id = "delegation " + std::to_string(index);
  const Touch touch = touch_area(ui, id.c_str(), rect, {title + ", " + count + ", " + names});
  card(ui, rect, touch.held ? ui.colour().accent_soft : ui.colour().card);
  icon_in(ui, theme.icon_medium, sign, ui.colour().accent, icon::person_add);
  put_in(ui.pen(), theme.title, number, ui.colour().ink, count, Align::right);
  row_words(ui, in, title, names);
  return touch.pressed;
}

// What stands beside the large number: late, excused, and who is no participant; as much of it as
// there is room for.
std::string also_words(const Ui& ui, const BoardView& board, const Rect& room) {
  std::string out = left_words(ui, board.total);
  if (!fits(ui.theme().caption, room, out)) out.clear();
  const auto add = [&](const char* key, size_t n) {
    if (n == 0) return;
    const std::string more =
        (out.empty() ? "" : out + " · ") + ui.text(key, {{"n", std::to_string(n)}});
    if (fits(ui.theme().caption, room, more)) out = more;
  };
  add("board.late", board.total.late);
  add("board.without_partner", board.total.without_partner);
  add("board.excused", board.total.excused);
  // Walk-ins have a row of their own.
  add("board.others", board.not_expected + board.other_roles + board.guests);
  return out;
}

float also_lines(const Ui& ui) { return ui.portrait() ? 2 : 1; }

float head_height(const Ui& ui) {
  const Theme& theme = ui.theme();
  const float lines = line_height(theme.label) * 2 + line_height(theme.caption);
  const float count = line_height(theme.headline) + line_height(theme.caption) * also_lines(ui);
  return ui.portrait() ? lines + count + theme.mm(9) : std::max(lines, count) + theme.mm(5);
}

void session_words(const Ui& ui, const SessionView& session, const std::string& when,
                   const Rect& in) {
  const Theme& theme = ui.theme();
  const float second = line_height(theme.caption);
  const std::string title = ui.say(session.title);
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption},
                                     {0, 0, in.w, in.h - second}, title);
  const float height = std::min(in.h - second, wrapped_height(type, in.w, title));
  Rect words = in.centred(in.w, height + second);
  put_wrapped(ui.pen(), type, words.cut_top(height), ui.colour().ink, title);
  put_in(ui.pen(), theme.caption, words, ui.colour().muted,
         text_width(theme.caption, when) <= words.w ? when : ui.when(session));
}

void total_words(const State& state, const Ui& ui, const Rect& in, Align align) {
  const Theme& theme = ui.theme();
  const BoardView& board = state.desk.board;
  const Rect room{0, 0, in.w, line_height(theme.caption) * also_lines(ui) + 1};
  const std::string count = count_words(state, ui, board.total), also = also_words(ui, board, room);
  ui.tell(also);
  const Type& type =
      first_that_fits({&theme.headline, &theme.title, &theme.label, &theme.body, &theme.caption},
                      {0, 0, in.w, line_height(theme.headline)}, count);
  const float second = also.empty() ? 0 : wrapped_height(theme.caption, in.w, also);
  Rect words = in.centred(in.w, line_height(type) + second);
  put_in(ui.pen(), type, words.cut_top(line_height(type)),
         state.rehearsal ? ui.colour().drill : ui.colour().accent, count, align);
  if (!also.empty()) put_wrapped(ui.pen(), theme.caption, words, ui.colour().muted, also, align);
}

// "09:30 – 11:00 · in 5 min"
std::string when_words(const State& state, const Ui& ui, const SessionView& session) {
  const bool near = state.now_s >= session.start_s - session_early_s && state.now_s < session.end_s;
  return ui.when(session) + (near ? " · " + now_or_soon(state, ui, session) : "");
}

constexpr Press to_everybody{Press::What::board_row, -1};

// Which session it is of, how many of all are here, and the way to all of them.
Press session_card_of(const State& state, const Ui& ui, const Rect& in, bool with_way) {
  const BoardView& board = state.desk.board;
  const Theme& theme = ui.theme();
  card(ui, in);
  Rect inner = in.inset(theme.mm(5), theme.mm(2.5f));
  Press press;
  const std::string everybody =
      ui.text(in.w > theme.touch() * 15 ? "board.everybody" : "board.all");
  const float wide = button_width(ui, icon::people, everybody);
  const auto way = [&](Rect& from) {
    if (!with_way) return;
    const Rect place = from.cut_right(wide, theme.gap);
    if (big_button(ui, "everybody", place.centred(wide, std::min(place.h, theme.touch() * 1.1f)),
                   icon::people, everybody, Look::secondary))
      press = to_everybody;
  };
  if (!ui.portrait()) way(inner);
  Rect total = ui.portrait() ? inner.cut_bottom((inner.h - theme.mm(2)) / 2, theme.mm(2))
                             : inner.cut_right(inner.w * 0.46f, theme.gap);
  if (ui.portrait()) way(total);
  total_words(state, ui, total, ui.portrait() ? Align::left : Align::right);
  const SessionView& session = board.sessions[board.chosen].session;
  session_words(ui, session, when_words(state, ui, session), inner);
  return press;
}

// To the session before and after, at both ends of a row.
Press session_arrows(const Ui& ui, const BoardView& board, Rect& row) {
  const Theme& theme = ui.theme();
  if (board.sessions.size() < 2) return {};
  Press press;
  const Rect before = row.cut_left(theme.touch(), theme.gap * 0.5f),
             after = row.cut_right(theme.touch(), theme.gap * 0.5f);
  const ImU32 ink = ui.colour().ink;
  if (icon_button(ui, "session before", before, icon::left, Look::quiet, ink,
                  ui.text("board.before")))
    press = {Press::What::session_step, -1};
  if (icon_button(ui, "session after", after, icon::right, Look::quiet, ink,
                  ui.text("board.after")))
    press = {Press::What::session_step, 1};
  return press;
}

// Cuts itself off the top.
Press session_head(const State& state, const Ui& ui, Rect& in) {
  const BoardView& board = state.desk.board;
  const Theme& theme = ui.theme();
  if (!ui.low()) {
    Rect head = in.cut_top(head_height(ui), theme.gap * 0.7f);
    const Press turned = session_arrows(ui, board, head);
    const Press press = session_card_of(state, ui, head, true);
    return press.what != Press::What::none ? press : turned;
  }
  // What is only looked at stands above what is pressed.
  const float reach = ui.reach().y;
  session_card_of(state, ui, in.cut_top(head_height(ui)), false);
  in.cut_top(std::max(0.0f, reach - in.y));
  Rect row = in.cut_top(theme.touch(), theme.gap * 0.7f);
  Press press = session_arrows(ui, board, row);
  if (big_button(ui, "everybody", row, icon::people, ui.text("board.everybody"), Look::secondary))
    press = to_everybody;
  return press;
}

// One of two, side by side; both are always there to be read.
Press grouping_switch(const Ui& ui, const BoardView& board, Rect& in) {
  const Theme& theme = ui.theme();
  const std::string words[] = {ui.text("board.by_delegations"), ui.text("board.by_teams")};
  Rect row = in.cut_top(theme.touch(), theme.gap * 0.7f);
  ImDrawList& canvas = ui.canvas();
  canvas.AddRectFilled({row.x, row.y}, {row.right(), row.bottom()}, ui.colour().sunken,
                       theme.radius_button);
  outline(ui, row, theme.radius_button);
  Press press;
  for (int i = 0; i < 2; ++i) {
    const Rect half = i == 0 ? row.cut_left(row.w / 2) : row;
    const bool chosen = i == static_cast<int>(board.by);
    const Touch touch = touch_area(ui, ("grouping " + std::to_string(i)).c_str(), half,
                                   {words[i], Label::Role::choice, chosen});
    const Rect face = half.inset(theme.mm(0.8f));
    if (chosen || touch.held)
      canvas.AddRectFilled({face.x, face.y}, {face.right(), face.bottom()},
                           chosen ? ui.colour().accent : ui.colour().accent_soft,
                           theme.radius_button - theme.mm(0.8f));
    const ImU32 ink = chosen ? ui.colour().on_accent : ui.colour().ink;
    put_in(ui.pen(), first_that_fits({&theme.label, &theme.body, &theme.caption}, face, words[i]),
           face, ink, words[i], Align::centre);
    if (touch.pressed) press = {Press::What::grouping, i};
  }
  return press;
}

}  // namespace

std::string group_title_of(const Ui& ui, const BoardRowView& row) {
  if (row.group == all_walk_ins) return ui.text("board.walk_ins");
  if (!row.title.ru().empty()) return ui.say(row.title);
  return ui.text(row.group.of == BoardGroup::Of::team ? "board.no_team" : "board.no_delegation");
}

Press draw_board(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const BoardView& board = state.desk.board;
  if (!session_on(board)) {
    nothing_here(ui, in, icon::today, ui.text("board.no_session"));
    return {};
  }
  ui.tell(ui.say(board.sessions[board.chosen].session.title));
  ui.tell(count_words(state, ui, board.total));
  Press press = session_head(state, ui, in);
  if (board.has_teams) {
    const Press chosen = grouping_switch(ui, board, in);
    if (chosen.what != Press::What::none) press = chosen;
  }
  if (board.rows.empty()) {
    nothing_here(ui, in, icon::people, ui.text("board.nobody"));
    return press;
  }
  // As high as the most names need, while all rows still stand below each other.
  size_t lines = 1;
  for (const BoardRowView& row : board.rows) {
    if (row.group != all_walk_ins) lines = std::max(lines, name_lines(ui, row, in.w));
  }
  // Rows stand closer together before some of them are out of sight, if their titles are short.
  const auto height = [&](float around) {
    return list_row_height(ui, around + static_cast<float>(lines));
  };
  const auto count = static_cast<float>(board.rows.size());
  const float between = theme.mm(2.4f), share = (in.h + between) / count - between;
  const bool close = titles_are_short(ui, board, in.w - theme.touch() * 1.6f);
  const float least = close ? 1.6f : 3.6f;
  while (lines > 1 && height(least) > share) --lines;
  const ListView list{board.rows.size(), state.list,
                      std::clamp(std::floor(share), height(least), height(3.6f))};
  const Press row =
      long_list(ui, in, list, Press::What::board_row, [&](size_t index, const Rect& rect) {
        const BoardRowView& shown = board.rows[index];
        return shown.group == all_walk_ins ? walk_ins_row_of(ui, index, shown, rect)
                                           : group_row(ui, index, shown, lines, rect);
      });
  return row.what != Press::What::none ? row : press;
}

}  // namespace otmetka::kiosk
