// shared/text/letters.h - text taken apart into letters that compare: one case, one form of each
// accented letter, no bytes that are not text. Own tables, since only Latin and Cyrillic are
// compared here, and a kiosk's binary that needs ICU would not move to the next Debian.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace otmetka {

/// Lower case, composed (и + U+0306 is й), hyphens of all kinds as `-`, typographic apostrophes as
/// `'`; ASCII signs stay, since a sign may be a letter of another keyboard layout. Invisible marks
/// are dropped; whatever else is neither Latin nor Cyrillic, invalid UTF-8 included, becomes a
/// space. Doing it twice changes nothing.
/// Reads at most `bytes_max` bytes; the rest is as if it had not been written.
std::u32string folded_letters(std::string_view text, size_t bytes_max);

/// Unicode scalar values to UTF-8.
std::string to_utf8(std::u32string_view letters);

/// Of Latin and Cyrillic letters; anything else stays as it is.
char32_t lower_case(char32_t letter);
bool is_cyrillic(char32_t letter);
/// ASCII, Latin-1, Latin Extended-A and -Additional, and ə.
bool is_latin(char32_t letter);

/// How many leading bytes of `text` are its first `count` characters; marks that stand on the last
/// one are of it. Bytes that are not UTF-8 count one each.
size_t bytes_of_characters(std::string_view text, size_t count);

}  // namespace otmetka
