// kiosk/app/walk_in.h - somebody who came without a badge: written down, and given one.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

Effects press_on_form(State& state, const Press& press);
/// Whether the one on the form is one of `Desk::alike`, by their place there, or somebody else.
Effects press_on_alike(State& state, const Press& press);
/// The report of it is on the desk. Where there is a printer the badge is printed at once: who
/// waits at the desk has no second hand free for a button.
Effects walk_in_was_registered(State& state);
/// Of the walk-in who is shown, or all that were not printed.
Effects press_on_badge(State& state, const Press& press);
/// The printer has ended a job, by `none` with success; badges of an earlier shift are nobody's.
void badge_was_printed(State& state, uint64_t job, PrinterReason reason);
/// Whoever it is for is not registered any more. 0: for nobody.
void forget_badge(Desk& desk, uint64_t order);

}  // namespace otmetka::kiosk
