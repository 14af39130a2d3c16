// The board of a session: people put together by delegations or by teams, and who is without a
// partner.
#include <catch2/catch_all.hpp>

#include "tests/shared/day.h"

using namespace otmetka;
using namespace otmetka::test;
using payload::Correction;

namespace {

/// 11 with 21, 12 with 22, 13 and 41 with nobody; 11 and 22 in one team, 21 in another.
CohortEntry with_pairs_and_teams() {
  CohortEntry cohort = Day().cohort();
  const auto of = [&](uint32_t person) -> payload::Person& {
    return cohort.people.at(PersonNumber{person}).entry;
  };
  for (const uint32_t number : {1u, 2u}) {
    of(10 + number).set_pair(number);
    of(20 + number).set_pair(number);
    cohort.teams[number].set_number(number);
  }
  of(11).set_team(1);
  of(22).set_team(1);
  of(21).set_team(2);
  return cohort;
}

std::set<uint32_t> without_partner(const Board& board) {
  std::set<uint32_t> out;
  for (const BoardRow& row : board.rows) {
    for (const BoardPerson& person : row.people) {
      if (person.without_partner) out.insert(static_cast<uint32_t>(person.person));
    }
  }
  CHECK(board.total.without_partner == out.size());
  return out;
}

}  // namespace

TEST_CASE("a board by teams has the same people as one by delegations, put together otherwise") {
  const CohortEntry cohort = with_pairs_and_teams();
  const PresenceFold kept =
      fold({comes(1, 11, university, start), comes(2, 22, university, start)});
  const Board board = kept.board_of(cohort, SessionNumber{visit}, Grouping::teams);
  CHECK(board.by == Grouping::teams);
  REQUIRE(board.rows.size() == 3);
  CHECK(row_of(board, 1).counts == BoardCounts{2, 2, 0, 0, 0, 2});
  CHECK(row_of(board, 2).counts == BoardCounts{1, 0, 0, 1, 0});
  CHECK(row_of(board, 0).people.size() == 3);  // 12, 13 and 41: of no team
  CHECK(board.total == kept.board_of(cohort, SessionNumber{visit}).total);
  // Whom a session is for is said by delegations, however the board is put together.
  CHECK(kept.board_of(cohort, SessionNumber{tula_only}, Grouping::teams).total.expected == 3);
  CHECK(kept.board_of(Day().cohort(), SessionNumber{visit}, Grouping::teams).by ==
        Grouping::delegations);
}

TEST_CASE("of those who are missing the board knows who was said to be absent") {
  const CohortEntry cohort = Day().cohort();
  const auto told_absent = [&](const std::vector<PlacedFact>& facts) {
    std::set<uint32_t> out;
    for (const BoardRow& row : fold(facts).board_of(cohort, SessionNumber{visit}).rows) {
      for (const BoardPerson& person : row.people) {
        if (person.told_absent) out.insert(static_cast<uint32_t>(person.person));
      }
    }
    return out;
  };
  const PlacedFact came = comes(1, 11, university, start);
  CHECK(told_absent({}).empty());
  CHECK(told_absent({came}).empty());
  CHECK(told_absent({corrects(2, 12, Correction::ABSENT, "excused")}).empty());
  CHECK(told_absent({came, corrects(2, 12, Correction::ABSENT, "mistake")}) ==
        std::set<uint32_t>{12});
}

TEST_CASE("whoever has come and whose partner has not is without a partner") {
  CohortEntry cohort = with_pairs_and_teams();
  const auto board = [&](const std::vector<PlacedFact>& facts, uint32_t session = visit) {
    return without_partner(fold(facts).board_of(cohort, SessionNumber{session}));
  };
  const PlacedFact kazan_came = comes(1, 11, university, start);
  CHECK(board({}).empty());
  CHECK(board({kazan_came}) == std::set<uint32_t>{11});
  CHECK(board({kazan_came, comes(2, 13, university, start)}) == std::set<uint32_t>{11});
  CHECK(board({kazan_came, comes(2, 21, university, start + 3000)}).empty());
  CHECK(board({kazan_came, comes(2, 22, university, start)}) == std::set<uint32_t>{11, 22});
  // Excused is not there either; whoever the office says was there is.
  CHECK(board({kazan_came, corrects(2, 21, Correction::ABSENT, "excused")}) ==
        std::set<uint32_t>{11});
  CHECK(board({kazan_came, corrects(2, 21, Correction::PRESENT, "mistake")}).empty());
  // Nor is a partner who has left; whoever has left misses nobody.
  const PlacedFact partner = comes(2, 21, university, start);
  CHECK(board({kazan_came, partner, leaves(3, 21, start + 600)}) == std::set<uint32_t>{11});
  // A session of one delegation leaves nobody without the partner of the other one.
  CHECK(board({comes(1, 21, centre, start, tula_only)}, tula_only).empty());

  // A three has a partner as long as two of it are here.
  cohort.people.at(PersonNumber{13}).entry.set_pair(1);
  CHECK(board({kazan_came}) == std::set<uint32_t>{11});
  CHECK(board({kazan_came, comes(2, 13, university, start)}).empty());
}

TEST_CASE("who the partners are, and whether they are here") {
  CohortEntry cohort = with_pairs_and_teams();
  cohort.people.at(PersonNumber{13}).entry.set_pair(1);
  const PresenceFold kept = fold({comes(1, 21, university, start + 3000)});
  const auto partners = [&](uint32_t number, uint32_t session = visit) {
    const Subject person(number);
    std::string text;
    for (const BoardPerson& each :
         kept.partners_of(cohort, cohort.sessions.at(SessionNumber{session}), person))
      text += std::to_string(static_cast<uint32_t>(each.person)) +
              (each.state == Expected::late ? " late " : " missing ");
    return text;
  };
  CHECK(partners(11) == "13 missing 21 late ");
  CHECK(partners(21) == "11 missing 13 missing ");
  CHECK(partners(41).empty());
  CHECK(partners(21, tula_only).empty());
}

TEST_CASE("a team is called as the latest fact of its number says; damage blocks nothing") {
  Day day;
  const auto tell = [&](const std::string& payload) {
    ChannelFact fact;
    fact.placed.id = {{0xce}, "exchange", Epoch{2}, 1};
    fact.placed.fact.kind = Kind::team;
    fact.placed.fact.payload = to_bytes(as_bytes(payload));
    day.directory.apply(fact);
  };
  payload::Team team;
  team.set_number(7);
  for (const char* title : {"Вода", "Реки"}) {
    team.mutable_title()->set_ru(title);
    tell(team.SerializeAsString());
  }
  tell("\xff\xff");
  REQUIRE(day.cohort().teams.size() == 1);
  CHECK(day.cohort().teams.at(7).title().ru() == "Реки");
  CHECK(day.directory.unread() == 1);
  CHECK(kind_of("team") == Kind::team);
  CHECK(static_cast<uint64_t>(Kind::team) == 55);
}
