#include "shared/base/plain_text.h"

#include <cstddef>
#include <cstdint>

namespace otmetka {
namespace {

// Length of the UTF-8 sequence at the front; 0: none (RFC 3629: no overlong forms, no surrogates,
// at most 10FFFF).
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0u; };
  const auto more = [&](size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xbf; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return more(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) return 0;
    return more(1) && more(2) ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return 0;
  return more(1) && more(2) && more(3) ? 4 : 0;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  while (!text.empty()) {
    const auto first = static_cast<uint8_t>(text.front());
    const size_t length = utf8_length(text);
    if (length == 0 || first < 0x20 || first == 0x7f) return false;
    const bool late_control = first == 0xc2 && static_cast<uint8_t>(text[1]) < 0xa0;
    if (late_control) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace otmetka
