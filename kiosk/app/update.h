// kiosk/app/update.h - the whole behaviour of the kiosk: Event → State and Effects. Pure: no clock,
// no thread, no file.
//
// A code is taken on any screen at any moment. Whatever is not the attract screen goes back to it
// by itself, and nothing of a visitor stays behind.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

Effects update(State& state, const Event& event);

}  // namespace otmetka::kiosk
