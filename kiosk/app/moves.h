// kiosk/app/moves.h - where the screen goes from here, and what of whoever stood before it goes
// with them.
#pragma once
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// Nothing of anybody stays.
void go_home(State& state);
/// The way back from a page. Who is not known yet goes on in their language and look: they are
/// about to show the badge.
void go_back(State& state);
void open_page(State& state, VenuePage page);
void open_search(State& state);
/// A verdict is over: with what is to be asked of its visitor, or without.
void end_verdict(State& state);
void leave_verdict(State& state);
/// The venue as it is shown now. What was chosen stays chosen while it is there; else what stands
/// in its place is.
void show_venue(State& state);
/// True: it was a press that moves the list.
bool press_on_list(State& state, const Press& press);

}  // namespace otmetka::kiosk
