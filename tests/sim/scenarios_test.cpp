// tests/sim/scenarios_test.cpp - the same worlds, with one fault at a time put exactly where it
// hurts.
#include <catch2/catch_test_macros.hpp>

#include "tests/sim/quiet.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

/// A little of everything that a box does; goes on as far as it can.
void short_scenario(World& world, Machine& box) {
  world.scan(box, known_badges(world)[0]);
  world.walk_in(box);
  world.exchange(box);
  world.scan(box, known_badges(world)[1]);
  if (box.kiosk()) (void)box.kiosk()->journal().checkpoint();
  world.exchange(box);
  if (box.mirror()) (void)box.mirror()->db().checkpoint();
  box.stop_kiosk();
  world.keep_up(box);
  world.scan(box, known_badges(world)[2]);
  box.stop_daemon();
  world.keep_up(box);
  world.exchange(box);
}

void wake(World& world) {
  world.keep_office_up();
  for (size_t i = 0; i < world.machines(); ++i) world.keep_up(world.machine(i));
}

uint64_t quarantined(World& world) {
  return static_cast<uint64_t>(world.office().central()->logs().quarantined().value_or(-1));
}

/// Places at central after which the log goes on in two ways: in its epoch and in a child, or in
/// two children.
size_t branchings(World& world) {
  std::map<std::tuple<DeviceId, Scope, Epoch, Seq>, size_t> ways;
  const std::vector<HeldEpoch> epochs = MUST(world.office().central()->logs().epochs());
  for (const HeldEpoch& epoch : epochs) {
    if (!epoch.parent) continue;
    ++ways[{epoch.log.device, epoch.log.scope, epoch.parent->epoch, epoch.parent->seq}];
  }
  size_t found = 0;
  for (const auto& [place, children] : ways) {
    const bool goes_on = std::any_of(epochs.begin(), epochs.end(), [at = place](const auto& held) {
      return held.log.device == std::get<0>(at) && held.log.scope == std::get<1>(at) &&
             held.epoch == std::get<2>(at) && held.held > std::get<3>(at);
    });
    found += children + (goes_on ? 1 : 0) > 1 ? 1 : 0;
  }
  return found;
}

/// Kinds of the alarms that are open.
std::set<std::string> alarms(World& world) {
  std::set<std::string> out;
  for (const Central::Alarm& alarm : MUST(world.office().central()->alarms())) {
    if (!alarm.closed) out.insert(alarm.kind);
  }
  return out;
}

}  // namespace

TEST_CASE("power may go at any operation of a box's disk", "[sim]") {
  World world(7, quiet(1));
  Machine& box = world.machine(0);
  const World::Image start = world.image();
  world.load(start);
  wake(world);
  const uint64_t before = box.disk().operations();
  short_scenario(world, box);
  const uint64_t operations = box.disk().operations() - before;
  check_whole(world);
  REQUIRE(operations > 100);
  for (uint64_t at = 1; at <= operations; ++at) {
    CAPTURE(at, operations);
    world.load(start);
    wake(world);
    box.disk().cut_at(at);
    short_scenario(world, box);
    world.heal();
    check_whole(world);
  }
  fmt::print("power cut at each of {} operations of a box\n", operations);
}

TEST_CASE("power may go at any operation of central's disk, and every receipt still holds",
          "[sim]") {
  World world(8, quiet(1));
  Machine& box = world.machine(0);
  const World::Image start = world.image();
  const auto day_at_central = [&] {
    short_scenario(world, box);
    world.keep_office_up();
    if (world.office().central()) (void)world.office().central()->checkpoint();
    world.keep_office_up();
    world.exchange(box);
  };
  world.load(start);
  wake(world);
  const uint64_t before = world.office().disk().operations();
  day_at_central();
  const uint64_t operations = world.office().disk().operations() - before;
  check_whole(world);
  REQUIRE(operations > 20);
  for (uint64_t at = 1; at <= operations; ++at) {
    CAPTURE(at, operations);
    world.load(start);
    wake(world);
    world.office().disk().cut_at(at);
    day_at_central();
    world.heal();
    check_whole(world);
  }
  fmt::print("power cut at each of {} operations of central\n", operations);
}

TEST_CASE("any operation of a disk may fail once, and the programs go on", "[sim]") {
  World world(9, quiet(1));
  Machine& box = world.machine(0);
  const World::Image start = world.image();
  for (const bool of_central : {false, true}) {
    CrashDisk& disk = of_central ? world.office().disk() : box.disk();
    for (const int error : {13 /* SQLITE_FULL */, 1034 /* SQLITE_IOERR_FSYNC */}) {
      world.load(start);
      wake(world);
      const uint64_t before = disk.operations();
      short_scenario(world, box);
      const uint64_t operations = disk.operations() - before;
      for (uint64_t at = 1; at <= operations; ++at) {
        CAPTURE(of_central, error, at, operations);
        world.load(start);
        wake(world);
        disk.fail_at(at, error);
        short_scenario(world, box);
        world.heal();
        check_whole(world);
      }
    }
  }
}

TEST_CASE("a connection may be cut at any byte, in both directions", "[sim]") {
  World world(10, quiet(1, 2));
  Machine& box = world.machine(0);
  REQUIRE(world.scan(box, known_badges(world)[0]));
  REQUIRE(world.exchange(box));
  REQUIRE(world.scan(box, known_badges(world)[1]));
  const World::Image start = world.image();
  // A cold exchange: the first request is answered with a challenge, the second brings the fact.
  const auto cut = [&](uint64_t request, std::optional<uint64_t> there,
                       std::optional<uint64_t> back) {
    world.load(start);
    wake(world);
    const uint64_t first = world.wire().requests();
    world.wire().weather = [&world, first, request, there, back] {
      Fault fault;
      if (world.wire().requests() != first + request) return fault;
      fault.request_bytes = there;
      fault.answer_bytes = back;
      return fault;
    };
    const bool done = world.exchange(box);
    world.wire().weather = nullptr;
    return done;
  };
  REQUIRE(cut(5, {}, {}));
  const uint64_t there = world.wire().bytes_there, back = world.wire().bytes_back;
  fmt::print("a small exchange: {} bytes there, {} bytes back, cut at each\n", there, back);
  size_t cut_and_done = 0;
  for (const bool to_central : {true, false}) {
    for (uint64_t bytes = 0; bytes < (to_central ? there : back); ++bytes) {
      CAPTURE(to_central, bytes);
      const auto at = std::optional<uint64_t>(bytes), nowhere = std::optional<uint64_t>();
      const bool done = cut(1, to_central ? at : nowhere, to_central ? nowhere : at);
      cut_and_done += done ? 1 : 0;
      REQUIRE(world.exchange(box));
      world.check();
      INFO(world.chronicle().tail());
      REQUIRE(world.chronicle().problems.empty());
    }
  }
  // A cut between two frames may leave enough.
  CHECK(cut_and_done < 40);
}

TEST_CASE("behind a captive portal nothing is believed and nothing is lost", "[sim]") {
  World world(11, quiet(2));
  Machine& box = world.machine(0);
  const auto portal = [] {
    Fault fault;
    fault.portal = true;
    return fault;
  };
  world.scan(box, known_badges(world)[0]);
  REQUIRE(world.exchange(box));
  world.wire().weather = portal;
  for (size_t i = 1; i < 6; ++i) {
    world.scan(box, known_badges(world)[i]);
    CHECK_FALSE(world.exchange(box));
  }
  CHECK(MUST(box.daemon()->waiting()).facts == 5);
  CHECK(MUST(box.mirror()->exchange_state()).reason.find("does not speak") != std::string::npos);
  // A new box in the same network is not enrolled by a web page.
  Machine& fresh = world.add_machine("k3");
  world.keep_up(fresh);
  CHECK_FALSE(world.enrol(fresh));
  CHECK(fresh.identity()->central_id == DeviceId{});
  world.wire().weather = nullptr;
  REQUIRE(world.enrol(fresh));
  check_whole(world);
  CHECK(MUST(box.daemon()->waiting()).all == 0);
}

TEST_CASE("T2 both boxes of a cloned image are kept, and no alarm is a false one", "[sim]") {
  for (uint64_t seed = 100; seed < 120; ++seed) {
    CAPTURE(seed);
    World world(seed, quiet(2));
    Machine& box = world.machine(0);
    const std::vector<PaperBadge> badges = known_badges(world);
    for (size_t i = 0; i < 3; ++i) world.scan(box, badges[i]);
    if (seed % 2 == 0) world.exchange(box);
    // The box runs on while its image is taken, as a snapshot of a virtual machine's disk does.
    Machine& clone = world.clone_of(box);
    world.keep_up(clone);
    for (size_t i = 3; i < 9; ++i) {
      world.time().pass_s(20 * (seed % 5));
      world.scan(box, badges[i]);
      world.scan(clone, badges[(i + seed) % badges.size()]);
      if (i % 3 == seed % 3) world.exchange(box);
      if (i % 4 == seed % 4) world.exchange(clone);
    }
    check_whole(world);
    CHECK(branchings(world) >= 1);
    CHECK(quarantined(world) == 0);
    CHECK(alarms(world) == std::set<std::string>{"cloned"});
  }
}

TEST_CASE("T1 a box put back from an older image sends both branches, and it is told", "[sim]") {
  for (uint64_t seed = 200; seed < 210; ++seed) {
    CAPTURE(seed);
    World world(seed, quiet(1));
    Machine& box = world.machine(0);
    world.scan(box, known_badges(world)[0]);
    if (seed % 2 == 0) world.exchange(box);
    const Machine::Image older = box.image();
    for (size_t i = 1; i < 6; ++i) world.scan(box, known_badges(world)[i]);
    REQUIRE(world.exchange(box));
    world.put_back(box);
    box.load(older);
    box.boot(0);
    world.keep_up(box);
    for (size_t i = 4; i < 9; ++i) world.scan(box, known_badges(world)[i]);
    check_whole(world);
    CHECK(world.chronicle().shown.size() == 11);
    CHECK(alarms(world) == std::set<std::string>{"put-back"});
  }
}

TEST_CASE("what a mirror forgot is sealed again with other boundaries, and raises no alarm",
          "[sim]") {
  World world(13, quiet(1));
  Machine& box = world.machine(0);
  for (size_t i = 0; i < 9; ++i) {
    world.time().pass_s(100);
    world.scan(box, known_badges(world)[i]);
    if (i % 3 != 2) REQUIRE(box.daemon()->seal().ok());
    if (i == 4) REQUIRE(world.exchange(box));
  }
  const DeviceId own = box.identity()->device;
  Db& db = box.mirror()->db();
  const auto is_own =
      "(SELECT h.id FROM held_epoch h JOIN log l ON l.id = h.log WHERE l.device = ?)";
  const std::string segments = fmt::format("DELETE FROM segment WHERE epoch IN {}", is_own);
  REQUIRE(db.query(segments.c_str()).bind(own).run().ok());
  REQUIRE(db.query("DELETE FROM held_epoch WHERE log IN (SELECT id FROM log WHERE device = ?)")
              .bind(own)
              .run()
              .ok());
  REQUIRE(db.query("DELETE FROM receipt").run().ok());
  check_whole(world);
  CHECK(quarantined(world) == 0);
}

TEST_CASE("a box that was moved gets what its new venue shows, and keeps its people", "[sim]") {
  World world(11, quiet(2));
  Machine& box = world.machine(0);
  wake(world);
  REQUIRE(world.exchange(box));
  REQUIRE(box.kiosk()->refresh().ok());
  const VenueEntry* before = box.kiosk()->directory().venue("lab");
  REQUIRE(before);
  REQUIRE(before->halls.empty());  // of a venue that is not its own it knows the name
  REQUIRE(world.assign(box, "lab"));
  REQUIRE(world.scan(box, known_badges(world)[0]));
  REQUIRE(world.exchange(box));
  (void)box.kiosk()->refresh();
  CHECK(box.kiosk()->venue()->entry.name() == "lab");
  CHECK_FALSE(box.kiosk()->venue()->halls.empty());
  // A box whose disk was put back stands where it stood then.
  REQUIRE(world.assign(box, "hub"));
  REQUIRE(world.exchange(box));
  world.heal();
  check_whole(world);
}
