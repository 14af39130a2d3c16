// sync/programme/package_parts.h - the files of a package, one function each. Order matters: a
// later part refers to earlier ones, and is checked against them while its lines are at hand.
// programme, venues, people, sessions, pictures, photos.
#pragma once
#include <set>
#include <string>

#include "sync/programme/package_files.h"
#include "sync/programme/toml_table.h"

namespace otmetka::programme {

struct Reading {
  Mistakes mistakes;
  PackageFiles files;
  Package package;
  std::set<std::string> pictures_used, photos_used, delegations, teams;  // names
  // A hall or an exhibit that has its times, to be counted once the programme's days are known.
  struct ShownAt {
    std::string file, what;
    uint32_t line = 0;
    size_t daily = 0, dated = 0;
  };
  std::vector<ShownAt> shown;
  // Whether everything that these files name is known. Nothing is concluded from what a broken file
  // does not say.
  bool programme_read = false, venues_read = true, people_read = false;

  /// The table of a file that is there and is TOML.
  std::optional<toml::table> table_of(const std::string& path) {
    const auto text = files.texts.find(path);
    if (text == files.texts.end()) return std::nullopt;
    return parse_toml(path, text->second, mistakes);
  }
};

/// All parts in their order: a package whose files are in memory. `mistakes` are those of reading
/// them.
PackageCheck check_files(PackageFiles files, Mistakes mistakes);

void read_programme(Reading& reading);
void read_venues(Reading& reading);
void read_people(Reading& reading);
void read_sessions(Reading& reading);
void check_pictures(Reading& reading);
/// Makes the portraits.
void check_photos(Reading& reading);
/// Nobody can be in two places: sessions that the same delegation is expected at must not overlap.
/// `lines` are those of the package's sessions.
void check_overlaps(Reading& reading, const std::vector<uint32_t>& lines);

/// The names of things, to look for what was meant.
template <typename Things>
std::vector<std::string_view> names_of(const Things& things) {
  std::vector<std::string_view> names;
  for (const auto& thing : things) names.push_back(thing.name);
  return names;
}

/// The thing with that name. Linear, for lists that limits.h keeps short.
template <typename Things>
auto named(const Things& things, std::string_view name) -> decltype(&*things.begin()) {
  for (const auto& thing : things) {
    if (thing.name == name) return &thing;
  }
  return nullptr;
}

}  // namespace otmetka::programme
