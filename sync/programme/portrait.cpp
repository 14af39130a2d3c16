#include "sync/programme/portrait.h"

#include <stb/stb_image.h>
#include <stb/stb_image_write.h>
#if __has_include(<stb/stb_image_resize2.h>)
#include <stb/stb_image_resize2.h>
#else
#include <stb/stb_image_resize.h>
#endif

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "sync/programme/limits.h"

namespace otmetka::programme {
namespace {

constexpr int channels = 3;
constexpr int quality_first = 88, quality_least = 40, quality_step = 8;

struct Pixels {
  int width = 0, height = 0;
  std::vector<uint8_t> rgb;

  Pixels(int w, int h)
      : width(w), height(h), rgb(static_cast<size_t>(w) * static_cast<size_t>(h) * channels) {}
  size_t at(int x, int y) const {
    return (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) *
           channels;
  }
};

std::optional<Pixels> decoded(ByteView photo) {
  int width = 0, height = 0, found = 0;
  const std::unique_ptr<stbi_uc, void (*)(void*)> loaded(
      stbi_load_from_memory(photo.data(), static_cast<int>(photo.size()), &width, &height, &found,
                            4),
      stbi_image_free);
  const auto most = static_cast<int>(photo_side_px_max);
  if (!loaded || width < 1 || height < 1 || width > most || height > most) return std::nullopt;
  Pixels out(width, height);
  for (size_t i = 0; i < out.rgb.size() / channels; ++i) {
    const uint8_t* from = loaded.get() + i * 4;
    const int opaque = from[3];
    for (size_t c = 0; c < channels; ++c)
      out.rgb[i * channels + c] =
          static_cast<uint8_t>((from[c] * opaque + 255 * (255 - opaque)) / 255);
  }
  return out;
}

// Orientations 5 to 8 lie on their sides; each of the eight is one way to read rows and columns.
Pixels upright(const Pixels& lying, int orientation) {
  if (orientation < 2 || orientation > 8) return lying;
  const bool turned = orientation >= 5;
  Pixels out(turned ? lying.height : lying.width, turned ? lying.width : lying.height);
  const bool from_right =
                 orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8,
             from_below =
                 orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      int column = turned ? y : x, row = turned ? x : y;
      if (from_right) column = lying.width - 1 - column;
      if (from_below) row = lying.height - 1 - row;
      std::copy_n(lying.rgb.begin() + static_cast<ptrdiff_t>(lying.at(column, row)), channels,
                  out.rgb.begin() + static_cast<ptrdiff_t>(out.at(x, y)));
    }
  }
  return out;
}

Pixels cropped(const Pixels& whole) {
  const int width = std::min(whole.width, whole.height * portrait_width_px / portrait_height_px),
            height = std::min(whole.height, whole.width * portrait_height_px / portrait_width_px);
  Pixels out(width, height);
  const int left = (whole.width - width) / 2, top = (whole.height - height) / 2;
  for (int y = 0; y < height; ++y) {
    const auto from = whole.rgb.begin() + static_cast<ptrdiff_t>(whole.at(left, top + y));
    std::copy_n(from, static_cast<size_t>(width) * channels,
                out.rgb.begin() + static_cast<ptrdiff_t>(out.at(0, y)));
  }
  return out;
}

std::optional<Pixels> scaled_down(const Pixels& large) {
  if (large.width <= portrait_width_px) return large;
  Pixels out(portrait_width_px, portrait_height_px);
#if __has_include(<stb/stb_image_resize2.h>)
  const bool done =
      stbir_resize_uint8_srgb(large.rgb.data(), large.width, large.height, 0, out.rgb.data(),
                              out.width, out.height, 0, STBIR_RGB) != nullptr;
#else
  const bool done =
      stbir_resize_uint8_srgb(large.rgb.data(), large.width, large.height, 0, out.rgb.data(),
                              out.width, out.height, 0, channels, STBIR_ALPHA_CHANNEL_NONE, 0) != 0;
#endif
  return done ? std::optional(std::move(out)) : std::nullopt;
}

Bytes encoded(const Pixels& pixels, int quality) {
  Bytes out;
  const auto put = [](void* to, void* data, int size) {
    const auto* bytes = static_cast<const uint8_t*>(data);
    auto& all = *static_cast<Bytes*>(to);
    all.insert(all.end(), bytes, bytes + size);
  };
  const bool done = stbi_write_jpg_to_func(put, &out, pixels.width, pixels.height, channels,
                                           pixels.rgb.data(), quality) != 0;
  return done ? out : Bytes();
}

/// Numbers of a TIFF block, in whichever order of bytes it says it has. Beyond the end all is 0.
class Tiff {
 public:
  explicit Tiff(ByteView bytes) : bytes_(bytes), little_(bytes.size() > 1 && bytes[0] == 'I') {}
  uint32_t number(size_t at, size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i) {
      const uint32_t byte = bytes_[at + i];
      value |= byte << (8 * (little_ ? i : size - 1 - i));
    }
    return value;
  }

 private:
  ByteView bytes_;
  bool little_;
};

int orientation_in(const Tiff& tiff) {
  constexpr uint32_t orientation_tag = 0x0112;
  constexpr size_t entry_bytes = 12;
  const size_t list = tiff.number(4, 4);
  const size_t entries = tiff.number(list, 2);
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = list + 2 + i * entry_bytes;
    if (tiff.number(entry, 2) != orientation_tag) continue;
    const uint32_t said = tiff.number(entry + 8, 2);
    return said >= 1 && said <= 8 ? static_cast<int>(said) : 1;
  }
  return 1;
}

}  // namespace

int orientation_of(ByteView jpeg) {
  constexpr std::string_view exif("Exif\0\0", 6);
  // Markers with their lengths, until the pixels begin.
  for (size_t at = 2; jpeg.size() >= at + 4 && jpeg[at] == 0xFF;) {
    const size_t length = size_t{jpeg[at + 2]} << 8 | jpeg[at + 3];
    const uint8_t marker = jpeg[at + 1];
    if (marker == 0xDA || length < 2 || length > jpeg.size() - at - 2) return 1;
    const ByteView block = jpeg.subspan(at + 4, length - 2);
    if (marker == 0xE1 && as_text(block).starts_with(exif))
      return orientation_in(Tiff(block.subspan(exif.size())));
    at += 2 + length;
  }
  return 1;
}

Result<Bytes> portrait_of(ByteView photo) {
  const bool jpeg = photo.size() > 1 && photo[0] == 0xFF && photo[1] == 0xD8;
  const auto pixels = decoded(photo);
  if (!pixels) return fail(Failure::bad_input, "cannot be read as a picture");
  const auto small = scaled_down(cropped(upright(*pixels, jpeg ? orientation_of(photo) : 1)));
  if (!small) return fail(Failure::full, "cannot be scaled down: no memory");
  for (int quality = quality_first; quality >= quality_least; quality -= quality_step) {
    Bytes out = encoded(*small, quality);
    if (!out.empty() && out.size() <= portrait_bytes_max) return out;
  }
  return fail(Failure::bad_input, "has too much noise for a small portrait");
}

}  // namespace otmetka::programme
