// What journal.h promises: an append that returned survives, one that failed left nothing behind
// that could be counted twice, and every run of a writer is a branch of its own.
#include "shared/store/journal.h"

#include <sqlite3.h>

#include <algorithm>

#include "shared/model/payload.pb.h"
#include "tests/store/folder.h"
#include "tests/store/machine.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// Facts that a journal said it had, by mark, and the place it gave them.
using Acknowledged = std::map<uint32_t, FactId>;

/// A day of a kiosk: three runs of the program, appends to two logs, groups in one transaction, a
/// checkpoint now and then. Ends at the first failure. `next` is the mark of the next draft.
Status live_a_day(Machine& machine, Acknowledged& acknowledged, uint32_t& next) {
  for (int run = 0; run < 3; ++run) {
    Journal journal = TRY(machine.open());
    for (int i = 0; i < 6; ++i) {
      std::vector<Draft> drafts{draft_of(next++, i % 3 == 2 ? own_log : cohort_log)};
      if (i == 4) {
        drafts.push_back(draft_of(next++));
        drafts.push_back(draft_of(next++, own_log));
      }
      const std::vector<FactId> ids = TRY(journal.append(drafts));
      for (size_t k = 0; k < ids.size(); ++k) {
        acknowledged[*drafts[k].fact.person.number()] = ids[k];
      }
      machine.clock.pass(5);
      if (i % 2 == 1) TRY(journal.checkpoint());
    }
  }
  return done();
}

/// Power comes back, the program starts as it always does, and what is there is compared with what
/// was promised.
void come_back(Machine& machine, const Acknowledged& acknowledged) {
  machine.disk.restart();
  const auto journal = machine.open();
  REQUIRE(journal.ok());
  const std::vector<EpochRead> epochs = read_journal(machine);
  for (const auto& [mark, times] : marks(epochs)) {
    CAPTURE(mark);
    CHECK(times == 1);
  }
  for (const auto& [mark, id] : acknowledged) {
    CAPTURE(mark, to_text(id));
    const auto epoch = std::find_if(epochs.begin(), epochs.end(),
                                    [&](const EpochRead& e) { return e.epoch.epoch == id.epoch; });
    REQUIRE(epoch != epochs.end());
    REQUIRE(epoch->facts.size() >= id.seq);
    CHECK(epoch->epoch.log == id.log());
    CHECK(epoch->facts[static_cast<size_t>(id.seq - 1)].person == Subject(mark));
  }
}

uint64_t operations_of_a_day() {
  Machine machine(1);
  Acknowledged acknowledged;
  uint32_t next = 1;
  REQUIRE(live_a_day(machine, acknowledged, next).ok());
  REQUIRE(acknowledged.size() == 24);
  return machine.disk.operations();
}

/// A connection past the product, for settings that the product never has.
class Raw {
 public:
  explicit Raw(const Machine& machine, const char* path = Machine::path) {
    REQUIRE(sqlite3_open_v2(path, &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                            machine.disk.name()) == SQLITE_OK);
  }
  ~Raw() { sqlite3_close(db_); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  bool run(const std::string& sql) {
    return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  int64_t ask(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr);
    const int64_t out =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return out;
  }
  bool insert(int seq, const JournalRow& row) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db_, "INSERT INTO row VALUES(1, ?, ?, ?)", -1, &statement, nullptr);
    sqlite3_bind_int(statement, 1, seq);
    sqlite3_bind_blob(statement, 2, row.bytes.data(), static_cast<int>(row.bytes.size()), nullptr);
    sqlite3_bind_blob(statement, 3, row.link.data(), static_cast<int>(row.link.size()), nullptr);
    const bool inserted = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return inserted;
  }

 private:
  sqlite3* db_ = nullptr;
};

std::vector<JournalRow> rows_of_a_day() {
  Machine machine(1);
  Acknowledged acknowledged;
  uint32_t next = 1;
  REQUIRE(live_a_day(machine, acknowledged, next).ok());
  JournalReader reader = MUST(JournalReader::open(Machine::path, machine.vfs()));
  std::vector<JournalRow> out;
  for (const JournalEpoch& epoch : MUST(reader.epochs())) {
    for (JournalRow& row : MUST(reader.rows(epoch.row_id, 1, 1000))) out.push_back(std::move(row));
  }
  return out;
}

/// The rows of a day again, one transaction each, until power goes at an operation. How many of the
/// acknowledged ones are gone afterwards.
int64_t lost_when_replayed(const std::vector<JournalRow>& rows, const char* synchronous,
                           uint64_t cut_at) {
  Machine machine(cut_at);
  machine.disk.cut_at(cut_at);
  int64_t acknowledged = 0;
  {
    Raw raw(machine);
    raw.run(
        std::string("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=") +
        synchronous);
    raw.run(
        "CREATE TABLE row(epoch INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,"
        " link BLOB NOT NULL, PRIMARY KEY(epoch, seq)) WITHOUT ROWID");
    for (const JournalRow& row : rows) {
      if (!raw.insert(static_cast<int>(acknowledged + 1), row)) break;
      ++acknowledged;
    }
  }
  if (!machine.disk.is_cut()) machine.disk.power_cut();
  machine.disk.restart();
  Raw raw(machine);
  return acknowledged - std::max<int64_t>(0, raw.ask("SELECT count(*) FROM row"));
}

/// The file of a journal with one epoch, its WAL not yet taken into it, as a killed program leaves
/// it.
void leave_a_journal_behind(Machine& machine, const std::string& sql) {
  Machine other(7);
  {
    Journal journal = MUST(other.open());
    MUST(journal.append(draft_of(1)));
    Raw raw(other);
    REQUIRE(raw.run(sql));
    machine.disk.load(*other.disk.snapshot());
  }
}

}  // namespace

TEST_CASE("a power cut at whichever operation loses no fact that was acknowledged",
          "[journal][crash]") {
  const uint64_t operations = operations_of_a_day();
  INFO(operations << " operations a day");
  for (uint64_t at = 1; at <= operations; ++at) {
    CAPTURE(at);
    Machine machine(at);
    Acknowledged acknowledged;
    uint32_t next = 1;
    machine.disk.cut_at(at);
    (void)live_a_day(machine, acknowledged, next).ok();
    REQUIRE(machine.disk.is_cut());
    come_back(machine, acknowledged);
    CHECK(live_a_day(machine, acknowledged, next).ok());
    come_back(machine, acknowledged);
  }
}

TEST_CASE("power cuts one after the other at random lose no fact that was acknowledged",
          "[journal][crash]") {
  const uint64_t seed = GENERATE(range(uint64_t{1}, uint64_t{41}));
  CAPTURE(seed);
  Machine machine(seed);
  machine.disk.promise_powersafe_overwrite(seed % 2 == 0);
  Acknowledged acknowledged;
  uint32_t next = 1;
  for (int cut = 0; cut < 12; ++cut) {
    CAPTURE(cut);
    machine.disk.cut_at(1 + machine.random.below(110));
    while (live_a_day(machine, acknowledged, next).ok()) {
    }
    REQUIRE(machine.disk.is_cut());
    come_back(machine, acknowledged);
  }
  CHECK(acknowledged.size() > 12);
}

TEST_CASE("the same rows with synchronous=NORMAL are seen to be lost, with FULL none",
          "[journal][crash]") {
  const std::vector<JournalRow> rows = rows_of_a_day();
  int cuts = 0, losing = 0;
  for (uint64_t at = 10; at <= 150; ++at, ++cuts) {
    CAPTURE(at);
    CHECK(lost_when_replayed(rows, "FULL", at) <= 0);
    losing += lost_when_replayed(rows, "NORMAL", at) > 0;
  }
  INFO(losing << " of " << cuts << " cuts lose");
  CHECK(losing > cuts / 4);
}

TEST_CASE("facts of one append are recorded all or not at all", "[journal][crash]") {
  for (uint64_t at = 1;; ++at) {
    CAPTURE(at);
    Machine machine(at);
    MUST(machine.open());
    machine.disk.cut_at(at);
    bool acknowledged = false;
    {
      auto journal = machine.open();
      if (journal.ok()) {
        acknowledged =
            journal.value().append({draft_of(7), draft_of(8, own_log), draft_of(9)}).ok();
      }
    }
    const bool cut = machine.disk.is_cut();
    if (!cut) machine.disk.power_cut();
    machine.disk.restart();
    MUST(machine.open());
    const size_t found = marks(read_journal(machine)).size();
    CHECK((found == 0 || found == 3));
    if (acknowledged) CHECK(found == 3);
    if (!cut) break;  // beyond the last operation
  }
}

TEST_CASE(
    "after a failed append nothing stands twice and the next one opens an epoch with the right "
    "parent",
    "[journal][crash]") {
  const int error = GENERATE(SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC);
  CAPTURE(error);
  int failures = 0;
  for (uint64_t at = 1; at <= 40; ++at) {
    CAPTURE(at);
    Machine machine(at);
    Journal journal = MUST(machine.open());
    Acknowledged acknowledged{{1, MUST(journal.append(draft_of(1)))}};
    machine.disk.fail_at(at, error);
    uint32_t mark = 2;
    for (; mark <= 20; ++mark) {
      const auto first = journal.append(draft_of(mark));
      if (first.ok()) acknowledged[mark] = first.value();
      if (first.ok()) continue;
      ++failures;
      CHECK(first.error().failure == (error == SQLITE_FULL ? Failure::full : Failure::io));
      CHECK(marks(read_journal(machine)).count(mark) == 0);
      const FactId again = MUST(journal.append(draft_of(mark)));
      CHECK(again.epoch != acknowledged.at(mark - 1).epoch);
      CHECK(again.seq == 2);
      acknowledged[mark] = again;
    }
    CHECK(marks(read_journal(machine)).size() == 20);
    machine.disk.power_cut();
    come_back(machine, acknowledged);
  }
  CHECK(failures == 40);
}

TEST_CASE("each start of a writer that appends is an epoch, and one that does not is none",
          "[journal]") {
  Machine machine(1);
  { MUST(MUST(machine.open()).append(draft_of(1))); }
  { MUST(machine.open()); }
  {
    Journal journal = MUST(machine.open());
    MUST(journal.append(draft_of(2)));
    MUST(journal.append(draft_of(3, own_log)));
    MUST(journal.append(draft_of(4)));
  }
  const std::vector<EpochRead> epochs = read_journal(machine);
  REQUIRE(epochs.size() == 3);
  CHECK(epochs[1].parent->epoch == epochs[0].epoch.epoch);
  CHECK(epochs[1].parent->seq == 2);
  CHECK(epochs[1].facts.size() == 3);
  CHECK(epochs[2].epoch.log == own_log);
  CHECK_FALSE(epochs[2].parent.has_value());
}

TEST_CASE("a clone writes another epoch with the same parent", "[journal]") {
  Machine original(1), clone(2);
  { MUST(MUST(original.open()).append(draft_of(1))); }
  clone.disk.load(*original.disk.snapshot());
  MUST(MUST(original.open()).append(draft_of(2)));
  MUST(MUST(clone.open()).append(draft_of(3)));
  const auto here = read_journal(original), there = read_journal(clone);
  REQUIRE(here.size() == 2);
  REQUIRE(there.size() == 2);
  CHECK(here[0].epoch.epoch == there[0].epoch.epoch);
  CHECK(here[1].epoch.epoch != there[1].epoch.epoch);
  CHECK(here[1].parent == there[1].parent);
  CHECK(here[1].parent->link == here[0].last);
}

TEST_CASE("a full disk says so, and once there is room work goes on without opening again",
          "[journal][crash]") {
  Machine machine(1);
  Journal journal = MUST(machine.open());
  machine.disk.set_capacity(200'000);
  uint32_t mark = 1;
  auto last = journal.append(draft_of(mark));
  while (last.ok() && mark < 1000) last = journal.append(draft_of(++mark));
  REQUIRE_FALSE(last.ok());
  CHECK(last.error().failure == Failure::full);
  CHECK(journal.append(draft_of(mark)).error().failure == Failure::full);
  CHECK(marks(read_journal(machine)).size() == mark - 1);
  machine.disk.set_capacity(0);
  CHECK(MUST(journal.append(draft_of(mark))).seq == 2);
  CHECK(marks(read_journal(machine)).size() == mark);
}

TEST_CASE("a journal of a later version is refused and not one byte of it changes", "[journal]") {
  Machine machine(1);
  leave_a_journal_behind(machine, "PRAGMA user_version=2");
  const auto before = machine.disk.files();
  CHECK(machine.open().error().failure == Failure::newer_version);
  CHECK(machine.disk.files() == before);
  CHECK(JournalReader::open(Machine::path, machine.vfs()).error().failure ==
        Failure::newer_version);
  CHECK(machine.disk.files() == before);
}

TEST_CASE("a database of another program is refused and not one byte of it changes", "[journal]") {
  Machine machine(1);
  SECTION("with a mark of its own") { leave_a_journal_behind(machine, "PRAGMA application_id=77"); }
  SECTION("with tables and no mark") {
    REQUIRE(Raw(machine).run("CREATE TABLE people(name TEXT); INSERT INTO people VALUES('one')"));
  }
  SECTION("with tables, no mark and a log of its own") {
    leave_a_journal_behind(machine, "PRAGMA application_id=0; PRAGMA user_version=0");
  }
  SECTION("not a database at all") {
    machine.disk.put(Machine::path, std::vector<uint8_t>(8192, 'z'));
  }
  const auto before = machine.disk.files();
  CHECK(machine.open().error().failure == Failure::corrupt);
  CHECK(machine.disk.files() == before);
}

TEST_CASE("a reader finds nothing before the first start of a writer, and repairs nothing",
          "[journal]") {
  Machine machine(1);
  CHECK(JournalReader::open(Machine::path, machine.vfs()).error().failure == Failure::absent);
  CHECK(machine.disk.files().empty());
}

TEST_CASE("who was seen last and what time is known outlive the program, each for its boot",
          "[journal]") {
  Machine machine(1);
  FactId id;
  {
    Journal journal = MUST(machine.open());
    id = MUST(journal.append(draft_of(12)));
    Draft anchor;
    anchor.log = own_log;
    anchor.fact.kind = Kind::anchor;
    payload::Anchor payload;
    payload.set_earliest(1'000'100);
    payload.set_latest(1'000'110);
    anchor.fact.payload = to_bytes(as_bytes(payload.SerializeAsString()));
    MUST(journal.append(anchor));  // at boot second 100
  }
  Journal journal = MUST(machine.open());
  const auto seen =
      MUST(journal.last_seen("exchange", Subject(12u), Subject(uint32_t{3}), Kind::check_in));
  REQUIRE(seen.has_value());
  CHECK(seen->id == id);
  CHECK(seen->boot_s == 100);
  CHECK_FALSE(
      MUST(journal.last_seen("exchange", Subject(12u), Subject(), Kind::check_in)).has_value());
  CHECK_FALSE(MUST(journal.last_seen("mayors", Subject(12u), Subject(uint32_t{3}), Kind::check_in))
                  .has_value());
  CHECK(MUST(journal.anchor()) == TimeInterval{1'000'000, 1'000'010, false});
  machine.clock.id = {2};
  CHECK_FALSE(MUST(journal.anchor()).has_value());
}

TEST_CASE("the wall clock of facts follows it, but not where its seconds begin", "[journal]") {
  Machine machine(1);
  Journal journal = MUST(machine.open());
  const auto wall_at_boot_zero_s = [&] {
    MUST(journal.append(draft_of(1)));
    const Fact fact = read_journal(machine).back().facts.back();
    CHECK(std::abs(fact.wall_s - machine.clock.wall) <= 1);
    return fact.wall_s - static_cast<int64_t>(fact.boot_s);
  };
  const int64_t before = wall_at_boot_zero_s();
  // The wall clock's second begins 0.4 s before the boot clock's.
  const SetClock begun = machine.clock;
  for (unsigned ms = 700; ms < 30'000; ms += 700) {
    machine.clock.boot = begun.boot + ms;
    machine.clock.wall = begun.wall + (ms + 400) / 1000;
    CHECK(wall_at_boot_zero_s() == before);
  }
  for (const int64_t set : {2, -86'400, 40'000'000}) {
    const int64_t now = wall_at_boot_zero_s();
    machine.clock.wall += set;
    CHECK(std::abs(wall_at_boot_zero_s() - now - set) <= 1);
  }
}

TEST_CASE("a second writer of a directory is told that it is busy, until the first has gone",
          "[journal]") {
  const Folder folder;
  const std::string directory = folder / "new/kiosk";
  std::optional<WriterLock> first = MUST(WriterLock::take(directory, "this kiosk"));
  const auto second = WriterLock::take(directory, "this kiosk");
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().failure == Failure::busy);
  CHECK(second.error().message.starts_with("this kiosk is in use"));
  WriterLock moved = std::move(*first);
  first.reset();
  CHECK(WriterLock::take(directory, "this kiosk").error().failure == Failure::busy);
  moved = MUST(WriterLock::take(folder / "other", "another"));
  CHECK(WriterLock::take(directory, "this kiosk").ok());
}

TEST_CASE("an anchor that cannot be is recorded and believed by nobody", "[journal]") {
  Machine machine(1);
  machine.clock.boot = 5'000'000;
  Journal journal = MUST(machine.open());
  const auto record = [&](int64_t earliest, int64_t latest) {
    payload::Anchor anchor;
    anchor.set_source(payload::Anchor::CENTRAL);
    anchor.set_earliest(earliest);
    anchor.set_latest(latest);
    Draft draft;
    draft.log = own_log;
    draft.fact.kind = Kind::anchor;
    draft.fact.payload = to_bytes(as_bytes(anchor.SerializeAsString()));
    MUST(journal.append(draft));
    return MUST(journal.anchor());
  };
  CHECK_FALSE(record(INT64_MIN, INT64_MAX).has_value());
  CHECK_FALSE(record(INT64_MIN, INT64_MIN).has_value());
  CHECK_FALSE(record(9001, 9000).has_value());
  CHECK(record(9000, 9010) == TimeInterval{4000, 4010, false});
  CHECK(record(INT64_MAX, INT64_MAX) == TimeInterval{4000, 4010, false});
}
