// What one file of a package says of another is checked against that other.
#include <catch2/catch_test_macros.hpp>

#include "tests/programme/tiny_package.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const Broken references[] = {
    {"a venue that is not known", sessions_toml, "venue = 'hub'", "venue = 'hab'",
     R"(sessions.toml:3: error: venue "hab" has no file in venues/; did you mean "hub"?)"},
    {"a venue outside", sessions_toml, "venue = 'hub'", "venue = '../hub'",
     R"(sessions.toml:3: error: venue "../hub" is not a good name; use a-z, 0-9 and "-", a letter or digit first, at most 40 characters)"},
    {"a hall that is not known", sessions_toml, "hall = 'main'", "hall = 'mian'",
     R"(sessions.toml:9: error: hall "mian" is not in venues/hub.toml; did you mean "main"?)"},
    {"a delegation that is not known", sessions_toml, "['north']", "['nord']",
     R"(sessions.toml:23: error: delegation "nord" is not in people.toml; add a [[delegation]] with this name there)"},
    {"a delegation twice", sessions_toml, "['north']", "['north', 'north']",
     R"(sessions.toml:23: error: delegations names "north" twice; remove one of the two)"},
    {"two sessions of one name", sessions_toml, "name = 'talk'", "name = 'visit'",
     R"(sessions.toml:16: error: session "visit" is there already; give it another name)"},
    {"a delegation in two places", sessions_toml, "day = 2\nstart = '10:00'\nend = '11:00'",
     "day = 1\nstart = '13:59'\nend = '15:00'",
     R"(sessions.toml:15: error: session "talk" is at the same time as "visit" (line 1) for the same people; move one of the two, or give each its own delegations)"},
    {"a person's delegation is not known", people_toml, "delegation = 'south'",
     "delegation = 'souht'",
     R"(people.toml:24: error: delegation "souht" is not known; did you mean "south"?)"},
    {"a participant of nowhere", people_toml, "delegation = 'south'\n", "",
     R"(people.toml:21: error: [[person]] lacks "delegation"; add delegation = "…")"},
    {"a guest of nowhere", people_toml,
     "organisation = { ru = 'Д', tt = 'Д', ky = 'Д', en = 'D' }\n", "",
     R"(people.toml:27: error: [[person]] has neither delegation nor organisation; add organisation = { ru = "…", … }, or a delegation)"},
    {"the same person twice", people_toml,
     "[[person]]\nfamily = 'Миллер'\ngiven = 'Роберт'\ndelegation = 'south'",
     "[[person]]\nfamily = 'Асанова'\ngiven = 'Айгүл'\npatronymic = 'Бакытовна'\ndelegation = "
     "'north'",
     "people.toml:21: error: Асанова Айгүл is there already, at line 11; remove one of the two, or "
     "tell namesakes apart by their patronymic"},
    {"two delegations of one name", people_toml, "name = 'south'", "name = 'north'",
     R"(people.toml:7: error: delegation "north" is there already; give it another name, or remove one of the two
people.toml:24: error: delegation "south" is not known; add a [[delegation]] with this name
sessions.toml:33: error: delegation "south" is not in people.toml; add a [[delegation]] with this name there)"},
    {"a team that is not known", people_toml, "delegation = 'south'\n",
     "delegation = 'south'\nteam = 'river'\n",
     R"(people.toml:25: error: team "river" is not known; add a [[team]] with this name, or remove the line)"},
    {"two teams of one name", people_toml, "[[person]]\nfamily = 'Асанова'",
     "[[team]]\nname = 'a'\ntitle = { ru = 'А', tt = 'А', ky = 'А', en = 'A' }\n[[team]]\nname = "
     "'a'\ntitle = { ru = 'А', tt = 'А', ky = 'А', en = 'A' }\n[[person]]\nfamily = 'Асанова'",
     R"(people.toml:15: error: team "a" is there already; give it another name, or remove one of the two)"},
    {"a pair of one", people_toml, "delegation = 'south'\n", "delegation = 'south'\npair = 'p1'\n",
     R"(people.toml:25: error: pair "p1" is one person; write the same pair at the partner, or remove the line)"},
    {"a pair whose name cannot be read", people_toml, "delegation = 'south'\n",
     "delegation = 'south'\npair = 'P 1'\n",
     R"(people.toml:25: error: pair "P 1" is not a good name; use a-z, 0-9 and "-", a letter or digit first, at most 40 characters)"},
    {"a moderator in a pair", people_toml, "role = 'moderator'\n",
     "role = 'moderator'\npair = 'p1'\n",
     R"(people.toml:32: error: a moderator works in no pair; remove the line: participants work in pairs)"},
    {"an exhibit in no hall", hub_toml, "hall = 'main'", "hall = 'mail'",
     R"(venues/hub.toml:18: error: hall "mail" is not in this file; did you mean "main"?)"},
    {"two halls of one name", hub_toml, "[[exhibit]]\n",
     "[[hall]]\nname = 'main'\ntitle = { ru = 'З', tt = 'З', ky = 'З', en = 'M' }\nfloor = "
     "2\n[[exhibit]]\n",
     R"(venues/hub.toml:17: error: hall "main" is there already; give it another name)"},
    {"two exhibits of one name", hub_toml, "",
     "[[exhibit]]\nname = 'stand'\ntitle = { ru = 'З', tt = 'З', ky = 'З', en = 'M' }\nabout = { "
     "ru = 'З', tt = 'З', ky = 'З', en = 'M' }\n",
     R"(venues/hub.toml:29: error: exhibit "stand" is there already; give it another name)"},
    {"a picture that is not there", hub_toml, "picture = 'stand.jpg'", "picture = 'stend.jpg'",
     R"(pictures/stand.jpg: error: is used by no venue; name it as picture or plan in venues/, or delete it
venues/hub.toml:21: error: picture "stend.jpg" is not in pictures/; did you mean "stand.jpg"?)"},
    {"a picture outside", hub_toml, "picture = 'stand.jpg'", "picture = '../../stand.jpg'",
     R"(pictures/stand.jpg: error: is used by no venue; name it as picture or plan in venues/, or delete it
venues/hub.toml:21: error: picture "../../stand.jpg" is a path; put the picture into pictures/ and write its file name only)"},
    {"a plan that is not 3:2", hub_toml, "'hub-plan.png'", "'stand.jpg'",
     R"(pictures/hub-plan.png: error: is used by no venue; name it as picture or plan in venues/, or delete it
venues/hub.toml:8: error: plan "stand.jpg" has 40 × 40 pixels; crop it to 3:2, for example 1500 × 1000)"},
};

template <size_t N>
void check_each(const Broken (&rows)[N]) {
  for (const Broken& row : rows) {
    INFO(row.why);
    CHECK(mistakes_of(row) == row.told + "\n");
  }
}

}  // namespace

TEST_CASE("names that lead nowhere, stand twice or need one person in two places are told",
          "[programme]") {
  check_each(references);
}

TEST_CASE("a programme in which nothing counts has no end and is told so", "[programme]") {
  TinyPackage package;
  package.put("sessions.toml", "");
  CHECK(package.mistakes() ==
        "sessions.toml: error: there is no [[session]]; the programme ends with the last session "
        "that "
        "counts: write at least one\n");
  package.put("sessions.toml", tiny_sessions.substr(tiny_sessions.rfind("[[session]]")));
  CHECK(package.mistakes() ==
        "sessions.toml: error: no session counts; the programme ends with the last session that "
        "counts: write at least one\n");
}

TEST_CASE("a broken venue's file is told once, not again by all that refers to it", "[programme]") {
  TinyPackage package;
  package.append("venues/hub.toml", "about = ");
  const std::string told = package.mistakes();
  CHECK(told.starts_with("venues/hub.toml:28: error: not TOML"));
  CHECK(std::count(told.begin(), told.end(), '\n') == 1);
}

TEST_CASE("sessions may meet at the same hour when nobody is expected at both", "[programme]") {
  TinyPackage package;
  REQUIRE(package.replace("sessions.toml", "day = 30", "day = 2"));
  REQUIRE(package.replace("sessions.toml", quoted("start = '10:00'\nend = '12:00'"),
                          quoted("start = '07:00'\nend = '12:00'")));
  CHECK(package.mistakes() ==
        "");  // talk is at 07:00 of the hub's clock, for north; home for south
}

TEST_CASE("two or three people are a pair, a fourth one is told", "[programme]") {
  for (const int people : {2, 3, 4}) {
    TinyPackage package;
    for (int i = 0; i < people; ++i) {
      const std::string name = "given = 'Я" + std::to_string(i) + "'\n";
      package.append("people.toml",
                     quoted("[[person]]\nfamily = 'Ли'\n" + name +
                            "delegation = 'north'\npair = 'p7'\nlanguage = 'ru'\nrole = "
                            "'participant'\n"));
    }
    CHECK(package.mistakes() ==
          (people < 4 ? ""
                      : "people.toml:58: error: pair \"p7\" has 4 people; a pair is two people, or "
                        "three where the number is odd: give some another pair\n"));
  }
}

TEST_CASE("a session after people are forgotten is told, since nobody could check in",
          "[programme]") {
  CHECK(mistakes_of({"", sessions_toml, "day = 30", "day = 31", ""}) == "");
  CHECK(
      mistakes_of({"", sessions_toml, "day = 30", "day = 32", ""}) ==
      "sessions.toml:25: error: session \"home\" is 30 days after the programme's end, and people "
      "are forgotten after 30; write days_after_end = 31 or more in programme.toml, or an earlier "
      "day\n");
}
