// kiosk/ui/keyboard.h - letters to type with. Each language has its own; every key is wide enough
// for a finger.
#pragma once
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

/// Of four rows, at a panel of this width.
float keyboard_height(const Ui& ui);
struct NameKeys {
  bool latin = false;
  /// Whatever language the screen has, with the letters of all names of here, and a way to digits
  /// and signs: for staff, who write down what is on a paper.
  bool all_letters = false;
  bool signs = false;
  bool capital = true;  // the case of the next letter; told by all letters only, with a key for it
};
/// For a name: letter, erase, erase_all, other_keys, sign_keys or shift; none.
Press keyboard(const Ui& ui, const Rect& in, const NameKeys& which);

struct TextKeys {
  bool latin = false;
  bool signs = false;    // digits and signs in place of letters
  bool capital = false;  // the case of the next letter
};
/// For sentences: letter, erase, other_keys, sign_keys or shift; none.
Press text_keyboard(const Ui& ui, const Rect& in, const TextKeys& which);

}  // namespace otmetka::kiosk
