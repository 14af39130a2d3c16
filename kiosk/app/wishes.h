// kiosk/app/wishes.h - how a visitor wants the kiosk to be, on every screen.
#pragma once
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// Language and look are the kiosk's own again.
void forget_wishes(State& state);
/// A verdict waits for the finger or key that looks for its button, and for the eyes that then
/// read.
void keep_verdict(State& state);
/// What anyone may change. True: it was such a press.
bool press_on_wishes(State& state, const Press& press);

}  // namespace otmetka::kiosk
