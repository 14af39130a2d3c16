#include "kiosk/app/typed_keys.h"

#include <algorithm>
#include <utility>

namespace otmetka::kiosk {

bool TypedKeys::burst_at(uint64_t now_ms) const {
  return burst_ms_ && now_ms < *burst_ms_ + burst_patience_ms;
}

std::vector<Stroke> TypedKeys::settle() { return std::exchange(run_, {}); }

std::vector<Stroke> TypedKeys::feed(const std::vector<Stroke>& strokes, uint64_t now_ms) {
  std::vector<Stroke> out;
  heard_ms_ = now_ms;
  for (const Stroke& stroke : strokes) {
    if (stroke.letter != 0) {
      last_ms_ = now_ms;
      if (!burst_at(now_ms)) run_.push_back(stroke);
      if (run_.size() < burst_letters && !burst_at(now_ms)) continue;
      run_.clear();
      burst_ms_ = now_ms;
      scanner_typed_ = true;
      continue;
    }
    // Enter right after a letter ends a code, however short that is.
    if (stroke.key == Key::enter && !run_.empty()) {
      run_.clear();
      burst_ms_ = now_ms;
      scanner_typed_ = true;
    }
    // Whatever a scanner sends after its code is the code's: Enter, Tab, an arrow.
    if (burst_at(now_ms)) continue;
    const std::vector<Stroke> before = settle();
    out.insert(out.end(), before.begin(), before.end());
    out.push_back(stroke);
  }
  return out;
}

std::vector<Stroke> TypedKeys::silence(uint64_t now_ms) {
  heard_ms_ = now_ms;
  if (run_.empty() || now_ms < silent_at_ms()) return {};
  return settle();
}

void TypedKeys::was_deaf_until(uint64_t now_ms) {
  if (waiting()) last_ms_ = std::max(last_ms_, now_ms);
  if (burst_at(heard_ms_)) *burst_ms_ += now_ms - heard_ms_;
  heard_ms_ = now_ms;
}

bool TypedKeys::code_over() { return std::exchange(scanner_typed_, false); }

}  // namespace otmetka::kiosk
