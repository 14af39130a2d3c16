// Central put back from an older copy (T3): what it gave out since comes back from the kiosks, and
// what it gives out anew means nothing else.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/quiet.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

constexpr PersonNumber somebody{3};

std::vector<HeldEpoch> channels(World& world) {
  std::vector<HeldEpoch> out = MUST(world.office().central()->logs().epochs());
  std::erase_if(out, [&](const HeldEpoch& epoch) {
    return epoch.log.device != world.office().central()->id();
  });
  return out;
}

/// What a copy that was taken earlier knows nothing of.
void go_on(Central& central) {
  REQUIRE(central.revoke_badge("small.2025", somebody).ok());
  REQUIRE(central.note("small.2025", somebody, "идёт с тростью").ok());
  REQUIRE(central.add_staff({"Хакимова", "Алсу", {payload::Staff::DESK}}).ok());
}

void put_back(World& world, const Office::Image& copy) {
  world.office().load(copy);
  world.put_back_office();
  world.wire().set_promised({});  // by the one that is gone
  world.keep_office_up();
  REQUIRE(world.office().central());
}

/// As far as this box was told it.
void has_all_of(World& world, const std::vector<HeldEpoch>& before, Machine& box) {
  size_t told = 0;
  Central& central = *world.office().central();
  for (const HeldEpoch& each : before) {
    CAPTURE(each.log.scope);
    const auto there = MUST(box.mirror()->logs().epoch(each.log, each.epoch));
    if (!there) continue;
    ++told;
    const auto now = MUST(central.logs().epoch(each.log, each.epoch));
    REQUIRE(now);
    CHECK(now->held >= there->held);
    CHECK(MUST(central.logs().link_at(*now, there->held, central.keys())) == there->link);
  }
  CHECK(told >= 3);  // the office's, its venue's, and one cohort's at least
}

}  // namespace

TEST_CASE("T3 what central published after a copy comes back from a kiosk, texts included",
          "[sim]") {
  for (uint64_t seed = 300; seed < 312; ++seed) {
    CAPTURE(seed);
    World world(seed, quiet(2));
    const Office::Image copy = world.office().image();
    go_on(*world.office().central());
    const size_t staff = world.office().central()->directory().staff().size();
    for (size_t i = 0; i < 2; ++i) REQUIRE(world.exchange(world.machine(i)));
    const std::vector<HeldEpoch> before = channels(world);

    put_back(world, copy);
    Central& central = *world.office().central();
    CHECK(central.directory().cohort("small.2025")->revoked.empty());
    // Some central goes on before anybody has told it.
    if (seed % 2 == 0) REQUIRE(central.note("small.2025", PersonNumber{4}, "новое").ok());
    world.scan(world.machine(1), known_badges(world)[5]);
    REQUIRE(world.exchange(world.machine(1)));

    has_all_of(world, before, world.machine(1));
    const CohortEntry& cohort = *central.directory().cohort("small.2025");
    CHECK(cohort.revoked.contains(somebody));
    CHECK(cohort.notes.at(somebody) == "идёт с тростью");
    CHECK(cohort.notes.contains(PersonNumber{4}) == (seed % 2 == 0));
    CHECK(central.directory().staff().size() == staff);
    check_whole(world);
  }
}

TEST_CASE("T3 a kiosk that was enrolled after the copy is known again, and all that it recorded",
          "[sim]") {
  for (uint64_t seed = 320; seed < 330; ++seed) {
    CAPTURE(seed);
    World world(seed, quiet(1));
    const Office::Image copy = world.office().image();
    Machine& fresh = world.add_machine("k2");
    world.keep_up(fresh);
    REQUIRE(world.enrol(fresh));
    world.scan(fresh, known_badges(world)[0]);
    if (seed % 2 == 0) REQUIRE(world.exchange(fresh));
    world.scan(fresh, known_badges(world)[1]);

    put_back(world, copy);
    REQUIRE(world.exchange(fresh));
    CHECK(MUST(fresh.daemon()->waiting()).all == 0);
    CHECK(world.office().central()->directory().devices().contains(fresh.identity()->device));
    check_whole(world);
    world.check_by_other_eyes();
    CHECK(world.chronicle().problems.empty());
  }
}

TEST_CASE("T3 a programme that came after the copy is read again with the key that kiosks have",
          "[sim]") {
  World world(331, quiet(2));
  const Office::Image copy = world.office().image();
  Package late = small_programme(5);
  late.name = "late.2025";
  late.portraits.clear();
  for (Package::Person& person : late.people) {
    person.family += "ская";
    person.photo.clear();
  }
  for (Package::Session& session : late.sessions) session.name = "late-" + session.name;
  REQUIRE(world.office().central()->load_programme(late, std::nullopt).ok());
  for (size_t i = 0; i < 2; ++i) REQUIRE(world.exchange(world.machine(i)));
  const std::vector<HeldEpoch> before = channels(world);

  put_back(world, copy);
  Central& central = *world.office().central();
  CHECK_FALSE(central.directory().cohort("late.2025"));
  const bool went_well = world.exchange(world.machine(0));
  INFO(world.chronicle().tail());
  REQUIRE(went_well);
  has_all_of(world, before, world.machine(0));
  REQUIRE(central.directory().cohort("late.2025"));
  const auto& people = central.directory().cohort("late.2025")->people;
  CHECK(people.size() == 5);
  for (const auto& [number, person] : people) CHECK_FALSE(person.name.family().empty());
  check_whole(world);
}

TEST_CASE("T3 what was published twice around a copy keeps all badges good, and is told", "[sim]") {
  for (uint64_t seed = 340; seed < 346; ++seed) {
    CAPTURE(seed);
    World world(seed, quiet(2));
    const Office::Image copy = world.office().image();
    Package late = small_programme(5);
    late.name = "late.2025";
    late.portraits.clear();
    for (Package::Person& person : late.people) person.photo.clear();
    REQUIRE(world.office().central()->load_programme(late, std::nullopt).ok());
    const auto printed = MUST(world.office().central()->badges("late.2025", std::nullopt));
    for (size_t i = 0; i < 2; ++i) REQUIRE(world.exchange(world.machine(i)));

    put_back(world, copy);
    Central& central = *world.office().central();
    REQUIRE(central.load_programme(late, std::nullopt).ok());
    const auto printed_again = MUST(central.badges("late.2025", std::nullopt));
    CHECK(MUST(central.alarms()).empty());
    for (int round = 0; round < 2; ++round)
      for (size_t i = 0; i < 2; ++i) REQUIRE(world.exchange(world.machine(i)));

    CHECK(central.directory().cohort("late.2025")->people.size() == 10);
    CHECK(central.directory().cohort("late.2025")->delegations.size() == late.delegations.size());
    std::set<std::string> kinds;
    for (const Central::Alarm& alarm : MUST(central.alarms())) kinds.insert(alarm.kind);
    CHECK(kinds == std::set<std::string>{"restored", "published-twice"});
    REQUIRE(world.machine(0).kiosk()->refresh().ok());
    for (const auto* badges : {&printed, &printed_again}) {
      world.time().pass_s(61);
      const auto scanned = MUST(world.machine(0).kiosk()->scan(badges->front().code));
      CHECK(scanned.decision.scope == "late.2025");
      CHECK(scanned.decision.person);
    }
    world.settle();
  }
}
