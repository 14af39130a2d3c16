// tests/people.h - invented people, as many as wanted, the same for the same number; and the ways
// in which one name is written and mistyped. All names are made of syllables: no real person is
// meant.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/payload.pb.h"
#include "shared/text/letters.h"
#include "tests/seeded.h"

namespace otmetka::test {

enum class People { russian, tatar, kyrgyz };

template <size_t n>
std::string one_of(Seeded& random, const char* const (&choices)[n]) {
  return choices[random.below(n)];
}

/// Begins each word with a capital: the syllables below are small.
inline std::string capital(std::string_view name) {
  std::u32string letters = folded_letters(name, 200);
  static constexpr std::u32string_view small = U"әөүҗңһё", big = U"ӘӨҮҖҢҺЁ";
  bool first = true;
  for (char32_t& letter : letters) {
    const size_t own = small.find(letter);
    if (first && own != small.npos) letter = big[own];
    if (first && letter >= U'а' && letter <= U'я') letter -= 0x20;
    first = letter == U' ' || letter == U'-';
  }
  return to_utf8(letters);
}

inline std::string russian_family(Seeded& random) {
  static const char* const heads[] = {
      "бер", "вол", "гор",  "дуб",  "жар",   "зим",  "кар",  "лос", "мор",  "нос",  "ост", "пет",
      "рог", "сав", "тол",  "уш",   "фил",   "хар",  "цвет", "чер", "шар",  "щер",  "юш",  "яр",
      "ел",  "ем",  "алфе", "бого", "весел", "груш", "добр", "ерш", "звон", "крас", "люб", "молч"};
  static const char* const middles[] = {"",   "ан",  "ен", "ош", "их", "ыч", "ень", "ок", "ет",
                                        "ун", "ел",  "ав", "яш", "ил", "ед", "ат",  "ор", "иш",
                                        "ух", "оль", "ёл", "ей", "аж", "иц", "ощ",  "юч", "ам"};
  static const char* const tails[] = {"ов", "ев", "ин", "ский", "енко", "ков", "нин", "кин", "ёв"};
  return one_of(random, heads) + one_of(random, middles) + one_of(random, tails);
}

inline std::string tatar_family(Seeded& random) {
  static const char* const heads[] = {"хәй",  "вәли", "гали", "нур",   "шәрәф", "мөхәм", "сәйфе",
                                      "җам",  "һади", "фәх",  "зөлфә", "хөс",   "гыйль", "миң",
                                      "ильд", "рәх",  "сөл",  "таҗи",  "әхм",   "бик",   "хис",
                                      "үзбә", "ямал", "каю",  "юныс",  "фәй"};
  static const char* const middles[] = {"",   "рул", "ахм", "мәт", "зул", "нул", "бул",
                                        "ра", "ме",  "кә",  "нә",  "ди",  "му",  "шә"};
  static const char* const tails[] = {"лин", "ов", "җанов", "тдинов", "ев", "шин", "санов", "ин"};
  return one_of(random, heads) + one_of(random, middles) + one_of(random, tails);
}

inline std::string kyrgyz_family(Seeded& random) {
  static const char* const heads[] = {"токто",   "жаны",  "мырза", "ак",    "темир", "асан",
                                      "сатыбал", "өмүр",  "үсөн",  "бейше", "кадыр", "теңиз",
                                      "жолдо",   "мурза", "нура",  "орозо", "самар", "тагай",
                                      "чоң",     "шамы",  "эсен"};
  static const char* const middles[] = {"", "бек", "гул", "мат", "кул", "бай", "суу", "нур", "ш"};
  static const char* const tails[] = {"ов", "ев", "баев", "алиев", " уулу", "кунов", "таев"};
  return one_of(random, heads) + one_of(random, middles) + one_of(random, tails);
}

inline std::string given_name(Seeded& random, People of) {
  static const char* const russian[] = {
      "алексей", "борис",   "василий", "григорий", "дмитрий", "евгений",   "фёдор",   "игорь",
      "юрий",    "кирилл",  "максим",  "николай",  "олег",    "пётр",      "роман",   "семён",
      "татьяна", "ульяна",  "ксения",  "яна",      "анна",    "мария",     "наталья", "ольга",
      "жанна",   "эльвира", "людмила", "софья",    "лилия",   "анна-мария"};
  static const char* const tatar[] = {"булат", "ильяс",  "гөлнара", "җәмилә", "фәрит", "рәфис",
                                      "зөһрә", "айрат",  "таңсылу", "әлфия",  "илгиз", "миләүшә",
                                      "наилә", "рөстәм", "шәмил",   "кәрим",  "сәлим", "һади"};
  static const char* const kyrgyz[] = {
      "айбек",  "жаныбек", "бакыт",  "чолпон", "өмүрбек", "үмүт",   "нургуль", "эркин",
      "таалай", "гүлмира", "жылдыз", "талас",  "азамат",  "мээрим", "канат",   "бегимай"};
  switch (of) {
    case People::russian:
      return one_of(random, russian);
    case People::tatar:
      return one_of(random, tatar);
    case People::kyrgyz:
      break;
  }
  return one_of(random, kyrgyz);
}

inline payload::PersonName any_name(Seeded& random, People of) {
  payload::PersonName name;
  std::string family = of == People::russian ? russian_family(random)
                       : of == People::tatar ? tatar_family(random)
                                             : kyrgyz_family(random);
  const bool two = of == People::russian && random.chance(0.03);
  if (two) family += "-" + russian_family(random);
  name.set_family(capital(family));
  name.set_given(capital(given_name(random, of)));
  static const char* const fathers[] = {"иван", "петр", "марат", "илдар", "кубан", "сергей"};
  if (random.chance(0.8)) name.set_patronymic(capital(one_of(random, fathers) + "ович"));
  return name;
}

/// A third each.
inline payload::PersonName any_name(Seeded& random) {
  return any_name(random, People(random.below(3)));
}

// ---- one name, many spellings ----

struct Table {
  const char* name;
  // of а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я, then Ә Ө Ү Җ Ң Һ
  std::array<const char*, 39> letters;
};
inline constexpr std::u32string_view table_letters = U"абвгдеёжзийклмнопрстуфхцчшщъыьэюяәөүҗңһ";
inline constexpr Table romanisations[] = {
    {"passport, ICAO Doc 9303",
     {"a",    "b", "v", "g", "d", "e",  "e",  "zh", "z", "i",  "i",  "k",  "l",
      "m",    "n", "o", "p", "r", "s",  "t",  "u",  "f", "kh", "ts", "ch", "sh",
      "shch", "",  "y", "",  "e", "iu", "ia", "a",  "o", "u",  "zh", "n",  "h"}},
    {"BGN", {"a",    "b",  "v", "g", "d", "ye", "yo", "zh", "z", "i",  "y",   "k",  "l",
             "m",    "n",  "o", "p", "r", "s",  "t",  "u",  "f", "kh", "ts",  "ch", "sh",
             "shch", "\"", "y", "'", "e", "yu", "ya", "a",  "o", "u",  "dzh", "ng", "h"}},
    {"GOST 7.79 B", {"a",   "b",  "v",  "g", "d",  "e",  "yo", "zh", "z", "i", "j",  "k",  "l",
                     "m",   "n",  "o",  "p", "r",  "s",  "t",  "u",  "f", "x", "cz", "ch", "sh",
                     "shh", "``", "y'", "`", "e`", "yu", "ya", "a",  "o", "u", "zh", "n",  "h"}},
    {"GOST R 52535", {"a",    "b", "v", "g", "d", "e",  "e",  "zh", "z", "i",  "i",  "k",  "l",
                      "m",    "n", "o", "p", "r", "s",  "t",  "u",  "f", "kh", "tc", "ch", "sh",
                      "shch", "",  "y", "",  "e", "iu", "ia", "a",  "o", "u",  "j",  "n",  "kh"}},
    {"ISO 9", {"a", "b", "v", "g", "d", "e", "ë", "ž", "z", "i", "j", "k",  "l",
               "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "č",  "š",
               "ŝ", "ʺ", "y", "ʹ", "è", "û", "â", "ə", "ö", "ü", "j", "ng", "h"}},
    {"everyday", {"a",   "b", "v", "g", "d", "e",  "e",  "j", "z", "i", "y",  "k",  "l",
                  "m",   "n", "o", "p", "r", "s",  "t",  "u", "f", "h", "ts", "ch", "sh",
                  "sch", "",  "y", "",  "e", "yu", "ya", "a", "u", "u", "j",  "n",  "h"}},
    {"Tatar and Kyrgyz letters as Russian ones",
     {"а", "б", "в", "г", "д", "е", "е", "ж", "з", "и", "й", "к", "л",
      "м", "н", "о", "п", "р", "с", "т", "у", "ф", "х", "ц", "ч", "ш",
      "щ", "ъ", "ы", "ь", "э", "ю", "я", "а", "у", "у", "ж", "н", "х"}},
    {"the same otherwise", {"а", "б", "в", "г", "д", "е", "ё", "ж", "з", "и", "й",  "к",  "л",
                            "м", "н", "о", "п", "р", "с", "т", "у", "ф", "х", "ц",  "ч",  "ш",
                            "щ", "ъ", "ы", "ь", "э", "ю", "я", "э", "о", "ү", "дж", "нг", "г"}},
    {"typed on a US keyboard", {"f", ",", "d", "u", "l", "t", "`", ";", "p", "b", "q", "r", "k",
                                "v", "y", "j", "g", "h", "c", "n", "e", "a", "[", "w", "x", "i",
                                "o", "]", "s", "m", "'", ".", "z", "f", "j", "e", ";", "y", "["}},
};

inline std::string spelled(std::string_view name, const Table& table) {
  std::string out;
  for (const char32_t letter : folded_letters(name, 200)) {
    const size_t at = table_letters.find(letter);
    out += at == table_letters.npos ? to_utf8(std::u32string(1, letter)) : table.letters[at];
  }
  return out;
}

/// One letter too many, too few, another one, or two changed places; never the first.
inline std::string mistyped(std::string_view name, Seeded& random) {
  std::u32string letters = folded_letters(name, 200);
  if (letters.size() < 3) return to_utf8(letters);
  const size_t at = 1 + static_cast<size_t>(random.below(letters.size() - 2));
  const char32_t any = U'а' + static_cast<char32_t>(random.below(32));
  switch (random.below(4)) {
    case 0:
      letters.insert(at, 1, any);
      break;
    case 1:
      letters.erase(at, 1);
      break;
    case 2:
      letters[at] = any;
      break;
    default:
      std::swap(letters[at], letters[at + 1]);
  }
  return to_utf8(letters);
}

}  // namespace otmetka::test
