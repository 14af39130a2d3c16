// Where the sample programme goes on from a venue, and what the way there begins with.
#include <catch2/catch_all.hpp>

#include "tests/gallery/kiosks.h"

using namespace otmetka;
using namespace otmetka::gallery;

namespace {

struct Programme {
  Sample sample;
  Kiosks kiosks;
  Programme()
      : sample(MUST(Sample::read(std::string(OTMETKA_ASSETS_DIR) + "/programmes/exchange"))),
        kiosks(sample) {}

  kiosk::VerdictView verdict(const std::string& venue, int64_t now_s) const {
    return *kiosks.scanned(venue, now_s, sample.person("participant")).verdict;
  }
};

}  // namespace

TEST_CASE("who is green is told the way to the next venue, by the bus that leaves from here",
          "[gallery]") {
  const Programme programme;
  const auto verdict =
      programme.verdict("university", programme.kiosks.start_of("university-visit"));
  REQUIRE(verdict.verdict == Verdict::green);
  REQUIRE(verdict.way);
  CHECK(verdict.way->session.number == programme.sample.session("newtech-visit").number);
  CHECK(verdict.way->how.en() ==
        "Bus at 13:45 from the main entrance. Lunch in the university "
        "canteen until 13:35.");
  CHECK(verdict.way->on_map());
}

TEST_CASE("who goes on in the same house is told no way", "[gallery]") {
  const Programme programme;
  const auto verdict = programme.verdict("university", programme.kiosks.start_of("networking"));
  REQUIRE(verdict.verdict == Verdict::green);
  CHECK(verdict.then);
  CHECK_FALSE(verdict.way);
}

TEST_CASE(
    "who is at the wrong venue is told the way to the right one, and of no bus that leaves "
    "from another door",
    "[gallery]") {
  const Programme programme;
  const auto verdict = programme.verdict("university", programme.kiosks.start_of("newtech-visit"));
  REQUIRE(verdict.verdict == Verdict::amber);
  REQUIRE(verdict.way);
  CHECK(verdict.way->session.number == programme.sample.session("newtech-visit").number);
  CHECK(verdict.way->how.en().empty());
}

TEST_CASE("anybody is told the bus after the last session here, and only then", "[gallery]") {
  const Programme programme;
  const auto way = [&](const char* venue, const char* after) {
    const kiosk::State state = programme.kiosks.at(venue, programme.kiosks.start_of(after));
    const kiosk::OnwardView* on = kiosk::way_on(state);
    return on ? on->how.en() : "nowhere";
  };
  CHECK(way("molodezh", "public-speaking") == "Bus to VDNH at 15:10 from the entrance.");
  CHECK(way("molodezh", "smart-city-visit").empty());
  CHECK(way("office-a", "closing") == "nowhere");
}
