// kiosk/platform/context.h - ImGui as every frame of ours wants it, wherever the frame goes.
#pragma once
#include <imgui.h>

#include "kiosk/ui/theme.h"

namespace otmetka::kiosk {

inline void create_imgui_context() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  ImGui::GetStyle().CircleTessellationMaxError = 0.15f;
}

/// Cheaper than a rectangle over everything, which would be blended pixel by pixel.
inline ImVec4 page_colour() { return ImGui::ColorConvertU32ToFloat4(standard_palette.page); }

}  // namespace otmetka::kiosk
