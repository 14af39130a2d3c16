// shared/store/db.h - SQLite as this product uses it. One writer a file, held by a lock beside it;
// readers that never write, never checkpoint and never repair.
//
// Rules that were paid for:
//   synchronous=FULL: with NORMAL 60 % of simulated power cuts lost acknowledged check-ins, with
//   FULL none of 64,632. wal_autocheckpoint=0: a checkpoint inside a visitor's commit is the whole
//   of its worst case; checkpoints run when idle. PERSIST_WAL: without it a reader of another user
//   may create -wal and -shm that the writer cannot open afterwards.
#pragma once
#include <sys/types.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/seam/disk.h"

struct sqlite3;
struct sqlite3_stmt;

namespace otmetka {

/// A prepared statement in use. Bind in order, then step; it resets itself when it goes out of
/// scope, so that no read transaction is ever left open.
class Query {
 public:
  explicit Query(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  Query(Query&& other) noexcept;
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  Query& bind(int64_t value);
  Query& bind(uint64_t value) { return bind(static_cast<int64_t>(value)); }
  Query& bind(int value) { return bind(static_cast<int64_t>(value)); }
  Query& bind(ByteView value);
  Query& bind(std::string_view value);
  Query& bind_null();

  /// True while there is a row.
  Result<bool> step();
  /// For statements that return no rows.
  Status run();

  int64_t integer(int column) const;
  uint64_t bits(int column) const { return static_cast<uint64_t>(integer(column)); }
  ByteView blob(int column) const;  // until the next step
  std::string text(int column) const;
  bool null(int column) const;
  template <size_t N>
  std::array<uint8_t, N> array(int column) const {
    std::array<uint8_t, N> out{};
    const ByteView view = blob(column);
    std::copy_n(view.begin(), std::min(N, view.size()), out.begin());
    return out;
  }

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_;
  int next_ = 1;
};

class Db {
 public:
  struct Schema {
    std::string_view name;    // for messages: "journal"
    std::string_view create;  // CREATE TABLE IF NOT EXISTS …
  };
  /// Opens or creates the file as its only writer. The caller holds the WriterLock.
  /// `newer_version`, `corrupt` (not a database of ours), `io`, `full`.
  static Result<Db> open_writer(const std::string& path, const Schema& schema, const Disk& disk);
  /// `absent`: the writer has not run yet; wait, repair nothing. `busy`: try again.
  static Result<Db> open_reader(const std::string& path, std::string_view name, const Disk& disk);

  Db(Db&&) noexcept;
  Db& operator=(Db&&) noexcept;
  ~Db();

  /// The text must be a literal: statements are kept by its address for the life of the connection.
  Query query(const char* sql);
  Status run(const char* sql);
  int64_t last_insert_id() const;
  int64_t changes() const;

  Status begin();   // BEGIN IMMEDIATE
  Status commit();  // rolls back by itself when it fails
  void rollback();

  /// Changes whenever another connection committed.
  Result<int64_t> data_version();
  /// Moves the log into the file, as far as readers allow. For idle moments of the writer.
  Status checkpoint();
  /// The same to the end, and leaves the log empty: what was deleted stands in neither. `busy`: a
  /// reader is at it.
  Status checkpoint_whole();

  /// Makes a table anew with the same rows. SQLite overwrites what is deleted, but not the copies
  /// that it left between rows when it moved them about before; those go with the pages of the old
  /// table. The caller has a transaction open and no query of the table in use.
  Status rewrite_table(const std::string& name, const std::string& columns);

  /// So many pages of so many.
  using Progress = std::function<void(uint64_t done, uint64_t of)>;
  /// A new file that holds what this one holds at one moment, while its writer goes on. It has no
  /// log beside it and is on the disk when this returns. `full`, `io`.
  Status copy_to(const std::string& path, const Disk& disk, const Progress& progress = {});
  /// What SQLite finds wrong with the file; empty: nothing.
  Result<std::string> find_damage();

 private:
  explicit Db(sqlite3* db) : db_(db) {}
  static Result<Db> open(const std::string& path, int flags, const Disk& disk);
  Status check_identity(std::string_view name);
  Status check_whole();
  Status prepare_writer(const Schema& schema);
  void close();

  sqlite3* db_ = nullptr;
  std::map<const char*, sqlite3_stmt*> statements_;
};

/// Rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Db& db);
  /// What is asked before it ends is of one moment, and SQLite need not lock the file for each
  /// question. Takes nothing from the writer but the end of its checkpoint.
  static Result<Transaction> begin_reading(Db& db);
  Transaction(Transaction&& other) noexcept : db_(other.db_) { other.db_ = nullptr; }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (db_) db_->rollback();
  }
  Status commit();

 private:
  explicit Transaction(Db* db) : db_(db) {}
  Db* db_;
};

/// Held by the one writer of a directory for as long as it runs; the kernel drops it with the
/// process.
class WriterLock {
 public:
  /// Creates the directory (2750) and `writer.lock` in it. `busy` when another program holds it.
  static Result<WriterLock> take(const std::string& directory, std::string_view what);
  WriterLock(WriterLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();

 private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

/// Device and inode of a file, so that a reader notices when the file under its path is another
/// one.
std::optional<std::pair<uint64_t, uint64_t>> file_identity(const std::string& path);
Status make_directory(const std::string& path, mode_t mode);

}  // namespace otmetka
