// shared/model/name_search.h - a visitor without a badge types a name, and is shown himself: in any
// script, any order, with a mistake. Never a list of people, and nothing about anybody but what he
// needs to say "that is me".
#pragma once
#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/ids.h"
#include "shared/model/name_index.h"
#include "shared/model/payload.pb.h"

namespace otmetka {

class Directory;

/// Person numbers are unique within a cohort, and a kiosk may hold several cohorts.
struct SearchedPerson {
  CohortNumber cohort{};
  PersonNumber number{};
  auto operator<=>(const SearchedPerson&) const = default;
};

struct NameCandidate {
  SearchedPerson person;
  /// What the public side may show: "Булат Х.", as the verdict does later; of a person with one
  /// name its beginning, "Хай…". Where two of one delegation would read alike, as much more is said
  /// as tells them apart: "Булат Хай.", or "Булат И. Х." with the patronymic's first letter.
  std::string name;
  uint32_t delegation = 0;  // within the cohort; 0: none
  /// Another candidate of another delegation is called alike: show the delegation beside it.
  bool show_delegation = false;
  /// Another candidate has the same `name` and delegation: only staff, or the badge, can tell.
  bool staff_must_tell = false;
  bool operator==(const NameCandidate&) const = default;
};

enum class SearchAnswer : uint8_t {
  too_short,  // fewer than three letters, and no whole surname of one or two
  none,       // nobody; the visitor may have written it in another way still
  many,       // more than may be shown: add a letter, or the other name
  found
};

struct SearchResult {
  SearchAnswer answer = SearchAnswer::too_short;
  std::vector<NameCandidate> candidates;  // found: 1 … search_candidates_max, the likeliest first
  bool more = false;  // found: these fit best, but others begin like this too: add a letter
  bool operator==(const SearchResult&) const = default;
};

/// Names of everybody who may be searched at this kiosk. A keystroke is answered from memory in
/// well under a millisecond; see `./dev bench search`.
class NameSearch {
 public:
  /// Adds a person or replaces what was said of him. Family, given and patronymic are found in any
  /// script; `latin` matters where it is another spelling than ours. Without any name he is
  /// removed: his text has not come, or was erased. `full` when there are searched_people_max.
  Status put(SearchedPerson person, const payload::PersonName& name, uint32_t delegation);
  /// Nothing of the name is held any more. Removing twice is the same as once.
  void remove(SearchedPerson person);
  size_t size() const { return slots_.size(); }

  /// `typed` is anything that a keyboard gives, at any moment of typing; hostile bytes included.
  ///
  /// Every word typed must be the beginning of another word of the name: family, given, their
  /// hyphened parts, and the patronymic beside the given name. From four sounds on, one mistake in
  /// one word of three or more is allowed: a letter too many, too few, another one, or two
  /// changed places. Ranked: whole words, beginnings, the same under another keyboard layout,
  /// mistakes, mistakes under another layout (only when there is nothing else). A rank is shown
  /// whole or not at all, so the answer never says half of the people who fit equally well.
  SearchResult find(std::string_view typed) const;

 private:
  struct Person {
    SearchedPerson id;
    uint32_t delegation = 0;
    std::string names;  // family, given, patronymic, each with a zero at its end
    std::string words;  // for each: role, NameIndex::Word, length of the key, key
  };
  class Query;
  class Ranking;

  std::optional<int> rank_of(const Person& person, const Query& query) const;
  void search(const Query& query, Ranking& ranking) const;
  void search_whole_surname(const Query& query, Ranking& ranking) const;
  void search_mistaken(const TypedReading& reading, Ranking& ranking) const;
  /// Whether it was long enough to search.
  bool search_exact(const TypedReading& reading, Ranking& ranking) const;
  SearchResult answer(const Ranking& ranking) const;

  NameIndex index_;
  std::vector<Person> people_;
  std::vector<uint32_t> free_;
  std::map<SearchedPerson, uint32_t> slots_;  // into people_
};

/// Everybody whose name the directory holds, as many as there is room for.
NameSearch search_of(const Directory& directory);

}  // namespace otmetka
