// kiosk/ui/keyboard.h - letters to type a name with. Each language has its own; every key is wide
// enough for a finger.
#pragma once
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

/// Of four rows, at a panel of this width.
float keyboard_height(const Ui& ui);
/// letter, erase, erase_all or other_keys; none.
Press keyboard(const Ui& ui, const Rect& in, bool latin);

}  // namespace otmetka::kiosk
