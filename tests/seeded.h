// tests/seeded.h - randomness that one seed replays, and facts made of it.
#pragma once
#include <cstring>

#include "shared/model/fact.h"
#include "shared/seam/clock.h"
#include "shared/seam/random.h"

namespace otmetka::test {

class Seeded : public Random {
 public:
  explicit Seeded(uint64_t seed) : state_(seed) {}
  void fill(std::span<uint8_t> out) override {
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(next() >> 32);
  }
  uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  uint64_t below(uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
  bool chance(double share) { return unit() < share; }

 private:
  uint64_t state_;
};

/// Time that only moves when a test says so.
class SetClock : public Clock {
 public:
  int64_t wall = 1763778000;
  uint64_t boot = 100'000;
  BootId id{1};
  int64_t wall_s() const override { return wall; }
  uint64_t boot_ms() const override { return boot; }
  BootId boot_id() const override { return id; }
  void pass(int64_t seconds) {
    wall += seconds;
    boot += static_cast<uint64_t>(seconds) * 1000;
  }
};

inline FactId any_id(Seeded& random) {
  static const char* const scopes[] = {"exchange", "device", "office", "venue:university",
                                       "mayors.2026"};
  return {random.bytes<16>(), scopes[random.below(5)], Epoch{random.u64()}, random.below(5000)};
}

inline Subject any_subject(Seeded& random) {
  if (random.chance(0.3)) return Subject();
  if (random.chance(0.1)) return Subject(any_id(random));
  return Subject(static_cast<uint32_t>(1 + random.below(random.chance(0.1) ? UINT32_MAX : 300)));
}

/// Mostly like real ones, sometimes at the edge of what a row can say.
inline Fact any_fact(Seeded& random) {
  Fact fact;
  fact.kind = Kind{random.chance(0.05) ? random.u64() : 1 + random.below(60)};
  fact.flags = random.chance(0.05) ? random.u64() : random.below(16);
  fact.boot_s = random.chance(0.05) ? random.u64() : random.below(1000000);
  fact.wall_s = random.chance(0.05) ? static_cast<int64_t>(random.u64())
                                    : 1763778000 + static_cast<int64_t>(random.below(100000));
  fact.person = any_subject(random);
  fact.session = any_subject(random);
  fact.venue = any_subject(random);
  fact.method = Method{static_cast<uint8_t>(random.below(7))};
  fact.actor = any_subject(random);
  for (uint64_t i = random.chance(0.1) ? random.below(4) : 0; i > 0; --i)
    fact.references.push_back(any_id(random));
  if (random.chance(0.3)) {
    fact.payload.resize(static_cast<size_t>(random.below(80)));
    random.fill(fact.payload);
  }
  if (random.chance(0.1)) fact.detached = random.bytes<32>();
  return fact;
}

}  // namespace otmetka::test
