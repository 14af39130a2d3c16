#include "sync/programme/package.h"

#include <algorithm>

#include "sync/programme/package_parts.h"

namespace otmetka {

int32_t last_day_of(const Package& package) {
  int32_t last = 0;
  for (const Package::Session& session : package.sessions) {
    if (session.counts) last = std::max(last, session.day);
  }
  return last;
}

PackageCheck read_package(const std::string& directory) {
  programme::Reading reading;
  reading.files = programme::read_files(directory, reading.mistakes);
  programme::read_programme(reading);
  programme::read_venues(reading);
  programme::read_people(reading);
  programme::read_sessions(reading);
  programme::check_pictures(reading);
  programme::check_photos(reading);
  return {std::move(reading.package), reading.mistakes.take()};
}

}  // namespace otmetka
