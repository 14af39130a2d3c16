// The kiosk under a crowd that does anything: a million events a run, one seed a run.
#include "tests/kiosk/crowd.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

constexpr int steps = 1'000'000;

}  // namespace

TEST_CASE("whatever a crowd does in a million steps, no green lacks a fact and nobody is stuck") {
  const uint64_t seed = Catch::getSeed();
  INFO("seed " << seed);
  Crowd crowd(seed);
  for (int i = 0; i < steps; ++i) {
    crowd.step();
    if (i % 1000 == 0) crowd.check_way_out();
  }
  CHECK(crowd.recorded() > steps / 200);
  CHECK(crowd.refused() > 0);
  CHECK(crowd.seen().size() == 8);
  CHECK(crowd.pins() > 100);
  CHECK(crowd.acts() > 100);
  CHECK(crowd.spoke());
  CHECK(crowd.prints() > steps / 1000);
  CHECK(crowd.ideas() > 20);
  CHECK(crowd.answered() > 6);
  CHECK(crowd.photos() > 100);
  CHECK(crowd.badges() > 20);
  CHECK(crowd.walk_ins() > 20);
  CHECK(crowd.by_teams() > 20);
  CHECK(crowd.hidden() > 20);
}
