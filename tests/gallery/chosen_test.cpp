// The comparison of pictures has teeth, and does not bite for nothing.
#include "tests/gallery/chosen.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::gallery;

namespace {

Pixels sheet(uint8_t grey) { return {160, 96, std::vector<uint8_t>(160 * 96 * 3, grey)}; }

// A bar of 12 × 4 pixels: a short word of a small picture.
Pixels with_word(int left, int top) {
  Pixels out = sheet(240);
  for (int y = top; y < top + 4; ++y) {
    for (int x = left; x < left + 12; ++x) {
      for (int channel = 0; channel < 3; ++channel)
        out.rgb[static_cast<size_t>((y * out.width + x) * 3 + channel)] = 20;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a word that moved, came or went is a difference", "[pictures]") {
  CHECK(greatest_difference(with_word(40, 40), with_word(40, 40)) == 0);
  CHECK(greatest_difference(with_word(40, 40), with_word(43, 40)) > difference_borne);
  CHECK(greatest_difference(with_word(40, 40), with_word(40, 42)) > difference_borne);
  CHECK(greatest_difference(with_word(40, 40), sheet(240)) > difference_borne);
  CHECK(greatest_difference(sheet(240), sheet(220)) > difference_borne);
  CHECK(greatest_difference(sheet(240), {}) == 255);
}

TEST_CASE("the rounding of another machine is no difference", "[pictures]") {
  test::Seeded random(1);
  Pixels noisy = with_word(40, 40);
  for (uint8_t& byte : noisy.rgb) byte = static_cast<uint8_t>(byte + random.below(9));
  CHECK(greatest_difference(with_word(40, 40), noisy) < difference_borne);
}

TEST_CASE("each chosen picture is one of the gallery, and each kind of screen is chosen",
          "[pictures]") {
  const Sample sample = Sample::read(OTMETKA_ASSETS_DIR "/programmes/exchange").value();
  const std::vector<Shot> shots = all_shots(sample);
  for (const Chosen& chosen : chosen_pictures()) {
    INFO(chosen.screen << " " << chosen.name);
    CHECK(std::any_of(shots.begin(), shots.end(), [&](const Shot& shot) {
      return shot.screen == chosen.screen && shot.name == chosen.name &&
             sizes[chosen.size].shows(shot);
    }));
  }
  for (const Shot& shot : shots) {
    if (shot.screen == "exhibits" || shot.screen == "keypad") continue;  // as halls; as any screen
    INFO(shot.screen);
    CHECK(std::any_of(chosen_pictures().begin(), chosen_pictures().end(),
                      [&](const Chosen& chosen) { return shot.screen == chosen.screen; }));
  }
}
