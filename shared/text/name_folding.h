// shared/text/name_folding.h - what a name sounds like, whoever wrote it and in which script:
// Хәйруллин, Хайруллин, Khairullin and [fqhekkby are one name.
//
// A word becomes a key: one byte a sound. Spellings differ in two ways, and a key holds both:
// - another letter for the same sound: two sounds are compared by `alike`, which is wider than
//   equal (Ә is like а and like э, though а is not like э);
// - a letter more or less: a sound may be `soft`, that is, absent on the other side without being a
//   mistake (the second of a doubled letter, the glide of я, the г of Kyrgyz нг for ң).
// A letter becomes one hard sound wherever possible, so that one mistake of the hand is one
// difference of the keys; name_pattern.h counts those.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace otmetka {

enum class Sound : uint8_t {
  // Of Russian.
  a,
  e,
  i,
  o,
  u,
  b,
  v,
  g,
  d,
  zh,
  z,
  k,
  l,
  m,
  n,
  p,
  r,
  s,
  t,
  f,
  kh,
  ts,
  ch,
  sh,
  yo,    // ё, often written е; after ж ч ш щ also о
  t_s,   // the second of тс, which others hear and write as ц
  s_ch,  // the second of сч, which others hear and write as щ
  // Ә Ө Ү Җ Һ of Tatar and Kyrgyz.
  ae,
  oe,
  ue,
  jh,
  hh,
  // Latin letters of several meanings.
  j,
  c,
  w,
  // The last Latin letter typed, where the next one may make another sound of both.
  k_open,
  s_open,
  z_open,
  t_open,
  c_open,
  d_open,
  count
};
/// Bytes of a key. Longer words are compared by their beginning; a bit mask of a query has 32 bits.
inline constexpr size_t name_sounds_max = 31;
/// Words of one stored field, and of what is typed. More do not occur in a name; what is typed
/// beyond them matches nobody.
inline constexpr size_t name_words_max = 6;
/// The longest text that is looked at; more is as if it had not been written.
inline constexpr size_t name_bytes_max = 256;

inline constexpr uint8_t soft_bit = 0x80;
inline Sound sound_of(char byte) { return Sound(static_cast<uint8_t>(byte) & 0x7f); }
inline bool is_soft(char byte) { return (static_cast<uint8_t>(byte) & soft_bit) != 0; }

/// The sounds that one compares equal to, by bit.
uint64_t alike_to(Sound sound);
inline bool alike(Sound a, Sound b) { return (alike_to(a) >> static_cast<int>(b) & 1) != 0; }

struct NameWord {
  std::string key;     // sound | soft_bit; never empty
  size_t letters = 0;  // as written
  size_t joins = 0;    // so many words before it are parts of this one
  bool operator==(const NameWord&) const = default;
};

/// The words of a name that is stored. Салтыков-Щедрин is three: either part, and both in one.
/// A word with a Latin x is two: as х and as кс. Empty for a text without a letter.
std::vector<NameWord> stored_words(std::string_view name);

/// One way to understand what was typed.
struct TypedReading {
  std::vector<NameWord> words;
  bool other_layout = false;  // the keyboard was in another layout than the visitor thought
  size_t letters() const;
};

/// All ways, the most natural first; bounded in number and length whatever was typed. Empty when no
/// letter was.
std::vector<TypedReading> typed_readings(std::string_view typed);

}  // namespace otmetka
