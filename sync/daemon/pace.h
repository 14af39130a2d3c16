// sync/daemon/pace.h - when the daemon exchanges with central. Pure: moments and what happened come
// in.
#pragma once
#include <algorithm>
#include <cstdint>

namespace otmetka {

class Pace {
 public:
  // Where bytes are paid for, facts go out in company and the rest is fetched now and then; what
  // failed after it had cost something is not tried again as soon.
  static constexpr uint64_t limited_rest_ms = 60'000, limited_every_ms = 900'000;
  static constexpr uint64_t dear_bytes = 4096;

  explicit Pace(bool limited) : limited_(limited) {}

  /// `urgent`: central has news, or the box stands elsewhere now. `facts`: some wait to go out.
  /// Neither shortens the wait after a failure.
  bool is_due(uint64_t now_ms, bool urgent, bool facts) const {
    const bool wakes = failures_ == 0 && (urgent || (facts && now_ms >= rests_until_ms_));
    return wakes || now_ms >= next_ms_;
  }
  void at_once() { next_ms_ = 0; }
  void succeeded(uint64_t now_ms, uint64_t next_exchange_s) {
    failures_ = 0;
    wait(now_ms, next_exchange_s * 1000, limited_every_ms);
  }
  /// `backoff_ms(failures)` is the wait after so many in a row; `spent`: bytes of this one.
  template <typename Backoff>
  void failed(uint64_t now_ms, uint64_t spent, const Backoff& backoff_ms) {
    ++failures_;
    wait(now_ms, backoff_ms(failures_),
         spent == 0           ? 0
         : spent < dear_bytes ? limited_rest_ms
                              : limited_every_ms);
  }

 private:
  void wait(uint64_t now_ms, uint64_t ms, uint64_t limited_least_ms) {
    next_ms_ = now_ms + (limited_ ? std::max(ms, limited_least_ms) : ms);
    rests_until_ms_ = limited_ ? now_ms + limited_rest_ms : 0;
  }
  bool limited_;
  unsigned failures_ = 0;
  uint64_t next_ms_ = 0, rests_until_ms_ = 0;
};

}  // namespace otmetka
