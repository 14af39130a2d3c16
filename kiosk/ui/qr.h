// kiosk/ui/qr.h - a QR code on the screen, for the camera of a visitor's phone.
#pragma once
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

/// As large as whole modules fit into the square, dark on white with the quiet zone that the
/// standard asks for. Nothing for a text that no code holds.
void qr_code(const Ui& ui, const Rect& square, const std::string& text);

}  // namespace otmetka::kiosk
