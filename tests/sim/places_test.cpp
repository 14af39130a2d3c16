// tests/sim/places_test.cpp - what two holders say of what both of them hold, and facts that are
// sent before they are sealed.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <ostream>

#include "tests/sim/quiet.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

/// A box's way to the office that keeps what was said there.
class Heard : public Network {
 public:
  explicit Heard(Network& network) : network_(network) {}
  Result<NetworkReply> post(const std::string& path, ByteView body) override {
    requests.push_back(MUST(read_frames(body)));
    bytes.push_back(body.size());
    return network_.post(path, body);
  }
  std::vector<Frames> requests;
  std::vector<size_t> bytes;

 private:
  Network& network_;
};

Heard exchange(Machine& box) {
  Heard heard(box.network());
  REQUIRE(box.daemon()->exchange(heard).ok());
  return heard;
}

struct Stored {
  size_t segments = 0, tails = 0;
  bool operator==(const Stored&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Stored& stored) {
  return out << stored.segments << " segments, " << stored.tails << " tails";
}
/// What is held of the epoch of a device's log in which most happened.
Stored stored(HeldLogs logs, const DeviceId& device) {
  std::map<Epoch, Stored> found;
  std::map<Epoch, Seq> reach;
  MUST(logs.each_segment([&](const HeldEpoch& epoch, Result<Segment> segment) {
    if (epoch.log.device != device || !is_cohort_scope(epoch.log.scope)) return done();
    const bool tail = MUST(std::move(segment)).header.type == SegmentType::tail;
    ++(tail ? found[epoch.epoch].tails : found[epoch.epoch].segments);
    reach[epoch.epoch] = epoch.held;
    return done();
  }));
  const auto most = std::max_element(
      reach.begin(), reach.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == reach.end() ? Stored{} : found[most->first];
}

Stored at_central(World& world) {
  return stored(world.office().central()->logs(), world.machine(0).identity()->device);
}
Stored at_the_box(World& world) {
  return stored(world.machine(0).mirror()->logs(), world.machine(0).identity()->device);
}

/// Scans of several people, each with an exchange.
void live_scans(World& world, size_t from, size_t count) {
  for (size_t i = from; i < from + count; ++i) {
    world.scan(world.machine(0), known_badges(world)[i]);
    exchange(world.machine(0));
    world.time().pass_ms(5'000);
  }
}

}  // namespace

TEST_CASE("a check-in says no more of what both ends hold however often the kiosk was started",
          "[sim]") {
  World world(31, quiet(1, 80));
  Machine& box = world.machine(0);
  live_scans(world, 0, 2);
  world.scan(box, known_badges(world)[2]);
  const Heard first = exchange(box);
  REQUIRE(first.requests.size() == 1);
  CHECK(first.requests[0].heads.size() == 1);
  for (size_t i = 0; i < 40; ++i) {
    box.stop_kiosk();
    world.keep_up(box);
    world.scan(box, known_badges(world)[3 + i % 20]);
    exchange(box);
    world.time().pass_ms(61'000);
  }
  world.scan(box, known_badges(world)[30]);
  const Heard later = exchange(box);
  REQUIRE(later.requests.size() == 1);
  CHECK(later.requests[0].heads.size() == 1);
  CHECK(later.bytes[0] <= first.bytes[0] + 16);
  check_whole(world);
}

TEST_CASE("only the logs that differ are named, and what was missing comes", "[sim]") {
  World world(32, quiet(2, 80));
  Machine &box = world.machine(0), &other = world.machine(1);
  for (int i = 0; i < 3; ++i) {
    world.exchange(box);
    world.exchange(other);
  }
  CHECK(exchange(box).requests.size() == 1);
  world.scan(other, known_badges(world)[5]);
  world.exchange(other);
  const Heard heard = exchange(box);
  REQUIRE(heard.requests.size() == 2);
  CHECK(heard.requests[0].heads.empty());
  std::set<LogId> named;
  for (const Head& head : heard.requests[1].heads) named.insert(head.log);
  REQUIRE(named.size() == 1);
  CHECK(named.begin()->device == other.identity()->device);
  CHECK(exchange(box).requests.size() == 1);
  check_whole(world);
}

TEST_CASE("facts go as tails while central is heard, and ten minutes of them are one segment",
          "[sim]") {
  World world(33, quiet(1, 80));
  Machine& box = world.machine(0);
  live_scans(world, 0, 8);
  const size_t sealed = at_the_box(world).segments;
  CHECK(at_the_box(world).tails == 0);
  CHECK(at_central(world) == Stored{sealed, 8 - sealed});
  CHECK(MUST(box.daemon()->waiting()).all == 0);
  SECTION("time passes") {
    world.time().pass_ms(601'000);
    exchange(box);
    CHECK(at_the_box(world) == Stored{sealed + 1, 0});
    CHECK(at_central(world) == Stored{sealed + 1, 0});
    const Heard quiet_now = exchange(box);
    CHECK(quiet_now.requests[0].segments.empty());
  }
  SECTION("the daemon is started anew") {
    box.stop_daemon();
    world.keep_up(box);
    exchange(box);
    CHECK(at_central(world) == Stored{sealed + 1, 0});
  }
  SECTION("the kiosk is started anew") {
    box.stop_kiosk();
    world.keep_up(box);
    world.scan(box, known_badges(world)[9]);
    exchange(box);
    CHECK(at_central(world) == Stored{sealed + 1, 0});
  }
  SECTION("central is not heard any more") {
    world.wire().weather = [] {
      Fault fault;
      fault.portal = true;
      return fault;
    };
    world.scan(box, known_badges(world)[9]);
    CHECK_FALSE(box.daemon()->exchange(box.network()).ok());
    CHECK_FALSE(box.daemon()->exchange(box.network()).ok());
    CHECK(at_the_box(world) == Stored{sealed + 1, 0});
    world.wire().weather = nullptr;
    exchange(box);
    CHECK(at_central(world) == Stored{sealed + 1, 0});
  }
  check_whole(world);
}
