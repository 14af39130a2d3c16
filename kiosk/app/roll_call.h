// kiosk/app/roll_call.h - whoever is in the building is ticked off, by a touch or by the badge.
#pragma once
#include "kiosk/app/state.h"

namespace otmetka::kiosk {

/// One of `Desk::inside`; touched again, not found after all.
void tick_off(Desk& desk, size_t index, uint64_t now_ms);
bool is_in_roll_call(const State& state, const std::pair<Scope, Subject>& who);
/// Scanned again, still found.
void tick_off_badge(State& state, const std::pair<Scope, Subject>& who);

}  // namespace otmetka::kiosk
