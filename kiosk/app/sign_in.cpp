// How staff sign in: a number, then a PIN; or a staff badge, then the PIN.
#include <algorithm>

#include "kiosk/app/staff.h"

namespace otmetka::kiosk {
namespace {

bool badge_is_shut(const State& state, PersonNumber badge_of) {
  const auto tries = state.guard.by_badge.find(badge_of);
  return tries != state.guard.by_badge.end() && tries->second.count >= badge_tries_max &&
         state.now_ms < tries->second.since_ms + badge_tries_within_ms;
}

void note_wrong_pin(State& state) {
  PinGuard& guard = state.guard;
  if (!guard.badge_of) {
    const uint64_t wait = uint64_t{1000} << std::min<uint32_t>(guard.guesses, 20);
    ++guard.guesses;
    guard.open_at_ms = state.now_ms + std::min(wait, guess_wait_max_ms);
    return;
  }
  PinGuard::Tries& tries = guard.by_badge[*guard.badge_of];
  if (tries.count == 0 || state.now_ms >= tries.since_ms + badge_tries_within_ms)
    tries = {0, state.now_ms};
  ++tries.count;
}

Effects try_pin(State& state) {
  SignIn& sign_in = state.sign_in;
  if (sign_in.pin.size() < pin_digits || sign_in_opens_ms(state) > state.now_ms) return {};
  CheckPin check{++state.guard.attempts, sign_in.badge_of, 0, sign_in.pin};
  if (!sign_in.badge_of) check.sign_in = static_cast<uint32_t>(std::stoul(sign_in.number));
  state.guard.badge_of = sign_in.badge_of;
  sign_in.checking = true;
  sign_in.refused = false;
  return {check};
}

Effects type_digit(State& state, char digit) {
  SignIn& sign_in = state.sign_in;
  sign_in.refused = false;
  std::string& field = sign_in.asks_pin() ? sign_in.pin : sign_in.number;
  if (field.size() < (sign_in.asks_pin() ? pin_digits : sign_in_digits_max)) field += digit;
  // Nothing is left to be told then.
  return sign_in.pin.size() == pin_digits ? try_pin(state) : Effects{};
}

// What is being typed; where that is nothing, back to the number.
void erase(SignIn& sign_in) {
  sign_in.refused = false;
  if (sign_in.asks_pin() && sign_in.pin.empty()) {
    sign_in.number_is_whole = false;
  } else {
    (sign_in.asks_pin() ? sign_in.pin : sign_in.number).clear();
  }
}

Effects go_on(State& state) {
  SignIn& sign_in = state.sign_in;
  if (sign_in.asks_pin()) return try_pin(state);
  sign_in.number_is_whole = sign_in.number.size() >= sign_in_digits_min;
  return {};
}

}  // namespace

void open_sign_in(State& state, std::optional<PersonNumber> badge_of) {
  state.screen = Screen::sign_in;
  state.sign_in = {};
  state.sign_in.badge_of = badge_of;
}

uint64_t sign_in_opens_ms(const State& state) {
  const auto& badge_of = state.sign_in.badge_of;
  if (!badge_of) return state.guard.open_at_ms;
  if (!badge_is_shut(state, *badge_of)) return 0;
  return state.guard.by_badge.at(*badge_of).since_ms + badge_tries_within_ms;
}

Effects press_on_sign_in(State& state, const Press& press) {
  if (state.sign_in.checking) return {};
  switch (press.what) {
    case Press::What::digit:
      if (press.value < 0 || press.value > 9) return {};
      return type_digit(state, static_cast<char>('0' + press.value));
    case Press::What::erase_digits:
      erase(state.sign_in);
      return {};
    case Press::What::sign_in:
      return go_on(state);
    default:
      return {};
  }
}

Effects pin_was_checked(State& state, const PinChecked& checked) {
  // An answer to an earlier attempt opens nothing for who stands here now.
  if (checked.attempt != state.guard.attempts) return {};
  SignIn& sign_in = state.sign_in;
  const bool waited = state.screen == Screen::sign_in && sign_in.checking;
  if (!checked.shift) {
    note_wrong_pin(state);  // also of who did not wait for the answer
    if (!waited) return {};
    sign_in.pin.clear();
    sign_in.checking = false;
    sign_in.refused = true;
    return {};
  }
  if (!waited) return {};
  if (sign_in.badge_of) {
    state.guard.by_badge.erase(*sign_in.badge_of);
  } else {
    state.guard.guesses = 0;
  }
  sign_in = {};
  return begin_shift(state, *checked.shift);
}

}  // namespace otmetka::kiosk
