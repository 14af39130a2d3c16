// sync/daemon/synchronized.h - what the system's NTP client says of the clock: systemd-timesyncd
// touches a file each time that it has set it. (adjtimex would say it of every client, and is not
// for a program that may not set clocks.)
#pragma once
#include <optional>
#include <string>

#include "shared/model/time_fold.h"

namespace otmetka {

inline constexpr const char* synchronized_file = "/run/systemd/timesync/synchronized";

class Synchronized {
 public:
  explicit Synchronized(std::string file) : file_(std::move(file)) {}
  /// True time now, if the clock was set since the last look and a moment ago: later somebody's
  /// hand may have moved it again.
  std::optional<TimeInterval> look(const Clock& clock);

 private:
  std::string file_;
  int64_t seen_s_ = 0;
};

}  // namespace otmetka
