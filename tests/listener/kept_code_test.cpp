// A code that was scanned on the kiosk's screen, as the daemon sees it.
#include "shared/store/recorder.h"
#include "sync/central/central.h"
#include "sync/daemon/daemon.h"
#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// A box that is nobody's yet: its screen has run, its daemon runs.
struct Box {
  Box() {
    daemon = MUST(Daemon::open(folder.path(), clock, random));
    REQUIRE(make_directory(journal_directory(folder.path()), 02750).ok());
    journal.emplace(MUST(Journal::open(journal_path(folder.path()), {}, clock, random, "test")));
    MUST(ensure_kiosk_keys(folder.path(), *journal, random));
  }

  void scan(const std::string& code) {
    clock.boot += 1;
    REQUIRE(keep_enrol_code(*journal, code, clock).ok());
  }
  bool due() { return MUST(daemon->waiting_code()).has_value(); }
  Failure try_it() {
    const Status result = daemon->enrol(*MUST(daemon->waiting_code()), "kiosk");
    return result ? Failure::busy : result.error().failure;
  }
  std::string code_for(const std::string& address) {
    EnrolCode code;
    code.central = SigningKey::make(random).public_key();
    code.secret = random.bytes<16>();
    code.expires_s = static_cast<uint32_t>(clock.wall + 24 * 3600);
    code.address = address;
    return make_enrol_code(code);
  }

  Folder folder;
  SetClock clock;
  Seeded random{4};
  std::unique_ptr<Daemon> daemon;
  std::optional<Journal> journal;
};

constexpr const char* nobody = "http://127.0.0.1:1";

}  // namespace

TEST_CASE("a code that was scanned while the network was down is tried again by itself",
          "[enrol]") {
  Box box;
  CHECK_FALSE(box.due());
  box.scan(box.code_for(nobody));
  for (int i = 0; i < 5; ++i) {
    REQUIRE(box.due());
    CHECK(box.try_it() == Failure::offline);
    CHECK_FALSE(box.due());
    box.clock.pass(301);
  }
  box.clock.pass(25 * 3600);
  REQUIRE(box.due());
  CHECK(box.try_it() == Failure::offline);
  box.clock.pass(301);
  CHECK_FALSE(box.due());  // it has expired
}

TEST_CASE("the same code scanned again is tried at once, whatever became of it before", "[enrol]") {
  Box box;
  const std::string code = box.code_for(nobody);
  box.scan(code);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(box.due());
    CHECK(box.try_it() == Failure::offline);
    CHECK_FALSE(box.due());
    box.scan(code);
  }
}

TEST_CASE("a code that central refuses is not tried again, one that it puts off is", "[enrol]") {
  int status = 403;
  const Served served(
      [&](const HttpRequest&) { return refusal_response(status, "code", "used by another box"); });
  Box box;
  const std::string code = box.code_for(served.address());
  box.scan(code);
  CHECK(box.try_it() == Failure::refused);
  box.clock.pass(3600);
  CHECK_FALSE(box.due());
  status = 503;
  box.scan(code);
  CHECK(box.try_it() == Failure::offline);
  box.clock.pass(301);
  CHECK(box.due());
}

TEST_CASE("why a code did not work stays told while the box is nobody's", "[enrol]") {
  Box box;
  box.scan(box.code_for(nobody));
  CHECK(box.try_it() == Failure::offline);
  CHECK(box.daemon->exchange_once().error().failure == Failure::not_enrolled);
  Mirror mirror = MUST(Mirror::open_reader(mirror_path(box.folder.path()), Disk{}));
  CHECK(MUST(mirror.exchange_state()).reason.find("nobody answers") != std::string::npos);
}
