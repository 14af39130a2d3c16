// The label of somebody who came without a badge: what it says, who is believed to have signed it,
// and what a scan of it means, row by row of the table in shared/README.md.
#include <catch2/catch_all.hpp>
#include <set>

#include "shared/base/limits.h"
#include "shared/model/scan.h"
#include "tests/seeded.h"
#include "tests/shared/door.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

constexpr int64_t start = OpenDoor::start;
const DeviceId first_device{0xd1}, second_device{0xd2};
const FactId walk_in{first_device, "exchange", Epoch{7}, 5};
const auto never = [](const Scope&, const Subject&, const Subject&) { return false; };

struct Door : OpenDoor {
  Seeded random{1};
  SigningKey first = SigningKey::make(random), second = SigningKey::make(random);
  PresenceFold presence;
  VenueNumber venue{4};
  TimeBelief time{start + 60, true};
  bool rehearsing = false;

  Door() {
    certify(first_device, first);
    certify(second_device, second);
  }
  void certify(const DeviceId& device, const SigningKey& kiosk) {
    payload::DeviceCertificate certificate;
    certificate.set_device(std::string(as_text(device)));
    certificate.set_kiosk_key(std::string(as_text(kiosk.public_key())));
    say(office_scope, Kind::device_certificate, certificate);
  }
  void revoke(const DeviceId& device) {
    payload::DeviceRevoked revoked;
    revoked.set_device(std::string(as_text(device)));
    say(office_scope, Kind::device_revoked, revoked);
  }
  void learns(const FactId& id, Kind kind, Subject person = {}, std::vector<FactId> references = {},
              Bytes payload = {}) {
    Fact fact;
    fact.kind = kind;
    fact.person = std::move(person);
    fact.references = std::move(references);
    fact.payload = std::move(payload);
    presence.add({id, fact});
  }
  void registers() { learns(walk_in, Kind::walk_in); }
  void takes_back() {
    payload::Correction correction;
    correction.set_standing(payload::Correction::VOID);
    learns({second_device, "exchange", Epoch{9}, 2}, Kind::correction, {}, {walk_in},
           serialize(correction));
  }
  /// Somebody's two names become one.
  void merges_with(Subject person) {
    learns({second_device, "exchange", Epoch{9}, 3}, Kind::same_person, std::move(person),
           {walk_in});
  }
  std::string label(uint32_t cohort = 1, bool rehearsal = false) const {
    WalkInCode code;
    code.cohort = CohortNumber{cohort};
    code.device = walk_in.device;
    code.epoch = walk_in.epoch;
    code.seq = walk_in.seq;
    code.language = Language::tt;
    code.rehearsal = rehearsal;
    return make_walk_in_code(code, first);
  }
  ScanDecision scans(const std::string& code, const SeenLately& seen = never) const {
    const auto find = [&](const FactId& id) { return presence.known_walk_in(id); };
    return decide_scan(code, directory, venue, time, seen, {find, rehearsing});
  }
};

}  // namespace

TEST_CASE("a label says who was registered, and fits into a badge's code", "[walk-in]") {
  const Door door;
  const SignedWalkInCode label = read_walk_in_code(door.label()).value();
  CHECK(label.code.made_by("exchange") == walk_in);
  CHECK(label.code.cohort == CohortNumber{1});
  CHECK(label.code.language == Language::tt);
  CHECK_FALSE(label.code.rehearsal);
  CHECK(label.signed_by(door.first.public_key()));
  CHECK_FALSE(label.signed_by(door.second.public_key()));
  CHECK(door.label().size() <= 154);  // a QR code of 41 × 41 modules at level M
  CHECK(read_walk_in_code(door.label(1, true)).value().code.rehearsal);
  CHECK_FALSE(read_badge(door.label()).ok());
}

TEST_CASE("a label with any bit changed is nobody's", "[walk-in]") {
  Door door;
  door.registers();
  const Bytes whole = from_base45(door.label().substr(3)).value();
  for (size_t bit = 0; bit < whole.size() * 8; ++bit) {
    Bytes changed = whole;
    changed[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    CHECK(door.scans("W1:" + to_base45(changed)).verdict == Verdict::not_a_badge);
  }
  for (size_t length = 0; length < whole.size(); ++length) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(length));
    CHECK_FALSE(read_walk_in_code("W1:" + to_base45(cut)).ok());
  }
}

TEST_CASE("whatever is scanned with a label's first letters, the kiosk only says no", "[walk-in]") {
  Door door;
  door.registers();
  Seeded random(GENERATE(take(20, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  for (int i = 0; i < 200; ++i) {
    Bytes bytes(static_cast<size_t>(random.below(200)));
    random.fill(bytes);
    if (!bytes.empty() && random.chance(0.7)) bytes[0] = 1;
    std::string code = "W1:" + to_base45(bytes);
    if (random.chance(0.3)) code[static_cast<size_t>(random.below(code.size()))] = '\xff';
    if (random.chance(0.05)) code += std::string(scanned_code_bytes_max, 'A');
    const ScanDecision decision = door.scans(code);
    CHECK(decision.verdict == Verdict::not_a_badge);
    CHECK(decision.scope.empty());
  }
}

TEST_CASE("a label that a kiosk signed badly is no label", "[walk-in]") {
  const Door door;
  WalkInCode code = read_walk_in_code(door.label()).value().code;
  code.seq = GENERATE(0u, 1u);  // what opens an epoch is nobody
  CHECK_FALSE(read_walk_in_code(make_walk_in_code(code, door.first)).ok());
}

TEST_CASE("a badge's key signs no label, and a kiosk's no badge", "[walk-in]") {
  Door door;
  payload::IssuerKey issuer;
  issuer.set_key(std::string(as_text(door.second.public_key())));
  issuer.set_purpose("badge");
  door.say(office_scope, Kind::issuer_key, issuer);
  Badge badge;
  badge.cohort = CohortNumber{1};
  badge.person = PersonNumber{12};
  CHECK(door.scans(make_badge(badge, door.first)).verdict == Verdict::not_a_badge);
  const SigningKey alone = SigningKey::make(door.random);
  issuer.set_key(std::string(as_text(alone.public_key())));
  door.say(office_scope, Kind::issuer_key, issuer);
  const WalkInCode code = read_walk_in_code(door.label()).value().code;
  CHECK(door.scans(make_walk_in_code(code, alone)).verdict == Verdict::not_a_badge);
}

TEST_CASE("who is registered is green, at any kiosk that holds the cohort", "[walk-in]") {
  Door door;
  door.registers();
  const ScanDecision decision = door.scans(door.label());
  CHECK(decision.verdict == Verdict::green);
  CHECK(decision.scope == "exchange");
  CHECK(decision.fact.kind == Kind::check_in);
  CHECK(decision.fact.person == Subject(walk_in));
  CHECK(decision.fact.session == Subject(3u));
  CHECK(decision.fact.method == Method::qr);
  CHECK(decision.fact.flags == flag::guest);  // no roster holds them
  CHECK(decision.shown == Subject(walk_in));
}

TEST_CASE("a label that another kiosk printed again is as good", "[walk-in]") {
  Door door;
  door.registers();
  const WalkInCode code = read_walk_in_code(door.label()).value().code;
  CHECK(door.scans(make_walk_in_code(code, door.second)).verdict == Verdict::green);
}

TEST_CASE("a label is judged by time and venue as a badge is", "[walk-in]") {
  Door door;
  door.registers();
  door.time = {start + 86'400, true};
  CHECK(door.scans(door.label()).verdict == Verdict::amber);
  door.time.anchored = false;  // no clock is used against a visitor
  CHECK(door.scans(door.label()).verdict == Verdict::green);
  door.venue = VenueNumber{5};
  CHECK(door.scans(door.label()).verdict == Verdict::amber);
}

TEST_CASE("a second scan within the minute is the same green", "[walk-in]") {
  Door door;
  door.registers();
  const auto seen = [](const Scope&, const Subject& person, const Subject&) {
    return person == Subject(walk_in);
  };
  const ScanDecision decision = door.scans(door.label(), seen);
  CHECK(decision.verdict == Verdict::already);
  CHECK(decision.scope.empty());
}

TEST_CASE("whose registration is still on its way is a guest, and recorded as themself",
          "[walk-in]") {
  const Door door;
  const ScanDecision decision = door.scans(door.label());
  CHECK(decision.verdict == Verdict::guest);
  CHECK(decision.fact.person == Subject(walk_in));
  CHECK((decision.fact.flags & flag::guest) != 0);
}

TEST_CASE("a label of a programme that is not held is refused, and nobody is named", "[walk-in]") {
  const Door door;
  const ScanDecision decision = door.scans(door.label(2));
  CHECK(decision.verdict == Verdict::refused);
  CHECK(decision.scope == device_scope);
  CHECK(decision.fact.kind == Kind::refused_scan);
  CHECK(decision.fact.person.none());
}

TEST_CASE("a stolen kiosk makes nobody, and takes nobody's registration away", "[walk-in]") {
  Door door;
  door.revoke(first_device);
  const ScanDecision unknown = door.scans(door.label());
  CHECK(unknown.verdict == Verdict::refused);
  CHECK(unknown.scope == "exchange");
  CHECK(unknown.fact.kind == Kind::refused_scan);
  CHECK(unknown.fact.person == Subject(walk_in));
  door.registers();
  CHECK(door.scans(door.label()).verdict == Verdict::green);
}

TEST_CASE("a kiosk that got new keys leaves its old labels good", "[walk-in]") {
  Door door;
  door.registers();
  door.certify(first_device, SigningKey::make(door.random));
  CHECK(door.scans(door.label()).verdict == Verdict::green);
}

TEST_CASE("a registration that was taken back is refused", "[walk-in]") {
  Door door;
  door.registers();
  door.takes_back();
  const ScanDecision decision = door.scans(door.label());
  CHECK(decision.verdict == Verdict::refused);
  CHECK(decision.fact.kind == Kind::refused_scan);
}

TEST_CASE("a label of a rehearsal is good in a rehearsal alone", "[walk-in]") {
  Door door;
  CHECK(door.scans(door.label(1, true)).verdict == Verdict::refused);
  door.rehearsing = true;
  CHECK(door.scans(door.label(1, true)).verdict == Verdict::guest);
}

TEST_CASE("a walk-in who turned out to be on the roster counts as that person", "[walk-in]") {
  Door door;
  door.merges_with(Subject(12u));
  const bool registered = GENERATE(false, true);  // the registration may come last
  if (registered) door.registers();
  const ScanDecision decision = door.scans(door.label());
  CHECK(decision.verdict == Verdict::green);
  REQUIRE(decision.person);
  CHECK(decision.person->number == PersonNumber{12});
  CHECK(decision.shown == Subject(12u));
  CHECK(decision.fact.person == Subject(walk_in));  // what the label said
  CHECK((decision.fact.flags & flag::guest) == 0);
  Door& later = door;
  later.presence.add({{first_device, "exchange", Epoch{7}, 6}, decision.fact});
  CHECK(
      later.presence.board_of(*door.directory.cohort("exchange"), SessionNumber{3}).total.arrived ==
      1);
}

TEST_CASE("who was registered twice is one, whichever label is shown", "[walk-in]") {
  Door door;
  const FactId other{second_device, "exchange", Epoch{2}, 8};
  door.registers();
  door.learns(other, Kind::walk_in);
  door.merges_with(Subject(other));
  CHECK(door.scans(door.label()).shown == Subject(walk_in));  // the smallest identity
  const Board board = door.presence.board_of(*door.directory.cohort("exchange"), SessionNumber{3});
  CHECK(board.walk_in_people.size() == 1);
}

TEST_CASE("a board lists the walk-ins that stand, here or not, and none that is somebody else",
          "[walk-in][presence]") {
  Door door;
  const CohortEntry& cohort = *door.directory.cohort("exchange");
  const auto listed = [&] {
    return door.presence.board_of(cohort, SessionNumber{3}).walk_in_people;
  };
  CHECK(listed().empty());
  door.registers();
  REQUIRE(listed().size() == 1);
  CHECK(listed()[0].state == Expected::missing);
  Fact mark = door.scans(door.label()).fact;
  mark.wall_s = start;
  door.presence.add({{first_device, "exchange", Epoch{7}, 6}, mark});
  CHECK(listed()[0].state == Expected::arrived);
  CHECK(door.presence.board_of(cohort, SessionNumber{3}).walk_ins == 1);
  const FactId on_its_way{second_device, "exchange", Epoch{3}, 4};
  mark.person = Subject(on_its_way);
  door.presence.add({{first_device, "exchange", Epoch{7}, 7}, mark});
  CHECK(listed().size() == 2);
  door.merges_with(Subject(12u));
  CHECK(listed().size() == 1);
}
