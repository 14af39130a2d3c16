#include "kiosk/app/consent.h"

namespace otmetka::kiosk {
namespace {

std::optional<Who> asked_person(const State& state) {
  if (state.verdict) return state.verdict->who;
  if (!state.visitor) return std::nullopt;
  return Who{state.visitor->cohort, state.visitor->person};
}

void data_was_answered(State& state, bool agreed) {
  state.consent = agreed ? ConsentStep::none : ConsentStep::declined;
  if (state.visit) state.visit->consent = agreed;
  if (!state.verdict) return;
  state.verdict = with_consent(*state.verdict, agreed);
  state.verdict->agreed_now = agreed;
  if (const auto next = owes_answer(state); agreed && next) {
    ask_consent(state, *next);
  }
}

void photo_was_answered(State& state, const ConsentRecorded& recorded) {
  state.consent = ConsentStep::none;
  if (state.visit) state.visit->photo_answer = recorded.agreed;
  if (!state.verdict) return;
  state.verdict = with_consent(*state.verdict, state.verdict->consent,
                               RosterPhoto{recorded.photo, recorded.agreed});
  state.verdict->agreed_now = state.verdict->agreed_now || recorded.agreed;
}

}  // namespace

std::optional<About> owes_answer(const State& state) {
  // During a shift the staff stand at the panel, who answer for nobody.
  const bool could = !state.shift && state.screen == Screen::verdict &&
                     state.stage == Stage::told && state.verdict->who;
  if (!could) return std::nullopt;
  const VerdictView& view = *state.verdict;
  if (!view.consent) return About::data;
  if (*view.consent && view.has_photo && !view.photo_answer) return About::photo;
  return std::nullopt;
}

void ask_consent(State& state, About about) {
  state.consent = ConsentStep::asked;
  state.consent_about = about;
  state.consent_opens_ms = state.now_ms + question_rests_ms;
}

void press_for_consent(State& state, const Press& press) {
  if (state.page != VenuePage::mine || !state.visitor) return;
  const bool photo = press.value == static_cast<int>(About::photo);
  if (photo && !(state.visit && state.visit->may_answer_photo())) return;
  ask_consent(state, photo ? About::photo : About::data);
  state.consent_opens_ms = state.now_ms;  // it was called for
}

Effects press_on_consent(State& state, const Press& press) {
  const bool open = state.consent == ConsentStep::asked || state.consent == ConsentStep::not_saved;
  const bool answers = press.what == Press::What::agree || press.what == Press::What::decline;
  const auto person = asked_person(state);
  if (!open || !answers || !person || state.now_ms < state.consent_opens_ms) return {};
  state.consent = ConsentStep::saving;
  return {RecordConsent{*person, press.what == Press::What::agree, state.consent_about}};
}

void consent_was_recorded(State& state, const ConsentRecorded& recorded) {
  if (state.consent != ConsentStep::saving) return;
  if (state.consent_about == About::data)
    data_was_answered(state, recorded.agreed);
  else
    photo_was_answered(state, recorded);
  if (!state.verdict) return;
  // Who has answered goes on reading where to go now.
  const bool declined = state.consent == ConsentStep::declined;
  state.verdict_until_ms = state.now_ms + (declined ? declined_shown_ms : verdict_shown_ms);
}

void consent_was_not_saved(State& state) {
  if (state.consent == ConsentStep::saving) state.consent = ConsentStep::not_saved;
}

}  // namespace otmetka::kiosk
