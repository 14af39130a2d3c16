// What the recorder knows of answers and ideas: its own at once, others' as they come.
#include <sqlite3.h>

#include "tests/store/other_kiosk.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const Scope cohort = "exchange";
const Subject person(known_person);
using Declined = std::set<std::pair<Scope, PersonNumber>>;

Fact answer(bool agreed, int64_t wall_s) {
  payload::Consent said;
  said.set_subject(payload::Consent::DATA);
  said.set_agreed(agreed);
  Fact fact;
  fact.kind = Kind::consent;
  fact.person = person;
  fact.wall_s = wall_s;
  fact.payload = to_bytes(as_bytes(said.SerializeAsString()));
  return fact;
}

}  // namespace

TEST_CASE("an answer is known at once, after a restart, and can be changed",
          "[recorder][consent]") {
  Enrolled kiosk;
  {
    Recorder recorder = MUST(kiosk.recorder());
    CHECK_FALSE(recorder.consent_of(cohort, person));
    MUST(recorder.consent(cohort, person, payload::Consent::DATA, false));
    CHECK(recorder.consent_of(cohort, person) == false);
    CHECK(recorder.declined() == Declined{{cohort, PersonNumber{known_person}}});
  }
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(recorder.consent_of(cohort, person) == false);
  kiosk.clock.pass(1);
  MUST(recorder.consent(cohort, person, payload::Consent::DATA, true));
  CHECK(recorder.consent_of(cohort, person) == true);
  CHECK(recorder.declined().empty());
  CHECK_FALSE(recorder.consent_of(cohort, Subject(revoked_person)));
}

TEST_CASE("an answer that the disk refuses was not given", "[recorder][consent][crash]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.scan(kiosk.badge(known_person)));
  kiosk.disk.fail_at(1, SQLITE_IOERR_FSYNC);
  CHECK_FALSE(recorder.consent(cohort, person, payload::Consent::DATA, true).ok());
  CHECK_FALSE(recorder.consent_of(cohort, person));
}

TEST_CASE("an answer at another kiosk is known as soon as the daemon has brought it",
          "[recorder][consent]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.consent(cohort, person, payload::Consent::DATA, true));
  other.write(answer(false, kiosk.clock.wall_s() + 60));
  other.arrives();
  CHECK(recorder.consent_of(cohort, person) == true);
  CHECK(MUST(recorder.refresh()));
  CHECK(recorder.consent_of(cohort, person) == false);
}

TEST_CASE("ideas are counted for whoever left them", "[recorder][ideas]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  Fact idea;
  idea.kind = Kind::idea;
  idea.person = person;
  other.write(idea);
  other.arrives();
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(recorder.ideas_of(cohort, person) == 1);
  MUST(recorder.idea(cohort, person, "", "да"));
  CHECK(recorder.ideas_of(cohort, person) == 2);
  CHECK(recorder.ideas_of(cohort, Subject(revoked_person)) == 0);
}
