#include <algorithm>

#include "kiosk/device/ndef.h"
#include "kiosk/device/nfc_tag.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {

void card(ByteView input) {
  Input in(input);
  if (in.u8() % 2 == 0) {
    (void)kiosk::first_text(in.rest());
    return;
  }
  // The answers of a card, one after the other, whatever it is asked.
  const ByteView atr = in.part();
  size_t commands = 0;
  const kiosk::TagText read =
      kiosk::read_tag(atr, [&](std::span<const uint8_t>) -> std::optional<std::vector<uint8_t>> {
        promise(++commands <= kiosk::tag_commands_max * 2, "a card is asked so often and no more");
        if (in.empty()) return std::nullopt;
        return to_bytes(in.part());
      });
  promise(read.text.size() <= kiosk::ndef_bytes_max, "a card gives so much and no more");
}

}  // namespace otmetka::fuzz
