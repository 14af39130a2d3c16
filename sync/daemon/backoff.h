// sync/daemon/backoff.h - how long to wait after a failure: a random time below a bound that
// doubles up to a cap. The jitter is applied after the cap, so that ten thousand kiosks whose
// bounds have all reached it do not come back at one moment.
#pragma once
#include <algorithm>
#include <cstdint>

#include "shared/seam/random.h"

namespace otmetka {

inline constexpr uint64_t backoff_base_ms = 2'000;
inline constexpr uint64_t backoff_cap_ms = 300'000;

inline uint64_t backoff_ms(unsigned failures, Random& random) {
  const uint64_t bound =
      failures >= 20 ? backoff_cap_ms : std::min(backoff_cap_ms, backoff_base_ms << failures);
  return static_cast<uint64_t>(random.unit() * static_cast<double>(bound));
}

}  // namespace otmetka
