// The way to the next venue: whose it is, and how long it is shown.
#include <catch2/catch_all.hpp>

#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

TEST_CASE("the way to the next venue is shown until it is closed, and not to the next visitor") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about).touches(Press::What::page, static_cast<int>(VenuePage::today));
  kiosk.touches(Press::What::route);
  CHECK(kiosk.state.shows_route);
  kiosk.touches(Press::What::route);
  CHECK_FALSE(kiosk.state.shows_route);
  kiosk.touches(Press::What::route).waits(idle_ms);
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK_FALSE(kiosk.state.shows_route);
  kiosk.touches(Press::What::about).touches(Press::What::route).is_told(view_of(Verdict::green));
  CHECK_FALSE(kiosk.state.shows_route);
}

TEST_CASE("the way that is shown is that of whoever was told it, and of nobody after them") {
  Kiosk kiosk;
  VerdictView amber = view_of(Verdict::amber);
  amber.who = Who{"exchange", Subject(7u)};
  amber.consent = true;
  amber.way = OnwardView{};
  amber.way->session.number = SessionNumber{5};
  amber.way->session.end_s = kiosk.state.now_s + 3600;
  kiosk.is_told(amber).touches(Press::What::route);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.page == VenuePage::today);
  CHECK(kiosk.state.shows_route);
  REQUIRE(way_on(kiosk.state));
  CHECK(way_on(kiosk.state)->session.number == SessionNumber{5});
  SECTION("not once its time is over") {
    kiosk.state.way->session.end_s = kiosk.state.now_s;
    CHECK_FALSE(way_on(kiosk.state));
  }
  SECTION("nor to the next visitor") {
    SECTION("who scans") { kiosk.is_told(view_of(Verdict::green)); }
    SECTION("who finds the kiosk left alone") { kiosk.waits(idle_ms); }
    SECTION("who searches") {
      kiosk.touches(Press::What::route).touches(Press::What::home).touches(Press::What::search);
    }
    CHECK_FALSE(way_on(kiosk.state));
  }
}

TEST_CASE("the way on leads to the first session elsewhere within half a day") {
  VenueView venue = *university();
  for (const int64_t start : {1000, 9000, 90'000}) {
    OnwardView onward;
    onward.session.start_s = start;
    onward.latitude = 55.7558;
    onward.longitude = -0.1;
    venue.elsewhere.push_back(onward);
  }
  CHECK(onward_from(venue, 999)->session.start_s == 1000);
  CHECK(onward_from(venue, 1000)->session.start_s == 9000);
  CHECK(onward_from(venue, 9000) == nullptr);
  CHECK(onward_from(venue, 60'000)->session.start_s == 90'000);
  CHECK(map_link(venue.elsewhere[0]) == "geo:55.75580,-0.10000");
}
