#include "kiosk/device/code_hold.h"

#include <algorithm>

namespace otmetka::kiosk {

std::vector<std::string> CodeHold::see(const std::vector<std::string>& codes, uint64_t now_ms,
                                       bool still) {
  for (Held& one : held_) {
    one.in_view = one.in_view && still;
    if (one.in_view) one.seen_ms = now_ms;
  }
  std::erase_if(held_, [&](const Held& one) { return now_ms >= one.seen_ms + hold_away_ms; });
  std::vector<std::string> out;
  for (const std::string& code : codes) {
    const auto known =
        std::find_if(held_.begin(), held_.end(), [&](const Held& one) { return one.code == code; });
    if (known != held_.end()) {
      known->seen_ms = now_ms;
      known->in_view = true;
      continue;
    }
    if (held_.size() == held_codes_max) forget_longest_away();
    held_.push_back({code, now_ms, true});
    out.push_back(code);
  }
  return out;
}

void CodeHold::forget_longest_away() {
  held_.erase(std::min_element(held_.begin(), held_.end(),
                               [](const Held& a, const Held& b) { return a.seen_ms < b.seen_ms; }));
}

}  // namespace otmetka::kiosk
