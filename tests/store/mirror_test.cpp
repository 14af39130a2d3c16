// What the daemon tells the kiosk beside the logs.
#include <catch2/catch_test_macros.hpp>

#include "shared/store/mirror.h"
#include "tests/store/folder.h"

using namespace otmetka;

TEST_CASE("why an exchange has failed is told in words and by its kind", "[mirror]") {
  const test::Folder folder;
  Mirror mirror = MUST(Mirror::open_writer(folder / "mirror.db", Disk{}));
  CHECK_FALSE(MUST(mirror.exchange_state()).failure);
  for (const Failure failure : {Failure::bad_input, Failure::offline, Failure::refused}) {
    REQUIRE(mirror.set_exchange_state({7, "nobody was reached", failure}).ok());
    const ExchangeState told = MUST(mirror.exchange_state());
    CHECK(told.at_s == 7);
    CHECK(told.reason == "nobody was reached");
    CHECK(told.failure == failure);
  }
  REQUIRE(mirror.set_exchange_state({8, "", {}}).ok());
  CHECK_FALSE(MUST(mirror.exchange_state()).failure);
}
