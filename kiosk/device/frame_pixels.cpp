#include "kiosk/device/frame_pixels.h"

#include <linux/videodev2.h>
#include <stb/stb_image.h>

#include <algorithm>
#include <memory>

namespace otmetka::kiosk {
namespace {

bool side_is_good(int side) { return side > 0 && side <= frame_side_pixels_max; }

// A damaged header must not ask for more memory than a picture can need.
bool grey_of_jpeg(std::span<const uint8_t> bytes, GreyImage& picture) {
  const int size = static_cast<int>(bytes.size());
  int width = 0, height = 0, channels = 0;
  if (!stbi_info_from_memory(bytes.data(), size, &width, &height, &channels)) return false;
  if (!side_is_good(width) || !side_is_good(height)) return false;
  const std::unique_ptr<stbi_uc, void (*)(void*)> grey(
      stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 1), stbi_image_free);
  if (!grey) return false;
  picture.resize(width, height);
  std::copy_n(grey.get(), picture.pixels.size(), picture.pixels.begin());
  return true;
}

}  // namespace

std::optional<PixelLayout> layout_of(uint32_t pixel_format) {
  switch (pixel_format) {
    case V4L2_PIX_FMT_GREY:
    case V4L2_PIX_FMT_NV12:
    case V4L2_PIX_FMT_NV21:
    case V4L2_PIX_FMT_YUV420:
    case V4L2_PIX_FMT_YVU420:
      return PixelLayout::luma_rows;
    case V4L2_PIX_FMT_YUYV:
    case V4L2_PIX_FMT_YVYU:
      return PixelLayout::yuyv;
    case V4L2_PIX_FMT_UYVY:
    case V4L2_PIX_FMT_VYUY:
      return PixelLayout::uyvy;
    case V4L2_PIX_FMT_MJPEG:
    case V4L2_PIX_FMT_JPEG:
      return PixelLayout::jpeg;
    default:
      return std::nullopt;
  }
}

int rank_of(PixelLayout layout) { return static_cast<int>(layout); }

bool grey_of(std::span<const uint8_t> bytes, const FrameShape& shape, GreyImage& picture) {
  if (shape.layout == PixelLayout::jpeg)
    return bytes.size() <= (64u << 20) && grey_of_jpeg(bytes, picture);
  if (!side_is_good(shape.width) || !side_is_good(shape.height)) return false;
  const size_t step = shape.layout == PixelLayout::luma_rows ? 1 : 2;
  const size_t first = shape.layout == PixelLayout::uyvy ? 1 : 0;
  const size_t used = static_cast<size_t>(shape.width) * step;
  const auto rows = static_cast<size_t>(shape.height);
  // By division: a row may claim any number of bytes.
  if (shape.row_bytes < used || bytes.size() < used) return false;
  if (rows > 1 && (bytes.size() - used) / (rows - 1) < shape.row_bytes) return false;
  picture.resize(shape.width, shape.height);
  for (int y = 0; y < shape.height; ++y) {
    const uint8_t* from = bytes.data() + static_cast<size_t>(y) * shape.row_bytes + first;
    uint8_t* to = picture.row(y);
    if (step == 1) {
      std::copy_n(from, used, to);
      continue;
    }
    for (int x = 0; x < shape.width; ++x) to[x] = from[2 * x];
  }
  return true;
}

}  // namespace otmetka::kiosk
