#include "shared/text/letters.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace otmetka {
namespace {

constexpr char32_t broken = U'\uFFFD';

struct Decoded {
  char32_t letter = broken;
  size_t bytes = 1;
};

/// The first character; a byte that begins none, an overlong form and a surrogate are `broken`.
Decoded decode(std::string_view text) {
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(text[at]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  char32_t letter = lead & (0x7fu >> bytes);
  for (size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xc0) != 0x80) return {};
    letter = letter << 6 | (byte(at) & 0x3f);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = letter >= 0xd800 && letter < 0xe000;
  if (letter < least[bytes] || letter > 0x10ffff || surrogate) return {};
  return {letter, bytes};
}

bool within(char32_t letter, char32_t first, char32_t last) {
  return letter >= first && letter <= last;
}

/// Blocks where capitals and small letters alternate.
bool capital_is_even(char32_t letter) {
  return within(letter, 0x0100, 0x0137) || within(letter, 0x014a, 0x0177) ||
         within(letter, 0x0460, 0x0481) || within(letter, 0x048a, 0x04bf) ||
         within(letter, 0x04d0, 0x052f) || within(letter, 0x1e00, 0x1e95) ||
         within(letter, 0x1ea0, 0x1eff);
}

bool capital_is_odd(char32_t letter) {
  return within(letter, 0x0139, 0x0148) || within(letter, 0x0179, 0x017e) ||
         within(letter, 0x04c1, 0x04ce);
}

/// What a keyboard or a file system may write as letter and mark; others lose their mark.
struct Composition {
  char32_t base, mark, whole;
};
constexpr Composition compositions[] = {
    {U'и', 0x0306, U'й'}, {U'е', 0x0308, U'ё'}, {U'і', 0x0308, U'ї'}, {U'у', 0x0306, U'ў'},
    {U'a', 0x0308, U'ä'}, {U'o', 0x0308, U'ö'}, {U'u', 0x0308, U'ü'}, {U'e', 0x0308, U'ë'},
    {U'c', 0x0327, U'ç'}, {U's', 0x0327, U'ş'}, {U'g', 0x0306, U'ğ'}, {U'n', 0x0303, U'ñ'},
    {U'c', 0x030c, U'č'}, {U's', 0x030c, U'š'}, {U'z', 0x030c, U'ž'}, {U's', 0x0302, U'ŝ'},
    {U'a', 0x0302, U'â'}, {U'u', 0x0302, U'û'},
};

bool is_mark(char32_t letter) { return within(letter, 0x0300, 0x036f); }

/// Soft hyphen, joiners, byte order mark, stress dot of BGN: they stand inside a word unseen.
bool is_invisible(char32_t letter) {
  return letter == 0x00ad || letter == 0x00b7 || within(letter, 0x200b, 0x200f) ||
         letter == 0x2060 || letter == 0xfeff || within(letter, 0xfe00, 0xfe0f);
}

bool is_hyphen(char32_t letter) { return within(letter, 0x2010, 0x2015) || letter == 0x2212; }

bool is_apostrophe(char32_t letter) {
  return letter == 0x00b4 || within(letter, 0x02b9, 0x02bf) || letter == 0x02ca ||
         letter == 0x02ee || within(letter, 0x2018, 0x201f) || within(letter, 0x2032, 0x2036);
}

void add_mark(std::u32string& letters, char32_t mark) {
  if (letters.empty()) return;
  for (const Composition& composition : compositions) {
    if (composition.base == letters.back() && composition.mark == mark) {
      letters.back() = composition.whole;
      return;
    }
  }
}

char32_t folded(char32_t letter) {
  if (is_hyphen(letter)) return U'-';
  if (is_apostrophe(letter)) return U'\'';
  if (within(letter, 0x20, 0x7e)) return lower_case(letter);
  return is_latin(letter) || is_cyrillic(letter) ? lower_case(letter) : U' ';
}

}  // namespace

char32_t lower_case(char32_t letter) {
  if (within(letter, U'A', U'Z')) return letter + 0x20;
  if (letter < 0x80) return letter;
  if (letter == 0x0130) return U'i';  // İ of Turkish
  if (letter == 0x0131) return letter;
  if (letter == 0x0178) return 0x00ff;
  if (letter == 0x018f) return 0x0259;  // Ə
  if (within(letter, 0x00c0, 0x00de) && letter != 0x00d7) return letter + 0x20;
  if (within(letter, 0x0400, 0x040f)) return letter + 0x50;
  if (within(letter, 0x0410, 0x042f)) return letter + 0x20;
  if (letter == 0x04c0) return 0x04cf;
  if (capital_is_even(letter)) return letter | 1;
  if (capital_is_odd(letter)) return letter + (letter & 1);
  return letter;
}

bool is_cyrillic(char32_t letter) {
  return within(letter, 0x0400, 0x052f) && !within(letter, 0x0482, 0x0489);
}

bool is_latin(char32_t letter) {
  if (letter < 0x80) return within(letter | 0x20, U'a', U'z');
  return (within(letter, 0x00c0, 0x017f) && letter != 0x00d7 && letter != 0x00f7) ||
         letter == 0x018f || letter == 0x0259 || within(letter, 0x1e00, 0x1eff);
}

std::u32string folded_letters(std::string_view text, size_t bytes_max) {
  std::u32string letters;
  size_t at = 0;
  while (at < text.size()) {
    const Decoded next = decode(text.substr(at));
    at += next.bytes;
    if (at > bytes_max) break;
    if (is_invisible(next.letter)) continue;
    if (is_mark(next.letter)) {
      add_mark(letters, next.letter);
    } else {
      letters.push_back(folded(next.letter));
    }
  }
  return letters;
}

std::string to_utf8(std::u32string_view letters) {
  std::string text;
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  for (const char32_t letter : letters) {
    if (letter < 0x80) {
      put(letter);
      continue;
    }
    if (letter < 0x800) {
      put(0xc0 | letter >> 6);
    } else {
      if (letter < 0x10000) {
        put(0xe0 | letter >> 12);
      } else {
        put(0xf0 | letter >> 18);
        put(0x80 | (letter >> 12 & 0x3f));
      }
      put(0x80 | (letter >> 6 & 0x3f));
    }
    put(0x80 | (letter & 0x3f));
  }
  return text;
}

size_t bytes_of_characters(std::string_view text, size_t count) {
  size_t at = 0;
  while (at < text.size()) {
    const Decoded next = decode(text.substr(at));
    if (!is_mark(next.letter)) {
      if (count == 0) break;
      --count;
    }
    at += next.bytes;
  }
  return at;
}

}  // namespace otmetka
