#include "sync/exchange/frames.h"

#include "shared/log/detached.h"
#include "shared/log/receipt.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {
namespace {

void check_receipt(ByteView bytes) {
  const auto receipt = read_receipt(bytes, central_key().public_key());
  if (!receipt) return;
  for (const ReceiptEntry& entry : receipt.value().entries)
    promise(entry.archived <= entry.durable, "what may be deleted is held");
  const Bytes again = sign_receipt(receipt.value(), central_key());
  promise(std::ranges::equal(again, bytes), "a receipt is its bytes");
}

void check_detached(const DetachedFrame& frame) {
  const auto text = open_detached(frame.bytes, frame.name, scope_key());
  if (text) promise(detached_hash(text.value()) == frame.name, "a text is what its name names");
}

void check_body(ByteView body) {
  const auto read = read_frames(body);
  if (!read) return;
  const Frames& frames = read.value();
  // A frame of nothing would be a bomb: so many things of so few bytes.
  const size_t things = frames.heads.size() + frames.wants.size() + frames.want_detached.size();
  promise(things <= body.size(), "what is read is bounded by what was sent");
  for (const DetachedFrame& frame : frames.detached) check_detached(frame);
  if (frames.receipt) check_receipt(*frames.receipt);
  for (const Bytes& bytes : frames.segments) (void)parse_segment(bytes).ok();
}

}  // namespace

void frames(ByteView input) {
  Input in(input);
  const uint8_t how = in.u8() % 3;
  if (how == 0) return check_body(in.rest());
  if (how == 1) {
    // A receipt that central would have signed: the key's name, and the signature over all.
    ByteWriter out;
    out.raw(in.rest()).raw(central_key().id());
    out.raw(central_key().sign(Context::receipt, out.bytes()));
    return check_receipt(out.bytes());
  }
  FrameWriter out;
  out.raw(FrameType::hello, in.part());
  while (!in.empty()) {
    const FrameType type{in.u8()};
    out.raw(type, in.part());
  }
  check_body(out.take());
}

}  // namespace otmetka::fuzz
