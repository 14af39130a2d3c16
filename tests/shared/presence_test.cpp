// What a kiosk knows of who was where and who is inside: from facts in any order, asked in between.
#include "shared/model/presence.h"

#include <algorithm>
#include <catch2/catch_all.hpp>

#include "shared/base/limits.h"
#include "shared/model/payload.pb.h"
#include "tests/seeded.h"
#include "tests/shared/day.h"

using namespace otmetka;
using namespace otmetka::test;
using payload::Correction;

namespace {

std::vector<Subject> inside(const PresenceFold& fold, VenueNumber venue, int64_t now_s) {
  const Day day;
  std::vector<Subject> out;
  for (const Stay& stay : fold.who_is_inside(day.directory, venue, now_s))
    out.push_back(stay.person);
  return out;
}

std::vector<Subject> nobody() { return {}; }
std::vector<Subject> only(uint32_t person) { return {Subject(person)}; }

/// Everything that can be asked, as text.
std::string told(const PresenceFold& fold) {
  const Day day;
  std::string out;
  for (const uint32_t session : {visit, lecture, tula_only}) {
    const Board board = fold.board_of(day.cohort(), SessionNumber{session});
    for (const BoardRow& row : board.rows) {
      for (const BoardPerson& person : row.people) {
        out += std::to_string(static_cast<uint32_t>(person.person)) + "=" +
               std::to_string(static_cast<int>(person.state)) + " ";
      }
    }
    out += std::to_string(board.not_expected) + std::to_string(board.other_roles) +
           std::to_string(board.walk_ins) + std::to_string(board.guests) + "\n";
  }
  for (const VenueNumber venue : {university, centre}) {
    for (const Stay& stay : fold.who_is_inside(day.directory, venue, end)) {
      out += std::to_string(stay.since_s) + (stay.time_doubted ? "? " : " ");
    }
  }
  for (const uint32_t person : {11u, 21u, 99u}) {
    for (const Visited& visited : fold.visit_of(day.cohort(), Subject(person), end).sessions) {
      out += std::to_string(visited.first_s) + (visited.presence.present ? "+" : "-");
    }
  }
  return out;
}

PlacedFact any_fact(Seeded& random, Seq seq) {
  static const uint32_t people[] = {11, 12, 21, 22, 31, 41, 99};
  const uint32_t person = people[random.below(7)];
  const auto wall_s = start + static_cast<int64_t>(random.below(4000));
  const FactId other{{7}, "exchange", Epoch{5}, 1 + random.below(30)};
  PlacedFact out = comes(seq, person, random.chance(0.5) ? university : centre, wall_s,
                         static_cast<uint32_t>(visit + random.below(3)));
  if (random.chance(0.2)) out = leaves(seq, person, wall_s);
  if (random.chance(0.2))
    out = corrects(seq, person, static_cast<Correction::Standing>(1 + random.below(3)),
                   random.chance(0.5) ? reason_excused : "mistake",
                   random.chance(0.5) ? std::vector<FactId>{other} : std::vector<FactId>{});
  if (random.chance(0.1)) {
    out.fact.kind = Kind::same_person;
    out.fact.references = {other};
  }
  if (random.chance(0.1)) out.fact.person = Subject(other);
  if (random.chance(0.1)) out.fact.flags = flag::rehearsal;
  return out;
}

}  // namespace

TEST_CASE(
    "what is known of presence depends on the facts, not on their order nor on what was asked",
    "[presence]") {
  const uint64_t seed = GENERATE(take(200, Catch::Generators::random<uint64_t>(0, UINT64_MAX)));
  INFO("seed " << seed);
  Seeded random(seed);
  std::vector<PlacedFact> facts;
  for (Seq seq = 1; seq <= 30; ++seq) facts.push_back(any_fact(random, seq));
  const std::string expected = told(fold(facts));
  for (size_t k = facts.size(); k > 1; --k)
    std::swap(facts[k - 1], facts[static_cast<size_t>(random.below(k))]);
  PresenceFold kept;
  for (const PlacedFact& fact : facts) {
    kept.add(fact);
    if (random.chance(0.3)) told(kept);
    if (random.chance(0.3)) kept.add(facts[static_cast<size_t>(random.below(facts.size()))]);
  }
  CHECK(told(kept) == expected);
}

TEST_CASE("who came is inside until he leaves", "[presence]") {
  const PlacedFact came = comes(1, 11, university, start);
  CHECK(inside(fold({came}), university, start + 60) == only(11));
  CHECK(inside(fold({came}), centre, start + 60) == nobody());
  CHECK(inside(fold({came, leaves(2, 11, start + 600)}), university, start + 601) == nobody());
  const PresenceFold back =
      fold({came, leaves(2, 11, start + 600), comes(3, 11, university, start + 900)});
  const Day day;
  const std::vector<Stay> stays = back.who_is_inside(day.directory, university, start + 901);
  REQUIRE(stays.size() == 1);
  CHECK(stays[0].since_s == start + 900);
}

TEST_CASE("a second scan in the same building does not move the time he is inside since",
          "[presence]") {
  const Day day;
  const PresenceFold twice =
      fold({comes(1, 11, university, start), comes(2, 11, university, start + 300)});
  const Visit visit_of = twice.visit_of(day.cohort(), Subject(11u), start + 400);
  REQUIRE(visit_of.inside.has_value());
  CHECK(visit_of.inside->since_s == start);
  REQUIRE(visit_of.sessions.size() == 1);
  CHECK(visit_of.sessions[0].presence.check_ins == 2);
}

TEST_CASE("who is checked in at another venue has left the earlier one", "[presence]") {
  const PresenceFold moved =
      fold({comes(2, 11, centre, start + 1200, lecture), comes(1, 11, university, start)});
  CHECK(inside(moved, university, start + 1300) == nobody());
  CHECK(inside(moved, centre, start + 1300) == only(11));
}

TEST_CASE("a session closes by itself: who touched nothing has left at its end", "[presence]") {
  const auto exit_at = [](const std::vector<PlacedFact>& facts, int64_t now_s) {
    const Day day;
    const Visit visit_of = fold(facts).visit_of(day.cohort(), Subject(11u), now_s);
    REQUIRE_FALSE(visit_of.sessions.empty());
    return std::pair(visit_of.sessions[0].exit, visit_of.sessions[0].left_s);
  };
  const PlacedFact came = comes(1, 11, university, start);
  CHECK(exit_at({came}, end - 1) == std::pair(Exit::none, int64_t{0}));
  CHECK(exit_at({came}, end) == std::pair(Exit::closed, end));
  CHECK(exit_at({came, leaves(2, 11, start + 600)}, end) == std::pair(Exit::told, start + 600));
  CHECK(exit_at({came, comes(2, 11, centre, start + 900, lecture)}, end) ==
        std::pair(Exit::elsewhere, start + 900));
  // Back again: he has not left.
  const std::vector<PlacedFact> back{came, leaves(2, 11, start + 600),
                                     comes(3, 11, university, start + 900)};
  CHECK(exit_at(back, end - 1) == std::pair(Exit::none, int64_t{0}));
  // To another session in the same house.
  CHECK(exit_at({came, comes(2, 11, university, end + 60, 0)}, end + 90) ==
        std::pair(Exit::closed, end));
}

TEST_CASE("who has left was there all the same, and a board says that they are gone",
          "[presence]") {
  const auto board = [](const std::vector<PlacedFact>& facts) {
    return fold(facts).board_of(Day().cohort(), SessionNumber{visit});
  };
  const auto left_s = [&](const std::vector<PlacedFact>& facts) {
    for (const BoardRow& row : board(facts).rows) {
      for (const BoardPerson& person : row.people) {
        if (person.person == PersonNumber{11}) return person.left_s;
      }
    }
    return int64_t{-1};
  };
  const PlacedFact came = comes(1, 11, university, start);
  const PlacedFact left = leaves(2, 11, start + 600);
  CHECK(left_s({came}) == 0);
  CHECK(left_s({came, left}) == start + 600);
  CHECK(left_s({came, comes(2, 11, centre, start + 900, lecture)}) == start + 900);
  CHECK(left_s({came, left, comes(3, 11, university, start + 900)}) == 0);
  const BoardCounts total = board({came, left, comes(3, 12, university, start)}).total;
  CHECK(total.arrived == 2);
  CHECK(total.left == 1);
  CHECK(total.here() == 1);
  CHECK(total.expected == total.arrived + total.missing + total.excused);
}

TEST_CASE("nobody is inside long after his session, though he touched nothing", "[presence]") {
  const PresenceFold in_session = fold({comes(1, 11, university, start)});
  CHECK(inside(in_session, university, end + inside_after_session_s) == only(11));
  CHECK(inside(in_session, university, end + inside_after_session_s + 1) == nobody());
  const PresenceFold outside = fold({comes(1, 11, university, start, 0)});
  CHECK(inside(outside, university, start + inside_without_session_s) == only(11));
  CHECK(inside(outside, university, start + inside_without_session_s + 1) == nobody());
  // A clock that ran a year ahead.
  const PresenceFold ahead = fold({comes(1, 11, university, start + 31'536'000, 0)});
  CHECK(inside(ahead, university, start) == nobody());
}

TEST_CASE("corrections decide who is inside as they decide who was there", "[presence]") {
  const PlacedFact came = comes(1, 11, university, start);
  const auto after = [&](const PlacedFact& correction) {
    return inside(fold({came, correction}), university, end);
  };
  CHECK(after(corrects(2, 11, Correction::VOID, "mistake", {came.id})) == nobody());
  CHECK(after(corrects(2, 11, Correction::ABSENT, "mistake", {came.id})) == nobody());
  CHECK(after(corrects(2, 12, Correction::PRESENT, "other-person", {came.id})) == only(12));
  // A void that is void itself.
  const PlacedFact voided = corrects(2, 11, Correction::VOID, "mistake", {came.id});
  const PlacedFact again = corrects(3, 11, Correction::VOID, "mistake", {voided.id});
  CHECK(inside(fold({came, voided, again}), university, end) == only(11));
  // What takes a check-in's place has its time, too.
  const Day day;
  const PresenceFold other =
      fold({came, corrects(2, 12, Correction::PRESENT, "other-person", {came.id})});
  CHECK(other.visit_of(day.cohort(), Subject(12u), end).inside->since_s == start);
}

TEST_CASE("a rehearsal is nobody's presence", "[presence]") {
  PlacedFact came = comes(1, 11, university, start);
  came.fact.flags = flag::rehearsal;
  CHECK(inside(fold({came}), university, start + 1) == nobody());
  CHECK(fold({came}).board_of(Day().cohort(), SessionNumber{visit}).total.arrived == 0);
}

TEST_CASE("an anchor of its boot puts right when somebody came", "[presence]") {
  const Day day;
  PlacedFact came = comes(10, 11, university, 600, 0);  // 1970, and so no session
  came.fact.flags = flag::clock_unanchored;
  PlacedFact opened{{{7}, "exchange", Epoch{5}, 1}, {}};
  payload::Opened boot;
  boot.set_boot(std::string(16, 'b'));
  opened.fact.payload = to_bytes(as_bytes(boot.SerializeAsString()));
  PlacedFact own_log{{{7}, "device", Epoch{6}, 1}, opened.fact};
  PlacedFact anchor{{{7}, "device", Epoch{6}, 2}, {}};
  payload::Anchor time;
  time.set_earliest(start + 90);
  time.set_latest(start + 110);
  anchor.fact.kind = Kind::anchor;
  anchor.fact.boot_s = 110;
  anchor.fact.payload = to_bytes(as_bytes(time.SerializeAsString()));
  PresenceFold kept = fold({came, opened, own_log});
  CHECK(inside(kept, university, start) == nobody());
  CHECK(kept.visit_of(day.cohort(), Subject(11u), start).sessions[0].time_doubted);
  kept.add(anchor);
  const std::vector<Stay> stays = kept.who_is_inside(day.directory, university, start);
  REQUIRE(stays.size() == 1);
  CHECK(stays[0].since_s == start);
  CHECK_FALSE(stays[0].time_doubted);
}

TEST_CASE("the board tells of each delegation who is expected, there, late, excused or missing",
          "[presence]") {
  const Day day;
  const PresenceFold kept = fold({comes(1, 11, university, start - 60),
                                  comes(2, 12, university, start + late_after_s + 1),
                                  corrects(3, 21, Correction::ABSENT, reason_excused),
                                  corrects(4, 22, Correction::ABSENT, "mistake")});
  const Board board = kept.board_of(day.cohort(), SessionNumber{visit});
  CHECK(row_of(board, kazan).counts == BoardCounts{3, 2, 1, 1, 0});
  CHECK(row_of(board, tula).counts == BoardCounts{2, 0, 0, 1, 1});
  CHECK(row_of(board, 0).counts == BoardCounts{1, 0, 0, 1, 0});
  CHECK(board.total == BoardCounts{6, 2, 1, 3, 1});
  const BoardRow& row = row_of(board, kazan);
  CHECK(row.people[0].state == Expected::arrived);
  CHECK(row.people[1].state == Expected::late);
  CHECK(row.people[2].state == Expected::missing);
}

TEST_CASE("who was excused and comes all the same has arrived", "[presence]") {
  const PresenceFold kept =
      fold({corrects(1, 11, Correction::ABSENT, reason_excused), comes(2, 11, university, start)});
  const Board board = kept.board_of(Day().cohort(), SessionNumber{visit});
  CHECK(row_of(board, kazan).counts == BoardCounts{3, 1, 0, 2, 0});
  PlacedFact excused = corrects(1, 11, Correction::ABSENT, reason_excused);
  excused.fact.wall_s = start - 600;
  const Visit came = fold({excused, comes(2, 11, university, start + 1200)})
                         .visit_of(Day().cohort(), Subject(11u), end);
  REQUIRE(came.sessions.size() == 1);
  CHECK(came.sessions[0].first_s == start + 1200);
}

TEST_CASE("hosts, guests, walk-ins and other delegations are counted apart from those expected",
          "[presence]") {
  const PlacedFact walked_in = mark(1, Kind::walk_in, Subject(), 0, centre, start);
  const PresenceFold kept =
      fold({walked_in, mark(2, Kind::check_in, Subject(walked_in.id), tula_only, centre, start),
            comes(3, 31, centre, start, tula_only), comes(4, 99, centre, start, tula_only),
            comes(5, 11, centre, start, tula_only), comes(6, 21, centre, start, tula_only)});
  const Board board = kept.board_of(Day().cohort(), SessionNumber{tula_only});
  CHECK(board.total == BoardCounts{3, 1, 0, 2, 0});  // Tula, and one without a delegation
  CHECK(board.walk_ins == 1);
  CHECK(board.other_roles == 1);
  CHECK(board.guests == 1);
  CHECK(board.not_expected == 1);
  REQUIRE(kept.walk_in(walked_in.id) != nullptr);
  std::vector<Visitor> visitors;
  for (const Stay& stay : kept.who_is_inside(Day().directory, centre, end))
    visitors.push_back(stay.visitor);
  CHECK(visitors == std::vector{Visitor::participant, Visitor::participant, Visitor::other_role,
                                Visitor::guest, Visitor::walk_in});
}

TEST_CASE("a walk-in who turns out to be expected is on the board as himself", "[presence]") {
  const PlacedFact walked_in = mark(1, Kind::walk_in, Subject(), 0, university, start);
  PlacedFact same = mark(3, Kind::same_person, Subject(11u), 0, {}, end);
  same.fact.references = {walked_in.id};
  PresenceFold kept =
      fold({walked_in, mark(2, Kind::check_in, Subject(walked_in.id), visit, university, start)});
  CHECK(kept.board_of(Day().cohort(), SessionNumber{visit}).walk_ins == 1);
  kept.add(same);
  const Board board = kept.board_of(Day().cohort(), SessionNumber{visit});
  CHECK(board.walk_ins == 0);
  CHECK(row_of(board, kazan).counts.arrived == 1);
  CHECK(inside(kept, university, end) == only(11));
}

TEST_CASE("a claim at either end of time makes nobody inside and overflows nothing", "[presence]") {
  const Day day;
  for (const int64_t claim : {INT64_MAX, INT64_MAX - 40, INT64_MIN, INT64_MIN + 1}) {
    CAPTURE(claim);
    // Outside every session: he is believed to stay for hours after he came.
    const PresenceFold known = fold({comes(1, 11, university, claim, 0)});
    CHECK(inside(known, university, start) == nobody());
    const Visit visit_of = known.visit_of(day.cohort(), Subject(11u), start);
    REQUIRE(visit_of.sessions.size() == 1);
    CHECK(std::abs(visit_of.sessions[0].first_s) == anchor_bound_s);
  }
}

TEST_CASE("a session at either end of time, or that ends before it starts, is none", "[presence]") {
  struct Times {
    int64_t start, end;
  };
  for (const auto& [from, until] : {Times{INT64_MIN, 0}, Times{0, INT64_MAX}, Times{end, start}}) {
    Day day;
    payload::Session session;
    session.set_start(from);
    session.set_end(until);
    ChannelFact fact;
    fact.placed.fact.kind = Kind::session;
    fact.placed.id = {{0xce}, "exchange", Epoch{1}, 99};
    fact.placed.fact.session = Subject(SessionNumber{77});
    fact.placed.fact.venue = Subject(university);
    fact.placed.fact.payload = to_bytes(as_bytes(session.SerializeAsString()));
    day.directory.apply(fact);
    CHECK_FALSE(day.cohort().sessions.contains(SessionNumber{77}));
    CHECK(day.directory.unread() == 1);
  }
}
