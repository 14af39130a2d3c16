// kiosk/app/identify.h - the search of one's own name, letter by letter.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// What is to be asked for the letters typed so far.
Effects look_up(const Identify& identify);
/// The answer. Whoever is being asked whether it is them goes on being asked, if they are still
/// found.
void keep_found(Identify& identify, const SearchView& found);

/// A press on the search screen other than the way back.
Effects press_on_identify(State& state, const Press& press);

}  // namespace otmetka::kiosk
