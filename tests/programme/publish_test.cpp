// A package becomes facts of channel logs: all of them once, then only what differs.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <map>
#include <set>

#include "shared/text/local_time.h"
#include "sync/programme/publish.h"
#include "tests/programme/tiny_package.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// Central, as far as a publication can see it.
class TinyCentral {
 public:
  Result<Publication> load(const TinyPackage& package, std::optional<int64_t> start = {}) {
    const PackageCheck check = package.read();
    for (const Mistake& mistake : check.mistakes) FAIL_CHECK(to_text(mistake));
    return load(check.package, start);
  }
  Result<Publication> load(const Package& package, std::optional<int64_t> start = {}) {
    calls.clear();
    auto publication = publish(package, start, directory,
                               [&](NumberKind kind, uint32_t count) -> Result<uint32_t> {
                                 ++calls[kind];
                                 if (refuses) return fail(Failure::full, "no number block is open");
                                 return std::exchange(next[kind], next[kind] + count);
                               });
    if (publication) append(publication.value());
    return publication;
  }

  const CohortEntry& cohort() const { return *directory.cohort("tiny.2026"); }
  const SessionEntry& session(const std::string& name) const {
    for (const auto& [number, session] : cohort().sessions) {
      if (session.entry.name() == name) return session;
    }
    throw std::runtime_error("no session " + name);
  }
  const RosterPerson& person(const std::string& family) const {
    for (const auto& [number, person] : cohort().people) {
      if (person.name.family() == family) return person;
    }
    throw std::runtime_error("no person " + family);
  }

  Directory directory;
  std::map<NumberKind, uint32_t> next = {{NumberKind::person, 101},
                                         {NumberKind::session, 201},
                                         {NumberKind::venue, 301},
                                         {NumberKind::cohort, 401}};
  std::map<NumberKind, int> calls;
  bool refuses = false;

 private:
  void append(const Publication& publication) {
    for (const ChannelDraft& draft : publication.drafts) {
      PlacedFact placed;
      placed.id.scope = draft.scope;
      placed.id.seq = ++seq_;
      placed.fact = draft.fact;
      directory.apply({placed, draft.text});
    }
    REQUIRE(directory.unread() == 0);
  }
  uint64_t seq_ = 0;
};

/// "tiny.2026 session" for each draft, in order.
std::vector<std::string> drafts_of(const Publication& publication) {
  std::vector<std::string> said;
  for (const ChannelDraft& draft : publication.drafts) {
    said.push_back(draft.scope + " " + kind_name(draft.fact.kind));
  }
  return said;
}

using Drafts = std::vector<std::string>;

int64_t day_of(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                               static_cast<int>(day)}
      .time_since_epoch()
      .count();
}

std::string clock_at(int64_t unix_s, const std::string& zone) {
  const LocalTime local = MUST(to_local(unix_s, zone));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", local.year, local.month, local.day,
                local.hour, local.minute);
  return text;
}

}  // namespace

TEST_CASE("a new cohort is published whole, each fact after those that it refers to",
          "[programme]") {
  TinyPackage package;
  TinyCentral central;
  const Publication publication = MUST(central.load(package));
  CHECK(drafts_of(publication) ==
        Drafts{"tiny.2026 cohort",  "tiny.2026 delegation", "tiny.2026 delegation",
               "tiny.2026 venue",   "tiny.2026 venue",      "tiny.2026 session",
               "tiny.2026 session", "tiny.2026 session",    "tiny.2026 person",
               "tiny.2026 person",  "tiny.2026 person",     "venue:far venue",
               "venue:far cohort",  "venue:hub venue",      "venue:hub hall",
               "venue:hub exhibit", "venue:hub media",      "venue:hub media",
               "venue:hub media",   "venue:hub cohort"});
  CHECK(publication.people == 3);
  CHECK(publication.sessions == 3);
  CHECK(publication.venues == 2);
  CHECK(publication.exhibits == 1);
  CHECK(publication.blobs.size() == 3);
  CHECK(central.calls == std::map<NumberKind, int>{{NumberKind::person, 1},
                                                   {NumberKind::session, 1},
                                                   {NumberKind::venue, 1},
                                                   {NumberKind::cohort, 1}});
}

TEST_CASE("what the directory then says is what the package says", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  const Publication publication = MUST(central.load(package));

  const payload::Cohort& cohort = central.cohort().entry;
  CHECK(cohort.number() == 401);
  CHECK(cohort.name() == "tiny.2026");
  CHECK(clock_at(cohort.start(), "Europe/Berlin") == "2026-09-07 00:00");
  // The session at home does not count; the talk ends at 11:00 of its own zone.
  CHECK(clock_at(cohort.end(), "Asia/Yekaterinburg") == "2026-09-08 11:00");
  CHECK(cohort.bodies().at("issuer").en() == "I");
  CHECK(cohort.languages_size() == 2);

  const SessionEntry& home = central.session("home");
  CHECK(home.number == SessionNumber{203});
  CHECK(home.entry.apart());
  REQUIRE(home.entry.delegations_size() == 1);
  CHECK(central.cohort().delegations.at(home.entry.delegations(0)).name() == "south");
  CHECK(central.session("visit").entry.next().ky() == "Д");

  const VenueEntry& hub = *central.directory.venue("hub");
  CHECK(hub.number == home.venue);
  CHECK(hub.entry.about().en() == "H");
  CHECK(hub.halls.at("main").placed());
  CHECK(hub.exhibits.front().figures(0).value() == 1'276'000);
  CHECK(hub.exhibits.front().figures(0).as_of() == "2021-10-01");
  CHECK(hub.cohorts.contains("tiny.2026"));
  CHECK(central.directory.venue("far")->entry.without_public_name());

  const RosterPerson& asanova = central.person("Асанова");
  CHECK(asanova.number == PersonNumber{101});
  CHECK(clock_at(asanova.entry.service_since(), "Europe/Berlin") == "2024-02-01 00:00");
  CHECK(asanova.name.post().en() == "P");
  CHECK(central.person("Орлов").entry.delegation() == 0);
}

TEST_CASE("no row holds a name: it is in the text that is detached", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  for (const ChannelDraft& draft : MUST(central.load(package)).drafts) {
    CHECK(draft.text.has_value() == (draft.fact.kind == Kind::person));
    for (const char* name : {"Асанова", "Айгүл", "Asanova", "Миллер", "Орлов"}) {
      CHECK(as_text(draft.fact.payload).find(name) == std::string_view::npos);
    }
  }
}

TEST_CASE("publishing twice publishes nothing the second time", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  (void)MUST(central.load(package));
  const Publication again = MUST(central.load(package));
  CHECK(drafts_of(again) == Drafts{});
  CHECK(again.people + again.sessions + again.venues + again.exhibits == 0);
  CHECK(central.calls.empty());
  CHECK(again.blobs.size() == 3);  // a store that lost a picture gets it back
}

TEST_CASE("what changed is published alone and keeps its number", "[programme]") {
  const struct {
    std::string why, file, from, to;
    Drafts drafts;
  } rows[] = {
      {"a person's post", people_toml, "ru = 'П'", "ru = 'Пост'", {"tiny.2026 person"}},
      {"a name in Latin letters",
       people_toml,
       "Asanova Aigul",
       "Asanowa Ajgul",
       {"tiny.2026 person"}},
      {"a role", people_toml, "'moderator'", "'host'", {"tiny.2026 person"}},
      {"a delegation's title", people_toml, "en = 'N'", "en = 'North'", {"tiny.2026 delegation"}},
      {"a session's hour", sessions_toml, "end = '12:00'", "end = '12:30'", {"tiny.2026 session"}},
      {"a session's venue",
       sessions_toml,
       "venue = 'hub'\nday = 30",
       "venue = 'far'\nday = 30",
       {"tiny.2026 session"}},
      {"the last hour that counts: the cohort ends later",
       sessions_toml,
       "start = '10:00'\nend = '11:00'",
       "start = '10:00'\nend = '11:30'",
       {"tiny.2026 cohort", "tiny.2026 session", "venue:far cohort", "venue:hub cohort"}},
      {"what a venue is about",
       hub_toml,
       "about = { ru = 'Х'",
       "about = { ru = 'Хаб'",
       {"venue:hub venue"}},
      {"an address, which the cohort's channel also tells",
       hub_toml,
       "address = { ru = 'Х'",
       "address = { ru = 'Улица'",
       {"tiny.2026 venue", "venue:hub venue"}},
      {"a hall", hub_toml, "floor = 1", "floor = 2", {"venue:hub hall"}},
      {"a figure", hub_toml, "1_276_000", "1_300_000", {"venue:hub exhibit"}},
      {"a plan that is now another picture",
       hub_toml,
       "'hub-plan.png'",
       "'hub.jpg'",
       {"venue:hub venue"}},
      {"an organiser",
       programme_toml,
       "ru = 'О'",
       "ru = 'Орг'",
       {"tiny.2026 cohort", "venue:far cohort", "venue:hub cohort"}},
  };
  for (const auto& row : rows) {
    INFO(row.why);
    TinyPackage package;
    TinyCentral central;
    (void)MUST(central.load(package));
    REQUIRE(package.replace(row.file, quoted(row.from), quoted(row.to)));
    if (row.to == "'hub.jpg'") package.drop("pictures/hub-plan.png");
    CHECK(drafts_of(MUST(central.load(package))) == row.drafts);
    CHECK(central.calls.empty());
    CHECK(central.person("Асанова").number == PersonNumber{101});
    CHECK(central.session("home").number == SessionNumber{203});
  }
}

TEST_CASE("a new person is published alone and gets a new number, wherever the row stands",
          "[programme]") {
  TinyPackage package;
  TinyCentral central;
  (void)MUST(central.load(package));
  REQUIRE(package.replace("people.toml", quoted("[[person]]\nfamily = 'Асанова'"),
                          quoted("[[person]]\nfamily = 'Асанова'\ngiven = 'Айгүл'\npatronymic = "
                                 "'Маратовна'\ndelegation = 'north'\nlanguage = 'ky'\nrole = "
                                 "'participant'\n[[person]]\nfamily = 'Асанова'")));
  const Publication more = MUST(central.load(package));
  CHECK(drafts_of(more) == Drafts{"tiny.2026 person"});
  CHECK(central.calls == std::map<NumberKind, int>{{NumberKind::person, 1}});
  CHECK(central.cohort().people.at(PersonNumber{104}).name.patronymic() == "Маратовна");
  CHECK(central.cohort().people.at(PersonNumber{101}).name.patronymic() == "Бакытовна");
}

TEST_CASE("who is no longer in the package stays in the channel", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  (void)MUST(central.load(package));
  package.put("people.toml", tiny_people.substr(0, tiny_people.rfind("[[person]]")));
  CHECK(drafts_of(MUST(central.load(package))) == Drafts{});
  CHECK(central.cohort().people.size() == 3);
}

TEST_CASE("a venue that another programme published keeps its number and is not told again",
          "[programme]") {
  TinyPackage package, second;
  TinyCentral central;
  (void)MUST(central.load(package));
  REQUIRE(second.replace("programme.toml", "tiny.2026", "tiny.2027"));
  const Publication publication = MUST(central.load(second));
  CHECK(publication.venues == 0);
  CHECK(central.calls.count(NumberKind::venue) == 0);
  const CohortEntry& cohort = *central.directory.cohort("tiny.2027");
  CHECK(cohort.entry.number() == 402);
  CHECK(cohort.people.begin()->first == PersonNumber{104});
  CHECK(central.directory.venue("hub")->cohorts == std::set<Scope>{"tiny.2026", "tiny.2027"});
  const Drafts drafts = drafts_of(publication);
  CHECK(std::count(drafts.begin(), drafts.end(), "tiny.2027 venue") == 2);
  CHECK(std::count(drafts.begin(), drafts.end(), "venue:hub media") == 0);
}

TEST_CASE("a shifted start keeps the local hours, also across a change of the clocks",
          "[programme]") {
  TinyPackage package;
  TinyCentral central;
  // Day 1 is still summer time in Berlin, day 2 begins with it and ends without.
  (void)MUST(central.load(package, day_of(2026, 10, 24)));
  CHECK(clock_at(central.cohort().entry.start(), "Europe/Berlin") == "2026-10-24 00:00");
  CHECK(clock_at(central.session("visit").entry.start(), "Europe/Berlin") == "2026-10-24 09:30");
  CHECK(clock_at(central.session("talk").entry.start(), "Asia/Yekaterinburg") ==
        "2026-10-25 10:00");
  CHECK(clock_at(central.session("home").entry.start(), "Europe/Berlin") == "2026-11-22 10:00");
  const int64_t from_visit_to_home =
      central.session("home").entry.start() - central.session("visit").entry.start();
  CHECK(from_visit_to_home == 29 * 86'400 + 30 * 60 + 3'600);
}

TEST_CASE("a shifted start shifts the service that counts, and no figure's date", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  (void)MUST(central.load(package, day_of(2027, 9, 7)));
  CHECK(clock_at(central.person("Асанова").entry.service_since(), "Europe/Berlin") ==
        "2025-01-31 00:00");  // 365 days: 2024 was a leap year
  CHECK(central.person("Орлов").entry.service_since() == 0);
  CHECK(central.directory.venue("hub")->exhibits.front().figures(0).as_of() == "2021-10-01");
  // Back to the package's own days.
  CHECK(drafts_of(MUST(central.load(package))) ==
        Drafts{"tiny.2026 cohort", "tiny.2026 session", "tiny.2026 session", "tiny.2026 session",
               "tiny.2026 person", "venue:far cohort", "venue:hub cohort"});
}

namespace {

const std::string two_teams = quoted(
    "[[team]]\nname = 'water'\ntitle = { ru = 'Вода', tt = 'Су', ky = 'Суу', en = 'Water' }\n"
    "[[team]]\nname = 'roads'\ntitle = { ru = 'Дороги', tt = 'Юл', ky = 'Жол', en = 'Roads' }\n");

/// Two people more, and everybody in a pair: Асанова with Миллер, Ли with Ким.
void add_pairs(TinyPackage& package) {
  for (const char* family : {"Ли", "Ким"}) {
    package.append("people.toml", quoted("[[person]]\nfamily = '" + std::string(family) +
                                         "'\ngiven = 'Яна'\ndelegation = 'north'\npair = 'p2'\n"
                                         "language = 'ru'\nrole = 'participant'\n"));
  }
  for (const char* row : {"delegation = 'north'\nlanguage", "delegation = 'south'\nlanguage"}) {
    const std::string from = quoted(row), to = from.substr(0, from.find('\n') + 1);
    REQUIRE(package.replace("people.toml", from, to + quoted("pair = 'p1'\nlanguage")));
  }
}

}  // namespace

TEST_CASE("teams are published before their people and keep their numbers", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  (void)MUST(central.load(package));
  REQUIRE(package.replace("people.toml", quoted("[[person]]\nfamily = 'Асанова'"),
                          two_teams + quoted("[[person]]\nteam = 'roads'\nfamily = 'Асанова'")));
  CHECK(drafts_of(MUST(central.load(package))) ==
        Drafts{"tiny.2026 team", "tiny.2026 team", "tiny.2026 person"});
  const auto number = [&](const char* name) {
    for (const auto& [its, team] : central.cohort().teams) {
      if (team.name() == name) return its;
    }
    return 0u;
  };
  const uint32_t roads = number("roads"), water = number("water");
  CHECK(central.cohort().teams.at(roads).title().en() == "Roads");
  CHECK(central.person("Асанова").entry.team() == roads);
  CHECK(central.person("Миллер").entry.team() == 0);
  CHECK(drafts_of(MUST(central.load(package))) == Drafts{});
  REQUIRE(package.replace("people.toml", quoted("en = 'Roads'"), quoted("en = 'Streets'")));
  REQUIRE(package.replace("people.toml", quoted("name = 'water'"), quoted("name = 'lakes'")));
  // A team of another name is another one; the one of before stays.
  CHECK(drafts_of(MUST(central.load(package))) == Drafts{"tiny.2026 team", "tiny.2026 team"});
  CHECK(central.cohort().teams.at(water).name() == "water");
  CHECK(central.cohort().teams.at(roads).title().en() == "Streets");
  CHECK(central.cohort().teams.size() == 3);
  CHECK(number("lakes") != 0);
  // A central that knows nothing of it gives the name the same number.
  TinyCentral other;
  (void)MUST(other.load(package));
  CHECK(other.cohort().teams.at(number("lakes")).name() == "lakes");
}

TEST_CASE("a pair has a number of its own, which stays while one of its people does",
          "[programme]") {
  TinyPackage package;
  TinyCentral central;
  add_pairs(package);
  (void)MUST(central.load(package));
  const auto pair = [&](const char* family) { return central.person(family).entry.pair(); };
  const uint32_t first = pair("Асанова"), second = pair("Ли");
  CHECK(first != 0);
  CHECK(second != 0);
  CHECK(first != second);
  CHECK(pair("Миллер") == first);
  CHECK(pair("Ким") == second);
  CHECK(pair("Орлов") == 0);
  CHECK(drafts_of(MUST(central.load(package))) == Drafts{});

  SECTION("another name in the package is nothing new") {
    REQUIRE(package.replace("people.toml", quoted("pair = 'p1'"), quoted("pair = 'z'")));
    REQUIRE(package.replace("people.toml", quoted("pair = 'p1'"), quoted("pair = 'z'")));
    CHECK(drafts_of(MUST(central.load(package))) == Drafts{});
  }
  SECTION("two who change places change theirs") {
    REQUIRE(package.replace("people.toml", quoted("pair = 'p1'"), quoted("pair = 'x'")));
    REQUIRE(package.replace("people.toml", quoted("pair = 'p2'"), quoted("pair = 'p1'")));
    REQUIRE(package.replace("people.toml", quoted("pair = 'x'"), quoted("pair = 'p2'")));
    CHECK(drafts_of(MUST(central.load(package))) == Drafts{"tiny.2026 person", "tiny.2026 person"});
    CHECK(pair("Асанова") == pair("Ким"));
    CHECK(pair("Миллер") == pair("Ли"));
    CHECK(pair("Асанова") != pair("Миллер"));
  }
  SECTION("whoever is no longer in the package takes nobody's partner along") {
    const std::string one = quoted("[[person]]\nfamily = 'Ли'\ngiven = 'Яна'");
    REQUIRE(
        package.replace("people.toml", one, quoted("[[person]]\nfamily = 'Цой'\ngiven = 'Яна'")));
    (void)MUST(central.load(package));
    CHECK(pair("Ли") == second);
    CHECK(pair("Ким") == pair("Цой"));
    CHECK(std::set<uint32_t>{0, first, second}.count(pair("Цой")) == 0);
  }
}

TEST_CASE("what is shown at times is published as moments, by the venue's clock", "[programme]") {
  TinyPackage package;
  TinyCentral central;
  (void)MUST(central.load(package));
  CHECK(central.directory.venue("hub")->exhibits.front().shown_size() == 0);
  REQUIRE(package.replace("venues/hub.toml", quoted("[[exhibit]]\nname = 'stand'"),
                          quoted("[[hall.shown]]\nday = 2\n[[exhibit]]\nname = 'stand'")));
  package.append("venues/hub.toml",
                 quoted("[[exhibit.shown]]\nstart = '09:30'\nend = '12:00'\n[[exhibit.shown]]\nday "
                        "= 30\nstart = '22:00'\nend = '23:59'\n"));
  const auto told = [&] {
    std::string text;
    const VenueEntry& hub = *central.directory.venue("hub");
    for (const auto& shown : {hub.halls.at("main").shown(), hub.exhibits.front().shown()}) {
      for (const payload::Shown& each : shown)
        text += clock_at(each.from(), "Europe/Berlin") + " – " +
                clock_at(each.until(), "Europe/Berlin") + "\n";
    }
    return text;
  };
  // Two days count: a line without a day is one for each of them.
  CHECK(drafts_of(MUST(central.load(package))) == Drafts{"venue:hub hall", "venue:hub exhibit"});
  CHECK(told() ==
        "2026-09-08 00:00 – 2026-09-09 00:00\n"
        "2026-09-07 09:30 – 2026-09-07 12:00\n2026-09-08 09:30 – 2026-09-08 12:00\n"
        "2026-10-06 22:00 – 2026-10-06 23:59\n");
  CHECK(drafts_of(MUST(central.load(package))) == Drafts{});
  // The clocks change in the night before day 2, which has 25 hours.
  (void)MUST(central.load(package, day_of(2026, 10, 24)));
  CHECK(told() ==
        "2026-10-25 00:00 – 2026-10-26 00:00\n"
        "2026-10-24 09:30 – 2026-10-24 12:00\n2026-10-25 09:30 – 2026-10-25 12:00\n"
        "2026-11-22 22:00 – 2026-11-22 23:59\n");
  const payload::Shown& night = central.directory.venue("hub")->halls.at("main").shown(0);
  CHECK(night.until() - night.from() == 25 * 3'600);
}

TEST_CASE("the same package is the same bytes on every load", "[programme]") {
  TinyPackage package;
  TinyCentral one, other;
  const Publication a = MUST(one.load(package)), b = MUST(other.load(package));
  REQUIRE(a.drafts.size() == b.drafts.size());
  for (size_t i = 0; i < a.drafts.size(); ++i) {
    CHECK(a.drafts[i].fact == b.drafts[i].fact);
    CHECK(a.drafts[i].text == b.drafts[i].text);
  }
}

TEST_CASE("nothing is published when numbers are refused or the package was not checked",
          "[programme]") {
  TinyPackage package;
  TinyCentral central;
  central.refuses = true;
  CHECK(central.load(package).error().failure == Failure::full);
  central.refuses = false;
  central.next[NumberKind::person] = 0xFFFFFFFF;
  CHECK(central.load(package).error().failure == Failure::full);
  central.next[NumberKind::person] = 101;

  Package unchecked = package.read().package;
  unchecked.sessions[0].venue = "nowhere";
  CHECK(central.load(unchecked).error().failure == Failure::bad_input);
  CHECK(central.load(Package{}).error().failure == Failure::bad_input);
  CHECK(central.load(package.read().package, INT64_MAX).error().failure == Failure::bad_input);
}
