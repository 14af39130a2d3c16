#include "sync/cli/qr_text.h"

#include <qrencode.h>

#include <memory>

namespace otmetka {
namespace {

constexpr int quiet_modules = 4;  // ISO/IEC 18004
constexpr const char *black_on_white = "\x1b[38;5;16;48;5;231m", *as_before = "\x1b[0m\n";

}  // namespace

std::string qr_text(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) return "";
  const auto dark = [&](int row, int column) {
    const bool inside = row >= 0 && column >= 0 && row < code->width && column < code->width;
    return inside && (code->data[row * code->width + column] & 1) != 0;
  };
  std::string out;
  for (int row = -quiet_modules; row < code->width + quiet_modules; row += 2) {
    out += black_on_white;
    for (int column = -quiet_modules; column < code->width + quiet_modules; ++column) {
      const bool above = dark(row, column), below = dark(row + 1, column);
      out += above && below ? "█" : above ? "▀" : below ? "▄" : " ";
    }
    out += as_before;
  }
  return out;
}

}  // namespace otmetka
