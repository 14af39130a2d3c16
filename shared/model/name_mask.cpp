#include "shared/model/name_mask.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "shared/text/letters.h"

namespace otmetka {
namespace {

// More letters of a family name are not shown: whoever still reads alike is told apart by staff.
constexpr size_t family_letters_max = 4;
// Of a person with one name, as many as must be typed anyway.
constexpr size_t only_name_letters = 3;

struct Names {
  std::string_view family, given, patronymic;
};

Names split(std::string_view names) {
  const auto take = [&] {
    const size_t end = names.find('\0');
    const std::string_view part = names.substr(0, end);
    names.remove_prefix(end + 1);
    return part;
  };
  Names split;
  split.family = take();
  split.given = take();
  split.patronymic = take();
  return split;
}

std::string beginning(std::string_view name, size_t letters, const char* end) {
  const size_t bytes = bytes_of_characters(name, letters);
  return std::string(name.substr(0, bytes)) + (bytes < name.size() ? end : "");
}

std::string with_family_letters(const Names& names, size_t letters) {
  if (names.given.empty()) return beginning(names.family, only_name_letters + letters - 1, "…");
  std::string shown(names.given);
  if (!names.family.empty()) shown += " " + beginning(names.family, letters, ".");
  // One letter is an initial even when it is the whole name: nobody is told which.
  if (letters == 1 && !names.family.empty() && !shown.ends_with('.')) shown += '.';
  return shown;
}

std::string with_patronymic(const Names& names) {
  if (names.given.empty() || names.patronymic.empty()) return with_family_letters(names, 1);
  std::string shown = std::string(names.given) + " " + beginning(names.patronymic, 1, ".");
  if (!names.family.empty()) shown += " " + beginning(names.family, 1, ".");
  return shown;
}

using Place = std::pair<CohortNumber, uint32_t>;
Place place_of(const NameCandidate& candidate) {
  return {candidate.person.cohort, candidate.delegation};
}

/// From the least that is shown to the most.
std::string shown_at(size_t level, const Names& names) {
  return level <= family_letters_max ? with_family_letters(names, level) : with_patronymic(names);
}
constexpr size_t levels = family_letters_max + 1;

/// Somebody who may be shown, and what there is to show.
struct Shown {
  NameCandidate* candidate;
  Names names;
};

/// Those who read alike: if delegations do not tell them apart, as little more of the names as
/// tells the most of them apart.
void tell_apart(const std::vector<Shown>& alike) {
  std::set<Place> places;
  for (const Shown& one : alike) places.insert(place_of(*one.candidate));
  size_t best_level = 1, best_count = places.size();
  for (size_t level = 2; level <= levels; ++level) {
    std::set<std::pair<std::string, Place>> different;
    for (const Shown& one : alike) {
      different.emplace(shown_at(level, one.names), place_of(*one.candidate));
    }
    if (different.size() <= best_count) continue;
    best_level = level;
    best_count = different.size();
  }
  for (const Shown& one : alike) {
    one.candidate->name = shown_at(best_level, one.names);
    one.candidate->show_delegation = places.size() > 1;
  }
}

}  // namespace

void sort_for_display(std::vector<MaskedPerson>& people) {
  const auto key = [](const MaskedPerson& person) {
    return std::tuple(person.names, person.id.cohort, person.delegation, person.id.number);
  };
  std::sort(people.begin(), people.end(),
            [&](const MaskedPerson& a, const MaskedPerson& b) { return key(a) < key(b); });
}

std::vector<NameCandidate> masked(const std::vector<MaskedPerson>& people) {
  std::vector<NameCandidate> shown;
  for (const MaskedPerson& person : people) {
    shown.push_back({person.id, with_family_letters(split(person.names), 1), person.delegation});
  }
  std::map<std::string, std::vector<Shown>> alike;
  for (size_t i = 0; i < shown.size(); ++i) {
    alike[shown[i].name].push_back({&shown[i], split(people[i].names)});
  }
  for (const auto& [name, group] : alike) tell_apart(group);
  for (NameCandidate& one : shown) {
    for (const NameCandidate& other : shown) {
      const bool same = one.name == other.name && place_of(one) == place_of(other);
      one.staff_must_tell = one.staff_must_tell || (&one != &other && same);
    }
  }
  return shown;
}

}  // namespace otmetka
