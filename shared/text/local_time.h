// shared/text/local_time.h - moments and numbers as people of a place and a language write them.
// Zones come from the system's tzdata, which is updated with the system; ICU's own copy is older.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/base/result.h"
#include "shared/text/language.h"

namespace otmetka {

class Catalogue;

struct LocalTime {
  int year = 0;
  int month = 0;  // 1 … 12
  int day = 0;    // 1 … 31
  int hour = 0;
  int minute = 0;
  int weekday = 0;  // 1 = Monday … 7
};

/// An IANA name that this machine's tzdata knows.
bool is_zone(const std::string& zone);

/// Unix seconds to the wall clock of a zone. bad_input names an unknown zone, or a moment outside
/// the years 1 … 9999.
Result<LocalTime> to_local(int64_t unix_s, const std::string& zone);

/// A wall clock to Unix seconds. An hour that happens twice (autumn) is its first pass; one that is
/// jumped over (spring) is the moment of the jump: who is told 02:30 that night must not find the
/// doors closed when the clock first shows 03:00.
Result<int64_t> from_local(int year, int month, int day, int hour, int minute,
                           const std::string& zone);

std::string clock_text(const LocalTime& time);  // 09:30
std::string date_text(Language language,
                      const LocalTime& time);  // 7 сентября, 7 сентябрь, 7-сентябрь, 7 September
std::string weekday_text(Language language, const LocalTime& time);  // понедельник … Sunday
/// сегодня, завтра, вчера, or the date. Both are of one zone.
std::string day_text(const Catalogue& catalogue, Language language, const LocalTime& day,
                     const LocalTime& today);

/// The date of a figure, with its year: "2021", "2021-10" or "2021-10-01" as 2021 г., октябрь 2021
/// г., 1 октября 2021 г. What is none of these comes back as it is.
std::string as_of_text(Language language, std::string_view iso_date);

/// 1 276 000,5 with no-break spaces; in English 1,276,000.5. Not a number: a dash.
std::string number_text(Language language, double value, int decimals);
std::string count_text(Language language, uint64_t n);

}  // namespace otmetka
