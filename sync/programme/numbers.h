// sync/programme/numbers.h - which number each thing of a package has: the one that it had, or a
// new one.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "sync/programme/publish.h"

namespace otmetka::programme {

struct Numbers {
  uint32_t cohort = 0;
  std::vector<uint32_t> venues, sessions, people;  // in the order of the package
  // By name; the cohort's own, so nobody is asked for them.
  std::map<std::string, uint32_t> delegations, teams;
  std::vector<uint32_t> pairs;  // of people, in the order of the package; 0: works alone
};

/// Venues go by name, whichever programme published them; sessions, delegations and teams by name
/// within the cohort; people by delegation, family, given name and patronymic, namesakes in the
/// order of their numbers; pairs by who was in them. `take` is called at most once a kind.
Result<Numbers> number_package(const Package& package, const Directory& existing,
                               const TakeNumbers& take);

}  // namespace otmetka::programme
