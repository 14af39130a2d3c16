#include "sync/programme/picture.h"

#include <algorithm>

namespace otmetka::programme {
namespace {

constexpr uint8_t png_magic[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

uint32_t big_endian(ByteView bytes, size_t at, size_t size) {
  uint32_t value = 0;
  for (size_t i = 0; i < size; ++i) value = (value << 8) | bytes[at + i];
  return value;
}

/// Chunks: length (4), type (4), data, checksum (4). PNG specification, section 5.
PictureFacts facts_of_png(ByteView bytes) {
  PictureFacts facts{.kind = PictureKind::png};
  for (size_t at = std::size(png_magic); bytes.size() - at >= 12;) {
    const size_t length = big_endian(bytes, at, 4);
    const std::string_view type = as_text(bytes.subspan(at + 4, 4));
    if (length > bytes.size() - at - 12) return facts;
    if (type == "IHDR" && length == 13) {
      facts.width_px = big_endian(bytes, at + 8, 4);
      facts.height_px = big_endian(bytes, at + 12, 4);
    }
    if (type == "IEND") {
      facts.complete = true;
      return facts;
    }
    at += 12 + length;
  }
  return facts;
}

bool has_no_length(uint8_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8); }

bool starts_a_frame(uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Markers: FF, type, length (2, with itself), data, until the scan begins. ITU-T T.81, annex B.
PictureFacts facts_of_jpeg(ByteView bytes) {
  PictureFacts facts{.kind = PictureKind::jpeg};
  size_t at = 2;
  while (bytes.size() - at >= 4) {
    if (bytes[at] != 0xFF) return facts;
    const uint8_t marker = bytes[at + 1];
    if (marker == 0xFF || has_no_length(marker)) {  // FF may be repeated as filling
      at += marker == 0xFF ? 1 : 2;
      continue;
    }
    const size_t length = big_endian(bytes, at + 2, 2);
    if (marker == 0xD9 || length < 2 || length > bytes.size() - at - 2) return facts;
    if (starts_a_frame(marker) && length >= 8) {
      facts.height_px = big_endian(bytes, at + 5, 2);
      facts.width_px = big_endian(bytes, at + 7, 2);
      facts.usual = marker <= 0xC2;  // the rest are lossless, hierarchical or arithmetic
    }
    at += 2 + length;
    if (marker == 0xDA) break;
  }
  constexpr uint8_t end[] = {0xFF, 0xD9};
  const ByteView scan = bytes.subspan(at);
  facts.complete =
      std::search(scan.begin(), scan.end(), std::begin(end), std::end(end)) != scan.end();
  return facts;
}

}  // namespace

PictureFacts facts_of_picture(ByteView bytes) {
  const bool png = bytes.size() >= std::size(png_magic) &&
                   std::equal(std::begin(png_magic), std::end(png_magic), bytes.begin());
  if (png) return facts_of_png(bytes);
  const bool jpeg = bytes.size() >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
  return jpeg ? facts_of_jpeg(bytes) : PictureFacts{};
}

}  // namespace otmetka::programme
