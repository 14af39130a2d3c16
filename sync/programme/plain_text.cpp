#include "sync/programme/plain_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace otmetka::programme {
namespace {

// A message is read by a person, on a terminal.
constexpr size_t printable_bytes_max = 600;

struct Decoded {
  char32_t letter = 0;
  size_t bytes = 0;  // 0: no UTF-8 here
};

Decoded decode(std::string_view text) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return {first, 1};
  const size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return {};
  char32_t letter = static_cast<char32_t>(first & (0xFF >> (size + 1)));
  for (size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0) != 0x80) return {};
    letter = (letter << 6) | static_cast<char32_t>(at(i) & 0x3F);
  }
  const bool shortest = size == 2 || letter >= (size == 3 ? 0x800u : 0x10000u);
  const bool surrogate = letter >= 0xD800 && letter <= 0xDFFF;
  return shortest && !surrogate && letter <= 0x10FFFF ? Decoded{letter, size} : Decoded{};
}

bool is_control(char32_t letter) { return letter < 0x20 || (letter >= 0x7F && letter < 0xA0); }

/// Changes how other letters are shown, or cannot be seen at all. A name with one is not found by
/// search.
bool is_invisible(char32_t letter) {
  return (letter >= 0x200B && letter <= 0x200F) || (letter >= 0x2028 && letter <= 0x202E) ||
         (letter >= 0x2060 && letter <= 0x206F) || letter == 0xFEFF || letter >= 0xE0000;
}

bool is_space(char32_t letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == 0xA0 ||
         (letter >= 0x2000 && letter <= 0x200A) || letter == 0x202F || letter == 0x3000;
}

/// й and ё typed as a letter and a sign apart: they look the same, and no search finds them.
bool splits_a_letter(char32_t letter, char32_t sign) {
  const std::u32string_view short_i = U"иИ", two_dots = U"еЕ";
  return (sign == 0x306 && short_i.find(letter) != short_i.npos) ||
         (sign == 0x308 && two_dots.find(letter) != two_dots.npos);
}

std::optional<TextFlaw> flaw_of_letter(char32_t letter, char32_t before, TextRule rule) {
  if (letter == '\n' && !rule.paragraphs)
    return TextFlaw{"has more than one line", "write one line"};
  if (is_control(letter) && letter != '\n') {
    return TextFlaw{
        fmt::format("has the control character U+{:04X}", static_cast<uint32_t>(letter)),
        "remove it"};
  }
  if (is_invisible(letter)) {
    return TextFlaw{
        fmt::format("has the invisible character U+{:04X}", static_cast<uint32_t>(letter)),
        "remove it, or type the text again"};
  }
  if (letter == 0xFFFD) {
    return TextFlaw{"has a sign that stands for a lost letter (U+FFFD)",
                    "type it again from the original"};
  }
  if (splits_a_letter(before, letter)) {
    return TextFlaw{"has й or ё written as two signs", "type the letter again"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<size_t> not_utf8_at(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const Decoded next = decode(bytes.substr(at));
    if (next.bytes == 0) return at;
    at += next.bytes;
  }
  return std::nullopt;
}

std::optional<TextFlaw> flaw_of(std::string_view text, TextRule rule) {
  size_t characters = 0;
  char32_t first = 0, last = 0;
  for (size_t at = 0; at < text.size(); ++characters) {
    const Decoded next = decode(text.substr(at));
    if (next.bytes == 0) return TextFlaw{"is not UTF-8", "save the file as UTF-8"};
    if (auto flaw = flaw_of_letter(next.letter, last, rule)) return flaw;
    if (characters == 0) first = next.letter;
    last = next.letter;
    at += next.bytes;
  }
  if (characters > rule.characters_max) {
    return TextFlaw{fmt::format("has {} characters", characters),
                    fmt::format("shorten it to {}", rule.characters_max)};
  }
  if (characters > 0 && (is_space(first) || is_space(last))) {
    return TextFlaw{"begins or ends with a space", "remove the space"};
  }
  return std::nullopt;
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (next.bytes == 0 || !is_space(next.letter)) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (out.size() > printable_bytes_max) return out + "…";
    const Decoded next = decode(text);
    if (next.bytes == 0) {
      out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[0]));
    } else if (is_control(next.letter) || is_invisible(next.letter)) {
      out += fmt::format("U+{:04X}", static_cast<uint32_t>(next.letter));
    } else {
      out += text.substr(0, next.bytes);
    }
    text.remove_prefix(std::max<size_t>(next.bytes, 1));
  }
  return out;
}

}  // namespace otmetka::programme
