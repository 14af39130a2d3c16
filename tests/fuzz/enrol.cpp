#include "sync/exchange/enrol.h"

#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"
#include "tests/seeded.h"

namespace otmetka::fuzz {
namespace {

void check_request(ByteView inner) {
  test::Seeded random(1);
  ByteWriter out;
  out.raw(inner).raw(device_key().sign(Context::enrolment, inner));
  const PublicKey to = MUST(box_public_of(central_key().public_key()));
  const auto read = open_enrol_request(box_seal(to, out.bytes(), random), central_key());
  if (!read) return;
  const EnrolRequest& request = read.value();
  promise(check_device_name(request.name).ok(), "a box that may enrol has a name to be shown");
  const auto again =
      MUST(seal_enrol_request(request, device_key(), central_key().public_key(), random));
  const Bytes opened = MUST(box_open(box_key_of(central_key()), again));
  promise(std::ranges::equal(opened, out.bytes()), "a request is its bytes");
}

void check_answer(ByteView inner) {
  test::Seeded random(1);
  ByteWriter frame;
  frame.raw(box_seal(box_public(box_key()), inner, random));
  frame.raw(central_key().sign(Context::enrolment, frame.bytes()));
  const auto read = open_enrol_answer(frame.bytes(), central_key().public_key(), box_key());
  if (!read) return;
  const Bytes again = seal_enrol_answer(read.value(), central_key(), box_public(box_key()), random);
  const Bytes opened = MUST(box_open(box_key(), ByteView(again).first(again.size() - 64)));
  promise(std::ranges::equal(opened, inner), "an answer is its bytes");
}

}  // namespace

void enrol(ByteView input) {
  Input in(input);
  switch (in.u8() % 4) {
    case 0:
      return check_request(in.rest());
    case 1:
      return check_answer(in.rest());
    case 2:
      return (void)open_enrol_request(in.rest(), central_key()).ok();
    default:
      return (void)open_enrol_answer(in.rest(), central_key().public_key(), box_key()).ok();
  }
}

}  // namespace otmetka::fuzz
