// The staff at the kiosk: what one touch does, and what never stays on the screen.
#include <catch2/catch_all.hpp>

#include "kiosk/app/staff.h"
#include "kiosk/app/way_back.h"
#include "shared/model/paper_code.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

ActDone done(ActReport::What what, size_t undo = 1) {
  ActReport report;
  report.what = what;
  report.cohort = "exchange";
  report.undo.assign(undo, FactId{{1}, "exchange", Epoch{1}, 9});
  return {report};
}

}  // namespace

TEST_CASE("a whole delegation is checked in by one touch, with exceptions, and taken back by one",
          "[staff]") {
  Kiosk kiosk;
  kiosk.staff(7, 3).touches(Press::What::board_row, 0);
  REQUIRE(kiosk.state.desk.page == StaffPage::people);
  kiosk.touches(Press::What::leave_out, 1).touches(Press::What::check_in_all);
  const auto* group = kiosk.wanted<CheckInGroup>();
  REQUIRE(group);
  CHECK(group->persons == std::vector{Subject(11u), Subject(13u)});
  CHECK(group->session == SessionNumber{2});
  CHECK(group->actor == PersonNumber{9001});
  kiosk.happens(done(ActReport::What::checked_in, 2));
  // The exception stays one: a second touch in the same place must not check it in.
  CHECK(kiosk.state.desk.left_out.contains(Subject(12u)));
  CHECK(kiosk.wanted<ReadBoard>());
  kiosk.touches(Press::What::undo);
  const auto* back = kiosk.wanted<TakeBack>();
  REQUIRE(back);
  CHECK(back->facts.size() == 2);
  kiosk.touches(Press::What::undo);
  CHECK(kiosk.effects.empty());  // once
}

TEST_CASE("what was done can be taken back for some seconds only", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().happens(done(ActReport::What::excused)).waits(report_shown_ms);
  kiosk.touches(Press::What::undo);
  CHECK_FALSE(kiosk.wanted<TakeBack>());
}

TEST_CASE("one touch excuses somebody who is missing, and nobody who is here", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(1, 1).touches(Press::What::board_row, 0).touches(Press::What::excuse, 0);
  const auto* excused = kiosk.wanted<CorrectPresence>();
  REQUIRE(excused);
  CHECK(excused->person == PersonNumber{11});
  CHECK(excused->reason == reason_excused);
  CHECK(excused->what == ActReport::What::excused);
  kiosk.waits(excuse_again_ms).touches(Press::What::excuse, 1);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("a double touch excuses one, though the list moves under it", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(1, 3).touches(Press::What::board_row, 0).touches(Press::What::excuse, 0);
  REQUIRE(kiosk.wanted<CorrectPresence>());
  kiosk.touches(Press::What::excuse, 1);
  CHECK_FALSE(kiosk.wanted<CorrectPresence>());
  kiosk.waits(excuse_again_ms).touches(Press::What::excuse, 1);
  CHECK(kiosk.wanted<CorrectPresence>());
}

TEST_CASE("whom a roll call has found stays found for the next shift, for half an hour",
          "[staff]") {
  Kiosk kiosk;
  const auto found = [&] { return kiosk.state.desk.found.size(); };
  const auto looks = [&] {
    kiosk.staff().touches(Press::What::staff_page, static_cast<int>(StaffPage::inside));
    InsideRow here;
    here.cohort = "exchange";
    here.person = Subject(11u);
    kiosk.happens(InsideRead{{here}});
  };
  looks();
  kiosk.touches(Press::What::found, 0);
  REQUIRE(found() == 1);
  kiosk.waits(staff_idle_ms);  // the shift is over
  REQUIRE_FALSE(kiosk.state.shift);
  looks();
  CHECK(found() == 1);
  kiosk.touches(Press::What::end_shift).waits(roll_call_ms);
  looks();
  CHECK(found() == 0);
}

TEST_CASE("a badge in a roll call says that its owner is there, and checks nobody in", "[staff]") {
  Kiosk kiosk;
  kiosk.scans("K1:BADGE");
  CHECK_FALSE(kiosk.wanted<RecordScan>()->roll_call);
  kiosk.staff().scans("K1:BADGE");
  CHECK_FALSE(kiosk.wanted<RecordScan>()->roll_call);
  kiosk.touches(Press::What::staff_page, static_cast<int>(StaffPage::inside));
  InsideRow here;
  here.cohort = "exchange";
  here.person = Subject(11u);
  here.name = "Гайнуллина Алсу";
  kiosk.happens(InsideRead{{InsideRow{}, here}}).scans("K1:BADGE");
  REQUIRE(kiosk.wanted<RecordScan>());
  CHECK(kiosk.wanted<RecordScan>()->roll_call);
  const Desk& desk = kiosk.state.desk;
  kiosk.happens(FoundByBadge{{"exchange", Subject(12u)}});  // has left meanwhile
  CHECK(desk.found.empty());
  for (int twice = 0; twice < 2; ++twice) {
    kiosk.happens(FoundByBadge{{here.cohort, here.person}});
    CHECK(kiosk.state.screen == Screen::staff);
    CHECK(desk.found.size() == 1);
    CHECK(desk.report.what == ActReport::What::found);
    CHECK(desk.report.name == here.name);
  }
}

TEST_CASE("a finger on its way to a verdict does not act on the desk beneath", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().happens(BoardRead{staff_board(2)});
  kiosk.is_told(view_of(Verdict::green)).waits(verdict_shown_ms);
  REQUIRE(kiosk.state.screen == Screen::staff);
  kiosk.touches(Press::What::board_row, 0);
  CHECK(kiosk.state.desk.page == StaffPage::board);
  CHECK(next_change_ms(kiosk.state) == kiosk.state.desk.opens_ms);
  kiosk.waits(desk_rests_ms).touches(Press::What::board_row, 0);
  CHECK(kiosk.state.desk.page == StaffPage::people);
}

TEST_CASE("the board shows the session that goes on, not one that begins soon", "[staff]") {
  std::vector<SessionChoice> sessions(2);
  sessions[0].session.start_s = 1000;
  sessions[0].session.end_s = 6400;
  sessions[1].session.start_s = 7300;
  sessions[1].session.end_s = 12700;
  CHECK(session_to_show(sessions, 0) == 0);
  CHECK(session_to_show(sessions, 6399) == 0);
  CHECK(session_to_show(sessions, 6400) == 1);
  CHECK(session_to_show(sessions, 20000) == 1);
}

TEST_CASE("an entry is corrected by a manager, with a reason, naming all that stands", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(3).touches(Press::What::board_row, -1).touches(Press::What::person, 3);
  REQUIRE(kiosk.wanted<ReadPerson>());
  kiosk.happens(PersonRead{staff_person(Subject(21u), Expected::arrived)});
  REQUIRE(kiosk.state.desk.page == StaffPage::person);
  kiosk.touches(Press::What::absent);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.desk.correcting == Correcting::absent);
  kiosk.touches(Press::What::check_in_all);  // lies beneath
  CHECK(kiosk.effects.empty());
  kiosk.touches(Press::What::reason, 1);
  const auto* absent = kiosk.wanted<CorrectPresence>();
  REQUIRE(absent);
  CHECK(absent->reason == "lent-badge");
  CHECK(absent->references.size() == 1);
  CHECK(absent->what == ActReport::What::absent);
}

TEST_CASE("what somebody else has put right meanwhile is not put right again", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(3).touches(Press::What::board_row, -1);
  kiosk.happens(PersonRead{staff_person(Subject(21u), Expected::arrived)});
  kiosk.touches(Press::What::absent);
  kiosk.happens(PersonRead{staff_person(Subject(21u), Expected::missing)});
  kiosk.touches(Press::What::reason, 0);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.desk.correcting == Correcting::none);
}

TEST_CASE("who has the desk alone corrects nothing, and a technician sees no people", "[staff]") {
  Kiosk desk;
  desk.staff(1).touches(Press::What::board_row, 0);
  desk.happens(PersonRead{staff_person(Subject(21u), Expected::arrived)});
  desk.touches(Press::What::take_back);
  CHECK(desk.state.desk.correcting == Correcting::none);
  desk.touches(Press::What::staff_page, static_cast<int>(StaffPage::kiosk));
  CHECK(desk.state.desk.page == StaffPage::person);
  desk.touches(Press::What::rehearsal);
  CHECK_FALSE(desk.state.rehearsal);

  Kiosk technician;
  technician.staff(4);
  CHECK(technician.state.desk.page == StaffPage::kiosk);
  for (const StaffPage page : {StaffPage::board, StaffPage::inside, StaffPage::walk_in}) {
    technician.touches(Press::What::staff_page, static_cast<int>(page));
    CHECK(technician.state.desk.page == StaffPage::kiosk);
  }
  technician.touches(Press::What::board_row, 0);
  CHECK(technician.state.desk.page == StaffPage::kiosk);
}

TEST_CASE("staff say what time it is, as it stands or put right, and once", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(4).touches(Press::What::confirm_time);
  CHECK_FALSE(kiosk.wanted<ConfirmTime>());
  kiosk.touches(Press::What::set_clock).touches(Press::What::clock_step, 3600);
  kiosk.touches(Press::What::clock_step, -60).touches(Press::What::rehearsal);
  kiosk.touches(Press::What::confirm_time);
  REQUIRE(kiosk.wanted<ConfirmTime>());
  CHECK(kiosk.wanted<ConfirmTime>()->true_s == kiosk.state.now_s + 3540);
  kiosk.touches(Press::What::confirm_time);
  CHECK_FALSE(kiosk.wanted<ConfirmTime>());
  kiosk.touches(Press::What::set_clock).touches(Press::What::confirm_time);
  CHECK(kiosk.wanted<ConfirmTime>()->true_s == kiosk.state.now_s);

  Kiosk desk;
  desk.staff(3).touches(Press::What::staff_page, static_cast<int>(StaffPage::kiosk));
  desk.touches(Press::What::set_clock);
  CHECK_FALSE(desk.state.desk.sets_clock);
}

TEST_CASE("staff move the kiosk to another venue, once it was asked whether to", "[staff]") {
  const auto offer = [](Kiosk& kiosk) {
    KioskView view;
    view.venues = {{"university", {}, true}, {"centre", {}, false}};
    kiosk.happens(KioskRead{view});
    kiosk.touches(Press::What::staff_page, static_cast<int>(StaffPage::venues));
  };
  Kiosk kiosk;
  offer(kiosk.staff(4));
  REQUIRE(kiosk.state.desk.page == StaffPage::venues);
  kiosk.touches(Press::What::move_yes);
  CHECK_FALSE(kiosk.wanted<AssignVenue>());
  kiosk.touches(Press::What::move, 0).touches(Press::What::move, 7);
  CHECK_FALSE(kiosk.state.desk.moves_to);  // it stands there; there is none
  kiosk.touches(Press::What::move, 1).touches(Press::What::staff_page, 5);
  REQUIRE(kiosk.state.desk.moves_to);  // and nothing else is answered
  kiosk.touches(Press::What::move, -1).touches(Press::What::move_yes);
  CHECK_FALSE(kiosk.wanted<AssignVenue>());
  kiosk.touches(Press::What::move, 1).touches(Press::What::move_yes);
  REQUIRE(kiosk.wanted<AssignVenue>());
  CHECK(kiosk.wanted<AssignVenue>()->venue == "centre");
  CHECK(kiosk.wanted<AssignVenue>()->actor == kiosk.state.shift->number);
  CHECK(kiosk.state.desk.page == StaffPage::kiosk);

  Kiosk back;
  offer(back.staff(4));
  back.touches(Press::What::home);
  CHECK(back.state.desk.page == StaffPage::kiosk);

  Kiosk desk;
  offer(desk.staff(1));
  CHECK(desk.state.desk.page != StaffPage::venues);
}

TEST_CASE("a walk-in needs a family name and a given name, and gets capitals where they belong",
          "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::staff_page, static_cast<int>(StaffPage::walk_in));
  kiosk.types(U"ИВАНОВА-ӘХМӘТ").touches(Press::What::register_walk_in);
  CHECK(kiosk.effects.empty());
  kiosk.touches(Press::What::form_field, 1).types(U"ОЛЬГА");
  kiosk.touches(Press::What::register_walk_in);
  const auto* walk_in = kiosk.wanted<RegisterWalkIn>();
  REQUIRE(walk_in);
  CHECK(walk_in->family == "Иванова-Әхмәт");
  CHECK(walk_in->given == "Ольга");
  CHECK(walk_in->cohort == "exchange");
  kiosk.happens(done(ActReport::What::not_saved, 0));
  CHECK(kiosk.state.desk.form.fields[0] == "Иванова-Әхмәт");  // nothing typed is lost
  kiosk.happens(done(ActReport::What::walked_in));
  CHECK(kiosk.state.desk.form.fields[0].empty());
}

TEST_CASE("a visitor's scan is taken during a shift, and the staff's screen comes back",
          "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::language, 3);
  kiosk.scans("K1:BADGE").is_told(view_of(Verdict::green));
  CHECK(kiosk.state.screen == Screen::verdict);
  CHECK(kiosk.state.language == Language::tt);
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::staff);
  CHECK(kiosk.state.language == Language::en);
}

TEST_CASE("a visitor who goes on from the verdict ends the shift", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().scans("K1:BADGE").is_told(view_of(Verdict::green));
  kiosk.touches(Press::What::about);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK_FALSE(kiosk.state.shift);
  CHECK(kiosk.state.desk.board.rows.empty());
}

TEST_CASE("from one of the people the list is as it was left", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::board_row, 0).touches(Press::What::leave_out, 1);
  kiosk.touches(Press::What::list_row, 2).touches(Press::What::person, 0);
  kiosk.happens(PersonRead{staff_person(Subject(11u), Expected::missing)});
  REQUIRE(kiosk.state.desk.page == StaffPage::person);
  kiosk.touches(Press::What::home);
  CHECK(kiosk.state.desk.page == StaffPage::people);
  CHECK(kiosk.state.list.at == 2);
  CHECK(kiosk.state.desk.left_out == std::set{Subject(12u)});
  kiosk.touches(Press::What::home);
  CHECK(kiosk.state.list.at == 0);
  CHECK(kiosk.state.desk.left_out.empty());
}

TEST_CASE("a shift ends by time, by a touch, and by the own badge", "[staff]") {
  const auto ended = [](const Kiosk& kiosk) {
    return kiosk.state.screen == Screen::attract && !kiosk.state.shift &&
           kiosk.state.desk.board.rows.empty();
  };
  Kiosk kiosk;
  kiosk.staff().waits(staff_idle_ms - warned_ms);
  CHECK(warns_of_timeout(kiosk.state));
  kiosk.touches(Press::What::more_time).waits(staff_idle_ms - 1000);
  CHECK(kiosk.state.shift);
  kiosk.waits(1000);
  CHECK(ended(kiosk));
  kiosk.staff().touches(Press::What::home);
  CHECK(kiosk.state.screen == Screen::staff);  // back, out of habit, ends nothing
  CHECK(press_of_back(kiosk.state).what == Press::What::none);
  kiosk.touches(Press::What::end_shift);
  CHECK(ended(kiosk));
  kiosk.staff().happens(StaffBadgeShown{PersonNumber{9001}});
  CHECK(kiosk.state.shift);  // it is still held up
  kiosk.waits(own_badge_rests_ms).happens(StaffBadgeShown{PersonNumber{9001}});
  CHECK(ended(kiosk));
  kiosk.staff().happens(StaffBadgeShown{PersonNumber{9002}});
  CHECK(kiosk.state.screen == Screen::sign_in);  // the next shift
  CHECK_FALSE(kiosk.state.shift);
}

TEST_CASE("a rehearsal outlives the shift, and only a manager begins and ends it", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(2).touches(Press::What::staff_page, static_cast<int>(StaffPage::kiosk));
  kiosk.touches(Press::What::rehearsal).touches(Press::What::ask_yes);
  REQUIRE(kiosk.wanted<Rehearse>());
  CHECK(kiosk.wanted<Rehearse>()->on);
  kiosk.touches(Press::What::end_shift);
  CHECK(kiosk.state.rehearsal);
}

TEST_CASE("a rehearsal begins after a question, ends by one touch, and shows its own board",
          "[staff]") {
  Kiosk kiosk;
  kiosk.staff(2).touches(Press::What::staff_page, static_cast<int>(StaffPage::kiosk));
  kiosk.touches(Press::What::rehearsal);
  CHECK(kiosk.effects.empty());
  CHECK_FALSE(kiosk.state.rehearsal);
  kiosk.touches(Press::What::end_shift);  // while it is asked, that alone is answered
  REQUIRE(kiosk.state.shift);
  CHECK(press_of_back(kiosk.state).what == Press::What::ask_no);
  kiosk.touches(Press::What::ask_no).touches(Press::What::ask_yes);
  CHECK_FALSE(kiosk.state.rehearsal);
  kiosk.touches(Press::What::rehearsal).touches(Press::What::ask_yes);
  CHECK(kiosk.state.rehearsal);
  CHECK(kiosk.wanted<ReadBoard>());  // of which what was real is no part
  kiosk.touches(Press::What::rehearsal);
  CHECK_FALSE(kiosk.state.rehearsal);
  REQUIRE(kiosk.wanted<Rehearse>());
  CHECK_FALSE(kiosk.wanted<Rehearse>()->on);
  CHECK(kiosk.wanted<ReadBoard>());
}

TEST_CASE("a row of a paper sheet is taken from staff only", "[staff]") {
  Kiosk kiosk;
  const std::string row = make_paper_code({CohortNumber{1}, PersonNumber{11}, SessionNumber{2}});
  kiosk.scans(row);
  CHECK(kiosk.wanted<RecordScan>());  // which finds that it is no badge
  kiosk.staff().scans(row);
  REQUIRE(kiosk.wanted<RecordPaper>());
  CHECK(kiosk.wanted<RecordPaper>()->actor == PersonNumber{9001});
  kiosk.happens(done(ActReport::What::checked_in));
  CHECK(kiosk.state.screen == Screen::staff);
}

TEST_CASE("an answer that comes after the shift shows nobody", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::end_shift);
  kiosk.happens(BoardRead{staff_board(2)});
  kiosk.happens(PersonRead{staff_person(Subject(11u), Expected::missing)});
  kiosk.happens(InsideRead{{InsideRow{}}});
  kiosk.happens(done(ActReport::What::checked_in));
  CHECK(kiosk.state.desk.board.rows.empty());
  CHECK_FALSE(kiosk.state.desk.person);
  CHECK(kiosk.state.desk.inside.empty());
  CHECK(kiosk.state.desk.report.undo.empty());
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("visitors who scan do not keep a desk open that its staff have left", "[staff]") {
  Kiosk kiosk;
  kiosk.staff();
  for (uint64_t left = 0; left <= desk_kept_ms; left += 10'000)
    kiosk.scans("K1:BADGE").is_told(view_of(Verdict::green)).waits(10'000);
  CHECK_FALSE(kiosk.state.shift);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("who is staff no longer has no shift any more, and lost duties are lost at once",
          "[staff]") {
  const auto told = [](Kiosk& kiosk, std::vector<Shift> staff) {
    WorldRead world{true, false, university(), {}, std::move(staff)};
    kiosk.happens(std::move(world));
  };
  Kiosk kiosk;
  kiosk.staff();
  told(kiosk, {some_shift(1)});
  REQUIRE(kiosk.state.shift);
  CHECK_FALSE(kiosk.state.shift->manager);
  Shift renewed = some_shift();
  renewed.issue = 2;
  told(kiosk, {renewed});
  CHECK_FALSE(kiosk.state.shift);
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.staff();
  told(kiosk, {});
  CHECK_FALSE(kiosk.state.shift);
}

TEST_CASE("another session on the board leaves nobody's people chosen", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::board_row, 0).touches(Press::What::leave_out, 0);
  BoardView other = staff_board(2);
  other.chosen = 1;
  kiosk.happens(BoardRead{other});
  CHECK(kiosk.state.desk.page == StaffPage::board);
  CHECK(kiosk.state.desk.left_out.empty());
}

TEST_CASE("a rehearsal that nobody ends is over after an hour", "[staff]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::staff_page, static_cast<int>(StaffPage::kiosk));
  kiosk.touches(Press::What::rehearsal).touches(Press::What::ask_yes);
  kiosk.touches(Press::What::end_shift);
  REQUIRE(kiosk.state.rehearsal);
  kiosk.waits(rehearsal_ms - 1).scans("K1:BADGE");
  CHECK(kiosk.state.rehearsal);
  ++kiosk.ms;
  kiosk.happens(Tick{});
  CHECK_FALSE(kiosk.state.rehearsal);
  REQUIRE(kiosk.wanted<Rehearse>());
  CHECK_FALSE(kiosk.wanted<Rehearse>()->on);
}

TEST_CASE("of everybody nobody is chosen until staff choose", "[staff]") {
  Kiosk kiosk;
  kiosk.staff(7, 3).touches(Press::What::board_row, -1);
  REQUIRE_FALSE(people_on_page(kiosk.state.desk).empty());
  CHECK(people_to_check_in(kiosk.state.desk).empty());
  kiosk.touches(Press::What::check_in_all);
  CHECK_FALSE(kiosk.wanted<CheckInGroup>());
  kiosk.touches(Press::What::leave_out, 0);
  CHECK(people_to_check_in(kiosk.state.desk).size() == 1);
}
