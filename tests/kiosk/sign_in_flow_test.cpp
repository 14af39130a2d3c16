// The staff's way in: a number and a PIN, or a badge and a PIN, and what guesses come to.
#include <catch2/catch_test_macros.hpp>

#include "kiosk/app/staff.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

Kiosk& tries(Kiosk& kiosk, std::string_view number, std::string_view pin, bool good = false) {
  kiosk.types_digits(number).touches(Press::What::sign_in).types_digits(pin);
  if (!kiosk.state.sign_in.checking) return kiosk;
  return kiosk.happens(
      PinChecked{kiosk.state.guard.attempts, good ? std::optional(some_shift()) : std::nullopt});
}

}  // namespace

TEST_CASE("the number is typed first, then the PIN, and they are looked at together", "[staff]") {
  Kiosk kiosk;
  kiosk.touches(Press::What::staff);
  REQUIRE(kiosk.state.screen == Screen::sign_in);
  kiosk.types_digits("60").touches(Press::What::sign_in);
  CHECK_FALSE(kiosk.state.sign_in.asks_pin());  // nobody has so short a number
  kiosk.types_digits("4").touches(Press::What::sign_in);
  CHECK(kiosk.state.sign_in.asks_pin());
  CHECK(kiosk.state.sign_in.number == "604");
  kiosk.types_digits("12345").touches(Press::What::sign_in);
  CHECK(kiosk.effects.empty());
  kiosk.types_digits("6");
  const auto* check = kiosk.wanted<CheckPin>();
  REQUIRE(check);
  CHECK(check->sign_in == 604);
  CHECK(check->pin == "123456");
  CHECK_FALSE(check->badge_of);
  kiosk.touches(Press::What::sign_in);
  CHECK(kiosk.effects.empty());  // one at a time
  kiosk.happens(PinChecked{kiosk.state.guard.attempts, some_shift()});
  CHECK(kiosk.state.screen == Screen::staff);
  CHECK(kiosk.wanted<ReadBoard>());
  CHECK(kiosk.state.sign_in.pin.empty());
  CHECK(kiosk.state.sign_in.number.empty());
}

TEST_CASE("what was mistyped is taken away: the PIN, then back to the number", "[staff]") {
  Kiosk kiosk;
  kiosk.touches(Press::What::staff).types_digits("604").touches(Press::What::sign_in);
  kiosk.types_digits("12").touches(Press::What::erase_digits);
  CHECK(kiosk.state.sign_in.pin.empty());
  CHECK(kiosk.state.sign_in.asks_pin());
  kiosk.touches(Press::What::erase_digits);
  CHECK_FALSE(kiosk.state.sign_in.asks_pin());
  CHECK(kiosk.state.sign_in.number == "604");
  kiosk.touches(Press::What::erase_digits);
  CHECK(kiosk.state.sign_in.number.empty());
  // Of a wrong PIN the number stays, and the PIN is asked for again.
  tries(kiosk, "604", "999999");
  CHECK(kiosk.state.sign_in.refused);
  CHECK(kiosk.state.sign_in.number == "604");
  CHECK(kiosk.state.sign_in.pin.empty());
}

TEST_CASE("after a staff badge the PIN alone is typed, and is looked at when it is whole",
          "[staff]") {
  Kiosk kiosk;
  kiosk.happens(StaffBadgeShown{PersonNumber{9001}}).types_digits("12345");
  CHECK(kiosk.effects.empty());
  kiosk.types_digits("6");
  const auto* check = kiosk.wanted<CheckPin>();
  REQUIRE(check);
  CHECK(check->badge_of == PersonNumber{9001});
  CHECK(check->pin == "123456");
}

TEST_CASE("guesses at the keys wait longer and longer, also from screen to screen", "[staff]") {
  Kiosk kiosk;
  uint64_t waited = 0;
  for (int guess = 0; guess < 12; ++guess) {
    kiosk.touches(Press::What::staff);
    tries(kiosk, "604", "999999");
    const uint64_t opens = sign_in_opens_ms(kiosk.state);
    REQUIRE(opens > kiosk.ms);
    const uint64_t wait = opens - kiosk.ms;
    CHECK(wait >= waited);
    CHECK(wait <= guess_wait_max_ms);
    waited = wait;
    kiosk.touches(Press::What::home).touches(Press::What::staff);
    kiosk.types_digits("604").touches(Press::What::sign_in).types_digits("123456");
    CHECK(kiosk.effects.empty());  // not even a good one, yet
    kiosk.touches(Press::What::home).waits(wait);
  }
  CHECK(waited == guess_wait_max_ms);
}

TEST_CASE("a visitor who guesses at the keys cannot lock out who has a staff badge", "[staff]") {
  Kiosk kiosk;
  for (int guess = 0; guess < 9; ++guess) {
    kiosk.touches(Press::What::staff);
    tries(kiosk, "604", "999999").touches(Press::What::home);
    if (guess < 8) kiosk.waits(guess_wait_max_ms);
  }
  kiosk.happens(StaffBadgeShown{PersonNumber{9001}}).types_digits("123456");
  REQUIRE(kiosk.wanted<CheckPin>());
  kiosk.happens(PinChecked{kiosk.state.guard.attempts, some_shift()});
  CHECK(kiosk.state.screen == Screen::staff);
}

TEST_CASE("five wrong PINs after a badge shut that badge for a while, and no other", "[staff]") {
  Kiosk kiosk;
  kiosk.happens(StaffBadgeShown{PersonNumber{9001}});
  for (uint32_t i = 0; i < badge_tries_max; ++i) {
    kiosk.types_digits("000000");
    REQUIRE(kiosk.wanted<CheckPin>());
    kiosk.happens(PinChecked{kiosk.state.guard.attempts, {}});
  }
  kiosk.types_digits("123456");
  CHECK_FALSE(kiosk.wanted<CheckPin>());
  CHECK(sign_in_opens_ms(kiosk.state) > kiosk.ms);
  kiosk.happens(StaffBadgeShown{PersonNumber{9002}}).types_digits("123456");
  CHECK(kiosk.wanted<CheckPin>());
  kiosk.waits(badge_tries_within_ms);
  kiosk.happens(StaffBadgeShown{PersonNumber{9001}}).types_digits("123456");
  CHECK(kiosk.wanted<CheckPin>());
}

TEST_CASE("an answer to somebody else's attempt opens nothing", "[staff]") {
  Kiosk kiosk;
  kiosk.touches(Press::What::staff).types_digits("604").touches(Press::What::sign_in);
  kiosk.types_digits("123456");
  const uint64_t first = kiosk.state.guard.attempts;
  kiosk.touches(Press::What::home).happens(StaffBadgeShown{PersonNumber{9002}});
  kiosk.types_digits("000000");
  kiosk.happens(PinChecked{first, some_shift()});
  CHECK_FALSE(kiosk.state.shift);
  kiosk.happens(PinChecked{kiosk.state.guard.attempts, {}});
  CHECK(kiosk.state.guard.by_badge.at(PersonNumber{9002}).count == 1);
}

TEST_CASE("a guess whose answer nobody waited for counts", "[staff]") {
  Kiosk kiosk;
  kiosk.touches(Press::What::staff).types_digits("604").touches(Press::What::sign_in);
  kiosk.types_digits("999999");
  kiosk.touches(Press::What::home);
  kiosk.happens(PinChecked{kiosk.state.guard.attempts, {}});
  CHECK(kiosk.state.guard.guesses == 1);
}
