// sync/programme/moments.h - the wall clock of a day, counted from 1970-01-01, as Unix seconds.
#pragma once
#include <cstdint>
#include <string>

#include "shared/base/result.h"

namespace otmetka::programme {

/// As from_local. bad_input for an unknown zone or a day outside the calendar.
Result<int64_t> moment(int64_t day, int32_t minute_of_day, const std::string& zone);

}  // namespace otmetka::programme
