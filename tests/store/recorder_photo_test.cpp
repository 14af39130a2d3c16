// Photos of the roster: named in memory, read from the mirror when somebody looks.
#include "tests/store/enrolled.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const Scope cohort = "exchange";
const PersonNumber person{known_person};
const Bytes portrait = to_bytes(as_bytes("a portrait"));

std::map<PersonNumber, Hash> photos(const Recorder& recorder) {
  return recorder.directory().cohort(cohort)->photos;
}

}  // namespace

TEST_CASE("a photo is read when somebody looks, and again when it has come later",
          "[recorder][photo]") {
  Enrolled kiosk;
  const Fact photo = kiosk.photo_of(known_person, portrait);
  kiosk.cohort_says({photo});
  Recorder recorder = MUST(kiosk.recorder());
  REQUIRE(photos(recorder) == std::map<PersonNumber, Hash>{{person, *photo.detached}});
  CHECK(MUST(recorder.photo(*photo.detached)) == portrait);
  const auto sealed = MUST(kiosk.mirror->logs().detached(*photo.detached));
  const uint64_t version = recorder.directory_version();

  REQUIRE(kiosk.mirror->logs().forget_detached(*photo.detached).ok());  // erased, or on its way
  CHECK_FALSE(MUST(kiosk.mirror->logs().has_detached(*photo.detached)));
  CHECK(MUST(recorder.refresh()));
  CHECK_FALSE(MUST(recorder.photo(*photo.detached)));

  REQUIRE(kiosk.mirror->logs().put_detached(*photo.detached, cohort, *sealed).ok());
  CHECK(MUST(recorder.refresh()));
  CHECK(MUST(recorder.photo(*photo.detached)) == portrait);
  CHECK(recorder.directory_version() == version);  // no roster is opened again for a photo
}

TEST_CASE("what is no photo, or is sealed for others, is none", "[recorder][photo]") {
  Enrolled kiosk;
  const Fact photo = kiosk.photo_of(known_person, portrait);
  kiosk.cohort_says({photo});
  Recorder recorder = MUST(kiosk.recorder());
  HeldLogs logs = kiosk.mirror->logs();
  SECTION("damaged") {
    Bytes sealed = MUST(logs.detached(*photo.detached)).value();
    sealed.back() ^= 1;
    REQUIRE(logs.put_detached(*photo.detached, cohort, sealed).ok());
  }
  SECTION("under another key") {
    const Bytes sealed = seal_detached(cohort, salt_text(portrait, kiosk.random),
                                       kiosk.random.bytes<32>(), kiosk.random);
    REQUIRE(logs.put_detached(*photo.detached, cohort, sealed).ok());
  }
  SECTION("another text") {
    const Bytes sealed = seal_detached(cohort, salt_text(portrait, kiosk.random),
                                       kiosk.scope_keys[cohort], kiosk.random);
    REQUIRE(logs.put_detached(*photo.detached, cohort, sealed).ok());
  }
  CHECK_FALSE(MUST(recorder.photo(*photo.detached)));
}

TEST_CASE("the latest photo of a person holds, and one without a text takes it away",
          "[recorder][photo]") {
  Enrolled kiosk;
  const Fact first = kiosk.photo_of(known_person, portrait),
             second = kiosk.photo_of(known_person, to_bytes(as_bytes("another")));
  Fact none = first;
  none.detached.reset();
  SECTION("replaced") {
    kiosk.cohort_says({first, second});
    Recorder recorder = MUST(kiosk.recorder());
    CHECK(photos(recorder) == std::map<PersonNumber, Hash>{{person, *second.detached}});
  }
  SECTION("taken away") {
    kiosk.cohort_says({first, none});
    Recorder recorder = MUST(kiosk.recorder());
    CHECK(photos(recorder).empty());
  }
  SECTION("of nobody") {
    none.person = {};
    kiosk.cohort_says({none});
    Recorder recorder = MUST(kiosk.recorder());
    CHECK(photos(recorder).empty());
    CHECK(recorder.directory().unread() == 1);
  }
}

TEST_CASE("the answer to the photo is apart from the answer to the data", "[recorder][photo]") {
  Enrolled kiosk;
  Recorder recorder = MUST(kiosk.recorder());
  const Subject who(person);
  MUST(recorder.consent(cohort, who, payload::Consent::PHOTO, true));
  CHECK(recorder.consent_of(cohort, who, payload::Consent::PHOTO) == true);
  CHECK_FALSE(recorder.consent_of(cohort, who));
  kiosk.clock.pass(1);
  MUST(recorder.consent(cohort, who, payload::Consent::DATA, false));
  kiosk.clock.pass(1);
  MUST(recorder.consent(cohort, who, payload::Consent::PHOTO, false));
  CHECK(recorder.consent_of(cohort, who, payload::Consent::PHOTO) == false);
  CHECK(recorder.consent_of(cohort, who) == false);
}

TEST_CASE("a text of any size is held once, found, replaced and forgotten", "[photo]") {
  Enrolled kiosk;
  HeldLogs logs = kiosk.mirror->logs();
  const Hash name = hash({Bytes{1, 2, 3}});
  const Bytes small(100, 1), large(20'000, 2);
  for (const Bytes& bytes : {small, large, small, large}) {
    REQUIRE(logs.put_detached(name, cohort, bytes).ok());
    CHECK(MUST(logs.detached(name)) == bytes);
    CHECK(MUST(logs.has_detached(name)));
    const auto names = MUST(logs.detached_names(cohort));
    CHECK(std::count(names.begin(), names.end(), name) == 1);
  }
  REQUIRE(logs.forget_detached(name).ok());
  CHECK_FALSE(MUST(logs.has_detached(name)));
  CHECK_FALSE(MUST(logs.detached(name)));
}
