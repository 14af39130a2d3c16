// sync/daemon/meter.h - what a network that is paid by the byte may cost a day. Pure: bytes and
// moments come in. Facts come first: the last quarter of a day's bytes is theirs alone.
#pragma once
#include <algorithm>
#include <cstdint>

#include "shared/store/mirror.h"

namespace otmetka {

class Meter {
 public:
  /// `state`: as it was kept.
  Meter(uint64_t bytes_a_day, DayBytes state) : state_(state) { state_.may = bytes_a_day; }

  void spend(uint64_t bytes, int64_t now_s) {
    begin_day(now_s);
    state_.spent += bytes;
  }
  /// For facts. 0: nothing goes out before `next_day_s`.
  uint64_t left(int64_t now_s) const {
    const uint64_t spent = day_of(now_s) == state_.day ? state_.spent : 0;
    return state_.may - std::min(state_.may, spent);
  }
  /// For all that is no fact of this kiosk: programmes, names, photos, pictures.
  uint64_t left_for_the_rest(int64_t now_s) const {
    const uint64_t left = this->left(now_s), of_facts = state_.may / 4;
    return left - std::min(left, of_facts);
  }
  /// By this box's clock, in UTC. A clock that jumps begins another day: what has to go out is not
  /// kept back for years.
  static int64_t next_day_s(int64_t now_s) { return (day_of(now_s) + 1) * day_s; }
  const DayBytes& state() const { return state_; }

 private:
  static constexpr int64_t day_s = 86'400;
  static int64_t day_of(int64_t now_s) { return now_s / day_s; }
  void begin_day(int64_t now_s) {
    if (state_.day == day_of(now_s)) return;
    state_.day = day_of(now_s);
    state_.spent = 0;
  }
  DayBytes state_;
};

}  // namespace otmetka
