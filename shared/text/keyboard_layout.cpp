#include "shared/text/keyboard_layout.h"

#include <algorithm>

#include "shared/text/letters.h"

namespace otmetka {
namespace {

// Place by place. A sign that Shift turns into another one is still the same key.
constexpr std::u32string_view latin_keys = U"qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
constexpr std::u32string_view russian_keys = U"йцукенгшщзхъфывапролджэячсмитьбюё";
constexpr std::u32string_view shifted_signs = U"{}:\"<>~", plain_signs = U"[];',.`";

/// A layout that is Russian but for some keys.
struct Layout {
  std::u32string_view latin, own;
};
constexpr Layout layouts[] = {
    {U"", U""},
    {U"wo];m`", U"өәүңҗһ"},  // Tatar: the Russian letters of these keys moved to AltGr
    {U"-=\\", U"өңү"},       // Kyrgyz: keys that have no letter in Russian
};

char32_t across(char32_t letter, std::u32string_view from, std::u32string_view to) {
  const size_t at = from.find(letter);
  return at == from.npos ? letter : to[at];
}

std::u32string to_cyrillic(std::u32string_view letters, const Layout& layout) {
  std::u32string out(letters);
  for (char32_t& letter : out) {
    const char32_t key = across(letter, shifted_signs, plain_signs);
    const char32_t own = across(key, layout.latin, layout.own);
    letter = own != key ? own : across(key, latin_keys, russian_keys);
  }
  return out;
}

std::u32string to_latin(std::u32string_view letters) {
  std::u32string out(letters);
  for (char32_t& letter : out) {
    letter = across(across(letter, layouts[1].own, layouts[1].latin), russian_keys, latin_keys);
  }
  return out;
}

}  // namespace

std::vector<std::u32string> other_layouts(std::u32string_view letters) {
  std::vector<std::u32string> found;
  const auto add = [&](std::u32string text) {
    const bool new_one =
        text != letters && std::find(found.begin(), found.end(), text) == found.end();
    if (new_one) found.push_back(std::move(text));
  };
  if (std::any_of(letters.begin(), letters.end(), is_latin)) {
    for (const Layout& layout : layouts) add(to_cyrillic(letters, layout));
  }
  if (std::any_of(letters.begin(), letters.end(), is_cyrillic)) add(to_latin(letters));
  return found;
}

}  // namespace otmetka
