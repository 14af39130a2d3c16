#include "kiosk/app/typed_text.h"

#include <cstdint>

#include "shared/text/letters.h"

namespace otmetka::kiosk {
namespace {

bool is_written(int code_point) {
  const bool control = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
  const bool surrogate = code_point >= 0xd800 && code_point < 0xe000;
  return !control && !surrogate && code_point <= 0xffff;
}

}  // namespace

size_t letters_in(const std::string& text) {
  size_t count = 0;
  for (const char byte : text) count += (static_cast<uint8_t>(byte) & 0xc0) != 0x80;
  return count;
}

bool type_letter(std::string& text, int code_point, size_t letters_max) {
  if (!is_written(code_point) || letters_in(text) >= letters_max) return false;
  if (code_point == ' ' && (text.empty() || text.back() == ' ')) return false;
  text += to_utf8(std::u32string(1, static_cast<char32_t>(code_point)));
  return true;
}

void erase_letter(std::string& text) {
  if (text.empty()) return;
  size_t last = text.size() - 1;
  while (last > 0 && (static_cast<uint8_t>(text[last]) & 0xc0) == 0x80) --last;
  text.resize(last);
}

}  // namespace otmetka::kiosk
