// kiosk/ui/rect.h - a screen is laid out by cutting rectangles: each cut takes a part off and
// returns it.
#pragma once
#include <algorithm>
#include <cmath>

namespace otmetka::kiosk {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
  bool operator==(const Rect&) const = default;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  float middle_x() const { return x + w / 2; }
  float middle_y() const { return y + h / 2; }
  Rect inset(float by) const { return inset(by, by); }
  Rect inset(float across, float down) const {
    return {x + across, y + down, std::max(0.0f, w - 2 * across), std::max(0.0f, h - 2 * down)};
  }
  /// A rectangle of this size in the middle.
  Rect centred(float width, float height) const {
    return {std::floor(x + (w - width) / 2), std::floor(y + (h - height) / 2), width, height};
  }

  Rect cut_top(float size, float gap = 0) {
    size = std::min(size, h);
    const Rect part{x, y, w, size};
    const float all = std::min(size + gap, h);
    y += all;
    h -= all;
    return part;
  }
  Rect cut_bottom(float size, float gap = 0) {
    size = std::min(size, h);
    const Rect part{x, y + h - size, w, size};
    h -= std::min(size + gap, h);
    return part;
  }
  Rect cut_left(float size, float gap = 0) {
    size = std::min(size, w);
    const Rect part{x, y, size, h};
    const float all = std::min(size + gap, w);
    x += all;
    w -= all;
    return part;
  }
  Rect cut_right(float size, float gap = 0) {
    size = std::min(size, w);
    const Rect part{x + w - size, y, size, h};
    w -= std::min(size + gap, w);
    return part;
  }
};

}  // namespace otmetka::kiosk
