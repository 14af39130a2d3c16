#include "kiosk/ui/qr.h"

#include <qrencode.h>

#include <memory>

namespace otmetka::kiosk {
namespace {

constexpr int quiet_modules = 4;  // ISO/IEC 18004
// Phones read dark on light at once, and some nothing else: the same in every palette.
constexpr ImU32 light = IM_COL32(255, 255, 255, 255), dark = IM_COL32(0, 0, 0, 255);

}  // namespace

void qr_code(const Ui& ui, const Rect& square, const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) return;
  const int modules = code->width + 2 * quiet_modules;
  const float module = std::floor(std::min(square.w, square.h) / static_cast<float>(modules));
  const float side = module * static_cast<float>(modules);
  const Rect sheet = square.centred(side, side);
  ui.canvas().AddRectFilled({sheet.x, sheet.y}, {sheet.right(), sheet.bottom()}, light);
  for (int row = 0; row < code->width; ++row) {
    const float y = sheet.y + module * static_cast<float>(row + quiet_modules);
    for (int column = 0; column < code->width; ++column) {
      if ((code->data[row * code->width + column] & 1) == 0) continue;
      const float x = sheet.x + module * static_cast<float>(column + quiet_modules);
      ui.canvas().AddRectFilled({x, y}, {x + module, y + module}, dark);
    }
  }
}

}  // namespace otmetka::kiosk
