// shared/text/keyboard_layout.h - what the same keys would have written under another layout. Who
// looks at the keys and not at the screen types "Bdfyjd" for Иванов.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace otmetka {

/// Every text that the keys of `letters` (as `folded_letters` gives them) also could mean: Latin
/// ones as Russian, Tatar and Kyrgyz, Cyrillic ones as Latin. Only those that differ from what was
/// typed and from each other; none when no letter of either script is there.
/// Source: XKB us, ru(winkeys), ru(tt), kg; Windows has the same places for the Russian letters.
std::vector<std::u32string> other_layouts(std::u32string_view letters);

}  // namespace otmetka
