// kiosk/platform/window_options.h - which panel the kiosk has, as far as the display server does
// not say it, or says it wrongly.
#pragma once
#include "kiosk/platform/turn.h"

namespace otmetka::kiosk {

struct WindowOptions {
  int width = 0, height = 0;  // of a window; zero: the whole primary monitor
  Turn turn = Turn::none;
  float inches = 0;  // the panel's diagonal; zero: as the monitor says
};

}  // namespace otmetka::kiosk
