// tests/sim/sim_time.h - one true time, and what each box believes. Nothing sleeps: time moves when
// the simulation says so.
#pragma once
#include "shared/seam/clock.h"

namespace otmetka::sim {

struct TrueTime {
  int64_t ms = 0;  // since 1970, UTC
  int64_t s() const { return ms / 1000; }
  void pass_ms(uint64_t step) { ms += static_cast<int64_t>(step); }
  void pass_s(uint64_t step) { pass_ms(step * 1000); }
};

/// A box's clock: the monotonic line is always right, the wall clock wrong by as much as it is
/// told.
class BoxClock : public Clock {
 public:
  explicit BoxClock(const TrueTime& truth) : truth_(truth) {}

  void boot(const BootId& id, int64_t wrong_by_s) {
    id_ = id;
    started_ms_ = truth_.ms - 20'000;  // what the machine itself takes to start
    wrong_by_s_ = wrong_by_s;
  }
  void set_wrong_by(int64_t seconds) { wrong_by_s_ = seconds; }

  int64_t wall_s() const override { return truth_.s() + wrong_by_s_; }
  uint64_t boot_ms() const override { return static_cast<uint64_t>(truth_.ms - started_ms_); }
  BootId boot_id() const override { return id_; }

 private:
  const TrueTime& truth_;
  BootId id_{};
  int64_t started_ms_ = 0, wrong_by_s_ = 0;
};

}  // namespace otmetka::sim
