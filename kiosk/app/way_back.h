// kiosk/app/way_back.h - where Esc leads, on each screen. Pure.
#pragma once
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// What a finger would press to get out of what is on top; none where there is no way back.
Press press_of_back(const State& state);

}  // namespace otmetka::kiosk
