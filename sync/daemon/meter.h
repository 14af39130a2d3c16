// sync/daemon/meter.h - what a network that is paid by the byte may cost a day. Pure: bytes and
// moments come in. Facts come first: the last quarter of a day's bytes is theirs alone.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>

#include "shared/store/mirror.h"

namespace otmetka {

/// The rest of a day, without the part that is the facts'.
inline uint64_t left_for_the_rest(const DayBytes& day) {
  const uint64_t left = day.may - std::min(day.may, day.spent), of_facts = day.may / 4;
  return left - std::min(left, of_facts);
}

/// What is spent of the day of a moment: what was kept, or of another day nothing yet.
inline DayBytes on_day_of(const DayBytes& kept, int64_t now_s) {
  constexpr int64_t day_s = 86'400;
  return now_s / day_s == kept.day ? kept : DayBytes{kept.may, now_s / day_s, 0};
}

/// Moments are true time, Unix, where this boot knows it; nothing where it does not. A clock that
/// nobody has set begins no day: a box that starts in the same year each morning would have none.
class Meter {
 public:
  using Moment = std::optional<int64_t>;
  /// `state`: as it was kept.
  Meter(uint64_t bytes_a_day, DayBytes state) : state_(state) { state_.may = bytes_a_day; }

  void spend(uint64_t bytes, Moment now_s) {
    state_ = of(now_s);
    state_.spent += bytes;
  }
  /// 0: nothing goes out before the next day, in UTC. But a box that does not know the day may ask.
  uint64_t left(Moment now_s) const {
    const DayBytes day = of(now_s);
    return day.may - std::min(day.may, day.spent);
  }
  /// For all that is no fact of this kiosk: programmes, names, photos, pictures.
  uint64_t left_for_the_rest(Moment now_s) const { return otmetka::left_for_the_rest(of(now_s)); }
  const DayBytes& state() const { return state_; }

 private:
  DayBytes of(Moment now_s) const { return now_s ? on_day_of(state_, *now_s) : state_; }
  DayBytes state_;
};

}  // namespace otmetka
