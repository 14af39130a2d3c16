#include "sync/central/backup.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <set>

#include "shared/base/limits.h"
#include "shared/store/files.h"
#include "shared/store/keys.h"
#include "shared/store/version.h"
#include "sync/central/backup_manifest.h"
#include "sync/central/home.h"

namespace otmetka {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_prefix = "otmetka-", partial_suffix = ".partial";
// Beside what is copied: the directory's own needs, and that a disk filled to its end is nobody's
// friend.
constexpr size_t erasure_list_bytes_max = 64u << 20;
constexpr uint64_t room_left_bytes_min = 16u << 20;

std::string in_megabytes(uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

/// As names of backups sort, so do their times.
std::string name_at(int64_t at_s) {
  const auto when = static_cast<std::time_t>(at_s);
  std::tm parts{};
  char text[32];
  ::gmtime_r(&when, &parts);
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return std::string(name_prefix) + text;
}

bool is_within(const fs::path& inner, const fs::path& outer) {
  const auto parts = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return parts.first == outer.end();
}

/// What else of a central's directory a restore needs; the store goes by itself.
std::vector<std::string> small_files(const std::string& data) {
  std::vector<std::string> out;
  // Keys after the store: whatever the copy of the store is sealed under is in them.
  for (const char* name : {"key", "tls.key", "tls.crt", "address"}) {
    if (file_exists(data + "/" + name)) out.emplace_back(name);
  }
  const auto pictures = std::ssize(out);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(data + "/blobs", ignored)) {
    const std::string name = entry.path().filename().string();
    Hash hash;
    if (from_hex_into(name, hash, "a blob").ok()) out.push_back("blobs/" + name);
  }
  std::sort(out.begin() + pictures, out.end());
  return out;
}

class Maker {
 public:
  Maker(const BackupOrder& order, const TellProgress& tell)
      : order_(order), tell_(tell), name_(name_at(order.now_s)) {}
  Maker(const Maker&) = delete;
  Maker& operator=(const Maker&) = delete;
  // What has not got its name is nothing.
  ~Maker() {
    std::error_code ignored;
    if (!partial_.empty()) fs::remove_all(partial_, ignored);
  }

  Result<BackupMade> make() {
    TRY(check_place());
    const WriterLock lock =
        TRY(WriterLock::take(order_.target, "the directory of backups " + order_.target));
    TRY(remove_cut_ones());
    TRY(check_room());
    partial_ = order_.target + "/" + name_ + std::string(partial_suffix);
    TRY(make_directory(partial_, 0700));
    TRY(make_directory(partial_ + "/blobs", 0700));
    TRY(copy());
    TRY(verify());
    TRY(finish());
    return std::move(made_);
  }

 private:
  Status check_place() {
    std::error_code no;
    const fs::path data = fs::canonical(order_.data, no);
    if (no || !file_exists(central_database(order_.data)))
      return fail(Failure::bad_input, fmt::format("{} is no central's directory", order_.data));
    const fs::path target = fs::canonical(order_.target, no);
    if (no || !fs::is_directory(target))
      return fail(Failure::bad_input,
                  fmt::format("{}: no such directory; make it first, on another disk than "
                              "central's, and mount that",
                              order_.target));
    if (is_within(target, data))
      return fail(Failure::bad_input,
                  fmt::format("{} lies inside {}: what takes that away takes the backup too",
                              order_.target, order_.data));
    if (file_exists(order_.target + "/" + name_))
      return fail(Failure::busy, fmt::format("{} was made in this very second", name_));
    struct stat ours, theirs;
    if (::stat(data.c_str(), &ours) == 0 && ::stat(target.c_str(), &theirs) == 0 &&
        ours.st_dev == theirs.st_dev)
      tell_(
          fmt::format("note: {} is on the same disk as central; a backup that is to survive it "
                      "lies on another",
                      order_.target));
    return done();
  }

  Status remove_cut_ones() {
    std::error_code no;
    for (const auto& entry : fs::directory_iterator(order_.target, no)) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with(name_prefix) || !name.ends_with(partial_suffix)) continue;
      tell_(fmt::format("{} was cut; it goes", name));
      fs::remove_all(entry.path(), no);
    }
    return done();
  }

  Status check_room() {
    uint64_t needed = room_left_bytes_min;
    for (const char* suffix : {"", "-wal"}) needed += size_of("central.db" + std::string(suffix));
    for (const std::string& name : small_files(order_.data)) needed += size_of(name);
    const uint64_t free = disk_free_bytes(order_.target);
    if (free >= needed) return done();
    return fail(Failure::full,
                fmt::format("{}: the disk is full: {} are needed, {} are free; nothing was "
                            "written, and the backups that are there stay",
                            order_.target, in_megabytes(needed), in_megabytes(free)));
  }

  uint64_t size_of(const std::string& name) const {
    std::error_code no;
    const auto size = fs::file_size(order_.data + "/" + name, no);
    return no ? 0 : size;
  }

  Status named(const Status& status) const {
    if (status || status.error().failure != Failure::full) return status;
    return fail(Failure::full,
                fmt::format("{}: the disk is full: nothing is kept of this backup, and those that "
                            "are there stay",
                            order_.target));
  }

  Status copy() {
    const std::string copied = partial_ + "/central.db";
    uint64_t told = 0;
    tell_(fmt::format("copying central.db, {}", in_megabytes(size_of("central.db"))));
    {
      Db db = TRY(Db::open_reader(central_database(order_.data), "central store", Disk{}));
      TRY(named(db.copy_to(copied, Disk{}, [&](uint64_t pages, uint64_t of) {
        const uint64_t tenth = of == 0 ? 10 : pages * 10 / of;
        if (tenth > told && tenth < 10) tell_(fmt::format("copying central.db: {} %", tenth * 10));
        told = tenth;
      })));
    }
    if (::chmod(copied.c_str(), 0600) != 0)
      return fail(Failure::io, fmt::format("{}: {}", copied, std::strerror(errno)));
    const FileSeen seen = TRY(hash_file(copied));
    manifest_.files.push_back({"central.db", seen.bytes, seen.hash});
    const std::vector<std::string> names = small_files(order_.data);
    tell_(fmt::format("copying {} files more", names.size()));
    for (const std::string& name : names) {
      const auto one = copy_file(order_.data + "/" + name, partial_ + "/" + name, 0600);
      if (!one) return named(one.error());
      manifest_.files.push_back({name, one.value().bytes, one.value().hash});
    }
    return done();
  }

  void fault(const std::string& what) {
    made_.faults.push_back(what);
    tell_("fault: " + what);
  }

  /// The bytes that a restore would read, from the disk they are on.
  Status verify() {
    for (const BackupFile& file : manifest_.files) {
      const FileSeen seen = TRY(hash_file(partial_ + "/" + file.path));
      if (seen.bytes != file.bytes || seen.hash != file.hash)
        return fail(Failure::corrupt,
                    fmt::format("{}: {} is not what was written there: is the disk damaged?",
                                order_.target, file.path));
      const bool blob = file.path.starts_with("blobs/");
      if (blob && to_hex(file.hash) != file.path.substr(6))
        fault(fmt::format("{} is damaged at central", file.path));
    }
    const Keys keys = TRY(load_keys(partial_ + "/key"));
    Db db = TRY(Db::open_reader(partial_ + "/central.db", "copy of the store", Disk{}));
    const std::string damage = TRY(db.find_damage());
    if (!damage.empty())
      return fail(Failure::corrupt,
                  fmt::format("the copy of central.db is damaged, as central's own may be: {}; no "
                              "backup was made",
                              damage));
    TRY(check_owner(db, keys));
    uint64_t last = 0;
    VerifyVisit visit;
    visit.fault = [this](const LogId& log, Epoch epoch, Seq seq, const std::string& what) {
      fault(fmt::format("{}/{}/{}/{}: {}", to_text(log.device), log.scope, to_text(epoch), seq,
                        what));
    };
    visit.progress = [&](uint64_t segments) {
      if (segments - last < 10'000) return;
      last = segments;
      tell_(fmt::format("checking: {} segments", segments));
    };
    tell_("checking every segment");
    HeldVerdict verdict = TRY(verify_held(HeldLogs(db), keys, visit));
    for (const Hash& name : TRY(HeldLogs(db).erased())) made_.erased.push_back(name);
    made_.facts = verdict.opened + verdict.sealed;
    made_.heads = std::move(verdict.heads);
    if (verdict.sealed > 0)
      tell_(fmt::format("note: {} facts are sealed under keys that central does not have",
                        verdict.sealed));
    return done();
  }

  Status check_owner(Db& db, const Keys& keys) {
    Query q = db.query("SELECT value FROM setting WHERE key='id'");
    if (!TRY(q.step())) return fail(Failure::absent, "central has not served anybody yet");
    const auto id = q.array<16>(0);
    manifest_.central = to_hex(id);
    const bool ours = keys.sign && TRY(HeldLogs(db).public_key(DeviceId{id}, keys.sign->id()));
    if (!ours)
      return fail(Failure::corrupt, "the key file in this directory is not this central's");
    return done();
  }

  Status finish() {
    manifest_.at_s = made_.at_s = order_.now_s;
    manifest_.software = software_version;
    manifest_.facts = made_.facts;
    manifest_.faults = made_.faults.size();
    TRY(named(write_manifest(partial_, manifest_)));
    TRY(sync_directory(partial_ + "/blobs"));
    TRY(sync_directory(partial_));
    made_.path = order_.target + "/" + name_;
    if (::rename(partial_.c_str(), made_.path.c_str()) != 0)
      return fail(Failure::io, fmt::format("{}: {}", made_.path, std::strerror(errno)));
    partial_.clear();
    TRY(sync_directory(order_.target));
    TRY(add_to_erasure_list(order_.target, made_.erased));
    made_.files = manifest_.files.size();
    for (const BackupFile& file : manifest_.files) made_.bytes += file.bytes;
    return done();
  }

  const BackupOrder& order_;
  const TellProgress& tell_;
  std::string name_, partial_;
  BackupManifest manifest_;
  BackupMade made_;
};

bool is_backup(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  return name.starts_with(name_prefix) && !name.ends_with(partial_suffix) &&
         file_exists(entry.path().string() + "/" + manifest_name);
}

}  // namespace

Result<BackupMade> make_backup(const BackupOrder& order, const TellProgress& tell) {
  return Maker(order, tell).make();
}

Status prune_backups(const std::string& target, size_t keep, const TellProgress& tell) {
  std::vector<fs::path> found;
  std::error_code no;
  for (const auto& entry : fs::directory_iterator(target, no)) {
    if (is_backup(entry)) found.push_back(entry.path());
  }
  if (no) return fail(Failure::io, fmt::format("{}: {}", target, no.message()));
  std::sort(found.begin(), found.end());
  for (size_t i = 0; i + keep < found.size(); ++i) {
    tell(fmt::format("{} goes: there are {} later ones", found[i].filename().string(), keep));
    // Without its name first: one that is half removed is no backup.
    const fs::path going = found[i].string() + std::string(partial_suffix);
    fs::rename(found[i], going, no);
    if (!no) fs::remove_all(going, no);
    if (no) return fail(Failure::io, fmt::format("{}: {}", found[i].string(), no.message()));
  }
  return done();
}

std::string erasure_list(const std::string& directory) { return directory + "/erased"; }

Result<std::vector<Hash>> read_erasure_list(const std::string& directory) {
  std::vector<Hash> out;
  const auto bytes = read_file(erasure_list(directory), erasure_list_bytes_max);
  if (!bytes && bytes.error().failure == Failure::absent) return out;
  if (!bytes) return bytes.error();
  std::string_view text = as_text(bytes.value());
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    Hash name;
    if (!from_hex_into(text.substr(0, end), name, "a text"))
      return fail(Failure::corrupt, fmt::format("{} is damaged: who was erased is not known",
                                                erasure_list(directory)));
    out.push_back(name);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Status add_to_erasure_list(const std::string& directory, const std::vector<Hash>& names) {
  if (!file_exists(directory))
    return fail(Failure::absent, fmt::format("{}: no such directory", directory));
  const std::vector<Hash> known = TRY(read_erasure_list(directory));
  std::set<Hash> all(known.begin(), known.end());
  all.insert(names.begin(), names.end());
  if (all.size() == known.size() && file_exists(erasure_list(directory))) return done();
  std::string text;
  for (const Hash& name : all) text += to_hex(name) + "\n";
  return write_file(erasure_list(directory), as_bytes(text), 0600);
}

std::string restoring_mark(const std::string& data) { return data + "/restoring"; }

namespace {

Status check_empty(const std::string& data) {
  std::error_code no;
  if (!fs::exists(data, no)) return done();
  for (const auto& entry : fs::directory_iterator(data, no)) {
    if (entry.path().filename() == "lost+found") continue;
    return fail(Failure::refused,
                fmt::format("{} is not empty ({}): it may be a living central; stop that, move "
                            "its directory away, and restore into an empty one",
                            data, entry.path().filename().string()));
  }
  if (no) return fail(Failure::io, fmt::format("{}: {}", data, no.message()));
  return done();
}

Status make_owned_directory(const std::string& path) {
  if (file_exists(path)) return done();
  TRY(make_directory(path, 0700));
  struct stat parent;
  const std::string above = fs::path(path).parent_path().string();
  if (::geteuid() == 0 && ::stat(above.empty() ? "." : above.c_str(), &parent) == 0)
    (void)!::lchown(path.c_str(), parent.st_uid, parent.st_gid);
  return done();
}

}  // namespace

Status restore_backup(const std::string& backup, const std::string& data,
                      const TellProgress& tell) {
  if (backup.ends_with(partial_suffix) || backup.ends_with(std::string(partial_suffix) + "/"))
    return fail(Failure::corrupt,
                fmt::format("{} was cut while it was made: take another", backup));
  const BackupManifest manifest = TRY(read_manifest(backup));
  TRY(check_empty(data));
  if (!file_exists(data)) TRY(make_directory(data, 0700));
  // Until it goes, no central starts here.
  TRY(write_file(restoring_mark(data), as_bytes(backup + "\n"), 0600));
  TRY(make_owned_directory(data + "/blobs"));
  uint64_t bytes = 0;
  for (const BackupFile& file : manifest.files) {
    const FileSeen seen =
        TRY(copy_file(backup + "/" + file.path, data + "/" + file.path,
                      file.path == "central.db" || file.path.starts_with("blobs/") ? 0640 : 0600));
    if (seen.bytes != file.bytes || seen.hash != file.hash)
      return fail(Failure::corrupt,
                  fmt::format("{}/{} is damaged: empty {} and take another backup", backup,
                              file.path, data));
    bytes += seen.bytes;
  }
  const std::string beside = fs::path(fs::absolute(backup) / ".").parent_path().parent_path();
  const std::vector<Hash> erased = TRY(read_erasure_list(beside));
  TRY(add_to_erasure_list(data, erased));
  if (!file_exists(erasure_list(beside)))
    tell(
        fmt::format("note: there is no list of erasures in {}: what was erased after this backup "
                    "is known only once a kiosk has told it",
                    beside));
  tell(fmt::format("{} files, {}, each as it was verified", manifest.files.size(),
                   in_megabytes(bytes)));
  TRY(sync_directory(data + "/blobs"));
  ::unlink(restoring_mark(data).c_str());
  return sync_directory(data);
}

}  // namespace otmetka
