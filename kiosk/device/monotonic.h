// kiosk/device/monotonic.h - the clock that scanners' silence is measured with.
#pragma once
#include <time.h>

#include <cstdint>

namespace otmetka::kiosk {

/// Milliseconds of a clock that nobody sets.
inline uint64_t monotonic_ms() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
}

}  // namespace otmetka::kiosk
