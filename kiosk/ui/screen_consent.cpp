// kiosk/ui/screen_consent.cpp - the questions whether personal data may be processed, and whether
// the photo may be shown: two answers of one size and look, and the way out without one. The
// verdict stays in sight above it.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

/// What a question asks, and what one's own page says of the answer.
struct Words {
  const char *title, *body, *agree, *decline, *is_given, *is_declined, *not_given;
  const char* glyph;
  const char *agree_id, *decline_id, *row_id;
};

const Words& words_about(About about) {
  static const Words data{"consent.title",     "consent.body",     "consent.agree",
                          "consent.decline",   "consent.is_given", "consent.is_declined",
                          "consent.not_given", icon::person,       "agree",
                          "decline",           "consent"};
  static const Words photo{"photo.title",     "photo.body",     "photo.agree",
                           "photo.decline",   "photo.is_given", "photo.is_declined",
                           "photo.not_given", icon::photo,      "agree to photo",
                           "decline photo",   "photo consent"};
  return about == About::photo ? photo : data;
}

// As high as its words, with the place that the verdict leads to above it.
void question(const State& state, const Ui& ui, const Rect& in) {
  const Theme& theme = ui.theme();
  const bool refused = state.consent == ConsentStep::not_saved;
  const Words& about = words_about(state.consent_about);
  const std::string title = ui.text(about.title), body = ui.text(about.body),
                    note = refused ? ui.text("error.try_again") : "";
  const float pad = theme.pad * 1.3f, side = theme.icon_large.size * 1.2f, gap = theme.gap;
  const float inside = in.w - pad * 2, head_wide = inside - side - gap;
  const float room = in.h - pad * 2;
  const Type& loud =
      first_that_fits({&theme.title, &theme.label, &theme.body}, {0, 0, inside, room * 0.2f}, note);
  const float last = refused ? wrapped_height(loud, inside, note) : 0;
  const Rect heading{0, 0, head_wide, room * 0.42f};
  const Type& large =
      first_that_fits({&theme.headline, &theme.title, &theme.label}, heading, title);
  const float lines = wrapped_height(large, head_wide, title), head = std::max(side, lines),
              foot = last + (refused ? gap * 0.6f : 0);
  const Rect rest{0, 0, inside, room - head - gap - foot};
  const Type& small =
      first_that_fits({&theme.lead, &theme.reading, &theme.text, &theme.caption}, rest, body);
  const float text = wrapped_height(small, inside, body);
  const float height = std::min(in.h, pad * 2 + head + gap + text + foot);
  Rect above = in;
  Rect rect = above.cut_bottom(height, gap * 1.4f);
  if (!state.verdict || !verdict_place(state, ui, above)) rect = in.centred(in.w, height);
  for (const std::string& told : {title, body, note}) ui.tell(told);
  card(ui, rect);
  Rect block = rect.inset(pad);
  Rect top = block.cut_top(head, gap);
  icon_tile(ui, top.cut_left(side, gap).centred(side, side), theme.icon_medium, about.glyph,
            ui.colour().accent_soft, ui.colour().accent);
  put_wrapped(ui.pen(), large, top.centred(top.w, lines), ui.colour().ink, title);
  put_wrapped(ui.pen(), small, block.cut_top(text, gap * 0.6f), ui.colour().ink, body);
  if (refused) put_wrapped(ui.pen(), loud, block, ui.colour().bad, note);
}

// Neither is chosen already, and neither is easier to hit.
Press answers(const State& state, const Ui& ui, Rect row) {
  const Words& about = words_about(state.consent_about);
  Press press;
  const Rect left = row.cut_left((row.w - ui.theme().gap) / 2, ui.theme().gap);
  if (big_button(ui, about.agree_id, left, nullptr, ui.text(about.agree), Look::secondary))
    press = {Press::What::agree};
  if (big_button(ui, about.decline_id, row, nullptr, ui.text(about.decline), Look::secondary))
    press = {Press::What::decline};
  return press;
}

}  // namespace

Press draw_consent(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const bool declined = state.consent == ConsentStep::declined;
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : Rect{};
  if (state.verdict) {
    const float height = verdict_strip_height(state, ui, rest.w);
    verdict_strip(state, ui, rest.cut_top(height));
  }
  rest = rest.inset(theme.pad * 1.1f, theme.pad * 0.9f);
  Rect row = declined && ui.low() ? Rect{} : rest.cut_bottom(theme.touch() * 1.4f, theme.gap);
  return page_that_times_out(state, ui, declined ? rest.bottom() : row.y, [&] {
    const Press way =
        ui.low() ? low_strip(state, ui, strip, true) : access_button(ui, row, Look::quiet);
    Press press;
    if (declined) {
      press = told_card(ui, rest, icon::badge, ui.text("consent.declined"), {Press::What::dismiss});
    } else {
      question(state, ui, rest);
      // There is nothing to hit before it can have been read.
      if (state.now_ms >= state.consent_opens_ms) press = answers(state, ui, row);
    }
    for (const Press& each :
         {page_header(state, ui, band, ui.say(state.venue->entry.title())), way}) {
      if (each.what != Press::What::none) press = each;
    }
    return press;
  });
}

namespace {

// Of a row of one's own check-ins.
struct ConsentRow {
  About about = About::data;
  std::string words, change;
  float button = 0;  // its width
};

std::vector<ConsentRow> consent_rows(const Ui& ui, float width, const VisitView& visit) {
  std::vector<ConsentRow> rows;
  const auto add = [&](About about, const std::optional<bool>& answer) {
    const Words& words = words_about(about);
    const char* said = !answer ? words.not_given : *answer ? words.is_given : words.is_declined;
    const std::string change = ui.text(answer ? "consent.change" : "consent.answer");
    rows.push_back(
        {about, ui.text(said), change, std::min(button_width(ui, nullptr, change), width * 0.4f)});
  };
  add(About::data, visit.consent);
  if (visit.may_answer_photo()) add(About::photo, visit.photo_answer);
  return rows;
}

float row_height(const Ui& ui, float width, const ConsentRow& row) {
  const float room = width - row.button - ui.theme().gap - ui.theme().mm(6);
  const float words = wrapped_height(ui.theme().body, room, row.words);
  return std::max(ui.theme().touch() * 1.2f, words + ui.theme().mm(8));
}

bool consent_row(const Ui& ui, const Rect& rect, const ConsentRow& row) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  Rect in = rect.inset(theme.mm(2), theme.mm(2));
  const Rect place = in.cut_right(row.button, theme.gap);
  const float high = std::max(theme.touch(), place.h);
  const bool pressed = big_button(ui, words_about(row.about).row_id, place.centred(place.w, high),
                                  nullptr, row.change, Look::quiet);
  in.cut_left(theme.mm(2));
  const Rect line{0, 0, in.w, line_height(theme.label)};
  const Type& type = first_that_fits({&theme.label, &theme.body}, line, row.words);
  const float height = std::min(in.h, wrapped_height(type, in.w, row.words));
  ui.tell(row.words);
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().ink, row.words);
  return pressed;
}

float rows_gap(const Ui& ui) { return ui.theme().gap * 0.5f; }

// Two of them stand side by side where a panel is wide.
size_t in_one_line(const Ui& ui, const VisitView& visit) {
  return visit.may_answer_photo() && !ui.portrait() ? 2 : 1;
}

}  // namespace

float own_answers_height(const Ui& ui, float width, const VisitView& visit) {
  const size_t beside = in_one_line(ui, visit);
  const float wide = beside == 2 ? (width - rows_gap(ui)) / 2 : width;
  float height = 0, highest = 0;
  for (const ConsentRow& row : consent_rows(ui, wide, visit)) {
    const float one = row_height(ui, wide, row);
    highest = std::max(highest, one);
    height += (height > 0 ? rows_gap(ui) : 0) + one;
  }
  return beside == 2 ? highest : height;
}

Press own_answers(const Ui& ui, Rect in, const VisitView& visit) {
  const size_t beside = in_one_line(ui, visit);
  const float wide = beside == 2 ? (in.w - rows_gap(ui)) / 2 : in.w;
  Press press;
  for (const ConsentRow& row : consent_rows(ui, wide, visit)) {
    const Rect place = beside == 2 ? in.cut_left(wide, rows_gap(ui))
                                   : in.cut_top(row_height(ui, wide, row), rows_gap(ui));
    if (consent_row(ui, place, row)) press = {Press::What::consent, static_cast<int>(row.about)};
  }
  return press;
}

}  // namespace otmetka::kiosk
