// tests/store/enrolled.h - a kiosk that is enrolled: its mirror holds what a small central
// published, and its journal is empty. Times are around the one session, 10:00 to 11:00 of some
// day.
#pragma once
#include "shared/log/detached.h"
#include "shared/model/codes.h"
#include "shared/model/payload.pb.h"
#include "shared/store/recorder.h"
#include "tests/store/machine.h"
#include "tests/store/sealed.h"

namespace otmetka::test {

inline constexpr int64_t session_start = 1'763'802'000, session_end = session_start + 3600;
inline constexpr uint32_t this_venue = 4, other_venue = 5, this_session = 3, known_person = 12,
                          revoked_person = 13;
/// Enrolled at the same office, with the same seed.
inline const DeviceId second_device{0xd2};

class Enrolled : public Machine {
 public:
  static constexpr const char* mirror_file = "/sync/mirror.db";

  explicit Enrolled(uint64_t seed = 1, const DeviceId& device = this_device) : Machine(seed) {
    clock.wall = session_start + 600;
    mirror.emplace(MUST(Mirror::open_writer(mirror_file, vfs())));
    kiosk_keys.sign = device == this_device ? first_kiosk : second_kiosk;
    kiosk_keys.box = random.bytes<32>();
    publish(office_scope, office_facts());
    publish(venue_scope("university"), venue_facts());
    cohort_ = publish("exchange", cohort_facts());
    Identity identity;
    identity.device = device;
    identity.central = central.public_key();
    identity.central_id = central_id;
    identity.venue = "university";
    identity.complete = true;
    REQUIRE(mirror->set_identity(identity).ok());
  }

  Result<Recorder> recorder() {
    return Recorder::open({path, mirror_file, vfs()}, kiosk_keys, clock, random, "test 1");
  }

  std::string badge(uint32_t person, uint32_t cohort = 1) {
    Badge out;
    out.cohort = CohortNumber{cohort};
    out.person = PersonNumber{person};
    out.not_before_s = static_cast<uint32_t>(session_start - 86'400);
    out.not_after_s = static_cast<uint32_t>(session_end + 86'400);
    return make_badge(out, issuer);
  }

  /// What the daemon learnt: the wall clock is right, give or take.
  void know_time(int64_t give_or_take_s) {
    KnownTime time;
    time.boot = clock.boot_id();
    const int64_t zero = clock.wall - static_cast<int64_t>(clock.boot_s());
    time.at_boot_zero = {zero - give_or_take_s, zero + give_or_take_s, false};
    REQUIRE(mirror->set_time(time).ok());
  }

  /// One more word of the office, on this machine.
  void office_says(Kind kind, const google::protobuf::MessageLite& payload) {
    publish(office_scope, {fact(kind, payload)});
  }
  /// One more epoch of the cohort's channel.
  void cohort_says(std::vector<Fact> facts) { publish("exchange", std::move(facts)); }
  /// Whose text is held, under a key that the kiosk has.
  Fact photo_of(uint32_t person, ByteView text) {
    Fact out;
    out.kind = Kind::person_photo;
    out.person = Subject(person);
    const Bytes salted = salt_text(text, random);
    out.detached = detached_hash(salted);
    REQUIRE(mirror->logs()
                .put_detached(*out.detached, "exchange",
                              seal_detached("exchange", salted, scope_keys["exchange"], random))
                .ok());
    return out;
  }
  /// A bad disk: under which key the cohort's channel is sealed has changed.
  void cohort_is_damaged() {
    Query q = mirror->db().query("UPDATE segment SET header=? WHERE header=?");
    REQUIRE(
        q.bind(with_another_key_id(cohort_.header_bytes)).bind(cohort_.header_bytes).run().ok());
  }
  /// What the daemon does about it, once somebody gives it again.
  void cohort_is_repaired() {
    HeldLogs logs = mirror->logs();
    Transaction transaction = MUST(Transaction::begin(mirror->db()));
    const HeldEpoch epoch = *MUST(logs.epoch(cohort_.header.log, cohort_.header.epoch));
    REQUIRE(logs.forget_damaged(epoch).ok());
    REQUIRE(MUST(logs.accept(cohort_, {}, clock.wall)) == Accepted::stored);
    REQUIRE(transaction.commit().ok());
  }
  void revoke(const DeviceId& device) {
    payload::DeviceRevoked revoked;
    revoked.set_device(std::string(as_text(device)));
    office_says(Kind::device_revoked, revoked);
  }

  DeviceId central_id{0xce};
  SigningKey central = SigningKey::make(random), issuer = SigningKey::make(random);
  SigningKey first_kiosk = SigningKey::make(random), second_kiosk = SigningKey::make(random);
  Keys kiosk_keys;
  std::optional<Mirror> mirror;
  std::map<Scope, SecretKey> scope_keys;

 private:
  static Fact fact(Kind kind, const google::protobuf::MessageLite& payload) {
    Fact out;
    out.kind = kind;
    out.payload = to_bytes(as_bytes(payload.SerializeAsString()));
    return out;
  }

  std::vector<Fact> office_facts() const {
    payload::IssuerKey key;
    key.set_key(std::string(as_text(issuer.public_key())));
    key.set_purpose("badge");
    return {fact(Kind::issuer_key, key), certificate(this_device, first_kiosk),
            certificate(second_device, second_kiosk)};
  }

  static Fact certificate(const DeviceId& device, const SigningKey& kiosk) {
    payload::DeviceCertificate certificate;
    certificate.set_device(std::string(as_text(device)));
    certificate.set_kiosk_key(std::string(as_text(kiosk.public_key())));
    return fact(Kind::device_certificate, certificate);
  }

  static std::vector<Fact> venue_facts() {
    payload::Venue venue;
    venue.set_name("university");
    payload::Cohort cohort;
    cohort.set_name("exchange");
    std::vector<Fact> out{fact(Kind::venue, venue), fact(Kind::cohort, cohort)};
    out[0].venue = Subject(this_venue);
    return out;
  }

  static std::vector<Fact> cohort_facts() {
    payload::Cohort cohort;
    cohort.set_number(1);
    cohort.set_name("exchange");
    payload::Session session;
    session.set_name("visit");
    session.set_start(session_start);
    session.set_end(session_end);
    payload::BadgeRevoked revoked;
    revoked.set_issue(1);
    payload::Venue other;
    other.set_name("centre");
    std::vector<Fact> out{fact(Kind::cohort, cohort),
                          fact(Kind::session, session),
                          fact(Kind::person, payload::Person()),
                          fact(Kind::person, payload::Person()),
                          fact(Kind::badge_revoked, revoked),
                          fact(Kind::venue, other)};
    out[1].session = Subject(this_session);
    out[1].venue = Subject(this_venue);
    out[2].person = Subject(known_person);
    out[3].person = out[4].person = Subject(revoked_person);
    out[5].venue = Subject(other_venue);
    return out;
  }

  Segment publish(const Scope& scope, std::vector<Fact> facts) {
    facts.insert(facts.begin(), fact(Kind::opened, payload::Opened()));
    const SecretKey key = scope_keys[scope] = random.bytes<32>();
    SealRequest request;
    request.log = {central_id, scope};
    request.epoch = Epoch{random.u64()};
    request.previous = first_link(request.log, request.epoch);
    for (const Fact& one : facts) request.rows.push_back(encode_row(one));
    REQUIRE(mirror->logs().put_public_key(central_id, central.public_key()).ok());
    Transaction transaction = MUST(Transaction::begin(mirror->db()));
    const Segment segment = MUST(seal_segment(request, central, key, random));
    REQUIRE(MUST(mirror->logs().accept(segment, {}, clock.wall)) == Accepted::stored);
    const Bytes sealed = box_seal(box_public(*kiosk_keys.box), key, random);
    REQUIRE(mirror->put_kiosk_key(scope, scope_key_id(key), sealed).ok());
    REQUIRE(transaction.commit().ok());
    return segment;
  }

  Segment cohort_;
};

}  // namespace otmetka::test
