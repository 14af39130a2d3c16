// What held_logs.h promises: a gap-free prefix of each epoch, judged by links and never by bytes.
#include "shared/store/held_logs.h"

#include <catch2/catch_all.hpp>

#include "shared/store/mirror.h"
#include "tests/sim/crash_disk.h"
#include "tests/store/sealed.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// Somebody who holds logs of others.
struct Holder {
  explicit Holder(uint64_t seed = 1)
      : disk(seed), mirror(MUST(Mirror::open_writer("/sync/mirror.db", {disk.name()}))) {}

  void trust(const SealedLog& log) {
    REQUIRE(logs().put_public_key(log.log().device, log.key().public_key()).ok());
    keys.add_scope(log.log().scope, log.scope_key());
  }
  Result<Accepted> try_accept(const Segment& segment) {
    Transaction transaction = TRY(Transaction::begin(mirror.db()));
    const Accepted accepted = TRY(logs().accept(segment, keys, now_s));
    TRY(transaction.commit());
    return accepted;
  }
  Accepted accept(const Segment& segment) { return MUST(try_accept(segment)); }
  HeldLogs logs() { return mirror.logs(); }

  HeldEpoch held(const SealedLog& log) {
    const auto epoch = MUST(logs().epoch(log.log(), log.epoch()));
    REQUIRE(epoch.has_value());
    return *epoch;
  }
  /// All facts up to `last` come out as they went in, and so many that stand beyond a gap.
  void check_holds(const SealedLog& log, Seq last, size_t beyond = 0) {
    const HeldEpoch epoch = held(log);
    CHECK(epoch.held == last);
    CHECK(epoch.link == log.link(last));
    const auto opened = MUST(logs().facts(epoch, keys));
    CHECK(opened.sealed == 0);
    REQUIRE(opened.facts.size() == last + beyond);
    CHECK(opened.missing == (beyond > 0 ? last + 1 : 0));
    for (Seq seq = 1; seq <= last; ++seq) {
      CHECK(opened.facts[seq - 1].row == log.row(seq));
      CHECK(opened.facts[seq - 1].link == log.link(seq));
    }
  }
  int64_t count(const char* sql) {
    Query q = mirror.db().query(sql);
    REQUIRE(MUST(q.step()));
    return q.integer(0);
  }
  /// One bit of the payload of the segment that begins at `first`.
  void flip_a_bit(Seq first) {
    Bytes payload = stored(first, "payload");
    payload[payload.size() / 2] ^= 4;
    put(first, "payload", payload);
  }
  /// In its header: of the name of the key that opens it.
  void flip_a_bit_of_the_key_id(Seq first) {
    put(first, "header", with_another_key_id(stored(first, "header")));
  }
  Bytes stored(Seq first, const std::string& column) {
    const std::string sql = "SELECT " + column + " FROM segment WHERE first=?";
    Query q = mirror.db().query(sql.c_str());
    q.bind(first);
    REQUIRE(MUST(q.step()));
    return to_bytes(q.blob(0));
  }
  void put(Seq first, const std::string& column, const Bytes& bytes) {
    const std::string sql = "UPDATE segment SET " + column + "=? WHERE first=?";
    Query q = mirror.db().query(sql.c_str());
    REQUIRE(q.bind(bytes).bind(first).run().ok());
  }

  sim::CrashDisk disk;
  Mirror mirror;
  Keys keys;
  int64_t now_s = 1000;
};

constexpr const char* count_segments = "SELECT count(*) FROM segment";
constexpr const char* count_tails = "SELECT count(*) FROM segment WHERE type=2";

/// A holder of 1 … 10 and 11 … 20.
struct TwoSegments {
  TwoSegments() {
    holder.trust(log);
    REQUIRE(holder.accept(log.segment(1, 10)) == Accepted::stored);
    REQUIRE(holder.accept(log.segment(11, 20)) == Accepted::stored);
  }
  Seeded random{1};
  SealedLog log{random};
  Holder holder;
};

}  // namespace

TEST_CASE("segments in order make a prefix, and what comes too early is a gap", "[held]") {
  Seeded random(1);
  SealedLog log(random);
  log.parent = Parent{Epoch{7}, 3, {9}};
  Holder holder;
  holder.trust(log);
  CHECK(holder.accept(log.segment(11, 20)) == Accepted::gap);  // nothing of this epoch is held yet
  CHECK(MUST(holder.logs().epochs()).empty());
  CHECK(holder.accept(log.segment(1, 10)) == Accepted::stored);
  CHECK(holder.accept(log.segment(12, 20)) == Accepted::gap);
  holder.check_holds(log, 10);
  CHECK(holder.accept(log.segment(11, 20)) == Accepted::stored);
  holder.check_holds(log, 20);
  CHECK(holder.held(log).parent == log.parent);
  CHECK(holder.count(count_segments) == 2);
  CHECK(MUST(holder.logs().quarantined()) == 0);
}

TEST_CASE("the same facts again are duplicates, however they are cut", "[held]") {
  TwoSegments t;
  const auto [first, last] =
      GENERATE(table<Seq, Seq>({{1, 10}, {1, 20}, {11, 20}, {5, 15}, {3, 4}, {20, 20}, {1, 1}}));
  CAPTURE(first, last);
  CHECK(t.holder.accept(t.log.segment(first, last)) == Accepted::duplicate);
  t.holder.check_holds(t.log, 20);
  CHECK(t.holder.count(count_segments) == 2);
  CHECK(MUST(t.holder.logs().quarantined()) == 0);
}

TEST_CASE("a segment that overlaps and goes further is stored, and facts come out once", "[held]") {
  TwoSegments t;
  const Seq first = GENERATE(1u, 7u, 11u, 15u, 20u);
  CAPTURE(first);
  CHECK(t.holder.accept(t.log.segment(first, 30)) == Accepted::stored);
  t.holder.check_holds(t.log, 30);
  CHECK(t.holder.accept(t.log.segment(31, 40)) == Accepted::stored);
  t.holder.check_holds(t.log, 40);
}

TEST_CASE("another fact at a place that is held is kept apart and changes nothing", "[held]") {
  TwoSegments t;
  const SealedLog forged = t.log.changed_at(12);
  const auto [first, last] =
      GENERATE(table<Seq, Seq>({{11, 20}, {1, 20}, {12, 12}, {5, 30}, {15, 30}, {21, 30}}));
  CAPTURE(first, last);
  CHECK(t.holder.accept(forged.segment(first, last)) == Accepted::conflict);
  t.holder.check_holds(t.log, 20);
  CHECK(t.holder.count(count_segments) == 2);
  CHECK(MUST(t.holder.logs().quarantined()) == 1);
  CHECK(t.holder.accept(t.log.segment(21, 40)) == Accepted::stored);  // and delays nobody
  t.holder.check_holds(t.log, 40);
}

TEST_CASE("the same conflict is kept once, and another one beside it", "[held]") {
  TwoSegments t;
  const Segment forged = t.log.changed_at(12).segment(11, 20);
  CHECK(t.holder.accept(forged) == Accepted::conflict);
  CHECK(t.holder.accept(forged) == Accepted::conflict);
  CHECK(MUST(t.holder.logs().quarantined()) == 1);
  CHECK(t.holder.accept(t.log.changed_at(13).segment(11, 20)) == Accepted::conflict);
  CHECK(MUST(t.holder.logs().quarantined()) == 2);
}

TEST_CASE("an epoch whose first link is not its own is kept apart", "[held]") {
  Seeded random(1);
  const SealedLog log(random), other(random, log.log());
  SealRequest request;
  request.log = log.log();
  request.epoch = log.epoch();
  request.previous = other.link(0);
  request.rows = {log.row(1)};
  Holder holder;
  holder.trust(log);
  CHECK(holder.accept(MUST(seal_segment(request, log.key(), log.scope_key(), random))) ==
        Accepted::conflict);
  CHECK(MUST(holder.logs().epochs()).empty());
  CHECK(MUST(holder.logs().quarantined()) == 1);
}

TEST_CASE("a segment of an unknown key, another device's key or a wrong signature is refused",
          "[held]") {
  Seeded random(1);
  const SealedLog log(random), stranger(random, {{0xb2}, "exchange"});
  Holder holder;
  CHECK(holder.try_accept(log.segment(1, 10)).error().failure == Failure::refused);
  holder.trust(log);
  holder.trust(stranger);
  CHECK(holder.try_accept(log.segment_signed_by(stranger.key(), 1, 10)).error().failure ==
        Failure::refused);
  Segment changed = log.segment(1, 10);
  changed.header_bytes[changed.header_bytes.size() - 1] ^= 1;
  CHECK(holder.try_accept(changed).error().failure == Failure::refused);
  CHECK(MUST(holder.logs().epochs()).empty());
  CHECK(holder.count("SELECT count(*) FROM log") == 0);
  CHECK(MUST(holder.logs().quarantined()) == 0);
}

TEST_CASE("a carrier without the key keeps what it has and asks for what joins it", "[held]") {
  TwoSegments t;
  t.holder.keys = Keys{};
  CHECK(t.holder.accept(t.log.segment(5, 15)) ==
        Accepted::duplicate);  // cannot compare, loses nothing
  CHECK(t.holder.accept(t.log.segment(15, 30)) == Accepted::gap);
  CHECK(t.holder.accept(t.log.changed_at(12).segment(11, 20)) ==
        Accepted::conflict);  // ends are in the open
  CHECK(t.holder.accept(t.log.segment(21, 30)) == Accepted::stored);
  const auto opened = MUST(t.holder.logs().facts(t.holder.held(t.log), t.holder.keys));
  CHECK(opened.facts.empty());
  CHECK(opened.sealed == 30);
}

TEST_CASE("two epochs of one log are held side by side", "[held]") {
  Seeded random(1);
  const SealedLog log(random);
  SealedLog branch(random, log.log()), other(random, log.log());
  branch.parent = other.parent = Parent{log.epoch(), 10, log.link(10)};
  Holder holder;
  holder.trust(log);
  holder.trust(branch);
  holder.trust(other);
  CHECK(holder.accept(other.segment(1, 5)) == Accepted::stored);
  CHECK(holder.accept(branch.segment(1, 7)) == Accepted::stored);
  CHECK(holder.accept(log.segment(1, 10)) == Accepted::stored);
  const std::vector<HeldEpoch> epochs = in_tree_order(MUST(holder.logs().epochs(log.log())));
  REQUIRE(epochs.size() == 3);
  CHECK(epochs[0].epoch == log.epoch());
  CHECK(epochs[1].parent == epochs[2].parent);
  CHECK(epochs[1].epoch < epochs[2].epoch);
  holder.check_holds(branch, 7);
}

TEST_CASE("tails give way to the segment over the same facts", "[held]") {
  Seeded random(1);
  const SealedLog log(random);
  Holder holder;
  holder.trust(log);
  CHECK(holder.accept(log.segment(1, 1, SegmentType::tail)) == Accepted::stored);
  CHECK(holder.accept(log.segment(2, 4, SegmentType::tail)) == Accepted::stored);
  CHECK(holder.accept(log.segment(5, 5, SegmentType::tail)) == Accepted::stored);
  holder.check_holds(log, 5);
  SECTION("when it goes further") {
    CHECK(holder.accept(log.segment(1, 9)) == Accepted::stored);
    CHECK(holder.count(count_tails) == 0);
    holder.check_holds(log, 9);
  }
  SECTION("when it ends with them") {
    CHECK(holder.accept(log.segment(1, 5)) == Accepted::duplicate);
    CHECK(holder.count(count_tails) == 0);
    CHECK(holder.count(count_segments) == 1);
    holder.check_holds(log, 5);
  }
  SECTION("but not one that it covers in part") {
    CHECK(holder.accept(log.segment(3, 9)) == Accepted::stored);
    CHECK(holder.count(count_tails) == 2);
    holder.check_holds(log, 9);
  }
  SECTION("but not to a forged one") {
    CHECK(holder.accept(log.changed_at(2).segment(1, 5)) == Accepted::conflict);
    CHECK(holder.count(count_tails) == 3);
    holder.check_holds(log, 5);
  }
}

TEST_CASE("a flipped bit hurts its segment alone, and what is cut off comes again", "[held]") {
  TwoSegments t;
  REQUIRE(t.holder.accept(t.log.segment(21, 30)) == Accepted::stored);
  t.holder.flip_a_bit(11);
  const HeldEpoch epoch = t.holder.held(t.log);
  // What stands before the damage still ships; then the damage itself is told.
  const auto whole = MUST(t.holder.logs().segments_after(epoch.row_id, 0, SIZE_MAX));
  REQUIRE(whole.size() == 1);
  CHECK(whole[0].header.last() == 10);
  CHECK(t.holder.logs().segments_after(epoch.row_id, 10, SIZE_MAX).error().failure ==
        Failure::corrupt);

  REQUIRE(t.holder.logs().set_archived(epoch.row_id, 25).ok());
  REQUIRE(t.holder.logs().forget_damaged(epoch).ok());
  t.holder.check_holds(t.log, 10, 10);
  CHECK(t.holder.held(t.log).archived == 10);
  CHECK(t.holder.accept(t.log.segment(11, 30)) == Accepted::stored);
  t.holder.check_holds(t.log, 30);
}

TEST_CASE("a segment whose key's name is damaged is damaged, not sealed for others", "[held]") {
  TwoSegments t;
  const HeldEpoch epoch = t.holder.held(t.log);
  REQUIRE(MUST(t.holder.logs().facts(epoch, Keys())).sealed == 20);
  t.holder.flip_a_bit_of_the_key_id(11);
  for (const Keys& keys : {t.holder.keys, Keys()}) {
    const auto opened = MUST(t.holder.logs().facts(epoch, keys));
    CHECK(opened.facts.size() + opened.sealed == 10);
    CHECK(opened.missing == 11);
    REQUIRE(opened.damage.has_value());
    CHECK(opened.damage->failure == Failure::corrupt);
  }
}

TEST_CASE("what stood beyond a damaged segment counts again once that has come again", "[held]") {
  TwoSegments t;
  REQUIRE(t.holder.accept(t.log.segment(21, 30)) == Accepted::stored);
  t.holder.flip_a_bit(11);
  REQUIRE(t.holder.logs().forget_damaged(t.holder.held(t.log)).ok());
  // Whoever gave 21 to 30 was put back from an older copy, and has them no more.
  CHECK(t.holder.accept(t.log.segment(11, 20)) == Accepted::stored);
  t.holder.check_holds(t.log, 30);
}

TEST_CASE("what is lost in the middle comes again, and nothing else is taken in its place",
          "[held]") {
  TwoSegments t;
  REQUIRE(t.holder.accept(t.log.segment(21, 30)) == Accepted::stored);
  CHECK(MUST(t.holder.logs().whole_part(t.holder.held(t.log))).held == 30);
  const bool gone = GENERATE(true, false);
  if (gone)
    REQUIRE(t.holder.mirror.db().run("DELETE FROM segment WHERE first=11").ok());
  else
    t.holder.flip_a_bit(11);
  CHECK(MUST(t.holder.logs().whole_part(t.holder.held(t.log))).held == 10);
  // Signed as well, and held by nobody: it does not hang on what stands around it.
  CHECK(t.holder.accept(t.log.changed_at(9).segment(11, 20)) != Accepted::mended);
  CHECK(t.holder.accept(t.log.changed_at(15).segment(11, 20)) != Accepted::mended);
  CHECK(MUST(t.holder.logs().whole_part(t.holder.held(t.log))).held == 10);
  CHECK(t.holder.accept(t.log.segment(1, 10)) == Accepted::duplicate);
  CHECK(t.holder.accept(t.log.segment(11, 20)) == Accepted::mended);
  t.holder.check_holds(t.log, 30);
  CHECK(t.holder.count(count_segments) == 3);
  CHECK(t.holder.accept(t.log.segment(11, 20)) == Accepted::duplicate);
}

TEST_CASE("a flipped bit in the first segment leaves an epoch that begins anew", "[held]") {
  TwoSegments t;
  t.holder.flip_a_bit(1);
  REQUIRE(t.holder.logs().forget_damaged(t.holder.held(t.log)).ok());
  t.holder.check_holds(t.log, 0, 10);
  CHECK(t.holder.accept(t.log.segment(11, 20)) == Accepted::gap);
  CHECK(t.holder.accept(t.log.segment(1, 20)) == Accepted::stored);
  t.holder.check_holds(t.log, 20);
}

TEST_CASE("where nothing is damaged nothing is forgotten", "[held]") {
  TwoSegments t;
  REQUIRE(t.holder.accept(t.log.segment(5, 30)) == Accepted::stored);
  REQUIRE(t.holder.logs().forget_damaged(t.holder.held(t.log)).ok());
  t.holder.check_holds(t.log, 30);
  CHECK(t.holder.count(count_segments) == 3);
}

TEST_CASE("segments after a place hold everything after it, whatever bound is given", "[held]") {
  TwoSegments t;
  REQUIRE(t.holder.accept(t.log.segment(15, 30)) == Accepted::stored);
  const HeldEpoch epoch = t.holder.held(t.log);
  for (Seq after = 0; after < 30; ++after) {
    CAPTURE(after);
    Seq reached = after;
    while (reached < 30) {
      const auto some = MUST(t.holder.logs().segments_after(epoch.row_id, reached, 1));
      REQUIRE(some.size() == 1);
      CHECK(some[0].header.first <= reached + 1);
      REQUIRE(some[0].header.last() > reached);
      reached = some[0].header.last();
    }
    CHECK(reached == 30);
  }
  CHECK(MUST(t.holder.logs().segments_after(epoch.row_id, 30, SIZE_MAX)).empty());
}

TEST_CASE("the link of every held place is known with the key, of the ends without it", "[held]") {
  TwoSegments t;
  const HeldEpoch epoch = t.holder.held(t.log);
  for (Seq seq = 0; seq <= 20; ++seq) {
    CHECK(MUST(t.holder.logs().link_at(epoch, seq, t.holder.keys)) == t.log.link(seq));
    const bool end = seq % 10 == 0;
    CHECK(MUST(t.holder.logs().link_at(epoch, seq, Keys{})).has_value() == end);
  }
  CHECK_FALSE(MUST(t.holder.logs().link_at(epoch, 21, t.holder.keys)).has_value());
}

TEST_CASE("what was stored before a moment is a prefix", "[held]") {
  TwoSegments t;
  t.holder.now_s = 2000;
  REQUIRE(t.holder.accept(t.log.segment(21, 30)) == Accepted::stored);
  const int64_t id = t.holder.held(t.log).row_id;
  const auto stored_before = [&](Seq from, int64_t at_s) {
    return MUST(t.holder.logs().stored_before(id, from, at_s));
  };
  CHECK(stored_before(0, 999) == 0);
  CHECK(stored_before(0, 1000) == 20);
  CHECK(stored_before(10, 1000) == 20);
  CHECK(stored_before(20, 1000) == 20);
  CHECK(stored_before(0, 2000) == 30);
  CHECK(stored_before(30, 999) == 30);
}

TEST_CASE("after a power cut a holder has each segment whole or not at all", "[held][crash]") {
  for (uint64_t at = 1; at <= 30; ++at) {
    CAPTURE(at);
    Seeded random(at);
    const SealedLog log(random);
    sim::CrashDisk disk(at);
    Seq acknowledged = 0;
    {
      Mirror mirror = MUST(Mirror::open_writer("/sync/mirror.db", {disk.name()}));
      REQUIRE(mirror.logs().put_public_key(log.log().device, log.key().public_key()).ok());
      disk.cut_at(at);
      for (Seq first = 1; first <= 31 && !disk.is_cut(); first += 10) {
        auto transaction = Transaction::begin(mirror.db());
        if (!transaction.ok() || !mirror.logs().accept(log.segment(first, first + 9), {}, 1).ok())
          break;
        if (transaction.value().commit().ok()) acknowledged = first + 9;
        if (first == 11) (void)mirror.db().checkpoint().ok();
      }
    }
    if (!disk.is_cut()) disk.power_cut();
    disk.restart();
    Mirror mirror = MUST(Mirror::open_writer("/sync/mirror.db", {disk.name()}));
    const auto held = MUST(mirror.logs().epoch(log.log(), log.epoch()));
    const Seq last = held ? held->held : 0;
    CHECK(last >= acknowledged);
    CHECK(last % 10 == 0);
    if (!held) continue;
    Keys keys;
    keys.add_scope(log.log().scope, log.scope_key());
    CHECK(MUST(mirror.logs().facts(*held, keys)).facts.size() == last);
  }
}
