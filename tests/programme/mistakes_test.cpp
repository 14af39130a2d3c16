// One thing of a good package is broken, and the check says exactly that: file, line, what is
// wrong, what to do.
#include <catch2/catch_test_macros.hpp>

#include "tests/programme/tiny_package.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const Broken syntax[] = {
    {"a text without its end", programme_toml, "'tiny.2026'", "'tiny.2026",
     "programme.toml:1: error: not TOML: "},
    {"the same key twice", programme_toml, "kind = 'exchange'",
     "kind = 'exchange'\nkind = 'school'", "programme.toml:3: error: not TOML: "},
    {"a date that does not exist", programme_toml, "2026-09-07", "2026-02-30",
     "programme.toml:5: error: not TOML: "},
    {"a bare control character", people_toml, "'Орлов'", "'Орлов\x07'",
     "people.toml:28: error: not TOML: "},
    {"a letter in another encoding", people_toml, "Орлов", "\xCE\xF0",
     "people.toml:28: error: this line is not UTF-8; save the file as UTF-8 in the editor"},
    {"an endless key", programme_toml, "kind =", longer("a.", 40) + "a = 1\nkind =",
     "programme.toml:2: error: this line has more than 32 dots in a row of names; write the key as "
     "FORMAT.md shows it"},
};

const Broken keys[] = {
    {"a key with a slip", programme_toml, "languages =", "langauges =",
     R"(programme.toml:1: error: the programme lacks "languages"; add languages = ["…"]
programme.toml:6: error: the programme has no key "langauges"; did you mean "languages"?)"},
    {"a key of another format", programme_toml, "kind = 'exchange'",
     "kind = 'exchange'\ncolour = 'red'",
     R"(programme.toml:3: error: the programme has no key "colour"; its keys are name, kind, title, zone, start, languages, organiser, issuer, host, funder or forget)"},
    {"a key that writes to the terminal", programme_toml, "kind = 'exchange'",
     "kind = 'exchange'\n'\\u001b[2J' = 1",
     R"(programme.toml:3: error: the programme has no key "U+001B[2J"; its keys are name, kind, title, zone, start, languages, organiser, issuer, host, funder or forget)"},
    {"a table that is not known", programme_toml, "[forget]", "[sponsor]\nname = 'x'\n[forget]",
     R"(programme.toml:12: error: the programme has no key "sponsor"; its keys are name, kind, title, zone, start, languages, organiser, issuer, host, funder or forget)"},
    {"a number where a text stands", programme_toml, "name = 'tiny.2026'", "name = 7",
     R"(programme.toml:1: error: name is a whole number, not a text in quotes; write name = "…")"},
    {"a text where four stand", programme_toml,
     "title = { ru = 'Т', tt = 'Т', ky = 'Т', en = 'T' }", "title = 'Т'",
     R"(programme.toml:3: error: title is a text in quotes, not a text in four languages; write title = { ru = "…", tt = "…", ky = "…", en = "…" })"},
    {"a table where a list of tables stands", far_toml, "public_name = false\n",
     "public_name = false\n[hall]\nname = 'main'\n",
     "venues/far.toml:6: error: hall is a table, not a list of tables; write [[hall]] above the "
     "keys of each"},
    {"no name", programme_toml, "name = 'tiny.2026'\n", "",
     R"(programme.toml:1: error: the programme lacks "name"; add name = "…")"},
    {"no organiser", programme_toml, "[organiser]\ntitle", "[host]\ntitle",
     "programme.toml:1: error: the programme lacks [organiser]; add the line [organiser] and its "
     "keys"},
    {"no time", sessions_toml, "start = '09:30'\n", "",
     R"(sessions.toml:1: error: [[session]] lacks "start"; add start = "09:30")"},
    {"no rule for forgetting", programme_toml, "[forget]\ndays_after_end = 30\n", "",
     "programme.toml:1: error: the programme lacks [forget]; add the line [forget] and its keys"},
    {"no floor", hub_toml, "floor = 1\n", "",
     R"(venues/hub.toml:10: error: [[hall]] lacks "floor"; add floor = 1)"},
    {"counts is a text", sessions_toml, "counts = false", "counts = 'no'",
     "sessions.toml:34: error: counts is a text in quotes, not true or false; write counts = true "
     "or false"},
    {"a day that is no whole number", sessions_toml, "day = 1", "day = 1.5",
     "sessions.toml:4: error: day is a number, not a whole number; write day = 1"},
    {"a value in quotes", hub_toml, "1_276_000", "'1276000'",
     "venues/hub.toml:23: error: value is a text in quotes, not a number; write value = 1"},
};

const Broken times[] = {
    {"no time at all", hub_toml, "", "[[exhibit.shown]]\n",
     "venues/hub.toml:28: error: [[exhibit.shown]] says no time; add day, or start and end, or "
     "remove it"},
    {"a start alone", hub_toml, "", "[[exhibit.shown]]\nday = 1\nstart = '10:00'\n",
     "venues/hub.toml:30: error: start stands without end; add end, or remove start"},
    {"the end comes first", hub_toml, "", "[[exhibit.shown]]\nstart = '10:00'\nend = '10:00'\n",
     "venues/hub.toml:30: error: [[exhibit.shown]] ends before it starts; correct start or end; "
     "what is shown past midnight is written as two"},
    {"day nought", hub_toml, "", "[[exhibit.shown]]\nday = 0\n",
     "venues/hub.toml:29: error: day is 0; write a number from 1 to 3653"},
    {"a hall's day is a date", hub_toml, "[[exhibit]]",
     "[[hall.shown]]\nday = 2026-09-07\n[[exhibit]]",
     "venues/hub.toml:17: error: day is a date, not a whole number; write day = 1"},
};

const Broken texts[] = {
    {"a language is missing", programme_toml, "ru = 'О', tt = 'О', ky = 'О'", "ru = 'О'",
     "programme.toml:8: error: title of [organiser] is missing in tt, ky; write the text in all "
     "four languages: ru, tt, ky, en"},
    {"a language is blank", hub_toml, "about = { ru = 'С', tt = 'С'",
     "about = { ru = 'С', tt = ' '",
     "venues/hub.toml:20: error: about of [[exhibit]] is missing in tt; write the text in all four "
     "languages: ru, tt, ky, en"},
    {"a dotted text lacks a language", sessions_toml, "next.ky = 'Д'\n", "",
     "sessions.toml:10: error: next of [[session]] is missing in ky; write the text in all four "
     "languages: ru, tt, ky, en"},
    {"a language of a text is a number", programme_toml, "ru = 'И'", "ru = 5",
     R"(programme.toml:11: error: title.ru is a whole number, not a text in quotes; write ru = "…")"},
    {"a fifth language", programme_toml, "ky = 'И'", "ky = 'И', de = 'I'",
     R"(programme.toml:11: error: title has no language "de"; the languages are ru, tt, ky and en)"},
    {"a name with a space behind", people_toml, "'Орлов'", "'Орлов '",
     "people.toml:28: error: family begins or ends with a space; remove the space"},
    {"a name of nothing", people_toml, "'Орлов'", "''",
     "people.toml:28: error: family is empty; write it"},
    {"a control character", people_toml, "'Орлов'", "'Орлов\\u0007'",
     "people.toml:28: error: family has the control character U+0007; remove it"},
    {"letters from right to left", people_toml, "'Орлов'", "'\\u202EОрлов'",
     "people.toml:28: error: family has the invisible character U+202E; remove it, or type the "
     "text again"},
    {"two lines", people_toml, "'Орлов'", "'Ор\\nлов'",
     "people.toml:28: error: family has more than one line; write one line"},
    {"a letter that was lost", people_toml, "'Орлов'", "'Орл\\uFFFDв'",
     "people.toml:28: error: family has a sign that stands for a lost letter (U+FFFD); type it "
     "again from the original"},
    {"a letter of two signs", people_toml, "'Матвей'", "'Матвеи\\u0306'",
     "people.toml:29: error: given has й or ё written as two signs; type the letter again"},
    {"Cyrillic in latin", people_toml, "'Asanova Aigul'", "'Аsanova Aigul'",
     R"(people.toml:15: error: latin "Аsanova Aigul" has Cyrillic letters; write the name in Latin letters, or remove the line)"},
    {"a long title", programme_toml, "ru = 'Т'", std::string("ru = '") + longer("Т", 201) + "'",
     "programme.toml:3: error: title.ru has 201 characters; shorten it to 200"},
    {"a long about", far_toml, "about = { ru = 'Д'",
     std::string("about = { ru = '") + longer("Д", 4001) + "'",
     "venues/far.toml:2: error: about.ru has 4001 characters; shorten it to 4000"},
    {"a long name", people_toml, "'Орлов'", std::string("'") + longer("О", 101) + "'",
     "people.toml:28: error: family has 101 characters; shorten it to 100"},
};

const Broken values[] = {
    {"a name with capitals", programme_toml, "tiny.2026", "Tiny 2026",
     R"(programme.toml:1: error: name "Tiny 2026" is not a good name; use a-z, 0-9, "." and "-", a letter or digit first, at most 40 characters, not "device" or "office")"},
    {"a name that is a log's", programme_toml, "tiny.2026", "office",
     R"(programme.toml:1: error: name "office" is a reserved word; use a-z, 0-9, "." and "-", a letter or digit first, at most 40 characters, not "device" or "office")"},
    {"a session's name with a dot", sessions_toml, "name = 'visit'", "name = 'vis.it'",
     R"(sessions.toml:2: error: name "vis.it" is not a good name; use a-z, 0-9 and "-", a letter or digit first, at most 40 characters)"},
    {"a kind with a slip", programme_toml, "'exchange'", "'exchnage'",
     R"(programme.toml:2: error: kind "exchnage" is not known; did you mean "exchange"?)"},
    {"a kind that is not known", programme_toml, "'exchange'", "'holiday'",
     R"(programme.toml:2: error: kind "holiday" is not known; write exchange, school, training or competition)"},
    {"a zone that is not known", programme_toml, "Europe/Berlin", "Europe/Moskow",
     R"(programme.toml:4: error: zone "Europe/Moskow" is not a time zone; write an IANA name such as "Europe/Moscow" or "Asia/Yekaterinburg")"},
    {"a date in quotes", programme_toml, "2026-09-07", "'2026-09-07'",
     "programme.toml:5: error: start is a text in quotes, not a date without quotes; write start = "
     "2026-09-07"},
    {"a year long ago", programme_toml, "2026-09-07", "0026-09-07",
     "programme.toml:5: error: start is in the year 26; write a date from 1900 to 2199"},
    {"a language that is not offered", programme_toml, "['ru', 'en']", "['ru', 'de']",
     R"(programme.toml:6: error: languages has "de"; write ru, tt, ky or en)"},
    {"a language twice", programme_toml, "['ru', 'en']", "['ru', 'ru']",
     R"(programme.toml:6: error: languages names "ru" twice; remove one of the two)"},
    {"no language", programme_toml, "['ru', 'en']", "[]",
     "programme.toml:6: error: languages is an empty list; write at least one"},
    {"an address of no page", programme_toml, "https://tiny.example/", "ftp://tiny.example",
     R"(programme.toml:9: error: url "ftp://tiny.example" is not a web address; begin it with https://)"},
    {"people are never forgotten", programme_toml, "= 30", "= 0",
     "programme.toml:13: error: days_after_end is 0; write a number from 1 to 3653"},
    {"a time that does not exist", sessions_toml, "'09:30'", "'24:30'",
     R"(sessions.toml:5: error: start "24:30" is not a time of day; write hours and minutes with two digits each, "00:00" to "23:59")"},
    {"a time with one digit", sessions_toml, "'09:30'", "'9:30'",
     R"(sessions.toml:5: error: start "9:30" is not a time of day; write hours and minutes with two digits each, "00:00" to "23:59")"},
    {"a time without quotes", sessions_toml, "'09:30'", "09:30:00",
     R"(sessions.toml:5: error: start is a time without quotes, not a text in quotes; write start = "09:30")"},
    {"the end before the start", sessions_toml, "'09:30'", "'11:30'",
     "sessions.toml:6: error: the session ends before it starts; correct start or end; a "
     "session past midnight is written as two"},
    {"day 0", sessions_toml, "day = 1", "day = 0",
     "sessions.toml:4: error: day is 0; write a number from 1 to 3653"},
    {"a type that is not known", sessions_toml, "'lecture'", "'lectern'",
     R"(sessions.toml:21: error: type "lectern" is not known; did you mean "lecture"?)"},
    {"a role that is not known", people_toml, "'moderator'", "'moderater'",
     R"(people.toml:31: error: role "moderater" is not known; did you mean "moderator"?)"},
    {"a language that no badge has", people_toml, "language = 'ky'", "language = 'kg'",
     R"(people.toml:17: error: language "kg" is not known; did you mean "ky"?)"},
    {"service begins later", people_toml, "2024-02-01", "2026-09-08",
     "people.toml:20: error: service_since is after the programme's start; write the day on "
     "which the municipal service began"},
    {"half a place on earth", hub_toml, "longitude = 37.6\n", "",
     "venues/hub.toml:5: error: latitude stands without longitude; add longitude, or remove "
     "latitude"},
    {"a place beyond the pole", hub_toml, "55.7", "155.7",
     "venues/hub.toml:5: error: latitude is 155.7; write a number from -90 to 90"},
    {"half a place on the plan", hub_toml, "y = 0.25\n", "",
     "venues/hub.toml:14: error: x stands without y; add y, or remove x"},
    {"a place beside the plan", hub_toml, "0.25", "25",
     "venues/hub.toml:15: error: y is 25; write a number from 0 to 1"},
    {"a place that is no number", hub_toml, "0.25", "nan",
     "venues/hub.toml:15: error: y is nan; write a number from 0 to 1"},
    {"an endless value", hub_toml, "1_276_000", "inf",
     "venues/hub.toml:23: error: value is inf; write a number from -1000000000000000 to "
     "1000000000000000"},
    {"about and over at once", hub_toml, "1_276_000", "7\napproximate = true\nat_least = true",
     "venues/hub.toml:25: error: a figure is both approximate and at_least; keep one of the "
     "two"},
    {"a month that does not exist", hub_toml, "2021-10-01", "'2021-13'",
     R"(venues/hub.toml:27: error: as_of "2021-13" is not a year or a month; write as_of = 2021-10-01, or "2021-10", or "2021")"},
    {"a year as a number", hub_toml, "2021-10-01", "2021",
     R"(venues/hub.toml:27: error: as_of is a whole number, not a date; write as_of = 2021-10-01, or "2021-10", or "2021")"},
};

template <size_t N>
void check_each(const Broken (&rows)[N]) {
  for (const Broken& row : rows) {
    INFO(row.why);
    CHECK(mistakes_of(row) == row.told + "\n");
  }
}

}  // namespace

TEST_CASE("a small good package has no mistakes", "[programme]") {
  CHECK(TinyPackage().mistakes() == "");
}

TEST_CASE("a line that is no TOML is told with its number, and nothing is concluded from the rest",
          "[programme]") {
  for (const Broken& row : syntax) {
    INFO(row.why);
    const std::string told = mistakes_of(row);
    CHECK(told.starts_with(row.told));
    CHECK(std::count(told.begin(), told.end(), '\n') == 1);
  }
}

TEST_CASE("keys that are unknown, missing or of another type are told", "[programme]") {
  check_each(keys);
}

TEST_CASE("texts that cannot be shown to people as they are are told", "[programme]") {
  check_each(texts);
}

TEST_CASE("values that mean nothing are told", "[programme]") { check_each(values); }

TEST_CASE("times at which nothing could be shown are told", "[programme]") { check_each(times); }

TEST_CASE("what is shown each day of a year and more does not fit into a fact, and is told",
          "[programme]") {
  TinyPackage package;
  package.append("venues/hub.toml", quoted("[[exhibit.shown]]\nstart = '10:00'\nend = '11:00'\n"
                                           "[[exhibit.shown]]\nstart = '12:00'\nend = '13:00'\n"));
  REQUIRE(package.replace("sessions.toml", "day = 2", "day = 550"));
  CHECK(package.mistakes() == "");
  REQUIRE(package.replace("sessions.toml", "day = 550", "day = 551"));
  CHECK(
      package.mistakes() ==
      "venues/hub.toml:16: error: exhibit \"stand\" is shown at 1102 times in the 551 days of the "
      "programme; name the days on which it is shown: at most 1100 times\n");
}

TEST_CASE("all mistakes are told at once, by file and line", "[programme]") {
  TinyPackage package;
  REQUIRE(package.replace("programme.toml", quoted("zone = 'Europe/Berlin'\n"), ""));
  REQUIRE(package.replace("people.toml", quoted("'moderator'"), quoted("'chair'")));
  REQUIRE(package.replace("people.toml", quoted("family = 'Миллер'\n"), ""));
  REQUIRE(package.replace("venues/far.toml", "public_name", "publicname"));
  package.put("notes.txt", "");
  CHECK(
      package.mistakes() ==
      R"(notes.txt: error: does not belong into a package; move it elsewhere, or correct its name as FORMAT.md lists them
people.toml:21: error: [[person]] lacks "family"; add family = "…"
people.toml:30: error: role "chair" is not known; write participant, host, speaker, moderator, jury or staff
programme.toml:1: error: the programme lacks "zone"; add zone = "Europe/Moscow"
venues/far.toml:1: error: the venue lacks "public_name"; add public_name = true or false
venues/far.toml:5: error: the venue has no key "publicname"; did you mean "public_name"?
)");
}
