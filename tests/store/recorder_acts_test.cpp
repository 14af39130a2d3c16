// What staff and visitors do beside scanning: each act is one transaction, and what cannot be said
// leaves nothing behind.
#include <sqlite3.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "tests/store/other_kiosk.h"

using namespace otmetka;
using namespace otmetka::test;
using payload::Correction;

namespace {

const Scope cohort = "exchange";
const Subject staff(uint32_t{900});

std::vector<Fact> cohort_facts(const Machine& machine) {
  std::vector<Fact> out;
  for (const EpochRead& epoch : read_journal(machine)) {
    if (epoch.epoch.log != cohort_log) continue;
    out.insert(out.end(), epoch.facts.begin() + 1, epoch.facts.end());
  }
  return out;
}

template <typename Message>
Message read(const Fact& fact) {
  Message out;
  REQUIRE(out.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size())));
  return out;
}

/// The text that a fact names, as the daemon will find it.
std::string text_of_fact(const Machine& machine, const Fact& fact) {
  REQUIRE(fact.detached.has_value());
  JournalReader reader = MUST(JournalReader::open(Machine::path, machine.vfs()));
  const auto salted = MUST(reader.detached(*fact.detached));
  REQUIRE(salted.has_value());
  CHECK(detached_hash(*salted) == *fact.detached);
  return std::string(as_text(text_of(*salted)));
}

bool holds(const Bytes& bytes, std::string_view text) {
  return as_text(bytes).find(text) != std::string_view::npos;
}

BoardCounts counts(const Recorder& recorder) {
  return recorder.board_of(cohort, SessionNumber{this_session}).total;
}

CorrectionOrder excuse(uint32_t person) {
  CorrectionOrder order;
  order.cohort = cohort;
  order.standing = Correction::ABSENT;
  order.reason = reason_excused;
  order.person = Subject(person);
  order.session = Subject(this_session);
  order.actor = staff;
  return order;
}

NewWalkIn somebody() { return {cohort, "Салимов", "Азат", "Экопарк", "tt", staff}; }

Failure failure_of(const auto& result) {
  REQUIRE_FALSE(result.ok());
  return result.error().failure;
}

}  // namespace

TEST_CASE("a group is checked in as one, each judged for himself", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.scan(kiosk.badge(known_person)));
  const auto results = MUST(recorder.check_in_all(
      cohort, {PersonNumber{known_person}, PersonNumber{revoked_person}, PersonNumber{77}},
      Subject(this_session), staff));
  REQUIRE(results.size() == 3);
  CHECK(results[0].decision.verdict == Verdict::already);
  CHECK(results[1].decision.verdict == Verdict::green);
  CHECK(results[2].decision.verdict == Verdict::guest);
  const std::vector<Fact> facts = cohort_facts(kiosk);
  REQUIRE(facts.size() == 3);  // one of them the scan
  CHECK(facts[1].method == Method::group);
  CHECK(facts[1].actor == staff);
  CHECK(results[1].fact->seq == 3);
  CHECK(counts(recorder).arrived == 2);
}

TEST_CASE("a session that staff name is the session, whatever the hour", "[recorder][acts]") {
  Enrolled kiosk;
  kiosk.know_time(5);
  kiosk.clock.pass(6 * 3600);
  Recorder recorder = MUST(kiosk.recorder());
  const std::vector<PersonNumber> group{PersonNumber{known_person}};
  CHECK(MUST(recorder.check_in_all(cohort, group, Subject(), staff))[0].decision.verdict ==
        Verdict::amber);
  const auto named = MUST(recorder.check_in_all(cohort, group, Subject(this_session), staff));
  CHECK(named[0].decision.verdict == Verdict::green);
  CHECK(cohort_facts(kiosk).back().session == Subject(this_session));
  CHECK(failure_of(recorder.check_in_all(cohort, group, Subject(999u), staff)) ==
        Failure::bad_input);
}

TEST_CASE("of a group that the disk refuses nobody is checked in", "[recorder][acts][crash]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.scan(kiosk.badge(77)));
  kiosk.disk.fail_at(1, SQLITE_FULL);
  const std::vector<PersonNumber> group{PersonNumber{known_person}, PersonNumber{revoked_person}};
  CHECK(failure_of(recorder.check_in_all(cohort, group, Subject(), staff)) == Failure::full);
  CHECK(cohort_facts(kiosk).size() == 1);
  CHECK(counts(recorder).arrived == 0);
  MUST(recorder.check_in_all(cohort, group, Subject(), staff));
  CHECK(counts(recorder).arrived == 2);
}

TEST_CASE("one tap excuses somebody, and if he comes he has come", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.correct(excuse(known_person)));
  CHECK(counts(recorder) == BoardCounts{2, 0, 0, 1, 1});
  const Fact fact = cohort_facts(kiosk).back();
  CHECK(fact.kind == Kind::correction);
  CHECK(fact.actor == staff);
  CHECK(read<Correction>(fact).reason() == "excused");
  MUST(recorder.scan(kiosk.badge(known_person)));
  CHECK(counts(recorder) == BoardCounts{2, 1, 0, 1, 0});
}

TEST_CASE("a mistake of any kiosk is made void here, with a reason and words of one's own",
          "[recorder][acts]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  const FactId mistake = other.checks_in(Subject(known_person), this_venue);
  other.arrives();
  Recorder recorder = MUST(kiosk.recorder());
  CHECK(counts(recorder).arrived == 1);
  CorrectionOrder order = excuse(known_person);
  order.standing = Correction::VOID;
  order.references = {mistake};
  order.reason = "wrong-person";
  order.text = "это был его брат";
  MUST(recorder.correct(order));
  CHECK(counts(recorder).arrived == 0);
  CHECK(recorder.who_is_inside().empty());
  const Fact fact = cohort_facts(kiosk).back();
  CHECK(text_of_fact(kiosk, fact) == order.text);
  CHECK_FALSE(holds(encode_row(fact), "брат"));
}

TEST_CASE("a correction that could not count is not recorded", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  CorrectionOrder order = excuse(known_person);
  SECTION("it says nothing") { order.standing = Correction::UNKNOWN; }
  SECTION("it is about nobody") { order.person = Subject(); }
  SECTION("it voids nothing") { order.standing = Correction::VOID; }
  SECTION("it names another cohort's fact") { order.references = {{{1}, "kaluga", Epoch{1}, 2}}; }
  SECTION("it is of a cohort that is not held") { order.cohort = "kaluga"; }
  SECTION("it names more than a row holds") {
    order.references.assign(row_references_max + 1, {{1}, cohort, Epoch{1}, 2});
  }
  CHECK(failure_of(recorder.correct(order)) == Failure::bad_input);
  CHECK(read_journal(kiosk).empty());
}

TEST_CASE("a walk-in is made and checked in as one, and his name is in no row",
          "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const WalkInResult result = MUST(recorder.walk_in(somebody()));
  REQUIRE(result.session != nullptr);
  CHECK(result.session->number == SessionNumber{this_session});
  const std::vector<Fact> facts = cohort_facts(kiosk);
  REQUIRE(facts.size() == 2);
  CHECK(facts[0].kind == Kind::walk_in);
  CHECK(read<payload::WalkIn>(facts[0]).language() == "tt");
  CHECK(facts[1].kind == Kind::check_in);
  CHECK(facts[1].person == Subject(result.person));
  CHECK(facts[1].session == Subject(this_session));
  CHECK(facts[1].actor == staff);
  for (const Fact& fact : facts) {
    CHECK_FALSE(holds(encode_row(fact), "Салимов"));
    CHECK_FALSE(holds(encode_row(fact), "Экопарк"));
  }
  const auto name = MUST(recorder.walk_in_name(result.person));
  REQUIRE(name.has_value());
  CHECK(full_name(*name) == "Салимов Азат");
  CHECK(name->organisation().ru() == "Экопарк");
  const std::vector<Stay> inside = recorder.who_is_inside();
  REQUIRE(inside.size() == 1);
  CHECK(inside[0].visitor == Visitor::walk_in);
  MUST(recorder.check_out(cohort, Subject(result.person), Subject(this_session)));
  CHECK(recorder.who_is_inside().empty());
}

TEST_CASE("a walk-in that the disk refuses is neither made nor checked in",
          "[recorder][acts][crash]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  MUST(recorder.scan(kiosk.badge(77)));
  kiosk.disk.fail_at(1, SQLITE_IOERR_FSYNC);
  CHECK(failure_of(recorder.walk_in(somebody())) == Failure::io);
  CHECK(cohort_facts(kiosk).size() == 1);
  CHECK(recorder.board_of(cohort, SessionNumber{this_session}).walk_ins == 0);
  MUST(recorder.walk_in(somebody()));
  CHECK(recorder.board_of(cohort, SessionNumber{this_session}).walk_ins == 1);
}

TEST_CASE("what another kiosk's walk-in said his name was is known once it has come",
          "[recorder][acts]") {
  Enrolled kiosk;
  OtherKiosk other(kiosk);
  payload::PersonName name;
  name.set_family("Ли");
  const Bytes salted = salt_text(as_bytes(name.SerializeAsString()), kiosk.random);
  Fact made;
  made.kind = Kind::walk_in;
  made.detached = detached_hash(salted);
  const FactId walk_in = other.write(made);
  other.arrives();
  Recorder recorder = MUST(kiosk.recorder());
  CHECK_FALSE(MUST(recorder.walk_in_name(walk_in)).has_value());
  const Bytes sealed = seal_detached(cohort, salted, kiosk.scope_keys.at(cohort), kiosk.random);
  REQUIRE(kiosk.mirror->logs().put_detached(*made.detached, cohort, sealed).ok());
  CHECK(full_name(MUST(recorder.walk_in_name(walk_in)).value()) == "Ли");
}

TEST_CASE("an idea keeps its words apart from its row", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const Subject person(known_person);
  MUST(recorder.idea(cohort, person, "", "умный переход у школы"));
  const Fact fact = cohort_facts(kiosk).back();
  CHECK(fact.kind == Kind::idea);
  CHECK(fact.person == person);
  CHECK(fact.venue == Subject(this_venue));
  CHECK(text_of_fact(kiosk, fact) == "умный переход у школы");
  CHECK_FALSE(holds(encode_row(fact), "школы"));
  CHECK(failure_of(recorder.idea(cohort, person, "", "")) == Failure::bad_input);
  CHECK(failure_of(recorder.idea(cohort, person, "no-such", "да")) == Failure::bad_input);
  CHECK(failure_of(recorder.idea(cohort, person, "", std::string(detached_bytes_max + 1, 'x'))) ==
        Failure::bad_input);
  CHECK(cohort_facts(kiosk).size() == 1);
}

TEST_CASE("consent is given and withdrawn apart for data and photographs", "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const Subject person(known_person);
  MUST(recorder.consent(cohort, person, payload::Consent::DATA, true));
  MUST(recorder.consent(cohort, person, payload::Consent::PHOTO, false, staff));
  const std::vector<Fact> facts = cohort_facts(kiosk);
  REQUIRE(facts.size() == 2);
  CHECK(read<payload::Consent>(facts[0]).subject() == payload::Consent::DATA);
  CHECK(read<payload::Consent>(facts[0]).agreed());
  CHECK(read<payload::Consent>(facts[1]).subject() == payload::Consent::PHOTO);
  CHECK_FALSE(read<payload::Consent>(facts[1]).agreed());
  CHECK(facts[1].actor == staff);
  CHECK(failure_of(recorder.consent(cohort, Subject(), payload::Consent::DATA, true)) ==
        Failure::bad_input);
  CHECK(failure_of(recorder.consent(cohort, person, payload::Consent::UNKNOWN, true)) ==
        Failure::bad_input);
}

TEST_CASE("a rehearsal is recorded as one, counts nowhere, and is no earlier scan of the real day",
          "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  recorder.set_rehearsal(true);
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
  const WalkInResult rehearsed = MUST(recorder.walk_in(somebody()));
  for (const Fact& fact : cohort_facts(kiosk)) CHECK((fact.flags & flag::rehearsal) != 0);
  MUST(recorder.record_health(payload::Health()));
  for (const EpochRead& epoch : read_journal(kiosk)) {
    if (epoch.epoch.log == own_log) CHECK(epoch.facts.back().flags == 0);
  }
  CHECK(recorder.presence().walk_in(rehearsed.person) == nullptr);
  recorder.set_rehearsal(false);
  CHECK(counts(recorder).arrived == 0);
  CHECK(recorder.who_is_inside().empty());
  CHECK(MUST(recorder.scan(kiosk.badge(known_person))).decision.verdict == Verdict::green);
  CHECK((cohort_facts(kiosk).back().flags & flag::rehearsal) == 0);
  CHECK(counts(recorder).arrived == 1);
}

TEST_CASE("staff see what is rehearsed, that alone, and each rehearsal begins with nothing",
          "[recorder][acts]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const SessionNumber session{this_session};
  const auto walk_ins = [&] { return recorder.board_of(cohort, session).walk_in_people; };
  MUST(recorder.walk_in(somebody()));
  REQUIRE(walk_ins().size() == 1);
  recorder.set_rehearsal(true);
  CHECK(walk_ins().empty());
  CHECK(recorder.who_is_inside().size() == 1);  // who is really inside is looked for in any alarm
  const ScanResult scanned = MUST(recorder.scan(kiosk.badge(known_person)));
  const WalkInResult rehearsed = MUST(recorder.walk_in(somebody()));
  CHECK(counts(recorder).arrived == 1);
  REQUIRE(walk_ins().size() == 1);
  CHECK(walk_ins()[0].person == Subject(rehearsed.person));
  CHECK(MUST(recorder.walk_in_name(rehearsed.person)));
  CHECK(recorder.who_is_inside().size() == 3);
  CorrectionOrder order;
  order.cohort = cohort;
  order.references = {*scanned.fact};
  order.standing = payload::Correction::VOID;
  order.actor = staff;
  MUST(recorder.correct(order));
  CHECK(counts(recorder).arrived == 0);
  recorder.set_rehearsal(false);
  CHECK(walk_ins().size() == 1);
  CHECK(recorder.who_is_inside().size() == 1);
  recorder.set_rehearsal(true);
  CHECK(walk_ins().empty());
}

TEST_CASE("no act is recorded on a kiosk that is not enrolled", "[recorder][acts]") {
  Enrolled kiosk;
  Identity identity = *MUST(kiosk.mirror->identity());
  identity.complete = false;
  REQUIRE(kiosk.mirror->set_identity(identity).ok());
  Recorder recorder = MUST(kiosk.recorder());
  const Subject person(known_person);
  const std::vector<PersonNumber> group{PersonNumber{known_person}};
  const auto none = Failure::not_enrolled;
  CHECK(failure_of(recorder.check_in(cohort, group[0], Method::search)) == none);
  CHECK(failure_of(recorder.check_in_all(cohort, group, Subject(), staff)) == none);
  CHECK(failure_of(recorder.correct(excuse(known_person))) == none);
  CHECK(failure_of(recorder.walk_in(somebody())) == none);
  CHECK(failure_of(recorder.idea(cohort, person, "", "да")) == none);
  CHECK(failure_of(recorder.consent(cohort, person, payload::Consent::DATA, true)) == none);
  CHECK(read_journal(kiosk).empty());
}
