#include "kiosk/app/searched_names.h"

namespace otmetka::kiosk {

void SearchedNames::read(const Directory& directory, uint64_t version, People declined) {
  if (version != version_) {
    version_ = version;
    names_ = search_of(directory);
    declined_.clear();
  }
  for (const auto& person : declined_) {
    if (!declined.contains(person)) put(directory, person);
  }
  for (const auto& person : declined) {
    if (!declined_.contains(person)) remove(directory, person);
  }
  declined_ = std::move(declined);
}

SearchView SearchedNames::find(const std::string& typed, const Directory& directory) const {
  return search_view(names_.find(typed), directory);
}

void SearchedNames::put(const Directory& directory, const People::value_type& person) {
  const CohortEntry* cohort = directory.cohort(person.first);
  if (!cohort) return;
  const auto known = cohort->people.find(person.second);
  if (known == cohort->people.end()) return;
  // Who finds no room is found by badge and by the staff.
  (void)names_
      .put({CohortNumber{cohort->entry.number()}, person.second}, known->second.name,
           known->second.entry.delegation())
      .ok();
}

void SearchedNames::remove(const Directory& directory, const People::value_type& person) {
  if (const CohortEntry* cohort = directory.cohort(person.first))
    names_.remove({CohortNumber{cohort->entry.number()}, person.second});
}

}  // namespace otmetka::kiosk
