// Halls and exhibits that have their times: on the screens then, and calmly away after.
#include <catch2/catch_test_macros.hpp>

#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

constexpr int64_t start = 1000;  // of a Kiosk's clock

void show(google::protobuf::RepeatedPtrField<payload::Shown>& times, int64_t from, int64_t until) {
  payload::Shown& shown = *times.Add();
  shown.set_from(from);
  shown.set_until(until);
}

/// Exhibits a, b, c, d; c is in the hall "cellar".
std::shared_ptr<VenueView> house() {
  auto venue = std::make_shared<VenueView>(*university());
  const char* halls[] = {"hall", "cellar", "roof"};
  const char* exhibits[] = {"a", "b", "c", "d"};
  for (size_t i = 0; i < 3; ++i) venue->halls[i].set_name(halls[i]);
  for (size_t i = 0; i < 4; ++i) venue->exhibits[i].set_name(exhibits[i]);
  venue->exhibits[2].set_hall("cellar");
  return venue;
}

std::string names(const VenueView& venue) {
  std::string out;
  for (const auto& hall : venue.halls) out += hall.name() + " ";
  for (const auto& exhibit : venue.exhibits) out += exhibit.name();
  return out;
}

std::string names_at(const std::shared_ptr<VenueView>& venue, int64_t now_s) {
  return names(*shown_at(venue, now_s));
}

Kiosk at(std::shared_ptr<const VenueView> venue) {
  Kiosk kiosk;
  kiosk.happens(WorldRead{true, false, std::move(venue), {}});
  kiosk.touches(Press::What::about);
  return kiosk;
}

}  // namespace

TEST_CASE("what has no times is always shown, and nothing is copied for it", "[shown]") {
  const std::shared_ptr<const VenueView> venue = house();
  CHECK(shown_at(venue, 0) == venue);
  CHECK(shown_at(venue, INT64_MAX) == venue);
}

TEST_CASE("an exhibit is shown from the first second of a time to before its last", "[shown]") {
  const auto venue = house();
  show(*venue->exhibits[1].mutable_shown(), 100, 200);
  show(*venue->exhibits[1].mutable_shown(), 300, 400);
  for (const int64_t now_s : {0, 99, 200, 299, 400, 9999})
    CHECK(names_at(venue, now_s) == "hall cellar roof acd");
  for (const int64_t now_s : {100, 199, 300, 399})
    CHECK(names_at(venue, now_s) == "hall cellar roof abcd");
}

TEST_CASE("a hall that is not shown takes its exhibits along, whatever their own times",
          "[shown]") {
  const auto venue = house();
  show(*venue->halls[1].mutable_shown(), 100, 200);
  show(*venue->exhibits[2].mutable_shown(), 150, 300);
  CHECK(names_at(venue, 99) == "hall roof abd");
  CHECK(names_at(venue, 100) == "hall cellar roof abd");
  CHECK(names_at(venue, 150) == "hall cellar roof abcd");
  CHECK(names_at(venue, 200) == "hall roof abd");
}

TEST_CASE("the open page wakes when the exhibit's time ends, and goes to what there is",
          "[shown]") {
  const auto venue = house();
  show(*venue->exhibits[1].mutable_shown(), start - 50, start + 7);
  Kiosk kiosk = at(venue);
  kiosk.touches(Press::What::exhibit, 1);
  REQUIRE(kiosk.state.venue->exhibits[kiosk.state.exhibit].name() == "b");
  CHECK(next_change_ms(kiosk.state) == kiosk.ms + 7000);
  kiosk.waits(6999);
  CHECK(kiosk.state.venue->exhibits[kiosk.state.exhibit].name() == "b");
  kiosk.waits(1);
  CHECK(names(*kiosk.state.venue) == "hall cellar roof acd");
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.page == VenuePage::exhibits);
  CHECK(kiosk.state.venue->exhibits[kiosk.state.exhibit].name() == "c");
}

TEST_CASE("a hall that is touched on the plan comes into sight in the list", "[shown]") {
  Kiosk kiosk = at(house());
  kiosk.touches(Press::What::page, static_cast<int>(VenuePage::halls));
  kiosk.touches(Press::What::hall, 2);
  CHECK(kiosk.state.hall == 2);
  CHECK(kiosk.state.list.at == 0);  // nothing moves under the finger
  kiosk.touches(Press::What::on_plan, 2);
  CHECK(kiosk.state.list.at == 1);
  kiosk.touches(Press::What::on_plan, 0);
  CHECK(kiosk.state.list.at == 0);
}

TEST_CASE("what is read stays open while others come and go", "[shown]") {
  const auto venue = house();
  show(*venue->exhibits[0].mutable_shown(), start + 5, start + 10);
  show(*venue->halls[0].mutable_shown(), start + 5, start + 10);
  Kiosk kiosk = at(venue);
  kiosk.touches(Press::What::exhibit, 2).touches(Press::What::hall, 1);
  REQUIRE(kiosk.state.venue->exhibits[kiosk.state.exhibit].name() == "d");
  for (const char* shown : {"hall cellar roof abcd", "cellar roof bcd"}) {
    kiosk.waits(5000);
    CHECK(names(*kiosk.state.venue) == shown);
    CHECK(kiosk.state.venue->exhibits[kiosk.state.exhibit].name() == "d");
    CHECK(kiosk.state.venue->halls[kiosk.state.hall].name() == "roof");
  }
}

TEST_CASE("when the last exhibit is over the page stands empty, and nothing is pressed on it",
          "[shown]") {
  const auto venue = house();
  for (auto& exhibit : venue->exhibits) show(*exhibit.mutable_shown(), start - 9, start + 3);
  Kiosk kiosk = at(venue);
  kiosk.touches(Press::What::exhibit, 3).waits(3000);
  CHECK(kiosk.state.venue->exhibits.empty());
  CHECK(kiosk.state.exhibit == 0);
  kiosk.touches(Press::What::exhibit, 0);
  CHECK(kiosk.state.exhibit == 0);
  kiosk.touches(Press::What::idea);
  CHECK(kiosk.state.idea.step == IdeaStep::none);
}

TEST_CASE("an idea about an exhibit is kept for it, though its time has ended meanwhile",
          "[shown]") {
  const auto venue = house();
  show(*venue->exhibits[1].mutable_shown(), start - 50, start + 20);
  Kiosk kiosk;
  kiosk.happens(WorldRead{true, false, venue, {}}).is_told(view_of(Verdict::green));
  kiosk.touches(Press::What::about).touches(Press::What::exhibit, 1).touches(Press::What::idea);
  kiosk.types(U"Да").waits(30'000);
  REQUIRE(kiosk.state.screen == Screen::idea);
  kiosk.happens(WorldRead{true, false, venue, {}}).touches(Press::What::idea_save);
  REQUIRE(kiosk.wanted<RecordIdea>());
  CHECK(kiosk.wanted<RecordIdea>()->exhibit == "b");
  kiosk.happens(IdeaRecorded{}).touches(Press::What::dismiss);
  CHECK(kiosk.state.page == VenuePage::overview);
}

TEST_CASE("a clock that jumps is believed at the next event", "[shown]") {
  const auto venue = house();
  show(*venue->exhibits[1].mutable_shown(), start - 50, start + 20);
  show(*venue->exhibits[3].mutable_shown(), 50'000, INT64_MAX);
  Kiosk kiosk = at(venue);
  CHECK(names(*kiosk.state.venue) == "hall cellar roof abc");
  (void)update(kiosk.state, {kiosk.ms, 60'000, Tick{}});
  CHECK(names(*kiosk.state.venue) == "hall cellar roof acd");
  (void)update(kiosk.state, {kiosk.ms, -60'000, Tick{}});
  CHECK(names(*kiosk.state.venue) == "hall cellar roof ac");
  CHECK(next_change_ms(kiosk.state) > kiosk.state.now_ms);
}
