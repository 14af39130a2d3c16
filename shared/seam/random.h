// shared/seam/random.h - where ids, keys and nonces come from; the simulator gives a seeded one, so
// that one seed replays one run.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace otmetka {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<uint8_t> out) = 0;

  template <size_t N>
  std::array<uint8_t, N> bytes() {
    std::array<uint8_t, N> out;
    fill(out);
    return out;
  }
  uint64_t u64();
  /// Uniform in [0, 1).
  double unit();
};

/// The kernel's generator.
std::unique_ptr<Random> system_random();

}  // namespace otmetka
