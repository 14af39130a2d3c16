#include "kiosk/platform/turn.h"

#include <imgui.h>

#include <algorithm>

namespace otmetka::kiosk {
namespace {

Spot on_panel(Turn turn, PanelSize panel, Spot spot) {
  const auto width = static_cast<float>(panel.width), height = static_cast<float>(panel.height);
  switch (turn) {
    case Turn::right:
      return {width - spot.y, spot.x};
    case Turn::over:
      return {width - spot.x, height - spot.y};
    case Turn::left:
      return {spot.y, height - spot.x};
    case Turn::none:
      break;
  }
  return spot;
}

}  // namespace

PanelSize picture_size(Turn turn, PanelSize panel) {
  const bool on_its_side = turn == Turn::right || turn == Turn::left;
  return on_its_side ? PanelSize{panel.height, panel.width} : panel;
}

Spot on_picture(Turn turn, PanelSize panel, Spot touched) {
  const auto width = static_cast<float>(panel.width), height = static_cast<float>(panel.height);
  switch (turn) {
    case Turn::right:
      return {touched.y, width - touched.x};
    case Turn::over:
      return {width - touched.x, height - touched.y};
    case Turn::left:
      return {height - touched.y, touched.x};
    case Turn::none:
      break;
  }
  return touched;
}

void turn_drawing(Turn turn, PanelSize panel, ImDrawData& drawing) {
  if (turn == Turn::none) return;
  for (int i = 0; i < drawing.CmdListsCount; ++i) {
    ImDrawList& list = *drawing.CmdLists[i];
    for (ImDrawVert& vertex : list.VtxBuffer) {
      const Spot spot = on_panel(turn, panel, {vertex.pos.x, vertex.pos.y});
      vertex.pos = {spot.x, spot.y};
    }
    for (ImDrawCmd& command : list.CmdBuffer) {
      const Spot a = on_panel(turn, panel, {command.ClipRect.x, command.ClipRect.y});
      const Spot b = on_panel(turn, panel, {command.ClipRect.z, command.ClipRect.w});
      command.ClipRect = {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x),
                          std::max(a.y, b.y)};
    }
  }
  drawing.DisplaySize = {static_cast<float>(panel.width), static_cast<float>(panel.height)};
}

}  // namespace otmetka::kiosk
