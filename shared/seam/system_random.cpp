#include <sys/random.h>

#include <cstdlib>
#include <cstring>

#include "shared/seam/random.h"

namespace otmetka {

uint64_t Random::u64() {
  const auto raw = bytes<8>();
  uint64_t value;
  std::memcpy(&value, raw.data(), 8);
  return value;
}

double Random::unit() { return static_cast<double>(u64() >> 11) * 0x1.0p-53; }

namespace {
class SystemRandom : public Random {
 public:
  void fill(std::span<uint8_t> out) override {
    size_t at = 0;
    while (at < out.size()) {
      const ssize_t got = getrandom(out.data() + at, out.size() - at, 0);
      // Without randomness no id and no key may be made: better no program than a guessable key.
      if (got < 0) std::abort();
      at += static_cast<size_t>(got);
    }
  }
};
}  // namespace

std::unique_ptr<Random> system_random() { return std::make_unique<SystemRandom>(); }

}  // namespace otmetka
