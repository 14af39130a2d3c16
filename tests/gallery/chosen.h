// tests/gallery/chosen.h - one picture of each kind of screen, kept small in golden/, so that a
// change of its look is seen by whoever made it. Tolerant: another machine's rounding is no change.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "tests/gallery/shots.h"

namespace otmetka::gallery {

struct Chosen {
  const char *screen, *name;
  Language language;
  size_t size;  // of `sizes`
};
const std::vector<Chosen>& chosen_pictures();
std::string file_name(const Chosen& chosen);

/// Three bytes a pixel, rows from the top.
struct Pixels {
  int width = 0, height = 0;
  std::vector<uint8_t> rgb;
};
/// A fifth of it either way.
Pixels made_smaller(const Pixels& whole);
/// Nothing: no such file, or no picture.
Pixels read_picture(const std::string& path);
bool write_picture(const std::string& path, const Pixels& pixels);

/// By how much two pictures differ where they differ most: the mean over the channels of a field of
/// 8 × 8 pixels, 0 to 255. Of different sizes: 255.
double greatest_difference(const Pixels& a, const Pixels& b);
// A word that moved by a letter differs by more; JPEG and the rounding of gradients by less.
inline constexpr double difference_borne = 14;

}  // namespace otmetka::gallery
