// A kiosk that is out of service: by its staff, until they turn it back, or by its disk, until that
// takes facts again.
#include <catch2/catch_all.hpp>

#include "kiosk/app/health.h"
#include "kiosk/app/way_back.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

Kiosk at_machine(uint64_t duties) {
  Kiosk kiosk;
  kiosk.staff(duties).touches(Press::What::staff_page, static_cast<int>(StaffPage::kiosk));
  return kiosk;
}

}  // namespace

TEST_CASE("a kiosk is put out of service by two touches, and back by one", "[staff]") {
  Kiosk kiosk = at_machine(4);
  kiosk.touches(Press::What::service);
  CHECK(kiosk.effects.empty());
  CHECK_FALSE(kiosk.state.health.out_of_service);
  kiosk.touches(Press::What::end_shift);  // while it is asked, that alone is answered
  REQUIRE(kiosk.state.shift);
  CHECK(press_of_back(kiosk.state).what == Press::What::ask_no);
  kiosk.touches(Press::What::ask_no);
  CHECK_FALSE(kiosk.state.health.out_of_service);
  kiosk.touches(Press::What::service).touches(Press::What::ask_yes);
  REQUIRE(kiosk.wanted<KeepService>());
  CHECK(kiosk.wanted<KeepService>()->out);
  CHECK(kiosk.state.health.out_of_service);
  kiosk.touches(Press::What::service);
  REQUIRE(kiosk.wanted<KeepService>());
  CHECK_FALSE(kiosk.wanted<KeepService>()->out);
  CHECK_FALSE(kiosk.state.health.out_of_service);
}

TEST_CASE("who does not see the machine cannot put it out of service", "[staff]") {
  Kiosk kiosk = at_machine(1);
  kiosk.touches(Press::What::service).touches(Press::What::ask_yes);
  CHECK_FALSE(kiosk.state.health.out_of_service);
  CHECK_FALSE(kiosk.wanted<KeepService>());
}

TEST_CASE("out of service nothing of a visitor is recorded, and staff still sign in", "[staff]") {
  Kiosk kiosk;
  kiosk.happens(ServiceRead{true});
  REQUIRE(kiosk.state.screen == Screen::attract);
  kiosk.scans("K1:BADGE");
  REQUIRE(kiosk.wanted<RecordScan>());
  CHECK(kiosk.wanted<RecordScan>()->staff_only);
  CHECK(kiosk.state.unanswered == 1);
  CHECK(kiosk.state.unanswered_until_ms > kiosk.ms);
  CHECK(next_change_ms(kiosk.state) == kiosk.state.unanswered_until_ms);
  kiosk.happens(CodeScanned{"K1:HALF", false});
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.unanswered == 2);
  for (const auto what : {Press::What::search, Press::What::about}) {
    kiosk.touches(what);
    CHECK(kiosk.state.screen == Screen::attract);
  }
  kiosk.happens(StaffBadgeShown{PersonNumber{9001}});
  CHECK(kiosk.state.screen == Screen::sign_in);
  kiosk.touches(Press::What::home).staff();
  CHECK(kiosk.state.screen == Screen::staff);
  kiosk.touches(Press::What::end_shift);
  CHECK(kiosk.state.health.out_of_service);
  kiosk.happens(ServiceRead{false}).scans("K1:BADGE");
  CHECK_FALSE(kiosk.wanted<RecordScan>()->staff_only);
  CHECK(kiosk.state.unanswered == 2);
}

namespace {

VerdictView kept(Verdict verdict) {
  VerdictView view;
  view.verdict = verdict;
  view.fact = FactId{};
  return view;
}

}  // namespace

TEST_CASE(
    "a disk that refuses a fact puts the kiosk out of service, and the first it takes ends it") {
  Kiosk kiosk;
  kiosk.scans("K1:BADGE").happens(NotSaved{Language::ru}).waits(verdict_shown_ms);
  REQUIRE(kiosk.state.screen == Screen::attract);
  CHECK(is_out_of_service(kiosk.state));
  kiosk.touches(Press::What::search);
  CHECK(kiosk.state.screen == Screen::attract);
  SECTION("a badge is tried all the same") {
    kiosk.scans("K1:BADGE");
    REQUIRE(kiosk.wanted<RecordScan>());
    CHECK_FALSE(kiosk.wanted<RecordScan>()->staff_only);
    kiosk.happens(Recorded{kept(Verdict::already)});
    CHECK(is_out_of_service(kiosk.state));
    kiosk.happens(Recorded{kept(Verdict::green)});
    CHECK_FALSE(is_out_of_service(kiosk.state));
  }
  SECTION("a health fact is tried each minute, and tells how many were refused") {
    for (int minute = 0; minute < 3; ++minute) {
      kiosk.waits(health_change_every_ms);
      REQUIRE(kiosk.wanted<RecordHealth>());
    }
    const Health told = kiosk.wanted<RecordHealth>()->health;
    CHECK(told.not_saved == 1);
    kiosk.happens(HealthRecorded{told});
    CHECK_FALSE(is_out_of_service(kiosk.state));
    CHECK(kiosk.state.health.not_saved == 0);
    kiosk.touches(Press::What::search);
    CHECK(kiosk.state.screen == Screen::identify);
  }
  SECTION("staff who have it out of service stay asked") {
    kiosk.happens(ServiceRead{true}).happens(Recorded{kept(Verdict::green)});
    CHECK(is_out_of_service(kiosk.state));
  }
}

TEST_CASE("the office is told that staff put a kiosk out of service") {
  Kiosk kiosk;
  kiosk.waits(health_change_every_ms).happens(ServiceRead{true});
  REQUIRE(kiosk.wanted<RecordHealth>());
  CHECK(kiosk.wanted<RecordHealth>()->health.out_of_service);
}
