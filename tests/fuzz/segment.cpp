#include "shared/log/segment.h"

#include <algorithm>

#include "shared/log/columns.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/sealing.h"
#include "tests/fuzz/targets.h"
#include "tests/seeded.h"

namespace otmetka::fuzz {
namespace {

void check_whole(const Segment& segment) {
  const auto opened = open_segment(segment, scope_key());
  if (!opened) return;
  promise(opened.value().size() == segment.header.count, "a segment holds as many rows as it says");
  SealRequest again{segment.header.log,   segment.header.epoch,    segment.header.parent,
                    segment.header.first, segment.header.previous, {},
                    segment.header.heads, segment.header.type};
  for (const OpenedFact& fact : opened.value()) {
    const auto decoded = decode_row(fact.row);
    promise(decoded.ok() && decoded.value() == fact.fact, "a row of a segment is a row");
    again.rows.push_back(fact.row);
  }
  test::Seeded random(1);
  const auto sealed = seal_segment(again, device_key(), scope_key(), random);
  if (!sealed) return;
  promise(sealed.value().header.last_link == segment.header.last_link,
          "sealing again changes no link");
}

}  // namespace

void segment(ByteView input) {
  Input in(input);
  if (in.u8() % 2 == 0) {
    const ByteView bytes = in.rest();
    const auto read = parse_segment(bytes);
    if (!read) return;
    promise(std::ranges::equal(read.value().bytes(), bytes), "a segment is its bytes");
    if (check_signature(read.value(), device_key().public_key())) check_whole(read.value());
    return;
  }
  const ByteView start = in.part();
  const Bytes bytes = sealed_segment(start, in.rest(), scope_key(), device_key());
  const auto read = parse_segment(bytes);
  if (!read) return;
  promise(check_signature(read.value(), device_key().public_key()).ok(),
          "what was signed is signed");
  check_whole(read.value());
}

}  // namespace otmetka::fuzz
