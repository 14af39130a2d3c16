#include "sync/programme/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <tuple>

namespace otmetka::programme {
namespace {

/// Delegation, family, given, patronymic.
using PersonKey = std::tuple<std::string, std::string, std::string, std::string>;

/// Keeps the numbers that are there and gives the rest, marked 0, new ones in a row.
Status number_the_rest(std::vector<uint32_t>& numbers, NumberKind kind, const TakeNumbers& take) {
  const auto missing = static_cast<uint32_t>(std::count(numbers.begin(), numbers.end(), 0u));
  if (missing == 0) return done();
  uint32_t next = TRY(take(kind, missing));
  if (next == 0 || next > std::numeric_limits<uint32_t>::max() - missing) {
    return fail(Failure::full, fmt::format("{} numbers from {} on were given, and there are not so "
                                           "many: look at the store's number blocks",
                                           missing, next));
  }
  for (uint32_t& number : numbers) {
    if (number == 0) number = next++;
  }
  return done();
}

std::map<std::string, uint32_t> number_delegations(const Package& package,
                                                   const CohortEntry* cohort) {
  std::map<std::string, uint32_t> numbers;
  uint32_t highest = 0;
  if (cohort) {
    for (const auto& [number, delegation] : cohort->delegations) {
      numbers.try_emplace(delegation.name(), number);
      highest = std::max(highest, number);
    }
  }
  for (const Package::Delegation& delegation : package.delegations) {
    if (numbers.try_emplace(delegation.name, highest + 1).second) ++highest;
  }
  return numbers;
}

/// 0 for what is new.
std::vector<uint32_t> known_sessions(const Package& package, const CohortEntry* cohort) {
  std::map<std::string, uint32_t> known;
  if (cohort) {
    for (const auto& [number, session] : cohort->sessions) {
      known.try_emplace(session.entry.name(), static_cast<uint32_t>(number));
    }
  }
  std::vector<uint32_t> numbers;
  for (const Package::Session& session : package.sessions) numbers.push_back(known[session.name]);
  return numbers;
}

std::vector<uint32_t> known_people(const Package& package, const CohortEntry* cohort) {
  std::map<PersonKey, std::vector<uint32_t>> known;  // the lowest number last
  if (cohort) {
    for (auto at = cohort->people.rbegin(); at != cohort->people.rend(); ++at) {
      const RosterPerson& person = at->second;
      const auto delegation = cohort->delegations.find(person.entry.delegation());
      const bool has = delegation != cohort->delegations.end();
      known[{has ? delegation->second.name() : "", person.name.family(), person.name.given(),
             person.name.patronymic()}]
          .push_back(static_cast<uint32_t>(at->first));
    }
  }
  std::vector<uint32_t> numbers;
  for (const Package::Person& person : package.people) {
    auto& same = known[{person.delegation, person.family, person.given, person.patronymic}];
    numbers.push_back(same.empty() ? 0 : same.back());
    if (!same.empty()) same.pop_back();
  }
  return numbers;
}

}  // namespace

Result<Numbers> number_package(const Package& package, const Directory& existing,
                               const TakeNumbers& take) {
  const CohortEntry* cohort = existing.cohort(package.name);
  Numbers numbers;
  numbers.delegations = number_delegations(package, cohort);
  std::vector<uint32_t> cohorts = {cohort ? cohort->entry.number() : 0};
  for (const Package::Venue& venue : package.venues) {
    const VenueEntry* known = existing.venue(venue.name);
    numbers.venues.push_back(known ? static_cast<uint32_t>(known->number) : 0);
  }
  numbers.sessions = known_sessions(package, cohort);
  numbers.people = known_people(package, cohort);
  TRY(number_the_rest(cohorts, NumberKind::cohort, take));
  TRY(number_the_rest(numbers.venues, NumberKind::venue, take));
  TRY(number_the_rest(numbers.sessions, NumberKind::session, take));
  TRY(number_the_rest(numbers.people, NumberKind::person, take));
  numbers.cohort = cohorts.front();
  return numbers;
}

}  // namespace otmetka::programme
