#include "kiosk/app/consent.h"

namespace otmetka::kiosk {
namespace {

std::optional<Who> asked_person(const State& state) {
  if (state.verdict) return state.verdict->who;
  if (!state.visitor) return std::nullopt;
  return Who{state.visitor->cohort, state.visitor->person};
}

}  // namespace

bool owes_answer(const State& state) {
  // During a shift the staff stand at the panel, who answer for nobody.
  return !state.shift && state.screen == Screen::verdict && state.stage == Stage::told &&
         state.verdict->who && !state.verdict->consent;
}

void ask_consent(State& state) { state.consent = ConsentStep::asked; }

void press_for_consent(State& state) {
  if (state.page == VenuePage::mine && state.visitor) ask_consent(state);
}

Effects press_on_consent(State& state, const Press& press) {
  const bool open = state.consent == ConsentStep::asked || state.consent == ConsentStep::not_saved;
  const bool answers = press.what == Press::What::agree || press.what == Press::What::decline;
  const auto person = asked_person(state);
  if (!open || !answers || !person) return {};
  state.consent = ConsentStep::saving;
  return {RecordConsent{*person, press.what == Press::What::agree}};
}

void consent_was_recorded(State& state, bool agreed) {
  if (state.consent != ConsentStep::saving) return;
  state.consent = agreed ? ConsentStep::none : ConsentStep::declined;
  if (state.visit) state.visit->consent = agreed;
  if (!state.verdict) return;
  // Who agreed goes on reading where to go now.
  state.verdict = with_consent(*state.verdict, agreed);
  state.verdict_until_ms = state.now_ms + (agreed ? verdict_shown_ms : declined_shown_ms);
}

void consent_was_not_saved(State& state) {
  if (state.consent == ConsentStep::saving) state.consent = ConsentStep::not_saved;
}

}  // namespace otmetka::kiosk
