#include "shared/model/ideas.h"

namespace otmetka {

void IdeaFold::add(const PlacedFact& placed) {
  const auto& [id, fact] = placed;
  if (fact.kind != Kind::idea || fact.flags & flag::rehearsal || fact.person.none()) return;
  ideas_[id.scope][fact.person].insert(id);
}

size_t IdeaFold::count(const Scope& cohort, const Subject& person,
                       const AttendanceFold& people) const {
  const auto of_cohort = ideas_.find(cohort);
  if (of_cohort == ideas_.end()) return 0;
  size_t count = 0;
  for (const Subject& name : people.names_of(cohort, person)) {
    const auto found = of_cohort->second.find(name);
    if (found == of_cohort->second.end()) continue;
    for (const FactId& id : found->second) count += !people.superseded(id);
  }
  return count;
}

}  // namespace otmetka
