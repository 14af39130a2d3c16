// kiosk/device/frame_pixels.h - the grey picture in the bytes that a camera gives. Pure.
#pragma once
#include <optional>
#include <span>

#include "kiosk/device/grey.h"

namespace otmetka::kiosk {

enum class PixelLayout {
  luma_rows,  // a byte a pixel; colours may follow behind all rows, or not
  yuyv,       // every other byte is the brightness of a pixel, the first one is
  uyvy,       // the same, the second one is
  jpeg,
};

/// How the bytes lie. `row_bytes`: from the begin of a row to that of the next. A JPEG says its own
/// size, and only layout counts.
struct FrameShape {
  PixelLayout layout = PixelLayout::luma_rows;
  int width = 0, height = 0;
  size_t row_bytes = 0;
};

/// The layout of a pixel format of Video4Linux (V4L2_PIX_FMT_…); none: not one that is read here.
std::optional<PixelLayout> layout_of(uint32_t pixel_format);
/// The better of two known formats has the lower rank: brightness alone costs no work, and JPEG
/// blurs the modules.
int rank_of(PixelLayout layout);

/// False, and then `picture` is any: fewer bytes than the shape says, a side beyond
/// frame_side_pixels_max, or a JPEG that is none.
inline constexpr int frame_side_pixels_max = 4096;
bool grey_of(std::span<const uint8_t> bytes, const FrameShape& shape, GreyImage& picture);

}  // namespace otmetka::kiosk
