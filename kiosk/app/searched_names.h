// kiosk/app/searched_names.h - whom a typed name may find: everybody the directory names, but for
// those who do not want their name shown.
#pragma once
#include <set>

#include "kiosk/app/views.h"

namespace otmetka::kiosk {

class SearchedNames {
 public:
  using People = std::set<std::pair<Scope, PersonNumber>>;
  /// `version` is another one whenever the directory may say something else.
  void read(const Directory& directory, uint64_t version, People declined);
  SearchView find(const std::string& typed, const Directory& directory) const;

 private:
  void put(const Directory& directory, const People::value_type& person);
  void remove(const Directory& directory, const People::value_type& person);

  NameSearch names_;
  uint64_t version_ = 0;
  People declined_;
};

}  // namespace otmetka::kiosk
