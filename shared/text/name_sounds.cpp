#include "shared/text/name_sounds.h"

#include <algorithm>
#include <iterator>

#include "shared/text/letters.h"
#include "shared/text/name_folding.h"

namespace otmetka {
namespace {

using enum Sound;

/// What the next letter needs to know of the one before it.
enum class Before { start, consonant, hushing, vowel, i_like, sign };

/// A key as it grows. Of a doubled sound the second is soft: Хайруллин, Хайрулин; Токтосуу,
/// Токтосу.
class Key {
 public:
  void hard(Sound sound) {
    if (!bytes_.empty() && sound_of(bytes_.back()) == sound) {
      bytes_.back() = static_cast<char>(sound);
      return soft(sound);
    }
    push(static_cast<uint8_t>(sound));
  }
  void soft(Sound sound) { push(static_cast<uint8_t>(sound) | soft_bit); }
  std::string take() { return std::move(bytes_); }

 private:
  void push(unsigned byte) {
    if (bytes_.size() < name_sounds_max) bytes_.push_back(static_cast<char>(byte));
  }
  std::string bytes_;
};

// ---- Cyrillic ----

struct Letter {
  char32_t letter;
  Sound sound;
};
/// щ is written sh as well as sch. The last four are neighbours' letters, in names from there.
constexpr Letter cyrillic_consonants[] = {
    {U'б', b},  {U'в', v},  {U'г', g},  {U'д', d},  {U'ж', zh}, {U'з', z},  {U'к', k},
    {U'л', l},  {U'м', m},  {U'н', n},  {U'п', p},  {U'р', r},  {U'с', s},  {U'т', t},
    {U'ф', f},  {U'х', kh}, {U'ц', ts}, {U'ч', ch}, {U'ш', sh}, {U'щ', sh}, {U'җ', jh},
    {U'һ', hh}, {U'ғ', g},  {U'қ', k},  {U'ҳ', kh}, {U'ҷ', jh},
};
constexpr Letter cyrillic_vowels[] = {
    {U'а', a},  {U'о', o},  {U'у', u}, {U'э', e}, {U'ә', ae},
    {U'ө', oe}, {U'ү', ue}, {U'ұ', u}, {U'ў', u}, {U'ӯ', u},
};
/// The vowels with a glide in front.
constexpr Letter cyrillic_glided[] = {{U'я', a}, {U'ю', u}, {U'е', e}, {U'ё', yo}, {U'є', e}};
/// One sound: -ий, -ый, -ы and -и end alike in Latin, and й is i, y or j there.
constexpr std::u32string_view cyrillic_i = U"ийыіїӣ";
/// Latin letters that look like Cyrillic ones, as they stand by mistake inside a Cyrillic word. h
/// and ə are typed where the keyboard has no Һ and no Ә.
constexpr std::u32string_view look_alikes = U"abcehikmoptxyə";
constexpr std::u32string_view look_alike_cyrillic = U"авсеһікмортхуә";
static_assert(look_alikes.size() == look_alike_cyrillic.size());

template <size_t n>
const Letter* find(const Letter (&letters)[n], char32_t wanted) {
  const auto found = std::find_if(std::begin(letters), std::end(letters),
                                  [&](const Letter& letter) { return letter.letter == wanted; });
  return found == std::end(letters) ? nullptr : found;
}

bool is_hushing(Sound sound) { return sound == zh || sound == ch || sound == sh || sound == jh; }

class CyrillicWord {
 public:
  explicit CyrillicWord(std::u32string word) : word_(std::move(word)) {}

  std::string key() {
    for (at_ = 0; at_ < word_.size(); ++at_) {
      if (cyrillic_i.find(word_[at_]) != cyrillic_i.npos) {
        key_.hard(i);
        before_ = Before::i_like;
      } else if (const Letter* glided = find(cyrillic_glided, word_[at_])) {
        glide(glided->sound);
        put_vowel(glided->sound);
      } else if (const Letter* vowel = find(cyrillic_vowels, word_[at_])) {
        if (before_ == Before::sign) key_.soft(i);  // Ильас, Нурьо
        put_vowel(vowel->sound);
      } else {
        put_consonant();
      }
    }
    return key_.take();
  }

 private:
  char32_t next() const { return at_ + 1 < word_.size() ? word_[at_ + 1] : 0; }

  /// Яна is not Ана, so the glide of я and ю is hard where a name begins: Yana, Jana, Iana.
  /// Elsewhere it is written or not: Tatyana, Tatiana; Ludmila, Lyudmila. That of е and ё may
  /// always be missing: Yelena, Elena; Sergeyev, Sergeev.
  void glide(Sound vowel) {
    if (before_ == Before::start && (vowel == a || vowel == u)) {
      key_.hard(i);
    } else {
      key_.soft(i);
    }
  }

  /// Горбачов and Горбачёв are told apart by nobody: after ж ч ш щ, о is ё.
  void put_vowel(Sound vowel) {
    key_.hard(vowel == o && before_ == Before::hushing ? yo : vowel);
    before_ = Before::vowel;
  }

  void put_consonant() {
    if (word_[at_] == U'ь' || word_[at_] == U'ъ') {
      before_ = Before::sign;  // Гульнара is Gulnara; in Ильяс it is the glide that is written
      return;
    }
    if (word_[at_] == U'ң') {  // Теңиз: Тениз, Тенгиз
      key_.hard(n);
      key_.soft(g);
      before_ = Before::consonant;
      return;
    }
    const Letter* found = find(cyrillic_consonants, word_[at_]);
    if (!found) return;
    const Sound sound = found->sound;
    if (sound == d && (next() == U'ж' || next() == U'җ')) {
      key_.soft(d);  // Джаныбек: Жаныбек
    } else if ((sound == s || sound == z || sound == zh) && next() == U'ч') {
      key_.soft(sound);  // Счастливцев: Schastlivtsev, so perhaps with щ
      key_.hard(s_ch);
      ++at_;
    } else if (sound == t && next() == U'с') {
      key_.soft(t);  // Советский: Sovetskiy, so perhaps with ц
      key_.hard(t_s);
      ++at_;
    } else {
      key_.hard(sound);
    }
    const bool now_hushing = is_hushing(sound) || word_[at_] == U'ч';
    before_ = now_hushing ? Before::hushing : Before::consonant;
  }

  std::u32string word_;
  size_t at_ = 0;
  Before before_ = Before::start;
  Key key_;
};

// ---- Latin ----

/// Letters of one sound in Latin, the longest spelling first. Sources: ICAO Doc 9303 and the
/// Russian passport (kh, ts, shch, ia, iu), GOST R 52535 (tc), GOST 7.79 B (x, cz, shh), BGN/PCGN
/// (zh, ye, yë), ISO 9 (š, č, ž, ŝ, h, c, j, â, û), Turkish and Tatar Latin (ş, ç, ä, ö, ü, ñ).
struct Spelling {
  std::u32string_view letters;
  Sound soft;  // Sound::count: none
  Sound sound;
};
constexpr Sound none = Sound::count;
constexpr Spelling spellings[] = {
    {U"shch", none, sh}, {U"sch", none, sh}, {U"shh", none, sh}, {U"dzh", d, zh},
    {U"tsch", none, ch}, {U"tch", t, ch},    {U"sh", none, sh},  {U"zh", none, zh},
    {U"kh", none, kh},   {U"gh", none, g},   {U"ph", none, f},   {U"ch", none, ch},
    {U"ck", c, k},       {U"ts", none, ts},  {U"tc", none, ts},  {U"tz", none, ts},
    {U"cz", none, ts},   {U"dj", d, zh},     {U"š", none, sh},   {U"ş", none, sh},
    {U"ŝ", none, sh},    {U"č", none, ch},   {U"ç", none, ch},   {U"ž", none, zh},
    {U"ğ", none, g},     {U"b", none, b},    {U"v", none, v},    {U"g", none, g},
    {U"d", none, d},     {U"z", none, z},    {U"k", none, k},    {U"q", none, k},
    {U"l", none, l},     {U"m", none, m},    {U"n", none, n},    {U"p", none, p},
    {U"r", none, r},     {U"s", none, s},    {U"t", none, t},    {U"f", none, f},
    {U"h", none, kh},    {U"c", none, c},    {U"w", none, w},
};
/// Two letters typed last, of three or four.
constexpr Spelling unfinished_spellings[] = {
    {U"sc", c_open, s_open},  // sch; or с and к, of which с is enough for now
    {U"shc", none, sh},       // shch
    {U"ts", t, s_open},       // ц; or т and the beginning of ш, as in Mukhametshin
    {U"dz", d, z_open},       // dzh; or д and з
};
constexpr Letter latin_vowels[] = {
    {U'a', a},  {U'e', e},  {U'o', o},  {U'u', u}, {U'ä', ae}, {U'ə', ae},
    {U'ö', oe}, {U'ü', ue}, {U'ë', yo}, {U'â', a}, {U'û', u},
};
/// Letters that carry a mark which says nothing here.
struct Marked {
  std::u32string_view marked;
  char32_t plain;
};
constexpr Marked marked_letters[] = {
    {U"àáãåāăą", U'a'},  {U"ćĉċ", U'c'},       {U"ďđ", U'd'},  {U"èéêēĕėęě", U'e'}, {U"ĝġģ", U'g'},
    {U"ĥħ", U'h'},       {U"ìíîïĩīĭįı", U'i'}, {U"ĵ", U'j'},   {U"ķ", U'k'},        {U"ĺļľł", U'l'},
    {U"ńņňŋ", U'n'},     {U"òóôõøōŏő", U'o'},  {U"ŕŗř", U'r'}, {U"śß", U's'},       {U"ţťț", U't'},
    {U"ùúũūŭůűų", U'u'}, {U"ýÿŷ", U'y'},       {U"źż", U'z'},
};

char32_t without_mark(char32_t letter) {
  for (const Marked& row : marked_letters) {
    if (row.marked.find(letter) != row.marked.npos) return row.plain;
  }
  return letter;
}

/// The first half of a pair, typed last.
Sound opened(Sound sound) {
  switch (sound) {
    case k:
      return k_open;
    case s:
      return s_open;
    case z:
      return z_open;
    case t:
      return t_open;
    case c:
      return c_open;
    case d:
      return d_open;
    default:
      return sound;
  }
}

class LatinWord {
 public:
  LatinWord(std::u32string_view word, const SpellingChoice& choice) : choice_(choice) {
    for (const char32_t letter : word) word_.push_back(without_mark(letter));
  }

  std::string key() {
    while (at_ < word_.size()) {
      const char32_t letter = word_[at_];
      if (letter == U'i' || letter == U'y' || letter == U'j') {
        put_i(letter);
      } else if (const Letter* vowel = find(latin_vowels, letter)) {
        put_vowel(letter, vowel->sound);
      } else if (letter == U'x') {
        put_x();
      } else if (letter == U'ñ') {
        key_.hard(n);
        key_.soft(g);
        step(1, Before::consonant);
      } else {
        put_consonant();
      }
    }
    return key_.take();
  }

 private:
  void step(size_t letters, Before before) {
    at_ += letters;
    before_ = before;
  }
  void put_i(char32_t letter) {
    key_.hard(letter == U'j' ? j : i);
    step(1, Before::i_like);
  }

  /// yo, io and jo are ё as often as йо (Semyon, Fjodor; Mayorov), and so is o after zh ch sh.
  void put_vowel(char32_t letter, Sound sound) {
    if (letter == U'â' || letter == U'û') key_.hard(i);  // я and ю of ISO 9
    const bool maybe_yo = before_ == Before::i_like || before_ == Before::hushing;
    key_.hard(sound == o && maybe_yo ? yo : sound);
    step(1, Before::vowel);
  }

  void put_x() {
    if (choice_.x_is_ks) {
      key_.hard(k);
      key_.hard(s);
    } else {
      key_.hard(kh);
    }
    step(1, Before::consonant);
  }

  void put_consonant() {
    const std::u32string_view rest = std::u32string_view(word_).substr(at_);
    if (rest.starts_with(U"tsh") || rest.starts_with(U"tzh")) {  // Mukhametshin is т, ш
      key_.hard(t);
      return step(1, Before::consonant);
    }
    if (choice_.unfinished) {
      for (const Spelling& spelling : unfinished_spellings) {
        if (rest == spelling.letters) return put(spelling, false);
      }
    }
    for (const Spelling& spelling : spellings) {
      if (rest.starts_with(spelling.letters)) return put(spelling, choice_.unfinished);
    }
    ++at_;  // a letter of no language here
  }

  void put(const Spelling& spelling, bool unfinished) {
    if (spelling.soft != none) key_.soft(spelling.soft);
    const bool open = unfinished && spelling.letters.size() == 1 && at_ + 1 == word_.size();
    key_.hard(open ? opened(spelling.sound) : spelling.sound);
    step(spelling.letters.size(), is_hushing(spelling.sound) ? Before::hushing : Before::consonant);
  }

  SpellingChoice choice_;
  std::u32string word_;
  size_t at_ = 0;
  Before before_ = Before::start;
  Key key_;
};

std::u32string without_look_alikes(std::u32string_view word) {
  std::u32string out(word);
  for (char32_t& letter : out) {
    const size_t at = look_alikes.find(letter);
    if (at != look_alikes.npos) letter = look_alike_cyrillic[at];
  }
  return out;
}

}  // namespace

std::string sounds_of(std::u32string_view word, const SpellingChoice& choice) {
  if (std::any_of(word.begin(), word.end(), is_cyrillic)) {
    return CyrillicWord(without_look_alikes(word)).key();
  }
  return LatinWord(word, choice).key();
}

}  // namespace otmetka
