// A kiosk that staff put out of service: nothing of a visitor is recorded until staff turn it back.
#include <catch2/catch_all.hpp>

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
  CHECK_FALSE(kiosk.state.out_of_service);
  kiosk.touches(Press::What::end_shift);  // while it is asked, that alone is answered
  REQUIRE(kiosk.state.shift);
  CHECK(press_of_back(kiosk.state).what == Press::What::service);
  kiosk.touches(Press::What::service);
  CHECK_FALSE(kiosk.state.out_of_service);
  kiosk.touches(Press::What::service).touches(Press::What::service_end);
  REQUIRE(kiosk.wanted<KeepService>());
  CHECK(kiosk.wanted<KeepService>()->out);
  CHECK(kiosk.state.out_of_service);
  kiosk.touches(Press::What::service);
  REQUIRE(kiosk.wanted<KeepService>());
  CHECK_FALSE(kiosk.wanted<KeepService>()->out);
  CHECK_FALSE(kiosk.state.out_of_service);
}

TEST_CASE("who does not see the machine cannot put it out of service", "[staff]") {
  Kiosk kiosk = at_machine(1);
  kiosk.touches(Press::What::service).touches(Press::What::service_end);
  CHECK_FALSE(kiosk.state.out_of_service);
  CHECK_FALSE(kiosk.wanted<KeepService>());
}

TEST_CASE("out of service nothing of a visitor is recorded, and staff still sign in", "[staff]") {
  Kiosk kiosk;
  kiosk.happens(ServiceRead{true});
  REQUIRE(kiosk.state.screen == Screen::attract);
  kiosk.scans("K1:BADGE");
  REQUIRE(kiosk.wanted<RecordScan>());
  CHECK(kiosk.wanted<RecordScan>()->staff_only);
  kiosk.happens(CodeScanned{"K1:HALF", false});
  CHECK(kiosk.state.screen == Screen::attract);
  for (const auto what : {Press::What::search, Press::What::about}) {
    kiosk.touches(what);
    CHECK(kiosk.state.screen == Screen::attract);
  }
  kiosk.happens(StaffBadgeShown{PersonNumber{9001}});
  CHECK(kiosk.state.screen == Screen::sign_in);
  kiosk.touches(Press::What::home).staff();
  CHECK(kiosk.state.screen == Screen::staff);
  kiosk.touches(Press::What::end_shift);
  CHECK(kiosk.state.out_of_service);
  kiosk.happens(ServiceRead{false}).scans("K1:BADGE");
  CHECK_FALSE(kiosk.wanted<RecordScan>()->staff_only);
}
