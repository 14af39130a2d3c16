// tests/sim/quiet.h - what scenarios begin and end with: a world without faults but their own, and
// the question whether all of it is well.
#pragma once
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/world.h"

namespace otmetka::sim {

inline WorldOptions quiet(size_t kiosks, size_t people = 12) {
  WorldOptions options;
  options.kiosks = kiosks;
  options.people = people;
  options.faults = false;
  return options;
}

inline void check_whole(World& world) {
  world.settle();
  world.check();
  INFO(world.chronicle().tail());
  REQUIRE(world.chronicle().problems.empty());
}

/// Badges that a kiosk of the programme knows.
inline std::vector<PaperBadge> known_badges(World& world) {
  std::vector<PaperBadge> known = world.badges();
  std::erase_if(known, [](const PaperBadge& badge) { return badge.cohort != "small.2025"; });
  return known;
}

}  // namespace otmetka::sim
