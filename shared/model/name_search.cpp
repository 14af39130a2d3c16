#include "shared/model/name_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "shared/base/limits.h"
#include "shared/model/directory.h"
#include "shared/model/name_mask.h"
#include "shared/text/letters.h"
#include "shared/text/name_folding.h"

namespace otmetka {
namespace {

constexpr size_t letters_min = 3, sounds_for_mistake = 4, sounds_of_mistaken_word = 3;

// Ranks. Every word that is only begun counts one, so these never overlap.
constexpr int another_layout = 8, mistaken = 16, ranks = 32;
static_assert(name_words_max < another_layout);

enum class Role : char { family, whole_family_of_two, given, patronymic, latin };

/// The words of a Person, one after the other.
struct StoredWord {
  Role role{};
  size_t joins = 0;  // as NameWord says
  NameIndex::Word word = 0;
  std::string_view key;
};

constexpr size_t head_size = 3 + sizeof(NameIndex::Word);

void append_word(std::string& words, const StoredWord& word) {
  char head[head_size];
  head[0] = static_cast<char>(word.role);
  head[1] = static_cast<char>(word.joins);
  std::memcpy(head + 2, &word.word, sizeof word.word);
  head[head_size - 1] = static_cast<char>(word.key.size());
  words.append(head, head_size).append(word.key);
}

StoredWord take_word(std::string_view& words) {
  StoredWord word;
  word.role = Role{words[0]};
  word.joins = static_cast<uint8_t>(words[1]);
  std::memcpy(&word.word, words.data() + 2, sizeof word.word);
  word.key = words.substr(head_size, static_cast<uint8_t>(words[head_size - 1]));
  words.remove_prefix(head_size + word.key.size());
  return word;
}

bool is_spelled_alike(std::string_view words, const std::string& key) {
  const NamePattern pattern(key);
  while (!words.empty()) {
    const auto match = pattern.match(take_word(words).key, false);
    if (match && match->whole) return true;
  }
  return false;
}

// A letter twice is one sound: "ZZZXX" is no name with a mistake.
size_t hard_sounds(const NameWord& word) {
  const auto soft = std::count_if(word.key.begin(), word.key.end(), is_soft);
  return word.key.size() - static_cast<size_t>(soft);
}

// Signs without a sound, "ЪЪЪЪ", are nobody's name however many they are.
bool has_letters_enough(std::string_view typed) {
  const std::u32string letters = folded_letters(typed, letters_min * 4);
  const auto written = std::count_if(letters.begin(), letters.end(),
                                     [](char32_t c) { return is_cyrillic(c) || is_latin(c); });
  return static_cast<size_t>(written) >= letters_min;
}

/// Which typed word is which word of the name: every one another, with the fewest unfinished ones,
/// one mistake at most. The patronymic counts beside the given name only: "Иванов Ив" are not all
/// Ivanovs whose father is an Ivan.
class Pairing {
 public:
  struct Pair {
    uint64_t stored;  // of the name's words, this one and those it joins
    WordMatch match;
    Role role;
  };
  void add(size_t typed, const Pair& pair) {
    if (counts_[typed] < stored_words_max) pairs_[typed][counts_[typed]++] = pair;
  }
  bool nothing_for(size_t typed) const { return counts_[typed] == 0; }

  std::optional<int> best(size_t typed_words) {
    choose(0, typed_words, {});
    return best_ < ranks ? std::optional<int>(best_) : std::nullopt;
  }

 private:
  struct Choice {
    uint64_t used = 0;
    int rank = 0;
    bool given = false, patronymic = false;
  };
  void choose(size_t typed, size_t typed_words, const Choice& so_far) {
    // "А А А А" of a name with many А: any pairing will do.
    if (so_far.rank >= best_ || ++steps_ > steps_max) return;
    if (typed == typed_words) {
      if (so_far.given || !so_far.patronymic) best_ = so_far.rank;
      return;
    }
    for (size_t at = 0; at < counts_[typed]; ++at) {
      const Pair& pair = pairs_[typed][at];
      Choice next = so_far;
      if ((next.used & pair.stored) != 0) continue;
      next.used |= pair.stored;
      next.rank += (pair.match.whole ? 0 : 1) + (pair.match.mistake ? mistaken : 0);
      next.given = next.given || pair.role == Role::given;
      next.patronymic = next.patronymic || pair.role == Role::patronymic;
      choose(typed + 1, typed_words, next);
    }
  }

  static constexpr int steps_max = 300;
  static constexpr size_t stored_words_max = 4 * name_words_max;  // of four fields
  // Only what was added is ever read, so it is not cleared for each of thousands of people.
  std::array<std::array<Pair, stored_words_max>, name_words_max> pairs_;
  std::array<size_t, name_words_max> counts_{};
  int best_ = ranks, steps_ = 0;
};

}  // namespace

/// One reading of what was typed, and the one word of it that may have a mistake.
class NameSearch::Query {
 public:
  static constexpr size_t no_word = SIZE_MAX;

  explicit Query(const TypedReading& reading)
      : letters_(reading.letters()), other_layout_(reading.other_layout) {
    for (const NameWord& word : reading.words) {
      words_.push_back({NamePattern(word.key), word.letters});
    }
  }
  struct Word {
    NamePattern pattern;
    size_t letters;
  };
  const std::vector<Word>& words() const { return words_; }
  size_t letters() const { return letters_; }
  size_t mistaken_word() const { return mistaken_word_; }
  void allow_mistake_in(size_t word) { mistaken_word_ = word; }
  bool allows_mistake() const { return mistaken_word_ != no_word; }
  int layout_rank() const { return other_layout_ ? another_layout : 0; }
  int rank_min() const { return layout_rank() + (allows_mistake() ? mistaken : 0); }

 private:
  std::vector<Word> words_;
  size_t letters_, mistaken_word_ = no_word;
  bool other_layout_;
};

/// The best people of each rank: as many as may be shown, and one more to know that it is too many.
class NameSearch::Ranking {
 public:
  void add(int rank, uint32_t slot) {
    if (crowded(rank)) return;
    for (int other = 0; other < ranks; ++other) {
      std::vector<uint32_t>& group = groups_[static_cast<size_t>(other)];
      const auto known = std::find(group.begin(), group.end(), slot);
      if (known == group.end()) continue;
      if (other <= rank) return;
      group.erase(known);
    }
    groups_[static_cast<size_t>(rank)].push_back(slot);
  }
  const std::vector<uint32_t>& group(int rank) const { return groups_[static_cast<size_t>(rank)]; }
  bool crowded(int rank) const { return group(rank).size() > search_candidates_max; }
  size_t size() const {
    size_t all = 0;
    for (const auto& group : groups_) all += group.size();
    return all;
  }

  /// False once this keystroke has cost enough.
  bool visit() { return ++visits_ <= search_visits_max; }
  bool gave_up() const { return visits_ > search_visits_max; }

 private:
  std::array<std::vector<uint32_t>, ranks> groups_;
  size_t visits_ = 0;
};

Status NameSearch::put(SearchedPerson person, const payload::PersonName& name,
                       uint32_t delegation) {
  remove(person);
  Person made;
  made.id = person;
  made.delegation = delegation;
  const auto slot = free_.empty() ? static_cast<uint32_t>(people_.size()) : free_.back();
  const auto add = [&](Role role, const NameWord& word) {
    append_word(made.words, {role, word.joins, index_.add(word.key, slot), word.key});
  };
  if (slots_.size() >= searched_people_max) {
    return fail(Failure::full,
                fmt::format("{} people can be searched already; this one is found by the badge "
                            "only. Assign the kiosk to fewer cohorts",
                            slots_.size()));
  }
  const std::vector<NameWord> families = stored_words(name.family());
  const bool of_two = families.size() == 1 && families.front().letters < letters_min;
  for (const NameWord& word : families)
    add(of_two ? Role::whole_family_of_two : Role::family, word);
  for (const NameWord& word : stored_words(name.given())) add(Role::given, word);
  if (made.words.empty()) return done();  // nobody is found by the patronymic alone
  for (const NameWord& word : stored_words(name.patronymic())) add(Role::patronymic, word);
  for (const NameWord& word : stored_words(name.latin())) {
    if (!is_spelled_alike(made.words, word.key)) add(Role::latin, word);
  }
  for (const std::string* part : {&name.family(), &name.given(), &name.patronymic()}) {
    made.names.append(part->c_str()).push_back('\0');
  }
  made.words.shrink_to_fit();
  made.names.shrink_to_fit();
  if (free_.empty()) {
    people_.emplace_back();
  } else {
    free_.pop_back();
  }
  people_[slot] = std::move(made);
  slots_.emplace(person, slot);
  return done();
}

void NameSearch::remove(SearchedPerson person) {
  const auto found = slots_.find(person);
  if (found == slots_.end()) return;
  Person& gone = people_[found->second];
  std::string_view words = gone.words;
  while (!words.empty()) index_.remove(take_word(words).word);
  gone = Person{};
  free_.push_back(found->second);
  slots_.erase(found);
}

std::optional<int> NameSearch::rank_of(const Person& person, const Query& query) const {
  Pairing pairing;
  const auto pair = [&](size_t typed, bool mistake) {
    std::string_view words = person.words;
    for (uint64_t place = 1; !words.empty(); place <<= 1) {
      const StoredWord candidate = take_word(words);
      const auto match = query.words()[typed].pattern.match(candidate.key, mistake);
      const uint64_t stored = (place << 1) - (place >> candidate.joins);
      if (match) pairing.add(typed, {stored, *match, candidate.role});
    }
    return !pairing.nothing_for(typed);
  };
  // Where no mistake is allowed, most names are done with after a sound or two.
  const size_t typed_words = query.words().size();
  for (size_t typed = 0; typed < typed_words; ++typed) {
    if (typed != query.mistaken_word() && !pair(typed, false)) return std::nullopt;
  }
  if (query.allows_mistake() && !pair(query.mistaken_word(), true)) return std::nullopt;
  const auto rank = pairing.best(typed_words);
  return rank ? std::optional<int>(*rank + query.layout_rank()) : std::nullopt;
}

// People are taken from the tree by one word, the one that fewest begin with, and asked for the
// others: first those for whom that word is whole. Where one rank is crowded and no better one can
// come, the answer is known.
void NameSearch::search(const Query& query, Ranking& ranking) const {
  size_t by = 0, fewest = SIZE_MAX;
  std::vector<NameIndex::Node> beginnings;
  for (size_t typed = 0; typed < query.words().size(); ++typed) {
    const bool mistake = typed == query.mistaken_word();
    auto found = index_.beginning_with(query.words()[typed].pattern, mistake);
    size_t words = 0;
    for (const NameIndex::Node node : found) words += index_.words_below(node);
    if (words >= fewest) continue;
    by = typed;
    fewest = words;
    beginnings = std::move(found);
  }
  int rank_min = query.rank_min();
  const auto visit = [&](uint32_t slot) {
    if (!ranking.visit()) return false;
    if (const auto rank = rank_of(people_[slot], query)) ranking.add(*rank, slot);
    return !ranking.crowded(rank_min);
  };
  const bool mistake = by == query.mistaken_word();
  for (const NameIndex::Node node : index_.spelled_as(query.words()[by].pattern, mistake)) {
    if (!index_.visit_at(node, visit)) return;
  }
  ++rank_min;
  if (ranking.crowded(rank_min)) return;
  for (const NameIndex::Node node : beginnings) {
    if (!index_.visit_below(node, visit)) return;
  }
}

// Ли, Ан: two letters are no beginning of anything, but they may be all there is.
void NameSearch::search_whole_surname(const Query& query, Ranking& ranking) const {
  const Query::Word& typed = query.words().front();
  const auto is_surname = [&](const Person& person) {
    std::string_view words = person.words;
    const StoredWord first = take_word(words);
    const auto match = typed.pattern.match(first.key, false);
    return first.role == Role::whole_family_of_two && match && match->whole;
  };
  const auto visit = [&](uint32_t slot) {
    if (is_surname(people_[slot])) ranking.add(query.layout_rank(), slot);
    return ranking.visit();
  };
  for (const NameIndex::Node node : index_.spelled_as(typed.pattern, false)) {
    if (!index_.visit_at(node, visit)) return;
  }
}

void NameSearch::search_mistaken(const TypedReading& reading, Ranking& ranking) const {
  size_t sounds = 0;
  for (const NameWord& word : reading.words) sounds += hard_sounds(word);
  if (reading.words.size() > name_words_max || sounds < sounds_for_mistake) return;
  for (size_t word = 0; word < reading.words.size(); ++word) {
    if (hard_sounds(reading.words[word]) < sounds_of_mistaken_word) continue;
    Query query(reading);
    query.allow_mistake_in(word);
    search(query, ranking);
  }
}

bool NameSearch::search_exact(const TypedReading& reading, Ranking& ranking) const {
  if (reading.words.size() > name_words_max) return true;  // long enough to be nobody's name
  const auto is_initial = [](const NameWord& word) { return word.letters == 1; };
  const bool initials_only = std::all_of(reading.words.begin(), reading.words.end(), is_initial);
  if (initials_only) return false;  // А Б В lists people
  if (reading.letters() >= letters_min) {
    search(Query(reading), ranking);
    return true;
  }
  search_whole_surname(Query(reading), ranking);  // two letters in one word
  return false;
}

SearchResult NameSearch::find(std::string_view typed) const {
  const std::vector<TypedReading> readings = typed_readings(typed);
  Ranking ranking;
  bool long_enough = false;
  for (const TypedReading& reading : readings) {
    long_enough = search_exact(reading, ranking) || long_enough;
  }
  for (const bool other_layout : {false, true}) {
    const size_t enough = other_layout ? 1 : search_candidates_max;
    if (ranking.size() >= enough || ranking.gave_up()) break;
    for (const TypedReading& reading : readings) {
      if (reading.other_layout == other_layout) search_mistaken(reading, ranking);
    }
  }
  SearchResult result = answer(ranking);
  const bool nobody = readings.empty() && has_letters_enough(typed);
  if (result.answer == SearchAnswer::none && !long_enough && !nobody)
    result.answer = SearchAnswer::too_short;
  return result;
}

SearchResult NameSearch::answer(const Ranking& ranking) const {
  SearchResult result;
  std::vector<MaskedPerson> chosen;
  for (int rank = 0; rank < ranks; ++rank) {
    const std::vector<uint32_t>& group = ranking.group(rank);
    if (group.empty()) continue;
    if (chosen.size() + group.size() > search_candidates_max) {
      // Those who fit only with a mistake are not worth the hint.
      result.more = rank < mistaken;
      break;
    }
    std::vector<MaskedPerson> shown;
    for (const uint32_t slot : group) {
      const Person& person = people_[slot];
      shown.push_back({person.id, person.delegation, person.names});
    }
    sort_for_display(shown);
    chosen.insert(chosen.end(), shown.begin(), shown.end());
  }
  result.more = (result.more || ranking.gave_up()) && !chosen.empty();
  result.answer = SearchAnswer::found;
  if (chosen.empty()) {
    const bool nobody = ranking.size() == 0 && !ranking.gave_up();
    result.answer = nobody ? SearchAnswer::none : SearchAnswer::many;
  }
  result.candidates = masked(chosen);
  return result;
}

NameSearch search_of(const Directory& directory) {
  NameSearch search;
  for (const auto& [scope, cohort] : directory.cohorts()) {
    const CohortNumber number{cohort.entry.number()};
    for (const auto& [id, person] : cohort.people) {
      // Who finds no room is found by badge and by the staff.
      if (!search.put({number, id}, person.name, person.entry.delegation())) return search;
    }
  }
  return search;
}

}  // namespace otmetka
