// The board by teams, and who is without a partner: what staff see and do with it.
#include <catch2/catch_test_macros.hpp>

#include "kiosk/app/staff.h"
#include "tests/kiosk/kiosk.h"
#include "tests/shared/day.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using test::comes;
using test::Day;
using test::visit;

namespace {

constexpr int teams = static_cast<int>(Grouping::teams),
              delegations = static_cast<int>(Grouping::delegations);

Kiosk with_teams(uint64_t missing = 3) {
  Kiosk kiosk;
  BoardView board = staff_board(missing);
  board.has_teams = true;
  kiosk.staff().happens(BoardRead{board});
  return kiosk;
}

/// 11 of Kazan and 21 of Tula in a pair and in the team "Вода"; 12 and 22 in a pair.
Day day_of_pairs() {
  Day day;
  const auto tell = [&](Kind kind, uint32_t person, const Bytes& payload,
                        std::optional<Bytes> text = {}) {
    ChannelFact fact;
    fact.placed.id.scope = "exchange";
    fact.placed.fact.kind = kind;
    fact.placed.fact.person = Subject(person);
    fact.placed.fact.payload = payload;
    fact.text = std::move(text);
    day.directory.apply(fact);
  };
  payload::Team water;
  water.set_number(1);
  water.mutable_title()->set_ru("Вода");
  tell(Kind::team, 0, to_bytes(as_bytes(water.SerializeAsString())));
  for (const uint32_t number : {11u, 12u, 21u, 22u}) {
    payload::Person person;
    person.set_delegation(number / 10);
    person.set_pair(number % 10);
    person.set_team(number % 10 == 1 ? 1 : 0);
    payload::PersonName name;
    name.set_family("Ф" + std::to_string(number));
    tell(Kind::person, number, to_bytes(as_bytes(person.SerializeAsString())),
         to_bytes(as_bytes(name.SerializeAsString())));
  }
  return day;
}

bool is_22(const Scope&, PersonNumber person) { return person == PersonNumber{22}; }
std::string no_walk_in(const FactId&) { return ""; }

BoardView board_view_of(const Day& day, const PresenceFold& fold, Grouping by) {
  return board_view(sessions_of_day(day.directory, test::university, test::start), 0,
                    fold.board_of(day.cohort(), SessionNumber{visit}, by), day.directory, is_22,
                    no_walk_in);
}

}  // namespace

TEST_CASE("one touch puts the board together by teams, and it stays so", "[staff]") {
  Kiosk kiosk = with_teams();
  kiosk.touches(Press::What::grouping, teams);
  const auto* read = kiosk.wanted<ReadBoard>();
  REQUIRE(read);
  CHECK(read->by == Grouping::teams);
  CHECK(read->session == SessionNumber{2});
  kiosk.happens(BoardRead{board_of_teams(3)});
  for (const Press& press : {Press{Press::What::session_step, 1},
                             Press{Press::What::staff_page, static_cast<int>(StaffPage::inside)},
                             Press{Press::What::home}}) {
    kiosk.touches(press.what, press.value);
    REQUIRE(kiosk.wanted<ReadBoard>());
    CHECK(kiosk.wanted<ReadBoard>()->by == Grouping::teams);
  }
  kiosk.touches(Press::What::grouping, delegations);
  CHECK(kiosk.wanted<ReadBoard>()->by == Grouping::delegations);
  kiosk.touches(Press::What::grouping, 2);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("where there are no teams nothing is put together by them", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::grouping, teams);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.desk.grouping == Grouping::delegations);
  // The switch is on the board alone.
  Kiosk elsewhere = with_teams();
  elsewhere.touches(Press::What::board_row, 0).touches(Press::What::grouping, teams);
  CHECK(elsewhere.effects.empty());
}

TEST_CASE("a whole team is checked in by one touch, as a delegation is", "[staff]") {
  Kiosk kiosk = with_teams();
  kiosk.touches(Press::What::grouping, teams).happens(BoardRead{board_of_teams(3)});
  kiosk.touches(Press::What::board_row, 1);
  REQUIRE(kiosk.state.desk.page == StaffPage::people);
  CHECK(kiosk.state.desk.group == BoardGroup{BoardGroup::Of::team, 2});
  kiosk.touches(Press::What::leave_out, 0).touches(Press::What::check_in_all);
  REQUIRE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.wanted<CheckInGroup>()->persons == std::vector{Subject(12u), Subject(13u)});
}

TEST_CASE("whoever was said to be absent is not checked in with the group unless ticked",
          "[staff]") {
  Kiosk kiosk;
  BoardView board = staff_board(3);
  board.rows[0].people[1].told_absent = true;
  kiosk.staff().happens(BoardRead{board}).touches(Press::What::board_row, 0);
  kiosk.touches(Press::What::check_in_all);
  REQUIRE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.wanted<CheckInGroup>()->persons == std::vector{Subject(11u), Subject(13u)});
  kiosk.touches(Press::What::leave_out, 1).touches(Press::What::check_in_all);
  CHECK(kiosk.wanted<CheckInGroup>()->persons.size() == 3);
}

TEST_CASE("people who are suddenly put together otherwise are nobody's group any more", "[staff]") {
  Kiosk kiosk = with_teams();
  kiosk.touches(Press::What::grouping, teams).happens(BoardRead{board_of_teams(3)});
  kiosk.touches(Press::What::board_row, 1).happens(BoardRead{staff_board(3)});
  CHECK(kiosk.state.desk.page == StaffPage::board);
}

TEST_CASE("the board says whose partner is missing, and counts them", "[staff]") {
  const Day day = day_of_pairs();
  const PresenceFold fold = test::fold({comes(1, 11, test::university, test::start),
                                        comes(2, 12, test::university, test::start),
                                        comes(3, 22, test::university, test::start)});
  const BoardView board = board_view_of(day, fold, Grouping::delegations);
  CHECK(board.has_teams);
  CHECK(board.total.without_partner == 1);
  std::string marked;
  for (const BoardRowView& row : board.rows) {
    for (const BoardPersonView& person : row.people)
      marked += person.without_partner ? person.name : "";
  }
  CHECK(marked == "Ф11");
  const BoardView by_teams = board_view_of(day, fold, Grouping::teams);
  CHECK(by_teams.total == board.total);
  REQUIRE(by_teams.rows.size() == 2);
  CHECK(by_teams.rows[0].title.ru() == "Вода");
  CHECK(by_teams.rows[0].counts.missing == 1);
  CHECK(by_teams.rows[1].group == BoardGroup{BoardGroup::Of::team, 0});
  CHECK(by_teams.rows[1].title.ru().empty());
}

TEST_CASE("a person's page names the partner and the team; who declined stays a number",
          "[staff]") {
  const Day day = day_of_pairs();
  const PresenceFold fold = test::fold({comes(1, 22, test::university, test::start)});
  const auto page = [&](uint32_t person) {
    return staff_person_view(day.cohort(), Subject(person),
                             day.cohort().sessions.at(SessionNumber{visit}), fold, day.directory,
                             test::start, is_22, no_walk_in);
  };
  const StaffPersonView view = page(12);
  REQUIRE(view.partners.size() == 1);
  CHECK(view.partners[0].name == "№ 22");
  CHECK(view.partners[0].state == Expected::arrived);
  CHECK(view.team.ru().empty());
  const StaffPersonView other = page(21);
  REQUIRE(other.partners.size() == 1);
  CHECK(other.partners[0].name == "Ф11");
  CHECK(other.partners[0].state == Expected::missing);
  CHECK(other.team.ru() == "Вода");
  CHECK(page(13).partners.empty());
}
