#include "shared/text/name_folding.h"

#include <algorithm>
#include <array>
#include <utility>

#include "shared/text/keyboard_layout.h"
#include "shared/text/letters.h"
#include "shared/text/name_sounds.h"

namespace otmetka {
namespace {

using enum Sound;

/// Two sounds that one name has in two spellings.
struct Likeness {
  Sound one, other;
};
constexpr Likeness likenesses[] = {
    {yo, e},                     // ё is mostly written е
    {yo, o},                     // Щербачёв was Shcherbachov, Соловьёв Solovyov
    {ae, a},                     // Хәйруллин - Хайруллин
    {ae, e},                     // Әлвирә - Эльвира
    {oe, o},                     // Өмүрбек - Омурбек
    {oe, u},                     // Гөлнара - Гульнара
    {oe, yo},                    // Көк - Кёк
    {oe, ue},                    // the two are mixed up within Kyrgyz itself
    {ue, u},                     // Үмүт - Умут
    {jh, zh},                    // Җәмил - Жамиль, Джамиль (its д is soft)
    {jh, z},                     // Мөхәммәтҗанов - Мухаметзянов
    {hh, kh},                    // Һадиев - Хадиев
    {hh, g},                     // Һадиев - Гадиев
    {t_s, s},                    // Советский, letter by letter
    {t_s, ts},                   // Sovetskiy reads as if ц stood there
    {s_ch, ch},                  // Счастливцев, letter by letter
    {s_ch, sh},                  // Schastlivtsev reads as if щ stood there
    {j, i},                      // ISO 9 and GOST: Sergej, Jusupov
    {j, zh},                     // as in English: Jamilya, Janybek
    {j, jh},                     // Jamil for Җәмил
    {c, k},                      // as in English: Victor
    {c, ts},                     // ISO 9 and GOST: Caryov for Царёв
    {c, jh},                     // Tatar Latin of 2012: Cämil
    {w, v},                      // Wladimir
    {w, u},                      // Wali: Tatar and Kyrgyz names in English
    {w, ue},                     // the same for Ү
    {k_open, k},  {k_open, kh},  // k, then h
    {s_open, s},  {s_open, sh}, {s_open, t_s}, {s_open, ts},  // s, then h or ch
    {z_open, z},  {z_open, zh}, {z_open, jh},                 // z, then h
    {d_open, d},  {d_open, zh}, {d_open, jh},                 // d, then zh
    {t_open, t},  {t_open, ts},                               // t, then s
    {c_open, ts}, {c_open, k},  {c_open, ch},  {c_open, jh},  // c, then h
};

constexpr size_t sounds = static_cast<size_t>(Sound::count);
static_assert(sounds <= 64 && sounds < soft_bit, "a set of sounds is one word, a sound 7 bits");

constexpr uint64_t bit(Sound sound) { return uint64_t{1} << static_cast<int>(sound); }

constexpr std::array<uint64_t, sounds> make_likeness_sets() {
  std::array<uint64_t, sounds> sets{};
  for (size_t i = 0; i < sounds; ++i) sets[i] = uint64_t{1} << i;
  for (const Likeness& likeness : likenesses) {
    sets[static_cast<size_t>(likeness.one)] |= bit(likeness.other);
    sets[static_cast<size_t>(likeness.other)] |= bit(likeness.one);
  }
  return sets;
}
constexpr std::array<uint64_t, sounds> likeness_sets = make_likeness_sets();

/// What stands between two separators: parts are joined by hyphens.
using Parts = std::vector<std::u32string>;

bool is_letter(char32_t letter) { return is_cyrillic(letter) || is_latin(letter); }

/// "Салтыков-Щедрин Михаил" is {Салтыков, Щедрин}, {Михаил}. An apostrophe joins (О'Коннор,
/// Solov'ev) and is no letter; whatever else is no letter separates.
std::vector<Parts> split(std::u32string_view letters) {
  std::vector<Parts> names;
  bool open_name = false, open_part = false;
  for (const char32_t letter : letters) {
    if (is_letter(letter)) {
      if (!open_name) names.emplace_back();
      if (!open_part) names.back().emplace_back();
      open_name = open_part = true;
      names.back().back().push_back(letter);
    } else if (letter != U'\'' && letter != U'`' && letter != U'"') {
      open_part = false;
      open_name = open_name && letter == U'-';
    }
  }
  return names;
}

bool has_x(std::u32string_view word) {
  return std::find(word.begin(), word.end(), U'x') != word.end() &&
         std::none_of(word.begin(), word.end(), is_cyrillic);
}

void add_word(std::vector<NameWord>& words, std::u32string_view word,
              const SpellingChoice& choice) {
  NameWord made{sounds_of(word, choice), word.size()};
  if (!made.key.empty()) words.push_back(std::move(made));
}

std::u32string joined(const Parts& parts) {
  std::u32string all;
  for (const std::u32string& part : parts) all += part;
  return all;
}

class Readings {
 public:
  void add(std::u32string_view letters, bool other_layout) {
    const std::vector<Parts> names = split(letters);
    const auto any = [&](auto holds) { return std::any_of(names.begin(), names.end(), holds); };
    read(names, {.unfinished = true}, false, other_layout);
    const bool x =
        any([](const Parts& parts) { return std::any_of(parts.begin(), parts.end(), has_x); });
    if (x) read(names, {.unfinished = true, .x_is_ks = true}, false, other_layout);
    const bool hyphens = any([](const Parts& parts) { return parts.size() > 1; });
    if (hyphens) read(names, {.unfinished = true}, true, other_layout);
  }
  std::vector<TypedReading> take() { return std::move(readings_); }

 private:
  void read(const std::vector<Parts>& names, const SpellingChoice& choice, bool join,
            bool other_layout) {
    TypedReading reading;
    reading.other_layout = other_layout;
    for (const Parts& parts : names) {
      if (join) {
        add_word(reading.words, joined(parts), choice);
      } else {
        for (const std::u32string& part : parts) add_word(reading.words, part, choice);
      }
    }
    const auto same = [&](const TypedReading& other) { return other.words == reading.words; };
    const bool known = std::any_of(readings_.begin(), readings_.end(), same);
    if (!reading.words.empty() && !known) readings_.push_back(std::move(reading));
  }

  std::vector<TypedReading> readings_;
};

}  // namespace

uint64_t alike_to(Sound sound) { return likeness_sets[static_cast<size_t>(sound)]; }

size_t TypedReading::letters() const {
  size_t all = 0;
  for (const NameWord& word : words) all += word.letters;
  return all;
}

std::vector<NameWord> stored_words(std::string_view name) {
  std::vector<NameWord> words;
  const auto add = [&](std::u32string_view word) {
    add_word(words, word, {});
    if (has_x(word)) add_word(words, word, {.x_is_ks = true});
  };
  for (const Parts& parts : split(folded_letters(name, name_bytes_max))) {
    const size_t before = words.size();
    for (const std::u32string& part : parts) add(part);
    const size_t after = words.size();
    if (parts.size() > 1) add(joined(parts));
    for (size_t at = after; at < words.size(); ++at) words[at].joins = at - before;
  }
  if (words.size() > name_words_max) words.resize(name_words_max);
  return words;
}

std::vector<TypedReading> typed_readings(std::string_view typed) {
  const std::u32string letters = folded_letters(typed, name_bytes_max);
  Readings readings;
  readings.add(letters, false);
  for (const std::u32string& other : other_layouts(letters)) readings.add(other, true);
  return readings.take();
}

}  // namespace otmetka
