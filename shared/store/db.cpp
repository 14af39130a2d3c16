#include "shared/store/db.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "shared/store/db_log.h"
#include "shared/store/files.h"

namespace otmetka {
namespace {

constexpr int application_id = 0x4F544D31;  // "OTM1"
constexpr int format_version = 1;
constexpr int busy_timeout_ms = 5000;
// About a second on a slow card. A larger one, central's of many years, is checked by `log verify`.
constexpr int64_t checked_at_start_bytes_max = 64 << 20;
constexpr int pages_copied_at_once = 256;

Failure failure_of(int extended) {
  switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Failure::busy;
    case SQLITE_FULL:
      return Failure::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Failure::corrupt;
    case SQLITE_CANTOPEN:
      return Failure::absent;
    case SQLITE_READONLY:
      // 264: the log needs a look that only the writer may take; 1544: there is nothing to look at
      // yet.
      if (extended == SQLITE_READONLY_RECOVERY) return Failure::busy;
      if (extended == SQLITE_READONLY_DIRECTORY) return Failure::absent;
      return Failure::io;
    default:
      return Failure::io;
  }
}

Error error_of(sqlite3* db, int code) {
  const int extended = db ? sqlite3_extended_errcode(db) : code;
  const char* text = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  if (failure_of(extended) == Failure::full) return fail(Failure::full, "the disk is full");
  // Whoever reads it must know which of the files it is.
  const bool damaged = db && failure_of(extended) == Failure::corrupt;
  const char* path = damaged ? sqlite3_db_filename(db, "main") : "";
  const std::string where = path && *path ? std::string(path) + ": " : "";
  return fail(failure_of(extended), fmt::format("{}{} ({})", where, text, extended));
}

Error system_error(const std::string& what, int number) {
  return fail(number == ENOSPC ? Failure::full : Failure::io,
              fmt::format("{}: {}", what, std::strerror(number)));
}

// SQLite gives -wal and -shm the rights of the file itself, so the file must have its own before
// SQLite sees it.
Status create_with_rights(const std::string& path) {
  int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  const bool created = file >= 0;
  if (!created && errno == EEXIST) file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return system_error(path, errno);
  if (created) give_to_owner(file, path);
  // Whatever the umask says: the other program reads the file through the group.
  const Status status =
      !created || ::fchmod(file, 0640) == 0 ? done() : Status(system_error(path, errno));
  ::close(file);
  return status;
}

// SQLite throws away the log of a database that has no first page; it may hold the only copy of a
// day. The log is looked for first: one that is being made has its first page before it.
Status check_not_cut_off(const std::string& path) {
  struct stat found;
  if (::stat((path + "-wal").c_str(), &found) != 0 ||
      (::stat(path.c_str(), &found) == 0 && found.st_size > 0))
    return done();
  return fail(
      Failure::corrupt,
      fmt::format(
          "{} is missing or empty, but its log (-wal) is there: put the file back; only when "
          "it is lost for good, move the log away and begin anew",
          path));
}

// A file that is there and cannot be opened is not "not there yet": who took it for that would call
// everything delivered.
Error why_absent(const std::string& path, const Error& error) {
  struct stat found;
  if (error.failure != Failure::absent) return error;
  if (::stat(path.c_str(), &found) != 0)
    return errno == ENOENT || errno == ENOTDIR ? error : system_error(path, errno);
  if (found.st_size == 0) return error;
  if (::access(path.c_str(), R_OK) != 0) return system_error(path, errno);
  return fail(Failure::busy,
              fmt::format("{} cannot be read before its writer has opened it again", path));
}

// Which file it was; and that a damaged one is left as it is.
Status named(const std::string& path, const Status& status) {
  if (status) return status;
  const Error& error = status.error();
  const char* remedy = error.failure == Failure::corrupt
                           ? "; it was left as it is: keep it, and put a good copy in its place"
                           : "";
  const std::string where = error.message.starts_with(path) ? "" : path + ": ";
  return fail(error.failure, where + error.message + remedy);
}

}  // namespace

Query::Query(Query&& other) noexcept
    : db_(other.db_), statement_(other.statement_), next_(other.next_) {
  other.statement_ = nullptr;
}

Query::~Query() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Query& Query::bind(int64_t value) {
  sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}

Query& Query::bind(ByteView value) {
  // An empty span may have no address, which SQLite would take for NULL.
  sqlite3_bind_blob64(statement_, next_++,
                      value.empty() ? "" : static_cast<const void*>(value.data()), value.size(),
                      SQLITE_TRANSIENT);
  return *this;
}

Query& Query::bind(std::string_view value) {
  sqlite3_bind_text64(statement_, next_++, value.empty() ? "" : value.data(), value.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

Query& Query::bind_null() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

Result<bool> Query::step() {
  if (!statement_) return error_of(db_, SQLITE_ERROR);
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error_of(db_, code);
}

Status Query::run() {
  while (TRY(step())) {
  }
  return done();
}

int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }
bool Query::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

ByteView Query::blob(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  return {static_cast<const uint8_t*>(data),
          static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Query::text(int column) const { return std::string(as_text(blob(column))); }

Result<Db> Db::open(const std::string& path, int flags, const Disk& disk) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX,
                                   disk.vfs.empty() ? nullptr : disk.vfs.c_str());
  Db db(raw);
  if (code != SQLITE_OK) {
    const Error error = error_of(raw, code);
    return fail(error.failure, fmt::format("{}: {}", path, error.message));
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, busy_timeout_ms);
  // The last one to close a file takes the log into it and removes the log. Readers must not, nor
  // whoever has just found that the file is not for this program: it stays byte for byte.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return db;
}

Status Db::check_identity(std::string_view name) {
  int64_t id = 0, version = 0, tables = 0;
  {
    // One statement, so that all three are of one moment.
    Query q = query(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master) "
        "FROM pragma_application_id, pragma_user_version");
    if (TRY(q.step())) {
      id = q.integer(0);
      version = q.integer(1);
      tables = q.integer(2);
    }
  }
  if (id == 0 && version == 0 && tables == 0)
    return fail(Failure::absent, fmt::format("the {} is empty yet", name));
  if (id != application_id) {
    return fail(Failure::corrupt, fmt::format("the {} is a database of another program", name));
  }
  if (version > format_version) {
    return fail(
        Failure::newer_version,
        fmt::format("the {} was written by a later version (format {}, this program knows {}): "
                    "install that version or a later one",
                    name, version, format_version));
  }
  return done();
}

Result<Db> Db::open_writer(const std::string& path, const Schema& schema, const Disk& disk) {
  if (disk.vfs.empty()) {
    TRY(check_not_cut_off(path));
    TRY(check_log(path));
    TRY(create_with_rights(path));
  }
  Db db = TRY(open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk));
  TRY(named(path, db.prepare_writer(schema)));
  return db;
}

// The log is taken into the file below. Where that is damaged the log alone has the latest words,
// and both stay as they are.
Status Db::check_whole() {
  int64_t pages = 0, page_bytes = 0;
  {
    Query q = query("PRAGMA page_count");
    if (TRY(q.step())) pages = q.integer(0);
  }
  {
    Query q = query("PRAGMA page_size");
    if (TRY(q.step())) page_bytes = q.integer(0);
  }
  const bool large = pages * page_bytes > checked_at_start_bytes_max;
  Query q = query(large ? "SELECT 'ok'" : "PRAGMA quick_check(1)");
  if (!TRY(q.step())) return fail(Failure::corrupt, "the database cannot be checked");
  if (q.text(0) == "ok") return done();
  return fail(Failure::corrupt,
              fmt::format("the database is damaged ({}): keep it and its -wal as they are, and put "
                          "a good copy in its place",
                          q.text(0)));
}

Status Db::prepare_writer(const Schema& schema) {
  const Status identity = check_identity(schema.name);
  if (!identity && identity.error().failure != Failure::absent) return identity.error();
  TRY(check_whole());
  sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  int persist = 1;
  sqlite3_file_control(db_, nullptr, SQLITE_FCNTL_PERSIST_WAL, &persist);
  TRY(run("PRAGMA journal_mode=WAL"));
  TRY(run("PRAGMA synchronous=FULL"));
  TRY(run("PRAGMA wal_autocheckpoint=0"));
  TRY(run("PRAGMA journal_size_limit=4194304"));
  TRY(run("PRAGMA secure_delete=ON"));
  TRY(run("PRAGMA foreign_keys=OFF"));
  // At once: whoever reads the file while it is made finds it empty or complete.
  Transaction transaction = TRY(Transaction::begin(*this));
  if (!identity) {
    TRY(run(fmt::format("PRAGMA application_id={}", application_id).c_str()));
    TRY(run(fmt::format("PRAGMA user_version={}", format_version).c_str()));
  }
  TRY(run(std::string(schema.create).c_str()));
  TRY(transaction.commit());
  // A commit that failed at its flush may stand in the log all the same, and go with the next power
  // cut. Before anybody reads it, it is made to stay: a checkpoint flushes the log first. A full
  // disk stops only what comes after the flush; then each append tells that there is no room, until
  // there is.
  const Status flushed = checkpoint();
  return !flushed && flushed.error().failure == Failure::full ? done() : flushed;
}

Result<Db> Db::open_reader(const std::string& path, std::string_view name, const Disk& disk) {
  if (disk.vfs.empty()) TRY(check_not_cut_off(path));
  auto db = open(path, SQLITE_OPEN_READONLY, disk);
  if (!db) return why_absent(path, db.error());
  const Status identity = db.value().check_identity(name);
  if (identity) return db;
  const int code = sqlite3_errcode(db.value().db_) & 0xff;
  if (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) return why_absent(path, identity.error());
  return named(path, identity).error();
}

Db::Db(Db&& other) noexcept : db_(other.db_), statements_(std::move(other.statements_)) {
  other.db_ = nullptr;
  other.statements_.clear();
}

Db& Db::operator=(Db&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(statements_, other.statements_);
  return *this;
}

Db::~Db() { close(); }

void Db::close() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  statements_.clear();
  sqlite3_close_v2(db_);
  db_ = nullptr;
}

Query Db::query(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (!statement) sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  return Query(db_, statement);
}

Status Db::run(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error_of(db_, code);
  return done();
}

int64_t Db::last_insert_id() const { return sqlite3_last_insert_rowid(db_); }
int64_t Db::changes() const { return sqlite3_changes64(db_); }

Status Db::begin() { return query("BEGIN IMMEDIATE").run(); }

Status Db::commit() {
  const Status status = query("COMMIT").run();
  if (!status) rollback();
  return status;
}

void Db::rollback() {
  if (!sqlite3_get_autocommit(db_)) (void)query("ROLLBACK").run();
}

Result<int64_t> Db::data_version() {
  Query q = query("PRAGMA data_version");
  if (!TRY(q.step())) return fail(Failure::io, "no data version");
  return q.integer(0);
}

Status Db::checkpoint() {
  const int code =
      sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && code != SQLITE_BUSY) return error_of(db_, code);
  return done();
}

Status Db::checkpoint_whole() {
  const int code =
      sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  return code == SQLITE_OK ? done() : Status(error_of(db_, code));
}

Status Db::rewrite_table(const std::string& name, const std::string& columns) {
  const std::string old = name + "_old";
  TRY(run(("ALTER TABLE " + name + " RENAME TO " + old).c_str()));
  TRY(run(("CREATE TABLE " + name + columns).c_str()));
  TRY(run(("INSERT INTO " + name + " SELECT * FROM " + old).c_str()));
  return run(("DROP TABLE " + old).c_str());
}

// The copy is made under one read transaction of this connection: with one a step SQLite would
// begin anew each time the writer has written.
Status Db::copy_to(const std::string& path, const Disk& disk, const Progress& progress) {
  Db copy = TRY(open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk));
  TRY(copy.run("PRAGMA synchronous=FULL"));
  const Transaction of_one_moment = TRY(Transaction::begin_reading(*this));
  sqlite3_backup* backup = sqlite3_backup_init(copy.db_, "main", db_, "main");
  if (!backup) return error_of(copy.db_, SQLITE_ERROR);
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup, pages_copied_at_once);
    const auto of = static_cast<uint64_t>(sqlite3_backup_pagecount(backup));
    if (progress) progress(of - static_cast<uint64_t>(sqlite3_backup_remaining(backup)), of);
  }
  const int finished = sqlite3_backup_finish(backup);
  if (code != SQLITE_DONE || finished != SQLITE_OK)
    return error_of(copy.db_, finished != SQLITE_OK ? finished : code);
  // The copy says of itself that it has a log, as what it was copied from has.
  return copy.run("PRAGMA journal_mode=DELETE");
}

Result<std::string> Db::find_damage() {
  Query q = query("PRAGMA integrity_check(1)");
  if (!TRY(q.step())) return fail(Failure::io, "no answer to an integrity check");
  const std::string said = q.text(0);
  return said == "ok" ? std::string() : said;
}

Result<Transaction> Transaction::begin(Db& db) {
  TRY(db.begin());
  return Transaction(&db);
}

Result<Transaction> Transaction::begin_reading(Db& db) {
  TRY(db.query("BEGIN").run());
  Transaction begun(&db);
  // To SQLite it begins with its first question.
  (void)TRY(db.query("SELECT count(*) FROM sqlite_master").step());
  return begun;
}

Status Transaction::commit() {
  Db* db = db_;
  db_ = nullptr;
  return db->commit();
}

Status make_directory(const std::string& path, mode_t mode) {
  struct stat found;
  if (::stat(path.c_str(), &found) == 0) {
    if (S_ISDIR(found.st_mode)) return done();
    return fail(Failure::bad_input, fmt::format("{} is not a directory", path));
  }
  const size_t slash = path.find_last_of('/');
  if (slash != std::string::npos && slash > 0) TRY(make_directory(path.substr(0, slash), 0755));
  if (::mkdir(path.c_str(), mode & 0777) != 0 && errno != EEXIST) return system_error(path, errno);
  // mkdir drops whatever the umask says; the mode is part of the promise. The set-group-id bit is
  // handed on by a directory that has it, and the sandbox of a service refuses to set it.
  if (::stat(path.c_str(), &found) == 0 && (found.st_mode & 07777) != mode)
    ::chmod(path.c_str(), mode);
  return done();
}

Result<WriterLock> WriterLock::take(const std::string& directory, std::string_view what) {
  TRY(make_directory(directory, 02750));
  const std::string path = directory + "/writer.lock";
  int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (file >= 0) give_to_owner(file, path);
  if (file < 0 && errno == EEXIST) file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return system_error(path, errno);
  WriterLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    return fail(
        Failure::busy,
        fmt::format("{} is in use by another program: stop it first, or let it do the work", what));
  }
  return lock;
}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

WriterLock::~WriterLock() {
  if (file_ >= 0) ::close(file_);
}

std::optional<std::pair<uint64_t, uint64_t>> file_identity(const std::string& path) {
  struct stat found;
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return std::make_pair(static_cast<uint64_t>(found.st_dev), static_cast<uint64_t>(found.st_ino));
}

}  // namespace otmetka
