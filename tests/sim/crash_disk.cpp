// tests/sim/crash_disk.cpp - the disk behind the SQLite calls: files, names, locks, shared memory.
//
// Every file has two contents: `live`, which programs see, and `durable`, which a power cut falls
// back to, and the list of changes between the two. A sync replays the list in full, a power cut by
// chance. Names work the same way with two maps.
#include "tests/sim/crash_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace otmetka::sim {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr size_t sector_bytes = 512;

/// splitmix64: small, and the same on every platform, which <random> distributions are not.
struct Chance {
  uint64_t state;

  uint64_t below(uint64_t limit) {
    uint64_t z = (state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31)) % limit;
  }
  bool coin() { return below(2) == 0; }
};

/// A change that no sync has covered yet: bytes written at `offset`, or the size set to `offset`.
struct Change {
  bool is_write;
  size_t offset;
  Bytes bytes;

  size_t end() const { return offset + bytes.size(); }
  void apply(Bytes& content) const {
    if (!is_write || content.size() < end()) content.resize(end());
    std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<ptrdiff_t>(offset));
  }
};

/// Each sector of the write arrives or not; what else is in the sector stays.
void tear(Bytes& content, const Change& write, Chance& chance) {
  for (size_t begin = write.offset, end = 0; begin < write.end(); begin = end) {
    end = std::min((begin / sector_bytes + 1) * sector_bytes, write.end());
    const uint8_t* const bytes = write.bytes.data() + (begin - write.offset);
    if (chance.coin()) Change{true, begin, Bytes(bytes, bytes + (end - begin))}.apply(content);
  }
}

/// The size can arrive without the data: then there are zeros, or what those blocks held before.
void lose(Bytes& content, const Change& write, Chance& chance) {
  size_t begin = std::max(content.size(), write.offset);
  if (write.end() <= content.size() || chance.coin()) return;
  content.resize(write.end());
  if (chance.coin()) return;
  for (; begin < write.end(); ++begin) content[begin] = static_cast<uint8_t>(chance.below(256));
}

struct Handle;

struct File {
  Bytes live, durable;
  std::vector<Change> unsynced;
  std::vector<Handle*> handles;                       // whose locks count here
  std::vector<std::unique_ptr<uint64_t[]>> shared{};  // WAL memory, gone with its last user

  explicit File(Bytes bytes = {}) : live(bytes), durable(std::move(bytes)) {}
  void change(Change&& change) {
    change.apply(live);
    unsynced.push_back(std::move(change));
  }
  void sync() {
    for (const Change& change : unsynced) change.apply(durable);
    unsynced.clear();
  }

  // Changes are replayed in order, so of two writes to one sector any state can remain.
  Bytes survivors(Chance& chance) const {
    if (unsynced.empty()) return durable;
    const uint64_t luck =
        chance.below(4);  // real cuts mostly take all or nothing: make both frequent
    if (luck == 0) return durable;
    if (luck == 1) return live;
    Bytes content = durable;
    for (const Change& change : unsynced) {
      const uint64_t fate = chance.below(3);
      if (fate == 0) change.apply(content);
      if (fate == 1 && change.is_write) tear(content, change, chance);
      if (fate == 2 && change.is_write) lose(content, change, chance);
    }
    return content;
  }
};

using Names = std::map<std::string, std::shared_ptr<File>>;

std::shared_ptr<File> find(const Names& names, const std::string& path) {
  return names.count(path) == 0 ? nullptr : names.at(path);
}

struct Drive {
  Chance chance{0};
  Names names, durable_names;
  bool cut = false, promises_powersafe = false;
  uint64_t boot = 0;  // a handle of an earlier boot is dead
  uint64_t operations = 0, syncs = 0;
  uint64_t cut_in = 0, fail_in = 0, capacity_bytes = 0;  // 0 = never, never, no limit
  int fail_with = SQLITE_OK, open_handles = 0;
  std::string vfs_name;
  sqlite3_vfs vfs{};

  void replace_files(const Names& files) {
    names = durable_names = files;
    ++boot;
  }

  // The survivors become new File objects: dead handles keep the old ones with their locks and
  // shared memory, and cannot disturb the next boot, nor lose memory that SQLite still points into.
  void power_cut() {
    if (cut) return;
    cut = true;
    cut_in = 0;
    Names all = names, left;
    all.insert(durable_names.begin(), durable_names.end());
    for (const auto& [path, any] : all) {
      const std::shared_ptr<File> now = find(names, path), before = find(durable_names, path);
      const std::shared_ptr<File> file = now == before || chance.coin() ? now : before;
      if (file) left[path] = std::make_shared<File>(file->survivors(chance));
    }
    replace_files(left);
  }

  void sync_directory_of(const std::string& path) {
    const auto inside = [directory = path.substr(0, path.rfind('/') + 1)](const auto& name) {
      return name.first.substr(0, name.first.rfind('/') + 1) == directory;
    };
    std::erase_if(durable_names, inside);
    for (const auto& name : names) {
      if (inside(name)) durable_names.insert(name);
    }
  }

  /// Counts a mutating operation; SQLITE_OK, or the failure planned for it.
  int begin_operation() {
    ++operations;
    return fail_in != 0 && --fail_in == 0 ? fail_with : SQLITE_OK;
  }
  bool cut_is_due() const { return cut_in == 1; }
  int end_operation(int result) {
    if (cut_in == 0 || --cut_in != 0) return result;
    power_cut();
    return SQLITE_IOERR;
  }

  /// Bytes that this file may hold before the disk is full.
  uint64_t size_limit(const File& file) const {
    if (capacity_bytes == 0) return UINT64_MAX;
    uint64_t others = 0;
    for (const auto& [path, other] : names) others += other.get() == &file ? 0 : other->live.size();
    return std::max<uint64_t>(capacity_bytes - std::min(others, capacity_bytes), file.live.size());
  }
};

/// One open file of one connection; SQLite owns the memory, open_file() and close_file() the life.
struct Handle : sqlite3_file {
  Drive* drive;
  std::shared_ptr<File> file;
  std::string path;  // empty: a temporary file without a name
  uint64_t boot;
  bool read_only, syncs_directory;
  int powersafe, persist_wal = 0, level = SQLITE_LOCK_NONE;
  bool maps_shared = false;
  unsigned sharing = 0, excluding = 0;  // bit masks of the WAL lock slots held
};

Handle& handle_of(sqlite3_file* file) { return *static_cast<Handle*>(file); }
Drive& drive_of(sqlite3_vfs* vfs) { return *static_cast<Drive*>(vfs->pAppData); }

/// The one place where a dead handle, or one without power, is refused.
template <auto operation, typename... Arguments>
int alive(sqlite3_file* raw, Arguments... arguments) {
  Handle& handle = handle_of(raw);
  const bool dead = handle.drive->cut || handle.boot != handle.drive->boot;
  return dead ? SQLITE_IOERR : operation(handle, arguments...);
}

int read_file(Handle& handle, void* out, int count, sqlite3_int64 offset) {
  const Bytes& live = handle.file->live;
  const size_t wanted = static_cast<size_t>(count);
  const size_t begin = std::min(static_cast<size_t>(offset), live.size());
  const size_t got = std::min(wanted, live.size() - begin);
  auto* const bytes = static_cast<uint8_t*>(out);
  std::copy_n(live.data() + begin, got, bytes);
  std::fill(bytes + got, bytes + wanted, uint8_t{0});  // SQLite relies on the zeros
  return got == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(Handle& handle, const void* data, int count, sqlite3_int64 offset) {
  if (handle.read_only) return SQLITE_READONLY;
  Drive& drive = *handle.drive;
  const size_t begin = static_cast<size_t>(offset), wanted = static_cast<size_t>(count);
  const uint64_t room = std::max<uint64_t>(drive.size_limit(*handle.file), begin) - begin;
  int result = drive.begin_operation();
  if (wanted > room) result = SQLITE_FULL;
  const uint64_t part = result == SQLITE_OK ? wanted : drive.chance.below(wanted + 1);
  const size_t taken = std::min(part, room);
  const auto* const bytes = static_cast<const uint8_t*>(data);
  if (taken > 0) handle.file->change({true, begin, Bytes(bytes, bytes + taken)});
  return drive.end_operation(result);
}

int truncate_file(Handle& handle, sqlite3_int64 size) {
  if (handle.read_only) return SQLITE_READONLY;
  const int result = handle.drive->begin_operation();
  if (result == SQLITE_OK) handle.file->change({false, static_cast<size_t>(size), {}});
  return handle.drive->end_operation(result);
}

int sync_file(Handle& handle, int /*flags*/) {
  Drive& drive = *handle.drive;
  ++drive.syncs;
  const int result = drive.begin_operation();
  if (result == SQLITE_OK && !drive.cut_is_due()) {
    handle.file->sync();
    const bool linked = find(drive.names, handle.path) == handle.file;
    if (linked) drive.durable_names[handle.path] = handle.file;
    if (std::exchange(handle.syncs_directory, false)) drive.sync_directory_of(handle.path);
  }
  return drive.end_operation(result);
}

int size_of_file(Handle& handle, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(handle.file->live.size());
  return SQLITE_OK;
}

/// Locks between connections, as SQLite describes them for xLock.
int highest_level(const File& file, const Handle* except) {
  int level = SQLITE_LOCK_NONE;
  for (const Handle* handle : file.handles) {
    if (handle != except) level = std::max(level, handle->level);
  }
  return level;
}

int lock_file(Handle& handle, int level) {
  if (level <= handle.level) return SQLITE_OK;
  const int others = highest_level(*handle.file, &handle);
  const int too_high = level == SQLITE_LOCK_SHARED ? SQLITE_LOCK_PENDING : SQLITE_LOCK_RESERVED;
  if (others >= too_high) return SQLITE_BUSY;
  // PENDING stays when EXCLUSIVE is refused: no new reader gets in, so the writer's turn comes.
  const bool readers_remain = level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED;
  handle.level = readers_remain ? SQLITE_LOCK_PENDING : level;
  return readers_remain ? SQLITE_BUSY : SQLITE_OK;
}

int unlock_file(Handle& handle, int level) {
  handle.level = std::min(handle.level, level);
  return SQLITE_OK;
}

int is_reserved(Handle& handle, int* reserved) {
  *reserved = highest_level(*handle.file, nullptr) >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

int map_shared(Handle& handle, int region, int size, int extend, void volatile** out) {
  auto& regions = handle.file->shared;
  const size_t index = static_cast<size_t>(region);
  handle.maps_shared = true;
  while (extend != 0 && regions.size() <= index) {
    regions.push_back(std::make_unique<uint64_t[]>(static_cast<size_t>(size) / sizeof(uint64_t)));
  }
  *out = index < regions.size() ? regions[index].get() : nullptr;
  return SQLITE_OK;
}

int lock_shared(Handle& handle, int first, int count, int flags) {
  const unsigned slots = (1U << (first + count)) - (1U << first);
  const bool unlock = (flags & SQLITE_SHM_UNLOCK) != 0;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (const Handle* other : handle.file->handles) {
    const unsigned held = exclusive ? other->excluding | other->sharing : other->excluding;
    if (!unlock && other != &handle && (held & slots) != 0) return SQLITE_BUSY;
  }
  unsigned& mine = exclusive ? handle.excluding : handle.sharing;
  mine = unlock ? mine & ~slots : mine | slots;
  return SQLITE_OK;
}

void barrier(sqlite3_file* /*raw*/) {}  // one thread

// The memory goes with its last user, asked or not: SQLite on Unix starts it anew for the next.
int unmap_shared(sqlite3_file* raw, int /*delete_it*/) {
  Handle& handle = handle_of(raw);
  handle.maps_shared = false;
  handle.sharing = handle.excluding = 0;
  for (const Handle* other : handle.file->handles) {
    if (other->maps_shared) return SQLITE_OK;
  }
  handle.file->shared.clear();
  return SQLITE_OK;
}

/// What os_unix answers and SQLite needs; the rest are hints, to which "not found" is an answer.
int control_file(Handle& handle, int operation, void* argument) {
  int* flag = nullptr;
  if (operation == SQLITE_FCNTL_PERSIST_WAL) flag = &handle.persist_wal;
  if (operation == SQLITE_FCNTL_POWERSAFE_OVERWRITE) flag = &handle.powersafe;
  if (flag == nullptr) return SQLITE_NOTFOUND;
  int& number = *static_cast<int*>(argument);
  if (number < 0) number = *flag;  // a question
  *flag = number != 0;
  return SQLITE_OK;
}

int sector_size(sqlite3_file* /*raw*/) { return static_cast<int>(sector_bytes); }
int characteristics(sqlite3_file* raw) {
  return handle_of(raw).powersafe != 0 ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

int close_file(sqlite3_file* raw) {
  Handle& handle = handle_of(raw);
  unmap_shared(raw, 0);
  std::erase(handle.file->handles, &handle);
  --handle.drive->open_handles;
  handle.~Handle();
  return SQLITE_OK;
}

// Version 2: shared memory, but no mmap.
constexpr sqlite3_io_methods file_methods = {2,
                                             close_file,
                                             alive<read_file>,
                                             alive<write_file>,
                                             alive<truncate_file>,
                                             alive<sync_file>,
                                             alive<size_of_file>,
                                             alive<lock_file>,
                                             alive<unlock_file>,
                                             alive<is_reserved>,
                                             alive<control_file>,
                                             sector_size,
                                             characteristics,
                                             alive<map_shared>,
                                             alive<lock_shared>,
                                             barrier,
                                             unmap_shared,
                                             nullptr,
                                             nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* raw, int flags, int* out_flags) {
  raw->pMethods = nullptr;  // tells SQLite not to close what failed to open
  Drive& drive = drive_of(vfs);
  if (drive.cut) return SQLITE_IOERR;
  const bool temporary = name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  const std::string path = temporary ? "" : name;
  std::shared_ptr<File> file = temporary ? std::make_shared<File>() : find(drive.names, path);
  if (!file && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
  if (!file) file = drive.names[path] = std::make_shared<File>();
  // As os_unix: the first sync of a journal or WAL syncs its directory too.
  constexpr int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
  auto* const handle = new (raw) Handle{{&file_methods},
                                        &drive,
                                        file,
                                        path,
                                        drive.boot,
                                        (flags & SQLITE_OPEN_READONLY) != 0,
                                        (flags & journals) != 0,
                                        drive.promises_powersafe};
  file->handles.push_back(handle);
  ++drive.open_handles;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  Drive& drive = drive_of(vfs);
  if (drive.cut) return SQLITE_IOERR;
  if (!find(drive.names, path)) return SQLITE_IOERR_DELETE_NOENT;
  const int result = drive.begin_operation();
  const bool done = result == SQLITE_OK;
  if (done) drive.names.erase(path);
  if (done && sync_directory != 0 && !drive.cut_is_due()) drive.sync_directory_of(path);
  return drive.end_operation(result);
}

// An empty file counts as missing, as in os_unix: an empty journal means nothing.
int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* yes) {
  if (drive_of(vfs).cut) return SQLITE_IOERR;
  const std::shared_ptr<File> file = find(drive_of(vfs).names, path);
  *yes = file && (flags != SQLITE_ACCESS_EXISTS || !file->live.empty());
  return SQLITE_OK;
}

int full_path(sqlite3_vfs* /*vfs*/, const char* name, int size, char* out) {
  if (std::strlen(name) >= static_cast<size_t>(size)) return SQLITE_CANTOPEN;
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

/// Left out is what SQLite does without: loading extensions, error texts, and randomness, which it
/// asks of its default VFS. Nothing waits, and no time passes that the product's own clock misses.
sqlite3_vfs vfs_of(Drive& drive) {
  sqlite3_vfs vfs{};
  vfs.iVersion = 1;
  vfs.szOsFile = static_cast<int>(sizeof(Handle));
  vfs.mxPathname = 512;
  vfs.zName = drive.vfs_name.c_str();
  vfs.pAppData = &drive;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xSleep = [](sqlite3_vfs*, int microseconds) { return microseconds; };
  vfs.xCurrentTime = [](sqlite3_vfs*, double* julian_days) {
    *julian_days = 2451545.0;  // 2000-01-01T12:00Z
    return SQLITE_OK;
  };
  return vfs;
}

}  // namespace

struct CrashDisk::State : Drive {};
struct CrashDisk::Image : std::map<std::string, Bytes> {};

// The address makes the name unique among living disks, without a counter that all share.
CrashDisk::CrashDisk(uint64_t seed) : state_(std::make_unique<State>()) {
  state_->chance.state = seed;
  state_->vfs_name = "crash-disk-" + std::to_string(reinterpret_cast<uintptr_t>(state_.get()));
  state_->vfs = vfs_of(*state_);
  sqlite3_vfs_register(&state_->vfs, 0);
}

CrashDisk::~CrashDisk() {
  if (state_->open_handles != 0) {
    std::fputs("CrashDisk: destroyed with connections still open\n", stderr);
    std::abort();
  }
  sqlite3_vfs_unregister(&state_->vfs);
}

const char* CrashDisk::name() const { return state_->vfs_name.c_str(); }
void CrashDisk::power_cut() { state_->power_cut(); }
void CrashDisk::restart() { state_->cut = false; }
bool CrashDisk::is_cut() const { return state_->cut; }
void CrashDisk::cut_at(uint64_t operation) { state_->cut_in = operation; }
void CrashDisk::set_capacity(uint64_t bytes) { state_->capacity_bytes = bytes; }
void CrashDisk::promise_powersafe_overwrite(bool promised) {
  state_->promises_powersafe = promised;
}
uint64_t CrashDisk::operations() const { return state_->operations; }
uint64_t CrashDisk::syncs() const { return state_->syncs; }

void CrashDisk::fail_at(uint64_t operation, int sqlite_error) {
  state_->fail_in = operation;
  state_->fail_with = sqlite_error;
}

std::shared_ptr<const CrashDisk::Image> CrashDisk::snapshot() const {
  return std::make_shared<const Image>(Image{files()});
}

void CrashDisk::load(const Image& image) {
  Names names;
  for (const auto& [path, bytes] : image) names[path] = std::make_shared<File>(bytes);
  state_->replace_files(names);
}

std::map<std::string, Bytes> CrashDisk::files() const {
  std::map<std::string, Bytes> files;
  for (const auto& [path, file] : state_->names) files[path] = file->live;
  return files;
}

void CrashDisk::put(const std::string& path, Bytes bytes) {
  std::shared_ptr<File>& file = state_->names[path];
  if (!file) file = std::make_shared<File>();
  file->live = file->durable = std::move(bytes);
  file->unsynced.clear();
  state_->durable_names[path] = file;
}

void CrashDisk::remove(const std::string& path) {
  state_->names.erase(path);
  state_->durable_names.erase(path);
}

}  // namespace otmetka::sim
