// kiosk/platform/sheet.h - a frame of any size in memory instead of on the glass, for whoever looks
// at screens without a visitor: no input, nothing shown.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "shared/base/result.h"

struct GLFWwindow;

namespace otmetka::kiosk {

class Sheet {
 public:
  /// Of a frame on it is known what is drawn where; it has no pixels, and needs no display.
  static std::unique_ptr<Sheet> measured(int width, int height);
  /// Needs a display with OpenGL 3.3, of whatever size.
  static Result<std::unique_ptr<Sheet>> painted(int width, int height);
  /// One at a time, as windows are. Makes the ImGui context too; fonts are built (Theme::make)
  /// before the first frame.
  ~Sheet();
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;

  void frame(const std::function<void()>& draw);
  /// Of the last frame: rows from the top, three bytes a pixel. Only of a painted one.
  std::vector<uint8_t> pixels() const;

 private:
  Sheet(int width, int height) : width_(width), height_(height) {}
  bool make_framebuffer();

  int width_, height_;
  GLFWwindow* context_ = nullptr;
  unsigned int framebuffer_ = 0, texture_ = 0;
};

}  // namespace otmetka::kiosk
