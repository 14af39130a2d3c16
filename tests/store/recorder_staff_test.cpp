// What the staff's screens ask of the recorder beside acts on people: paper, the clock, and what
// has arrived at central.
#include "shared/base/limits.h"
#include "shared/model/time_fold.h"
#include "tests/store/other_kiosk.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const Scope cohort = "exchange";
const Subject staff(uint32_t{900});

Fact last_fact(const Machine& machine, const Scope& scope) {
  Fact out;
  for (const EpochRead& epoch : read_journal(machine)) {
    if (epoch.epoch.log.scope == scope && !epoch.facts.empty()) out = epoch.facts.back();
  }
  return out;
}

}  // namespace

TEST_CASE("who was noted on paper is brought in later, marked so, at the session of the sheet",
          "[recorder][acts]") {
  Enrolled kiosk;
  kiosk.know_time(5);
  kiosk.clock.pass(8 * 3600);  // in the evening
  Recorder recorder = MUST(kiosk.recorder());
  const auto done = MUST(recorder.check_in_from_paper(cohort, PersonNumber{known_person},
                                                      SessionNumber{this_session}, staff));
  CHECK(done.decision.verdict == Verdict::green);
  const Fact fact = last_fact(kiosk, cohort);
  CHECK(fact.method == Method::paper);
  CHECK((fact.flags & flag::paper) != 0);
  CHECK(fact.session == Subject(this_session));
  CHECK(fact.actor == staff);
  const auto nowhere =
      recorder.check_in_from_paper(cohort, PersonNumber{known_person}, SessionNumber{999}, staff);
  REQUIRE_FALSE(nowhere.ok());
  CHECK(nowhere.error().failure == Failure::bad_input);
}

TEST_CASE("staff confirm the clock of a boot that nobody has anchored", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  REQUIRE_FALSE(recorder.time().anchored);
  const int64_t true_s = session_start + 700;
  MUST(recorder.confirm_time(true_s, staff));
  CHECK(recorder.time().anchored);
  CHECK(recorder.time().now_s == true_s);
  const Fact fact = last_fact(kiosk, device_scope);
  CHECK(fact.kind == Kind::anchor);
  CHECK(fact.actor == staff);
  payload::Anchor anchor;
  REQUIRE(anchor.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size())));
  CHECK(anchor.source() == payload::Anchor::STAFF);
  CHECK(anchor.latest() - anchor.earliest() == 2 * staff_anchor_least_s);
  CHECK_FALSE(recorder.confirm_time(anchor_bound_s + 1, staff).ok());
}

TEST_CASE("a kiosk that was moved stands at the other venue, after a restart too",
          "[recorder][acts]") {
  Enrolled kiosk;
  {
    Recorder recorder = MUST(kiosk.recorder());
    const uint64_t before = recorder.directory_version();
    MUST(recorder.assign("centre", staff));
    CHECK(recorder.venue()->number == VenueNumber{other_venue});
    CHECK(recorder.directory_version() != before);
    const Fact fact = last_fact(kiosk, device_scope);
    CHECK(fact.kind == Kind::assignment);
    CHECK(fact.actor == staff);
    // The session is at the university, which is another venue now.
    const auto scan = MUST(recorder.scan(kiosk.badge(known_person)));
    CHECK(scan.decision.verdict == Verdict::amber);
    CHECK(last_fact(kiosk, cohort).venue == Subject(other_venue));
  }
  Recorder again = MUST(kiosk.recorder());
  CHECK(again.venue()->number == VenueNumber{other_venue});
  MUST(again.assign("university", staff));
  CHECK(again.venue()->number == VenueNumber{this_venue});
  CHECK(MUST(again.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}

TEST_CASE("a kiosk is moved to no venue that it does not know, nor to its own",
          "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  for (const char* name : {"nowhere", "", "university"}) {
    const auto refused = recorder.assign(name, staff);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().failure == Failure::bad_input);
  }
  CHECK(recorder.venue()->number == VenueNumber{this_venue});
  CHECK(read_journal(kiosk).empty());
}

TEST_CASE("what was recorded and what central has are counted without what opens a log",
          "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(MUST(recorder.delivery()).recorded == 0);
  for (uint32_t person = 100; person < 105; ++person) MUST(recorder.scan(kiosk.badge(person)));
  const Delivery delivery = MUST(recorder.delivery());
  CHECK(delivery.recorded == 5);
  CHECK(delivery.received == 0);
}

TEST_CASE("a check-in that was taken back is no earlier scan of the next one", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const std::vector<PersonNumber> group{PersonNumber{known_person}};
  const auto first = MUST(recorder.check_in_all(cohort, group, Subject(this_session), staff));
  CorrectionOrder undo;
  undo.cohort = cohort;
  undo.references = {*first[0].fact};
  undo.standing = payload::Correction::VOID;
  undo.reason = "undone";
  MUST(recorder.correct(undo));
  const auto again = MUST(recorder.check_in_all(cohort, group, Subject(this_session), staff));
  CHECK(again[0].decision.verdict == Verdict::green);
  CHECK(recorder.board_of(cohort, SessionNumber{this_session}).total.arrived == 1);
  MUST(recorder.correct(
      {cohort, {*again[0].fact}, payload::Correction::VOID, "undone", {}, {}, staff, ""}));
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
}
