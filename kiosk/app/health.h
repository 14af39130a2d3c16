// kiosk/app/health.h - whether this kiosk can do its work, and what the office is told of that.
#pragma once
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// Learns from what became of a fact whether the disk takes any. One that does not puts the kiosk
/// out of service by itself: visitors are told before they try. Whoever scans is tried all the
/// same, and so is a health fact each minute; the first that is kept ends it.
void note_disk(State& state, const Happening& what);

/// Staff say so, or the disk does.
bool is_out_of_service(const State& state);

/// Whether a health fact is due: once an hour, or when something is otherwise than was told.
bool health_is_due(const State& state);

/// These were kept: they are not told again.
void health_was_told(State& state, const Health& told);

}  // namespace otmetka::kiosk
