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

PackageCheck programme::check_files(PackageFiles files, Mistakes mistakes) {
  Reading reading;
  reading.files = std::move(files);
  reading.mistakes = std::move(mistakes);
  read_programme(reading);
  read_venues(reading);
  read_people(reading);
  read_sessions(reading);
  check_pictures(reading);
  check_photos(reading);
  return {std::move(reading.package), reading.mistakes.take()};
}

PackageCheck read_package(const std::string& directory) {
  programme::Mistakes mistakes;
  programme::PackageFiles files = programme::read_files(directory, mistakes);
  return programme::check_files(std::move(files), std::move(mistakes));
}

}  // namespace otmetka
