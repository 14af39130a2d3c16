// The folds depend on the set of facts and on nothing else; the table "what a scan does".
#include <algorithm>
#include <catch2/catch_all.hpp>

#include "shared/model/admit.h"
#include "shared/model/attendance.h"
#include "shared/model/payload.pb.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

PlacedFact check_in(Seq seq, uint32_t person, uint32_t session, int64_t wall = 1000) {
  Fact fact;
  fact.kind = Kind::check_in;
  fact.person = Subject(person);
  fact.session = Subject(session);
  fact.venue = Subject(uint32_t{1});
  fact.wall_s = wall;
  return {{{1}, "exchange", Epoch{1}, seq}, fact};
}

PlacedFact correction(Seq seq, const std::vector<PlacedFact>& of,
                      payload::Correction::Standing standing) {
  PlacedFact out = of.front();
  out.id = {{2}, "exchange", Epoch{7}, seq};
  out.fact.kind = Kind::correction;
  for (const PlacedFact& target : of) out.fact.references.push_back(target.id);
  payload::Correction payload;
  payload.set_standing(standing);
  out.fact.payload = to_bytes(as_bytes(payload.SerializeAsString()));
  return out;
}

Attendance fold(const std::vector<PlacedFact>& facts) {
  AttendanceFold fold;
  for (const PlacedFact& fact : facts) fold.add(fact);
  return fold.result();
}

using payload::Correction;

// A few people, a few sessions, marks and corrections of anything by anybody, some of things that
// never arrive.
std::vector<PlacedFact> any_history(Seeded& random) {
  std::vector<PlacedFact> out;
  const uint64_t count = 2 + random.below(40);
  for (uint64_t i = 0; i < count; ++i) {
    PlacedFact placed =
        check_in(i + 1, static_cast<uint32_t>(1 + random.below(4)),
                 static_cast<uint32_t>(random.below(3)), static_cast<int64_t>(random.below(50)));
    placed.id.device = {static_cast<uint8_t>(random.below(3))};
    placed.id.epoch = Epoch{random.below(3)};
    const uint64_t what = random.below(10);
    if (what == 0) placed.fact.kind = Kind::check_out;
    if (what == 1) placed.fact.flags = flag::rehearsal;
    if (what == 2) placed.fact.flags = flag::guest;
    if (what >= 6 && !out.empty()) {
      std::vector<PlacedFact> targets;
      for (uint64_t k = 0; k < 1 + random.below(2); ++k)
        targets.push_back(out[static_cast<size_t>(random.below(out.size()))]);
      if (random.chance(0.1)) targets.front().id.seq = 999;
      const PlacedFact fix =
          correction(i + 1, targets, static_cast<Correction::Standing>(random.below(4)));
      placed = {{placed.id.device, placed.id.scope, placed.id.epoch, i + 1}, fix.fact};
    }
    if (what == 5) {
      placed.fact.kind = Kind::same_person;
      placed.fact.references.push_back(any_id(random));
    }
    out.push_back(placed);
  }
  return out;
}

}  // namespace

TEST_CASE("the fold of attendance does not depend on order or repetition", "[fold]") {
  const uint64_t seed = GENERATE(take(300, Catch::Generators::random<uint64_t>(0, UINT64_MAX)));
  INFO("seed " << seed);
  Seeded random(seed);
  std::vector<PlacedFact> facts = any_history(random);
  const Attendance first = fold(facts);
  for (int i = 0; i < 5; ++i) {
    for (size_t k = facts.size(); k > 1; --k)
      std::swap(facts[k - 1], facts[static_cast<size_t>(random.below(k))]);
    facts.push_back(facts[static_cast<size_t>(random.below(facts.size()))]);
    CHECK(fold(facts) == first);
  }
}

TEST_CASE("the first check-in of a person at a session counts, the others are kept", "[fold]") {
  const Attendance result =
      fold({check_in(1, 12, 3, 500), check_in(2, 12, 3, 400), check_in(3, 13, 3)});
  REQUIRE(result.presences.size() == 2);
  CHECK(result.presences[0].person == Subject(uint32_t{12}));
  CHECK(result.presences[0].check_ins == 2);
  CHECK(result.presences[0].first_wall_s == 400);
  CHECK(result.presences[0].first.seq == 2);
}

TEST_CASE("a correction takes the place of what it names, and void takes it away", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  CHECK_FALSE(fold({mark, correction(1, {mark}, Correction::ABSENT)}).presences.at(0).present);
  CHECK(fold({mark, correction(1, {mark}, Correction::VOID)}).presences.empty());
  CHECK(fold({mark, correction(1, {mark}, Correction::PRESENT)}).presences.at(0).corrected);
}

TEST_CASE("a correction of a correction brings the mark back", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  const PlacedFact first = correction(1, {mark}, Correction::VOID);
  const PlacedFact second = correction(2, {first}, Correction::PRESENT);
  const Attendance result = fold({mark, first, second});
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].present);
  CHECK(result.conflicts.empty());
}

TEST_CASE("a correction whose target has not arrived counts for nothing yet", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  CHECK(fold({correction(1, {mark}, Correction::PRESENT)}).presences.empty());
}

TEST_CASE("two standing corrections are a conflict: present beats absent, and the office is asked",
          "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  const PlacedFact absent = correction(1, {mark}, Correction::ABSENT);
  const PlacedFact present = correction(2, {mark}, Correction::PRESENT);
  const Attendance result = fold({mark, absent, present});
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].present);
  REQUIRE(result.conflicts.size() == 1);
  CHECK(result.conflicts[0].winner == present.id);
  CHECK(result.conflicts[0].other == absent.id);
}

TEST_CASE("rehearsals are out of all counts", "[fold]") {
  PlacedFact mark = check_in(1, 12, 3);
  mark.fact.flags = flag::rehearsal;
  CHECK(fold({mark}).presences.empty());
}

TEST_CASE("a walk-in who turns out to be on the roster is one person", "[fold]") {
  PlacedFact walk_in = check_in(4, 1, 3);
  const FactId made_by{{9}, "exchange", Epoch{2}, 8};
  walk_in.fact.person = Subject(made_by);
  PlacedFact merge{{{1}, "exchange", Epoch{1}, 5}, {}};
  merge.fact.kind = Kind::same_person;
  merge.fact.person = Subject(uint32_t{12});
  merge.fact.references = {made_by};
  const Attendance result = fold({walk_in, merge, check_in(1, 12, 3)});
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].person == Subject(uint32_t{12}));
  CHECK(result.presences[0].check_ins == 2);
}

TEST_CASE("what a scan does is the table of the design, row by row", "[admit]") {
  ScanFacts facts;
  CHECK(admit(facts) == Verdict::not_a_badge);
  facts.signature_good = true;
  CHECK(admit(facts) == Verdict::refused);  // a cohort that is not held here
  facts.cohort_held = true;
  CHECK(admit(facts) == Verdict::guest);
  facts.person_known = true;
  CHECK(admit(facts) == Verdict::amber);  // another venue, judged without a clock
  facts.expected_at_this_venue = true;
  CHECK(admit(facts) == Verdict::green);  // no session now, but the clock may be wrong
  facts.clock_anchored = true;
  CHECK(admit(facts) == Verdict::amber);
  facts.session_now = true;
  CHECK(admit(facts) == Verdict::green);
  facts.seen_within_a_minute = true;
  CHECK(admit(facts) == Verdict::already);
  facts.revoked = true;
  CHECK(admit(facts) == Verdict::refused);
}
