// What a network that is paid by the byte may cost a day, and when it is used.
#include "sync/daemon/meter.h"

#include <catch2/catch_test_macros.hpp>

#include "sync/daemon/pace.h"

using namespace otmetka;

namespace {

constexpr int64_t noon = 1'763'812'800, day_s = 86'400;
constexpr uint64_t minute_ms = 60'000;

uint64_t three_seconds(unsigned) { return 3'000; }

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
  meter.spend(5'000, noon + 120);
  CHECK(meter.left(noon) == 0);
}

TEST_CASE("another day has all its bytes, whichever way the clock was put right", "[meter]") {
  for (const int64_t shift : {day_s, -day_s, 70 * 365 * day_s}) {
    Meter meter(1'000, {});
    meter.spend(1'000, noon);
    CHECK(meter.left(noon + shift) == 1'000);
    meter.spend(10, noon + shift);
    CHECK(meter.left(noon + shift) == 990);
  }
}

TEST_CASE("a clock that nobody has set begins no day", "[meter]") {
  Meter meter(1'000, {});
  meter.spend(600, noon);
  meter.spend(100, std::nullopt);  // after a start in 1970
  CHECK(meter.left(std::nullopt) == 300);
  CHECK(meter.left(noon + 60) == 300);
  CHECK(meter.left(noon + day_s) == 1'000);
}

TEST_CASE("what was spent before a restart counts, and a new limit holds at once", "[meter]") {
  Meter before(1'000, {});
  before.spend(600, noon);
  const Meter meter(700, before.state());
  CHECK(meter.left(noon) == 100);
  CHECK(meter.left_for_the_rest(noon) == 0);
}

TEST_CASE("without a limit facts and news go at once, and a failure waits", "[meter]") {
  Pace pace(false);
  CHECK(pace.is_due(1, false, false));
  pace.succeeded(1'000, 30);
  CHECK_FALSE(pace.is_due(1'001, false, false));
  CHECK(pace.is_due(1'001, true, false));
  CHECK(pace.is_due(1'001, false, true));
  CHECK(pace.is_due(31'000, false, false));
  pace.failed(40'000, 9'000, three_seconds);
  CHECK_FALSE(pace.is_due(42'999, true, true));
  CHECK(pace.is_due(43'000, false, false));
}

TEST_CASE("with a limit facts go out together, and the rest is fetched now and then", "[meter]") {
  Pace pace(true);
  pace.succeeded(1'000, 30);
  CHECK_FALSE(pace.is_due(1'000 + minute_ms - 1, false, true));
  CHECK(pace.is_due(1'000 + minute_ms, false, true));
  CHECK_FALSE(pace.is_due(1'000 + minute_ms, false, false));
  CHECK(pace.is_due(1'000 + 15 * minute_ms, false, false));
}

TEST_CASE("with a limit a failure that cost something is not tried again as soon", "[meter]") {
  for (const auto& [spent, wait_ms] :
       {std::pair{uint64_t{0}, uint64_t{3'000}}, std::pair{uint64_t{300}, minute_ms},
        std::pair{uint64_t{9'000}, 15 * minute_ms}}) {
    Pace pace(true);
    pace.failed(1'000, spent, three_seconds);
    CHECK_FALSE(pace.is_due(1'000 + wait_ms - 1, true, true));
    CHECK(pace.is_due(1'000 + wait_ms, false, false));
  }
}
