// The kiosk as its visitors meet it: events in, screens and effects out. Nothing here draws, waits
// or sleeps.
#include <catch2/catch_all.hpp>

#include "tests/kiosk/kiosk.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::kiosk;

TEST_CASE("a scan is recorded first, and shown only when it is on disk") {
  Kiosk kiosk;
  kiosk.scans("K1:BADGE");
  REQUIRE(kiosk.effects.size() == 1);
  CHECK(std::get<RecordScan>(kiosk.effects[0]).code == "K1:BADGE");
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.is_told(view_of(Verdict::green));
  CHECK(kiosk.state.screen == Screen::verdict);
}

TEST_CASE("every verdict is shown for four seconds and then nothing of it is left") {
  const Verdict verdict = GENERATE(Verdict::green, Verdict::amber, Verdict::guest, Verdict::already,
                                   Verdict::refused, Verdict::not_a_badge, Verdict::not_saved);
  Kiosk kiosk;
  kiosk.is_told(view_of(verdict));
  kiosk.waits(3999);
  REQUIRE(kiosk.state.screen == Screen::verdict);
  CHECK(kiosk.state.verdict->verdict == verdict);
  kiosk.waits(1);
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK_FALSE(kiosk.state.verdict);
  CHECK(kiosk.state.language == Language::ru);
}

TEST_CASE("the badge's language is there with the verdict, and the venue's comes back after it") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::green, Language::ky));
  CHECK(kiosk.state.language == Language::ky);
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.language == Language::ru);
}

TEST_CASE("anyone may switch contrast, larger text and lower controls, on every screen") {
  Kiosk kiosk(GENERATE(true, false));
  const bool on_verdict = kiosk.state.enrolled && GENERATE(true, false);
  if (on_verdict) kiosk.is_told(view_of(Verdict::green));
  const Screen screen = kiosk.state.screen;
  kiosk.touches(Press::What::access);
  CHECK(kiosk.state.access_asked);
  kiosk.touches(Press::What::contrast);
  CHECK(kiosk.state.access == Access{true, false});
  kiosk.touches(Press::What::lower);
  CHECK(kiosk.state.access == Access{true, true});
  kiosk.touches(Press::What::contrast);
  kiosk.touches(Press::What::larger);
  CHECK(kiosk.state.access == Access{false, true, true});
  kiosk.touches(Press::What::access);
  CHECK_FALSE(kiosk.state.access_asked);
  CHECK(kiosk.state.access == Access{false, true, true});
  CHECK(kiosk.state.screen == screen);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("what a visitor switched stays with them through verdict and venue, and goes with them") {
  Kiosk kiosk;
  kiosk.touches(Press::What::access).touches(Press::What::contrast);
  kiosk.touches(Press::What::lower).touches(Press::What::larger).touches(Press::What::access);
  kiosk.is_told(view_of(Verdict::green));
  CHECK(kiosk.state.access == Access{true, true, true});
  kiosk.touches(Press::What::about).touches(Press::What::page, 2);
  CHECK(kiosk.state.access == Access{true, true, true});
  SECTION("by the way back") { kiosk.touches(Press::What::home); }
  SECTION("by walking away") { kiosk.waits(idle_ms); }
  SECTION("by a kiosk that loses its identity") { kiosk.happens(NotEnrolled{}); }
  CHECK(kiosk.state.access == Access{});
}

TEST_CASE("what was switched on the attract screen is forgotten when nobody touches it") {
  Kiosk kiosk(GENERATE(true, false));
  const Press::What what =
      GENERATE(Press::What::contrast, Press::What::larger, Press::What::lower, Press::What::access);
  kiosk.touches(what);
  kiosk.waits(idle_ms - 1);
  CHECK((kiosk.state.access != Access{} || kiosk.state.access_asked));
  kiosk.waits(1);
  CHECK(kiosk.state.access == Access{});
  CHECK_FALSE(kiosk.state.access_asked);
}

TEST_CASE("a verdict waits for whoever looks for its switches") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::green)).waits(verdict_shown_ms - 1);
  kiosk.touches(Press::What::access).waits(leave_asked_ms - 1);
  REQUIRE(kiosk.state.screen == Screen::verdict);
  kiosk.touches(Press::What::contrast).waits(leave_asked_ms - 1);
  REQUIRE(kiosk.state.screen == Screen::verdict);
  CHECK(kiosk.state.access.high_contrast);
  kiosk.waits(1);
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK_FALSE(kiosk.state.access_asked);
}

TEST_CASE("a scan is answered in sight, also while the switches lie on the screen") {
  Kiosk kiosk;
  kiosk.touches(Press::What::access).is_told(view_of(Verdict::green));
  CHECK(kiosk.state.screen == Screen::verdict);
  CHECK_FALSE(kiosk.state.access_asked);
}

TEST_CASE("whoever goes on to read about the venue keeps the badge's language until they leave") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::green, Language::tt)).touches(Press::What::about);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.language == Language::tt);
  CHECK_FALSE(kiosk.state.verdict);
  kiosk.touches(Press::What::home);
  CHECK(kiosk.state.language == Language::ru);
}

TEST_CASE("a code that is no badge is told in the language that is on the screen") {
  Kiosk kiosk;
  kiosk.touches(Press::What::language, static_cast<int>(Language::en));
  kiosk.is_told(view_of(Verdict::not_a_badge, std::nullopt));
  CHECK(kiosk.state.language == Language::en);
}

TEST_CASE("any touch dismisses a verdict, and the next scan replaces it") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::amber)).touches(Press::What::dismiss);
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.is_told(view_of(Verdict::green))
      .waits(3000)
      .is_told(view_of(Verdict::refused, Language::en));
  CHECK(kiosk.state.verdict->verdict == Verdict::refused);
  CHECK(kiosk.state.language == Language::en);
  kiosk.waits(3000);
  CHECK(kiosk.state.screen == Screen::verdict);
}

TEST_CASE("a session on the first screen leads to the whole day, unless the kiosk is shut") {
  Kiosk kiosk;
  kiosk.touches(Press::What::day);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.page == VenuePage::today);
  kiosk.touches(Press::What::home);
  kiosk.state.health.out_of_service = true;
  kiosk.touches(Press::What::day);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("a scan is taken on every screen at any moment") {
  Kiosk kiosk;
  const int where = GENERATE(range(0, 8));
  if (where >= 1) kiosk.touches(Press::What::about);
  if (where >= 2) kiosk.touches(Press::What::page, where % 4);
  if (where == 5) kiosk.waits(45000);  // the time-out is being announced
  if (where == 6) kiosk.is_told(view_of(Verdict::green));
  if (where == 7) kiosk.is_told(view_of(Verdict::green)).touches(Press::What::leave);
  kiosk.scans("K1:BADGE");
  REQUIRE(kiosk.effects.size() == 1);
  CHECK(std::holds_alternative<RecordScan>(kiosk.effects[0]));
  kiosk.is_told(view_of(Verdict::green));
  CHECK(kiosk.state.screen == Screen::verdict);
  CHECK(kiosk.state.stage == Stage::told);
}

TEST_CASE("venue pages warn for twenty seconds and close after a minute without a touch") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about)
      .touches(Press::What::page, static_cast<int>(VenuePage::exhibits));
  kiosk.waits(39999);
  CHECK_FALSE(warns_of_timeout(kiosk.state));
  kiosk.waits(1);
  CHECK(warns_of_timeout(kiosk.state));
  CHECK(timeout_seconds_left(kiosk.state) == 20);
  kiosk.waits(19999);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(timeout_seconds_left(kiosk.state) == 1);
  kiosk.waits(1);
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.page == VenuePage::overview);
}

TEST_CASE("one tap gives more time, as often as one likes") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about);
  for (int i = 0; i < 15; ++i) {
    kiosk.waits(59000);
    REQUIRE(kiosk.state.screen == Screen::venue);
    kiosk.touches(Press::What::more_time);
    REQUIRE_FALSE(warns_of_timeout(kiosk.state));
  }
}

TEST_CASE("a language chosen by touch is given back when its chooser has walked away") {
  Kiosk kiosk;
  kiosk.touches(Press::What::language, static_cast<int>(Language::ky));
  CHECK(kiosk.state.language == Language::ky);
  kiosk.waits(idle_ms);
  CHECK(kiosk.state.language == Language::ru);
}

TEST_CASE("a look chosen before the badge is shown is still there after the way back") {
  Kiosk kiosk;
  kiosk.touches(Press::What::language, static_cast<int>(Language::en));
  kiosk.touches(Press::What::contrast);
  for (const auto page : {Press::What::about, Press::What::search}) {
    kiosk.touches(page).touches(Press::What::home);
    REQUIRE(kiosk.state.screen == Screen::attract);
    CHECK(kiosk.state.language == Language::en);
    CHECK(kiosk.state.access.high_contrast);
  }
  kiosk.is_told(view_of(Verdict::green, std::nullopt));
  CHECK(kiosk.state.access.high_contrast);
  kiosk.touches(Press::What::about).touches(Press::What::home);
  CHECK(kiosk.state.language == kiosk.state.home_language);
  CHECK_FALSE(kiosk.state.access.high_contrast);
}

TEST_CASE("leaving is asked, then recorded, then confirmed with its time") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::green)).touches(Press::What::leave);
  CHECK(kiosk.state.stage == Stage::asks_to_leave);
  CHECK(kiosk.effects.empty());
  kiosk.waits(10000).touches(Press::What::leave_yes);
  REQUIRE(kiosk.effects.size() == 1);
  CHECK(std::get<RecordCheckOut>(kiosk.effects[0]).leaving.person == PersonNumber{7});
  kiosk.happens(CheckedOut{1234});
  CHECK(kiosk.state.stage == Stage::left);
  CHECK(kiosk.state.left_at_s == 1234);
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("who does not answer or says no has not left") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::green)).touches(Press::What::leave).waits(leave_asked_ms);
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.is_told(view_of(Verdict::green)).touches(Press::What::leave).touches(Press::What::leave_no);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.stage == Stage::stays);
  kiosk.touches(Press::What::leave_yes);
  CHECK(kiosk.effects.empty());
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("nobody can leave who was not let in") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::amber)).touches(Press::What::leave);
  CHECK(kiosk.state.stage == Stage::told);
  kiosk.touches(Press::What::leave_yes);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("a full disk is said honestly, for the scan and for leaving, and the next scan works") {
  Kiosk kiosk;
  kiosk.scans("K1:BADGE").happens(NotSaved{Language::ky});
  CHECK(kiosk.state.verdict->verdict == Verdict::not_saved);
  CHECK_FALSE(kiosk.state.verdict->of_check_out);
  CHECK(kiosk.state.language == Language::ky);
  kiosk.is_told(view_of(Verdict::green))
      .touches(Press::What::leave)
      .touches(Press::What::leave_yes);
  kiosk.happens(NotSaved{});
  CHECK(kiosk.state.verdict->of_check_out);
  CHECK(kiosk.scans("K1:BADGE").effects.size() == 1);
}

TEST_CASE("before enrolment a badge is told so and nothing is recorded") {
  Kiosk kiosk(false);
  CHECK(kiosk.state.screen == Screen::enrol);
  kiosk.scans("K1:BADGE");
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.enrol.note_until_ms > kiosk.ms);
  CHECK(kiosk.state.enrol.step == EnrolStep::waiting);
}

TEST_CASE("an enrolment code is kept for the daemon, and the screen follows what becomes of it") {
  Kiosk kiosk(false);
  kiosk.scans(enrol_code);
  REQUIRE(kiosk.effects.size() == 1);
  CHECK(std::get<KeepEnrolCode>(kiosk.effects[0]).code == enrol_code);
  CHECK(kiosk.state.enrol.step == EnrolStep::working);
  SECTION("central says no") {
    kiosk.happens(
        WorldRead{false, false, nullptr, {0, "the code was used before", Failure::refused}});
    CHECK(kiosk.state.enrol.step == EnrolStep::failed);
    CHECK(kiosk.state.enrol.reason == "the code was used before");
    CHECK(kiosk.state.enrol.failure == Failure::refused);
    kiosk.scans(enrol_code);
    CHECK(kiosk.state.enrol.step == EnrolStep::working);
    // The same word again is believed only once the daemon has had time for a new one.
    kiosk.world(false, "the code was used before");
    CHECK(kiosk.state.enrol.step == EnrolStep::working);
    kiosk.waits(enrol_patience_ms);
    CHECK(kiosk.state.enrol.step == EnrolStep::failed);
  }
  SECTION("central says yes, and the roster is on its way") {
    kiosk.happens(WorldRead{false, true, nullptr, {}});
    CHECK(kiosk.state.screen == Screen::enrol);
    CHECK(kiosk.state.enrol.connected);
    CHECK(kiosk.scans("K1:BADGE").effects.empty());
  }
  SECTION("central says yes") {
    kiosk.world(true);
    CHECK(kiosk.state.screen == Screen::attract);
    CHECK(kiosk.scans("K1:BADGE").effects.size() == 1);
  }
}

TEST_CASE("an enrolled kiosk takes an enrolment code for what it then is: not a badge") {
  Kiosk kiosk;
  kiosk.scans(enrol_code);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.verdict->verdict == Verdict::not_a_badge);
}

TEST_CASE("the world may change under an open page") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about).touches(Press::What::exhibit, 3);
  CHECK(kiosk.state.exhibit == 3);
  auto smaller = std::make_shared<VenueView>(*university());
  smaller->exhibits.resize(2);
  kiosk.happens(WorldRead{true, false, smaller, {}});
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.exhibit < 2);
}

TEST_CASE("a press on a page that has just timed out opens nothing") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about);
  kiosk.ms += idle_ms;
  kiosk.happens(Pressed{{Press::What::page, 2}});
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("the name on the screen is the given name and one letter, whatever the script") {
  payload::PersonName name;
  name.set_given("Гөлнара");
  name.set_family("Шәрәфетдинова");
  CHECK(short_name(name) == "Гөлнара\u00a0Ш.");
  name.set_family("");
  CHECK(short_name(name) == "Гөлнара");
  name.set_given("");
  name.set_family("Ли");
  CHECK(short_name(name) == "Ли");
}

TEST_CASE("ten thousand events in any order never leave it stuck") {
  const uint64_t seed = GENERATE(range<uint64_t>(1, 9));
  INFO("seed " << seed);
  constexpr uint64_t presses = static_cast<uint64_t>(Press::What::lower) + 1;  // the last of them
  test::Seeded random(seed);
  Kiosk kiosk(random.chance(0.5));
  for (int i = 0; i < 10000; ++i) {
    kiosk.ms += random.below(random.chance(0.02) ? 70000 : 900);
    switch (random.below(12)) {
      case 0:
        kiosk.scans(random.chance(0.2) ? enrol_code : "K1:BADGE");
        break;
      case 1:
        kiosk.happens(CodeScanned{"", false});
        break;
      case 2:
        kiosk.is_told(
            view_of(Verdict{static_cast<uint8_t>(random.below(7))}, languages[random.below(4)]));
        break;
      case 3:
        kiosk.happens(NotSaved{});
        break;
      case 4:
        kiosk.happens(CheckedOut{5});
        break;
      case 5:
        kiosk.happens(ScannerSeen{random.chance(0.5)});
        break;
      case 6:
        kiosk.world(random.chance(0.9), random.chance(0.3) ? "offline" : "");
        break;
      case 7:
        kiosk.happens(random.chance(0.1) ? Happening(NotEnrolled{}) : Happening(Tick{}));
        break;
      default:
        kiosk.touches(Press::What{static_cast<uint8_t>(random.below(presses))},
                      static_cast<int>(random.below(9)) - 2);
    }
    REQUIRE(kiosk.state.verdict.has_value() == (kiosk.state.screen == Screen::verdict));
    REQUIRE((kiosk.state.screen == Screen::enrol) == !kiosk.state.enrolled);
    if (kiosk.state.screen == Screen::venue) {
      REQUIRE(kiosk.state.hall < kiosk.state.venue->halls.size());
      REQUIRE(kiosk.state.exhibit < kiosk.state.venue->exhibits.size());
    }
  }
  kiosk.world(true).waits(idle_ms);
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.language == kiosk.state.home_language);
  CHECK(kiosk.state.access == Access{});
  CHECK_FALSE(kiosk.state.access_asked);
  CHECK(kiosk.scans("K1:BADGE").effects.size() == 1);
}

namespace {

std::optional<Health> told_now(const Kiosk& kiosk) {
  for (const Effect& effect : kiosk.effects) {
    if (const auto* record = std::get_if<RecordHealth>(&effect)) return record->health;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("codes that are no badges are counted, and told to the office once an hour") {
  Kiosk kiosk;
  for (int i = 0; i < 3; ++i) kiosk.is_told(VerdictView{});
  kiosk.happens(CodeScanned{"garbage", false});
  CHECK_FALSE(told_now(kiosk));
  kiosk.waits(health_every_ms);
  const auto told = told_now(kiosk);
  REQUIRE(told);
  CHECK(told->codes_not_badges == 4);
  SECTION("what was told is not told again") {
    kiosk.happens(HealthRecorded{*told}).waits(health_every_ms - 1);
    CHECK_FALSE(told_now(kiosk));
    kiosk.waits(1);
    CHECK(told_now(kiosk)->codes_not_badges == 0);
  }
  SECTION("what the disk did not take is told a minute later") {
    kiosk.waits(health_change_every_ms - 1);
    CHECK_FALSE(told_now(kiosk));
    kiosk.waits(1);
    CHECK(told_now(kiosk)->codes_not_badges == 4);
  }
}

TEST_CASE("a scanner that goes is told at once, one that comes and goes once a minute") {
  Kiosk kiosk;
  kiosk.happens(ScannerSeen{true});
  CHECK_FALSE(told_now(kiosk));
  kiosk.happens(ScannerSeen{false});
  const auto first = told_now(kiosk);
  REQUIRE(first);
  CHECK(first->scanner_missing);
  kiosk.happens(HealthRecorded{*first});
  size_t told = 0;
  for (int i = 0; i < 600; ++i) {
    kiosk.waits(1000).happens(ScannerSeen{i % 7 < 3});
    const auto now = told_now(kiosk);
    if (!now) continue;
    ++told;
    kiosk.happens(HealthRecorded{*now});
  }
  CHECK(told > 0);
  CHECK(told <= 10);
}

TEST_CASE("a kiosk that is not enrolled has no log to tell of itself in") {
  Kiosk kiosk(false);
  kiosk.happens(ScannerSeen{false}).waits(2 * health_every_ms);
  CHECK_FALSE(told_now(kiosk));
}

TEST_CASE("what a visitor was at is shown after their own verdict, and to nobody else") {
  Kiosk kiosk;
  const int mine = static_cast<int>(VenuePage::mine);
  kiosk.touches(Press::What::about).touches(Press::What::page, mine);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.page == VenuePage::overview);
  kiosk.is_told(view_of(Verdict::green)).touches(Press::What::about);
  kiosk.touches(Press::What::page, mine);
  CHECK(std::get<ReadVisit>(kiosk.effects.at(0)).person == PersonNumber{7});
  VisitView visit;
  visit.attended = 2;
  kiosk.happens(VisitRead{Subject(8u), visit});
  CHECK_FALSE(kiosk.state.visit);
  kiosk.happens(VisitRead{Subject(7u), visit});
  CHECK(kiosk.state.visit->attended == 2);
  SECTION("the next scan is of somebody else") {
    kiosk.is_told(view_of(Verdict::refused));
    CHECK_FALSE(kiosk.state.visit);
    CHECK_FALSE(kiosk.state.visitor);
  }
  SECTION("the visitor walks away") {
    kiosk.waits(idle_ms);
    CHECK(kiosk.state.screen == Screen::attract);
    CHECK_FALSE(kiosk.state.visit);
    CHECK_FALSE(kiosk.state.visitor);
  }
}
