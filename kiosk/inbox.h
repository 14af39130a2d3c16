// kiosk/inbox.h - what other threads have to tell the loop.
#pragma once
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "kiosk/app/staff_views.h"
#include "kiosk/device/code_splitter.h"

namespace otmetka::kiosk {

// More than a crowd can scan while one frame is drawn; beyond it somebody is playing with the
// scanner.
inline constexpr size_t inbox_codes_max = 64;

class Inbox {
 public:
  /// False when there is no more room, or when it would only say again that something was
  /// unreadable.
  bool put(ScannedCode code) {
    const std::lock_guard lock(mutex_);
    if (codes_.size() == inbox_codes_max) return false;
    if (!code.readable && !codes_.empty() && !codes_.back().readable) return false;
    codes_.push_back(std::move(code));
    return true;
  }
  void put_present(bool present) {
    const std::lock_guard lock(mutex_);
    present_ = present;
  }
  /// Which attempt, and whose PIN it was; nobody's: refused.
  struct Pin {
    uint64_t attempt = 0;
    std::optional<Shift> shift;
  };
  void put_pin(Pin pin) {
    const std::lock_guard lock(mutex_);
    pin_ = std::move(pin);
  }
  std::optional<Pin> take_pin() {
    const std::lock_guard lock(mutex_);
    return std::exchange(pin_, std::nullopt);
  }
  std::optional<ScannedCode> take_code() {
    const std::lock_guard lock(mutex_);
    if (codes_.empty()) return std::nullopt;
    ScannedCode code = std::move(codes_.front());
    codes_.pop_front();
    return code;
  }
  std::optional<bool> take_present() {
    const std::lock_guard lock(mutex_);
    return std::exchange(present_, std::nullopt);
  }
  bool has_codes() {
    const std::lock_guard lock(mutex_);
    return !codes_.empty();
  }

 private:
  std::mutex mutex_;
  std::deque<ScannedCode> codes_;
  std::optional<bool> present_;
  std::optional<Pin> pin_;
};

}  // namespace otmetka::kiosk
