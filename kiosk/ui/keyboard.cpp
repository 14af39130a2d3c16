#include "kiosk/ui/keyboard.h"

#include <array>

#include "kiosk/ui/icons.h"
#include "kiosk/ui/widgets.h"
#include "shared/text/letters.h"

namespace otmetka::kiosk {
namespace {

constexpr size_t rows = 4;
// Keys in a row of Cyrillic; fewer of Latin, which are wider.
constexpr float cyrillic_columns = 12, latin_columns = 10;

struct Keys {
  std::array<std::u32string_view, rows> letters;  // the last row's stand beside the space key
  float columns = cyrillic_columns;
};

Keys keys_of(Language language, bool latin) {
  if (latin || language == Language::en)
    return {{U"QWERTYUIOP", U"ASDFGHJKL", U"ZXCVBNM", U"-"}, latin_columns};
  Keys keys{{U"ЙЦУКЕНГШЩЗХЪ", U"ФЫВАПРОЛДЖЭ", U"ЁЯЧСМИТЬБЮ", U"-"}};
  if (language == Language::tt) keys.letters[3] = U"ӘӨҮҖҢҺ-";
  if (language == Language::ky) keys.letters[3] = U"ӨҮҢ-";
  return keys;
}

struct KeyFace {
  const char* glyph = nullptr;
  std::string label;
  bool quiet = false;     // does not type
  std::string said = {};  // where it is not its label
};

bool key(const Ui& ui, const Rect& rect, const std::string& id, const KeyFace& face) {
  const Theme& theme = ui.theme();
  const Touch touch = touch_area(ui, ("key " + id).c_str(), rect,
                                 {face.said.empty() ? face.label : face.said, Label::Role::key});
  const float gap = theme.mm(1.1f), lip = std::max(2.0f, theme.mm(0.8f)), radius = theme.mm(2.8f);
  // The whole place is pressed, gaps too; a finger between two keys hits the nearer one.
  const Rect cap = rect.inset(gap);
  const ImVec2 from{std::floor(cap.x), std::floor(cap.y)},
      to{std::floor(cap.right()), std::floor(cap.bottom())};
  ui.canvas().AddRectFilled({from.x, from.y + lip}, {to.x, to.y + lip}, ui.colour().edge, radius);
  const ImU32 ground = touch.held   ? ui.colour().accent_soft
                       : face.quiet ? ui.colour().line
                                    : ui.colour().card;
  ui.canvas().AddRectFilled(from, to, ground, radius);
  outline(ui, cap, radius);
  if (face.glyph) {
    icon_in(ui, theme.icon_small, cap, ui.colour().ink, face.glyph);
  } else {
    put_in(ui.pen(), theme.label, cap, ui.colour().ink, face.label, Align::centre);
  }
  return touch.pressed;
}

// Keys are named by their capitals, whatever they type now.
Press letters_row(const Ui& ui, Rect& row, float width, std::u32string_view letters, bool capital) {
  Press press;
  for (const char32_t letter : letters) {
    const char32_t typed = capital ? letter : lower_case(letter);
    const KeyFace face{nullptr, to_utf8(std::u32string(1, typed))};
    if (key(ui, row.cut_left(width), to_utf8(std::u32string(1, letter)), face))
      press = {Press::What::letter, static_cast<int>(typed)};
  }
  return press;
}

Press space_key(const Ui& ui, const Rect& rect) {
  const KeyFace face{icon::space, "", false, ui.text("voice.space")};
  return key(ui, rect, "space", face) ? Press{Press::What::letter, ' '} : Press{};
}

bool shift_key(const Ui& ui, const Rect& rect, bool capital) {
  return key(ui, rect, "shift", {icon::shift, "", !capital, ui.text("voice.shift")});
}

// What a key that leads to other keys says.
KeyFace letters_face(bool latin) { return {nullptr, latin ? "ABC" : "АБВ", true}; }

// What erases everything is far from what erases a letter.
Press last_row(const Ui& ui, Rect row, float width, const Keys& keys, const NameKeys& which) {
  Press press;
  const float mode = which.all_letters ? width : width * 2;
  if (key(ui, row.cut_left(mode), "erase all",
          {icon::erase_all, "", true, ui.text("voice.erase_all")}))
    press = {Press::What::erase_all};
  const bool english = ui.language() == Language::en;
  if (which.all_letters) {
    const KeyFace face = which.signs ? letters_face(which.latin) : KeyFace{nullptr, "123", true};
    if (key(ui, row.cut_left(mode), "signs", face)) press = {Press::What::sign_keys};
  }
  // Whoever reads English types in Latin letters; names are found in either script.
  if (!which.signs && (!english || which.all_letters)) {
    KeyFace other = letters_face(!which.latin);
    other.said = ui.text(which.latin ? "voice.cyrillic_keys" : "voice.latin_keys");
    if (key(ui, row.cut_left(mode), "other", other)) press = {Press::What::other_keys};
  }
  const Press letter = letters_row(ui, row, width, keys.letters[3], which.capital);
  if (letter.what != Press::What::none) press = letter;
  const Press space = space_key(ui, row);
  return space.what != Press::What::none ? space : press;
}

Keys sign_keys() { return {{U"1234567890", U"-?!:;()«»", U"№%+/=", U""}, latin_columns}; }

Press text_last_row(const Ui& ui, Rect row, float width, const Keys& keys, const TextKeys& which) {
  Press press;
  const bool latin = which.latin || ui.language() == Language::en;
  // Six letters of Tatar leave less for the others.
  const float mode = keys.letters[3].size() > 3 ? width : std::floor(width * 1.5f);
  const KeyFace signs = which.signs ? letters_face(latin) : KeyFace{nullptr, "123", true};
  if (key(ui, row.cut_left(mode), "signs", signs)) press = {Press::What::sign_keys};
  if (ui.language() != Language::en && !which.signs) {
    if (key(ui, row.cut_left(mode), "other", letters_face(!latin)))
      press = {Press::What::other_keys};
  }
  const Press letter = letters_row(ui, row, width, keys.letters[3], which.capital);
  if (letter.what != Press::What::none) press = letter;
  if (key(ui, row.cut_left(width), ",", {nullptr, ","})) press = {Press::What::letter, ','};
  if (key(ui, row.cut_right(width), ".", {nullptr, "."})) press = {Press::What::letter, '.'};
  const Press space = space_key(ui, row);
  return space.what != Press::What::none ? space : press;
}

}  // namespace

float keyboard_height(const Ui& ui) {
  const float least = ui.theme().pixels_per_mm * 13.2f;
  // A low panel gives its height to the people who are found.
  const float part = ui.reach().h * (ui.portrait() ? 0.3f : 0.44f);
  return std::max(least * rows, std::min(part, ui.theme().mm(24) * rows));
}

Press keyboard(const Ui& ui, const Rect& in, const NameKeys& which) {
  // The Tatar ones are the Kyrgyz ones, too.
  Keys keys =
      which.all_letters ? keys_of(Language::tt, which.latin) : keys_of(ui.language(), which.latin);
  if (which.signs) keys = sign_keys();
  const float most = ui.theme().mm(34);
  const float width = std::floor(std::min(in.w / keys.columns, most));
  Rect rest = in.centred(width * keys.columns, in.h);
  const float height = std::floor(rest.h / rows);
  Press press;
  const auto take = [&](const Press& pressed) {
    if (pressed.what != Press::What::none) press = pressed;
  };
  for (size_t i = 0; i + 1 < rows; ++i) {
    const bool erases = i + 2 == rows, shifts = erases && which.all_letters && !which.signs;
    const float letters = static_cast<float>(keys.letters[i].size()) * width;
    const float shift = shifts ? width : 0;
    const float erase = erases ? std::min(width * 2, rest.w - letters - shift) : 0;
    const float all = letters + shift + erase;
    Rect row = rest.cut_top(height);
    row.cut_left((row.w - all) / 2);
    if (shifts && shift_key(ui, row.cut_left(shift), which.capital)) take({Press::What::shift});
    take(letters_row(ui, row, width, keys.letters[i], which.capital));
    if (erases &&
        key(ui, row.cut_left(erase), "erase", {icon::erase, "", true, ui.text("voice.erase")}))
      take({Press::What::erase});
  }
  take(last_row(ui, rest.cut_top(height), width, keys, which));
  return press;
}

Press text_keyboard(const Ui& ui, const Rect& in, const TextKeys& which) {
  Keys keys = which.signs ? sign_keys() : keys_of(ui.language(), which.latin);
  // The hyphen stands among the signs.
  if (keys.letters[3].ends_with(U'-')) keys.letters[3].remove_suffix(1);
  const float width = std::floor(std::min(in.w / keys.columns, ui.theme().mm(34)));
  Rect rest = in.centred(width * keys.columns, in.h);
  const float height = std::floor(rest.h / rows);
  Press press;
  const auto take = [&](const Press& pressed) {
    if (pressed.what != Press::What::none) press = pressed;
  };
  for (size_t i = 0; i + 1 < rows; ++i) {
    Rect row = rest.cut_top(height);
    const float letters = static_cast<float>(keys.letters[i].size()) * width;
    if (i + 2 == rows) {
      // The letters between two keys of one width, which are the row's ends.
      const float beside = std::floor((row.w - letters) / 2);
      const Rect left = row.cut_left(beside);
      if (!which.signs && shift_key(ui, left, which.capital)) take({Press::What::shift});
      if (key(ui, row.cut_right(beside), "erase", {icon::erase, "", true, ui.text("voice.erase")}))
        take({Press::What::erase});
    } else {
      row.cut_left((row.w - letters) / 2);
    }
    take(letters_row(ui, row, width, keys.letters[i], which.capital));
  }
  take(text_last_row(ui, rest.cut_top(height), width, keys, which));
  return press;
}

}  // namespace otmetka::kiosk
