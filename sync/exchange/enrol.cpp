#include "sync/exchange/enrol.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/base/plain_text.h"

namespace otmetka {
namespace {
constexpr size_t software_bytes_max = 200;
constexpr uint64_t keys_max = 1000;
}  // namespace

Status check_device_name(std::string_view name) {
  const auto bad = [](std::string_view why) {
    return fail(Failure::bad_input, fmt::format("the name of a box {}", why));
  };
  if (name.size() > device_name_bytes_max)
    return bad(fmt::format("has at most {} bytes", device_name_bytes_max));
  if (!is_plain_text(name)) return bad("is UTF-8 text without control characters");
  if (name.find_first_not_of(' ') == std::string_view::npos) return bad("is not empty");
  return done();
}

Result<Bytes> seal_enrol_request(const EnrolRequest& request, const SigningKey& device_key,
                                 const PublicKey& central, Random& random) {
  ByteWriter out;
  out.u8(1).raw(request.secret).raw(request.device).raw(request.sign_key).raw(request.kiosk_key);
  out.raw(request.box_key).raw(request.device_scope_key).str(request.name).str(request.software);
  const Signature signature = device_key.sign(Context::enrolment, out.bytes());
  out.raw(signature);
  return box_seal(TRY(box_public_of(central)), out.bytes(), random);
}

Result<EnrolRequest> open_enrol_request(ByteView box, const SigningKey& central) {
  const Bytes inner = TRY(box_open(box_key_of(central), box));
  ByteReader in(inner);
  if (TRY(in.u8()) != 1)
    return fail(Failure::newer_version, "an enrolment request of a later version");
  EnrolRequest out;
  out.secret = TRY(in.array<16>());
  out.device = TRY(in.array<16>());
  out.sign_key = TRY(in.array<32>());
  out.kiosk_key = TRY(in.array<32>());
  out.box_key = TRY(in.array<32>());
  out.device_scope_key = TRY(in.array<32>());
  out.name = as_text(TRY(in.str(device_name_bytes_max)));
  out.software = as_text(TRY(in.str(software_bytes_max)));
  const ByteView signed_part = in.seen(0);
  const Signature signature = TRY(in.array<64>());
  TRY(in.end());
  if (!verify(out.sign_key, Context::enrolment, signed_part, signature)) {
    return fail(Failure::refused, "an enrolment request that its own key did not sign");
  }
  TRY(check_device_name(out.name));
  return out;
}

Bytes seal_enrol_answer(const EnrolAnswer& answer, const SigningKey& central,
                        const PublicKey& device_box_key, Random& random) {
  ByteWriter out;
  out.u8(1).raw(answer.central_id).str(answer.venue).uvarint(answer.keys.size());
  for (const ScopeKey& entry : answer.keys) out.str(entry.scope).raw(entry.key);
  ByteWriter frame;
  frame.raw(box_seal(device_box_key, out.bytes(), random));
  const Signature signature = central.sign(Context::enrolment, frame.bytes());
  frame.raw(signature);
  return frame.take();
}

Result<EnrolAnswer> open_enrol_answer(ByteView frame, const PublicKey& central,
                                      const SecretKey& device_box_key) {
  if (frame.size() < 64) return fail(Failure::bad_input, "an enrolment answer is cut short");
  const ByteView box = frame.first(frame.size() - 64);
  Signature signature;
  std::copy(frame.end() - 64, frame.end(), signature.begin());
  if (!verify(central, Context::enrolment, box, signature)) {
    return fail(Failure::refused, "an enrolment answer that the central of this code did not sign");
  }
  const Bytes inner = TRY(box_open(device_box_key, box));
  ByteReader in(inner);
  if (TRY(in.u8()) != 1)
    return fail(Failure::newer_version, "an enrolment answer of a later version");
  EnrolAnswer out;
  out.central_id = TRY(in.array<16>());
  out.venue = as_text(TRY(in.str(scope_bytes_max)));
  if (!is_scope(venue_scope(out.venue)))
    return fail(Failure::bad_input, "an enrolment answer for a place that has no name");
  const uint64_t count = TRY(in.uvarint());
  if (count > keys_max) return fail(Failure::bad_input, "an enrolment answer with too many keys");
  for (uint64_t i = 0; i < count; ++i) {
    ScopeKey entry;
    entry.scope = as_text(TRY(in.str(scope_bytes_max)));
    // It goes into a file of lines.
    if (!is_scope(entry.scope))
      return fail(Failure::bad_input, "an enrolment answer with a key of no scope");
    entry.key = TRY(in.array<32>());
    out.keys.push_back(entry);
  }
  TRY(in.end());
  return out;
}

}  // namespace otmetka
