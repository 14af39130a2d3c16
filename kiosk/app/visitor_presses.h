// kiosk/app/visitor_presses.h - what a visitor does on the screens that follow a scan or a touch.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// On a question of consent, whichever screen it lies on.
Effects press_on_question(State& state, const Press& press);
Effects press_on_verdict(State& state, Press::What what);
/// On the pages about the venue, and on that of one's own check-ins.
Effects press_on_venue(State& state, const Press& press);

}  // namespace otmetka::kiosk
