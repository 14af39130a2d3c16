// What people answered, and how many ideas they left, from facts in any order.
#include "shared/model/consent.h"

#include <algorithm>
#include <catch2/catch_all.hpp>

#include "shared/model/ideas.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;
using payload::Consent;

namespace {

const Scope exchange = "exchange";

template <typename Message>
Bytes bytes_of(const Message& message) {
  return to_bytes(as_bytes(message.SerializeAsString()));
}

PlacedFact placed(Seq seq, Kind kind, const Subject& person, int64_t wall_s = 0) {
  PlacedFact out{{{7}, exchange, Epoch{5}, seq}, {}};
  out.fact.kind = kind;
  out.fact.person = person;
  out.fact.wall_s = wall_s;
  out.fact.boot_s = 10 * seq;
  return out;
}

PlacedFact answers(Seq seq, const Subject& person, bool agreed, int64_t wall_s,
                   Consent::Subject about = Consent::DATA) {
  PlacedFact out = placed(seq, Kind::consent, person, wall_s);
  Consent said;
  said.set_subject(about);
  said.set_agreed(agreed);
  out.fact.payload = bytes_of(said);
  return out;
}

PlacedFact takes_back(Seq seq, const FactId& what) {
  PlacedFact out = placed(seq, Kind::correction, Subject());
  payload::Correction correction;
  correction.set_standing(payload::Correction::VOID);
  out.fact.payload = bytes_of(correction);
  out.fact.references = {what};
  return out;
}

PlacedFact are_one(Seq seq, const Subject& person, const FactId& walk_in) {
  PlacedFact out = placed(seq, Kind::same_person, person);
  out.fact.references = {walk_in};
  return out;
}

PlacedFact of_device(PlacedFact fact, uint8_t device) {
  fact.id.device = {device};
  return fact;
}

struct Folds {
  AttendanceFold people;
  ConsentFold consents;
  IdeaFold ideas;
  explicit Folds(const std::vector<PlacedFact>& facts) {
    for (const PlacedFact& fact : facts) {
      people.add(fact);
      consents.add(fact);
      ideas.add(fact);
    }
  }
  std::optional<bool> of(const Subject& person, Consent::Subject about = Consent::DATA) const {
    return consents.answer(exchange, person, about, people);
  }
  std::set<PersonNumber> declined() const {
    return consents.declined(exchange, Consent::DATA, people);
  }
};

const Subject seven(7u), eight(8u);
constexpr std::optional<bool> no_answer;

}  // namespace

TEST_CASE("who has not answered has not agreed", "[consent]") {
  CHECK(Folds({}).of(seven) == no_answer);
  const Folds folds({answers(2, eight, true, 100), placed(3, Kind::check_in, seven, 100)});
  CHECK(folds.of(seven) == no_answer);
  CHECK(folds.of(eight) == true);
  CHECK(folds.declined().empty());
}

TEST_CASE("the latest answer holds, and answers about photographs are apart", "[consent]") {
  const Folds folds({answers(2, seven, true, 100), answers(3, seven, false, 200),
                     answers(4, seven, true, 300, Consent::PHOTO)});
  CHECK(folds.of(seven) == false);
  CHECK(folds.of(seven, Consent::PHOTO) == true);
  CHECK(folds.declined() == std::set{PersonNumber{7}});
}

TEST_CASE("of two answers in one second the one written later holds", "[consent]") {
  CHECK(Folds({answers(2, seven, true, 100), answers(3, seven, false, 100)}).of(seven) == false);
  CHECK(Folds({answers(2, seven, false, 100), answers(3, seven, true, 100)}).of(seven) == true);
}

TEST_CASE("an answer at another kiosk holds where it is the later one", "[consent]") {
  const auto here = answers(2, seven, true, 100);
  CHECK(Folds({here, of_device(answers(2, seven, false, 150), 9)}).of(seven) == false);
  CHECK(Folds({here, of_device(answers(2, seven, false, 50), 9)}).of(seven) == true);
}

TEST_CASE("true time goes before what a wrong clock claimed", "[consent]") {
  PlacedFact opened = of_device(placed(1, Kind::opened, Subject()), 9);
  payload::Opened boot;
  boot.set_boot(std::string(16, 'b'));
  opened.fact.payload = bytes_of(boot);
  PlacedFact anchor = of_device(placed(2, Kind::anchor, Subject()), 9);
  payload::Anchor truth;
  truth.set_source(payload::Anchor::CENTRAL);
  truth.set_earliest(990);
  truth.set_latest(1010);
  anchor.fact.payload = bytes_of(truth);
  // Its clock says 1970; by its anchor this was at 1010.
  const PlacedFact later = of_device(answers(3, seven, false, 5), 9);
  const PlacedFact earlier = answers(2, seven, true, 900);
  CHECK(Folds({later, earlier}).of(seven) == true);
  CHECK(Folds({later, earlier, anchor, opened}).of(seven) == false);
}

TEST_CASE("an answer that was rehearsed, taken back or cannot be read is none", "[consent]") {
  const PlacedFact agreed = answers(2, seven, true, 100);
  PlacedFact declined = answers(3, seven, false, 200);
  std::vector<PlacedFact> facts{agreed};
  SECTION("rehearsed") { declined.fact.flags = flag::rehearsal; }
  SECTION("taken back") { facts.push_back(takes_back(4, declined.id)); }
  SECTION("unreadable") { declined.fact.payload = {0xff}; }
  SECTION("about nothing known") { declined = answers(3, seven, false, 200, Consent::UNKNOWN); }
  SECTION("of another cohort") { declined.id.scope = "mayors.2026"; }
  SECTION("nobody's") { declined.fact.person = Subject(); }
  facts.push_back(declined);
  CHECK(Folds(facts).of(seven) == true);
}

TEST_CASE("what a walk-in answered is the answer of whom they turn out to be", "[consent]") {
  const PlacedFact made = placed(2, Kind::walk_in, Subject());
  const Subject walk_in(made.id);
  const std::vector<PlacedFact> facts{made, answers(3, walk_in, false, 100)};
  CHECK(Folds(facts).of(seven) == no_answer);
  CHECK(Folds(facts).declined().empty());
  auto merged = facts;
  merged.push_back(are_one(4, seven, made.id));
  CHECK(Folds(merged).of(seven) == false);
  CHECK(Folds(merged).of(walk_in) == false);
  CHECK(Folds(merged).declined() == std::set{PersonNumber{7}});
  merged.push_back(answers(5, seven, true, 200));
  CHECK(Folds(merged).of(walk_in) == true);
  CHECK(Folds(merged).declined().empty());
}

TEST_CASE("answers and ideas do not depend on order or repetition", "[consent]") {
  const uint64_t seed = GENERATE(take(200, random<uint64_t>(0, UINT64_MAX)));
  INFO("seed " << seed);
  Seeded random(seed);
  std::vector<PlacedFact> facts{placed(2, Kind::walk_in, Subject())};
  const auto anybody = [&] {
    return random.chance(0.2) ? Subject(facts.front().id) : Subject(1u + uint32_t(random.below(4)));
  };
  for (Seq seq = 3; seq < 30; ++seq) {
    const auto wall_s = static_cast<int64_t>(random.below(6));
    PlacedFact fact = answers(seq, anybody(), random.chance(0.5), wall_s);
    if (random.chance(0.2)) fact = placed(seq, Kind::idea, anybody());
    if (random.chance(0.1)) fact = takes_back(seq, facts[random.below(facts.size())].id);
    if (random.chance(0.05)) fact = are_one(seq, anybody(), facts.front().id);
    if (random.chance(0.1)) fact.fact.flags = flag::rehearsal;
    facts.push_back(of_device(fact, static_cast<uint8_t>(7 + random.below(2))));
  }
  const Folds first(facts);
  auto again = facts;
  again.insert(again.end(), facts.begin(), facts.end());
  for (size_t i = again.size(); i > 1; --i) std::swap(again[i - 1], again[random.below(i)]);
  const Folds second(again);
  for (uint32_t person = 1; person <= 4; ++person) {
    CHECK(first.of(Subject(person)) == second.of(Subject(person)));
    CHECK(first.ideas.count(exchange, Subject(person), first.people) ==
          second.ideas.count(exchange, Subject(person), second.people));
    CHECK(first.declined().contains(PersonNumber{person}) == (first.of(Subject(person)) == false));
  }
  CHECK(first.declined() == second.declined());
}

TEST_CASE("ideas are counted under all names, without rehearsed ones and those taken back",
          "[ideas]") {
  const PlacedFact made = placed(2, Kind::walk_in, Subject());
  std::vector<PlacedFact> facts{made, placed(3, Kind::idea, Subject(made.id)),
                                placed(4, Kind::idea, seven), placed(5, Kind::idea, seven),
                                placed(6, Kind::idea, eight)};
  facts[3].fact.flags = flag::rehearsal;
  const auto count = [&] {
    const Folds folds(facts);
    return folds.ideas.count(exchange, seven, folds.people);
  };
  CHECK(count() == 1);
  facts.push_back(are_one(7, seven, made.id));
  CHECK(count() == 2);
  facts.push_back(takes_back(8, facts[2].id));
  CHECK(count() == 1);
}
