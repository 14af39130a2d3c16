// What keys and the voice change in the flow of the screens.
#include <catch2/catch_all.hpp>

#include "kiosk/app/way_back.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

Kiosk with_voice() {
  Kiosk kiosk;
  kiosk.happens(SoundSeen{true}).touches(Press::What::voice);
  REQUIRE(kiosk.state.access.voice);
  return kiosk;
}

Kiosk& goes_back(Kiosk& kiosk) {
  kiosk.happens(Keyed{});
  const Press press = press_of_back(kiosk.state);
  return press.what == Press::What::none ? kiosk : kiosk.happens(Pressed{press});
}

}  // namespace

TEST_CASE("the voice is off until it is asked for, and there is none without sound") {
  Kiosk kiosk;
  CHECK_FALSE(kiosk.state.access.voice);
  kiosk.touches(Press::What::voice);
  CHECK_FALSE(kiosk.state.access.voice);
  kiosk.happens(SoundSeen{true}).touches(Press::What::voice);
  CHECK(kiosk.state.access.voice);
  kiosk.touches(Press::What::voice);
  CHECK_FALSE(kiosk.state.access.voice);
}

TEST_CASE("the volume has an end on both sides") {
  Kiosk kiosk = with_voice();
  CHECK(kiosk.state.access.volume == volume_usual);
  for (int i = 0; i < 9; ++i) kiosk.touches(Press::What::louder);
  CHECK(kiosk.state.access.volume == volume_most);
  for (int i = 0; i < 9; ++i) kiosk.touches(Press::What::softer);
  CHECK(kiosk.state.access.volume == volume_least);
}

TEST_CASE("voice and volume go with the visitor") {
  Kiosk kiosk = with_voice();
  kiosk.touches(Press::What::louder);
  SECTION("who goes home") {
    kiosk.is_told(view_of(Verdict::green));
    kiosk.touches(Press::What::about).touches(Press::What::home);
  }
  SECTION("who walks away from a page") { kiosk.touches(Press::What::about).waits(idle_told_ms); }
  SECTION("who walks away from the attract screen") { kiosk.waits(idle_told_ms); }
  SECTION("whose verdict is over") {
    kiosk.is_told(view_of(Verdict::green)).waits(verdict_told_ms);
  }
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.access == Access{});
}

TEST_CASE("the next visitor of a queue is not read out to, the same one still is") {
  Kiosk kiosk = with_voice();
  VerdictView view = view_of(Verdict::green);
  kiosk.is_told(view);
  CHECK(kiosk.state.access.voice);
  kiosk.is_told(view);
  CHECK(kiosk.state.access.voice);
  view.leaving->person = Subject(8u);
  kiosk.is_told(view);
  CHECK(kiosk.state.access == Access{});
}

TEST_CASE("a verdict that is told stays longer than one that is read, and waits for keys") {
  Kiosk kiosk = with_voice();
  kiosk.is_told(view_of(Verdict::green)).waits(verdict_told_ms - 1000);
  CHECK(kiosk.state.screen == Screen::verdict);
  kiosk.happens(Keyed{}).waits(leave_asked_ms - 1);
  CHECK(kiosk.state.screen == Screen::verdict);
  kiosk.waits(1);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("a page that is read out is not taken away meanwhile, and its end is announced") {
  Kiosk kiosk = with_voice();
  kiosk.touches(Press::What::about).waits(idle_told_ms - warned_ms - 1);
  CHECK_FALSE(warns_of_timeout(kiosk.state));
  kiosk.waits(1);
  CHECK(warns_of_timeout(kiosk.state));
  CHECK(timeout_seconds_left(kiosk.state) == warned_ms / 1000);
  kiosk.happens(Keyed{});
  CHECK_FALSE(warns_of_timeout(kiosk.state));
}

TEST_CASE("a key is a sign of life like a finger") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about).waits(idle_ms - 1000);
  kiosk.happens(Keyed{}).waits(idle_ms - 1000);
  CHECK(kiosk.state.screen == Screen::venue);
}

TEST_CASE("Esc leads out of whatever is on top, down to the first screen") {
  Kiosk kiosk;
  CHECK(press_of_back(kiosk.state).what == Press::What::none);
  kiosk.touches(Press::What::access);
  CHECK_FALSE(goes_back(kiosk).state.access_asked);
  kiosk.chooses(0);
  CHECK_FALSE(goes_back(kiosk).state.identify.chosen);
  CHECK(kiosk.state.screen == Screen::identify);
  CHECK(goes_back(kiosk).state.screen == Screen::attract);
  kiosk.is_told(view_of(Verdict::green)).touches(Press::What::leave);
  CHECK(kiosk.state.stage == Stage::asks_to_leave);
  CHECK(goes_back(kiosk).state.stage == Stage::stays);
  CHECK(goes_back(kiosk).state.screen == Screen::attract);
  kiosk.is_told(view_of(Verdict::amber));
  CHECK(goes_back(kiosk).state.screen == Screen::attract);
  kiosk.touches(Press::What::about).touches(Press::What::page, 3);
  CHECK(goes_back(kiosk).state.screen == Screen::attract);
}

TEST_CASE("Esc closes the way to the next venue before it leaves the page") {
  Kiosk kiosk;
  auto venue = std::make_shared<VenueView>(*university());
  venue->elsewhere.resize(1);
  venue->elsewhere[0].session.start_s = static_cast<int64_t>(kiosk.ms / 1000) + 3600;
  kiosk.happens(WorldRead{true, false, venue, {}});
  kiosk.touches(Press::What::about).touches(Press::What::page, 3).touches(Press::What::route);
  CHECK(press_of_back(kiosk.state).what == Press::What::route);
  goes_back(kiosk);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK_FALSE(kiosk.state.shows_route);
  // By now it has begun, so there is no way to be closed.
  kiosk.touches(Press::What::route);
  kiosk.ms += 2 * 3'600'000;
  kiosk.state.touched_ms = kiosk.ms;
  kiosk.state.now_s = static_cast<int64_t>(kiosk.ms / 1000);
  CHECK(press_of_back(kiosk.state).what == Press::What::home);
}

TEST_CASE("out of an announced time-out Esc leads home") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about).waits(idle_ms - warned_ms);
  REQUIRE(warns_of_timeout(kiosk.state));
  CHECK(press_of_back(kiosk.state).what == Press::What::home);
}
