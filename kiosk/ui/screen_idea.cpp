// kiosk/ui/screen_idea.cpp - "this could work for us": two taps and a sentence.
#include "kiosk/app/idea.h"
#include "kiosk/ui/icons.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

std::string subject(const State& state, const Ui& ui) {
  // Also of what is no longer shown since the idea was begun.
  for (const payload::Exhibit& exhibit : state.whole_venue->exhibits) {
    if (!state.idea.exhibit.empty() && exhibit.name() == state.idea.exhibit)
      return ui.say(exhibit.title());
  }
  return ui.say(state.venue->entry.title());
}

// What it is about and what is asked.
void asked(const State& state, const Ui& ui, Rect& in) {
  const Theme& theme = ui.theme();
  const std::string about = subject(state, ui), prompt = ui.text("idea.prompt");
  const float sign = wrapped_height(theme.caption, in.w, about);
  put_wrapped(ui.pen(), theme.caption, in.cut_top(sign), ui.colour().accent, about);
  const Rect line{0, 0, in.w, line_height(theme.title)};
  const Type& type = first_that_fits({&theme.title, &theme.label, &theme.body}, line, prompt);
  const float height = wrapped_height(type, in.w, prompt);
  put_wrapped(ui.pen(), type, in.cut_top(height, theme.gap * 0.5f), ui.colour().ink, prompt);
  ui.tell(about);
  ui.tell(prompt);
}

void field(const Ui& ui, const Rect& rect, const std::string& text) {
  const Theme& theme = ui.theme();
  field_frame(ui, rect);
  Rect in = rect.inset(theme.pad * 0.8f, theme.mm(2.4f));
  in.w -= std::max(2.0f, theme.mm(0.7f)) + theme.mm(1);  // of the caret
  const Type& type =
      first_that_fits({&theme.title, &theme.lead, &theme.body, &theme.caption}, in, text);
  const float step = line_height(type);
  std::vector<std::string> lines = wrap(type, in.w, text, idea_letters_max);
  // A space at the end is none of a line, but the next letter comes after it.
  if (lines.empty()) lines.emplace_back();
  const auto room = static_cast<size_t>(std::max(1.0f, std::floor(in.h / step + 0.1f)));
  // Where the words have no room in the smallest letters their end is seen.
  const size_t first = lines.size() - std::min(lines.size(), room);
  float y = in.y;
  for (size_t i = first; i < lines.size(); ++i, y += step)
    put_line(ui.pen(), type, in.x, y + (step - type.size) / 2, ui.colour().ink, lines[i]);
  const bool after_space = text.ends_with(' ') && !lines.back().ends_with(' ');
  const float x = in.x + text_width(type, lines.back() + (after_space ? " " : "")) + theme.mm(0.6f);
  caret(ui, x, y - step / 2, type.size);
}

// What a visitor must know of the text; mostly nothing.
struct Note {
  std::string words;
  ImU32 colour = 0;
};

Note note_of(const State& state, const Ui& ui) {
  if (state.idea.step == IdeaStep::not_saved) return {ui.text("error.try_again"), ui.colour().bad};
  const size_t left = idea_letters_left(state.idea);
  if (left > idea_letters_little) return {};
  return {ui.text("idea.left", {{"n", std::to_string(left)}}), ui.colour().muted};
}

void put_note(const Ui& ui, const Rect& in, const Note& note) {
  const Theme& theme = ui.theme();
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, in, note.words);
  const float height = std::min(in.h, wrapped_height(type, in.w, note.words));
  ui.tell_once(note.words);
  put_wrapped(ui.pen(), type, in.centred(in.w, height), note.colour, note.words);
}

Press save_button(const State& state, const Ui& ui, const Rect& rect) {
  const bool empty = state.idea.text.empty();
  ui.begin_looked_at(empty);
  const bool pressed = big_button(ui, "save", rect, icon::check, ui.text("idea.save"),
                                  empty ? Look::quiet : Look::primary);
  ui.end_looked_at();
  return pressed ? Press{Press::What::idea_save} : Press{};
}

// The text, what is to be known of it, and the button.
Press writing(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const float high = theme.touch() * 1.2f;
  Press press;
  if (ui.portrait()) press = save_button(state, ui, in.cut_bottom(high, theme.gap));
  const Note note = note_of(state, ui);
  if (!note.words.empty()) {
    const float lines = wrapped_height(theme.body, in.w, note.words);
    put_note(ui, in.cut_bottom(lines, theme.gap * 0.6f), note);
  }
  asked(state, ui, in);
  if (!ui.portrait()) {
    const float wide = button_width(ui, icon::check, ui.text("idea.save"));
    Rect side = in.cut_right(std::max(wide, in.w * 0.2f), theme.gap);
    press = save_button(state, ui, side.cut_bottom(high));
  }
  field(ui, in, state.idea.text);
  return press;
}

}  // namespace

float idea_button_height(const Ui& ui, float width) {
  const Theme& theme = ui.theme();
  const float usual = theme.touch() * 1.1f;
  const std::string words = ui.text("idea.invite");
  if (button_width(ui, icon::idea, words) <= width) return usual;
  const float room = width - theme.mm(8) - theme.icon_small.size - theme.mm(3.4f);
  return std::max(usual, wrapped_height(theme.caption, room, words) + theme.mm(3));
}

Press idea_button(const Ui& ui, const Rect& rect) {
  const bool pressed =
      big_button(ui, "idea", rect, icon::idea, ui.text("idea.invite"), Look::secondary);
  return pressed ? Press{Press::What::idea} : Press{};
}

Press draw_idea_needs_badge(const Ui& ui) {
  const Theme& theme = ui.theme();
  dim_what_is_beneath(ui);
  const std::string words = ui.text("idea.badge_first"), search = ui.text("attract.no_badge");
  const float width = std::min(ui.screen().w - theme.pad * 2, theme.mm(300)),
              inside = width - theme.pad * 2.6f, button = theme.touch() * 1.2f,
              side = theme.icon_large.size * 1.2f;
  const Type& type = theme.title;
  const float text = wrapped_height(type, inside - side - theme.gap, words);
  const float height = theme.pad * 2.6f + std::max(side, text) + theme.gap * 2.2f + button * 2;
  const Rect rect = ui.reach().centred(width, height);
  ui.tell(words);
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 1.3f);
  Press press;
  const Rect back = in.cut_bottom(button, theme.gap * 0.8f);
  const Rect find = in.cut_bottom(button, theme.gap);
  if (big_button(ui, "find", find, icon::search, search, Look::primary))
    press = {Press::What::search};
  if (big_button(ui, "close", back, icon::close, ui.text("common.back"), Look::secondary))
    press = {Press::What::idea};
  icon_tile(ui, in.cut_left(side, theme.gap).centred(side, side), theme.icon_medium, icon::badge,
            ui.colour().accent_soft, ui.colour().accent);
  put_wrapped(ui.pen(), type, in.centred(in.w, std::min(in.h, text)), ui.colour().ink, words);
  return press;
}

Press draw_idea(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  const Idea& idea = state.idea;
  const bool saved = idea.step == IdeaStep::saved;
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : Rect{};
  rest = rest.inset(theme.pad * 0.8f, theme.gap * 0.7f);
  // As on the search of a name: beside the keys where there is room.
  const bool below = (ui.portrait() || saved) && !ui.low();
  Rect lowest = below ? rest.cut_bottom(theme.touch(), theme.gap * 0.5f) : Rect{};
  Rect keys = saved ? Rect{} : rest.cut_bottom(keyboard_height(ui), theme.gap * 0.8f);
  if (!ui.portrait() && !saved)
    lowest = keys.cut_right(theme.touch(), theme.gap * 0.6f).cut_bottom(theme.touch());
  const float bottom = saved ? rest.bottom() : keys.y;
  return page_that_times_out(state, ui, bottom, [&] {
    const Press body =
        saved ? told_card(ui, rest, icon::done, ui.text("idea.saved"), {Press::What::dismiss})
              : writing(state, ui, rest);
    const TextKeys which{idea.latin_keys, idea.sign_keys, types_capital(idea)};
    Press press;
    for (const Press& each :
         {body, saved ? Press{} : text_keyboard(ui, keys, which),
          page_header(state, ui, band, ui.text("idea.invite")),
          ui.low() ? low_strip(state, ui, strip, true) : access_button(ui, lowest, Look::quiet)}) {
      if (each.what != Press::What::none) press = each;
    }
    return press;
  });
}

}  // namespace otmetka::kiosk
