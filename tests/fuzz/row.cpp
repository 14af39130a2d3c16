#include "shared/log/row.h"

#include "shared/base/limits.h"
#include "shared/log/columns.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {

void row(ByteView input) {
  Input in(input);
  const uint8_t count = in.u8();
  const ByteView rest = in.rest();
  if (count == 0) {
    const auto fact = decode_row(rest);
    if (!fact) return;
    const Bytes again = encode_row(fact.value());
    promise(std::ranges::equal(again, rest), "equal facts are equal bytes");
    return;
  }
  const auto facts = decode_columns(rest, count);
  if (!facts) return;
  promise(facts.value().size() == count, "columns hold as many rows as the header says");
  for (const Fact& fact : facts.value()) {
    const auto again = decode_row(encode_row(fact));
    promise(again.ok() && again.value() == fact, "what a column gives is a row");
  }
  const auto again = decode_columns(encode_columns(facts.value()), count);
  promise(again.ok() && again.value() == facts.value(), "columns give back what they were made of");
}

}  // namespace otmetka::fuzz
