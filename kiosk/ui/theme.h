// kiosk/ui/theme.h - type and measures. Sizes are millimetres of the panel, so that a
// button is as large on a 13-inch screen as on a 55-inch one; the layout grows with the panel, and
// nothing shrinks below what a person can read and hit.
#pragma once
#include <imgui.h>

#include <string>

#include "kiosk/ui/palette.h"
#include "shared/base/result.h"

namespace otmetka::kiosk {

/// A font with the size it was made for.
struct Type {
  ImFont* font = nullptr;
  float size = 0;
  float leading = 1.14f;  // from line to line, in sizes
  float least = 0;        // of a size that was made larger, where that has no room; 0: this one
};

/// What somebody wishes of type and measures.
struct ThemeWishes {
  bool larger_text = false;
  bool low_controls = false;
  bool operator==(const ThemeWishes&) const = default;
};

struct Theme {
  /// Builds fonts and the shadow for a window, in place of those that were there. `absent` names
  /// the font file and its Debian package.
  static Result<Theme> make(int width, int height, float pixels_per_mm, ThemeWishes wished = {});

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
  /// What of the wishes makes a difference on this panel.
  ThemeWishes granted(ThemeWishes wished) const;

  ThemeWishes wishes;  // that were granted
  bool may_be_larger = false;
  bool high = false;  // some of it is out of reach from a chair: there are lower controls
  bool wide_and_high = false;
  float gap = 0, pad = 0, radius = 0, radius_button = 0;
  ImVec4 shadow_uv;  // in the font atlas
};

}  // namespace otmetka::kiosk
