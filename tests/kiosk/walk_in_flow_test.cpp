// Who came without a badge, at the staff's desk: listed by name, put right, and given a badge.
#include <catch2/catch_all.hpp>

#include "kiosk/app/walk_in.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

constexpr PrinterSight ready{true, true, PrinterReason::none};
const Subject salimov(walk_in_fact);

struct AtDesk : Kiosk {
  explicit AtDesk(bool printer = true, uint64_t duties = 7) {
    staff(duties);
    if (printer) happens(PrinterSeen{ready});
    happens(BoardRead{board_with_walk_ins(2)});
  }
  /// As the shell answers a registration.
  AtDesk& registered(const std::string& name = "Салимов Азат") {
    ActReport report;
    report.what = ActReport::What::walked_in;
    report.name = name;
    report.cohort = "exchange";
    report.undo = {{{1}, "exchange", Epoch{1}, 8}, walk_in_fact};
    report.badge = BadgeWords{name, "Экопарк", "W1:CODE", {}};
    happens(ActDone{std::move(report)});
    return *this;
  }
  /// The page of a walk-in.
  AtDesk& opens(Expected here = Expected::arrived) {
    touches(Press::What::board_row, 2);
    happens(PersonRead{staff_person(salimov, here)});
    return *this;
  }
  /// The form, to its last touch.
  AtDesk& fills_in(std::u32string_view family, std::u32string_view given) {
    touches(Press::What::staff_page, static_cast<int>(StaffPage::walk_in));
    types(family).touches(Press::What::form_field, 1).types(given);
    touches(Press::What::register_walk_in);
    return *this;
  }
  const ActReport& report() const { return state.desk.report; }
};

}  // namespace

TEST_CASE("a walk-in's badge is printed at once, without a touch", "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.registered();
  const auto* badge = kiosk.wanted<PrintBadge>();
  REQUIRE(badge);
  CHECK(badge->words.name == "Салимов Азат");
  CHECK(badge->words.organisation == "Экопарк");
  CHECK(badge->words.code == "W1:CODE");
  CHECK(kiosk.wanted<ReadBoard>());
  CHECK(kiosk.report().badge_order == 1);
  kiosk.happens(Printed{badge->job});
  CHECK(unprinted(kiosk.state.desk).empty());
  CHECK(kiosk.state.desk.badges.empty());
}

TEST_CASE("without a printer a walk-in is registered, and nothing is said of badges",
          "[staff][walk-in]") {
  AtDesk kiosk(false);
  kiosk.registered();
  CHECK_FALSE(kiosk.wanted<PrintBadge>());
  CHECK(kiosk.report().badge_order == 0);
  CHECK(unprinted(kiosk.state.desk).empty());
  kiosk.opens().touches(Press::What::print_badge);
  CHECK_FALSE(kiosk.wanted<PrintBadge>());
}

TEST_CASE("badges that were not printed wait until they are, or until nobody wants them",
          "[staff][walk-in]") {
  AtDesk kiosk;
  const uint64_t first = kiosk.registered().wanted<PrintBadge>()->job;
  const uint64_t second = kiosk.registered("Ким Ольга").wanted<PrintBadge>()->job;
  kiosk.happens(NotPrinted{first, PrinterReason::paper_out});
  kiosk.happens(NotPrinted{second, PrinterReason::paper_out});
  CHECK(unprinted(kiosk.state.desk).size() == 2);
  kiosk.waits(report_shown_ms).touches(Press::What::print_again);
  size_t orders = 0;
  for (const Effect& effect : kiosk.effects) orders += std::holds_alternative<PrintBadge>(effect);
  CHECK(orders == 2);
  CHECK(unprinted(kiosk.state.desk).empty());
  kiosk.happens(NotPrinted{kiosk.state.printer.jobs, PrinterReason::jammed});
  REQUIRE(unprinted(kiosk.state.desk).size() == 1);
  CHECK(unprinted(kiosk.state.desk)[0]->reason == PrinterReason::jammed);
  kiosk.touches(Press::What::badge_no);
  CHECK(unprinted(kiosk.state.desk).empty());
  kiosk.touches(Press::What::print_again);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("a printer that takes no orders keeps nobody from being registered", "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.happens(PrinterSeen{{false, false, PrinterReason::unreachable}});
  kiosk.registered();
  CHECK_FALSE(kiosk.wanted<PrintBadge>());
  REQUIRE(unprinted(kiosk.state.desk).size() == 1);
  CHECK(unprinted(kiosk.state.desk)[0]->reason == PrinterReason::unreachable);
  CHECK(unprinted(kiosk.state.desk)[0]->number == kiosk.report().badge_order);
  kiosk.happens(PrinterSeen{ready}).touches(Press::What::print_again);
  CHECK(kiosk.wanted<PrintBadge>());
}

TEST_CASE("who was registered by mistake is taken back whole, and waits for no badge",
          "[staff][walk-in]") {
  AtDesk kiosk;
  const uint64_t job = kiosk.registered().wanted<PrintBadge>()->job;
  kiosk.happens(NotPrinted{job, PrinterReason::paper_out}).touches(Press::What::undo);
  REQUIRE(kiosk.wanted<TakeBack>());
  CHECK(kiosk.wanted<TakeBack>()->facts.size() == 2);  // the check-in, and who was made
  CHECK(unprinted(kiosk.state.desk).empty());
}

TEST_CASE("nothing of a badge outlives the shift", "[staff][walk-in]") {
  AtDesk kiosk;
  const uint64_t job = kiosk.registered().wanted<PrintBadge>()->job;
  kiosk.touches(Press::What::end_shift);
  kiosk.happens(NotPrinted{job, PrinterReason::paper_out});
  CHECK(kiosk.state.desk.badges.empty());
  kiosk.staff();
  CHECK(unprinted(kiosk.state.desk).empty());
}

TEST_CASE("walk-ins stand after the participants, those who are here first", "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.touches(Press::What::board_row, -1);
  const auto people = people_on_page(kiosk.state.desk);
  REQUIRE(people.size() == 6);
  CHECK(people[4]->name == "Салимов Азат");
  CHECK(people[5]->name == "Абаев Нур");
  kiosk.touches(Press::What::board_row, 2);
  CHECK(people_on_page(kiosk.state.desk).size() == 2);
}

TEST_CASE("a walk-in who is not here is not missing: no group, no excuse", "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.touches(Press::What::board_row, -1);
  const std::set<Subject> left_out = kiosk.state.desk.left_out;
  CHECK(left_out.size() == 2);
  for (const auto what : {Press::What::excuse, Press::What::leave_out}) {
    kiosk.touches(what, 5);
    CHECK(kiosk.effects.empty());
  }
  CHECK(kiosk.state.desk.left_out == left_out);
  kiosk.opens(Expected::missing).touches(Press::What::excuse, -1);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("a walk-in is opened, put right with a reason, and checked in again",
          "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.touches(Press::What::board_row, 2).touches(Press::What::person, 0);
  REQUIRE(kiosk.wanted<ReadPerson>());
  CHECK(kiosk.wanted<ReadPerson>()->person == salimov);
  kiosk.happens(PersonRead{staff_person(salimov, Expected::arrived)});
  kiosk.touches(Press::What::take_back).touches(Press::What::reason, 0);
  const auto* back = kiosk.wanted<CorrectPresence>();
  REQUIRE(back);
  CHECK(back->person == salimov);
  CHECK(back->reason == "mistake");
  CHECK(back->references.size() == 1);
  kiosk.opens(Expected::missing).touches(Press::What::check_in_one);
  REQUIRE(kiosk.wanted<CheckInGroup>());
  CHECK(kiosk.wanted<CheckInGroup>()->persons == std::vector{salimov});

  AtDesk desk(true, 1);
  desk.opens().touches(Press::What::absent);
  CHECK(desk.state.desk.correcting == Correcting::none);
}

TEST_CASE("a badge is printed again from the page of who has lost it", "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.touches(Press::What::print_badge);
  CHECK(kiosk.effects.empty());  // nobody is shown
  kiosk.opens().touches(Press::What::print_badge);
  const auto* badge = kiosk.wanted<PrintBadge>();
  REQUIRE(badge);
  CHECK(badge->words.code == "W1:CODE");
  CHECK(kiosk.report().what == ActReport::What::badge);
  kiosk.happens(NotPrinted{badge->job, PrinterReason::cover_open});
  CHECK(kiosk.report().what == ActReport::What::none);  // the failure takes its place
  CHECK(unprinted(kiosk.state.desk).size() == 1);
}

TEST_CASE("a walk-in's verdict is their own: what they do next, and their consent", "[walk-in]") {
  Kiosk kiosk;
  VerdictView view = view_of(Verdict::green);
  view.who = Who{"exchange", salimov};
  view.leaving->person = salimov;
  kiosk.scans("W1:CODE").is_told(view).waits(consent_after_ms);
  REQUIRE(asks_consent(kiosk.state));
  kiosk.waits(question_rests_ms).touches(Press::What::decline);
  REQUIRE(kiosk.wanted<RecordConsent>());
  CHECK(kiosk.wanted<RecordConsent>()->who.person == salimov);
  kiosk.happens(ConsentRecorded{false});
  CHECK(kiosk.state.verdict->name.empty());
}

TEST_CASE("the number of a walk-in is the same everywhere, and no other's", "[walk-in]") {
  FactId other = walk_in_fact;
  other.seq += 1;
  CHECK(number_of(salimov) == number_of(Subject(walk_in_fact)));
  CHECK(number_of(salimov).size() == 5);
  CHECK(number_of(salimov).starts_with("W"));
  CHECK(number_of(salimov) != number_of(Subject(other)));
  CHECK(number_of(Subject(12u)) == "12");
}

TEST_CASE("an organisation may have digits, and the next field begins with letters again",
          "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.touches(Press::What::staff_page, static_cast<int>(StaffPage::walk_in));
  kiosk.touches(Press::What::form_field, 2).touches(Press::What::sign_keys);
  CHECK(kiosk.state.desk.form.sign_keys);
  for (const char sign : {'5', '-', '1'}) kiosk.touches(Press::What::letter, sign);
  CHECK(kiosk.state.desk.form.fields[2] == "5-1");
  kiosk.touches(Press::What::form_field, 0);
  CHECK_FALSE(kiosk.state.desk.form.sign_keys);
}

TEST_CASE("whoever may be on the list already is asked about before being registered",
          "[staff][walk-in]") {
  AtDesk kiosk;
  SECTION("in another script") {
    kiosk.fills_in(GENERATE(U"LI", U"ЛИ"), GENERATE(U"ANNA", U"ӘННА"));
    CHECK_FALSE(kiosk.wanted<RegisterWalkIn>());
    REQUIRE(kiosk.state.desk.asks == Asks::alike);
    REQUIRE(kiosk.state.desk.alike.people.size() == 1);
    CHECK(kiosk.state.desk.alike.people.front().who == Subject(21u));
  }
  SECTION("it is that one: their page is opened, and nobody is left ticked for a check-in") {
    kiosk.fills_in(U"ЛИ", U"АННА");
    kiosk.touches(Press::What::ask_yes, 0);
    REQUIRE(kiosk.wanted<ReadPerson>());
    CHECK(kiosk.wanted<ReadPerson>()->person == Subject(21u));
    CHECK_FALSE(kiosk.wanted<RegisterWalkIn>());
    kiosk.happens(PersonRead{staff_person(Subject(21u), Expected::arrived)});
    CHECK(kiosk.state.desk.page == StaffPage::person);
    CHECK(kiosk.state.desk.form.fields[0].empty());
    kiosk.touches(Press::What::home);
    CHECK(people_to_check_in(kiosk.state.desk).empty());
  }
  SECTION("somebody else is registered, once") {
    kiosk.fills_in(U"САЛИМОВ", U"АЗАТ");  // a walk-in of before
    REQUIRE(kiosk.state.desk.asks == Asks::alike);
    kiosk.touches(Press::What::ask_other);
    REQUIRE(kiosk.wanted<RegisterWalkIn>());
    CHECK(kiosk.wanted<RegisterWalkIn>()->family == "Салимов");
    kiosk.touches(Press::What::ask_other);
    CHECK_FALSE(kiosk.wanted<RegisterWalkIn>());
  }
  SECTION("back leaves the form as it was; an answer that is not there is none") {
    kiosk.fills_in(U"ЛИ", U"АННА");
    kiosk.touches(Press::What::ask_yes, 7);
    CHECK_FALSE(kiosk.wanted<ReadPerson>());
    kiosk.touches(Press::What::staff_page, static_cast<int>(StaffPage::walk_in));
    kiosk.touches(Press::What::register_walk_in).touches(Press::What::ask_no);
    CHECK(kiosk.state.desk.form.fields[1] == "Анна");
    CHECK(kiosk.state.desk.asks == Asks::nothing);
  }
  SECTION("nobody of that name is there") {
    kiosk.fills_in(U"АХМЕТОВА", U"ЗУЛЬФИЯ");
    CHECK(kiosk.wanted<RegisterWalkIn>());
  }
}

TEST_CASE("the question whether it is one of the list is of its own moment", "[staff][walk-in]") {
  AtDesk kiosk;
  SECTION("more than can be named: the list is looked at, and what was typed stays") {
    BoardView board = board_with_walk_ins(2);
    for (uint32_t i = 0; i < 4; ++i)
      board.rows[1].people.push_back({Subject(31 + i), "Пак Ирина", Expected::missing, false});
    kiosk.happens(BoardRead{board});
    kiosk.fills_in(U"ПАК", U"ИРИНА");
    REQUIRE(kiosk.state.desk.asks == Asks::alike);
    CHECK(kiosk.state.desk.alike.many);
    kiosk.touches(Press::What::ask_yes);
    CHECK(kiosk.state.desk.page == StaffPage::people);
    CHECK(kiosk.state.desk.form.fields[0] == "Пак");
    CHECK_FALSE(kiosk.wanted<RegisterWalkIn>());
  }
  SECTION("the session is that for which it was asked") {
    kiosk.fills_in(U"ЛИ", U"АННА");
    BoardView board = board_with_walk_ins(2);
    board.chosen = 1;
    kiosk.happens(BoardRead{board}).touches(Press::What::ask_other);
    REQUIRE(kiosk.wanted<RegisterWalkIn>());
    CHECK(kiosk.wanted<RegisterWalkIn>()->session == SessionNumber{2});
  }
}

TEST_CASE("an abbreviation is typed in capitals", "[staff][walk-in]") {
  AtDesk kiosk;
  kiosk.touches(Press::What::staff_page, static_cast<int>(StaffPage::walk_in));
  kiosk.touches(Press::What::form_field, 2).touches(Press::What::shift).types(U"МФЦ");
  kiosk.touches(Press::What::shift).types(U" КАЗАНИ");
  CHECK(kiosk.state.desk.form.fields[2] == "МФЦ Казани");
}
