#include "shared/text/local_time.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

#include "shared/text/catalogue.h"

namespace otmetka {
namespace {

// A claim of a broken clock must still be printable; beyond these years the calendar's own numbers
// overflow.
constexpr int year_min = 1;
constexpr int year_max = 9999;

// Tatar and Kyrgyz keep one form: their endings belong to words that we never put beside a number.
constexpr const char* months[4][12] = {
    {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
     "ноябрь", "декабрь"},
    {"гыйнвар", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
     "ноябрь", "декабрь"},
    {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
     "ноябрь", "декабрь"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
};
constexpr const char* russian_months_of_a_day[12] = {"января",   "февраля", "марта",  "апреля",
                                                     "мая",      "июня",    "июля",   "августа",
                                                     "сентября", "октября", "ноября", "декабря"};

constexpr const char* weekdays[4][7] = {
    {"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"},
    {"дүшәмбе", "сишәмбе", "чәршәмбе", "пәнҗешәмбе", "җомга", "шимбә", "якшәмбе"},
    {"дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби", "жекшемби"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
};

constexpr const char* no_break_space = "\xC2\xA0";

size_t row_of(Language language) { return static_cast<size_t>(language); }

size_t column_of(int month) { return static_cast<size_t>(std::clamp(month, 1, 12) - 1); }

std::string day_and_month(Language language, int month, int day) {
  const char* name = language == Language::ru ? russian_months_of_a_day[column_of(month)]
                                              : months[row_of(language)][column_of(month)];
  return fmt::format("{}{}{}", day, language == Language::ky ? "-" : " ", name);
}

date::year_month_day calendar_day(int year, int month, int day) {
  return date::year{year} / date::month{static_cast<unsigned>(month)} /
         date::day{static_cast<unsigned>(day)};
}

bool is_calendar_day(int year, int month, int day) {
  // The sign first: the calendar's fields are unsigned and would take -1 for something else.
  return year >= year_min && year <= year_max && month > 0 && month <= 12 && day > 0 && day <= 31 &&
         calendar_day(year, month, day).ok();
}

Result<const date::time_zone*> zone_named(const std::string& zone) {
  const auto unknown = [&](const char* why) {
    return fail(Failure::bad_input,
                fmt::format("\"{}\" is not a time zone ({}): give an IANA name such as "
                            "Europe/Moscow, and keep the package tzdata installed",
                            zone, why));
  };
  // tzdata's folder has it, but it is another place on every machine.
  if (zone == "localtime") return unknown("it differs from machine to machine");
  try {
    return date::locate_zone(zone);
  } catch (const std::exception& error) {
    return unknown(error.what());
  }
}

/// The file of a zone is read when it is first used, so damage in it shows only here.
Error unreadable(const std::string& zone, const std::exception& damage) {
  return fail(
      Failure::corrupt,
      fmt::format("time zone {} cannot be read ({}): install tzdata again", zone, damage.what()));
}

std::string grouped(Language language, std::string digits) {
  const char* separator = language == Language::en ? "," : no_break_space;
  for (size_t place = digits.size(); place > 3;) {
    place -= 3;
    digits.insert(place, separator);
  }
  return digits;
}

/// Digits only; nothing else may hide in a date.
std::optional<int> digits_of(std::string_view text) {
  int value = 0;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

bool is_zone(const std::string& zone) { return zone_named(zone).ok(); }

Result<LocalTime> to_local(int64_t unix_s, const std::string& zone) {
  using namespace std::chrono;
  const date::time_zone* place = TRY(zone_named(zone));
  // A day is kept free at both ends, so that no zone's offset leaves the range.
  const auto earliest = date::sys_days{calendar_day(year_min, 1, 2)};
  const auto latest = date::sys_days{calendar_day(year_max, 12, 30)};
  const date::sys_seconds moment{seconds{unix_s}};
  if (moment < earliest || moment > latest)
    return fail(Failure::bad_input,
                fmt::format("{} s is outside the years {} to {}", unix_s, year_min, year_max));
  try {
    const date::local_seconds local = place->to_local(moment);
    const auto midnight = date::floor<date::days>(local);
    const date::year_month_day calendar{midnight};
    const date::hh_mm_ss<seconds> clock{local - midnight};
    return LocalTime{.year = static_cast<int>(calendar.year()),
                     .month = static_cast<int>(static_cast<unsigned>(calendar.month())),
                     .day = static_cast<int>(static_cast<unsigned>(calendar.day())),
                     .hour = static_cast<int>(clock.hours().count()),
                     .minute = static_cast<int>(clock.minutes().count()),
                     .weekday = static_cast<int>(date::weekday{midnight}.iso_encoding())};
  } catch (const std::exception& damage) {
    return unreadable(zone, damage);
  }
}

Result<int64_t> from_local(int year, int month, int day, int hour, int minute,
                           const std::string& zone) {
  using namespace std::chrono;
  const date::time_zone* place = TRY(zone_named(zone));
  if (!is_calendar_day(year, month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return fail(
        Failure::bad_input,
        fmt::format("there is no {:04}-{:02}-{:02} {:02}:{:02} in any calendar year {} to {}", year,
                    month, day, hour, minute, year_min, year_max));
  const date::local_seconds local =
      date::local_days{calendar_day(year, month, day)} + hours{hour} + minutes{minute};
  try {
    // For a wall clock that was jumped over, `earliest` is the moment of the jump.
    return static_cast<int64_t>(
        place->to_sys(local, date::choose::earliest).time_since_epoch().count());
  } catch (const std::exception& damage) {
    return unreadable(zone, damage);
  }
}

std::string clock_text(const LocalTime& time) {
  return fmt::format("{:02}:{:02}", time.hour, time.minute);
}

std::string date_text(Language language, const LocalTime& time) {
  return day_and_month(language, time.month, time.day);
}

std::string weekday_text(Language language, const LocalTime& time) {
  return weekdays[row_of(language)][static_cast<size_t>(std::clamp(time.weekday, 1, 7) - 1)];
}

std::string day_text(const Catalogue& catalogue, Language language, const LocalTime& day,
                     const LocalTime& today) {
  const auto from_today = (date::sys_days{calendar_day(day.year, day.month, day.day)} -
                           date::sys_days{calendar_day(today.year, today.month, today.day)})
                              .count();
  switch (from_today) {
    case 0:
      return catalogue.text(language, "day.today");
    case 1:
      return catalogue.text(language, "day.tomorrow");
    case -1:
      return catalogue.text(language, "day.yesterday");
    default:
      return date_text(language, day);
  }
}

std::string as_of_text(Language language, std::string_view iso_date) {
  const std::string as_given(iso_date);
  const bool has_month = iso_date.size() >= 7 && iso_date[4] == '-';
  const bool has_day = iso_date.size() == 10 && iso_date[7] == '-';
  if (iso_date.size() != (has_day ? 10U : has_month ? 7U : 4U)) return as_given;
  const auto year = digits_of(iso_date.substr(0, 4));
  const auto month = has_month ? digits_of(iso_date.substr(5, 2)) : 1;
  const auto day = has_day ? digits_of(iso_date.substr(8)) : 1;
  if (!year || !month || !day || !is_calendar_day(*year, *month, *day)) return as_given;

  std::string in_year;
  if (has_day) {
    in_year = day_and_month(language, *month, *day);
  } else if (has_month) {
    in_year = months[row_of(language)][column_of(*month)];
  }
  switch (language) {
    case Language::ru:
      return fmt::format("{}{}{}{}г.", in_year, in_year.empty() ? "" : " ", *year, no_break_space);
    case Language::tt:
      return fmt::format("{}{}{}{}ел", in_year, in_year.empty() ? "" : ", ", *year, no_break_space);
    case Language::ky:
      return fmt::format("{}-{}{}{}", *year, "ж.", in_year.empty() ? "" : ", ", in_year);
    case Language::en:
      return fmt::format("{}{}{}", in_year, in_year.empty() ? "" : " ", *year);
  }
  return as_given;
}

std::string number_text(Language language, double value, int decimals) {
  if (!std::isfinite(value)) return "—";
  std::string digits = fmt::format("{:.{}f}", std::fabs(value), std::clamp(decimals, 0, 9));
  std::string fraction;
  if (const size_t point = digits.find('.'); point != digits.npos) {
    fraction = (language == Language::en ? "." : ",") + digits.substr(point + 1);
    digits.erase(point);
  }
  // What was rounded to nothing has no sign: -0 is a puzzle to a reader.
  const bool shows_nothing = (digits + fraction).find_first_of("123456789") == std::string::npos;
  return (value < 0 && !shows_nothing ? "-" : "") + grouped(language, digits) + fraction;
}

std::string count_text(Language language, uint64_t n) {
  return grouped(language, std::to_string(n));
}

}  // namespace otmetka
