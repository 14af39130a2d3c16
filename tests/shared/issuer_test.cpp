// Keys of badges that follow one another, at the door.
#include <catch2/catch_all.hpp>

#include "shared/model/scan.h"
#include "tests/seeded.h"
#include "tests/shared/door.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

const auto never = [](const Scope&, const Subject&, const Subject&) { return false; };

struct Door : OpenDoor {
  Seeded random{1};
  SigningKey old_key = SigningKey::make(random), new_key = SigningKey::make(random);

  void issue(const SigningKey& key, bool withdrawn = false) {
    payload::IssuerKey issuer;
    issuer.set_key(std::string(as_text(key.public_key())));
    issuer.set_purpose("badge");
    issuer.set_withdrawn(withdrawn);
    say(office_scope, Kind::issuer_key, issuer);
  }
  ScanDecision scan(const SigningKey& key, uint32_t person, uint32_t cohort = 1) {
    Badge badge;
    badge.cohort = CohortNumber{cohort};
    badge.person = PersonNumber{person};
    badge.issue = 1;
    badge.not_after_s = UINT32_MAX;
    return decide_scan(make_badge(badge, key), directory, VenueNumber{4}, {start + 60, true}, never,
                       {});
  }
};

}  // namespace

TEST_CASE("badges of an old key stay good beside those of the next", "[issuer]") {
  Door door;
  door.issue(door.old_key);
  CHECK(door.scan(door.old_key, 12).verdict == Verdict::green);
  CHECK(door.scan(door.new_key, 12).verdict == Verdict::not_a_badge);
  door.issue(door.new_key);
  CHECK(door.scan(door.old_key, 12).verdict == Verdict::green);
  CHECK(door.scan(door.new_key, 12).verdict == Verdict::green);
}

TEST_CASE("a badge of a key that was withdrawn is refused kindly, and makes no guest", "[issuer]") {
  Door door;
  door.issue(door.old_key);
  CHECK(door.scan(door.old_key, 99).verdict == Verdict::guest);
  door.issue(door.old_key, true);
  door.issue(door.new_key);
  const ScanDecision refused = door.scan(door.old_key, 12);
  CHECK(refused.verdict == Verdict::refused);
  CHECK(refused.person);  // who it is, is known
  payload::RefusedScan reason;
  REQUIRE(reason.ParseFromArray(refused.fact.payload.data(),
                                static_cast<int>(refused.fact.payload.size())));
  CHECK(reason.reason() == payload::RefusedScan::REVOKED);
  CHECK(door.scan(door.old_key, 99).verdict == Verdict::refused);
  CHECK(door.scan(door.old_key, 12, 2).verdict == Verdict::refused);  // of another programme
  CHECK(door.scan(door.new_key, 12).verdict == Verdict::green);
  // In whatever order the branches of a channel come.
  door.issue(door.old_key);
  CHECK(door.scan(door.old_key, 12).verdict == Verdict::refused);
}
