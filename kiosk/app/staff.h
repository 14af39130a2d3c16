// kiosk/app/staff.h - what staff do at the kiosk: sign in, see who is missing, put it right.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

void open_sign_in(State& state, std::optional<PersonNumber> badge_of);
/// 0: at once; else the moment from which the next PIN is looked at.
uint64_t sign_in_opens_ms(const State& state);
Effects press_on_sign_in(State& state, const Press& press);
Effects pin_was_checked(State& state, const PinChecked& checked);
Effects begin_shift(State& state, const Shift& shift);

/// From which nothing leads back.
bool is_first_page(const State& state);
void end_shift(State& state);
/// As it is before a shift; whom a roll call has found lately stays found.
void clear_desk(State& state);
/// After a visitor's verdict the staff's screen comes back.
void return_to_desk(State& state);
Effects press_on_staff(State& state, const Press& press);
void keep_board(State& state, const BoardView& board);
/// What was done is told from now on.
void put_report(State& state, ActReport report);
Effects act_was_done(State& state, const ActDone& done);
/// What the pages show may be otherwise now.
Effects read_desk(const State& state);

}  // namespace otmetka::kiosk
