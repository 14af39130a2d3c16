// When central lets kiosks forget a cohort by itself.
#include <catch2/catch_all.hpp>

#include "shared/base/limits.h"
#include "tests/sim/world.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

constexpr int64_t day = 86'400;

struct Town {
  Town() {
    REQUIRE(office.start());
    REQUIRE(central().load_programme(small_programme(6), std::nullopt).ok());
  }
  Central& central() { return *office.central(); }
  std::vector<Scope> forgotten() { return MUST(central().forget_ended()); }

  TrueTime time{first_day * day * 1000};
  Chronicle chronicle{time};
  Office office{7, time, chronicle};
};

}  // namespace

TEST_CASE("a cohort is forgotten so many days after its end as its package says, once", "[sim]") {
  Town town;
  town.time.pass_s(30 * day);  // it ends in the evening of its first day
  CHECK(town.forgotten().empty());
  town.time.pass_s(2 * forgotten_when_due_for_s);
  CHECK(town.forgotten().empty());
  town.time.pass_s(day);
  CHECK(town.forgotten().empty());  // it is due
  town.time.pass_s(forgotten_when_due_for_s);
  CHECK(town.forgotten() == std::vector<Scope>{"small.2025"});
  CHECK(town.central().directory().ended() == std::set<Scope>{"small.2025"});
  town.time.pass_s(forgotten_when_due_for_s);
  CHECK(town.forgotten().empty());
  CHECK(town.central().directory().cohort("small.2025")->people.begin()->second.named());
}

TEST_CASE("a clock that is set right again within the hour lets nobody be forgotten", "[sim]") {
  Town town;
  town.time.pass_s(400 * day);
  CHECK(town.forgotten().empty());
  town.time.ms -= 400 * day * 1000;
  CHECK(town.forgotten().empty());
  town.time.pass_s(forgotten_when_due_for_s);
  CHECK(town.forgotten().empty());
}
