// tests/bench/whole_system.h - a central that listens over TLS and one enrolled kiosk with its
// daemon, all of them the real ones, in one process and on the real disk.
#pragma once
#include <memory>
#include <thread>

#include "shared/store/recorder.h"
#include "sync/central/home.h"
#include "sync/central/listener.h"
#include "sync/daemon/daemon.h"
#include "tests/bench/counting_proxy.h"
#include "tests/seeded.h"

namespace otmetka::bench {

inline const Scope cohort_name = "bench.2026";

class WholeSystem {
 public:
  WholeSystem(const std::string& directory, size_t people);
  ~WholeSystem();

  Recorder& kiosk() { return *kiosk_; }
  Daemon& daemon() { return *daemon_; }
  CountingProxy& proxy() { return *proxy_; }
  test::SetClock& clock() { return clock_; }
  const std::vector<BadgeLine>& badges() const { return badges_; }
  LogId cohort_log() { return {kiosk_->identity()->device, cohort_name}; }
  std::string mirror_file() const { return mirror_path(kiosk_data_); }

  /// Seals, sends and waits for the receipt.
  void exchange();
  /// The next append begins an epoch.
  void restart_kiosk();
  /// The next exchange begins with a handshake.
  void restart_daemon();

  /// Bodies of the last exchange, as central saw them.
  struct Bodies {
    Bytes request, response;
  };
  Bodies last_bodies();

 private:
  void open_central(size_t people);
  void open_kiosk();

  std::string central_data_, kiosk_data_;
  std::unique_ptr<Clock> system_clock_;
  std::unique_ptr<Random> random_;
  test::SetClock clock_;
  Keys kiosk_keys_;
  std::unique_ptr<CentralHome> home_;
  std::optional<Listener> listener_;
  std::thread listening_;
  std::unique_ptr<CountingProxy> proxy_;
  std::vector<BadgeLine> badges_;
  std::string code_;
  std::mutex bodies_mutex_;
  Bodies bodies_;
  std::optional<Recorder> kiosk_;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace otmetka::bench
