// What the system's NTP client says of the clock.
#include "sync/daemon/synchronized.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "shared/store/files.h"
#include "tests/seeded.h"

using namespace otmetka;

namespace {

/// Touches the file as the client does when it has set the clock.
void set_at(const std::string& file, int64_t wall_s) {
  REQUIRE(write_file(file, {}).ok());
  const timespec times[] = {{wall_s, 0}, {wall_s, 0}};
  REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
}

}  // namespace

TEST_CASE("a clock that NTP has just set tells the time, once", "[synchronized]") {
  const std::string file = std::filesystem::temp_directory_path() / "otmetka-synchronized-test";
  std::filesystem::remove(file);
  test::SetClock clock;
  Synchronized synchronized(file);
  CHECK_FALSE(synchronized.look(clock));  // there is no such client

  set_at(file, clock.wall - 10);
  const auto now = synchronized.look(clock);
  REQUIRE(now);
  CHECK(now->earliest_s == clock.wall - 12);
  CHECK(now->latest_s == clock.wall + 12);
  clock.pass(5);
  CHECK_FALSE(synchronized.look(clock));

  set_at(file, clock.wall);
  REQUIRE(synchronized.look(clock));
  set_at(file, clock.wall - 300);  // long ago: a hand may have moved the clock since
  CHECK_FALSE(synchronized.look(clock));
  set_at(file, clock.wall + 300);  // it was moved back
  CHECK_FALSE(synchronized.look(clock));
  std::filesystem::remove(file);
}
