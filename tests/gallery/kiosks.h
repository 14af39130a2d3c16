// tests/gallery/kiosks.h - kiosks of the sample programme at a moment, as shots begin with them.
#pragma once
#include "tests/gallery/shots.h"

namespace otmetka::gallery {

inline constexpr int64_t minute_s = 60, hour_s = 3600, day_s = 86400;

class Kiosks {
 public:
  explicit Kiosks(const Sample& sample) : sample_(sample) {}

  /// A kiosk of a venue at a moment, in contact with the office a minute ago.
  kiosk::State at(const std::string& venue, int64_t now_s) const;
  /// The same, after a code was scanned.
  kiosk::State scanned(const Sample& sample, const std::string& venue, int64_t now_s,
                       const std::string& code, bool seen = false) const;
  kiosk::State scanned(const std::string& venue, int64_t now_s, const RosterPerson& person) const {
    return scanned(sample_, venue, now_s, sample_.badge(person.number, person.entry.role()));
  }
  int64_t start_of(const std::string& session) const {
    return sample_.session(session).entry.start();
  }
  /// When somebody of the programme is at a venue, or else when it begins.
  int64_t first_session_at(const VenueEntry& venue) const;

 protected:
  const Sample& sample_;
};

}  // namespace otmetka::gallery
