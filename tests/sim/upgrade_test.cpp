// Files of an older version (tests/data/older) in the hands of this one, while power goes: at each
// operation of all that opening them does.
#include <zstd.h>

#include <catch2/catch_all.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/sim/machine.h"
#include "tests/sim/office.h"
#include "tests/sim/raw_box.h"
#include "tests/sim/world.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

namespace fs = std::filesystem;

constexpr const char* store_file = "/office/central.db";
constexpr const char* journal_file = "/data/kiosk/journal.db";
constexpr const char* mirror_file = "/data/sync/mirror.db";
constexpr int64_t that_morning_ms = 1'778'568'600'000;  // 2026-05-12 09:50 in Moscow

std::string kept(const std::string& name) {
  std::ifstream file(fs::path(OTMETKA_TESTS_DIR) / "data/older" / name, std::ios::binary);
  REQUIRE(file);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

Bytes kept_database(const std::string& name) {
  const std::string packed = kept(name + ".zst");
  Bytes out(ZSTD_getFrameContentSize(packed.data(), packed.size()));
  REQUIRE(ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()) == out.size());
  return out;
}

/// Each fact that the keys open, as it was written.
using Facts = std::map<FactId, Bytes>;

Facts facts_of(HeldLogs logs, const Keys& keys) {
  Facts out;
  for (const HeldEpoch& epoch : MUST(logs.epochs())) {
    const auto opened = MUST(logs.facts(epoch, keys));
    CHECK((opened.sealed == 0 && !opened.damage));
    for (const OpenedFact& fact : opened.facts)
      out[{epoch.log.device, epoch.log.scope, epoch.epoch, fact.seq}] = fact.row;
  }
  return out;
}

Facts facts_of(const CrashDisk& disk, const char* file, const Keys& keys) {
  Db db = MUST(Db::open_reader(file, "file", {disk.name()}));
  return facts_of(HeldLogs(db), keys);
}

Facts journal_of(const CrashDisk& disk) {
  JournalReader journal = MUST(JournalReader::open(journal_file, {disk.name()}));
  Facts out;
  for (const JournalEpoch& epoch : MUST(journal.epochs())) {
    for (const JournalRow& row : MUST(journal.rows(epoch.row_id, 1, SIZE_MAX >> 1)))
      out[{epoch.log.device, epoch.log.scope, epoch.epoch, row.seq}] = row.bytes;
  }
  return out;
}

bool holds_all(const Facts& now, const Facts& before) {
  return std::includes(now.begin(), now.end(), before.begin(), before.end());
}

size_t tables(const CrashDisk& disk, const char* file) {
  Db db = MUST(Db::open_reader(file, "file", {disk.name()}));
  Query q = db.query("SELECT count(*) FROM sqlite_master WHERE type='table'");
  REQUIRE(MUST(q.step()));
  return static_cast<size_t>(q.integer(0));
}

size_t lines(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Of somebody who was not checked in then.
std::string badge_of(const std::string& person) {
  const std::string badges = "\n" + kept("badges"), begin = "\n" + person + "\t";
  const size_t at = badges.find(begin) + begin.size();
  return badges.substr(at, badges.find('\n', at) - at);
}

/// That morning, with nobody to talk to.
struct Place {
  explicit Place(uint64_t seed)
      : time{that_morning_ms},
        chronicle(time),
        office(seed, time, chronicle),
        wire(office, time, chronicle),
        box("kiosk", seed, time, chronicle, wire) {}

  TrueTime time;
  Chronicle chronicle;
  Office office;
  Wire wire;
  Machine box;
};

/// A disk with these files on it.
std::shared_ptr<const CrashDisk::Image> disk_with(const std::map<std::string, Bytes>& files) {
  CrashDisk disk(1);
  for (const auto& [path, bytes] : files) disk.put(path, bytes);
  return disk.snapshot();
}

}  // namespace

TEST_CASE(
    "T10 a power cut at any operation of an update leaves a central that opens, with all it held",
    "[sim]") {
  const Office::Image image{
      disk_with({{store_file, kept_database("central/central.db")}}), kept("central/key"), {}};
  const Keys keys = MUST(Keys::from_text(image.key_file));
  Place before(1);
  before.office.load(image);
  const Facts held = facts_of(before.office.disk(), store_file, keys);
  REQUIRE(held.size() == lines(kept("facts-central")));
  const size_t older_tables = tables(before.office.disk(), store_file);

  size_t cuts = 0;
  for (bool whole = false; !whole; ++cuts) {
    CAPTURE(cuts);
    Place place(cuts + 1);
    place.office.load(image);
    place.office.disk().cut_at(cuts + 1);
    whole = place.office.start() && !place.office.disk().is_cut();
    place.office.stop();
    place.office.disk().power_cut();
    place.office.disk().restart();
    CHECK(holds_all(facts_of(place.office.disk(), store_file, keys), held));
    REQUIRE(place.office.start());
    CHECK(holds_all(facts_of(place.office.central()->logs(), keys), held));
    CHECK(place.office.central()->directory().devices().size() == 1);
    CHECK(tables(place.office.disk(), store_file) > older_tables);
  }
  CHECK(cuts > 10);
}

TEST_CASE(
    "T10 a power cut at any operation of an update leaves a kiosk that records, with all it held",
    "[sim]") {
  const bool daemon_first = GENERATE(true, false);
  const Machine::Image image{disk_with({{journal_file, kept_database("kiosk/kiosk/journal.db")},
                                        {mirror_file, kept_database("kiosk/sync/mirror.db")}}),
                             kept("kiosk/kiosk/key"), kept("kiosk/sync/key"), ""};
  const Keys keys = MUST(Keys::from_text(image.daemon_key_file));
  Place before(1);
  before.box.load(image);
  const Facts recorded = journal_of(before.box.disk());
  const Facts held = facts_of(before.box.disk(), mirror_file, keys);
  REQUIRE(recorded.size() == lines(kept("facts-kiosk")));
  REQUIRE(held.size() > 10);
  const size_t older_tables = tables(before.box.disk(), mirror_file);

  const auto start = [&](Machine& box) {
    return daemon_first ? box.start_daemon() && box.start_kiosk()
                        : box.start_kiosk() && box.start_daemon();
  };
  size_t cuts = 0;
  for (bool whole = false; !whole; ++cuts) {
    CAPTURE(cuts);
    Place place(cuts + 1);
    place.box.load(image);
    place.box.disk().cut_at(cuts + 1);
    whole = start(place.box) && place.box.kiosk()->scan(badge_of("5")).ok() &&
            !place.box.disk().is_cut();
    place.box.stop_kiosk();
    place.box.stop_daemon();
    place.box.disk().power_cut();
    place.box.boot(0);
    CHECK(holds_all(journal_of(place.box.disk()), recorded));
    CHECK(holds_all(facts_of(place.box.disk(), mirror_file, keys), held));
    REQUIRE(start(place.box));
    const auto scanned = place.box.kiosk()->scan(badge_of("6"));
    REQUIRE(scanned.ok());
    CHECK(scanned.value().decision.verdict == Verdict::green);
    CHECK(holds_all(journal_of(place.box.disk()), recorded));
    CHECK(holds_all(facts_of(place.box.mirror()->logs(), keys), held));
    CHECK(tables(place.box.disk(), mirror_file) > older_tables);
  }
  CHECK(cuts > 10);
}

TEST_CASE("T10 a box whose version cannot follow central's key is told to be updated", "[sim]") {
  Place place(1);
  REQUIRE(place.office.start());
  Central& central = *place.office.central();
  REQUIRE(central.load_programme(small_programme(6), std::nullopt).ok());
  RawBox older(place.office, 2);
  REQUIRE(older.enrol("hub"));
  // As many as there may be: each key that it may know by then.
  std::vector<PublicKey> known;
  for (int i = 0; i < 2; ++i) {
    known.push_back(central.keys().sign->public_key());
    REQUIRE(central.rotate_signing_key().ok());
  }
  const auto told = [&](const PublicKey& key) {
    older.reconnect();
    const auto challenge = *older.challenge();
    FrameWriter out = older.begun();
    const Bytes message = proof_message(challenge, older.id(), key);
    out.proof({challenge, older.key().sign(Context::authentication, message)});
    return MUST(read_frames(older.post("/sync/v1/exchange", out.take()).body)).refusal->text;
  };
  for (const PublicKey& key : known)
    CHECK_THAT(told(key), Catch::Matchers::ContainsSubstring("update the box"));
  const PublicKey nobodys{7};
  CHECK_THAT(told(nobodys), !Catch::Matchers::ContainsSubstring("update the box"));
  CHECK(older.prove());
}
