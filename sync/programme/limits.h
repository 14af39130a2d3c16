// sync/programme/limits.h - how much a programme package may hold, each bound with its reason.
// Units come last in the name.
#pragma once
#include <cstddef>
#include <cstdint>

#include "shared/base/limits.h"

namespace otmetka::programme {

// A picture becomes a blob that travels like any detached payload.
inline constexpr size_t picture_bytes_max = blob_bytes_max;
// What the kiosk's graphics take as one texture, on every machine that we know.
inline constexpr uint32_t picture_side_px_max = 4096;
// Screens leave a 3:2 place; a hall's x and y are meant on a plan of this shape. A pixel of
// rounding is no mistake.
inline constexpr double picture_ratio = 1.5, picture_ratio_error_max = 0.02;
// A photo of somebody as offices have it; what is made of it has portrait_bytes_max.
inline constexpr size_t photo_bytes_max = 512u << 10;
inline constexpr uint32_t photo_side_px_max = 2048;
// Below this nobody is recognised from two metres.
inline constexpr uint32_t photo_side_px_min = 120;
// A longer strip is no portrait: most of it would be cut off.
inline constexpr uint32_t photo_sides_ratio_max = 2;
// 20,000 people in 300 MB of portraits are the most that any kiosk is measured with.
inline constexpr size_t photos_max = 20'000;
// A venue with 20 exhibits in four languages has about 100 kB.
inline constexpr size_t toml_bytes_max = 4u << 20;
// The one file that grows with the programme: 100,000 people with posts in four languages.
inline constexpr size_t people_bytes_max = 64u << 20;
inline constexpr size_t people_max = 100'000;
inline constexpr size_t sessions_max = 5'000;
inline constexpr size_t delegations_max = 2'000;
// Halls, and exhibits, of one venue: a kiosk lists them on a few screens.
inline constexpr size_t venue_parts_max = 500;
// Municipal teams have five people; a team may be one person.
inline constexpr size_t teams_max = people_max;
// A pair, or the three that an odd number of people makes.
inline constexpr size_t pair_people_min = 2, pair_people_max = 3;
// Lines of times of one hall or exhibit.
inline constexpr size_t shown_max = 50;
// Its times, day by day: three a day for a year. They travel in one fact, beside its texts.
inline constexpr size_t shown_spans_max = 1'100, shown_span_bytes_max = 16;
// Venues and pictures together, photos apart; the largest known programme has 12 venues.
inline constexpr size_t files_max = 2'000;
// All files together: they are in memory at once.
inline constexpr size_t package_bytes_max = 512u << 20;
// Keys such as a.b.c open a table each, and tables inside tables are taken apart by recursion.
inline constexpr size_t dotted_key_parts_max = 32;
// A list that nobody will read to its end.
inline constexpr size_t mistakes_max = 1'000;

inline constexpr size_t name_characters_max = 40;
inline constexpr size_t person_name_characters_max = 100;
inline constexpr size_t title_characters_max = 200;  // two lines of a kiosk's screen
inline constexpr size_t note_characters_max = 1'000;
inline constexpr size_t about_characters_max = 4'000;
inline constexpr size_t url_characters_max = 500;

// The last day of a session: ten years. Later is a slip of the keyboard.
inline constexpr int64_t day_max = 3'653;
inline constexpr int64_t forget_days_max = 3'653;

}  // namespace otmetka::programme
