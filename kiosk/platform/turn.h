// kiosk/platform/turn.h - the picture on a panel that hangs on its side or upside down, where the
// display server does not turn it. Pure.
#pragma once
#include <cstdint>

struct ImDrawData;

namespace otmetka::kiosk {

/// By how much the picture is turned, clockwise: 0, 90, 180, 270 degrees.
enum class Turn : uint8_t { none, right, over, left };

struct Spot {
  float x = 0, y = 0;
};

/// In pixels.
struct PanelSize {
  int width = 0, height = 0;
};

/// Of the picture on a panel.
PanelSize picture_size(Turn turn, PanelSize panel);
/// Where on the picture a finger is that touches the panel here.
Spot on_picture(Turn turn, PanelSize panel, Spot touched);
/// What was drawn for the picture, for the panel.
void turn_drawing(Turn turn, PanelSize panel, ImDrawData& drawing);

}  // namespace otmetka::kiosk
