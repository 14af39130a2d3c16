// tests/sim/simulator_test.cpp - whole systems, each from one seed, in which everything goes wrong and
// then stops to.
//
// One world again, with every event as it happens: OTMETKA_SIM_SEED=17 OTMETKA_SIM_ALOUD=1
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>

#include "tests/sim/world.h"

using namespace otmetka::sim;

namespace {

constexpr int64_t hours = 3600;

struct Seeds {
  uint64_t first = 1, count = 200;
};

Seeds seeds() {
  const char* wanted = std::getenv("OTMETKA_SIM_SEED");
  if (!wanted) return {};
  const char* count = std::getenv("OTMETKA_SIM_SEEDS");
  return {std::strtoull(wanted, nullptr, 10), count ? std::strtoull(count, nullptr, 10) : 1};
}

}  // namespace

TEST_CASE("every scan shown green reaches central once, whatever fails", "[sim]") {
  const auto began = std::chrono::steady_clock::now();
  double device_hours = 0;
  size_t shown = 0;
  const Seeds wanted = seeds();
  for (uint64_t seed = wanted.first; seed < wanted.first + wanted.count; ++seed) {
    WorldOptions options = any_options(seed);
    if (getenv("W1")) options.mix.clone = options.mix.older_disk = 0;
    if (getenv("W2")) options.mix.mirror_damaged = 0;
    World world(seed, options);
    world.chronicle().aloud = std::getenv("OTMETKA_SIM_ALOUD") != nullptr;
    world.run(8 * hours);
    world.heal();
    world.settle();
    world.check();
    device_hours += world.device_hours();
    shown += world.chronicle().shown.size();
    INFO("seed " << seed << "\n" << world.chronicle().tail());
    CHECK(world.chronicle().problems.empty());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  fmt::print("{} worlds, {} scans shown, {:.1f} s: {:.1f} worlds and {:.0f} device-hours a second\n",
             wanted.count, shown, took.count(), static_cast<double>(wanted.count) / took.count(),
             device_hours / took.count());
}
