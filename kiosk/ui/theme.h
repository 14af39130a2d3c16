// kiosk/ui/theme.h - colours, type and measures. Sizes are millimetres of the panel, so that a
// button is as large on a 13-inch screen as on a 55-inch one; the layout grows with the panel, and
// nothing shrinks below what a person can read and hit.
#pragma once
#include <imgui.h>

#include <string>

#include "shared/base/result.h"

namespace otmetka::kiosk {

namespace colour {
constexpr ImU32 rgb(unsigned value, unsigned alpha = 255) {
  return IM_COL32(value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff, alpha);
}
// Text on what it stands on has a contrast of at least 4.5 to 1 (GOST R 52872, WCAG 1.4.3).
inline constexpr ImU32 page = rgb(0xF3F5FA), card = rgb(0xFFFFFF), sunken = rgb(0xE8EDF4);
inline constexpr ImU32 ink = rgb(0x0F172A), muted = rgb(0x55637A), line = rgb(0xE2E8F0),
                       edge = rgb(0xCBD5E1);
inline constexpr ImU32 accent = rgb(0x0D766E), accent_bright = rgb(0x149488),
                       accent_soft = rgb(0xE0F4F1);
inline constexpr ImU32 accent_light = rgb(0x8FE3D6);
inline constexpr ImU32 deep = rgb(0x093C48), deep_end = rgb(0x107870);
inline constexpr ImU32 ok = rgb(0x15803D), ok_deep = rgb(0x0B5A34), ok_soft = rgb(0xDCFCE7);
inline constexpr ImU32 warn = rgb(0xB45309), warn_deep = rgb(0x8A3A06), warn_soft = rgb(0xFEF3C7);
inline constexpr ImU32 bad = rgb(0xB91C1C), bad_deep = rgb(0x7F1414), bad_soft = rgb(0xFEE2E2);
inline constexpr ImU32 calm = rgb(0x334155), calm_deep = rgb(0x1E293B), calm_soft = rgb(0xE2E8F0);
inline constexpr ImU32 white = rgb(0xFFFFFF), white_muted = rgb(0xFFFFFF, 205);
}  // namespace colour

/// A font with the size it was made for.
struct Type {
  ImFont* font = nullptr;
  float size = 0;
  float leading = 1.14f;  // from line to line, in sizes
};

struct Theme {
  /// Builds fonts and the shadow for a window. `absent` names the font file and its Debian package.
  static Result<Theme> make(int width, int height, float pixels_per_mm);

  Type caption, body, label, title, headline, hero, number;
  Type lead, reading, text;  // for whole paragraphs
  Type icon_small, icon_medium, icon_large;

  float mm(float millimetres) const { return millimetres * pixels_per_mm * scale; }
  /// Never below a size that fingers hit: the smaller of the two edges of anything that is pressed.
  float touch() const { return std::max(least_touch_mm * pixels_per_mm, mm(least_touch_mm)); }

  // Colle & Hiszem 2004: no gain above 25 mm, losses below 20.
  static constexpr float least_touch_mm = 20;

  float pixels_per_mm = 0;
  float scale = 1;  // against a 24-inch panel
  float gap = 0, pad = 0, radius = 0, radius_button = 0;
  ImVec4 shadow_uv;  // in the font atlas
};

}  // namespace otmetka::kiosk
