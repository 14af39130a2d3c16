#include "sync/daemon/synchronized.h"

#include <sys/stat.h>

#include <utility>

namespace otmetka {
namespace {

constexpr int64_t fresh_s = 120, width_s = 2;

}  // namespace

std::optional<TimeInterval> Synchronized::look(const Clock& clock) {
  struct stat file {};
  if (::stat(file_.c_str(), &file) != 0) return std::nullopt;
  const int64_t set_s = file.st_mtim.tv_sec, now_s = clock.wall_s(), ago_s = now_s - set_s;
  if (std::exchange(seen_s_, set_s) == set_s) return std::nullopt;
  if (ago_s < 0 || ago_s > fresh_s) return std::nullopt;
  // What the clock may have been moved by since then, unseen.
  return TimeInterval{now_s - width_s - ago_s, now_s + width_s + ago_s, false};
}

}  // namespace otmetka
