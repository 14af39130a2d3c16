// kiosk/device/ndef.h - finds the text in an NDEF message, which is how NFC tags keep what they
// hold. Pure. The bytes are a stranger's: none of them may be believed about a length.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace otmetka::kiosk {

/// The first record that is a text: an NFC Forum Text record ("T"), or MIME text/plain. None where
/// no record is one, or the message is cut or malformed before it. Records in chunks are passed
/// over: nobody writes a badge so. Of UTF-16 only the letters of ASCII are kept, which all codes
/// are made of; each other one becomes a byte that no code has.
std::optional<std::string> first_text(std::span<const uint8_t> message);

}  // namespace otmetka::kiosk
