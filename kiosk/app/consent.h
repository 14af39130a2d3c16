// kiosk/app/consent.h - the question whether personal data may be processed. It comes after the
// verdict, never before the fact, and the next badge never waits for it. No answer is no consent,
// and is asked for again next time.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// Whether the visitor of the verdict on the screen is to be asked once it was read.
bool owes_answer(const State& state);
void ask_consent(State& state);
/// From one's own check-ins.
void press_for_consent(State& state);
/// While the question lies on the screen, other than the way out of it.
Effects press_on_consent(State& state, const Press& press);

void consent_was_recorded(State& state, bool agreed);
void consent_was_not_saved(State& state);

}  // namespace otmetka::kiosk
