// tests/sim/machine.h - one kiosk box: one disk, one clock, two processes (kiosk and daemon) with
// the real Recorder and the real Device in them. Key files are written in one synced step each.
#pragma once
#include <memory>
#include <optional>

#include "shared/store/recorder.h"
#include "sync/exchange/device.h"
#include "tests/sim/faulty_network.h"

namespace otmetka::sim {

class Machine {
 public:
  struct Image {
    std::shared_ptr<const CrashDisk::Image> disk;
    std::string kiosk_key_file, daemon_key_file, enrol_code;
  };

  Machine(std::string name, uint64_t seed, const TrueTime& time, Chronicle& chronicle, Wire& wire);

  const std::string& name() const { return name_; }
  CrashDisk& disk() { return disk_; }
  BoxClock& clock() { return clock_; }
  FaultyNetwork& network() { return network_; }

  // Null while that process is down.
  Recorder* kiosk() { return kiosk_.get(); }
  Device* daemon() { return daemon_ ? &daemon_->device : nullptr; }
  Mirror* mirror() { return daemon_ ? &daemon_->mirror : nullptr; }
  const Keys& daemon_keys() const { return daemon_->keys; }

  bool start_kiosk();
  bool start_daemon();
  void stop_kiosk() { kiosk_.reset(); }
  void stop_daemon();
  bool up() const { return kiosk_ && daemon_; }
  /// Power is back after it went: a new boot, whose wall clock is wrong by so much.
  void boot(int64_t clock_wrong_by_s);

  /// As the daemon's files say; nothing while it is down or not enrolled.
  std::optional<Identity> identity();
  Result<std::optional<JournalReader>> open_journal();

  Image image() const;
  /// That disk in this box, whatever was on its own; processes are down.
  void load(const Image& image);
  const std::string& kiosk_key_file() const { return kiosk_key_file_; }
  const std::string& daemon_key_file() const { return daemon_key_file_; }

  std::string enrol_code;     // what the operator holds
  std::string renewal_code;   // of a key that was begun to be renewed
  int64_t down_until_ms = 0;  // nobody switches it on before
  bool disk_is_full = false;
  bool was_damaged = false;  // its mirror, by a flipped bit

 private:
  struct Daemon {
    Daemon(Mirror mirror_of, Keys keys_of, Machine& machine);
    Mirror mirror;
    Keys keys;
    Device device;
  };
  Status open_kiosk();
  Status open_daemon();

  std::string name_;
  Chronicle& chronicle_;
  CrashDisk disk_;
  BoxClock clock_;
  FaultyNetwork network_;
  test::Seeded random_;
  std::string kiosk_key_file_, daemon_key_file_;
  std::unique_ptr<Recorder> kiosk_;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace otmetka::sim
