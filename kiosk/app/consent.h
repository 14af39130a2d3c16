// kiosk/app/consent.h - the questions whether personal data may be processed, and after a yes to
// that, where the roster has a photo, whether it may be shown. They come after the verdict, never
// before the fact, and the next badge never waits for them. No answer is no consent, and is asked
// for again next time.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// What the visitor of the verdict on the screen is to be asked once it was read.
std::optional<About> owes_answer(const State& state);
/// Comes by itself, so that it rests first.
void ask_consent(State& state, About about);
/// From one's own check-ins.
void press_for_consent(State& state, const Press& press);
/// While a question lies on the screen, other than the way out of it.
Effects press_on_consent(State& state, const Press& press);

void consent_was_recorded(State& state, const ConsentRecorded& recorded);
void consent_was_not_saved(State& state);

}  // namespace otmetka::kiosk
