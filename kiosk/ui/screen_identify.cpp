// kiosk/ui/screen_identify.cpp - a visitor without a badge types the name and finds themself. Never
// a list of people: at most three, masked, and nothing about them but what it takes to say "me".
#include "kiosk/ui/icons.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {
namespace {

void field(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  field_frame(ui, rect);
  Rect in = rect.inset(theme.pad * 0.8f, theme.mm(2));
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f),
          ui.colour().accent, icon::search);
  const std::string& typed = state.identify.typed;
  if (typed.empty()) {
    const std::string prompt = ui.text("search.prompt");
    const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption}, in, prompt);
    const float height = std::min(in.h, wrapped_height(type, in.w, prompt));
    put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().muted, prompt);
    return;
  }
  // Of a long name its end is seen, where the next letter comes.
  const Rect line{0, 0, in.w - theme.mm(3), line_height(theme.title)};
  const Type& type = first_that_fits({&theme.title, &theme.label, &theme.caption}, line, typed);
  const float width = text_width(type, typed);
  ui.canvas().PushClipRect({in.x, rect.y}, {in.right(), rect.bottom()}, true);
  const float x = in.x - std::max(0.0f, width - line.w);
  put_line(ui.pen(), type, x, in.middle_y() - line_height(type) / 2, ui.colour().ink, typed);
  ui.canvas().PopClipRect();
  caret(ui, x + width + theme.mm(1), in.middle_y(), type.size);
}

std::string hint(const Identify& identify, const Ui& ui) {
  switch (identify.found.answer) {
    case SearchAnswer::too_short:
      return ui.text(identify.typed.empty() ? "search.any_letters" : "search.prompt");
    case SearchAnswer::none:
      return ui.text("search.none");
    case SearchAnswer::many:
      return ui.text("search.many");
    case SearchAnswer::found:
      return identify.found.more ? ui.text("search.more") : ui.text("search.tap");
  }
  return "";
}

const std::string& called(const Ui& ui, const FoundPerson& person) {
  return ui.language() == Language::en && !person.latin.empty() ? person.latin : person.name;
}

bool person_button(const Ui& ui, const Rect& rect, size_t nth, const FoundPerson& person) {
  const Theme& theme = ui.theme();
  const std::string& shown = called(ui, person);
  const std::string where = ui.say(person.delegation);
  const Touch touch = touch_area(ui, ("found " + std::to_string(nth)).c_str(), rect,
                                 {where.empty() ? shown : shown + ", " + where});
  card(ui, rect, touch.held ? ui.colour().accent_soft : ui.colour().card);
  Rect in = rect.inset(theme.pad * 0.8f, theme.mm(1.2f));
  const float side = std::min(in.h, theme.mm(17));
  icon_tile(ui, in.cut_left(side, theme.gap * 0.8f).centred(side, side), theme.icon_small,
            icon::person, ui.colour().accent_soft, ui.colour().accent);
  const float second = where.empty() ? 0 : wrapped_height(theme.caption, in.w, where);
  const Rect line{0, 0, in.w, std::min(line_height(theme.title), in.h - second)};
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, line, shown);
  const float name = wrapped_height(type, in.w, shown);
  Rect words = in.centred(in.w, std::min(in.h, name + second));
  words.cut_top(put_wrapped(ui.pen(), type, words, ui.colour().ink, shown));
  if (!where.empty()) put_wrapped(ui.pen(), theme.caption, words, ui.colour().muted, where);
  return touch.pressed;
}

// What to do, where nobody is shown.
void advice(const Ui& ui, Rect in, const char* glyph, const std::string& words) {
  const Theme& theme = ui.theme();
  in = in.centred(std::min(in.w, theme.mm(220)), in.h);
  const float side = theme.mm(30);
  const Type& type = first_that_fits({&theme.lead, &theme.body, &theme.caption}, in, words);
  const float lines = std::min(in.h, wrapped_height(type, in.w, words));
  const bool roomy = in.h >= side + theme.gap + lines;
  Rect block = in.centred(in.w, roomy ? side + theme.gap + lines : lines);
  if (roomy) {
    icon_tile(ui, block.cut_top(side, theme.gap).centred(side, side), theme.icon_medium, glyph,
              ui.colour().accent_soft, ui.colour().accent);
  }
  put_wrapped(ui.pen(), type, block, ui.colour().muted, words, Align::centre);
}

Press results(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const SearchView& found = state.identify.found;
  const std::string words = hint(state.identify, ui);
  ui.tell(words);
  if (found.people.empty()) {
    const bool nobody = found.answer == SearchAnswer::none && !state.identify.typed.empty();
    advice(ui, in, nobody ? icon::support : icon::person, words);
    return {};
  }
  const Rect line = in.cut_top(wrapped_height(theme.body, in.w, words), theme.gap * 0.5f);
  put_wrapped(ui.pen(), theme.body, line, ui.colour().muted, words);
  Press press;
  const float gap = theme.gap * 0.7f, three = static_cast<float>(search_candidates_max);
  const float height = ui.portrait() ? std::min((in.h - gap * 2) / three, theme.mm(36))
                                     : std::min(in.h, theme.mm(40));
  const float width = (in.w - gap * (three - 1)) / three;
  for (size_t i = 0; i < found.people.size(); ++i) {
    const Rect place = ui.portrait() ? in.cut_top(height, gap) : in.cut_left(width, gap);
    const Rect button{place.x, place.y, place.w, height};
    if (person_button(ui, button, i, found.people[i]))
      press = {Press::What::candidate, static_cast<int>(i)};
  }
  return press;
}

// "Is this you?", above everything else.
Press question(const FoundPerson& person, const Ui& ui) {
  const Theme& theme = ui.theme();
  dim_what_is_beneath(ui);
  const Rect screen = ui.screen();
  const bool told_apart = !person.staff_must_tell;
  const std::string words = ui.text(told_apart ? "search.confirm" : "search.ask_staff");
  const std::string& shown = called(ui, person);
  const std::string where = ui.say(person.delegation);
  const float width = std::min(screen.w - theme.pad * 2, theme.mm(260)),
              inside = width - theme.pad * 2.6f, button = theme.touch() * 1.2f;
  const Type& large = told_apart ? theme.headline : theme.title;
  const float name = wrapped_height(theme.headline, inside, shown),
              delegation = where.empty() ? 0 : wrapped_height(theme.body, inside, where),
              ask = wrapped_height(large, inside, words);
  const float height = theme.pad * 2.6f + ask + name + delegation + theme.gap * 2 + button;
  const Rect rect = ui.reach().centred(width, std::min(screen.h - theme.pad * 2, height));
  card(ui, rect);
  for (const std::string& told : {words, shown, where}) ui.tell(told);
  Rect in = rect.inset(theme.pad * 1.3f);
  Rect row = in.cut_bottom(button, theme.gap);
  Press press;
  if (told_apart) {
    const Rect yes = row.cut_left((row.w - theme.gap) / 2, theme.gap);
    if (big_button(ui, "yes", yes, icon::check, ui.text("search.yes"), Look::primary))
      press = {Press::What::search_yes};
  }
  const std::string no = ui.text(told_apart ? "search.no" : "common.back");
  if (big_button(ui, "no", row, nullptr, no, Look::secondary)) press = {Press::What::search_no};
  put_wrapped(ui.pen(), large, in.cut_top(ask, theme.gap), ui.colour().muted, words);
  put_wrapped(ui.pen(), theme.headline, in.cut_top(name), ui.colour().ink, shown);
  if (!where.empty()) put_wrapped(ui.pen(), theme.body, in, ui.colour().muted, where);
  return press;
}

}  // namespace

Press draw_identify(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const Identify& identify = state.identify;
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : Rect{};
  rest = rest.inset(theme.pad * 0.8f, theme.gap * 0.7f);
  // On a tall panel every key needs the width; on a wide one there is room beside the keys.
  Rect lowest =
      ui.portrait() && !ui.low() ? rest.cut_bottom(theme.touch(), theme.gap * 0.5f) : Rect{};
  Rect keys = rest.cut_bottom(keyboard_height(ui), theme.gap * 0.8f);
  if (!ui.portrait()) {
    lowest = keys.cut_right(theme.touch(), theme.gap * 0.6f);
    lowest = lowest.cut_bottom(theme.touch());
  }
  Rect body = rest;
  const float line = std::max(theme.touch(), line_height(theme.label) * 2 + theme.mm(4));
  const Rect typed_in = body.cut_top(line, theme.gap * 0.7f);
  // What is found is pressed: with lower controls it stands right above the keys.
  if (ui.low()) body.cut_top(std::max(0.0f, ui.reach().y - body.y));
  const bool asked = identify.chosen.has_value();
  return page_that_times_out(state, ui, keys.y, [&] {
    ui.begin_looked_at(asked);
    ui.tell(ui.text("attract.no_badge"));
    field(state, ui, typed_in);
    Press press;
    for (const Press& each :
         {results(state, ui, body), keyboard(ui, keys, {identify.latin_keys}),
          page_header(state, ui, band, ui.text("attract.no_badge")),
          ui.low() ? low_strip(state, ui, strip, true) : access_button(ui, lowest, Look::quiet)}) {
      if (each.what != Press::What::none) press = each;
    }
    ui.end_looked_at();
    return asked ? question(identify.found.people[*identify.chosen], ui) : press;
  });
}

}  // namespace otmetka::kiosk
