// sync/programme/package_files.h - the files of a package in memory. The only place that touches
// the disk: ordinary files in their places are read, everything else is a mistake.
#pragma once
#include <map>
#include <set>
#include <string>

#include "shared/base/bytes.h"
#include "sync/programme/mistakes.h"

namespace otmetka::programme {

struct PackageFiles {
  std::map<std::string, std::string>
      texts;                              // by path in the package: TOML files that could be read
  std::map<std::string, Bytes> pictures;  // by file name
  std::map<std::string, Bytes> photos;    // the same
  std::set<std::string> venues;           // names of files in venues/, readable or not
  // Names that are there, but are a mistake already told.
  std::set<std::string> unread, unread_photos;
};

PackageFiles read_files(const std::string& directory, Mistakes& mistakes);

/// [a-z0-9][a-z0-9-]*, at most 40.
bool is_plain_name(std::string_view text);

}  // namespace otmetka::programme
