#include "sync/programme/package.h"

#include "sync/programme/package_parts.h"

namespace otmetka {

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
