// tests/sim/crash_disk_test.cpp - proves the disk before anything is proved on it, with SQLite
// alone.
//
// A journal set up as ours must lose nothing, and settings known to lose must be seen to lose: else
// the tests that stand on this disk have no teeth.
#include "tests/sim/crash_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <catch2/catch_all.hpp>
#include <random>

namespace otmetka::sim {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr const char* path = "/journal/journal.db";

/// No two are alike; some need several pages.
struct Row {
  Bytes bytes, link;
  bool operator==(const Row&) const = default;
};
Row row_of(uint64_t nonce) {
  Row row{Bytes((nonce % 13 == 0 ? 9000 : 20) + nonce % 200, 'x'), Bytes(32)};
  for (size_t i = 0; i < row.link.size(); ++i) {
    row.link[i] = static_cast<uint8_t>(nonce >> (i % 8 * 8));
  }
  return row;
}

struct Settings {
  const char* journal_mode = "WAL";
  const char* synchronous = "FULL";
  bool powersafe = false;
};

/// One SQLite connection; every call gives SQLite's extended result code.
class Connection {
 public:
  explicit Connection(const CrashDisk& disk, int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      : result_(sqlite3_open_v2(path, &db_, flags, disk.name())) {
    sqlite3_extended_result_codes(db_, 1);
  }
  ~Connection() {
    sqlite3_finalize(insert_);
    sqlite3_close(db_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int exec(const std::string& sql) {
    if (result_ != SQLITE_OK) return result_;
    return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  }

  /// The first column of the first row, or the error in words.
  std::string ask(const std::string& sql) {
    std::string answer = "nothing";
    const auto keep = [](void* to, int, char** values, char**) {
      *static_cast<std::string*>(to) = values[0] == nullptr ? "null" : values[0];
      return 0;
    };
    const int result = sqlite3_exec(db_, sql.c_str(), keep, &answer, nullptr);
    return result == SQLITE_OK ? answer : sqlite3_errstr(result);
  }

  /// What the project's journal does at its start.
  int set_up(const Settings& settings) {
    int keep_wal = 1;
    sqlite3_file_control(db_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep_wal);
    const std::string mode = settings.journal_mode;
    return exec("PRAGMA journal_mode=" + mode + "; PRAGMA synchronous=" + settings.synchronous +
                "; PRAGMA wal_autocheckpoint=0; CREATE TABLE IF NOT EXISTS row(epoch INTEGER,"
                " seq INTEGER, bytes BLOB NOT NULL, link BLOB NOT NULL, PRIMARY KEY(epoch, seq))"
                " WITHOUT ROWID");
  }

  int insert(int seq, const Row& row) {
    if (result_ != SQLITE_OK) return result_;
    if (insert_ == nullptr) {
      const char* const sql = "INSERT INTO row VALUES(1, ?, ?, ?)";
      const int prepared = sqlite3_prepare_v2(db_, sql, -1, &insert_, nullptr);
      if (prepared != SQLITE_OK) return prepared;
    }
    sqlite3_bind_int(insert_, 1, seq);
    sqlite3_bind_blob(insert_, 2, row.bytes.data(), static_cast<int>(row.bytes.size()), nullptr);
    sqlite3_bind_blob(insert_, 3, row.link.data(), static_cast<int>(row.link.size()), nullptr);
    sqlite3_step(insert_);
    return sqlite3_reset(insert_);
  }

  sqlite3* db() { return db_; }

 private:
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  int result_;
};

/// What a fresh look at the journal finds: rows 1..`rows` without a gap, or what is wrong.
struct Finding {
  int rows = 0;
  std::string wrong;
};

/// All that was tried under one number, the last one latest. An interrupted try can come back after
/// a later one, when that one's write brought the sector that the first had lacked.
using Tries = std::vector<Row>;

Finding compare(Connection& connection, std::vector<Tries>& tried, int acknowledged) {
  Finding finding;
  const std::string integrity = connection.ask("PRAGMA integrity_check");
  if (integrity != "ok") return {0, "integrity: " + integrity};
  sqlite3_stmt* select = nullptr;
  const char* const sql = "SELECT seq, bytes, link FROM row WHERE epoch = 1 ORDER BY seq";
  if (sqlite3_prepare_v2(connection.db(), sql, -1, &select, nullptr) != SQLITE_OK) return finding;
  const auto blob = [&](int column) {
    const auto* const begin = static_cast<const uint8_t*>(sqlite3_column_blob(select, column));
    return Bytes(begin, begin + sqlite3_column_bytes(select, column));
  };
  while (sqlite3_step(select) == SQLITE_ROW) {
    const size_t index = static_cast<size_t>(finding.rows++);
    const Row row{blob(1), blob(2)};
    const bool tried_once =
        index < tried.size() && std::count(tried[index].begin(), tried[index].end(), row) > 0;
    const bool right = tried_once && (finding.rows > acknowledged || row == tried[index].back());
    if (!right || sqlite3_column_int(select, 0) != finding.rows) {
      finding.wrong = "row " + std::to_string(finding.rows) + " is not what was tried";
      break;
    }
    if (row != tried[index].back()) tried[index].push_back(row);  // it counts from now on
  }
  sqlite3_finalize(select);
  return finding;
}

/// A machine with one journal: works, loses power, comes back, again and again on the same disk.
class Machine {
 public:
  Machine(uint64_t seed, Settings settings) : disk(seed), random_(seed), settings_(settings) {
    disk.promise_powersafe_overwrite(settings.powersafe);
  }

  /// Scans, checkpoints and clean restarts of the program, until power goes at a random operation:
  /// also while it opens, recovers or closes. Says which error came before that, if any.
  std::string work_until_power_goes() {
    disk.cut_at(1 + random_() % 90);
    while (!disk.is_cut()) {
      Connection connection(disk);
      int result = connection.set_up(settings_);
      while (result == SQLITE_OK && random_() % 40 != 0) result = step(connection);
      if (result != SQLITE_OK && !disk.is_cut()) return sqlite3_errstr(result);
    }
    return "";
  }

  /// Looks without a trace: the next run has to recover by itself.
  Finding come_back() {
    disk.restart();
    Connection connection(disk);
    sqlite3_db_config(connection.db(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const Finding finding = compare(connection, tried_, acknowledged);
    lost = std::max(0, acknowledged - finding.rows);
    acknowledged = finding.rows;  // a row in doubt that came through must stay from now on
    return finding;
  }

  CrashDisk disk;
  int acknowledged = 0;
  int lost = 0;

 private:
  int step(Connection& connection) {
    constexpr std::array<const char*, 4> modes = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
    if (random_() % 12 == 0) {
      return connection.exec(std::string("PRAGMA wal_checkpoint(") + modes[random_() % 4] + ")");
    }
    const size_t index = static_cast<size_t>(acknowledged);
    if (tried_.size() == index) tried_.emplace_back();
    tried_[index].push_back(row_of(random_()));
    const int result = connection.insert(acknowledged + 1, tried_[index].back());
    if (result == SQLITE_OK) ++acknowledged;
    return result;
  }

  std::vector<Tries> tried_;
  std::mt19937_64 random_;
  Settings settings_;
};

struct Tally {
  int cuts = 0, cuts_that_lose = 0;
  std::string wrong;  // the first time
};

Tally cut_often(Settings settings, int machines, int cuts_each) {
  Tally tally;
  for (int seed = 1; seed <= machines && tally.wrong.empty(); ++seed) {
    Machine machine(static_cast<uint64_t>(seed), settings);
    for (int cut = 1; cut <= cuts_each && tally.wrong.empty(); ++cut) {
      const std::string error = machine.work_until_power_goes();
      const Finding finding = machine.come_back();
      ++tally.cuts;
      if (machine.lost > 0) ++tally.cuts_that_lose;
      if (error.empty() && finding.wrong.empty()) continue;
      tally.wrong = "seed " + std::to_string(seed) + ", cut " + std::to_string(cut) + ": " + error +
                    finding.wrong;
    }
  }
  return tally;
}

/// A file written and synced without SQLite in between.
class RawFile {
 public:
  explicit RawFile(const CrashDisk& disk) {
    sqlite3_vfs* const vfs = sqlite3_vfs_find(disk.name());
    memory_.resize(static_cast<size_t>(vfs->szOsFile) / sizeof(uint64_t) + 1);
    file_ = reinterpret_cast<sqlite3_file*>(memory_.data());
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
    vfs->xOpen(vfs, path, file_, flags, nullptr);
  }
  ~RawFile() { file_->pMethods->xClose(file_); }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  int write(char letter, int count, int offset) {
    const std::string text(static_cast<size_t>(count), letter);
    return file_->pMethods->xWrite(file_, text.data(), count, offset);
  }
  /// Eight bytes; those beyond the end come as zeros.
  int read(uint64_t& out, int offset) { return file_->pMethods->xRead(file_, &out, 8, offset); }
  int sync() { return file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL); }

 private:
  std::vector<uint64_t> memory_;  // aligned for any object
  sqlite3_file* file_;
};

/// What is left of 4 KiB of synced `o`, overwritten by `n` from byte 300 on, when power goes during
/// the sync of that.
std::string torn_by(uint64_t seed) {
  CrashDisk disk(seed);
  RawFile file(disk);
  file.write('o', 4096, 0);
  file.sync();
  file.write('n', 3000, 300);
  disk.cut_at(1);
  file.sync();
  const Bytes left = disk.files().at(path);
  return {left.begin(), left.end()};
}

/// Two runs of a program, five rows each, with checkpoints; what fails is tried once more, and
/// counted. Says what went wrong beyond that, or nothing.
std::string write_ten_rows(CrashDisk& disk, std::vector<Tries>& rows, int& failures) {
  const auto twice = [&](auto&& action) {
    if (action() == SQLITE_OK) return true;
    ++failures;
    return action() == SQLITE_OK;
  };
  for (int run = 0; run < 2; ++run) {
    Connection connection(disk);
    if (!twice([&] { return connection.set_up({}); })) return "set-up";
    for (int i = 0; i < 5; ++i) {
      const int before = static_cast<int>(rows.size());
      rows.push_back({row_of(static_cast<uint64_t>(before) * 7919)});
      const auto insert = [&] {
        const Finding found = compare(connection, rows, before);  // also after a roll-back
        if (found.rows != before) return SQLITE_CORRUPT;
        return connection.insert(before + 1, rows.back().back());
      };
      if (!twice(insert)) return "insert";
      const auto checkpoint = [&] { return connection.exec("PRAGMA wal_checkpoint(TRUNCATE)"); };
      if (i != 2 && !twice(checkpoint)) return "checkpoint";
    }
  }
  return "";
}

}  // namespace

TEST_CASE("no acknowledged row is lost by a power cut when each commit is synced", "[crash]") {
  const bool powersafe = GENERATE(false, true);
  CAPTURE(powersafe);
  const Tally tally = cut_often({.powersafe = powersafe}, 80, 30);
  CHECK(tally.wrong == "");
  CHECK(tally.cuts == 80 * 30);
  CHECK(tally.cuts_that_lose == 0);
}

TEST_CASE("with synchronous=NORMAL a good part of power cuts lose acknowledged rows", "[crash]") {
  const Tally tally = cut_often({.synchronous = "NORMAL", .powersafe = true}, 30, 30);
  INFO(tally.cuts_that_lose << " of " << tally.cuts << " cuts lose");
  CHECK(tally.wrong == "");  // loses the end, but never breaks the file or leaves a gap
  CHECK(tally.cuts_that_lose > tally.cuts / 4);
}

// SQLite's documentation of synchronous=EXTRA: with FULL, a deleted rollback journal may come back
// and take the last commit with it. So deletions here are as forgetful as they should be, and no
// more.
TEST_CASE("a rollback journal needs synchronous=EXTRA to keep every row", "[crash]") {
  const Tally extra = cut_often({.journal_mode = "DELETE", .synchronous = "EXTRA"}, 30, 30);
  CHECK(extra.wrong == "");
  CHECK(extra.cuts_that_lose == 0);
  const Tally full = cut_often({.journal_mode = "DELETE", .synchronous = "FULL"}, 30, 30);
  CHECK(full.wrong == "");
  CHECK(full.cuts_that_lose > full.cuts / 20);
}

TEST_CASE("an unsynced write is kept, lost or torn at sectors, as the seed says", "[crash]") {
  std::map<std::string, int> seen;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const std::string left = torn_by(seed);
    ++seen[left];
    CHECK(left == torn_by(seed));
    REQUIRE(left.size() == 4096);
    for (size_t sector = 0; sector < 8; ++sector) {
      const size_t begin = std::max<size_t>(sector * 512, 300);
      const size_t end = std::min<size_t>(sector * 512 + 512, 3300);
      const std::string part = left.substr(begin, std::max(begin, end) - begin);
      CHECK(part == std::string(part.size(), part[0]));
    }
    CHECK(left.substr(0, 300) == std::string(300, 'o'));
    CHECK(left.substr(3300) == std::string(796, 'o'));
  }
  CHECK(seen.size() > 20);
  CHECK(seen[std::string(4096, 'o')] > 20);
  CHECK(seen[std::string(300, 'o') + std::string(3000, 'n') + std::string(796, 'o')] > 20);
}

TEST_CASE("SQLite pads its WAL to sectors unless told that overwriting is safe", "[crash]") {
  const bool promised = GENERATE(false, true);
  CrashDisk disk(1);
  disk.promise_powersafe_overwrite(promised);
  Connection connection(disk);
  REQUIRE(connection.set_up({}) == SQLITE_OK);
  const size_t wal_bytes = disk.files().at(std::string(path) + "-wal").size();
  CHECK((wal_bytes - 32) / (24 + 4096) == (promised ? 2 : 3));  // one more frame as padding
}

TEST_CASE("after a power cut old connections are dead and new ones work", "[crash]") {
  CrashDisk disk(1);
  Connection writer(disk), reader(disk, SQLITE_OPEN_READONLY);
  REQUIRE(writer.set_up({}) == SQLITE_OK);
  REQUIRE(writer.insert(1, row_of(1)) == SQLITE_OK);
  CHECK(reader.ask("SELECT count(*) FROM row") == "1");
  disk.power_cut();
  CHECK(Connection(disk).exec("SELECT * FROM row") == SQLITE_IOERR);
  disk.restart();
  CHECK(writer.insert(2, row_of(2)) != SQLITE_OK);
  CHECK(reader.ask("SELECT count(*) FROM row") == "disk I/O error");
  Connection next_reader(disk, SQLITE_OPEN_READONLY), next_writer(disk);
  CHECK(next_reader.ask("SELECT count(*) FROM row") == "1");
  CHECK(next_writer.insert(2, row_of(2)) == SQLITE_OK);
  CHECK(next_reader.ask("SELECT count(*) FROM row") == "2");
}

TEST_CASE("whichever operation fails, the writer rolls back and goes on", "[crash]") {
  CrashDisk healthy(1);
  std::vector<Tries> rows;
  int failures = 0;
  REQUIRE(write_ten_rows(healthy, rows, failures) == "");
  REQUIRE(failures == 0);
  const int error = GENERATE(SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_FULL);
  for (uint64_t operation = 1; operation <= healthy.operations(); ++operation) {
    CAPTURE(error, operation);
    CrashDisk disk(operation);
    disk.fail_at(operation, error);
    rows.clear();
    CHECK(write_ten_rows(disk, rows, failures) == "");
    disk.power_cut();
    disk.restart();
    Connection connection(disk);
    const Finding finding = compare(connection, rows, 10);
    CHECK(finding.wrong == "");
    CHECK(finding.rows == 10);
  }
  CHECK(failures > static_cast<int>(healthy.operations()) * 3 / 4);  // closing hides its own
}

TEST_CASE("on a full disk nothing acknowledged is lost, and with room again work goes on",
          "[crash]") {
  CrashDisk disk(1);
  Connection connection(disk);
  REQUIRE(connection.set_up({}) == SQLITE_OK);
  disk.set_capacity(100'000);
  std::vector<Tries> rows(1, {row_of(0)});
  int result = SQLITE_OK;
  while (rows.size() < 1000 && result == SQLITE_OK) {
    result = connection.insert(static_cast<int>(rows.size()), rows.back().back());
    if (result == SQLITE_OK) rows.push_back({row_of(rows.size())});
  }
  CHECK(result == SQLITE_FULL);
  const int acknowledged = static_cast<int>(rows.size()) - 1;
  CHECK(acknowledged > 5);
  CHECK(compare(connection, rows, acknowledged).rows == acknowledged);
  disk.set_capacity(0);
  CHECK(connection.insert(acknowledged + 1, rows.back().back()) == SQLITE_OK);
  const Finding finding = compare(connection, rows, acknowledged + 1);
  CHECK(finding.wrong == "");
  CHECK(finding.rows == acknowledged + 1);
}

TEST_CASE("in WAL mode readers see commits, and one writer at a time", "[crash]") {
  CrashDisk disk(1);
  Connection writer(disk), second(disk), reader(disk, SQLITE_OPEN_READONLY);
  REQUIRE(writer.set_up({}) == SQLITE_OK);
  REQUIRE(writer.insert(1, row_of(1)) == SQLITE_OK);
  CHECK(reader.ask("SELECT count(*) FROM row") == "1");

  REQUIRE(reader.exec("BEGIN; SELECT * FROM row") == SQLITE_OK);
  REQUIRE(writer.insert(2, row_of(2)) == SQLITE_OK);
  CHECK(reader.ask("SELECT count(*) FROM row") == "1");
  CHECK(writer.ask("PRAGMA wal_checkpoint(TRUNCATE)") == "1");  // busy: the reader still needs it
  REQUIRE(reader.exec("COMMIT") == SQLITE_OK);
  CHECK(reader.ask("SELECT count(*) FROM row") == "2");
  CHECK(writer.ask("PRAGMA wal_checkpoint(TRUNCATE)") == "0");
  CHECK(disk.files().at(std::string(path) + "-wal").empty());

  REQUIRE(writer.exec("BEGIN IMMEDIATE") == SQLITE_OK);
  REQUIRE(second.exec("PRAGMA busy_timeout=3600000") == SQLITE_OK);  // an hour, in no time
  CHECK(second.insert(3, row_of(3)) == SQLITE_BUSY);
  REQUIRE(writer.exec("COMMIT") == SQLITE_OK);
  CHECK(second.insert(3, row_of(3)) == SQLITE_OK);
  CHECK(reader.ask("SELECT count(*) FROM row") == "3");
}

TEST_CASE("with a rollback journal a reader holds up the commit, and a commit the readers",
          "[crash]") {
  CrashDisk disk(1);
  Connection writer(disk), reader(disk);
  REQUIRE(writer.set_up({.journal_mode = "DELETE", .synchronous = "OFF"}) == SQLITE_OK);
  REQUIRE(reader.exec("BEGIN; SELECT * FROM row") == SQLITE_OK);
  CHECK(writer.exec("BEGIN IMMEDIATE") == SQLITE_OK);
  CHECK(reader.exec("SELECT * FROM row") == SQLITE_OK);
  CHECK(writer.insert(1, row_of(1)) == SQLITE_OK);
  Connection late(disk);
  CHECK(late.ask("SELECT count(*) FROM row") == "0");  // does not take the journal for a crash's
  CHECK(writer.exec("COMMIT") == SQLITE_BUSY);
  CHECK(late.exec("SELECT * FROM row") == SQLITE_BUSY);  // the writer's turn comes first
  REQUIRE(reader.exec("COMMIT") == SQLITE_OK);
  CHECK(writer.exec("COMMIT") == SQLITE_OK);
  CHECK(late.ask("SELECT count(*) FROM row") == "1");
}

TEST_CASE("a persistent WAL stays after the last close, any other goes", "[crash]") {
  CrashDisk disk(1);
  const std::string wal = std::string(path) + "-wal";
  { REQUIRE(Connection(disk).set_up({}) == SQLITE_OK); }
  CHECK(disk.files().count(wal) == 1);
  { REQUIRE(Connection(disk).exec("SELECT * FROM row") == SQLITE_OK); }
  CHECK(disk.files().count(wal) == 0);
}

TEST_CASE("an image makes a clone, and brings an old state back", "[crash]") {
  CrashDisk original(1), clone(2);
  {
    Connection connection(original);
    REQUIRE(connection.set_up({}) == SQLITE_OK);
    REQUIRE(connection.insert(1, row_of(1)) == SQLITE_OK);
  }
  const auto image = original.snapshot();
  clone.load(*image);
  CHECK(clone.files() == original.files());
  {
    Connection here(original), there(clone);
    CHECK(here.insert(2, row_of(2)) == SQLITE_OK);
    CHECK(there.ask("SELECT count(*) FROM row") == "1");
  }
  original.load(*image);
  original.power_cut();  // an image is durable
  original.restart();
  CHECK(Connection(original).ask("SELECT count(*) FROM row") == "1");
}

TEST_CASE("bytes put on the disk are what SQLite reads", "[crash]") {
  CrashDisk disk(1);
  { REQUIRE(Connection(disk).set_up({.journal_mode = "DELETE"}) == SQLITE_OK); }
  Bytes bytes = disk.files().at(path);
  bytes[0] = static_cast<uint8_t>(bytes[0] ^ 1U);
  disk.put(path, bytes);
  CHECK(Connection(disk).ask("SELECT count(*) FROM row") == "file is not a database");
  disk.remove(path);
  CHECK(Connection(disk, SQLITE_OPEN_READONLY).exec("SELECT 1") == SQLITE_CANTOPEN);
}

}  // namespace otmetka::sim
