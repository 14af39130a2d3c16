// Lists of people at the desk: who has left, and how one of hundreds is found.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <map>

#include "kiosk/app/staff.h"
#include "shared/base/limits.h"
#include "tests/kiosk/kiosk.h"
#include "tests/shared/day.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

/// So many people of one delegation, none of whom has come; the nth is called by the nth letter.
BoardView board_of_letters(const std::vector<std::string>& letters) {
  BoardView board = staff_board(0);
  board.rows.resize(1);
  board.rows[0].people.clear();
  uint32_t number = 10;
  for (const std::string& letter : letters)
    board.rows[0].people.push_back({Subject(++number), letter + "ин Иван", Expected::missing});
  return board;
}

std::vector<std::string> many() {
  std::vector<std::string> out{"Ё", "Е", "Б", "Ә", "А", "Б"};
  out.resize(initials_from, "Ж");
  return out;
}

Kiosk at_everybody() {
  Kiosk kiosk;
  kiosk.staff().happens(BoardRead{board_of_letters(many())}).touches(Press::What::board_row, -1);
  return kiosk;
}

}  // namespace

TEST_CASE("one of hundreds is found by two touches: the first letter, then the name", "[staff]") {
  Kiosk kiosk = at_everybody();
  CHECK(initials_of(kiosk.state.desk) == std::vector<std::string>{"А", "Ә", "Б", "Е", "Ё", "Ж"});
  kiosk.touches(Press::What::list_row, 5).touches(Press::What::initial, 2);
  CHECK(people_on_page(kiosk.state.desk).size() == 2);
  CHECK(kiosk.state.list.at == 0);
  kiosk.touches(Press::What::person, 1);
  REQUIRE(kiosk.wanted<ReadPerson>());
  CHECK(kiosk.wanted<ReadPerson>()->person == Subject(16u));
  kiosk.happens(PersonRead{staff_person(Subject(16u), Expected::missing)});
  kiosk.touches(Press::What::home);
  CHECK(people_on_page(kiosk.state.desk).size() == 2);
  kiosk.touches(Press::What::initial, 2);  // again: everybody
  CHECK(people_on_page(kiosk.state.desk).size() == initials_from);
  kiosk.touches(Press::What::initial, 99);
  CHECK(kiosk.state.desk.initial.empty());
}

TEST_CASE("who was chosen under one letter stays chosen under another", "[staff]") {
  Kiosk kiosk = at_everybody();
  kiosk.touches(Press::What::initial, 0).touches(Press::What::leave_out, 0);
  kiosk.touches(Press::What::initial, 4).touches(Press::What::leave_out, 0);
  kiosk.touches(Press::What::check_in_all);
  REQUIRE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.wanted<CheckInGroup>()->persons.size() == 2);
}

TEST_CASE("a letter under which nobody is left shows everybody again", "[staff]") {
  Kiosk kiosk = at_everybody();
  kiosk.touches(Press::What::initial, 0);
  auto letters = many();
  letters[4] = "Я";
  kiosk.happens(BoardRead{board_of_letters(letters)});
  CHECK(people_on_page(kiosk.state.desk).size() == initials_from);
}

TEST_CASE("a list of few people, or of one delegation, has no letters", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::board_row, -1);
  CHECK(initials_of(kiosk.state.desk).empty());
  Kiosk group;
  group.staff().happens(BoardRead{board_of_letters(many())}).touches(Press::What::board_row, 0);
  CHECK(initials_of(group.state.desk).empty());
}

TEST_CASE("who has left is told from who is here, and can be checked in again", "[staff]") {
  using test::comes;
  const test::Day day;
  const PresenceFold fold = test::fold({comes(1, 11, test::university, test::start),
                                        comes(2, 12, test::university, test::start),
                                        test::leaves(3, 11, test::start + 600)});
  const auto nobody = [](const Scope&, PersonNumber) { return false; };
  const auto no_name = [](const FactId&) { return std::string(); };
  const BoardView board = board_view(sessions_of_day(day.directory, test::university, test::start),
                                     0, fold.board_of(day.cohort(), SessionNumber{test::visit}),
                                     day.directory, nobody, no_name);
  CHECK(board.total.arrived == 2);
  CHECK(board.total.here() == 1);
  std::vector<uint32_t> order;
  for (const BoardRowView& row : board.rows) {
    if (row.group.number != test::kazan) continue;
    for (const BoardPersonView& person : row.people) order.push_back(*person.who.number());
    CHECK(row.people.back().left_s == test::start + 600);
  }
  CHECK(order == std::vector<uint32_t>{13, 12, 11});

  Kiosk kiosk;
  kiosk.staff(1).touches(Press::What::board_row, 0);
  StaffPersonView person = staff_person(Subject(21u), Expected::arrived);
  kiosk.happens(PersonRead{person}).touches(Press::What::check_in_one);
  CHECK_FALSE(kiosk.wanted<CheckInGroup>());
  person.exit = Exit::closed;  // by the programme alone
  person.left_s = test::end;
  kiosk.happens(PersonRead{person}).touches(Press::What::check_in_one);
  CHECK_FALSE(kiosk.wanted<CheckInGroup>());
  person.exit = Exit::told;
  kiosk.happens(PersonRead{person}).touches(Press::What::check_in_one);
  CHECK(kiosk.wanted<CheckInGroup>());
}

TEST_CASE("two of one name and delegation are told apart by their posts, or else by number",
          "[staff]") {
  test::Day day;
  const std::string other = GENERATE("курьер", "архивист", "");
  const bool by_post = other == "курьер";
  const std::map<uint32_t, std::string> posts{
      {11, "архивист"}, {12, other}, {13, "юрист"}, {21, "юрист"}};
  for (const auto& [person, post] : posts) {
    payload::PersonName name;
    name.set_family(person == 13 ? "Ли" : "Ким");
    name.set_given("Ольга");
    name.mutable_post()->set_ru(post);
    day.tell_name(person, person < 20 ? test::kazan : test::tula, name);
  }
  const auto nobody = [](const Scope&, PersonNumber) { return false; };
  const PresenceFold fold = test::fold({});
  const BoardView board = board_view(sessions_of_day(day.directory, test::university, test::start),
                                     0, fold.board_of(day.cohort(), SessionNumber{test::visit}),
                                     day.directory, nobody, [](const FactId&) { return ""; });
  std::map<uint32_t, std::string> apart;
  for (const BoardRowView& row : board.rows) {
    for (const BoardPersonView& person : row.people)
      apart[*person.who.number()] = person.apart.ru();
  }
  CHECK(apart[11] == (by_post ? "архивист" : "№ 11"));
  CHECK(apart[12] == (by_post ? "курьер" : "№ 12"));
  CHECK(apart[13].empty());
  CHECK(apart[21].empty());  // of another delegation
}

TEST_CASE("before the doors open people are checked in only after a question", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(7, 3);
  BoardView board = staff_board(3);
  board.sessions[0].session.start_s = kiosk.state.now_s + session_early_s + 60;
  kiosk.happens(BoardRead{board}).touches(Press::What::board_row, 0);
  kiosk.touches(Press::What::check_in_all);
  CHECK_FALSE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.state.desk.asks == Asks::early);
  kiosk.touches(Press::What::ask_no).touches(Press::What::check_in_all);
  CHECK(kiosk.state.desk.asks == Asks::early);
  kiosk.touches(Press::What::ask_yes);
  REQUIRE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.wanted<CheckInGroup>()->persons.size() == 3);

  StaffPersonView person = staff_person(Subject(11u), Expected::missing);
  person.session.start_s = board.sessions[0].session.start_s;
  kiosk.touches(Press::What::person, 0).happens(PersonRead{person});
  kiosk.touches(Press::What::check_in_one);
  CHECK_FALSE(kiosk.wanted<CheckInGroup>());
  kiosk.touches(Press::What::ask_yes);
  REQUIRE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.wanted<CheckInGroup>()->persons == std::vector{Subject(11u)});

  board.sessions[0].session.start_s -= 60;
  Kiosk open;
  open.staff(7, 3).happens(BoardRead{board}).touches(Press::What::board_row, 0);
  open.touches(Press::What::check_in_all);
  CHECK(open.wanted<CheckInGroup>());
}
