#include <sys/time.h>
#include <time.h>

#include <cstdio>
#include <cstring>

#include "shared/base/bytes.h"
#include "shared/seam/clock.h"

namespace otmetka {
namespace {

// /proc holds the boot id as "xxxxxxxx-xxxx-…\n".
BootId read_boot_id() {
  BootId id{};
  char text[64] = {};
  if (std::FILE* file = std::fopen("/proc/sys/kernel/random/boot_id", "re")) {
    const size_t size = std::fread(text, 1, sizeof text - 1, file);
    std::fclose(file);
    std::string digits;
    for (size_t i = 0; i < size; ++i) {
      if (text[i] != '-' && text[i] != '\n') digits.push_back(text[i]);
    }
    (void)from_hex_into(digits, id, "boot id");
  }
  return id;
}

// Spreads the offset over the whole id (splitmix64 over both halves), so that another offset is
// another boot.
BootId mix(BootId id, int64_t offset_s) {
  for (size_t half = 0; half < 2; ++half) {
    uint64_t word;
    std::memcpy(&word, id.data() + half * 8, 8);
    word ^= static_cast<uint64_t>(offset_s) + half;
    word += 0x9e3779b97f4a7c15u;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
    word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
    word ^= word >> 31;
    std::memcpy(id.data() + half * 8, &word, 8);
  }
  return id;
}

class SystemClock : public Clock {
 public:
  explicit SystemClock(int64_t offset_s)
      : offset_s_(offset_s),
        boot_id_(offset_s == 0 ? read_boot_id() : mix(read_boot_id(), offset_s)) {}

  int64_t wall_s() const override {
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec + offset_s_;
  }
  uint64_t boot_ms() const override {
    timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1000000;
  }
  BootId boot_id() const override { return boot_id_; }

 private:
  int64_t offset_s_;
  BootId boot_id_;
};

}  // namespace

std::unique_ptr<Clock> system_clock(int64_t offset_s) {
  return std::make_unique<SystemClock>(offset_s);
}

}  // namespace otmetka
