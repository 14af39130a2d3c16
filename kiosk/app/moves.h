// kiosk/app/moves.h - where the screen goes from here, and what of whoever stood before it goes
// with them.
#pragma once
#include "kiosk/app/state.h"

namespace otmetka::kiosk {

/// Language and look are the kiosk's own again.
void forget_wishes(State& state);
/// Nothing of anybody stays.
void go_home(State& state);
void open_page(State& state, VenuePage page);
void open_search(State& state);
/// A verdict is over: with what is to be asked of its visitor, or without.
void end_verdict(State& state);
void leave_verdict(State& state);

}  // namespace otmetka::kiosk
