#include "tests/sim/raw_box.h"

#include "shared/model/codes.h"

namespace otmetka::sim {

RawBox::RawBox(Office& office, uint64_t seed)
    : office_(office),
      random_(seed),
      id_(random_.bytes<16>()),
      key_(SigningKey::make(random_)),
      kiosk_key_(SigningKey::make(random_)),
      device_scope_key_(random_.bytes<32>()),
      box_key_(random_.bytes<32>()) {
  reconnect();
}

HttpResponse RawBox::enrol_with(const std::array<uint8_t, 16>& secret) {
  EnrolRequest request;
  request.secret = secret;
  request.device = id_;
  request.sign_key = key_.public_key();
  request.kiosk_key = kiosk_key_.public_key();
  request.box_key = box_public(box_key_);
  request.device_scope_key = device_scope_key_;
  request.name = "box";
  FrameWriter out;
  const PublicKey central = office_.central()->keys().sign->public_key();
  out.raw(FrameType::enrol_request, MUST(seal_enrol_request(request, key_, central, random_)));
  return post("/sync/v1/enrol", out.take());
}

bool RawBox::enrol(const std::string& venue) {
  const std::string code = MUST(office_.central()->enrol_code({venue, "http://127.0.0.1:1", {}}));
  return enrol_with(MUST(read_enrol_code(code)).secret).status == 200;
}

FrameWriter RawBox::begun() const {
  FrameWriter out;
  out.hello({1, id_, "raw"});
  return out;
}

HttpResponse RawBox::post(const std::string& path, Bytes body) {
  return office_.central()->handle({"POST", path, {}, {}, std::move(body), connection_, false});
}

std::optional<std::array<uint8_t, 32>> RawBox::challenge() {
  const HttpResponse asked = post("/sync/v1/exchange", begun().take());
  return asked.status == 401 ? MUST(read_frames(asked.body)).challenge : std::nullopt;
}

Proof RawBox::proof_for(const std::array<uint8_t, 32>& challenge) const {
  const PublicKey central = office_.central()->keys().sign->public_key();
  return {challenge, key_.sign(Context::authentication, proof_message(challenge, id_, central))};
}

bool RawBox::prove() {
  reconnect();
  const auto asked = challenge();
  if (!asked) return false;
  FrameWriter out = begun();
  out.proof(proof_for(*asked));
  return post("/sync/v1/exchange", out.take()).status == 200;
}

Frames RawBox::exchange(FrameWriter frames) {
  if (!prove()) return {};
  return MUST(read_frames(post("/sync/v1/exchange", frames.take()).body));
}

Segment RawBox::segment(const LogId& log, const SecretKey& scope_key, uint64_t check_ins) const {
  test::Seeded random(check_ins);
  SealRequest request;
  request.log = log;
  request.epoch = Epoch{random.u64()};
  request.previous = first_link(log, request.epoch);
  request.rows.push_back(encode_row(Fact()));
  for (uint64_t person = 1; person <= check_ins; ++person) {
    Fact fact;
    fact.kind = Kind::check_in;
    fact.person = Subject(static_cast<uint32_t>(person));
    request.rows.push_back(encode_row(fact));
  }
  return MUST(seal_segment(request, key_, scope_key, random));
}

}  // namespace otmetka::sim
