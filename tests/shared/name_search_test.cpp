// Who is shown when a name is typed, and who is not.
#include <catch2/catch_all.hpp>
#include <chrono>
#include <set>
#include <string>

#include "shared/base/limits.h"
#include "shared/model/name_search.h"
#include "shared/text/name_folding.h"
#include "tests/people.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

payload::PersonName name_of(const std::string& family, const std::string& given,
                            const std::string& patronymic = "", const std::string& latin = "") {
  payload::PersonName name;
  name.set_family(family);
  name.set_given(given);
  name.set_patronymic(patronymic);
  name.set_latin(latin);
  return name;
}

SearchedPerson person(uint32_t number) { return {CohortNumber{1}, PersonNumber{number}}; }

/// A roster that a test reads as a list of people.
class Roster {
 public:
  Roster& with(const std::string& family, const std::string& given,
               const std::string& patronymic = "", uint32_t delegation = 1,
               const std::string& latin = "") {
    MUST(search.put(person(++number_), name_of(family, given, patronymic, latin), delegation));
    return *this;
  }
  /// The masked names, or the word for why there are none.
  std::string says(const std::string& typed) const {
    const SearchResult result = search.find(typed);
    static const char* const words[] = {"too short", "none", "many", ""};
    std::string text = words[static_cast<size_t>(result.answer)];
    for (const NameCandidate& candidate : result.candidates) {
      if (!text.empty()) text += ", ";
      text += candidate.name;
      if (candidate.show_delegation) text += " of " + std::to_string(candidate.delegation);
      if (candidate.staff_must_tell) text += "?";
    }
    return text + (result.more ? ", more" : "");
  }

  NameSearch search;

 private:
  uint32_t number_ = 0;
};

Roster exchange() {
  Roster roster;
  roster.with("Хәйруллин", "Булат", "Илдарович")
      .with("Иванов", "Пётр", "Сергеевич")
      .with("Иванова", "Яна", "Олеговна")
      .with("Ли", "Андрей", "")
      .with("Лисин", "Антон", "")
      .with("Ан", "Вера", "")
      .with("Салтыкова-Щедрина", "Анна-Мария", "")
      .with("Джаныбеков", "Өмүрбек", "")
      .with("Мөхәммәтҗанова", "Җәмилә", "Фәритовна", 1, "Muhammatjanova Jamila")
      .with("Щербачёв", "Семён", "")
      .with("Абдылда уулу", "Таалай", "")
      .with("Хан", "Борис", "")
      .with("Ханина", "Ольга", "")
      .with("Ханов", "Олег", "")
      .with("Ханова", "Ольга", "")
      .with("Ханенко", "Игорь", "")
      .with("Һадиева", "Зөһрә", "");
  return roster;
}

struct Row {
  const char* typed;
  const char* said;
  const char* why;
};

const Row rows[] = {
    {"", "too short", "nothing was typed"},
    {"и", "too short", "one letter lists people"},
    {"ив", "too short", "so do two"},
    {"ЪЪЪЪ", "none", "long enough, and nobody is called so"},
    {"ива", "Пётр И., Яна И.", "three are enough, and both are said alike"},
    {"Иванов", "Пётр И., Яна И.", "whole before begun, but she may not be done typing"},
    {"Иванова", "Яна И., Пётр И.", "whole first; a letter too many after it"},
    {"иванов п", "Пётр И.", "the beginning of the given name"},
    {"п иванов", "Пётр И.", "any order"},
    {"Пётр", "Пётр И.", "the given name alone"},
    {"Петр Ив", "Пётр И.", "е for ё"},
    {"Иванов Пётр Сергеевич", "Пётр И.", "with the patronymic"},
    {"Сергеевич", "none", "the patronymic alone is nobody's name"},
    {"Пётр Сергеевич", "Пётр И.", "beside a name it is"},
    {"Ли", "Андрей Л.", "a whole surname of two letters"},
    {"Li", "Андрей Л.", "in Latin"},
    {"Kb", "Андрей Л.", "on the wrong layout"},
    {"Ан", "Вера А.", "another one; Анна, Андрей and Антон only begin like it"},
    {"Лис", "Антон Л.", "a third letter: Лисин"},
    {"Ли А", "Андрей Л., Антон Л.", "the whole surname before the one that begins like it"},
    {"Ан В", "Вера А.", "three letters in two words"},
    {"И П", "too short", "two initials"},
    {"И П С", "too short", "three initials list people"},
    {"Хайруллин", "Булат Х.", "the Russian spelling"},
    {"Khairullin Bulat", "Булат Х.", "passport"},
    {"Hairullin", "Булат Х.", "everyday Latin"},
    {"bulat hai", "Булат Х.", "any order in Latin"},
    {"[fqhekkby", "Булат Х.", "the wrong layout"},
    {"[fq", "Булат Х.", "three keys of it, two of them letters"},
    {"[fqhekkby <ekfn", "Булат Х.", "both words on the wrong layout"},
    {"Рфшкгддшт", "Булат Х.", "Latin on a Russian layout"},
    {"Хайурллин", "Булат Х.", "two changed places"},
    {"Хайруллн", "Булат Х.", "a letter too few"},
    {"Хайрмуллин", "Булат Х.", "a letter too many"},
    {"Хайрукин", "Булат Х.", "another letter"},
    {"Hairulin Bylat", "Булат Х.", "a mistake in the other word"},
    {"Зайруллин Бклат", "none", "a mistake in both"},
    {"хбй", "none", "three letters allow no mistake"},
    {"хбйр", "Булат Х.", "four do"},
    {"[fqhekkm", "Булат Х.", "a mistake on the wrong layout, as there is nothing else"},
    {"ZZZXX", "none", "five keys of two sounds are no name with a mistake"},
    {"Хххааа", "none", "nor are these"},
    {"Щедрина", "Анна-Мария С.", "the second half of a double name"},
    {"Салтыкова-Щедрина", "Анна-Мария С.", "both halves"},
    {"Щедрина Салтыкова", "Анна-Мария С.", "in any order"},
    {"салтыковащедрина", "Анна-Мария С.", "in one word"},
    {"Мария", "Анна-Мария С.", "half of a given name"},
    {"Saltykova-Shchedrina", "Анна-Мария С.", "in Latin"},
    {"Жаныбеков", "Өмүрбек Д.", "дж as ж"},
    {"Омурбек", "Өмүрбек Д.", "Kyrgyz letters as Russian ones"},
    {"Умурбек Дж", "Өмүрбек Д.", "and otherwise"},
    {"Мухаметзянова", "Җәмилә М.", "a Tatar surname as Russian papers have it"},
    {"Muhammatjanova", "Җәмилә М.", "the Latin of the roster"},
    {"Mukhammadzhanova", "Җәмилә М.", "another one, with т heard as д"},
    {"Jamila", "Җәмилә М.", "the given name in Latin"},
    {"Щербачов", "Семён Щ.", "о after ч"},
    {"Scherbachev Semen", "Семён Щ.", "no ё at all"},
    {"Иванова Ол", "none", "the patronymic beside the surname only: it is not her name"},
    {"Яна Олег", "Яна И.", "beside the given name it is"},
    {"Абдылда", "Таалай А.", "a name of two words"},
    {"Talay", "Таалай А.", "a long vowel heard as a short one"},
    {"Хан", "Борис Х., more", "the whole name, though four begin like it"},
    {"Ханн", "Борис Х., more", "a doubled letter is one still"},
    {"Хано", "Олег Х., Ольга Х., Борис Х.", "two, and after them Хан with a letter too many"},
    {"ханова", "Ольга Х., Олег Х.", "and here he is, since there is room"},
    {"Ивановский", "none", "nobody's name goes on like that"},
    {"Иванов Олег", "none", "two people's names are nobody's"},
    {"Иванов Иванов", "none", "one word of a name is not two"},
    {"Анна Мария Яна", "none", "every word must be of the name"},
    {"ванов", "Пётр И., Олег Х.", "the first letter left out, or another one"},
    {"нов", "none", "but no middle of a name"},
    {"Шмфтщм", "Пётр И., Яна И.", "Ivanov on a Russian layout"},
    {"12345", "too short", "no letters"},
    {"Пётр Иванов Сергеевич Кто Он Там Такой", "none", "more words than a name has"},
};

std::string shown_to(const NameSearch& search, const std::string& typed, SearchedPerson wanted) {
  const SearchResult result = search.find(typed);
  if (result.answer == SearchAnswer::many) return "many";
  for (const NameCandidate& candidate : result.candidates) {
    if (candidate.person == wanted) return "shown";
  }
  return result.more ? "more" : "hidden";
}

}  // namespace

TEST_CASE("who types a name is shown himself, and nobody is listed", "[search]") {
  const Roster roster = exchange();
  for (const Row& row : rows) {
    INFO("'" << row.typed << "': " << row.why);
    CHECK(roster.says(row.typed) == row.said);
  }
}

TEST_CASE("four who fit equally are too many to show, three are not", "[search]") {
  Roster roster;
  for (const char* given : {"Олег", "Борис", "Игорь"}) roster.with("Петров", given);
  CHECK(roster.says("петров") == "Борис П., Игорь П., Олег П.");
  roster.with("Петров", "Роман");
  CHECK(roster.says("петров") == "many");
  CHECK(roster.says("петров р") == "Роман П.");
}

TEST_CASE("two of one name are told apart by delegation, else by a letter more, else by staff",
          "[search]") {
  Roster roster;
  roster.with("Хайруллин", "Булат", "Илдарович", 1).with("Хәйруллин", "Булат", "Маратович", 2);
  CHECK(roster.says("хайруллин булат") == "Булат Х. of 1, Булат Х. of 2");
  roster.with("Хамитов", "Булат", "", 1);
  CHECK(roster.says("булат ха") == "Булат Хай. of 1, Булат Хам. of 1, Булат Хәй. of 2");

  Roster fathers;
  fathers.with("Ким", "Олег", "Иванович").with("Ким", "Олег", "Петрович");
  CHECK(fathers.says("ким олег") == "Олег И. К., Олег П. К.");
  CHECK(fathers.says("ким олег пет") == "Олег К.");

  Roster twins;
  twins.with("Ким", "Олег", "Иванович").with("Ким", "Олег", "Иванович");
  CHECK(twins.says("ким олег") == "Олег К.?, Олег К.?");
}

TEST_CASE("one number in two cohorts is two people", "[search]") {
  NameSearch search;
  MUST(search.put({CohortNumber{1}, PersonNumber{7}}, name_of("Ким", "Олег"), 3));
  MUST(search.put({CohortNumber{2}, PersonNumber{7}}, name_of("Ким", "Олег"), 3));
  const SearchResult result = search.find("ким");
  REQUIRE(result.candidates.size() == 2);
  CHECK(result.candidates[0].person != result.candidates[1].person);
  CHECK(result.candidates[0].show_delegation);
  CHECK_FALSE(result.candidates[0].staff_must_tell);
}

TEST_CASE("a person of one name is shown by its beginning", "[search]") {
  Roster roster;
  roster.with("Сукарнопутри", "").with("", "Таңсылу").with("Ю", "");
  CHECK(roster.says("сукарно") == "Сук…");
  CHECK(roster.says("тансылу") == "Таңсылу");
  CHECK(roster.says("yu") == "Ю");
}

TEST_CASE("a surname is never shown in full beside a given name", "[search]") {
  Seeded random(5);
  Roster roster;
  std::vector<payload::PersonName> names;
  for (int i = 0; i < 300; ++i) {
    names.push_back(any_name(random));
    roster.with(names.back().family(), names.back().given(), names.back().patronymic());
  }
  for (const payload::PersonName& name : names) {
    for (const NameCandidate& candidate :
         roster.search.find(name.family() + " " + name.given()).candidates) {
      CHECK(candidate.name.find(name.family()) == std::string::npos);
    }
  }
}

TEST_CASE("a name that is changed, erased or never came is not found any more", "[search]") {
  NameSearch search;
  MUST(search.put(person(1), name_of("Иванова", "Яна"), 1));
  MUST(search.put(person(1), name_of("Петрова", "Яна"), 2));
  CHECK(search.size() == 1);
  CHECK(search.find("иванова").answer == SearchAnswer::none);
  CHECK(search.find("петрова").candidates.front().delegation == 2);
  MUST(search.put(person(1), {}, 2));
  CHECK(search.size() == 0);
  CHECK(search.find("петрова").answer == SearchAnswer::none);
  MUST(search.put(person(2), name_of("", "", "Ивановна"), 1));
  CHECK(search.size() == 0);
  search.remove(person(9));
  search.remove(person(9));
}

TEST_CASE("people who come and go leave the same search as those who came at once", "[search]") {
  Seeded random(GENERATE(take(5, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  NameSearch moved, fresh;
  std::map<uint32_t, payload::PersonName> here;
  for (int i = 0; i < 3000; ++i) {
    const auto number = static_cast<uint32_t>(random.below(300));
    if (random.chance(0.4)) {
      moved.remove(person(number));
      here.erase(number);
    } else {
      here[number] = any_name(random);
      MUST(moved.put(person(number), here[number], number % 7));
    }
  }
  for (const auto& [number, name] : here) MUST(fresh.put(person(number), name, number % 7));
  CHECK(moved.size() == fresh.size());
  for (int i = 0; i < 500; ++i) {
    const std::string typed = any_name(random).family();
    const size_t size = bytes_of_characters(typed, 3 + static_cast<size_t>(random.below(6)));
    INFO(typed.substr(0, size));
    CHECK(moved.find(typed.substr(0, size)) == fresh.find(typed.substr(0, size)));
  }
}

TEST_CASE("everybody is found by the whole name in every script", "[search]") {
  Seeded random(GENERATE(take(4, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  NameSearch search;
  std::vector<payload::PersonName> names;
  for (uint32_t i = 0; i < 400; ++i) {
    names.push_back(any_name(random));
    MUST(search.put(person(i), names.back(), i % 9));
  }
  for (uint32_t i = 0; i < names.size(); ++i) {
    const std::string whole = names[i].family() + " " + names[i].given(),
                      turned = names[i].given() + " " + names[i].family();
    INFO(whole);
    CHECK(shown_to(search, whole, person(i)) != "hidden");
    for (const Table& table : romanisations) {
      INFO(spelled(whole, table) << ": " << table.name);
      CHECK(shown_to(search, spelled(whole, table), person(i)) != "hidden");
      CHECK(shown_to(search, spelled(turned, table), person(i)) != "hidden");
    }
  }
}

namespace {

// A letter twice is one: "хиин" has three.
ptrdiff_t sounds_of(const std::string& typed) {
  ptrdiff_t sounds = 0;
  const auto readings = typed_readings(typed);
  if (readings.empty()) return 0;
  for (const NameWord& word : readings.front().words)
    sounds += std::count_if(word.key.begin(), word.key.end(), [](char s) { return !is_soft(s); });
  return sounds;
}

}  // namespace

TEST_CASE("one mistake in a surname still finds the person", "[search]") {
  Seeded random(GENERATE(take(4, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  for (int i = 0; i < 400; ++i) {
    NameSearch search;
    const payload::PersonName name = any_name(random);
    if (name.family().find_first_of(" -") != std::string::npos) continue;
    MUST(search.put(person(1), name, 1));
    const std::string typed = mistyped(name.family(), random);
    if (sounds_of(typed) < 4) continue;
    INFO(name.family() << " typed as " << typed);
    CHECK(shown_to(search, typed, person(1)) == "shown");
  }
}

TEST_CASE("among many the same people fit as alone", "[search]") {
  Seeded random(GENERATE(take(4, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  constexpr uint32_t people = 80;
  NameSearch together;
  std::vector<NameSearch> alone(people);
  std::vector<payload::PersonName> names;
  for (uint32_t i = 0; i < people; ++i) {
    names.push_back(any_name(random));
    MUST(together.put(person(i), names.back(), 1));
    MUST(alone[i].put(person(i), names.back(), 1));
  }
  for (int asked = 0; asked < 300; ++asked) {
    const payload::PersonName& name = names[random.below(people)];
    std::string typed = random.chance(0.5) ? mistyped(name.family(), random) : name.family();
    typed = typed.substr(0, bytes_of_characters(typed, 3 + static_cast<size_t>(random.below(8))));
    if (random.chance(0.3)) typed = name.given().substr(0, 4) + " " + typed;
    if (random.chance(0.3)) typed = spelled(typed, romanisations[random.below(9)]);
    INFO(typed);
    const SearchResult result = together.find(typed);
    size_t fitting = 0;
    for (const NameSearch& one : alone) fitting += !one.find(typed).candidates.empty();
    CHECK((result.answer == SearchAnswer::many) == (fitting > 0 && result.candidates.empty()));
    for (const NameCandidate& candidate : result.candidates) {
      const auto number = static_cast<uint32_t>(candidate.person.number);
      CHECK(alone[number].find(typed).candidates.size() == 1);
    }
    if (fitting <= search_candidates_max && fitting > 0) CHECK(!result.candidates.empty());
  }
}

TEST_CASE("what can be found does not vanish while it is typed", "[search]") {
  Seeded random(11);
  NameSearch search;
  std::vector<payload::PersonName> names;
  for (uint32_t i = 0; i < 300; ++i) {
    names.push_back(any_name(random));
    MUST(search.put(person(i), names.back(), i % 9));
  }
  for (uint32_t i = 0; i < names.size(); ++i) {
    const std::string whole = names[i].family() + " " + names[i].given();
    for (size_t letters = 3; bytes_of_characters(whole, letters) < whole.size(); ++letters) {
      const std::string typed = whole.substr(0, bytes_of_characters(whole, letters));
      INFO(typed << " of " << whole);
      CHECK(shown_to(search, typed, person(i)) != "hidden");
    }
  }
}

TEST_CASE("nothing that a keyboard or a scanner can send stops the search", "[search]") {
  const Roster roster = exchange();
  Seeded random(GENERATE(take(10, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  const auto begin = std::chrono::steady_clock::now();
  int asked = 0;
  const auto ask = [&](const std::string& typed) {
    ++asked;
    CHECK(roster.search.find(typed).candidates.size() <= search_candidates_max);
  };
  for (const char* piece : {"а", "Ң", "x-", "' ", "\xF0\x9F\x98\x80", "\x01", "\xFF", "\xD0", "ь",
                            "а ", "e\u0308", "`", "]", "\u202E", "sh", "х-х "}) {
    std::string text;
    while (text.size() < 4096) text += piece;
    ask(text);
    ask(std::string("ива") + text);
    ask(text.substr(0, 31));
  }
  ask(std::string(4096, '\0'));
  for (int i = 0; i < 300; ++i) {
    std::string text(static_cast<size_t>(random.below(60)), '\0');
    for (char& byte : text) byte = static_cast<char>(random.below(256));
    ask(text);
  }
  // 5 ms each is a hundred times what it takes; a sanitizer, too, stays below.
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  CHECK(took.count() < 0.005 * asked);
}

TEST_CASE("names that are no text are kept and asked for without harm", "[search]") {
  Seeded random(3);
  NameSearch search;
  for (uint32_t i = 0; i < 500; ++i) {
    std::string family(static_cast<size_t>(random.below(300)), '\0');
    for (char& byte : family) byte = static_cast<char>(random.below(256));
    payload::PersonName name = name_of(family, family.substr(0, family.size() / 2), family, family);
    MUST(search.put(person(i), name, i));
    search.find(family);
  }
  for (uint32_t i = 0; i < 500; ++i) search.remove(person(i));
  CHECK(search.size() == 0);
}

TEST_CASE("a kiosk that holds too many people says so and keeps those it has", "[search]") {
  NameSearch search;
  for (uint32_t i = 0; i < searched_people_max; ++i) {
    MUST(search.put(person(i), name_of("Ким", "Олег"), 1));
  }
  const Status full = search.put(person(searched_people_max), name_of("Ким", "Олег"), 1);
  REQUIRE_FALSE(full.ok());
  CHECK(full.error().failure == Failure::full);
  CHECK(search.size() == searched_people_max);
  CHECK(search.put(person(5), name_of("Цой", "Вера"), 1).ok());
  CHECK(search.find("цой").candidates.size() == 1);
}
