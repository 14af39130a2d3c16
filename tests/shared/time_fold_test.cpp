// Anchors pin a boot to true time: what they allow together, what cannot be, and that order is
// nothing.
#include <algorithm>
#include <catch2/catch_all.hpp>
#include <cstring>

#include "shared/model/payload.pb.h"
#include "shared/model/time_fold.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

PlacedFact opened(Seq epoch, uint8_t boot) {
  payload::Opened payload;
  payload.set_boot(std::string(16, static_cast<char>(boot)));
  Fact fact;
  fact.kind = Kind::opened;
  fact.payload = to_bytes(as_bytes(payload.SerializeAsString()));
  return {{{1}, "device", Epoch{epoch}, 1}, fact};
}

PlacedFact anchor(Seq epoch, Seq seq, uint64_t boot_s, int64_t earliest, int64_t latest,
                  payload::Anchor::Source source = payload::Anchor::CENTRAL) {
  payload::Anchor payload;
  payload.set_source(source);
  payload.set_earliest(earliest);
  payload.set_latest(latest);
  Fact fact;
  fact.kind = Kind::anchor;
  fact.boot_s = boot_s;
  fact.payload = to_bytes(as_bytes(payload.SerializeAsString()));
  return {{{1}, "device", Epoch{epoch}, seq}, fact};
}

PlacedFact at(Seq epoch, uint64_t boot_s) {
  PlacedFact out{{{1}, "device", Epoch{epoch}, 2}, {}};
  out.fact.kind = Kind::check_in;
  out.fact.boot_s = boot_s;
  return out;
}

// A few devices, boots and epochs; `opened` facts where none may be, and anchors that cannot be.
std::vector<PlacedFact> any_anchors(Seeded& random) {
  std::vector<PlacedFact> out;
  for (uint64_t left = 2 + random.below(30); left > 0; --left) {
    const Seq epoch = random.below(4), seq = random.chance(0.8) ? 1 : 2 + random.below(3);
    PlacedFact placed = opened(epoch, static_cast<uint8_t>(epoch / 2));
    if (random.chance(0.6)) {
      const auto earliest =
          static_cast<int64_t>(random.chance(0.1) ? random.u64() : random.below(100));
      const auto latest =
          static_cast<int64_t>(random.chance(0.1) ? random.u64() : 50 + random.below(100));
      placed =
          anchor(epoch, 5 + random.below(20), random.chance(0.1) ? random.u64() : random.below(10),
                 earliest, latest, static_cast<payload::Anchor::Source>(random.below(4)));
    } else if (seq != 1) {
      placed = opened(epoch, static_cast<uint8_t>(random.below(3)));
      placed.id.seq = seq;
    }
    placed.id.device = {static_cast<uint8_t>(random.below(2))};
    const bool known = std::any_of(out.begin(), out.end(), [&](const PlacedFact& other) {
      return other.id == placed.id;  // an identity is one fact
    });
    if (!known) out.push_back(placed);
  }
  return out;
}

}  // namespace

TEST_CASE(
    "an anchor repairs the facts of its boot, before and after it, in every epoch of the boot",
    "[time]") {
  TimeFold fold;
  for (const PlacedFact& fact :
       {anchor(1, 5, 1000, 50'000, 50'002), opened(1, 3), opened(2, 3), opened(4, 8)})
    fold.add(fact);
  CHECK(fold.of(at(1, 400)) == TimeInterval{49'400, 49'402, false});
  CHECK(fold.of(at(2, 1600)) == TimeInterval{50'600, 50'602, false});
  CHECK_FALSE(fold.of(at(4, 10)).has_value());  // another boot
}

TEST_CASE("anchors that agree narrow, anchors that contradict widen and flag", "[time]") {
  TimeFold fold;
  fold.add(opened(1, 3));
  fold.add(anchor(1, 2, 0, 100, 200));
  fold.add(anchor(1, 3, 10, 160, 260));
  CHECK(fold.of(at(1, 0)) == TimeInterval{150, 200, false});
  fold.add(anchor(1, 4, 0, 9000, 9010));
  CHECK(fold.of(at(1, 0)) == TimeInterval{100, 9010, true});
}

TEST_CASE("a watch that staff read is never believed to better than five minutes", "[time]") {
  TimeFold fold;
  fold.add(opened(1, 3));
  fold.add(anchor(1, 2, 0, 10'000, 10'000, payload::Anchor::STAFF));
  CHECK(fold.of(at(1, 0)) == TimeInterval{9'700, 10'300, false});
}

TEST_CASE("anchors that cannot be are ignored, and nothing overflows", "[time]") {
  constexpr int64_t bound = int64_t{1} << 40, most = INT64_MAX, least = INT64_MIN;
  TimeFold fold;
  fold.add(opened(1, 3));
  fold.add(anchor(1, 2, 10, 160, 260));
  Seq seq = 3;
  for (const auto source : {payload::Anchor::CENTRAL, payload::Anchor::STAFF}) {
    fold.add(anchor(1, seq++, 0, least, most, source));
    fold.add(anchor(1, seq++, 0, most, most, source));
    fold.add(anchor(1, seq++, 0, least, least, source));
    fold.add(anchor(1, seq++, 0, 100, bound, source));
    fold.add(anchor(1, seq++, 0, -bound, 100, source));
    fold.add(anchor(1, seq++, 0, 9000, 8999, source));  // the wrong way round
    fold.add(anchor(1, seq++, static_cast<uint64_t>(bound), 100, 200, source));
    fold.add(anchor(1, seq++, UINT64_MAX, 100, 200, source));
  }
  CHECK(fold.of(at(1, 0)) == TimeInterval{150, 250, false});
  CHECK_FALSE(fold.of(at(1, UINT64_MAX)).has_value());
  CHECK_FALSE(fold.of(at(1, static_cast<uint64_t>(most))).has_value());
  fold.add(anchor(1, seq++, 0, 1 - bound, bound - 1));  // the widest that can be
  CHECK(fold.of(at(1, 0)) == TimeInterval{150, 250, false});
}

TEST_CASE("the fold of time does not depend on order or repetition", "[time]") {
  const uint64_t seed = GENERATE(take(300, Catch::Generators::random<uint64_t>(0, UINT64_MAX)));
  INFO("seed " << seed);
  Seeded random(seed);
  std::vector<PlacedFact> facts = any_anchors(random);
  const auto told = [&] {
    TimeFold fold;
    for (const PlacedFact& fact : facts) fold.add(fact);
    std::vector<std::optional<TimeInterval>> out;
    for (uint8_t device = 0; device < 2; ++device) {
      for (Seq epoch = 0; epoch < 4; ++epoch) {
        PlacedFact asked = at(epoch, 7);
        asked.id.device = {device};
        out.push_back(fold.of(asked));
      }
    }
    return out;
  };
  const auto first = told();
  for (int i = 0; i < 5; ++i) {
    for (size_t k = facts.size(); k > 1; --k)
      std::swap(facts[k - 1], facts[static_cast<size_t>(random.below(k))]);
    facts.push_back(facts[static_cast<size_t>(random.below(facts.size()))]);
    CHECK(told() == first);
  }
}

TEST_CASE("only the first fact of an epoch says which boot it ran in", "[time]") {
  TimeFold fold;
  fold.add(opened(1, 3));
  fold.add(opened(2, 8));
  fold.add(anchor(2, 2, 0, 100, 200));
  PlacedFact later = opened(1, 8);
  later.id.seq = 6;
  fold.add(later);
  CHECK_FALSE(fold.of(at(1, 0)).has_value());
}

// Looking through all anchors for each would take minutes here.
TEST_CASE("a time is found at once among the anchors of very many boots", "[time]") {
  constexpr uint32_t boots = 100'000;
  const auto of_device = [](PlacedFact placed, uint32_t number) {
    std::memcpy(placed.id.device.data(), &number, sizeof number);
    return placed;
  };
  TimeFold fold;
  for (uint32_t i = 0; i < boots; ++i) {
    fold.add(of_device(opened(1, 3), i));
    fold.add(of_device(anchor(1, 2, 0, i, i + 10), i));
  }
  uint32_t right = 0;
  for (uint32_t i = 0; i < boots; ++i)
    right += fold.of(of_device(at(1, 5), i)) == TimeInterval{i + 5, i + 15, false} ? 1u : 0u;
  CHECK(right == boots);
}
