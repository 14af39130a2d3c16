// Walk-ins from one kiosk to the next: registered here, scanned there, corrected anywhere.
#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "tests/store/other_kiosk.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const Scope cohort = "exchange";
const Subject staff(uint32_t{900});
NewWalkIn somebody() { return {cohort, "Салимов", "Азат", "Экопарк", "tt", staff}; }

/// What the daemons would do: a kiosk's log of the cohort, and its texts, reach another's mirror.
void carry(const Enrolled& from, Enrolled& to, const DeviceId& device) {
  static Seeded random(99);
  const SigningKey key = SigningKey::make(random);
  HeldLogs logs = to.mirror->logs();
  REQUIRE(logs.put_public_key(device, key.public_key()).ok());
  JournalReader reader = MUST(JournalReader::open(Machine::path, from.vfs()));
  Transaction transaction = MUST(Transaction::begin(to.mirror->db()));
  for (const EpochRead& read : read_journal(from)) {
    if (read.epoch.log.scope != cohort) continue;
    SealRequest request;
    request.log = read.epoch.log;
    request.epoch = read.epoch.epoch;
    request.parent = read.parent;
    request.previous = first_link(request.log, request.epoch);
    for (const Fact& fact : read.facts) {
      request.rows.push_back(encode_row(fact));
      if (!fact.detached) continue;
      const Bytes salted = *MUST(reader.detached(*fact.detached));
      REQUIRE(logs.put_detached(*fact.detached, cohort,
                                seal_detached(cohort, salted, to.scope_keys.at(cohort), random))
                  .ok());
    }
    const Segment segment = MUST(seal_segment(request, key, to.scope_keys.at(cohort), random));
    MUST(logs.accept(segment, {}, to.clock.wall_s()));
  }
  REQUIRE(transaction.commit().ok());
}

std::vector<BoardWalkIn> listed(const Recorder& recorder) {
  return recorder.board_of(cohort, SessionNumber{this_session}).walk_in_people;
}

}  // namespace

TEST_CASE("a walk-in's label is good where it was printed, and once a minute",
          "[recorder][walk-in]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const WalkInResult made = MUST(recorder.walk_in(somebody()));
  REQUIRE(read_walk_in_code(made.code).ok());
  CHECK(made.code == recorder.walk_in_code(made.person));
  CHECK(read_walk_in_code(made.code).value().code.language == Language::tt);
  const ScanResult again = MUST(recorder.scan(made.code));
  CHECK(again.decision.verdict == Verdict::already);
  CHECK(again.fact == made.check_in);
  kiosk.clock.pass(repeated_scan_s);
  const ScanResult later = MUST(recorder.scan(made.code));
  CHECK(later.decision.verdict == Verdict::green);
  CHECK(later.fact != made.check_in);
  CHECK(MUST(recorder.scan(made.code)).decision.verdict == Verdict::already);
  MUST(recorder.check_out(cohort, Subject(made.person), Subject(this_session)));
  CHECK(MUST(recorder.scan(made.code)).decision.verdict == Verdict::green);
}

TEST_CASE("at another kiosk a label is a guest's until the registration comes, and then a name's",
          "[recorder][walk-in]") {
  Enrolled first(1), second(1, second_device);
  Recorder desk = MUST(first.recorder());
  const WalkInResult made = MUST(desk.walk_in(somebody()));
  Recorder door = MUST(second.recorder());
  const ScanResult early = MUST(door.scan(made.code));
  CHECK(early.decision.verdict == Verdict::guest);
  CHECK_FALSE(MUST(door.walk_in_name(made.person)).has_value());
  CHECK(listed(door).size() == 1);  // without a name yet
  carry(first, second, this_device);
  REQUIRE(MUST(door.refresh()));
  second.clock.pass(repeated_scan_s);
  const ScanResult scan = MUST(door.scan(made.code));
  CHECK(scan.decision.verdict == Verdict::green);
  CHECK(scan.decision.fact.person == Subject(made.person));
  CHECK(full_name(MUST(door.walk_in_name(made.person)).value()) == "Салимов Азат");
  CHECK(listed(door).size() == 1);
  // Lost on the way: the second kiosk prints it anew, and the first one believes it.
  const std::string anew = door.walk_in_code(made.person);
  CHECK(anew != made.code);
  first.clock.pass(repeated_scan_s);
  CHECK(MUST(desk.scan(anew)).decision.verdict == Verdict::green);
}

TEST_CASE("a walk-in is corrected and checked in again by a kiosk that did not register them",
          "[recorder][walk-in]") {
  Enrolled first(1), second(1, second_device);
  Recorder desk = MUST(first.recorder());
  const WalkInResult made = MUST(desk.walk_in(somebody()));
  carry(first, second, this_device);
  Recorder door = MUST(second.recorder());
  REQUIRE(listed(door).size() == 1);
  CHECK(listed(door)[0].state == Expected::arrived);
  const Subject person(made.person), session(this_session);
  CorrectionOrder order;
  order.cohort = cohort;
  order.references = door.presence().attendance().standing_of(cohort, person, session);
  CHECK(order.references == std::vector{made.check_in});
  order.standing = GENERATE(payload::Correction::ABSENT, payload::Correction::VOID);
  order.reason = "mistake";
  order.person = person;
  order.session = session;
  order.actor = staff;
  MUST(door.correct(order));
  REQUIRE(listed(door).size() == 1);  // registered still, so that a mistake can be mended
  CHECK(listed(door)[0].state == Expected::missing);
  CHECK(door.who_is_inside().empty());
  const auto again = MUST(door.check_in_all(cohort, {person}, session, staff));
  CHECK(again[0].decision.verdict == Verdict::green);
  CHECK(listed(door)[0].state == Expected::arrived);
  carry(second, first, second_device);
  MUST(desk.refresh());
  CHECK(listed(desk)[0].state == Expected::arrived);
}

TEST_CASE("who was registered by mistake is gone with one correction, and the label with them",
          "[recorder][walk-in]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const WalkInResult made = MUST(recorder.walk_in(somebody()));
  CorrectionOrder undo;
  undo.cohort = cohort;
  undo.references = {made.check_in, made.person};
  undo.standing = payload::Correction::VOID;
  undo.reason = "undone";
  MUST(recorder.correct(undo));
  CHECK(listed(recorder).empty());
  CHECK(recorder.board_of(cohort, SessionNumber{this_session}).walk_ins == 0);
  CHECK(MUST(recorder.scan(made.code)).decision.verdict == Verdict::refused);
}

TEST_CASE("a label and a badge of one person are one scan", "[recorder][walk-in]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  Recorder recorder = MUST(kiosk.recorder());
  const WalkInResult made = MUST(recorder.walk_in(somebody()));
  Fact same;
  same.kind = Kind::same_person;
  same.person = Subject(known_person);
  same.references = {made.person};
  other.write(same);
  other.arrives();
  MUST(recorder.refresh());
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::already);
  kiosk.clock.pass(repeated_scan_s);
  const ScanResult scan = MUST(recorder.scan(made.code));
  CHECK(scan.decision.verdict == Verdict::green);
  CHECK(scan.decision.person->number == PersonNumber{known_person});
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::already);
  CHECK(recorder.board_of(cohort, SessionNumber{this_session}).total.arrived == 1);
  CHECK(listed(recorder).empty());
}

TEST_CASE("a kiosk whose key the office has not told prints no code", "[recorder][walk-in]") {
  Enrolled kiosk;
  kiosk.kiosk_keys.sign = SigningKey::make(kiosk.random);
  Recorder recorder = MUST(kiosk.recorder());
  const WalkInResult made = MUST(recorder.walk_in(somebody()));
  CHECK(made.code.empty());
  CHECK(recorder.walk_in_code(made.person).empty());
}

TEST_CASE("a label of a rehearsal is refused on the day", "[recorder][walk-in]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  recorder.set_rehearsal(true);
  const WalkInResult made = MUST(recorder.walk_in(somebody()));
  CHECK(MUST(recorder.scan(made.code)).decision.verdict == Verdict::green);
  recorder.set_rehearsal(false);
  CHECK(MUST(recorder.scan(made.code)).decision.verdict == Verdict::refused);
  CHECK(listed(recorder).empty());
}

TEST_CASE("a stolen kiosk's label is refused where its registration has not come",
          "[recorder][walk-in]") {
  Enrolled first(1), second(1, second_device);
  Recorder desk = MUST(first.recorder());
  const WalkInResult made = MUST(desk.walk_in(somebody()));
  second.revoke(this_device);
  Recorder door = MUST(second.recorder());
  CHECK(MUST(door.scan(made.code)).decision.verdict == Verdict::refused);
  carry(first, second, this_device);
  MUST(door.refresh());
  CHECK(MUST(door.scan(made.code)).decision.verdict == Verdict::green);
}
