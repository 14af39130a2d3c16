#include "shared/model/codes.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace otmetka {
namespace {
constexpr std::string_view badge_prefix = "K1:";
constexpr std::string_view walk_in_prefix = "W1:";
constexpr std::string_view enrol_prefix = "OTM1:";

Result<Bytes> unwrap(std::string_view code, std::string_view prefix, const char* what) {
  if (code.size() > scanned_code_bytes_max || !code.starts_with(prefix)) {
    return fail(Failure::bad_input, what);
  }
  return from_base45(code.substr(prefix.size()));
}

bool is_of(const std::array<uint8_t, 4>& half, const PublicKey& key) {
  const KeyId id = key_id(key);
  return std::equal(half.begin(), half.end(), id.begin());
}

// The last byte before a walk-in's signature. Bits that mean nothing yet are 0.
constexpr uint8_t language_bits = 3, rehearsal_bit = 4;
}  // namespace

uint8_t role_index(const std::string& role) {
  for (uint8_t i = 0; i < std::size(roles); ++i) {
    if (role == roles[i]) return i;
  }
  return 0;
}

bool SignedBadge::signed_by(const PublicKey& issuer) const {
  return is_of(badge.issuer, issuer) && verify(issuer, Context::badge, signed_part, signature);
}

std::string make_badge(Badge badge, const SigningKey& issuer) {
  const KeyId id = issuer.id();
  ByteWriter out;
  out.u8(1).raw(ByteView(id).first(4));
  out.u32(static_cast<uint32_t>(badge.cohort)).u32(static_cast<uint32_t>(badge.person));
  out.u8(badge.role).u8(static_cast<uint8_t>(badge.language)).u8(badge.issue);
  out.u32(badge.not_before_s).u32(badge.not_after_s);
  const Signature signature = issuer.sign(Context::badge, out.bytes());
  out.raw(signature);
  return std::string(badge_prefix) + to_base45(out.bytes());
}

Result<SignedBadge> read_badge(std::string_view code) {
  const Bytes bytes = TRY(unwrap(code, badge_prefix, "this code is not a badge"));
  ByteReader in(bytes);
  if (TRY(in.u8()) != 1) return fail(Failure::newer_version, "a badge of a later version");
  SignedBadge out;
  out.badge.issuer = TRY(in.array<4>());
  out.badge.cohort = CohortNumber{TRY(in.u32())};
  out.badge.person = PersonNumber{TRY(in.u32())};
  out.badge.role = TRY(in.u8());
  const uint8_t language = TRY(in.u8());
  out.badge.language = language < std::size(languages) ? Language{language} : Language::ru;
  out.badge.issue = TRY(in.u8());
  out.badge.not_before_s = TRY(in.u32());
  out.badge.not_after_s = TRY(in.u32());
  out.signed_part = to_bytes(in.seen(0));
  out.signature = TRY(in.array<64>());
  TRY(in.end());
  // Number 0 is nobody's; a row could not even say it.
  if (out.badge.person == PersonNumber{0}) return fail(Failure::bad_input, "a badge of nobody");
  return out;
}

bool SignedWalkInCode::signed_by(const PublicKey& kiosk) const {
  return is_of(code.signer, kiosk) && verify(kiosk, Context::walk_in, signed_part, signature);
}

std::string make_walk_in_code(WalkInCode code, const SigningKey& kiosk) {
  const KeyId id = kiosk.id();
  ByteWriter out;
  out.u8(1).raw(ByteView(id).first(4)).u32(static_cast<uint32_t>(code.cohort));
  out.raw(code.device).u64(static_cast<uint64_t>(code.epoch)).uvarint(code.seq);
  out.u8(static_cast<uint8_t>(static_cast<uint8_t>(code.language) |
                              (code.rehearsal ? rehearsal_bit : 0)));
  const Signature signature = kiosk.sign(Context::walk_in, out.bytes());
  out.raw(signature);
  return std::string(walk_in_prefix) + to_base45(out.bytes());
}

bool looks_like_walk_in_code(std::string_view code) { return code.starts_with(walk_in_prefix); }

Result<SignedWalkInCode> read_walk_in_code(std::string_view code) {
  const Bytes bytes = TRY(unwrap(code, walk_in_prefix, "this code is not a walk-in's"));
  ByteReader in(bytes);
  if (TRY(in.u8()) != 1) return fail(Failure::newer_version, "a walk-in's code of a later version");
  SignedWalkInCode out;
  out.code.signer = TRY(in.array<4>());
  out.code.cohort = CohortNumber{TRY(in.u32())};
  out.code.device = TRY(in.array<16>());
  out.code.epoch = Epoch{TRY(in.u64())};
  out.code.seq = TRY(in.uvarint());
  const uint8_t bits = TRY(in.u8());
  if (bits > (language_bits | rehearsal_bit))
    return fail(Failure::newer_version, "a walk-in's code says what only a later version knows");
  out.code.language = Language{static_cast<uint8_t>(bits & language_bits)};
  out.code.rehearsal = (bits & rehearsal_bit) != 0;
  out.signed_part = to_bytes(in.seen(0));
  out.signature = TRY(in.array<64>());
  TRY(in.end());
  // Fact 1 of every epoch is what opens it.
  if (out.code.seq < 2) return fail(Failure::bad_input, "a walk-in's code that names no walk-in");
  return out;
}

std::string make_enrol_code(const EnrolCode& code) {
  ByteWriter out;
  out.u8(1)
      .raw(code.central)
      .raw(code.tls_pin)
      .raw(code.secret)
      .u32(code.expires_s)
      .str(code.address);
  return std::string(enrol_prefix) + to_base45(out.bytes());
}

bool looks_like_enrol_code(std::string_view code) { return code.starts_with(enrol_prefix); }

// With an empty address.
constexpr size_t enrol_code_bytes_min = 1 + 32 + 32 + 16 + 4 + 1;

Result<EnrolCode> read_enrol_code(std::string_view code) {
  const Bytes bytes =
      TRY(unwrap(code, enrol_prefix, "this is not an enrolment code (they begin with OTM1:)"));
  ByteReader in(bytes);
  if (bytes.size() < enrol_code_bytes_min)
    return fail(Failure::bad_input, "a part of the enrolment code is missing: copy it whole");
  if (TRY(in.u8()) != 1) {
    return fail(Failure::newer_version,
                "this enrolment code is of a later version: update this kiosk first");
  }
  EnrolCode out;
  out.central = TRY(in.array<32>());
  out.tls_pin = TRY(in.array<32>());
  out.secret = TRY(in.array<16>());
  out.expires_s = TRY(in.u32());
  out.address = as_text(TRY(in.str(255)));
  TRY(in.end());
  if (!out.address.starts_with("https://") && !out.address.starts_with("http://")) {
    return fail(Failure::bad_input, "an enrolment code without an address");
  }
  return out;
}

}  // namespace otmetka
