#include "shared/store/db.h"

#include "shared/store/mirror.h"
#include "tests/store/folder.h"

namespace otmetka {

TEST_CASE("what a reading transaction asks is of one moment", "[db]") {
  const test::Folder folder;
  Mirror writer = MUST(Mirror::open_writer(folder / "mirror.db", Disk{}));
  REQUIRE(writer.set_exchange_state({1, "", {}}).ok());
  Mirror reader = MUST(Mirror::open_reader(folder / "mirror.db", Disk{}));
  {
    const Transaction seen = MUST(Transaction::begin_reading(reader.db()));
    CHECK(MUST(reader.exchange_state()).at_s == 1);
    REQUIRE(writer.set_exchange_state({2, "", {}}).ok());
    CHECK(MUST(reader.exchange_state()).at_s == 1);
  }
  CHECK(MUST(reader.exchange_state()).at_s == 2);
}

}  // namespace otmetka
