#include "sync/programme/moments.h"

#include <fmt/format.h>

#include <chrono>

#include "shared/text/local_time.h"

namespace otmetka::programme {

Result<int64_t> moment(int64_t day, int32_t minute_of_day, const std::string& zone) {
  constexpr int64_t day_farthest =
      2'900'000;  // near the year 9900, either way: std::chrono's calendar holds it
  if (day < -day_farthest || day > day_farthest) {
    return fail(Failure::bad_input,
                fmt::format("day {} is outside the calendar: give a date of these years", day));
  }
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
  return from_local(static_cast<int>(date.year()),
                    static_cast<int>(static_cast<unsigned>(date.month())),
                    static_cast<int>(static_cast<unsigned>(date.day())), minute_of_day / 60,
                    minute_of_day % 60, zone);
}

}  // namespace otmetka::programme
