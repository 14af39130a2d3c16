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
                      payload::Correction::Standing standing, const Scope& scope = "exchange") {
  PlacedFact out = of.empty() ? check_in(1, 12, 3) : of.front();
  out.id = {{2}, scope, Epoch{7}, seq};
  out.fact.kind = Kind::correction;
  out.fact.references.clear();
  for (const PlacedFact& target : of) out.fact.references.push_back(target.id);
  payload::Correction payload;
  payload.set_standing(standing);
  out.fact.payload = to_bytes(as_bytes(payload.SerializeAsString()));
  return out;
}

// A walk-in or a number, and the walk-ins that turned out to be the same.
PlacedFact same_person(Seq seq, const Subject& person, const std::vector<FactId>& walk_ins,
                       const Scope& scope = "exchange") {
  PlacedFact out{{{3}, scope, Epoch{9}, seq}, {}};
  out.fact.kind = Kind::same_person;
  out.fact.person = person;
  out.fact.references = walk_ins;
  return out;
}

FactId walk_in_id(Seq seq, const Scope& scope = "exchange") { return {{9}, scope, Epoch{2}, seq}; }

PlacedFact in_scope(PlacedFact placed, const Scope& scope) {
  placed.id.scope = scope;
  return placed;
}

PlacedFact of_kind(PlacedFact placed, Kind kind) {
  placed.fact.kind = kind;
  return placed;
}

Attendance fold(const std::vector<PlacedFact>& facts) {
  AttendanceFold fold;
  for (const PlacedFact& fact : facts) fold.add(fact);
  return fold.result();
}

using payload::Correction;

// A few people, a few sessions, two cohorts and the office; marks and corrections of anything by
// anybody: of what came before and of what comes after, in circles, of things that never arrive,
// and with payloads that nobody can read.
std::vector<PlacedFact> any_history(Seeded& random) {
  static const char* const scopes[] = {"exchange", "exchange", "mayors.2026", "office", "device"};
  static const Kind marks[] = {Kind::check_in, Kind::check_in, Kind::check_out, Kind::walk_in,
                               Kind::refused_scan};
  const uint64_t count = 2 + random.below(40);
  std::vector<PlacedFact> out;
  for (uint64_t i = 0; i < count; ++i) {
    PlacedFact placed =
        check_in(i + 1, static_cast<uint32_t>(1 + random.below(4)),
                 static_cast<uint32_t>(random.below(3)), static_cast<int64_t>(random.below(50)));
    placed.id.device = {static_cast<uint8_t>(random.below(3))};
    placed.id.epoch = Epoch{random.below(3)};
    placed.id.scope = scopes[random.below(5)];
    placed.fact.kind = marks[random.below(5)];
    if (random.chance(0.1)) placed.fact.flags = flag::rehearsal;
    if (random.chance(0.1)) placed.fact.flags = flag::guest;
    if (random.chance(0.2)) placed.fact.person = Subject(walk_in_id(random.below(3)));
    out.push_back(placed);
  }
  for (PlacedFact& placed : out) {
    const auto any = [&] { return out[static_cast<size_t>(random.below(out.size()))]; };
    if (random.chance(0.4)) {
      std::vector<PlacedFact> targets;
      for (uint64_t k = random.below(4); k > 0; --k) targets.push_back(any());
      if (random.chance(0.1)) targets.push_back({{{1}, "exchange", Epoch{1}, 999}, {}});
      const Fact fact = correction(1, targets, static_cast<Correction::Standing>(random.below(5)),
                                   placed.id.scope)
                            .fact;
      placed.fact = fact;
      if (random.chance(0.1)) placed.fact.payload = {0xff};
    } else if (random.chance(0.15)) {
      placed.fact.kind = Kind::same_person;
      placed.fact.references = {
          walk_in_id(random.below(3), random.chance(0.8) ? placed.id.scope : "exchange")};
    }
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

TEST_CASE("what stands is what a correction must name to take its place", "[fold]") {
  const Subject person(uint32_t{12}), session(uint32_t{3});
  const PlacedFact first = check_in(1, 12, 3), again = check_in(2, 12, 3),
                   elsewhere = check_in(3, 12, 4), other = check_in(4, 13, 3);
  const PlacedFact absent = correction(1, {first, again}, payload::Correction::ABSENT);
  const PlacedFact excused = correction(2, {}, payload::Correction::ABSENT);
  AttendanceFold fold;
  for (const PlacedFact& fact : {first, again, elsewhere, other}) fold.add(fact);
  CHECK(fold.standing_of("exchange", person, session) == std::vector<FactId>{first.id, again.id});
  fold.add(absent);
  CHECK(fold.standing_of("exchange", person, session) == std::vector<FactId>{absent.id});
  fold.add(excused);
  const std::vector<FactId> both{absent.id, excused.id};
  CHECK(fold.standing_of("exchange", person, session) == both);
  fold.add(correction(3, {absent, excused}, payload::Correction::VOID));
  CHECK(fold.standing_of("exchange", person, session) == std::vector<FactId>{first.id, again.id});
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

TEST_CASE("a correction that cannot be read, or is of a later version, counts for nothing",
          "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  PlacedFact unread = correction(1, {mark}, Correction::ABSENT);
  SECTION("its payload is no message") { unread.fact.payload = {0xff}; }
  SECTION("its payload is empty") { unread.fact.payload.clear(); }
  SECTION("its standing has no name yet") {
    unread = correction(1, {mark}, static_cast<Correction::Standing>(4));
  }
  CHECK(fold({mark, unread}) == fold({mark}));
  REQUIRE(fold({mark, unread}).presences.size() == 1);
  const PlacedFact absent = correction(2, {mark}, Correction::ABSENT);
  CHECK(fold({mark, unread, absent}) == fold({mark, absent}));  // no conflict either
  // It has arrived all the same, and may be corrected.
  CHECK(fold({mark, unread, correction(3, {unread}, Correction::PRESENT)}).presences[0].corrected);
}

TEST_CASE("a correction of the office speaks of the cohort whose facts it names", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  const PlacedFact absent = correction(1, {mark}, Correction::ABSENT, "office");
  const Attendance result = fold({mark, absent});
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].cohort == "exchange");
  CHECK_FALSE(result.presences[0].present);

  // Through a correction of its own, that changed its mind.
  const PlacedFact present = correction(2, {absent}, Correction::PRESENT, "office");
  const PlacedFact again = correction(3, {present}, Correction::ABSENT, "office");
  const Attendance changed = fold({mark, absent, present, again});
  REQUIRE(changed.presences.size() == 1);
  CHECK(changed.presences[0].cohort == "exchange");
  CHECK_FALSE(changed.presences[0].present);
}

TEST_CASE("a correction of the office that speaks of no cohort or of two makes nobody present",
          "[fold]") {
  CHECK(fold({correction(1, {}, Correction::PRESENT, "office")}).presences.empty());
  const PlacedFact refused = of_kind(in_scope(check_in(1, 12, 3), "device"), Kind::refused_scan);
  CHECK(fold({refused, correction(1, {refused}, Correction::PRESENT, "office")}).presences.empty());

  const PlacedFact here = check_in(1, 12, 3), there = in_scope(here, "mayors.2026");
  const PlacedFact both = correction(1, {here, there}, Correction::VOID, "office");
  CHECK(fold({here, there, both}) == fold({here, there}));
  const PlacedFact first = correction(2, {here}, Correction::ABSENT, "office");
  const PlacedFact indirect = correction(3, {first, there}, Correction::VOID, "office");
  CHECK(fold({here, there, first, indirect}) == fold({here, there, first}));
}

TEST_CASE("a refused scan, a walk-in and whatever people did may be corrected", "[fold]") {
  const Kind kind = GENERATE(Kind::refused_scan, Kind::walk_in, Kind::idea, Kind::score,
                             Kind::answer, Kind::consent, Kind::same_person);
  INFO(kind_name(kind));
  const PlacedFact mark = check_in(1, 12, 3);
  const PlacedFact other = of_kind(check_in(2, 12, 3), kind);
  CHECK(fold({other}).presences.empty());
  const Attendance result = fold({other, correction(1, {other}, Correction::PRESENT)});
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].present);
  CHECK(result.presences[0].corrected);
  CHECK(fold({mark, other, correction(1, {mark, other}, Correction::VOID)}).presences.empty());
}

TEST_CASE("what a rehearsal or the machine wrote cannot be corrected", "[fold]") {
  PlacedFact rehearsal = check_in(1, 12, 3);
  rehearsal.fact.flags = flag::rehearsal;
  const PlacedFact health = of_kind(check_in(2, 12, 3), Kind::health);
  for (const PlacedFact& fact : {rehearsal, health})
    CHECK(fold({fact, correction(1, {fact}, Correction::PRESENT)}).presences.empty());
}

TEST_CASE("a kiosk corrects facts of its own scope only, the office all", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  for (const char* scope : {"mayors.2026", "device", "venue:university"})
    CHECK(fold({mark, correction(1, {mark}, Correction::VOID, scope)}) == fold({mark}));
  CHECK(fold({mark, correction(1, {mark}, Correction::VOID, "office")}).presences.empty());

  // Nor what the office said, nor a fact of another scope beside one of its own.
  const PlacedFact office = correction(1, {mark}, Correction::ABSENT, "office");
  CHECK(fold({mark, office, correction(2, {office}, Correction::VOID)}) == fold({mark, office}));
  const PlacedFact there = in_scope(mark, "mayors.2026");
  CHECK(fold({mark, there, correction(3, {mark, there}, Correction::VOID)}) == fold({mark, there}));
}

TEST_CASE("a correction that names a fact twice is no conflict with itself", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  CHECK(fold({mark, correction(1, {mark, mark}, Correction::ABSENT)}).conflicts.empty());
}

TEST_CASE("corrections in a circle have one result, whichever came first", "[fold]") {
  const PlacedFact mark = check_in(1, 12, 3);
  PlacedFact first = correction(1, {mark}, Correction::ABSENT);
  const PlacedFact second = correction(2, {first}, Correction::VOID);
  first.fact.references.push_back(second.id);
  const Attendance result = fold({mark, first, second});
  CHECK(result == fold({second, first, mark}));
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].check_ins == 1);  // the second stands, and takes the first out
  PlacedFact itself = correction(3, {mark}, Correction::ABSENT);
  itself.fact.references.push_back(itself.id);
  CHECK_FALSE(fold({mark, itself}).presences.at(0).present);
}

namespace {
constexpr Seq long_chain = 200'000;
}

TEST_CASE("a chain of corrections may be as long as its writer likes", "[fold]") {
  const Scope scope = GENERATE("exchange", "office");
  const PlacedFact mark = check_in(1, 12, 3);
  AttendanceFold chain;
  chain.add(mark);
  PlacedFact last = mark;
  for (Seq seq = 1; seq <= long_chain; ++seq) {
    last = correction(seq, {last}, Correction::ABSENT, scope);
    chain.add(last);
  }
  const Attendance even = chain.result();
  REQUIRE(even.presences.size() == 1);
  CHECK(even.presences[0].check_ins == 1);  // every second one stands, the first does not
  CHECK(even.presences[0].cohort == "exchange");
  chain.add(correction(long_chain + 1, {last}, Correction::VOID, scope));
  const Attendance odd = chain.result();
  REQUIRE(odd.presences.size() == 1);
  CHECK(odd.presences[0].check_ins == 0);
}

TEST_CASE("a chain of merges may be as long as its writer likes", "[fold]") {
  const bool backwards = GENERATE(true, false);
  AttendanceFold chain;
  for (Seq seq = 1; seq <= long_chain; ++seq) {
    const Seq link = backwards ? long_chain - seq : seq - 1;
    chain.add(same_person(seq, Subject(walk_in_id(link + 1)), {walk_in_id(link)}));
  }
  for (Seq walk_in : {Seq{0}, long_chain / 2, long_chain}) {
    PlacedFact mark = check_in(walk_in + 1, 1, 3);
    mark.fact.person = Subject(walk_in_id(walk_in));
    chain.add(mark);
  }
  const Attendance result = chain.result();
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].person == Subject(walk_in_id(0)));
  CHECK(result.presences[0].check_ins == 3);
}

TEST_CASE("rehearsals are out of all counts", "[fold]") {
  PlacedFact mark = check_in(1, 12, 3);
  mark.fact.flags = flag::rehearsal;
  CHECK(fold({mark}).presences.empty());
}

TEST_CASE("a walk-in who turns out to be on the roster is one person", "[fold]") {
  PlacedFact walk_in = check_in(4, 1, 3);
  walk_in.fact.person = Subject(walk_in_id(8));
  const PlacedFact merge = same_person(5, Subject(uint32_t{12}), {walk_in_id(8)});
  const Attendance result = fold({walk_in, merge, check_in(1, 12, 3)});
  REQUIRE(result.presences.size() == 1);
  CHECK(result.presences[0].person == Subject(uint32_t{12}));
  CHECK(result.presences[0].check_ins == 2);

  // Taken back, they are two again.
  const PlacedFact back = correction(1, {merge}, Correction::VOID);
  CHECK(fold({walk_in, merge, back, check_in(1, 12, 3)}).presences.size() == 2);
}

TEST_CASE("a kiosk merges walk-ins of its own scope only, the office all", "[fold]") {
  PlacedFact walk_in = check_in(4, 1, 3);
  walk_in.fact.person = Subject(walk_in_id(8));
  const Subject known(uint32_t{12});
  const auto shown = [&](const PlacedFact& merge) {
    return fold({walk_in, merge}).presences.at(0).person;
  };
  CHECK(shown(same_person(5, known, {walk_in_id(8)}, "office")) == known);
  CHECK(shown(same_person(5, known, {walk_in_id(8)}, "mayors.2026")) == walk_in.fact.person);
  CHECK(shown(same_person(5, known, {walk_in_id(8), walk_in_id(1, "mayors.2026")})) ==
        walk_in.fact.person);
  CHECK(shown(same_person(5, Subject(walk_in_id(1, "device")), {walk_in_id(8)})) ==
        walk_in.fact.person);
  CHECK(shown(same_person(5, Subject(), {walk_in_id(8)})) == walk_in.fact.person);
}

TEST_CASE("a kiosk of one cohort cannot make one person of two people of another", "[fold]") {
  const Subject first(uint32_t{12}), second(uint32_t{13});
  std::vector<PlacedFact> facts{in_scope(check_in(1, 12, 3), "mayors.2026"),
                                in_scope(check_in(2, 13, 3), "mayors.2026")};
  facts.push_back(same_person(1, first, {walk_in_id(8)}));
  facts.push_back(same_person(2, second, {walk_in_id(8)}));
  CHECK(fold(facts).presences.size() == 2);
  facts.push_back(same_person(1, first, {walk_in_id(8)}, "office"));
  facts.push_back(same_person(2, second, {walk_in_id(8)}, "office"));
  CHECK(fold(facts).presences.size() == 1);
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
