// What the office says to everybody: beside the programme, or, in an emergency, instead of
// everything.
#include <catch2/catch_all.hpp>

#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

TEST_CASE("an emergency of the office takes what visitors see, and ends by itself", "[emergency]") {
  Kiosk kiosk;
  auto venue = std::make_shared<VenueView>(*university());
  AnnouncementView words{
      {}, true, static_cast<int64_t>(kiosk.ms / 1000), static_cast<int64_t>(kiosk.ms / 1000) + 60};
  words.text.set_ru("Покиньте здание");
  venue->announcements.push_back(words);
  kiosk.touches(Press::What::about);
  REQUIRE(kiosk.state.screen == Screen::venue);
  kiosk.happens(WorldRead{true, false, venue, {}});
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(emergency_of(kiosk.state));
  kiosk.touches(Press::What::about).touches(Press::What::search);
  CHECK(kiosk.state.screen == Screen::attract);
  // A badge is recorded all the same, and staff get at the roll call.
  kiosk.scans("K1:BADGE").is_told(view_of(Verdict::green)).waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.touches(Press::What::staff);
  CHECK(kiosk.state.screen == Screen::sign_in);
  kiosk.touches(Press::What::home).waits(60'000);
  CHECK_FALSE(emergency_of(kiosk.state));
  kiosk.touches(Press::What::about);
  CHECK(kiosk.state.screen == Screen::venue);
}

TEST_CASE("of announcements the one that began last is shown, and an emergency before all",
          "[emergency]") {
  VenueView venue;
  const auto add = [&](const char* words, bool emergency, int64_t from_s, int64_t until_s) {
    AnnouncementView view{{}, emergency, from_s, until_s};
    view.text.set_ru(words);
    venue.announcements.insert(venue.announcements.begin(), view);
  };
  const auto shown = [&](int64_t now_s) -> std::string {
    const AnnouncementView* now = announcement_now(venue, now_s);
    return now ? now->text.ru() : "";
  };
  add("alarm", true, 15, 25);
  add("bus", false, 10, 40);
  add("lunch", false, 20, 30);
  CHECK(shown(9).empty());
  CHECK(shown(10) == "bus");
  CHECK(shown(20) == "alarm");
  CHECK(shown(25) == "lunch");
  CHECK(shown(30) == "bus");
  CHECK(shown(40).empty());
}
