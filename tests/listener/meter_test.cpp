// What a network that is paid by the byte may cost a day.
#include "sync/daemon/meter.h"

#include <catch2/catch_test_macros.hpp>

using namespace otmetka;

namespace {

constexpr int64_t noon = 1'763'812'800, day_s = 86'400;

}  // namespace

TEST_CASE("the last quarter of a day's bytes is the facts' alone", "[meter]") {
  Meter meter(1'000, {});
  CHECK(meter.left(noon) == 1'000);
  CHECK(meter.left_for_the_rest(noon) == 750);
  meter.spend(749, noon);
  CHECK(meter.left_for_the_rest(noon) == 1);
  meter.spend(151, noon + 60);
  CHECK(meter.left_for_the_rest(noon) == 0);
  CHECK(meter.left(noon) == 100);
  meter.spend(5'000, noon + 120);  // a whole roster in one answer
  CHECK(meter.left(noon) == 0);
}

TEST_CASE("another day has all its bytes, whichever way the clock went", "[meter]") {
  for (const int64_t shift : {day_s, -day_s, 70 * 365 * day_s}) {
    Meter meter(1'000, {});
    meter.spend(1'000, noon);
    CHECK(meter.left(noon + shift) == 1'000);
    meter.spend(10, noon + shift);
    CHECK(meter.left(noon + shift) == 990);
  }
  CHECK(Meter::next_day_s(noon) == noon + day_s / 2);
}

TEST_CASE("what was spent before a restart counts, and a new limit holds at once", "[meter]") {
  Meter before(1'000, {});
  before.spend(600, noon);
  const Meter meter(700, before.state());
  CHECK(meter.left(noon) == 100);
  CHECK(meter.left_for_the_rest(noon) == 0);
}
