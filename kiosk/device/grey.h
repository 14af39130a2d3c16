// kiosk/device/grey.h - a picture without colours, as a camera sees it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace otmetka::kiosk {

/// Borrowed: one byte a pixel, 255 is white; the rows begin `stride` bytes apart.
struct GreyView {
  const uint8_t* pixels = nullptr;
  int width = 0, height = 0, stride = 0;

  const uint8_t* row(int y) const {
    return pixels + static_cast<ptrdiff_t>(y) * static_cast<ptrdiff_t>(stride);
  }
};

/// Owned, rows without gaps.
struct GreyImage {
  std::vector<uint8_t> pixels;
  int width = 0, height = 0;

  /// Keeps the memory of the picture before, since they come by the dozen and alike in size.
  void resize(int new_width, int new_height) {
    width = new_width;
    height = new_height;
    pixels.resize(static_cast<size_t>(width) * static_cast<size_t>(height));
  }
  uint8_t* row(int y) { return pixels.data() + static_cast<ptrdiff_t>(y) * width; }
  GreyView view() const { return {pixels.data(), width, height, width}; }
};

}  // namespace otmetka::kiosk
