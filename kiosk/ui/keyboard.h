// kiosk/ui/keyboard.h - letters to type with. Each language has its own; every key is wide enough
// for a finger.
#pragma once
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

/// Of four rows, at a panel of this width.
float keyboard_height(const Ui& ui);
/// For a name: letter, erase, erase_all or other_keys; none.
Press keyboard(const Ui& ui, const Rect& in, bool latin);

struct TextKeys {
  bool latin = false;
  bool signs = false;    // digits and signs in place of letters
  bool capital = false;  // the case of the next letter
};
/// For sentences: letter, erase, other_keys, sign_keys or shift; none.
Press text_keyboard(const Ui& ui, const Rect& in, const TextKeys& which);

}  // namespace otmetka::kiosk
