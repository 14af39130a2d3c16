#include "tests/gallery/chosen.h"

#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <cstdlib>

namespace otmetka::gallery {
namespace {

constexpr int part = 5, field = 8, quality = 90;

}  // namespace

const std::vector<Chosen>& chosen_pictures() {
  using enum Language;
  static const std::vector<Chosen> all{
      {"enrol", "waiting", en, 2},
      {"enrol", "failed", ru, 1},
      {"attract", "now-and-next", ru, 0},
      {"attract", "now-longest", tt, 1},
      {"attract", "announcement", ky, 2},
      {"attract", "emergency", ru, 1},
      {"identify", "empty", ky, 1},
      {"identify", "three", tt, 2},
      {"identify", "asked", ru, 0},
      {"verdict", "green", tt, 2},
      {"verdict", "green-contrast", ru, 1},
      {"verdict", "amber-later", ky, 1},
      {"verdict", "guest", en, 2},
      {"verdict", "refused-replaced", ru, 2},
      {"verdict", "not-saved", ru, 1},
      {"leaving", "asked", en, 1},
      {"overview", "university", ru, 2},
      {"halls", "university-vr", tt, 1},
      {"today", "during", ky, 2},
      {"today", "route", ru, 1},
      {"mine", "all", en, 2},
      {"time-out", "announced", ru, 2},
      {"access", "asked", tt, 1},
      {"sign-in", "typing", ru, 2},
      {"board", "missing", ru, 2},
      {"board", "done-low", tt, 1},
      {"board", "teams", en, 2},
      {"people", "delegation", ky, 1},
      {"people", "everybody", ru, 0},
      {"person", "noted", ru, 2},
      {"person", "reason", en, 1},
      {"inside", "roll-call", tt, 2},
      {"walk-in", "typed", ru, 1},
      {"kiosk", "not-ready-contrast", ru, 2},
      {"board", "rehearsal", en, 1},
      {"idea", "writing", tt, 1},
      {"consent", "asked", ru, 2},
      {"kiosk", "clock", ky, 1},
      {"verdict", "photo", ru, 0},
  };
  return all;
}

std::string file_name(const Chosen& chosen) {
  return std::string(chosen.screen) + "-" + chosen.name + "-" + language_code(chosen.language) +
         "-" + sizes[chosen.size].name() + ".jpg";
}

Pixels made_smaller(const Pixels& whole) {
  Pixels out{whole.width / part, whole.height / part, {}};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        int sum = 0;
        for (int dy = 0; dy < part; ++dy) {
          for (int dx = 0; dx < part; ++dx) {
            const int at = ((y * part + dy) * whole.width + x * part + dx) * 3 + channel;
            sum += whole.rgb[static_cast<size_t>(at)];
          }
        }
        out.rgb.push_back(static_cast<uint8_t>(sum / (part * part)));
      }
    }
  }
  return out;
}

Pixels read_picture(const std::string& path) {
  Pixels out;
  int channels = 0;
  uint8_t* pixels = stbi_load(path.c_str(), &out.width, &out.height, &channels, 3);
  if (!pixels) return {};
  out.rgb.assign(pixels,
                 pixels + static_cast<size_t>(out.width) * static_cast<size_t>(out.height) * 3);
  stbi_image_free(pixels);
  return out;
}

bool write_picture(const std::string& path, const Pixels& pixels) {
  return stbi_write_jpg(path.c_str(), pixels.width, pixels.height, 3, pixels.rgb.data(), quality) !=
         0;
}

double greatest_difference(const Pixels& a, const Pixels& b) {
  if (a.width != b.width || a.height != b.height || a.rgb.size() != b.rgb.size()) return 255;
  double greatest = 0;
  for (int top = 0; top < a.height; top += field) {
    for (int left = 0; left < a.width; left += field) {
      int sum = 0, count = 0;
      for (int y = top; y < std::min(top + field, a.height); ++y) {
        for (int at = (y * a.width + left) * 3;
             at < (y * a.width + std::min(left + field, a.width)) * 3; ++at, ++count) {
          const auto i = static_cast<size_t>(at);
          sum += std::abs(int{a.rgb[i]} - int{b.rgb[i]});
        }
      }
      greatest = std::max(greatest, static_cast<double>(sum) / count);
    }
  }
  return greatest;
}

}  // namespace otmetka::gallery
