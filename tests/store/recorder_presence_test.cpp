// What the recorder knows of presence: of its own journal at once, of others' logs as they come.
#include "shared/base/limits.h"
#include "tests/store/other_kiosk.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

std::vector<Subject> inside(Recorder& recorder) {
  std::vector<Subject> out;
  for (const Stay& stay : recorder.who_is_inside()) out.push_back(stay.person);
  return out;
}

BoardCounts counts(const Recorder& recorder) {
  return recorder.board_of("exchange", SessionNumber{this_session}).total;
}

const std::vector<Subject> nobody;
const std::vector<Subject> known{Subject(known_person)};

}  // namespace

TEST_CASE("who is scanned is inside at once, and out when he leaves", "[recorder][presence]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(counts(recorder) == BoardCounts{2, 0, 0, 2, 0});
  MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(inside(recorder) == known);
  CHECK(counts(recorder) == BoardCounts{2, 1, 0, 1, 0});
  kiosk.clock.pass(60);
  MUST(recorder.check_out("exchange", PersonNumber{known_person}, Subject(this_session)));
  CHECK(inside(recorder) == nobody);
  CHECK(counts(recorder).arrived == 1);  // he was there all the same
  CHECK(recorder.presence_whole());
}

TEST_CASE("who came before a restart is still inside after it", "[recorder][presence]") {
  Enrolled kiosk;
  kiosk.know_time(5);
  int64_t since_s = 0;
  {
    Recorder recorder = MUST(kiosk.recorder());
    MUST(recorder.scan(kiosk.badge(known_person)));
    since_s = recorder.who_is_inside().at(0).since_s;
  }
  kiosk.clock.pass(600);
  Recorder recorder = MUST(kiosk.recorder());
  REQUIRE(inside(recorder) == known);
  CHECK(recorder.who_is_inside()[0].since_s == since_s);
  CHECK_FALSE(recorder.who_is_inside()[0].time_doubted);  // its anchor was read as well
}

TEST_CASE("what another kiosk recorded counts as soon as the daemon has brought it",
          "[recorder][presence]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  other.checks_in(Subject(revoked_person), this_venue);
  other.arrives();
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(inside(recorder) == std::vector<Subject>{Subject(revoked_person)});
  other.checks_in(Subject(known_person), this_venue);
  CHECK_FALSE(MUST(recorder.refresh()));
  other.arrives();
  CHECK(MUST(recorder.refresh()));
  CHECK(counts(recorder).arrived == 2);
  kiosk.clock.pass(60);
  other.checks_in(Subject(known_person), other_venue);
  other.arrives();
  MUST(recorder.refresh());
  CHECK(inside(recorder) == std::vector<Subject>{Subject(revoked_person)});
}

TEST_CASE("many facts of others are taken a part at a time, and none is left out",
          "[recorder][presence]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  Recorder recorder = MUST(kiosk.recorder());
  constexpr uint32_t guests = 3 * facts_folded_at_once / 2;
  for (uint32_t guest = 1; guest <= guests; ++guest) {
    other.checks_in(Subject(1000 + guest), this_venue);
    if (guest % (segment_facts_max / 2) == 0) other.arrives();
  }
  CHECK(MUST(recorder.refresh()));
  const size_t first = inside(recorder).size();
  CHECK(first >= facts_folded_at_once / 2);
  CHECK(first < guests);
  CHECK(MUST(recorder.refresh()));
  CHECK(inside(recorder).size() == guests);
  CHECK_FALSE(MUST(recorder.refresh()));
  Recorder started_later = MUST(kiosk.recorder());
  CHECK(inside(started_later).size() == guests);
}

TEST_CASE("a damaged segment is left out and said, and counts when it has come again",
          "[recorder][presence]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  for (const uint32_t person : {101u, known_person, 103u}) {
    other.checks_in(Subject(person), this_venue);
    other.arrives();
  }
  other.is_damaged(1);
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(inside(recorder) == std::vector<Subject>{Subject(101u), Subject(103u)});
  CHECK_FALSE(recorder.presence_whole());
  other.checks_in(Subject(104u), this_venue);
  other.arrives();
  MUST(recorder.refresh());
  CHECK(inside(recorder).size() == 3);
  CHECK_FALSE(recorder.presence_whole());
  other.is_repaired();
  MUST(recorder.refresh());
  CHECK(inside(recorder).size() == 4);
  CHECK(recorder.presence_whole());
}

TEST_CASE("a row of the journal that cannot be read leaves the others", "[recorder][presence]") {
  Enrolled kiosk;
  {
    Recorder recorder = MUST(kiosk.recorder());
    MUST(recorder.scan(kiosk.badge(known_person)));
    MUST(recorder.scan(kiosk.badge(77)));
  }
  {
    Db journal = MUST(Db::open_writer(Machine::path, {"journal", ""}, kiosk.vfs()));
    REQUIRE(journal.query("UPDATE row SET bytes=x'ff' WHERE seq=3").run().ok());
  }
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(inside(recorder) == known);
  CHECK_FALSE(recorder.presence_whole());
}
