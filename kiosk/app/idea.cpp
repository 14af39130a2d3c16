#include "kiosk/app/idea.h"

#include <algorithm>

#include "kiosk/app/typed_text.h"

namespace otmetka::kiosk {
namespace {

// The last one found, as an index; none: the venue as a whole.
std::optional<size_t> exhibit_called(const VenueView& venue, const std::string& name) {
  for (size_t i = 0; i < venue.exhibits.size(); ++i) {
    if (!name.empty() && venue.exhibits[i].name() == name) return i;
  }
  return std::nullopt;
}

bool strip_end(std::string_view& text, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends) {
    if (!text.ends_with(end)) continue;
    text.remove_suffix(end.size());
    return true;
  }
  return false;
}

// Brackets and quotation marks belong to the sentence within them.
bool sentence_begins(std::string_view text) {
  while (strip_end(text, {"«", "(", "\""})) {
  }
  if (text.empty()) return true;
  if (!strip_end(text, {" "})) return false;
  while (strip_end(text, {"»", ")", "\""})) {
  }
  return strip_end(text, {".", "!", "?"});
}

void back_to_page(State& state) {
  const auto exhibit = exhibit_called(*state.venue, state.idea.exhibit);
  state.screen = Screen::venue;
  state.page = exhibit ? VenuePage::exhibits : VenuePage::overview;
  if (exhibit) state.exhibit = *exhibit;
  state.idea.step = IdeaStep::none;
}

bool is_being_written(const Idea& idea) {
  return idea.step == IdeaStep::writing || idea.step == IdeaStep::saving ||
         idea.step == IdeaStep::not_saved || idea.goes_on;
}

void type(Idea& idea, int code_point) {
  if (!type_letter(idea.text, code_point, idea_letters_max)) return;
  idea.other_case = false;
  if (code_point == ' ') idea.sign_keys = false;
}

Effects save(State& state) {
  Idea& idea = state.idea;
  if (!state.visitor || idea.text.empty()) return {};
  idea.step = IdeaStep::saving;
  const std::string text = idea.text.substr(0, idea.text.find_last_not_of(' ') + 1);
  return {RecordIdea{state.visitor->cohort, state.visitor->person, idea.exhibit, text}};
}

}  // namespace

void press_for_idea(State& state) {
  Idea& idea = state.idea;
  if (idea.step == IdeaStep::needs_badge) {
    idea.step = IdeaStep::none;
    return;
  }
  const bool of_exhibit = state.page == VenuePage::exhibits && !state.venue->exhibits.empty();
  if (!of_exhibit && state.page != VenuePage::overview) return;
  idea.exhibit = of_exhibit ? state.venue->exhibits[state.exhibit].name() : "";
  idea.goes_on = false;
  idea.step = state.visitor ? IdeaStep::writing : IdeaStep::needs_badge;
  if (state.visitor) state.screen = Screen::idea;
}

Effects press_on_idea(State& state, const Press& press) {
  Idea& idea = state.idea;
  const bool read = idea.step == IdeaStep::saved && press.what == Press::What::dismiss;
  if (press.what == Press::What::home || read) {
    back_to_page(state);
    return {};
  }
  if (idea.step != IdeaStep::writing && idea.step != IdeaStep::not_saved) return {};
  switch (press.what) {
    case Press::What::letter:
      type(idea, press.value);
      break;
    case Press::What::erase:
      erase_letter(idea.text);
      break;
    case Press::What::other_keys:
      idea.latin_keys = !idea.latin_keys;
      break;
    case Press::What::sign_keys:
      idea.sign_keys = !idea.sign_keys;
      break;
    case Press::What::shift:
      idea.other_case = !idea.other_case;
      break;
    case Press::What::idea_save:
      return save(state);
    default:
      break;
  }
  return {};
}

bool idea_meets(State& state, const VerdictView& verdict) {
  Idea& idea = state.idea;
  const bool nobodys = verdict.verdict == Verdict::not_a_badge;
  const auto& visitor = state.visitor;
  const auto now = visitor_of(verdict);
  const bool same =
      visitor && now && visitor->cohort == now->cohort && visitor->person == now->person;
  const bool asked = idea.step == IdeaStep::needs_badge;
  if (nobodys && asked) return true;
  if (nobodys && is_being_written(idea)) {
    idea.goes_on = true;
    idea.step = IdeaStep::none;
    return false;
  }
  if (asked && now) {
    idea.goes_on = true;
  } else if (same) {
    idea.goes_on = is_being_written(idea);
  } else {
    idea = {};
  }
  idea.step = IdeaStep::none;
  return true;
}

void resume_idea(State& state) {
  state.screen = Screen::idea;
  state.idea.goes_on = false;
  state.idea.step = IdeaStep::writing;
}

void idea_was_recorded(State& state) {
  if (state.idea.step != IdeaStep::saving) return;
  state.idea.text.clear();
  state.idea.step = IdeaStep::saved;
}

void idea_was_not_saved(State& state) {
  if (state.idea.step == IdeaStep::saving) state.idea.step = IdeaStep::not_saved;
}

void check_exhibit_of_idea(State& state) {
  if (!exhibit_called(*state.whole_venue, state.idea.exhibit)) state.idea.exhibit.clear();
}

bool types_capital(const Idea& idea) { return sentence_begins(idea.text) != idea.other_case; }

size_t idea_letters_left(const Idea& idea) {
  return idea_letters_max - std::min(idea_letters_max, letters_in(idea.text));
}

}  // namespace otmetka::kiosk
