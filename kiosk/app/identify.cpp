#include "kiosk/app/identify.h"

#include "kiosk/app/typed_text.h"

namespace otmetka::kiosk {
namespace {

// What was found for other letters is not shown beside these.
Effects typed_anew(Identify& identify) {
  identify.chosen.reset();
  if (identify.typed.empty()) identify.found = {};
  return look_up(identify);
}

Effects answer(Identify& identify, bool yes) {
  if (!identify.chosen) return {};
  const FoundPerson& person = identify.found.people[*identify.chosen];
  // Which of two with one name this is, a touch cannot tell: the question is a way to the staff.
  const bool believed = yes && !person.staff_must_tell;
  Effects effects;
  if (believed) effects.push_back(RecordFound{person.cohort, person.number});
  identify.chosen.reset();
  return effects;
}

}  // namespace

Effects look_up(const Identify& identify) {
  if (identify.typed.empty()) return {};
  return {FindName{identify.typed}};
}

void keep_found(Identify& identify, const SearchView& found) {
  std::optional<size_t> chosen;
  for (size_t i = 0; identify.chosen && i < found.people.size(); ++i) {
    const FoundPerson& asked = identify.found.people[*identify.chosen];
    if (asked.cohort == found.people[i].cohort && asked.number == found.people[i].number)
      chosen = i;
  }
  identify.found = found;
  identify.chosen = chosen;
}

Effects press_on_identify(State& state, const Press& press) {
  Identify& identify = state.identify;
  switch (press.what) {
    case Press::What::letter:
      if (!type_letter(identify.typed, press.value, typed_letters_max)) return {};
      return typed_anew(identify);
    case Press::What::erase:
      if (identify.typed.empty()) return {};
      erase_letter(identify.typed);
      return typed_anew(identify);
    case Press::What::erase_all:
      identify.typed.clear();
      return typed_anew(identify);
    case Press::What::other_keys:
      identify.latin_keys = !identify.latin_keys;
      return {};
    case Press::What::candidate:
      if (press.value >= 0 && static_cast<size_t>(press.value) < identify.found.people.size())
        identify.chosen = static_cast<size_t>(press.value);
      return {};
    case Press::What::search_yes:
      return answer(identify, true);
    case Press::What::search_no:
      return answer(identify, false);
    default:
      return {};
  }
}

}  // namespace otmetka::kiosk
