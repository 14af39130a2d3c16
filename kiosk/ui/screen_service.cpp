// kiosk/ui/screen_service.cpp - a kiosk that staff or its disk have put out of service: a calm card
// that says in every language what to do instead; and the questions to the staff, one of which is
// before it.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {
namespace {

struct Block {
  Language language;
  std::string title, words;
};

// In the screen's own first, then in the others that are offered here.
std::vector<Block> blocks(const State& state, const Ui& ui) {
  std::vector<Language> all = {ui.language()};
  for (const Language each : state.venue->offered) {
    if (each != ui.language()) all.push_back(each);
  }
  std::vector<Block> out;
  for (const Language each : all)
    out.push_back({each, ui.text_in(each, "service.title"), ui.text_in(each, "service.words")});
  return out;
}

float block_height(const Ui& ui, float width, const Block& block, const Type& title,
                   const Type& words) {
  return wrapped_height(title, width, block.title) + ui.theme().mm(1.5f) +
         wrapped_height(words, width, block.words);
}

void draw_block(const Ui& ui, const Rect& in, const Block& block, bool first) {
  const Theme& theme = ui.theme();
  const std::pair<const Type*, const Type*> sizes[] = {{&theme.headline, &theme.lead},
                                                       {&theme.title, &theme.reading},
                                                       {&theme.label, &theme.body},
                                                       {&theme.label, &theme.caption},
                                                       {&theme.caption, &theme.caption}};
  auto [title, words] = sizes[std::size(sizes) - 1];
  for (const auto& [larger, smaller] : sizes) {
    const Rect room{0, 0, in.w, in.h};
    if (!fits(*larger, room, block.title) ||
        block_height(ui, in.w, block, *larger, *smaller) > in.h)
      continue;
    title = larger;
    words = smaller;
    break;
  }
  Rect lines = in;
  const ImU32 ink = first ? ui.colour().white : ui.colour().white_muted;
  lines.cut_top(put_wrapped(ui.pen(), *title, lines, ink, block.title), theme.mm(1.5f));
  put_wrapped(ui.pen(), *words, lines, ink, block.words);
}

// The answer to a badge: at the top, where the eyes are after the scanner.
void unanswered(const State& state, const Ui& ui, Rect& rest) {
  if (state.now_ms >= state.unanswered_until_ms) return;
  const Theme& theme = ui.theme();
  const std::string words = ui.text("service.unanswered");
  ui.tell(words);
  const float pad = theme.mm(5), inside = rest.w - pad * 2 - theme.icon_small.size - theme.gap;
  const float height = wrapped_height(theme.title, inside, words);
  const Rect rect = rest.cut_top(height + pad * 2, theme.gap);
  card(ui, rect, ui.colour().warn_soft);
  Rect in = rect.inset(pad);
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap),
          ui.colour().warn_deep, icon::warning);
  put_wrapped(ui.pen(), theme.title, in, ui.colour().warn_deep, words);
}

struct Question {
  struct Answer {
    Press press;
    const char* id;
    const char* glyph;
    std::string words;
  };
  std::string words;
  std::vector<Answer> answers;
};

Question one_answer(std::string words, const char* glyph, std::string yes) {
  return {std::move(words), {{{Press::What::ask_yes}, "ask yes", glyph, std::move(yes)}}};
}

// Any of them may be meant; whoever is somebody else is registered.
Question of_those_alike(const Ui& ui, const Desk& desk) {
  constexpr const char* ids[] = {"ask yes", "ask yes 1", "ask yes 2"};
  static_assert(std::size(ids) == search_candidates_max);
  Question out{ui.text("alike.ask"), {}};
  for (size_t i = 0; i < std::min(desk.alike.people.size(), std::size(ids)); ++i) {
    const BoardPersonView& person = desk.alike.people[i];
    std::string of = person.walk_in() ? ui.text("inside.walk_in") : ui.say(person.of);
    if (const std::string apart = ui.say(person.apart); !apart.empty())
      of += (of.empty() ? "" : " · ") + apart;
    out.answers.push_back({{Press::What::ask_yes, static_cast<int>(i)},
                           ids[i],
                           icon::person,
                           person.name + (of.empty() ? "" : " · " + of)});
  }
  if (desk.alike.many) {
    out.words = ui.text("alike.many");
    out.answers.push_back(
        {{Press::What::ask_yes}, "ask yes", icon::people, ui.text("board.everybody")});
  }
  out.answers.push_back(
      {{Press::What::ask_other}, "ask other", icon::person_add, ui.text("alike.other")});
  return out;
}

Question question_of(const State& state, const Ui& ui) {
  const Desk& desk = state.desk;
  if (desk.asks == Asks::alike) return of_those_alike(ui, desk);
  if (desk.asks == Asks::rehearsal)
    return one_answer(ui.text("rehearsal.ask"), icon::rehearsal, ui.text("kiosk.rehearsal_begin"));
  if (desk.asks == Asks::service)
    return one_answer(ui.text("service.ask"), icon::close, ui.text("kiosk.service_end"));
  const SessionChoice* on = session_on(desk.board);
  const bool one = desk.page == StaffPage::person && desk.person;
  const std::string n = std::to_string(people_to_check_in(desk).size());
  std::string when;
  if (one || on) when = ui.when(one ? desk.person->session : on->session);
  return one_answer(ui.text("early.ask", {{"when", when}}), icon::person_checked,
                    one ? ui.text("person.check_in") : ui.text("staff.check_in_all", {{"n", n}}));
}

}  // namespace

Press draw_out_of_service(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  backdrop(ui, ui.screen(), {ui.colour().deep, ui.colour().deep_end});
  Rect rest = ui.screen().inset(theme.pad * 1.3f, theme.pad);
  // Nothing about what is kept here: just now nothing is.
  Rect row = rest.cut_bottom(theme.touch(), theme.gap);
  const Press access = access_button(ui, row, Look::on_dark), staff = staff_button(ui, row);
  unanswered(state, ui, rest);
  const std::vector<Block> all = blocks(state, ui);
  ui.tell(all.front().title);
  ui.tell(all.front().words);
  const float side = std::min(theme.mm(42), rest.h * 0.16f);
  const Rect sign = rest.cut_top(side, theme.gap);
  icon_in(ui, {theme.icon_large.font, side}, {sign.x - side * 0.24f, sign.y, side, side},
          ui.colour().white, icon::waiting);
  const size_t columns = ui.portrait() ? 1 : 2;
  const size_t lines = (all.size() + columns - 1) / columns;
  const float gap = theme.gap, wide = (rest.w - gap * 1.6f * static_cast<float>(columns - 1)) /
                                      static_cast<float>(columns);
  const float high = (rest.h - gap * static_cast<float>(lines - 1)) / static_cast<float>(lines);
  for (size_t i = 0; i < all.size(); ++i) {
    const Rect place{rest.x + static_cast<float>(i % columns) * (wide + gap * 1.6f),
                     rest.y + static_cast<float>(i / columns) * (high + gap), wide, high};
    draw_block(ui, place, all[i], i == 0);
  }
  return access.what != Press::What::none ? access : staff;
}

Press draw_question(const State& state, const Ui& ui) {
  const Question question = question_of(state, ui);
  const Theme& theme = ui.theme();
  const std::string& words = question.words;
  constexpr float wide_mm = 240;
  const float gap = theme.gap * 0.6f, row = theme.touch() * 1.15f;
  const float text = wrapped_height(theme.title, question_width(ui, wide_mm), words);
  const auto count = static_cast<float>(question.answers.size() + 1);
  Rect in = question_card(ui, wide_mm, text + theme.gap + (row + gap) * count);
  ui.tell(words);
  Rect answers = in.cut_bottom((row + gap) * count - gap, theme.gap);
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, in, words);
  put_wrapped(ui.pen(), type, in, ui.colour().ink, words);
  Press press;
  for (const Question::Answer& each : question.answers) {
    if (big_button(ui, each.id, answers.cut_top(row, gap), each.glyph, each.words, Look::secondary))
      press = each.press;
  }
  if (big_button(ui, "ask no", answers, icon::back, ui.text("common.back"), Look::quiet))
    press = {Press::What::ask_no};
  return press;
}

}  // namespace otmetka::kiosk
