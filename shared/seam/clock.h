// shared/seam/clock.h - where time comes from. Pure boxes take times as values; shells ask a Clock.
#pragma once
#include <array>
#include <cstdint>
#include <memory>

namespace otmetka {

using BootId = std::array<uint8_t, 16>;

class Clock {
 public:
  virtual ~Clock() = default;
  /// Unix seconds as this machine believes them. May be wrong by decades.
  virtual int64_t wall_s() const = 0;
  /// Milliseconds since this machine started, sleep included. Never jumps within one boot.
  virtual uint64_t boot_ms() const = 0;
  /// Random for each start of the machine.
  virtual BootId boot_id() const = 0;

  uint64_t boot_s() const { return boot_ms() / 1000; }
};

/// The machine's clock. `offset_s` shifts wall time and makes the boot another boot, so that days
/// can be stepped through and a wrong clock can be simulated with the real programs.
std::unique_ptr<Clock> system_clock(int64_t offset_s);

}  // namespace otmetka
