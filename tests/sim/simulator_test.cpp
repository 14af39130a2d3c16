// tests/sim/simulator_test.cpp - whole systems, each from one seed, in which everything goes wrong
// and then stops to.
//
// One world again, with every event as it happens: OTMETKA_SIM_SEED=17 OTMETKA_SIM_ALOUD=1; more of
// them: OTMETKA_SIM_SEED=1000 OTMETKA_SIM_SEEDS=500.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <functional>

#include "tests/sim/world.h"

using namespace otmetka::sim;

namespace {

constexpr int64_t hours = 3600;

uint64_t asked_for(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// A sanitizer makes each world some ten times slower; what it looks for shows in few of them.
#ifdef OTMETKA_SANITIZED
constexpr uint64_t worlds = 20;
#else
constexpr uint64_t worlds = 100;
#endif

struct Seeds {
  Seeds(uint64_t first_seed, uint64_t how_many) {
    const bool asked = std::getenv("OTMETKA_SIM_SEED") != nullptr;
    first = asked_for("OTMETKA_SIM_SEED", first_seed);
    count = asked_for("OTMETKA_SIM_SEEDS", asked ? 1 : how_many);
  }
  uint64_t first, count;
};

struct Score {
  double device_hours = 0;
  size_t worlds = 0, shown = 0;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

  void print() const {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    fmt::print("{} worlds, {} scans shown, {:.1f} s: {:.1f} worlds, {:.0f} device-hours a second\n",
               worlds, shown, took.count(), static_cast<double>(worlds) / took.count(),
               device_hours / took.count());
  }
};

// `after_s`: so long it goes on after the office has said that the cohort is over; 0: it never is.
void live(uint64_t seed, int64_t seconds, bool other_eyes, Score& score,
          const WorldOptions& options, int64_t after_s = 0) {
  World world(seed, options);
  world.chronicle().aloud = std::getenv("OTMETKA_SIM_ALOUD") != nullptr;
  world.run(seconds);
  if (after_s > 0) {
    world.end_cohort();
    world.run(after_s);
  }
  world.heal();
  world.settle();
  world.check();
  if (other_eyes) world.check_by_other_eyes();
  score.device_hours += world.device_hours();
  score.shown += world.chronicle().shown.size();
  ++score.worlds;
  INFO("seed " << seed << "\n" << world.chronicle().tail());
  CHECK(world.chronicle().problems.empty());
}

/// Chooses the faults of the nth world beside those of its seed.
using Choose = std::function<void(Mix&, uint64_t nth)>;

// Each `eyes_every`th is looked at by other eyes too; 0: none.
void live_all(const Seeds& seeds, int64_t seconds, uint64_t eyes_every, const Choose& choose = {}) {
  Score score;
  for (uint64_t i = 0; i < seeds.count; ++i) {
    WorldOptions options = any_options(seeds.first + i);
    if (choose) choose(options.mix, i);
    live(seeds.first + i, seconds, eyes_every != 0 && i % eyes_every == 0, score, options);
  }
  score.print();
}

}  // namespace

TEST_CASE("every scan shown green reaches central once, whatever fails", "[sim]") {
  live_all({1, worlds}, 8 * hours, 0);
}

// What the office does on both branches, and what a box and central both lost, is another matter.
TEST_CASE("T3 a central put back from an older copy again and again loses nothing", "[sim]") {
  live_all({2001, worlds / 5}, 8 * hours, 0, [](Mix& mix, uint64_t) {
    mix.office_older = 0.02;
    mix.new_programme = mix.badge_revoked = 0;
    mix.older_disk = mix.clone = 0;
  });
}

TEST_CASE("keys follow one another while everything fails, and nothing is lost", "[sim]") {
  live_all({3001, worlds / 4}, 8 * hours, 10, [](Mix& mix, uint64_t nth) {
    mix.scope_key = mix.badge_key = mix.sign_key = 0.008;
    // Of two boxes of one image only one can go on with a key that it has made.
    if (nth % 2 == 0) {
      mix.device_key = 0.006;
      mix.older_disk = mix.clone = 0;
    }
  });
}

TEST_CASE("what was called archived is in the backup that is put back, whatever fails", "[sim]") {
  live_all({5001, worlds / 5}, 8 * hours, 0, [](Mix& mix, uint64_t) {
    mix.office_backup = 0.05;
    mix.office_restored = 0.02;
    mix.new_programme = mix.badge_revoked = 0;
    mix.older_disk = mix.clone = 0;
  });
}

TEST_CASE("after an erasure nobody holds anything of the person, whatever fails", "[sim]") {
  const Seeds seeds(4001, worlds / 5);
  live_all(seeds, 8 * hours, 8, [&](Mix& mix, uint64_t nth) {
    mix.erasure = 0.03;
    mix.office_backup = 0.03;
    mix.office_restored = (seeds.first + nth) % 2 ? 0.01 : 0;
    mix.older_disk = mix.clone = 0;
    mix.new_programme = mix.badge_revoked = 0;
  });
}

// What a backup of before the end lacks nobody can give central again once kiosks have forgotten.
TEST_CASE("when a cohort is over kiosks deliver, forget and tell, whatever fails", "[sim]") {
  Score score;
  const Seeds seeds(6001, worlds / 4);
  for (uint64_t i = 0; i < seeds.count; ++i) {
    WorldOptions options = any_options(seeds.first + i);
    options.mix.new_programme = options.mix.badge_revoked = 0;
    options.mix.office_backup = 0.03;
    live(seeds.first + i, 6 * hours, i % 8 == 0, score, options, 3 * hours);
  }
  score.print();
}

TEST_CASE("the checker in another language finds in the raw bytes what visitors were shown",
          "[sim]") {
  live_all({501, 4}, 8 * hours, 1);
}

TEST_CASE("a week of faults ends as well as a day of them", "[sim][long]") {
  live_all({1001, 20}, 7 * 24 * hours, 0);
}
