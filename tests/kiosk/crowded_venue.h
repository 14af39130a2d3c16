// tests/kiosk/crowded_venue.h - a venue of which any part may have its times, and what must be seen
// of it, reckoned anew.
#pragma once
#include <algorithm>
#include <set>

#include "tests/kiosk/kiosk.h"
#include "tests/seeded.h"

namespace otmetka::kiosk {

/// Up to two times: soon over, soon to begin, without an end, or none at all.
template <typename Times>
void give_times(test::Seeded& random, int64_t now_s, Times& times) {
  for (uint64_t left = random.below(3) == 0 ? 1 + random.below(2) : 0; left > 0; --left) {
    auto& shown = *times.Add();
    shown.set_from(now_s + static_cast<int64_t>(random.below(4000)) - 2000);
    shown.set_until(random.below(9) == 0 ? INT64_MAX - static_cast<int64_t>(random.below(2))
                                         : shown.from() + static_cast<int64_t>(random.below(3000)));
  }
}

inline VenueView crowded_venue(test::Seeded& random, int64_t now_s) {
  VenueView venue = *university();
  venue.halls.resize(random.below(4));
  venue.exhibits.resize(random.below(5));
  for (size_t i = 0; i < venue.halls.size(); ++i) {
    venue.halls[i].set_name("hall-" + std::to_string(i));
    give_times(random, now_s, *venue.halls[i].mutable_shown());
  }
  for (size_t i = 0; i < venue.exhibits.size(); ++i) {
    venue.exhibits[i].set_name("exhibit-" + std::to_string(i));
    venue.exhibits[i].set_hall("hall-" + std::to_string(random.below(4)));
    give_times(random, now_s, *venue.exhibits[i].mutable_shown());
  }
  return venue;
}

/// What has its times is on the screens then and only then, and what is chosen is there.
inline bool shows_what_is_on(const State& state) {
  const auto open = [&](const auto& thing) {
    const auto now = [&](const payload::Shown& each) {
      return state.now_s >= each.from() && state.now_s < each.until();
    };
    return thing.shown().empty() || std::any_of(thing.shown().begin(), thing.shown().end(), now);
  };
  std::set<std::string> closed, wanted, shown;
  for (const auto& hall : state.whole_venue->halls)
    (open(hall) ? wanted : closed).insert(hall.name());
  for (const auto& exhibit : state.whole_venue->exhibits) {
    if (open(exhibit) && !closed.contains(exhibit.hall())) wanted.insert(exhibit.name());
  }
  for (const auto& hall : state.venue->halls) shown.insert(hall.name());
  for (const auto& exhibit : state.venue->exhibits) shown.insert(exhibit.name());
  return shown == wanted && state.hall < std::max<size_t>(1, state.venue->halls.size()) &&
         state.exhibit < std::max<size_t>(1, state.venue->exhibits.size());
}

}  // namespace otmetka::kiosk
