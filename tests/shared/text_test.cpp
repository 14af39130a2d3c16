// tests/text_test.cpp - what people read: words in four languages, counts, days, hours of a place,
// numbers.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "shared/text/catalogue.h"
#include "shared/text/local_time.h"

namespace otmetka {
namespace {

const std::string locale_directory = OTMETKA_LOCALE_DIR;
constexpr const char* nbsp = "\xC2\xA0";

const Catalogue& catalogue() {
  static const Catalogue loaded = MUST(Catalogue::load(locale_directory));
  return loaded;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Keys with all their forms, read from the bytes of a .mo file and not through the code under
/// test. Layout: magic, revision, count, offset of the keys' table, of the texts' table; a table
/// row is length, offset.
std::map<std::string, std::vector<std::string>> texts_of(Language language) {
  const std::string bytes = bytes_of(locale_directory + "/" + language_code(language) + ".mo");
  REQUIRE(bytes.size() > 20);
  const auto word = [&](size_t at) {
    uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  };
  const auto entry = [&](size_t table, size_t row) {
    return bytes.substr(word(table + 8 * row + 4), word(table + 8 * row));
  };
  std::map<std::string, std::vector<std::string>> texts;
  for (size_t row = 0; row < word(8); ++row) {
    const std::string key = entry(word(12), row).c_str();  // what follows a zero is the plural key
    if (key.empty()) continue;
    const std::string forms = entry(word(16), row) + '\0';
    for (size_t start = 0; start < forms.size(); start = forms.find('\0', start) + 1) {
      texts[key].emplace_back(forms.c_str() + start);
    }
  }
  return texts;
}

std::set<std::string> placeholders_of(const std::string& text) {
  std::set<std::string> names;
  for (size_t open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    names.insert(text.substr(open, text.find('}', open) - open + 1));
  }
  return names;
}

bool is_space_or_mark(const std::string& text, size_t at) {
  return at == text.size() || text.compare(at, 2, nbsp) == 0 || text.compare(at, 3, "–") == 0 ||
         std::string_view(" .,:;!?)%").find(text[at]) != std::string_view::npos;
}

/// A directory of catalogues that a test may damage.
struct BrokenInstallation {
  std::filesystem::path directory;
  BrokenInstallation() {
    std::string name = std::filesystem::temp_directory_path() / "otmetka-text-XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    directory = name;
    std::filesystem::copy(locale_directory, directory);
  }
  ~BrokenInstallation() { std::filesystem::remove_all(directory); }
  BrokenInstallation(const BrokenInstallation&) = delete;
  BrokenInstallation& operator=(const BrokenInstallation&) = delete;
  void write(const std::string& file, const std::string& bytes) const {
    std::ofstream(directory / file, std::ios::binary | std::ios::trunc) << bytes;
  }
};

/// What a translation compiles to before its first sentence: a header and nothing else. One row:
/// key at 44, text at 45.
std::string catalogue_just_begun() {
  const std::string header = "Content-Type: text/plain; charset=UTF-8\n";
  const uint32_t words[] = {
      0x950412de, 0, 1, 28, 36, 0, 44, 0, 44, static_cast<uint32_t>(header.size()), 45};
  return std::string(reinterpret_cast<const char*>(words), sizeof words) + '\0' + header + '\0';
}

std::string local_text(int64_t unix_s, const std::string& zone) {
  const LocalTime time = MUST(to_local(unix_s, zone));
  return std::to_string(time.year) + "-" + std::to_string(time.month) + "-" +
         std::to_string(time.day) + " " + clock_text(time) + " " + std::to_string(time.weekday);
}

constexpr int64_t hour = 3600;

}  // namespace

TEST_CASE("a screen says the same thing in each of the four languages", "[text]") {
  CHECK(catalogue().text(Language::ru, "attract.title") == "Добро пожаловать!");
  CHECK(catalogue().text(Language::tt, "attract.title") == "Рәхим итегез!");
  CHECK(catalogue().text(Language::ky, "attract.title") == "Кош келиңиз!");
  CHECK(catalogue().text(Language::en, "attract.title") == "Welcome!");
}

TEST_CASE("each language is called by its own name in all of them", "[text]") {
  for (const Language language : languages) {
    CHECK(catalogue().text(language, "language.ru") == "Русский");
    CHECK(catalogue().text(language, "language.tt") == "Татарча");
    CHECK(catalogue().text(language, "language.ky") == "Кыргызча");
    CHECK(catalogue().text(language, "language.en") == "English");
  }
}

TEST_CASE("a Russian count takes the form of its number", "[text]") {
  // Test values: the end of the phrase table. A fraction (1,5) has no form of its own in gettext.
  struct Row {
    uint64_t n;
    std::string text;
  };
  const Row row = GENERATE(values<Row>({
      {0, "секунд"},
      {1, "секунду"},
      {2, "секунды"},
      {5, "секунд"},
      {11, "секунд"},
      {12, "секунд"},
      {14, "секунд"},
      {21, "секунду"},
      {22, "секунды"},
      {25, "секунд"},
      {101, "секунду"},
      {111, "секунд"},
      {112, "секунд"},
  }));
  CHECK(catalogue().plural(Language::ru, "timeout.warn", row.n) ==
        "Экран закроется через " + std::to_string(row.n) + nbsp + row.text);
}

TEST_CASE("Tatar and Kyrgyz keep the noun as it is after any number", "[text]") {
  for (const uint64_t n : {0U, 1U, 2U, 21U}) {
    const std::string number = std::to_string(n) + nbsp;
    CHECK(catalogue().plural(Language::tt, "timeout.warn", n) ==
          "Экран " + number + "секундтан ябыла");
    CHECK(catalogue().plural(Language::ky, "timeout.warn", n) ==
          "Экран " + number + "секунддан кийин жабылат");
  }
}

TEST_CASE("English counts one apart from all others", "[text]") {
  const std::string start = "This screen closes in ";
  CHECK(catalogue().plural(Language::en, "timeout.warn", 0) == start + "0" + nbsp + "seconds");
  CHECK(catalogue().plural(Language::en, "timeout.warn", 1) == start + "1" + nbsp + "second");
  CHECK(catalogue().plural(Language::en, "timeout.warn", 2) == start + "2" + nbsp + "seconds");
}

TEST_CASE("a count too large for gettext still takes its own form and all of its digits",
          "[text]") {
  const std::string space = nbsp, start = "Экран закроется через ";
  const uint64_t just_over_32_bits = 4'294'967'301;  // ends in 01: as 1
  CHECK(catalogue().plural(Language::ru, "timeout.warn", just_over_32_bits) ==
        start + "4" + space + "294" + space + "967" + space + "301" + space + "секунду");
  CHECK(catalogue().plural(Language::ru, "timeout.warn", UINT64_MAX) ==
        start + "18" + space + "446" + space + "744" + space + "073" + space + "709" + space +
            "551" + space + "615" + space + "секунд");
  // 1,000,001 is not "one second" in English, though it ends as 1 does.
  CHECK(catalogue().plural(Language::en, "timeout.warn", 1'000'001) ==
        std::string("This screen closes in 1,000,001") + nbsp + "seconds");
}

TEST_CASE("names, places and times take the places that the sentence keeps for them", "[text]") {
  CHECK(catalogue().text(Language::ru, "verdict.ok", {{"name", "Ләйсән"}}) ==
        "Ләйсән, вы отмечены");
  CHECK(catalogue().text(Language::en, "verdict.next",
                         {{"what", "Lecture"}, {"where", "Hall 2"}, {"time", "09:30"}}) ==
        "Next: Lecture, Hall 2, 09:30");
}

TEST_CASE("a visitor's name cannot pull other words into the sentence", "[text]") {
  CHECK(catalogue().text(Language::ru, "verdict.next",
                         {{"what", "{time}"}, {"where", "{"}, {"time", "09:30"}}) ==
        "Дальше: {time}, {, 09:30");
}

TEST_CASE("a value that was forgotten shows which one", "[text]") {
  CHECK(catalogue().text(Language::en, "verdict.late") == "It has begun. Please go in: {room}.");
}

TEST_CASE("a text missing in one language is said in Russian, and an unknown one by its key",
          "[text]") {
  const BrokenInstallation installation;
  installation.write("ky.mo", catalogue_just_begun());
  const Catalogue begun = MUST(Catalogue::load(installation.directory));
  CHECK(begun.text(Language::ky, "common.back") == "Назад");
  CHECK(begun.text(Language::tt, "common.back") == "Артка");
  CHECK(begun.plural(Language::ky, "timeout.warn", 2) ==
        std::string("Экран закроется через 2") + nbsp + "секунды");
  CHECK(begun.text(Language::ky, "no.such.key") == "no.such.key");
  CHECK(begun.plural(Language::ky, "no.such.key", 3) == "no.such.key");
  CHECK(begun.text(Language::ru, "").empty());
}

TEST_CASE("a catalogue that is absent or damaged is named, with what to do", "[text]") {
  const BrokenInstallation installation;
  SECTION("absent") {
    std::filesystem::remove(installation.directory / "ky.mo");
    const auto loaded = Catalogue::load(installation.directory);
    REQUIRE_FALSE(loaded.ok());
    CHECK(loaded.error().failure == Failure::absent);
    CHECK(loaded.error().message.find("ky.mo") != std::string::npos);
    CHECK(loaded.error().message.find("install the package again") != std::string::npos);
  }
  SECTION("empty") {
    installation.write("en.mo", "");
    CHECK(Catalogue::load(installation.directory).error().failure == Failure::absent);
  }
  SECTION("garbled") {
    installation.write("tt.mo", std::string(4096, 'x'));
    const auto loaded = Catalogue::load(installation.directory);
    REQUIRE_FALSE(loaded.ok());
    CHECK(loaded.error().failure == Failure::corrupt);
    CHECK(loaded.error().message.find("tt.mo") != std::string::npos);
  }
}

TEST_CASE("no damage to a catalogue stops the kiosk", "[text]") {
  const std::string whole = bytes_of(locale_directory + "/ky.mo");
  const BrokenInstallation installation;
  const auto survives = [&](const std::string& damaged) {
    installation.write("ky.mo", damaged);
    const auto loaded = Catalogue::load(installation.directory);
    if (!loaded) return;
    for (const auto& [key, forms] : texts_of(Language::ru)) {
      CHECK_FALSE(loaded.value().text(Language::ky, key).empty());
      CHECK_FALSE(loaded.value().plural(Language::ky, key, 5).empty());
    }
  };
  for (size_t kept = 1; kept < whole.size(); kept += 997) survives(whole.substr(0, kept));
  // All of the header, then samples of the tables and the sentences; a bit that is low, and all of
  // them.
  for (size_t at = 0; at < whole.size(); at += at < 28 ? 1 : 61) {
    for (const int bits : {0x01, 0xFF}) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ bits);
      survives(damaged);
    }
  }
}

TEST_CASE("every key is translated into all four languages with the same placeholders", "[text]") {
  const auto russian = texts_of(Language::ru);
  REQUIRE(russian.size() > 70);
  for (const Language language : languages) {
    const auto texts = texts_of(language);
    for (const auto& [key, forms] : texts) CHECK(russian.contains(key));
    for (const auto& [key, russian_forms] : russian) {
      INFO(language_code(language) << " " << key);
      REQUIRE(texts.contains(key));
      for (const std::string& form : texts.at(key)) {
        CHECK_FALSE(form.empty());
        CHECK(placeholders_of(form) == placeholders_of(russian_forms.front()));
      }
    }
  }
}

TEST_CASE("no ending is glued to a value, and a counted number never parts from its noun",
          "[text]") {
  const auto russian = texts_of(Language::ru);
  for (const Language language : languages) {
    for (const auto& [key, forms] : texts_of(language)) {
      for (const std::string& form : forms) {
        INFO(language_code(language) << " " << key << ": " << form);
        for (size_t close = form.find('}'); close != form.npos; close = form.find('}', close + 1)) {
          CHECK(is_space_or_mark(form, close + 1));
        }
        CHECK(form.find(" %") == form.npos);
        // A key with several forms in Russian is a count in every language.
        if (russian.at(key).size() > 1) CHECK(form.find(std::string("{n}") + nbsp) != form.npos);
      }
    }
  }
}

TEST_CASE("a moment is shown as the clocks of the venue show it", "[time]") {
  const int64_t moment = 1'788'764'400;  // 2026-09-07 06:00 UTC, a Monday
  CHECK(local_text(moment, "Europe/Moscow") == "2026-9-7 10:00 1");
  CHECK(local_text(moment, "Asia/Bishkek") == "2026-9-7 13:00 1");
  CHECK(local_text(moment, "Asia/Vladivostok") == "2026-9-7 17:00 1");
  CHECK(local_text(moment, "Europe/Berlin") == "2026-9-7 09:00 1");
  CHECK(local_text(moment + 9 * hour, "Asia/Vladivostok") == "2026-9-8 02:00 2");
}

TEST_CASE("venues whose clocks never change keep their hours in winter and summer", "[time]") {
  const auto [zone, offset_h] = GENERATE(table<std::string, int>(
      {{"Europe/Moscow", 3}, {"Asia/Bishkek", 6}, {"Asia/Vladivostok", 10}}));
  for (const int month : {1, 4, 7, 10}) {
    const int64_t there = MUST(from_local(2026, month, 15, 9, 30, zone));
    CHECK(there == MUST(from_local(2026, month, 15, 9, 30, "UTC")) - offset_h * hour);
    CHECK(clock_text(MUST(to_local(there, zone))) == "09:30");
  }
}

TEST_CASE("summer time moves the hours of a venue that has it", "[time]") {
  const int64_t winter = MUST(from_local(2026, 1, 15, 9, 30, "Europe/Berlin"));
  const int64_t summer = MUST(from_local(2026, 7, 15, 9, 30, "Europe/Berlin"));
  CHECK(winter == MUST(from_local(2026, 1, 15, 8, 30, "UTC")));
  CHECK(summer == MUST(from_local(2026, 7, 15, 7, 30, "UTC")));
}

TEST_CASE("an hour that the clocks jump over is the moment of the jump", "[time]") {
  const int64_t jump = MUST(from_local(2026, 3, 29, 1, 0, "UTC"));
  CHECK(MUST(from_local(2026, 3, 29, 2, 0, "Europe/Berlin")) == jump);
  CHECK(MUST(from_local(2026, 3, 29, 2, 30, "Europe/Berlin")) == jump);
  CHECK(MUST(from_local(2026, 3, 29, 3, 0, "Europe/Berlin")) == jump);
  CHECK(clock_text(MUST(to_local(jump, "Europe/Berlin"))) == "03:00");
  CHECK(clock_text(MUST(to_local(jump - 60, "Europe/Berlin"))) == "01:59");
}

TEST_CASE("an hour that comes twice is its first pass", "[time]") {
  const int64_t first = MUST(from_local(2026, 10, 25, 0, 30, "UTC"));
  CHECK(MUST(from_local(2026, 10, 25, 2, 30, "Europe/Berlin")) == first);
  CHECK(clock_text(MUST(to_local(first, "Europe/Berlin"))) == "02:30");
  CHECK(clock_text(MUST(to_local(first + hour, "Europe/Berlin"))) == "02:30");
}

TEST_CASE("past changes of a zone are known", "[time]") {
  // Moscow kept UTC+4 all year until 26 October 2014.
  CHECK(MUST(from_local(2014, 7, 1, 12, 0, "Europe/Moscow")) ==
        MUST(from_local(2014, 7, 1, 8, 0, "UTC")));
  CHECK(MUST(from_local(2014, 12, 1, 12, 0, "Europe/Moscow")) ==
        MUST(from_local(2014, 12, 1, 9, 0, "UTC")));
}

TEST_CASE("a zone is one that this machine knows by its IANA name", "[time]") {
  for (const char* zone :
       {"Europe/Moscow", "Asia/Bishkek", "Asia/Vladivostok", "Europe/Berlin", "UTC"}) {
    CHECK(is_zone(zone));
  }
  const std::string zone = GENERATE("", "Moscow", "Europe/Kazan", "../../etc/passwd",
                                    "Europe/Moscow ", "localtime", "europe/moscow");
  INFO(zone);
  CHECK_FALSE(is_zone(zone));
  const auto there = to_local(0, zone);
  REQUIRE_FALSE(there.ok());
  CHECK(there.error().failure == Failure::bad_input);
  CHECK(there.error().message.find("\"" + zone + "\"") != std::string::npos);
  CHECK(from_local(2026, 9, 7, 9, 30, zone).error().failure == Failure::bad_input);
}

TEST_CASE("a day or an hour that no calendar has is refused", "[time]") {
  struct Row {
    int year, month, day, hour, minute;
  };
  const Row row = GENERATE(values<Row>({
      {2026, 2, 29, 9, 0},
      {2026, 4, 31, 9, 0},
      {2026, 13, 1, 9, 0},
      {2026, 0, 1, 9, 0},
      {2026, -1, 1, 9, 0},
      {2026, 1, 0, 9, 0},
      {2026, 1, 257, 9, 0},
      {0, 1, 1, 9, 0},
      {65562, 1, 1, 9, 0},
      {2026, 1, 1, 24, 0},
      {2026, 1, 1, -1, 0},
      {2026, 1, 1, 9, 60},
      {2026, 1, 1, 9, -1},
  }));
  CHECK(from_local(row.year, row.month, row.day, row.hour, row.minute, "Europe/Moscow")
            .error()
            .failure == Failure::bad_input);
}

TEST_CASE(
    "clocks that start in 1970 or claim absurd years are shown or refused, never trusted to fit",
    "[time]") {
  CHECK(local_text(0, "Europe/Moscow") == "1970-1-1 03:00 4");
  CHECK(local_text(-1, "UTC") == "1969-12-31 23:59 3");
  CHECK(local_text(4'294'967'296, "UTC") == "2106-2-7 06:28 7");
  for (const int64_t claim : {INT64_MIN, INT64_MAX, int64_t{-1} << 40, int64_t{1} << 40}) {
    CHECK(to_local(claim, "Asia/Bishkek").error().failure == Failure::bad_input);
  }
}

TEST_CASE("dates and weekdays are written as each language writes them", "[time]") {
  const LocalTime day = MUST(to_local(1'788'764'400, "Europe/Moscow"));
  CHECK(date_text(Language::ru, day) == "7 сентября");
  CHECK(date_text(Language::tt, day) == "7 сентябрь");
  CHECK(date_text(Language::ky, day) == "7-сентябрь");
  CHECK(date_text(Language::en, day) == "7 September");
  CHECK(weekday_text(Language::ru, day) == "понедельник");
  CHECK(weekday_text(Language::tt, day) == "дүшәмбе");
  CHECK(weekday_text(Language::ky, day) == "дүйшөмбү");
  CHECK(weekday_text(Language::en, day) == "Monday");
  CHECK(weekday_text(Language::en, MUST(to_local(1'788'764'400 - 24 * hour, "Europe/Moscow"))) ==
        "Sunday");
}

TEST_CASE("a near day is called by its word, also across the turn of a year", "[time]") {
  const LocalTime eve{.year = 2026, .month = 12, .day = 31, .hour = 23, .minute = 50, .weekday = 4};
  const LocalTime new_year{
      .year = 2027, .month = 1, .day = 1, .hour = 0, .minute = 10, .weekday = 5};
  const LocalTime second{.year = 2027, .month = 1, .day = 2, .hour = 9, .minute = 0, .weekday = 6};
  CHECK(day_text(catalogue(), Language::ru, eve, eve) == "сегодня");
  CHECK(day_text(catalogue(), Language::tt, new_year, eve) == "иртәгә");
  CHECK(day_text(catalogue(), Language::ky, new_year, eve) == "эртең");
  CHECK(day_text(catalogue(), Language::en, eve, new_year) == "yesterday");
  CHECK(day_text(catalogue(), Language::tt, second, eve) == "2 гыйнвар");
}

TEST_CASE("a figure is dated as exactly as its source dated it", "[time]") {
  const std::string space = nbsp;
  CHECK(as_of_text(Language::ru, "2021") == "2021" + space + "г.");
  CHECK(as_of_text(Language::ru, "2021-10") == "октябрь 2021" + space + "г.");
  CHECK(as_of_text(Language::ru, "2021-10-01") == "1 октября 2021" + space + "г.");
  CHECK(as_of_text(Language::tt, "2021-10-01") == "1 октябрь, 2021" + space + "ел");
  CHECK(as_of_text(Language::tt, "2021") == "2021" + space + "ел");
  CHECK(as_of_text(Language::ky, "2021-10-01") == "2021-ж., 1-октябрь");
  CHECK(as_of_text(Language::ky, "2021") == "2021-ж.");
  CHECK(as_of_text(Language::en, "2021-10") == "October 2021");
  for (const char* odd : {"", "21", "2021-13", "2021-02-30", "2021-1-01", "2021/10/01", "-021",
                          "2021-10-01T", "+021-10"}) {
    CHECK(as_of_text(Language::ru, odd) == odd);
  }
}

TEST_CASE("numbers are grouped and pointed as the reader expects", "[time]") {
  const std::string space = nbsp;
  for (const Language language : {Language::ru, Language::tt, Language::ky}) {
    CHECK(number_text(language, 1'276'000, 0) == "1" + space + "276" + space + "000");
    CHECK(number_text(language, 1.5, 1) == "1,5");
    CHECK(number_text(language, 65'000.25, 2) == "65" + space + "000,25");
  }
  CHECK(number_text(Language::en, 1'276'000, 0) == "1,276,000");
  CHECK(number_text(Language::en, 1234.5, 1) == "1,234.5");
  CHECK(number_text(Language::en, 999, 0) == "999");
  CHECK(number_text(Language::en, -1234, 0) == "-1,234");
  CHECK(number_text(Language::en, -0.004, 2) == "0.00");
  CHECK(number_text(Language::ru, 0, 0) == "0");
  CHECK(number_text(Language::ru, std::numeric_limits<double>::quiet_NaN(), 0) == "—");
  CHECK(number_text(Language::ru, std::numeric_limits<double>::infinity(), 0) == "—");
  CHECK(count_text(Language::en, 1'000) == "1,000");
}

}  // namespace otmetka
