// Which spellings are one name, and which are not. Every row says why.
#include <catch2/catch_all.hpp>
#include <string>

#include "shared/text/keyboard_layout.h"
#include "shared/text/letters.h"
#include "shared/text/name_folding.h"
#include "shared/text/name_pattern.h"
#include "tests/people.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// Whether some reading of what was typed is the whole name, without a mistake.
bool is_the_name(const std::string& typed, const std::string& name) {
  for (const TypedReading& reading : typed_readings(typed)) {
    if (reading.words.size() != 1) continue;
    for (const NameWord& word : stored_words(name)) {
      const auto match = NamePattern(reading.words.front().key).match(word.key, false);
      if (match && match->whole) return true;
    }
  }
  return false;
}

/// Whether it is the beginning of the name, with or without a mistake.
std::optional<WordMatch> begins(const std::string& typed, const std::string& name, bool mistake) {
  for (const TypedReading& reading : typed_readings(typed)) {
    if (reading.words.size() != 1) continue;
    for (const NameWord& word : stored_words(name)) {
      if (const auto match = NamePattern(reading.words.front().key).match(word.key, mistake)) {
        return match;
      }
    }
  }
  return std::nullopt;
}

struct Row {
  const char* typed;
  const char* name;
  const char* why;
};

const Row one_name[] = {
    {"хайруллин", "Хайруллин", "a keyboard without Shift"},
    {"ХАЙРУЛЛИН", "Хайруллин", "a keyboard with Caps Lock"},
    {"Хәйруллин", "Хайруллин", "the Tatar spelling of a name held in Russian"},
    {"Хайруллин", "Хәйруллин", "the Russian spelling of a name held in Tatar"},
    {"Khairullin", "Хәйруллин", "passport"},
    {"Hairullin", "Хәйруллин", "everyday Latin"},
    {"Xayrullin", "Хәйруллин", "GOST 7.79 and Tatar Latin: x is х"},
    {"Häyrullin", "Хәйруллин", "Tatar Latin"},
    {"[fqhekkby", "Хәйруллин", "the keys of Хайруллин on a US layout"},
    {"{FQHEKKBY", "Хайруллин", "the same with Shift"},
    {"Хайрулин", "Хайруллин", "a doubled letter is heard as one"},
    {"Хайрруллин", "Хайруллин", "and the other way round"},
    {"Рфшкгддшт", "Хайруллин", "Hairullin typed on a Russian layout"},
    {"Bdfyjd", "Иванов", "the keys of Иванов on a US layout"},
    {"И\u0306ылдыз", "Йылдыз", "и with a mark of its own is й"},
    {"Королев", "Королёв", "ё is mostly written е"},
    {"Королёв", "Королев", "ё where the roster has е"},
    {"Korolyov", "Королев", "BGN shows the ё that the roster lost"},
    {"Korolev", "Королёв", "the passport does not"},
    {"Shcherbachov", "Щербачёв", "ё after ч is o in the older rules"},
    {"Горбачов", "Горбачёв", "and by ear"},
    {"Scherbakov", "Щербаков", "щ is sch as often as shch"},
    {"Shherbakov", "Щербаков", "GOST 7.79 B"},
    {"Ŝerbakov", "Щербаков", "ISO 9"},
    {"Solovyev", "Соловьёв", "ь before a vowel is y"},
    {"Solovev", "Соловьёв", "or is left out"},
    {"Soloviev", "Соловьев", "or is i"},
    {"Solov'ev", "Соловьев", "or is an apostrophe"},
    {"Solov’yev", "Соловьев", "or a typographic one and y"},
    {"Yelena", "Елена", "BGN"},
    {"Elena", "Елена", "passport"},
    {"Jelena", "Елена", "as in the Balkans and Estonia"},
    {"Sergeyev", "Сергеев", "е after a vowel is ye"},
    {"Sergeev", "Сергеев", "or e"},
    {"Sergej", "Сергей", "й is j in GOST 7.79 and ISO 9"},
    {"Chaykovskiy", "Чайковский", "-ий is iy"},
    {"Chaikovsky", "Чайковский", "or y"},
    {"Tchaikovski", "Чайковский", "or i, and ч is tch in French"},
    {"Čajkovskij", "Чайковский", "ISO 9"},
    {"Yuliya", "Юлия", "BGN"},
    {"Iuliia", "Юлия", "passport of today"},
    {"Julia", "Юлия", "as in English"},
    {"Maria", "Мария", "the я of -ия is often a"},
    {"Mariya", "Мария", "or ya"},
    {"Mariia", "Мария", "or ia"},
    {"Tatyana", "Татьяна", "BGN without its apostrophe"},
    {"Tatiana", "Татьяна", "passport"},
    {"Ludmila", "Людмила", "ю after a consonant is often u"},
    {"Liudmila", "Людмила", "or iu"},
    {"Ljudmila", "Людмила", "or ju"},
    {"Tsvetkov", "Цветков", "ц is ts"},
    {"Tcvetkov", "Цветков", "or tc, GOST R 52535"},
    {"Cvetkov", "Цветков", "or c, ISO 9"},
    {"Czvetkov", "Цветков", "or cz, GOST 7.79 B"},
    {"Mukhametshin", "Мөхәммәтшин", "t and sh are not ts and h"},
    {"Vyatchin", "Вятчин", "тч is tch, which is ч in French"},
    {"Sovetskiy", "Советский", "т and с that only look like ts"},
    {"Alexey", "Алексей", "x is also кс"},
    {"Alekseĭ", "Алексей", "a mark that says nothing here"},
    {"Wladimir", "Владимир", "w is в in German"},
    {"Semyon", "Семён", "ё is yo"},
    {"Mayorov", "Майоров", "but yo is also йо"},
    {"Larionov", "Ларионов", "and io is also ио"},
    {"Schastlivtsev", "Счастливцев", "сч is written and said as щ"},
    {"Зулфия", "Зөлфия", "Ө is у in Russian"},
    {"Омурбек", "Өмүрбек", "or о, and Ү is у"},
    {"Umut", "Үмүт", "in Latin u"},
    {"Гульнара", "Гөлнара", "and ь is no letter to compare"},
    {"Gulnara", "Гөлнара", "nor in Latin"},
    {"Кёк", "Көк", "or ё"},
    {"Джамиля", "Җәмилә", "Җ is дж, Ә is я"},
    {"Жамиля", "Җәмилә", "or ж"},
    {"Jamila", "Җәмилә", "or j, Ә is a"},
    {"Cämilä", "Җәмилә", "or c, Tatar Latin of 2012"},
    {"Мухаметзянов", "Мөхәммәтҗанов", "or зя, as Kazan's surnames have it"},
    {"Jusupov", "Юсупов", "j is also й"},
    {"Тенгиз", "Теңиз", "Ң is нг"},
    {"Тениз", "Теңиз", "or н"},
    {"Tengiz", "Теңиз", "or ng"},
    {"Хадиев", "Һадиев", "Һ is х"},
    {"Гадиев", "Һадиев", "or г"},
    {"Hadiev", "Һадиев", "or h"},
    {"Жаныбек", "Джаныбек", "Kyrgyz ж is дж in older papers"},
    {"Джаныбек", "Жаныбек", "and back"},
    {"Zhanybek", "Джаныбек", "in Latin too"},
    {"Janibek", "Жаныбек", "as in English"},
    {"Dzhanybek", "Жаныбек", "as in the passport of the Soviet name"},
    {"Токтосу", "Токтосуу", "Kyrgyz long vowels are heard as short ones"},
    {"Toktosuu", "Токтосуу", "or written"},
    {"Гильметдинов", "Гыйльметдинов", "ый is и in Russian"},
    {"Эльвира", "Әлвирә", "Ә is э at the beginning"},
    {"Илиас", "Ильяс", "Kazan writes both"},
    {"[fqh.", "Хайрю", "a sign may be a letter of another layout"},
    {"[oqhekkby", "Хәйруллин", "the keys of the Tatar layout itself"},
    {"Cергеев", "Сергеев", "a Latin C by mistake: it looks the same"},
    {"hадиев", "Һадиев", "h where the keyboard has no Һ"},
    {"О'Коннор", "ОКоннор", "an apostrophe is no letter"},
    {"Нурислам", "Нур-Ислам", "a hyphen is written or not"},
    {"Щедрин", "Салтыков-Щедрин", "half of a double name is a name"},
    {"Li", "Ли", "two letters in Latin"},
    {"Kb", "Ли", "and on the wrong layout"},
};

const Row two_names[] = {
    {"Яна", "Анна", "the glide of я is heard at the beginning"},
    {"Дана", "Диана", "и is a letter"},
    {"Dana", "Диана", "in Latin too"},
    {"Харуллин", "Хайруллин", "й before a consonant is a letter"},
    {"Haliev", "Галиев", "h is х; only Һ may be г"},
    {"Галиев", "Халиев", "г is not х"},
    {"Ахат", "Асхат", "two Tatar names"},
    {"Марта", "Мария", "another ending"},
    {"Шакиров", "Чакиров", "ш is not ч"},
    {"Жуков", "Зуков", "ж is not з; only Җ may be"},
    {"Ким", "Кин", "a mistake is no spelling"},
    {"Петров", "Петрова", "whole means whole"},
    {"Попов", "Рорю", "Попов read as look-alikes; it is Cyrillic as it stands"},
    {"Эмиль", "Амиль", "э is not а; only Ә is both"},
    {"Онер", "Унер", "о is not у; only Ө is both"},
    {"Усупов", "Юсупов", "ю at the beginning is heard"},
    {"Цой", "Сой", "ц is not с"},
};

}  // namespace

TEST_CASE("one name in another spelling is the same name", "[search]") {
  for (const Row& row : one_name) {
    INFO(row.typed << " for " << row.name << ": " << row.why);
    CHECK(is_the_name(row.typed, row.name));
  }
}

TEST_CASE("two names are not taken for one", "[search]") {
  for (const Row& row : two_names) {
    INFO(row.typed << " for " << row.name << ": " << row.why);
    CHECK_FALSE(is_the_name(row.typed, row.name));
  }
}

TEST_CASE("every beginning of a spelling is a beginning of the name", "[search]") {
  static const Row rows[] = {
      {"shch", "Щукин", "щ, as it is typed"},
      {"sch", "Щукин", "and the shorter way"},
      {"kh", "Хасанов", "х is k for a moment"},
      {"zh", "Жуков", "ж is z"},
      {"ts", "Цой", "ц is t"},
      {"ch", "Чук", "ч is c"},
      {"ilia", "Ильяс", "я is i"},
      {"mariia", "Мария", "я is i"},
      {"dzh", "Жаныбек", "ж is d, dz"},
      {"metsh", "Метшин", "тш is ts for a moment"},
  };
  for (const Row& row : rows) {
    const std::string typed = row.typed;
    for (size_t size = 1; size <= typed.size(); ++size) {
      INFO(typed.substr(0, size) << " of " << row.name << ": " << row.why);
      CHECK(begins(typed.substr(0, size), row.name, false));
    }
  }
}

TEST_CASE("one slip of the hand is a mistake, two are another name", "[search]") {
  static const Row one[] = {
      {"Хайрулклин", "Хайруллин", "a letter between a doubled one"},
      {"Хайрлулин", "Хайруллин", "two changed places"},
      {"Хайруин", "Хайрулин", "a letter too few"},
      {"Хпйруллин", "Хайруллин", "the neighbour on the keyboard"},
      {"Файруллин", "Хайруллин", "the first letter"},
      {"Такиров", "Шакиров", "a letter that is two in Latin"},
      {"Акиров", "Шакиров", "the same left out"},
      {"Basirov", "Баширов", "half of sh"},
      {"Khairulin", "Хабрулин", "in another script"},
      {"Марьи", "Марья", "a vowel with a glide"},
      {"Темирбкеев", "Темирбекев", "two changed places, one of them with a glide"},
      {"тңеиз", "Теңиз", "both with a sound that may be absent"},
      {"Носчков", "Носычков", "a letter left out of what then reads щ"},
      {"Ильса", "Ильяс", "two changed places at a glide"},
  };
  for (const Row& row : one) {
    INFO(row.typed << " for " << row.name << ": " << row.why);
    CHECK(begins(row.typed, row.name, true));
  }
  static const Row two[] = {
      {"Хпйрцллин", "Хайруллин", "two neighbours"},
      {"йХайрулилн", "Хайруллин", "one too many, and two changed"},
      {"Петров", "Сидоров", "another name"},
      {"Иванов", "Ибрагимов", "the same beginning and end"},
      {"Хайруллина", "Хабруллин", "a changed letter, and a longer word"},
  };
  for (const Row& row : two) {
    INFO(row.typed << " for " << row.name << ": " << row.why);
    const auto match = begins(row.typed, row.name, true);
    CHECK_FALSE(match);
  }
}

TEST_CASE("folding twice is folding once", "[search]") {
  Seeded random(GENERATE(take(20, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  for (int i = 0; i < 200; ++i) {
    std::string text;
    if (random.chance(0.5)) {
      const auto name = any_name(random);
      text = name.family() + " " + name.given();
      if (random.chance(0.3)) text = spelled(text, romanisations[random.below(5)]);
    }
    for (uint64_t k = random.below(8); k > 0; --k) {
      text.insert(static_cast<size_t>(random.below(text.size() + 1)), 1,
                  static_cast<char>(random.below(256)));
    }
    const std::u32string once = folded_letters(text, name_bytes_max);
    INFO(to_utf8(once));
    CHECK(folded_letters(to_utf8(once), 4 * name_bytes_max) == once);
    CHECK(stored_words(to_utf8(once)) == stored_words(text));
  }
}

TEST_CASE("a name is the same name as itself in every romanisation and on every keyboard",
          "[search]") {
  Seeded random(GENERATE(take(20, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  for (int i = 0; i < 100; ++i) {
    const std::string family = any_name(random).family();
    if (family.find_first_of(" -") != family.npos) continue;
    CHECK(is_the_name(family, family));
    for (const Table& table : romanisations) {
      INFO(family << " as " << spelled(family, table) << ": " << table.name);
      CHECK(is_the_name(spelled(family, table), family));
    }
  }
}

TEST_CASE("likeness of sounds goes both ways", "[search]") {
  for (int one = 0; one < static_cast<int>(Sound::count); ++one) {
    CHECK(alike(Sound(one), Sound(one)));
    for (int other = 0; other < static_cast<int>(Sound::count); ++other) {
      CHECK(alike(Sound(one), Sound(other)) == alike(Sound(other), Sound(one)));
    }
  }
}

TEST_CASE("what is no text becomes no letters, and text is cut where a character ends",
          "[search]") {
  CHECK(folded_letters("\xC3\x28\xF0\x28\x8C\x28\xED\xA0\x80\xC0\xAF", 100).find(U'Ã') ==
        std::u32string::npos);
  CHECK(to_utf8(folded_letters("\xFF\xFE", 100)) == "  ");
  CHECK(to_utf8(folded_letters("Ли\xD0", 100)) == "ли ");
  CHECK(to_utf8(folded_letters("Лид", 5)) == "ли");
  CHECK(to_utf8(folded_letters("О\u2019Коннор\u2014Х", 100)) == "о'коннор-х");
  CHECK(typed_readings("\xF0\x9F\x98\x80 123 \x01\x02").empty());
  CHECK(bytes_of_characters("Хәй", 2) == 4);
  CHECK(bytes_of_characters("И\u0306о", 1) == 4);
  CHECK(bytes_of_characters("\xFFя", 1) == 1);
  CHECK(bytes_of_characters("Я", 5) == 2);
}
