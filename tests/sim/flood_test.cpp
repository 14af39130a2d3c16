// A box whose key is good and that wants central to run out of memory, disk or time. What it may
// take is bounded, the others notice nothing, and people are told.
#include <algorithm>
#include <catch2/catch_all.hpp>

#include "shared/base/limits.h"
#include "shared/log/receipt.h"
#include "sync/central/intake.h"
#include "tests/sim/flood.h"
#include "tests/sim/world.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

constexpr uint64_t day_s = 24 * 3600;

Fact check_in(uint64_t person) {
  Fact fact;
  fact.kind = Kind::check_in;
  fact.person = Subject(static_cast<uint32_t>(person));
  return fact;
}

// 130 of these make the longest segment that is read at all, of some hundred bytes.
Fact very_long(uint64_t) {
  Fact fact;
  fact.kind = Kind::same_person;
  fact.payload = Bytes(63'000, 'r');
  return fact;
}

struct Town {
  Town() {
    REQUIRE(office.start());
    REQUIRE(central().load_programme(small_programme(6), std::nullopt).ok());
    REQUIRE(bad.enrol("hub"));
    REQUIRE(good.enrol("hub"));
  }
  Central& central() { return *office.central(); }
  SecretKey key() { return *central().keys().sealing_key(cohort); }
  Flood flood_of(const RawBox& box, uint64_t seed = 1) { return {box, cohort, key(), seed}; }

  uint64_t held(const RawBox& box) {
    uint64_t out = 0;
    for (const HeldEpoch& epoch : MUST(central().logs().epochs({box.id(), cohort})))
      out += epoch.held;
    return out;
  }
  Frames send(RawBox& box, const std::vector<Segment>& segments) {
    FrameWriter out = box.begun();
    for (const Segment& segment : segments) out.segment(segment);
    return box.exchange(std::move(out));
  }
  /// What could not be delivered comes again, as a kiosk does it. Gives how many facts were taken.
  uint64_t deliver(RawBox& box, const std::vector<Segment>& segments) {
    const uint64_t before = held(box);
    for (auto at = segments.begin(); at != segments.end();) {
      const auto end = at + std::min<ptrdiff_t>(200, segments.end() - at);
      (void)send(box, {at, end});
      at = end;
    }
    return held(box) - before;
  }
  bool told() {
    const auto alarms = MUST(central().alarms());
    return std::any_of(alarms.begin(), alarms.end(), [&](const Central::Alarm& alarm) {
      return alarm.kind == "flood" && alarm.about == bad.id() && !alarm.closed;
    });
  }
  bool others_are_served() {
    const uint64_t before = held(good);
    (void)send(good, {flood_of(good, ++last_seed).next(10, check_in)});
    return held(good) == before + 10;
  }

  const Scope cohort = "small.2025";
  uint64_t last_seed = 1000;
  TrueTime time{first_day * 86'400'000 + 8 * 3'600'000};
  Chronicle chronicle{time};
  Office office{7, time, chronicle};
  RawBox bad{office, 1}, good{office, 2};
};

std::vector<Segment> many(Flood flood, size_t segments, size_t facts,
                          const std::function<Fact(uint64_t)>& make) {
  std::vector<Segment> out;
  for (size_t i = 0; i < segments; ++i) out.push_back(flood.next(facts, make));
  return out;
}

struct SetClock : Clock {
  int64_t wall_s() const override { return wall; }
  uint64_t boot_ms() const override { return boot += each_look_ms; }
  BootId boot_id() const override { return {}; }
  int64_t wall = 1'760'000'000;
  mutable uint64_t boot = 1'000'000;
  uint64_t each_look_ms = 0;
};

}  // namespace

TEST_CASE("a box that floods gets room for years of people, and the others are served",
          "[sim][hostile]") {
  Town town;
  const auto segments = many(town.flood_of(town.bad), 260, segment_facts_max, check_in);
  const uint64_t at_once = town.deliver(town.bad, segments);
  const uint64_t a_fact = intake_fact_bytes + encode_row(check_in(1000)).size();
  CHECK(at_once >= 150'000);
  CHECK(at_once * a_fact <= intake_rows_bytes_max);
  CHECK(town.told());
  CHECK(town.others_are_served());
  // As long as it asks; also of a central that was started anew.
  CHECK(town.deliver(town.bad, segments) == 0);
  REQUIRE(town.office.start());
  CHECK(town.deliver(town.bad, segments) == 0);
  CHECK(MUST(town.central().fold_again()) == town.central().folded());
  // Delayed, not refused.
  town.time.pass_s(day_s);
  const uint64_t a_day = town.deliver(town.bad, segments);
  CHECK(a_day >= 40'000);
  CHECK(a_day * a_fact <= intake_rows_bytes_max / intake_day_part);
  town.time.pass_s(30 * day_s);
  CHECK(town.deliver(town.bad, segments) > 0);
  CHECK(town.held(town.bad) == 260 * segment_facts_max);
  CHECK(town.others_are_served());
}

TEST_CASE("a box that floods is told what it is to wait for, and sends little meanwhile",
          "[sim][hostile]") {
  Town town;
  const auto segments = many(town.flood_of(town.bad), 8, 130, very_long);
  const Frames answer = town.send(town.bad, segments);
  REQUIRE(answer.notices.size() == 1);
  CHECK_THAT(answer.notices[0], Catch::Matchers::ContainsSubstring("far more than people"));
  REQUIRE(answer.pace.has_value());
  CHECK(answer.pace->bytes <= 4096);
  const Receipt receipt =
      MUST(read_receipt(*answer.receipt, town.central().keys().sign->public_key()));
  CHECK(receipt.entries.at(0).durable == town.held(town.bad));
  REQUIRE(town.central().close_alarm(MUST(town.central().alarms()).at(0).number).ok());
  CHECK_FALSE(town.told());
  (void)town.send(town.bad, segments);
  CHECK(town.told());
}

TEST_CASE("some hundred bytes that open to megabytes count as what they open to",
          "[sim][hostile]") {
  Town town;
  const auto segments = many(town.flood_of(town.bad), 12, 130, very_long);
  CHECK(segments[1].bytes().size() < 2048);
  const uint64_t taken = town.deliver(town.bad, segments);
  CHECK(taken > 0);
  CHECK(taken * 63'000 <= intake_rows_bytes_max);
  // What does not fit takes no room in quarantine instead.
  const auto others = many(town.flood_of(town.bad), 1, 130, [](uint64_t i) {
    Fact fact = very_long(i);
    fact.payload[0] = 'x';
    return fact;
  });
  for (int i = 0; i < 5; ++i) (void)town.send(town.bad, others);
  CHECK(MUST(town.central().logs().quarantined()) == 0);
  CHECK(town.others_are_served());
}

TEST_CASE("epochs without end take as much room as what central does for each", "[sim][hostile]") {
  Town town;
  std::vector<Segment> segments;
  for (uint64_t i = 0; i < 4500; ++i)
    segments.push_back(town.flood_of(town.bad, i + 1).next(1, check_in));
  const uint64_t epochs = town.deliver(town.bad, segments);
  CHECK(epochs > 3000);
  CHECK(epochs * intake_epoch_bytes <= intake_rows_bytes_max);
  CHECK(town.told());
  CHECK(town.others_are_served());
}

TEST_CASE("what comes twice takes room once, and nobody is called a flood for a bad network",
          "[sim][hostile]") {
  Town town;
  const auto first = many(town.flood_of(town.bad), 1, 100, very_long);
  for (int i = 0; i < 5; ++i) (void)town.send(town.bad, first);
  CHECK(town.held(town.bad) == 100);
  CHECK_FALSE(town.told());
  CHECK(town.deliver(town.bad, many(town.flood_of(town.bad, 2), 1, 100, very_long)) == 100);
  CHECK_FALSE(town.told());
}

TEST_CASE("a box that was revoked is given a fraction of a day's room", "[sim][hostile]") {
  Town town;
  const auto segments = many(town.flood_of(town.bad), 60, 10, very_long);
  CHECK(town.deliver(town.bad, segments) > 0);
  town.time.pass_s(day_s);
  const uint64_t before = town.deliver(town.bad, segments);
  CHECK(before > 0);
  REQUIRE(town.central().revoke_device(town.bad.id()).ok());
  town.time.pass_s(day_s);
  CHECK(town.deliver(town.bad, segments) == 0);
  town.time.pass_s(15 * day_s);
  const uint64_t after = town.deliver(town.bad, segments);
  CHECK(after > 0);
  CHECK(after <= before + 10);
}

TEST_CASE("room on disk comes back with the days, and a clock put back gives none",
          "[sim][hostile]") {
  CrashDisk disk(1);
  Db db = MUST(Db::open_writer("/intake.db", {"intake", Intake::schema()}, {disk.name()}));
  SetClock clock;
  const auto fill = [&](const DeviceId& device) {
    Intake intake = MUST(Intake::of(db, device, intake_rows_bytes_max, false, clock));
    uint64_t bytes = 0;
    while (intake.takes_text(detached_bytes_max)) bytes += detached_bytes_max;
    REQUIRE(intake.full());
    REQUIRE(intake.save().ok());
    return bytes;
  };
  const DeviceId one{1}, other{2};
  const uint64_t at_once = fill(one);
  CHECK(at_once > intake_stored_bytes_max / 2);
  CHECK(at_once <= intake_stored_bytes_max);
  CHECK(fill(one) == 0);
  clock.wall += day_s;
  CHECK(fill(one) > 0);
  clock.wall -= 10 * day_s;
  CHECK(fill(one) == 0);
  clock.wall += day_s;
  CHECK(fill(one) <= intake_stored_bytes_max / intake_day_part + detached_bytes_max);
  CHECK(fill(other) == at_once);
  clock.wall = INT64_MAX;  // no sum overflows
  CHECK(fill(one) == at_once);
}

TEST_CASE("of a body that takes long a part is taken, and the rest with the next one",
          "[sim][hostile]") {
  Town town;
  CrashDisk disk(1);
  Db db = MUST(Db::open_writer("/intake.db", {"intake", Intake::schema()}, {disk.name()}));
  SetClock clock;
  const auto segments = many(town.flood_of(town.bad), 8, 1, check_in);
  const auto taken = [&] {
    Intake intake = MUST(Intake::of(db, town.bad.id(), intake_rows_bytes_max, false, clock));
    const Toll toll = intake.toll(town.central().keys());
    return static_cast<size_t>(std::count_if(segments.begin(), segments.end(), toll.room_for));
  };
  CHECK(taken() == segments.size());
  clock.each_look_ms = intake_work_ms_max / 4;
  CHECK(taken() == 4);
  clock.each_look_ms = 10 * intake_work_ms_max;
  CHECK(taken() == 1);  // else nothing would ever come
}

TEST_CASE("a box has a part of central's time, and each has its own", "[sim][hostile]") {
  WorkShare share;
  const DeviceId busy{1}, other{2};
  uint64_t now_ms = 1000;
  for (int i = 0; i < 1000; ++i) share.add(busy, 100, now_ms += 100);
  CHECK_FALSE(share.used_up(busy, now_ms));  // there is nobody else
  share.add(other, 0, now_ms);
  CHECK(share.used_up(busy, now_ms));
  CHECK_FALSE(share.used_up(other, now_ms));
  now_ms += 1'000'000;
  uint64_t worked_ms = 0;
  const uint64_t hour_ms = 3'600'000;
  for (const uint64_t end = now_ms + hour_ms; now_ms < end; now_ms += 100) {
    share.add(other, 0, now_ms);
    if (share.used_up(busy, now_ms)) continue;
    share.add(busy, 100, now_ms);
    worked_ms += 100;
  }
  CHECK(worked_ms <= work_share_ms_max + hour_ms / work_share_part + 1000);
  CHECK(worked_ms >= hour_ms / work_share_part / 2);
}
