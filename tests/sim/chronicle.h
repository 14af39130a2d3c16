// tests/sim/chronicle.h - what happened in a simulated world, kept outside of the product: what
// visitors were shown, as plain data; what went wrong; the last events, for the one who reads a
// failure.
#pragma once
#include <fmt/format.h>

#include <deque>
#include <string>
#include <vector>

#include "tests/sim/sim_time.h"

namespace otmetka::sim {

/// A scan that a visitor was shown as recorded. Plain words and numbers: what the product later
/// says is compared with these, never with its own types.
struct Shown {
  std::string device, scope, epoch;  // hexadecimal, text, 16 hexadecimal digits
  uint64_t seq = 0;
  std::string kind;     // check-in, refused-scan, walk-in
  uint64_t person = 0;  // 0: nobody
  uint64_t session = 0, venue = 0;
  std::string method;
  std::string box, boot;   // the machine and its boot id
  bool wall_known = true;  // false: only told as `already`
  int64_t wall = 0;
  int64_t truth = 0;           // when it truly was
  bool disk_was_lost = false;  // an older image was put on that disk before central had the fact

  std::string place() const { return fmt::format("{}/{}/{}/{}", device, scope, epoch, seq); }
};

/// Seconds of the wall and of the boot do not begin together, and a fact goes by the boot's.
inline bool same_wall(int64_t recorded, int64_t shown) {
  return recorded >= shown - 1 && recorded <= shown + 1;
}

/// A scan that failed: nothing was shown, but the fact may be there all the same.
struct Unsure {
  std::string device;
  uint64_t person = 0;
  int64_t wall = 0;
};

struct Chronicle {
  explicit Chronicle(const TrueTime& time) : now(&time) {}

  template <typename... Values>
  void note(fmt::format_string<Values...> text, Values&&... values) {
    keep(fmt::format(text, std::forward<Values>(values)...));
  }
  template <typename... Values>
  void wrong(fmt::format_string<Values...> text, Values&&... values) {
    problems.push_back(fmt::format(text, std::forward<Values>(values)...));
    keep("WRONG: " + problems.back());
  }
  /// The end of the story, and what was wrong with it.
  std::string tail() const {
    std::string out;
    for (const std::string& event : events) out += event + "\n";
    for (const std::string& problem : problems) out += "wrong: " + problem + "\n";
    return out;
  }

  std::vector<Shown> shown;
  std::vector<Unsure> unsure;
  std::vector<std::string> problems;
  std::deque<std::string> events;
  const TrueTime* now;
  bool aloud = false;  // each event at once, for a run that ends in a crash

 private:
  static constexpr size_t events_kept = 40;
  void keep(const std::string& text) {
    const int64_t day_ms = now->ms % 86'400'000;
    events.push_back(fmt::format("{:02}:{:02}:{:06.3f} {}", day_ms / 3'600'000,
                                 day_ms / 60'000 % 60, static_cast<double>(day_ms % 60'000) / 1000,
                                 text));
    if (events.size() > events_kept) events.pop_front();
    if (aloud) fmt::print(stderr, "{}\n", events.back());
  }
};

}  // namespace otmetka::sim
