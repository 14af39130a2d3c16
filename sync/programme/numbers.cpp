#include "sync/programme/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
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

/// Chosen by the name, so that a central that was put back from a copy gives a name the number that
/// it had, and no other name that number.
uint32_t number_of(const std::string& name, const std::set<uint32_t>& taken) {
  const Hash chosen = hash({as_bytes("otmetka number 1"), as_bytes(name)});
  uint32_t number = 0;
  for (size_t i = 0; i < 3; ++i) number = number << 8 | chosen[i];
  while (number == 0 || taken.contains(number)) ++number;
  return number;
}

/// Keeps the numbers of names that are known.
template <typename Known, typename Things>
std::map<std::string, uint32_t> number_named(const Known& known, const Things& things) {
  std::map<std::string, uint32_t> numbers;
  std::set<uint32_t> taken;
  for (const auto& [number, thing] : known) {
    numbers.try_emplace(thing.name(), number);
    taken.insert(number);
  }
  for (const auto& thing : things) {
    if (numbers.contains(thing.name)) continue;
    taken.insert(numbers[thing.name] = number_of(thing.name, taken));
  }
  return numbers;
}

/// Names of pairs stay in the package: a pair keeps the number that one of its people had, the
/// first in the package that no other pair has taken, and that nobody outside the package holds.
std::vector<uint32_t> number_pairs(const Package& package, const CohortEntry& cohort,
                                   const std::vector<uint32_t>& people) {
  const std::set<uint32_t> inside(people.begin(), people.end());
  std::set<uint32_t> taken = {0}, ever;
  for (const auto& [number, person] : cohort.people) {
    ever.insert(person.entry.pair());
    if (!inside.contains(static_cast<uint32_t>(number))) taken.insert(person.entry.pair());
  }
  std::map<std::string, uint32_t> by_name;
  for (size_t i = 0; i < people.size(); ++i) {
    const auto known = cohort.people.find(PersonNumber{people[i]});
    if (package.people[i].pair.empty() || known == cohort.people.end()) continue;
    const uint32_t had = known->second.entry.pair();
    if (!by_name.contains(package.people[i].pair) && taken.insert(had).second)
      by_name[package.people[i].pair] = had;
  }
  std::vector<uint32_t> numbers;
  for (const Package::Person& person : package.people) {
    if (!person.pair.empty() && !by_name.contains(person.pair))
      ever.insert(by_name[person.pair] = number_of(person.pair, ever));
    numbers.push_back(person.pair.empty() ? 0 : by_name.at(person.pair));
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
  const CohortEntry nothing;
  const CohortEntry& before = cohort ? *cohort : nothing;
  Numbers numbers;
  numbers.delegations = number_named(before.delegations, package.delegations);
  numbers.teams = number_named(before.teams, package.teams);
  std::vector<uint32_t> cohorts = {cohort ? cohort->entry.number() : 0};
  for (const Package::Venue& venue : package.venues) {
    const VenueEntry* known = existing.venue(venue.name);
    numbers.venues.push_back(known ? static_cast<uint32_t>(known->number) : 0);
  }
  numbers.sessions = known_sessions(package, cohort);
  numbers.people = known_people(package, cohort);
  numbers.pairs = number_pairs(package, before, numbers.people);
  TRY(number_the_rest(cohorts, NumberKind::cohort, take));
  TRY(number_the_rest(numbers.venues, NumberKind::venue, take));
  TRY(number_the_rest(numbers.sessions, NumberKind::session, take));
  TRY(number_the_rest(numbers.people, NumberKind::person, take));
  numbers.cohort = cohorts.front();
  return numbers;
}

}  // namespace otmetka::programme
