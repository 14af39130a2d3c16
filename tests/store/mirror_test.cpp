// What the daemon tells the kiosk beside the logs.
#include <catch2/catch_test_macros.hpp>
#include <future>

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

// Daemon and kiosk are started together on a box that is new.
TEST_CASE("whoever reads a mirror while it is made finds it empty or complete", "[mirror]") {
  const test::Folder folder;
  int found_complete = 0;
  for (int round = 0; round < 50; ++round) {
    const std::string path = folder / ("mirror" + std::to_string(round) + ".db");
    auto writer = std::async(std::launch::async, [&] { return Mirror::open_writer(path, Disk{}); });
    for (;;) {
      auto reader = Mirror::open_reader(path, Disk{});
      if (reader.ok()) {
        CHECK(reader.value().identity().ok());
        ++found_complete;
        break;
      }
      const Failure why = reader.error().failure;
      INFO(reader.error().message);
      REQUIRE((why == Failure::absent || why == Failure::busy));
    }
    CHECK(writer.get().ok());
  }
  CHECK(found_complete == 50);
}
