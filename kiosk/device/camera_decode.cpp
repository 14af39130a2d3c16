#include "kiosk/device/camera_decode.h"

#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <exception>

namespace otmetka::kiosk {
namespace {

// The smallest QR code has 21 modules; no picture with a shorter side holds one.
constexpr int side_pixels_min = 21;

// The mean of each 2 × 2 block.
GreyImage half_of(const GreyView& from) {
  GreyImage out;
  out.resize(from.width / 2, from.height / 2);
  for (int y = 0; y < out.height; ++y) {
    const uint8_t* above = from.row(2 * y);
    const uint8_t* below = from.row(2 * y + 1);
    uint8_t* to = out.row(y);
    for (int x = 0; x < out.width; ++x) {
      const int sum = above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1];
      to[x] = static_cast<uint8_t>((sum + 2) / 4);
    }
  }
  return out;
}

// The mean of each pixel and its eight neighbours; the border repeats itself outwards.
GreyImage blurred(const GreyView& from) {
  GreyImage out;
  out.resize(from.width, from.height);
  // With one column more at either side.
  std::vector<uint16_t> sums(static_cast<size_t>(from.width) + 2);
  for (int y = 0; y < from.height; ++y) {
    const uint8_t* above = from.row(std::max(y - 1, 0));
    const uint8_t* here = from.row(y);
    const uint8_t* below = from.row(std::min(y + 1, from.height - 1));
    for (int x = 0; x < from.width; ++x) {
      sums[static_cast<size_t>(x) + 1] = static_cast<uint16_t>(above[x] + here[x] + below[x]);
    }
    sums.front() = sums[1];
    sums.back() = sums[sums.size() - 2];
    uint8_t* to = out.row(y);
    const uint16_t* sum = sums.data();
    for (int x = 0; x < from.width; ++x)
      to[x] = static_cast<uint8_t>((sum[x] + sum[x + 1] + sum[x + 2] + 4) / 9);
  }
  return out;
}

bool fits(const GreyView& picture) {
  return static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height) <=
         decoded_pixels_max;
}

bool holds_a_code(const GreyView& picture) {
  return picture.pixels != nullptr && std::min(picture.width, picture.height) >= side_pixels_min;
}

std::vector<std::string> read(const GreyView& picture) {
  if (!holds_a_code(picture)) return {};
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  hints.setTryDownscale(false);  // that is done here, with a mean and not by leaving pixels out
  hints.setMaxNumberOfSymbols(static_cast<uint8_t>(decoded_codes_max));
  const ZXing::ImageView view(picture.pixels, picture.width, picture.height,
                              ZXing::ImageFormat::Lum, picture.stride);
  std::vector<std::string> out;
  // What a stranger holds up must not end the program, whatever the library makes of it.
  try {
    for (const ZXing::Result& code : ZXing::ReadBarcodes(view, hints)) {
      const auto& bytes = code.bytes();
      std::string text(bytes.begin(), bytes.end());
      const bool known = std::find(out.begin(), out.end(), text) != out.end();
      if (code.isValid() && !text.empty() && !known) out.push_back(std::move(text));
    }
  } catch (const std::exception&) {
  }
  if (out.size() > decoded_codes_max) out.resize(decoded_codes_max);
  return out;
}

}  // namespace

std::vector<std::string> qr_codes(const GreyView& picture) {
  if (!holds_a_code(picture) || picture.stride < picture.width) return {};
  GreyImage smaller;
  GreyView whole = picture;
  while (!fits(whole)) {
    smaller = half_of(whole);
    whole = smaller.view();
    if (!holds_a_code(whole)) return {};
  }
  auto codes = read(half_of(whole).view());
  if (codes.empty()) codes = read(blurred(whole).view());
  if (codes.empty()) codes = read(whole);
  return codes;
}

}  // namespace otmetka::kiosk
