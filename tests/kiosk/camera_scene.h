// tests/kiosk/camera_scene.h - what a camera would see: badges held up at any size and angle, under
// uneven light, out of focus, with noise.
#pragma once
#include <qrencode.h>

#include <catch2/catch_all.hpp>
#include <cmath>
#include <memory>
#include <numbers>

#include "kiosk/device/grey.h"
#include "tests/seeded.h"

namespace otmetka::test {

/// As long as a badge is (limits.h), in the characters of Base45, so that it has 41 modules.
inline std::string badge_text(uint64_t number) {
  static constexpr std::string_view base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  Seeded random(number);
  std::string text = "K1:";
  while (text.size() < 135) text += base45[random.below(base45.size())];
  return text;
}

struct HeldUp {
  double side_px;  // of the modules; the quiet zone is around them
  double degrees = 0;
  double x = 640, y = 360;  // of the middle
};

class CameraScene {
 public:
  explicit CameraScene(int width = 1280, int height = 720) {
    picture_.resize(width, height);
    std::fill(picture_.pixels.begin(), picture_.pixels.end(), uint8_t{110});
  }

  /// A white card with the code of `text`.
  CameraScene& hold_up(const std::string& text, const HeldUp& held) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const uint8_t*>(text.data()), 0, QR_ECLEVEL_M),
        QRcode_free);
    REQUIRE(code);
    draw(*code, held);
    return *this;
  }
  /// The same as characters, not bytes: a badge is printed so.
  CameraScene& hold_up_badge(const std::string& text, const HeldUp& held) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    REQUIRE(code);
    REQUIRE(code->width == 41);
    draw(*code, held);
    return *this;
  }
  /// From full at the left edge to `share` of it at the right one.
  CameraScene& light_falls_to(double share) {
    return change([&](int x, int, double value) {
      return value * (1 - (1 - share) * x / (picture_.width - 1));
    });
  }
  /// Out of focus: the mean over 2 × `radius` + 1 pixels, either way.
  CameraScene& blur(int radius) {
    for (const bool across : {true, false}) {
      const kiosk::GreyImage before = picture_;
      change([&](int x, int y, double) {
        double sum = 0;
        for (int by = -radius; by <= radius; ++by)
          sum += pixel(before, across ? x + by : x, across ? y : y + by);
        return sum / (2 * radius + 1);
      });
    }
    return *this;
  }
  /// Nearly Gaussian: the sum of eight even ones.
  CameraScene& noise(double sigma, uint64_t seed) {
    Seeded random(seed);
    const double sigma_of_sum = std::sqrt(8 * (256.0 * 256.0 - 1) / 12);
    return change([&](int, int, double value) {
      int sum = 0;
      for (uint64_t bits = random.next(), i = 0; i < 8; ++i, bits >>= 8)
        sum += static_cast<int>(bits & 255);
      return value + (sum - 8 * 127.5) * sigma / sigma_of_sum;
    });
  }

  const kiosk::GreyImage& picture() const { return picture_; }
  kiosk::GreyView view() const { return picture_.view(); }

 private:
  static double pixel(const kiosk::GreyImage& image, int x, int y) {
    return image.view().row(std::clamp(y, 0, image.height - 1))[std::clamp(x, 0, image.width - 1)];
  }
  template <typename Change>
  CameraScene& change(const Change& to) {
    for (int y = 0; y < picture_.height; ++y) {
      uint8_t* row = picture_.row(y);
      for (int x = 0; x < picture_.width; ++x)
        row[x] = static_cast<uint8_t>(std::lround(std::clamp(to(x, y, row[x]), 0.0, 255.0)));
    }
    return *this;
  }

  // Nine samples a pixel, each asked which module it is.
  void draw(const QRcode& code, const HeldUp& held) {
    constexpr double quiet = 4, card = 210, ink = 45;
    const double module = held.side_px / code.width, turn = held.degrees * std::numbers::pi / 180;
    const double reach = (held.side_px / 2 + quiet * module) * 1.5;
    const auto seen_at = [&](double x, double y, double behind) {
      const double column = (x * std::cos(turn) + y * std::sin(turn)) / module + code.width / 2.0;
      const double line = (y * std::cos(turn) - x * std::sin(turn)) / module + code.width / 2.0;
      const auto within = [&](double at, double more) {
        return at >= -more && at < code.width + more;
      };
      if (!within(column, quiet) || !within(line, quiet)) return behind;
      if (!within(column, 0) || !within(line, 0)) return card;
      const int index = static_cast<int>(line) * code.width + static_cast<int>(column);
      return (code.data[index] & 1) != 0 ? ink : card;
    };
    change([&](int x, int y, double behind) {
      if (std::abs(x - held.x) > reach || std::abs(y - held.y) > reach) return behind;
      double sum = 0;
      for (int i = 0; i < 9; ++i) {
        sum += seen_at(x - held.x + (i % 3 - 1) / 3.0, y - held.y + (i / 3 - 1) / 3.0, behind);
      }
      return sum / 9;
    });
  }

  kiosk::GreyImage picture_;
};

}  // namespace otmetka::test
