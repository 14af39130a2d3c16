// One scan after the other: what is recorded, what is told, and that the first comes before the
// second. Which verdict a scan deserves is the model's (tests/shared); here is what becomes of it.
#include "shared/store/recorder.h"

#include <sqlite3.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "tests/store/enrolled.h"
#include "tests/store/folder.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// Facts of one log over all its epochs, `opened` left out.
std::vector<Fact> facts_of(const Machine& machine, const LogId& log) {
  std::vector<Fact> out;
  for (const EpochRead& epoch : read_journal(machine)) {
    if (epoch.epoch.log != log) continue;
    out.insert(out.end(), epoch.facts.begin() + 1, epoch.facts.end());
  }
  return out;
}

size_t anchors(const Machine& machine) {
  const std::vector<Fact> facts = facts_of(machine, own_log);
  return static_cast<size_t>(std::count_if(facts.begin(), facts.end(),
                                           [](const Fact& f) { return f.kind == Kind::anchor; }));
}

}  // namespace

TEST_CASE("whose a badge is can be asked without a fact", "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const auto holder = recorder.holder_of(kiosk.badge(known_person));
  REQUIRE(holder);
  CHECK(holder->first == cohort_log.scope);
  CHECK(holder->second == Subject(known_person));
  CHECK_FALSE(recorder.holder_of("K1:NOBODY"));
  CHECK(facts_of(kiosk, cohort_log).empty());
}

TEST_CASE("a scan that is shown green is in the journal", "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  REQUIRE(recorder.enrolled());
  CHECK(recorder.venue()->entry.name() == "university");
  const ScanResult result = MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(result.decision.verdict == Verdict::green);
  REQUIRE(result.fact.has_value());
  CHECK(result.fact->log() == cohort_log);
  const std::vector<Fact> facts = facts_of(kiosk, cohort_log);
  REQUIRE(facts.size() == 1);
  CHECK(facts[0].kind == Kind::check_in);
  CHECK(facts[0].person == Subject(known_person));
  CHECK(facts[0].session == Subject(this_session));
  CHECK(facts[0].venue == Subject(this_venue));
  CHECK(facts[0].method == Method::qr);
}

TEST_CASE("within a minute of one boot the same scan is the same fact, after it another",
          "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const FactId first = *MUST(recorder.scan(kiosk.badge(known_person))).fact;
  kiosk.clock.pass(repeated_scan_s - 1);
  const ScanResult again = MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(again.decision.verdict == Verdict::already);
  CHECK(again.fact == first);
  CHECK(facts_of(kiosk, cohort_log).size() == 1);
  kiosk.clock.pass(1);
  const ScanResult later = MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(later.decision.verdict == Verdict::green);
  CHECK(later.fact != first);
  CHECK(facts_of(kiosk, cohort_log).size() == 2);
}

TEST_CASE("a minute is counted by the boot's own clock, whatever the wall clock does",
          "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.scan(kiosk.badge(known_person)));
  kiosk.clock.wall += 7200;
  kiosk.clock.boot += 10'000;
  kiosk.clock.wall -= 7200;
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::already);
  kiosk.clock.id = {9};  // another boot: its seconds say nothing of the first one's
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}

TEST_CASE("a minute is remembered over a restart of the program", "[recorder]") {
  Enrolled kiosk;
  { MUST(MUST(kiosk.recorder()).scan(kiosk.badge(known_person))); }
  kiosk.clock.pass(20);
  CHECK(MUST(MUST(kiosk.recorder()).scan(kiosk.badge(known_person))).decision.verdict ==
        Verdict::already);
}

TEST_CASE("what the daemon learnt of time is recorded once a boot, before the scan it judges",
          "[recorder]") {
  Enrolled kiosk;
  kiosk.know_time(5);
  Recorder recorder = MUST(kiosk.recorder());
  CHECK_FALSE(recorder.time().anchored);
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
  CHECK(anchors(kiosk) == 1);
  CHECK(recorder.time().anchored);
  CHECK(facts_of(kiosk, cohort_log)[0].flags == 0);  // judged by the anchor
  for (int i = 0; i < 3; ++i) {
    kiosk.clock.pass(100);
    MUST(recorder.scan(kiosk.badge(known_person)));
  }
  CHECK(anchors(kiosk) == 1);
}

TEST_CASE("an anchor is recorded again only if it says much more or contradicts", "[recorder]") {
  Enrolled kiosk;
  kiosk.know_time(40);
  Recorder recorder = MUST(kiosk.recorder());
  const auto scan_again = [&] {
    kiosk.clock.pass(100);
    MUST(recorder.refresh());
    MUST(recorder.scan(kiosk.badge(known_person)));
    return anchors(kiosk);
  };
  CHECK(scan_again() == 1);
  kiosk.know_time(30);
  CHECK(scan_again() == 1);
  kiosk.know_time(20);
  CHECK(scan_again() == 2);
  kiosk.clock.wall += 3000;  // now the daemon says that it is 50 minutes later
  kiosk.know_time(20);
  CHECK(scan_again() == 3);
  CHECK(recorder.time().anchored);  // within the hour all the same
  CHECK(scan_again() == 3);
  kiosk.clock.id = {9};
  CHECK(scan_again() == 3);  // known for another boot
  CHECK_FALSE(recorder.time().anchored);
  kiosk.know_time(20);
  CHECK(scan_again() == 4);
}

TEST_CASE("a scan without an anchor says so in its fact", "[recorder]") {
  Enrolled kiosk;
  kiosk.clock.wall = 0;  // 1970
  Recorder recorder = MUST(kiosk.recorder());
  const ScanResult result = MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(result.decision.verdict == Verdict::green);  // no clock is used against a visitor
  CHECK(facts_of(kiosk, cohort_log)[0].flags == flag::clock_unanchored);
}

TEST_CASE("a kiosk that is not enrolled records nothing and says what to do", "[recorder]") {
  Enrolled kiosk;
  SECTION("no daemon ran yet") {
    kiosk.mirror.reset();
    kiosk.disk.remove(Enrolled::mirror_file);
  }
  SECTION("enrolment is under way") {
    Identity identity = *MUST(kiosk.mirror->identity());
    identity.complete = false;
    REQUIRE(kiosk.mirror->set_identity(identity).ok());
  }
  Recorder recorder = MUST(kiosk.recorder());
  CHECK_FALSE(recorder.enrolled());
  const auto result = recorder.scan(kiosk.badge(known_person));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().failure == Failure::not_enrolled);
  CHECK(result.error().message.find("otmetka enrol") != std::string::npos);
  CHECK(recorder.check_out("exchange", PersonNumber{known_person}, Subject()).error().failure ==
        Failure::not_enrolled);
  CHECK(read_journal(kiosk).empty());
}

TEST_CASE("enrolment that comes to its end is seen without a restart", "[recorder]") {
  Enrolled kiosk;
  Identity identity = *MUST(kiosk.mirror->identity());
  identity.complete = false;
  REQUIRE(kiosk.mirror->set_identity(identity).ok());
  Recorder recorder = MUST(kiosk.recorder());
  CHECK_FALSE(MUST(recorder.refresh()));
  identity.complete = true;
  REQUIRE(kiosk.mirror->set_identity(identity).ok());
  CHECK(MUST(recorder.refresh()));
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}

TEST_CASE("a kiosk with a new key says that it waits, and works when the daemon has sealed to it",
          "[recorder]") {
  Enrolled kiosk;
  const bool told = GENERATE(true, false);  // a mirror of before does not say for whom it sealed
  const PublicKey before = box_public(*kiosk.kiosk_keys.box);
  Keys scopes = kiosk.kiosk_keys;
  REQUIRE(kiosk.mirror->open_kiosk_keys(scopes).ok());
  if (told) {
    REQUIRE(kiosk.mirror->begin_kiosk_keys(before).ok());
    for (const ScopeKey& entry : scopes.scopes) {
      const Bytes sealed = box_seal(before, entry.key, kiosk.random);
      REQUIRE(kiosk.mirror->put_kiosk_key(entry.scope, scope_key_id(entry.key), sealed).ok());
    }
  }
  kiosk.kiosk_keys.box = kiosk.random.bytes<32>();
  Recorder recorder = MUST(kiosk.recorder());
  CHECK_FALSE(recorder.enrolled());
  CHECK(recorder.waits_for_keys());
  const auto result = recorder.scan(kiosk.badge(known_person));
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().message.find("waits for the daemon") != std::string::npos);
  const PublicKey after = box_public(*kiosk.kiosk_keys.box);
  REQUIRE(kiosk.mirror->begin_kiosk_keys(after).ok());
  for (const ScopeKey& entry : scopes.scopes) {
    const Bytes sealed = box_seal(after, entry.key, kiosk.random);
    REQUIRE(kiosk.mirror->put_kiosk_key(entry.scope, scope_key_id(entry.key), sealed).ok());
  }
  CHECK(MUST(recorder.refresh()));
  CHECK_FALSE(recorder.waits_for_keys());
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}

TEST_CASE("each verdict's fact goes into the log it belongs to", "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(MUST(recorder.scan(kiosk.badge(revoked_person))).decision.verdict == Verdict::refused);
  CHECK(facts_of(kiosk, cohort_log).back().kind == Kind::refused_scan);
  const ScanResult guest = MUST(recorder.scan(kiosk.badge(77)));
  CHECK(guest.decision.verdict == Verdict::guest);
  CHECK((facts_of(kiosk, cohort_log).back().flags & flag::guest) != 0);
  CHECK(MUST(recorder.scan(kiosk.badge(known_person, 2))).decision.verdict == Verdict::refused);
  CHECK(facts_of(kiosk, own_log).back().kind ==
        Kind::refused_scan);  // a cohort that is not held here
  const size_t recorded = marks(read_journal(kiosk)).size();
  for (const std::string code : {"K1:NONSENSE", "", "http://example.org", "K1:"}) {
    const ScanResult result = MUST(recorder.scan(code));
    CHECK(result.decision.verdict == Verdict::not_a_badge);
    CHECK_FALSE(result.fact.has_value());
  }
  CHECK(marks(read_journal(kiosk)).size() == recorded);
}

TEST_CASE("who is found by name is judged like a scan, and the fact says how he was found",
          "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const PersonNumber person{known_person};
  const ScanResult found = MUST(recorder.check_in("exchange", person, Method::search));
  CHECK(found.decision.verdict == Verdict::green);
  CHECK(found.decision.person->number == person);
  CHECK(found.decision.session->number == SessionNumber{this_session});
  const ScanResult scanned = MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(scanned.decision.verdict == Verdict::already);  // one minute for badge and name together
  CHECK(scanned.fact == found.fact);
  MUST(recorder.check_out("exchange", person, Subject(this_session)));
  const Subject staff(uint32_t{900});
  CHECK(MUST(recorder.check_in("exchange", person, Method::manual, staff)).decision.verdict ==
        Verdict::green);
  const std::vector<Fact> facts = facts_of(kiosk, cohort_log);
  REQUIRE(facts.size() == 3);
  CHECK(facts[0].method == Method::search);
  CHECK(facts[0].session == Subject(this_session));
  CHECK(facts[0].actor.none());
  CHECK(facts[2].method == Method::manual);
  CHECK(facts[2].actor == staff);
}

TEST_CASE("a badge that was revoked says nothing of its person, who may come by name",
          "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(MUST(recorder.scan(kiosk.badge(revoked_person))).decision.verdict == Verdict::refused);
  CHECK(MUST(recorder.check_in("exchange", PersonNumber{revoked_person}, Method::search))
            .decision.verdict == Verdict::green);
}

TEST_CASE("nobody is checked in to a cohort that this kiosk does not hold", "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const ScanResult result =
      MUST(recorder.check_in("kaluga", PersonNumber{known_person}, Method::search));
  CHECK(result.decision.verdict == Verdict::refused);
  CHECK_FALSE(result.fact.has_value());
  CHECK(read_journal(kiosk).empty());
}

TEST_CASE("a roster whose key's name was damaged counts when it has come again", "[recorder]") {
  Enrolled kiosk;
  kiosk.cohort_is_damaged();
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict != Verdict::green);
  kiosk.cohort_is_repaired();
  MUST(recorder.refresh());
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}

TEST_CASE("leaving is recorded apart from coming, and does not make the next scan a repetition",
          "[recorder]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.scan(kiosk.badge(known_person)));
  const FactId out =
      MUST(recorder.check_out("exchange", PersonNumber{known_person}, Subject(this_session)));
  CHECK(out.seq == 3);
  CHECK(facts_of(kiosk, cohort_log)[1].kind == Kind::check_out);
  kiosk.clock.pass(repeated_scan_s);
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}

TEST_CASE("a scan that could not be saved is told as that, and counts for nothing",
          "[recorder][crash]") {
  for (const int error : {SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC}) {
    CAPTURE(error);
    Enrolled kiosk;
    kiosk.know_time(5);
    Recorder recorder = MUST(kiosk.recorder());
    MUST(recorder.scan(kiosk.badge(77)));  // takes the anchor with it
    kiosk.disk.fail_at(1, error);
    const auto failed = recorder.scan(kiosk.badge(known_person));
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().failure == (error == SQLITE_FULL ? Failure::full : Failure::io));
    CHECK(marks(read_journal(kiosk)).count(known_person) == 0);
    const ScanResult again = MUST(recorder.scan(kiosk.badge(known_person)));
    CHECK(again.decision.verdict == Verdict::green);  // not "already"
    CHECK(marks(read_journal(kiosk)).at(known_person) == 1);
  }
}

TEST_CASE("the kiosk's keys are made once, and the daemon finds their public halves",
          "[recorder]") {
  const Folder folder;
  Machine machine(1);
  Journal journal = MUST(machine.open());
  REQUIRE(make_directory(journal_directory(folder.path()), 02750).ok());
  const Keys first = MUST(ensure_kiosk_keys(folder.path(), journal, machine.random));
  const Keys second = MUST(ensure_kiosk_keys(folder.path(), journal, machine.random));
  CHECK(first.to_text() == second.to_text());
  JournalReader reader = MUST(JournalReader::open(Machine::path, machine.vfs()));
  CHECK(MUST(reader.local(kiosk_sign_key_local)) == to_bytes(first.sign->public_key()));
  CHECK(MUST(reader.local(kiosk_box_key_local)) == to_bytes(box_public(*first.box)));
}
