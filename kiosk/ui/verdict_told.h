// kiosk/ui/verdict_told.h - what a verdict says, in which colour and under which sign.
#pragma once
#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {

struct Told {
  const char* glyph;
  Gradient ground;
  ImU32 strong;
  std::string headline, message;
};
Told told(const State& state, const Ui& ui);

}  // namespace otmetka::kiosk
