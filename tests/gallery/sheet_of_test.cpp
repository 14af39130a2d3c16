// The paper sheet of the sample programme: who is on it, in which order, and what its codes say.
#include "kiosk/paper/sheet_of.h"

#include <catch2/catch_all.hpp>
#include <set>

#include "kiosk/paper/name_order.h"
#include "shared/model/paper_code.h"
#include "shared/model/scan.h"
#include "shared/text/local_time.h"
#include "tests/gallery/papers.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk::paper;

namespace {

struct Office {
  Sample sample;
  Catalogue catalogue;
  Office()
      : sample(MUST(Sample::read(std::string(OTMETKA_ASSETS_DIR) + "/programmes/exchange"))),
        catalogue(MUST(Catalogue::load(OTMETKA_LOCALE_DIR))) {}

  SheetPaper sheet(const std::string& venue, int64_t day_s, Language language) const {
    return sheet_of(sample.directory(), sample.venue(venue).number, day_s, language, catalogue,
                    "university-1");
  }
};

}  // namespace

TEST_CASE("a day's sheet has the sessions of that day at that venue, and everybody once",
          "[gallery]") {
  const Office office;
  const SheetPaper sheet = office.sheet("university", first_day_s(office.sample), Language::tt);
  CHECK(sheet.kiosk == "university-1");
  CHECK(sheet.date == "дүшәмбе, " + as_of_text(Language::tt, "2026-09-07"));
  REQUIRE(sheet.sessions.size() == 2);
  CHECK(sheet.sessions[0].time == "09:30–11:00");
  CHECK(sheet.sessions[1].time == "11:15–12:45");
  const SessionEntry& session = office.sample.session("networking");
  std::set<PersonNumber> expected, printed;
  for (const auto& [number, person] : office.sample.cohort().people) {
    if (is_for(session, person.entry.delegation())) expected.insert(number);
  }
  size_t rows = 0;
  for (const SheetGroup& group : sheet.sessions[0].groups) {
    for (const SheetRow& row : group.rows) {
      const PaperRow said = MUST(read_paper_code(row.code));
      CHECK(static_cast<uint32_t>(said.cohort) == office.sample.cohort().entry.number());
      CHECK(said.session == session.number);
      CHECK(row.number == std::to_string(static_cast<uint32_t>(said.person)));
      CHECK(row.name == full_name(office.sample.cohort().people.at(said.person).name));
      printed.insert(said.person);
      ++rows;
    }
  }
  CHECK(printed == expected);
  CHECK(rows == expected.size());
}

TEST_CASE("a sheet has the delegations by name and those without one at the end", "[gallery]") {
  const Office office;
  const auto titles = [&](Language language) {
    std::vector<std::string> out;
    const SheetPaper sheet = office.sheet("university", first_day_s(office.sample), language);
    for (const SheetGroup& group : sheet.sessions.at(0).groups) out.push_back(group.title);
    return out;
  };
  using Titles = std::vector<std::string>;
  CHECK(titles(Language::ru) == Titles{"Казань · 13\u00a0человек", "Тула · 15\u00a0человек",
                                       "Без делегации · 4\u00a0человека"});
  CHECK(titles(Language::en) == Titles{"Kazan · 13\u00a0people", "Tula · 15\u00a0people",
                                       "Without a delegation · 4\u00a0people"});
}

TEST_CASE("a sheet is put together by teams where the board is, and where there are any",
          "[gallery]") {
  Office office;
  const auto groups = [&](Grouping by) {
    const SheetPaper sheet = sheet_of(
        office.sample.directory(), office.sample.venue("university").number,
        first_day_s(office.sample), Language::ru, office.catalogue, "university-1", {}, by);
    return sheet.sessions.at(0).groups;
  };
  CHECK(groups(Grouping::teams).front().title == "Казань · 13\u00a0человек");
  office.sample.form_teams();
  CHECK(groups(Grouping::delegations).size() == 3);
  size_t rows = 0;
  std::set<std::string> titles;
  for (const SheetGroup& group : groups(Grouping::teams)) {
    rows += group.rows.size();
    titles.insert(group.title.substr(0, group.title.find(" · ")));
  }
  std::set<std::string> expected{"Без команды"};
  for (const auto& [number, team] : office.sample.cohort().teams)
    expected.insert(team.title().ru());
  CHECK(titles == expected);
  CHECK(groups(Grouping::teams).back().title.starts_with("Без команды"));
  CHECK(rows == 32);  // everybody once, hosts and speakers too
}

TEST_CASE("a session that is for some delegations only has no others on its sheet", "[gallery]") {
  const Office office;
  size_t with_fewer = 0;
  for (const auto& [number, session] : office.sample.cohort().sessions) {
    if (session.entry.delegations().empty()) continue;
    ++with_fewer;
    const SheetPaper sheet = sheet_of(office.sample.directory(), session.venue,
                                      session.entry.start(), Language::ru, office.catalogue, "");
    size_t found = 0;
    for (const SheetSession& one : sheet.sessions) {
      for (const SheetGroup& group : one.groups) {
        for (const SheetRow& row : group.rows) {
          const PaperRow said = MUST(read_paper_code(row.code));
          if (said.session != number) continue;
          ++found;
          const RosterPerson& person = office.sample.cohort().people.at(said.person);
          CHECK(is_for(session, person.entry.delegation()));
        }
      }
    }
    CHECK(found > 0);
  }
  CHECK(with_fewer > 0);
}

TEST_CASE("a venue without a session on a day, and one that nobody knows, have an empty sheet",
          "[gallery]") {
  const Office office;
  const int64_t day = first_day_s(office.sample);
  CHECK(office.sheet("university", day - 7 * 86400, Language::ru).sessions.empty());
  CHECK(office.sheet("university", INT64_MAX, Language::ru).sessions.empty());
  CHECK(sheet_of(office.sample.directory(), VenueNumber{99999}, day, Language::ru, office.catalogue,
                 "")
            .sessions.empty());
}

TEST_CASE("names stand as the alphabets of all our languages have them", "[gallery]") {
  const NameOrder order;
  const std::vector<std::string> sorted{
      "Adams",  "Baker",   "Абдуллин", "Азизов",    "Әминев",    "Борисов", "Ёлкин",  "Еремин",
      "Жуков",  "Җәләлов", "Иванов",   "Насыров",   "Ңуров",     "Орлов",   "Өмүров", "Уткин",
      "Үсөнов", "Хасанов", "Һадиев",   "Цой Антон", "цой Борис", "Шәрипов"};
  for (size_t i = 0; i + 1 < sorted.size(); ++i) {
    INFO(sorted[i] << " and " << sorted[i + 1]);
    CHECK(order.key(sorted[i]) < order.key(sorted[i + 1]));
  }
  CHECK(order.key(std::string(1000, 'x')) != order.key(std::string(1001, 'x')));
  CHECK(order.key("Ли") == order.key("Ли"));
}
