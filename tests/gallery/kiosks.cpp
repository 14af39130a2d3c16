#include "tests/gallery/kiosks.h"

namespace otmetka::gallery {

using kiosk::Screen;
using kiosk::State;

State Kiosks::at(const std::string& venue, int64_t now_s) const {
  State state;
  state.now_ms = 1'000'000;
  state.touched_ms = state.now_ms;
  state.now_s = now_s;
  state.enrolled = true;
  state.screen = Screen::attract;
  state.whole_venue = std::make_shared<const kiosk::VenueView>(
      kiosk::venue_view(sample_.directory(), sample_.venue(venue).number));
  state.venue = kiosk::shown_at(state.whole_venue, now_s);
  state.sync.at_s = now_s - minute_s;
  return state;
}

int64_t Kiosks::first_session_at(const VenueEntry& venue) const {
  int64_t first = INT64_MAX;
  for (const auto& [number, session] : sample_.cohort().sessions) {
    if (session.venue == venue.number) first = std::min(first, session.entry.start());
  }
  return first == INT64_MAX ? start_of("networking") : first;
}

State Kiosks::scanned(const Sample& sample, const std::string& venue, int64_t now_s,
                      const std::string& code, bool seen) const {
  State state = at(venue, now_s);
  const VenueNumber here = sample.venue(venue).number;
  const ScanDecision decision = decide_scan(code, sample.directory(), here, {now_s, true},
                                            [&](const auto&...) { return seen; });
  state.verdict = kiosk::verdict_view(decision, std::nullopt, sample.directory(), here, now_s);
  state.screen = Screen::verdict;
  state.verdict_until_ms = state.now_ms + kiosk::verdict_shown_ms;
  return state;
}

}  // namespace otmetka::gallery
