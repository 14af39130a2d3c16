// kiosk/device/nfc_tag.h - reads the text of an NFC card: what is asked, and what is made of the
// answers. Pure: the card is behind a function. A card is hostile input: whatever it answers, the
// reading ends after a bounded number of commands and has taken a bounded number of bytes.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace otmetka::kiosk {

// The longest message that is looked at: four times the longest code, so that a card may hold other
// records before it.
inline constexpr size_t ndef_bytes_max = 4096;
// A Type 2 tag gives 16 bytes a command, so 64 fetch all that one can hold; a Type 4 tag that gives
// less than it is asked for is slow, and from here on hostile.
inline constexpr size_t tag_commands_max = 128;
// Asked for at once. The frame between a reader and its chip has 256 bytes or so, some of them the
// reader's own; two commands fetch a badge.
inline constexpr size_t tag_chunk_bytes = 128;

/// Sends a command to the card; its answer with the two bytes of status at the end. None: card or
/// reader are gone, or nobody wants to wait any longer.
using Transmit =
    std::function<std::optional<std::vector<uint8_t>>(std::span<const uint8_t> command)>;

struct TagText {
  enum class What {
    text,
    none,   // it was read to the end of its message, and has no text
    unread  // it is no NFC Forum tag, or it is damaged, or it went away
  };
  What what = What::unread;
  std::string text;
};

/// The first text (first_text()) of an NFC Forum tag of Type 4, by ISO 7816 commands, or of Type 2,
/// by the READ BINARY that PC/SC part 3 gives to storage cards; `atr` says which is tried first.
/// The UID is never asked for: anybody can copy one, so it says nothing about who is there.
/// Of Type 2, the first 1,008 bytes are read, and memory that the tag reserves in their midst is
/// taken for data: no tag that badges are sold on has such.
TagText read_tag(std::span<const uint8_t> atr, const Transmit& transmit);

}  // namespace otmetka::kiosk
