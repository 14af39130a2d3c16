// tests/sim/repair_test.cpp - what was damaged, doubled or refused once, and is whole again in the
// end.
#include <catch2/catch_all.hpp>

#include "tests/sim/quiet.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

/// A file of a program that is down.
Db file_of(CrashDisk& disk, const char* path, const char* schema) {
  return MUST(Db::open_writer(path, {schema, ""}, {disk.name()}));
}

/// One number out of a file.
int64_t number(Db& db, const char* sql) {
  Query q = db.query(sql);
  REQUIRE(MUST(q.step()));
  return q.integer(0);
}

constexpr const char* segments_of_the_box =
    "SELECT s.id FROM segment s JOIN held_epoch h ON h.id = s.epoch JOIN log l ON l.id = h.log "
    "WHERE l.scope = 'small.2025' AND l.device <> (SELECT value FROM setting WHERE key = 'id') "
    "ORDER BY s.id LIMIT 1 OFFSET 1";

size_t check_ins(World& world) {
  size_t count = 0;
  for (const Presence& presence : MUST(world.office().central()->fold_again()).presences) {
    count += presence.check_ins;
  }
  return count;
}

}  // namespace

TEST_CASE("what central's disk has damaged is found, told and comes again", "[sim]") {
  World world(20, quiet(1));
  Machine& box = world.machine(0);
  for (size_t i = 0; i < 5; ++i) {
    REQUIRE(world.scan(box, known_badges(world)[i]));
    REQUIRE(world.exchange(box));
  }
  world.office().stop();
  {
    Db db = file_of(world.office().disk(), "/office/central.db", "central store");
    const int64_t hit = number(db, segments_of_the_box);
    const bool in_header = GENERATE(true, false);
    Query damage =
        db.query(in_header ? "UPDATE segment SET header = zeroblob(length(header)) WHERE id=?"
                           : "UPDATE segment SET payload = zeroblob(length(payload)) WHERE id=?");
    REQUIRE(damage.bind(hit).run().ok());
  }
  REQUIRE(world.office().start());
  // The others still count, and nobody is kept waiting.
  CHECK(check_ins(world) == 4);
  REQUIRE(world.exchange(box));
  REQUIRE(world.office().central()->check_stored(1000).ok());
  CHECK(check_ins(world) == 4);
  REQUIRE(world.exchange(box));
  CHECK(check_ins(world) == 5);
  check_whole(world);
}

/// The first channel segment of that cohort after so many of them.
void damage_channel(World& world, int64_t after, const char* how) {
  world.office().stop();
  {
    Db db = file_of(world.office().disk(), "/office/central.db", "central store");
    Query hit = db.query(
        "SELECT min(s.id) FROM segment s JOIN held_epoch h ON h.id = s.epoch JOIN log l ON l.id = "
        "h.log WHERE l.scope = 'small.2025' AND s.id > ?");
    hit.bind(after);
    REQUIRE(MUST(hit.step()));
    const int64_t id = hit.integer(0);
    REQUIRE(id > after);
    REQUIRE(db.query(how).bind(id).run().ok());
  }
  REQUIRE(world.office().start());
}

TEST_CASE("what central's disk has lost of a channel comes again from a kiosk, for others too",
          "[sim]") {
  World world(24, quiet(1));
  Central& first = *world.office().central();
  const int64_t before = [&] {
    Db db = MUST(Db::open_reader("/office/central.db", "store", {world.office().disk().name()}));
    return number(db, "SELECT max(id) FROM segment");
  }();
  REQUIRE(first.note("small.2025", PersonNumber{4}, "ждёт у входа").ok());
  REQUIRE(first.revoke_badge("small.2025", PersonNumber{3}).ok());
  REQUIRE(world.exchange(world.machine(0)));
  damage_channel(world, before,
                 GENERATE("DELETE FROM segment WHERE id=?",
                          "UPDATE segment SET payload = zeroblob(length(payload)) WHERE id=?",
                          "UPDATE segment SET header = substr(header, 1, length(header) - 4) || "
                          "x'00000000' WHERE id=?"));
  Central& central = *world.office().central();
  REQUIRE(central.check_stored(1000).ok());
  // A new kiosk has nothing of what stands behind the gap, until a kiosk that has all comes by.
  Machine& fresh = world.add_machine("k2");
  world.keep_up(fresh);
  REQUIRE(world.enrol(fresh));
  const auto revoked_there = [&] {
    REQUIRE(world.exchange(fresh));
    const auto read =
        MUST(read_directory(fresh.mirror()->logs(), central.id(), fresh.daemon_keys()));
    const CohortEntry* cohort = read.directory.cohort("small.2025");
    return cohort && cohort->revoked.contains(PersonNumber{3});
  };
  CHECK_FALSE(revoked_there());
  REQUIRE(world.exchange(world.machine(0)));
  REQUIRE(world.exchange(world.machine(0)));
  CHECK(MUST(central.losses()).unreadable == 0);
  CHECK(MUST(central.alarms()).empty());
  CHECK(revoked_there());
  check_whole(world);
}

TEST_CASE("a box that was admitted under a code that is lost enrols with another one", "[sim]") {
  World world(21, quiet(1));
  Machine& fresh = world.add_machine("k2");
  world.keep_up(fresh);
  world.wire().weather = [] {
    Fault fault;
    fault.answer_lost = true;
    return fault;
  };
  REQUIRE_FALSE(world.enrol(fresh));
  world.wire().weather = nullptr;
  fresh.enrol_code.clear();
  REQUIRE(world.enrol(fresh));
  REQUIRE(world.scan(fresh, known_badges(world)[0]));
  REQUIRE(world.exchange(fresh));
  check_whole(world);
}

TEST_CASE("a place that was written twice holds up nothing else, and both facts are kept",
          "[sim]") {
  World world(22, quiet(1));
  Machine& box = world.machine(0);
  REQUIRE(world.scan(box, known_badges(world)[0]));
  REQUIRE(world.exchange(box));
  box.stop_kiosk();
  box.stop_daemon();
  {
    // As if the box had been frozen before that scan, and had gone on from there in another way.
    Db journal = file_of(box.disk(), "/data/kiosk/journal.db", "journal");
    Query last = journal.query(
        "SELECT r.epoch, r.seq, r.bytes, (SELECT link FROM row p WHERE p.epoch = r.epoch AND p.seq "
        "= "
        "r.seq - 1) FROM row r JOIN epoch e ON e.id = r.epoch WHERE e.scope = 'small.2025' ORDER "
        "BY "
        "r.seq DESC LIMIT 1");
    REQUIRE(MUST(last.step()));
    Fact fact = MUST(decode_row(to_bytes(last.blob(2))));
    fact.wall_s += 3;
    const Bytes bytes = encode_row(fact);
    Query change = journal.query("UPDATE row SET bytes=?, link=? WHERE epoch=? AND seq=?");
    change.bind(bytes).bind(next_link(last.array<32>(3), bytes));
    REQUIRE(change.bind(last.integer(0)).bind(last.integer(1)).run().ok());
    Db mirror = file_of(box.disk(), "/data/sync/mirror.db", "mirror");
    REQUIRE(mirror
                .query("DELETE FROM segment WHERE epoch IN (SELECT h.id FROM held_epoch h JOIN log "
                       "l ON l.id = h.log WHERE l.device = (SELECT device FROM log WHERE scope = "
                       "'device'))")
                .run()
                .ok());
    REQUIRE(mirror
                .query("DELETE FROM held_epoch WHERE log IN (SELECT id FROM log WHERE device = "
                       "(SELECT device FROM log WHERE scope = 'device'))")
                .run()
                .ok());
  }
  world.keep_up(box);
  REQUIRE(world.scan(box, known_badges(world)[1]));
  REQUIRE(world.office().central()->revoke_badge("small.2025", PersonNumber{3}).ok());
  for (int i = 0; i < 3; ++i) {
    const auto told = box.daemon()->exchange(box.network());
    REQUIRE_FALSE(told);
    CHECK(told.error().message.find("another fact") != std::string::npos);
  }
  CHECK(MUST(world.office().central()->logs().quarantined()) == 1);
  CHECK(check_ins(world) == 2);
  (void)box.kiosk()->refresh();
  CHECK(box.kiosk()->directory().cohort("small.2025")->revoked.contains(PersonNumber{3}));
}

TEST_CASE("where only small bodies pass, more of them are sent", "[sim]") {
  World world(23, quiet(1));
  Machine& box = world.machine(0);
  REQUIRE(world.scan(box, known_badges(world)[0]));
  for (int i = 0; i < 200; ++i) REQUIRE(world.walk_in(box));
  world.wire().weather = [] {
    Fault fault;
    fault.body_bytes_max = 9'000;
    return fault;
  };
  REQUIRE(world.exchange(box));
  world.wire().weather = nullptr;
  check_whole(world);
}

TEST_CASE("nothing is sealed under a key that is not on disk", "[sim]") {
  World world(24, quiet(1));
  Package more = other_programme();
  more.name = "third.2025";
  world.office().keys_have_no_room = true;
  REQUIRE_FALSE(world.office().central()->load_programme(more, std::nullopt));
  world.office().keys_have_no_room = false;
  REQUIRE(world.office().central()->load_programme(more, std::nullopt));
  REQUIRE(world.office().start());
  const CohortEntry* cohort = world.office().central()->directory().cohort("third.2025");
  REQUIRE(cohort != nullptr);
  CHECK(cohort->people.size() == more.people.size());
}
