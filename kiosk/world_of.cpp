#include "kiosk/world_of.h"

#include <cstdio>

#include "kiosk/staff_desk.h"

namespace otmetka::kiosk {

WorldRead world_of(Recorder& recorder) {
  WorldRead world;
  world.enrolled = recorder.enrolled();
  world.connected = recorder.identity() && !world.enrolled;
  if (const VenueEntry* venue = recorder.venue(); venue && world.enrolled) {
    world.venue =
        std::make_shared<const VenueView>(venue_view(recorder.directory(), venue->number));
  }
  if (const auto state = recorder.exchange_state())
    world.sync = {state.value().at_s, state.value().reason, state.value().failure};
  if (recorder.waits_for_keys() && !world.enrolled) {
    std::fprintf(stderr, "otmetka-kiosk: %s\n", recorder.why_nothing_is_recorded().message.c_str());
  }
  world.staff = shifts_of(recorder.directory());
  return world;
}

}  // namespace otmetka::kiosk
