#include "shared/model/codes.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace otmetka {
namespace {
constexpr std::string_view badge_prefix = "K1:";
constexpr std::string_view enrol_prefix = "OTM1:";

Result<Bytes> unwrap(std::string_view code, std::string_view prefix, const char* what) {
  if (code.size() > scanned_code_bytes_max || !code.starts_with(prefix)) {
    return fail(Failure::bad_input, what);
  }
  return from_base45(code.substr(prefix.size()));
}
}  // namespace

uint8_t role_index(const std::string& role) {
  for (uint8_t i = 0; i < std::size(roles); ++i) {
    if (role == roles[i]) return i;
  }
  return 0;
}

bool SignedBadge::signed_by(const PublicKey& issuer) const {
  const KeyId id = key_id(issuer);
  return std::equal(badge.issuer.begin(), badge.issuer.end(), id.begin()) &&
         verify(issuer, Context::badge, signed_part, signature);
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

Result<EnrolCode> read_enrol_code(std::string_view code) {
  const Bytes bytes =
      TRY(unwrap(code, enrol_prefix, "this is not an enrolment code (they begin with OTM1:)"));
  ByteReader in(bytes);
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
