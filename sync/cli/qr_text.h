// sync/cli/qr_text.h - a QR code in a terminal.
#pragma once
#include <string>

namespace otmetka {

/// Dark on white whatever the terminal's colours are, two modules of a column in one character,
/// with the quiet zone that the standard asks for. Empty for a text that no code holds.
std::string qr_text(const std::string& text);

}  // namespace otmetka
