// tests/sim/office.h - the central office as a box that can lose power: the real Central over a
// disk that forgets what was not synced. Its key file and blobs are written in one synced step
// each.
#pragma once
#include <map>
#include <memory>
#include <optional>

#include "sync/central/central.h"
#include "tests/seeded.h"
#include "tests/sim/chronicle.h"
#include "tests/sim/crash_disk.h"

namespace otmetka::sim {

class Office {
 public:
  struct Image {
    std::shared_ptr<const CrashDisk::Image> disk;
    std::string key_file;
    std::map<Hash, Bytes> blobs;
  };

  Office(uint64_t seed, const TrueTime& time, Chronicle& chronicle);

  CrashDisk& disk() { return disk_; }
  /// Null while it is down.
  Central* central() { return central_.get(); }
  /// A connection dies with the process that had it.
  uint64_t starts() const { return starts_; }
  const std::string& key_file() const { return key_file_; }
  const BoxClock& clock() const { return clock_; }

  /// True when it answers again. Power comes back with it.
  bool start();
  void stop() { central_.reset(); }

  bool keys_have_no_room = false;  // the key file cannot be written

  Image image() const { return {disk_.snapshot(), key_file_, blobs_}; }
  /// As `otmetka backup` does it: a copy on another disk, verified, and then told to central.
  bool back_up();
  /// What was erased, beside the backups, as `otmetka erase` leaves it there.
  void keep_erasure_list();
  /// The last backup that came to its end, if any.
  const std::optional<Image>& backup() const { return backup_; }
  /// Everything on disk as it was then; down until the next start.
  void load(const Image& image);

 private:
  Result<std::unique_ptr<Central>> open();

  Status make_backup();

  Chronicle& chronicle_;
  CrashDisk disk_, vault_;
  std::optional<Image> backup_;
  std::set<Hash> erasure_list_;
  BoxClock clock_;
  test::Seeded random_;
  std::string key_file_;
  std::map<Hash, Bytes> blobs_;
  uint64_t starts_ = 0;
  std::unique_ptr<Central> central_;
};

}  // namespace otmetka::sim
