#include <algorithm>

#include "shared/log/row.h"
#include "shared/model/paper_code.h"
#include "shared/model/payload.pb.h"
#include "shared/model/scan.h"
#include "shared/model/serialize.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {
namespace {

constexpr int64_t now_s = 1'763'802'600;
constexpr VenueNumber venue{4};

void say(Directory& directory, const Scope& scope, Kind kind,
         const google::protobuf::MessageLite& payload,
         const std::function<void(Fact&)>& more = {}) {
  ChannelFact out;
  out.placed.id = {filled<16>(0xce), scope, Epoch{1}, 2};
  out.placed.fact.kind = kind;
  out.placed.fact.payload = serialize(payload);
  if (more) more(out.placed.fact);
  directory.apply(out);
}

void say_programme(Directory& directory) {
  payload::Venue where;
  where.set_name("university");
  say(directory, venue_scope("university"), Kind::venue, where,
      [](Fact& fact) { fact.venue = Subject(venue); });
  payload::Cohort cohort;
  cohort.set_number(1);
  cohort.set_name("exchange");
  say(directory, "exchange", Kind::cohort, cohort);
  payload::Session session;
  session.set_start(now_s - 600);
  session.set_end(now_s + 3000);
  say(directory, "exchange", Kind::session, session, [](Fact& fact) {
    fact.session = Subject(SessionNumber{3});
    fact.venue = Subject(venue);
  });
  for (const uint32_t person : {12u, 13u}) {
    say(directory, "exchange", Kind::person, payload::Person(),
        [&](Fact& fact) { fact.person = Subject(person); });
  }
  payload::BadgeRevoked revoked;
  revoked.set_issue(1);
  say(directory, "exchange", Kind::badge_revoked, revoked,
      [](Fact& fact) { fact.person = Subject(PersonNumber{13}); });
}

const Directory& directory() {
  static const Directory made = [] {
    Directory out;
    payload::IssuerKey key;
    key.set_key(std::string(as_text(issuer().public_key())));
    key.set_purpose("badge");
    say(out, office_scope, Kind::issuer_key, key);
    payload::DeviceCertificate certificate;
    certificate.set_device(std::string(as_text(this_device())));
    certificate.set_kiosk_key(std::string(as_text(kiosk().public_key())));
    say(out, office_scope, Kind::device_certificate, certificate);
    payload::Staff staff;
    staff.add_duties(payload::Staff::DESK);
    staff.set_issue(1);
    say(out, office_scope, Kind::staff, staff,
        [](Fact& fact) { fact.person = Subject(PersonNumber{7}); });
    say_programme(out);
    return out;
  }();
  return made;
}

/// Bytes before a signature, signed by somebody of ours, as a code.
std::string signed_code(std::string_view prefix, ByteView body, const SigningKey& key,
                        Context context) {
  ByteWriter out;
  Bytes named = to_bytes(body);
  const KeyId id = key.id();
  if (named.size() >= 5) std::copy_n(id.begin(), 4, named.begin() + 1);
  out.raw(named).raw(key.sign(context, named));
  return std::string(prefix) + to_base45(out.bytes());
}

std::string code_of(ByteView input) {
  Input in(input);
  switch (in.u8()) {
    case 1:
      return signed_code("K1:", in.rest(), issuer(), Context::badge);
    case 2:
      return signed_code("W1:", in.rest(), kiosk(), Context::walk_in);
    case 3:
      return "OTM1:" + to_base45(in.rest());
    default:
      return std::string(as_text(in.rest()));
  }
}

void check_scan(const std::string& code, TimeBelief time) {
  WalkIns walk_ins;
  walk_ins.find = [](const FactId& id) {
    KnownWalkIn known;
    known.registered = id.seq % 2 == 0;
    known.taken_back = id.seq % 3 == 0;
    return known;
  };
  const auto seen = [](const Scope&, const Subject& person, const Subject&) {
    return person == PersonNumber{14};
  };
  const ScanDecision decision = decide_scan(code, directory(), venue, time, seen, walk_ins);
  const bool believed = decision.verdict != Verdict::not_a_badge;
  promise(!believed || decision.badge || decision.walk_in, "who is let in has shown something");
  if (!believed) {
    promise(decision.scope.empty(), "what is no badge is not recorded");
    return;
  }
  const size_t prefix = code.find(':') + 1;
  const Bytes inside = MUST(from_base45(std::string_view(code).substr(prefix)));
  promise(code.substr(prefix) == to_base45(inside), "a badge is one text only");
  if (decision.scope.empty()) return;
  promise(is_scope(decision.scope), "what is recorded has a log");
  const auto row = decode_row(encode_row(decision.fact));
  promise(row.ok() && row.value() == decision.fact, "what a scan records is a row");
}

}  // namespace

void badge(ByteView input) {
  const std::string code = code_of(input);
  for (const bool anchored : {true, false}) check_scan(code, {now_s, anchored});
  (void)staff_of_badge(code, directory());
  if (const auto paper = read_paper_code(code)) {
    const auto again = read_paper_code(make_paper_code(paper.value()));
    promise(again.ok() && again.value() == paper.value(), "a row of paper is what it was");
  }
  if (const auto enrol = read_enrol_code(code))
    promise(make_enrol_code(enrol.value()) == code, "an enrolment code is one text only");
}

}  // namespace otmetka::fuzz
