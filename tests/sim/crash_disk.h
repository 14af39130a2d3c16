// tests/sim/crash_disk.h - a disk for tests that keeps only what was synced.
//
// Why: "shown green survives a power cut" cannot be tested on a real disk, whose cache survives
// `kill -9`. This one is a SQLite VFS in memory that forgets, tears and fails on purpose, as a seed
// says, thousands of times a second.
//
// Invariants:
//  - A sync makes all earlier changes of that file durable, and its name; nothing else does, but a
//    journal's first sync, which covers the names of its directory.
//  - A file without unsynced changes comes through a power cut byte for byte.
//  - The same seed and the same calls give the same survivors. (SQLite takes its WAL salts from its
//    own generator, so bytes differ between runs; nothing here depends on bytes.)
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace otmetka::sim {

/// A disk that keeps only what was synced. One instance = one machine's disk; name() goes to
/// sqlite3_open_v2 as the VFS.
///
/// Any number of connections, all on one thread: locks and WAL shared memory work between them as
/// between processes. Not here: users and permissions (a read-only connection may still make
/// `-wal`), mmap, and Linux's habit of calling pages clean after a failed fsync (here a later sync
/// that succeeds covers them). Waiting costs no time: xSleep returns at once.
class CrashDisk {
 public:
  explicit CrashDisk(uint64_t seed);
  /// All connections must be closed before; aborts otherwise, as SQLite would call into freed
  /// memory later.
  ~CrashDisk();
  CrashDisk(const CrashDisk&) = delete;
  CrashDisk& operator=(const CrashDisk&) = delete;

  const char* name() const;

  /// Power goes: every operation from now on fails with SQLITE_IOERR until restart(). Each unsynced
  /// write is kept, lost or torn at 512-byte sectors, by chance; so is each change of a file's
  /// size. A file never synced may be missing; a deleted one may come back unless its directory was
  /// synced since: by a delete that asks for it, or, as on Unix, by the first sync of a journal or
  /// WAL opened after. Shared memory and locks are gone.
  void power_cut();
  /// Power is back: files hold what survived. Connections opened before stay dead (SQLITE_IOERR);
  /// the caller closes them.
  void restart();
  bool is_cut() const;

  /// Cuts power by itself at the N-th mutating operation (write, truncate, sync, delete) from now;
  /// 0 = never. That operation itself is unsynced: a write may survive in part, a sync has no
  /// effect of its own.
  void cut_at(uint64_t operation);
  /// The N-th mutating operation from now fails once with this code (SQLITE_IOERR_WRITE,
  /// SQLITE_IOERR_FSYNC, SQLITE_FULL); the disk stays up; 0 = never. A failed write leaves some
  /// first part of its bytes, a failed sync, truncate or delete does nothing.
  void fail_at(uint64_t operation, int sqlite_error);
  /// Capacity in bytes, 0 = no limit: a write that would grow the files beyond it gives
  /// SQLITE_FULL, with some first part written.
  void set_capacity(uint64_t bytes);
  /// A torn write never harms other bytes of its sectors; whether SQLite is told so. Default is no,
  /// and SQLite pads its WAL to whole sectors after each commit; Linux files say yes, and commits
  /// share sectors. Counts for connections opened after. (A disk that does harm them is not
  /// modelled: SQLite 3.40.1 can lose synced commits on it even with its padding.)
  void promise_powersafe_overwrite(bool promised);

  /// Mutating operations and syncs since construction, failed ones included.
  uint64_t operations() const;
  uint64_t syncs() const;

  /// Whole-disk images, to clone a machine or to bring an old state back. snapshot() is the content
  /// as programs see it, as after a clean stop. load() replaces all files, durably; connections
  /// opened before are dead, as after a restart.
  struct Image;
  std::shared_ptr<const Image> snapshot() const;
  void load(const Image& image);

  /// Raw bytes out and in, for tests that flip bits or dump to a real directory. put() and remove()
  /// are durable at once and count as nobody's operation. Open connections see what put() changed
  /// and keep the file that remove() unlinked.
  std::map<std::string, std::vector<uint8_t>> files() const;
  void put(const std::string& path, std::vector<uint8_t> bytes);
  void remove(const std::string& path);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace otmetka::sim
