// kiosk/world_of.h - what the recorder knows of this kiosk's place in the world, as an event.
#pragma once
#include "kiosk/app/event.h"
#include "shared/store/recorder.h"

namespace otmetka::kiosk {

WorldRead world_of(Recorder& recorder);

}  // namespace otmetka::kiosk
