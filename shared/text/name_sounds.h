// shared/text/name_sounds.h - the tables from letters to sounds. Of interest to name_folding.cpp
// only.
#pragma once
#include <string>
#include <string_view>

namespace otmetka {

struct SpellingChoice {
  bool unfinished = false;  // the last letter may be the first half of kh, sh, zh, ts, ch
  bool x_is_ks = false;     // Latin x as in Alexey, else as in Xalilov
};

/// The key of one word of `folded_letters`, without hyphen or apostrophe; empty when no letter of
/// it is known. A word with one Cyrillic letter is Cyrillic: Latin look-alikes in it are slips.
std::string sounds_of(std::u32string_view word, const SpellingChoice& choice);

}  // namespace otmetka
