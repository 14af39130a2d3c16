// Words of the kiosk on their grounds, in both palettes: the ratio of WCAG 2.1 for each pair that
// its widgets draw. Nothing is painted.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "kiosk/ui/palette.h"

using namespace otmetka::kiosk;

namespace {

struct Rgb {
  double r, g, b;
};

double part(ImU32 colour, int shift) { return (colour >> shift & 0xff) / 255.0; }

// What is seen of a colour that the ground shines through.
Rgb seen(ImU32 colour, ImU32 ground) {
  const double a = part(colour, IM_COL32_A_SHIFT);
  const auto mixed = [&](int shift) {
    return part(colour, shift) * a + part(ground, shift) * (1 - a);
  };
  return {mixed(IM_COL32_R_SHIFT), mixed(IM_COL32_G_SHIFT), mixed(IM_COL32_B_SHIFT)};
}

double luminance(const Rgb& colour) {
  const auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double contrast(ImU32 words, ImU32 ground) {
  const double a = luminance(seen(words, ground)), b = luminance(seen(ground, ground));
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

struct Pair {
  const char* name;
  ImU32 Palette::*words;
  ImU32 Palette::*ground;
};

constexpr Pair texts[] = {
    {"ink on page", &Palette::ink, &Palette::page},
    {"ink on card", &Palette::ink, &Palette::card},
    {"ink on sunken", &Palette::ink, &Palette::sunken},
    {"ink on accent_soft", &Palette::ink, &Palette::accent_soft},
    {"ink on dim", &Palette::ink, &Palette::dim},
    {"ink on line", &Palette::ink, &Palette::line},
    {"muted on page", &Palette::muted, &Palette::page},
    {"muted on card", &Palette::muted, &Palette::card},
    {"muted on sunken", &Palette::muted, &Palette::sunken},
    {"muted on accent_soft", &Palette::muted, &Palette::accent_soft},
    {"accent on card", &Palette::accent, &Palette::card},
    {"accent on accent_soft", &Palette::accent, &Palette::accent_soft},
    {"on_accent on accent", &Palette::on_accent, &Palette::accent},
    {"on_accent on accent_held", &Palette::on_accent, &Palette::accent_held},
    {"white on deep", &Palette::white, &Palette::deep},
    {"white on deep_end", &Palette::white, &Palette::deep_end},
    {"white on plate", &Palette::white, &Palette::plate},
    {"white_muted on deep", &Palette::white_muted, &Palette::deep},
    {"on_white on white", &Palette::on_white, &Palette::white},
    {"deep on accent_light", &Palette::deep, &Palette::accent_light},
    {"ok on card", &Palette::ok, &Palette::card},
    {"warn on card", &Palette::warn, &Palette::card},
    {"bad on card", &Palette::bad, &Palette::card},
    {"calm on card", &Palette::calm, &Palette::card},
    {"drill on card", &Palette::drill, &Palette::card},
    {"white on ok_deep", &Palette::white, &Palette::ok_deep},
    {"white on warn_deep", &Palette::white, &Palette::warn_deep},
    {"white on bad_deep", &Palette::white, &Palette::bad_deep},
    {"white on calm_deep", &Palette::white, &Palette::calm_deep},
    {"white on drill_deep", &Palette::white, &Palette::drill_deep},
    {"white_muted on ok_deep", &Palette::white_muted, &Palette::ok_deep},
    {"white_muted on warn_deep", &Palette::white_muted, &Palette::warn_deep},
    {"white_muted on bad_deep", &Palette::white_muted, &Palette::bad_deep},
    {"white_muted on calm_deep", &Palette::white_muted, &Palette::calm_deep},
    {"white_muted on drill_deep", &Palette::white_muted, &Palette::drill_deep},
    {"warn_deep on warn_soft", &Palette::warn_deep, &Palette::warn_soft},
};

// The far ends of gradients, which a palette without gradients never shows.
constexpr Pair ends[] = {
    {"white on ok", &Palette::white, &Palette::ok},
    {"white on warn", &Palette::white, &Palette::warn},
    {"white on bad", &Palette::white, &Palette::bad},
    {"white on calm", &Palette::white, &Palette::calm},
    {"white_muted on ok", &Palette::white_muted, &Palette::ok},
    {"white_muted on warn", &Palette::white_muted, &Palette::warn},
    {"white_muted on bad", &Palette::white_muted, &Palette::bad},
    {"white_muted on calm", &Palette::white_muted, &Palette::calm},
};

constexpr Pair edges[] = {
    {"edge on page", &Palette::edge, &Palette::page},
    {"edge on card", &Palette::edge, &Palette::card},
    {"edge on sunken", &Palette::edge, &Palette::sunken},
    {"edge on accent_soft", &Palette::edge, &Palette::accent_soft},
    {"accent_bright on card", &Palette::accent_bright, &Palette::card},
    {"accent_bright on accent_soft", &Palette::accent_bright, &Palette::accent_soft},
    {"edge on deep", &Palette::edge, &Palette::deep},
    {"accent on page", &Palette::accent, &Palette::page},
};

// Icons of at least 8 mm, and the largest words.
constexpr Pair large[] = {
    {"on_accent on accent_bright", &Palette::on_accent, &Palette::accent_bright},
    {"accent_light on deep", &Palette::accent_light, &Palette::deep},
    {"accent_light on deep_end", &Palette::accent_light, &Palette::deep_end},
};

void check(const Palette& palette, const Pair& pair, double least) {
  const double ratio = contrast(palette.*pair.words, palette.*pair.ground);
  INFO(pair.name << ": " << ratio << " to 1");
  CHECK(ratio >= least);
}

}  // namespace

TEST_CASE("the ratio of contrast is that of WCAG", "[gallery]") {
  const ImU32 black = colour::rgb(0), white = colour::rgb(0xFFFFFF);
  CHECK(std::abs(contrast(black, white) - 21) < 0.01);
  CHECK(std::abs(contrast(white, black) - 21) < 0.01);
  CHECK(std::abs(contrast(white, white) - 1) < 0.01);
  // The grey that is known as the lightest for text on white.
  CHECK(contrast(colour::rgb(0x767676), white) >= 4.5);
  CHECK(contrast(colour::rgb(0x777777), white) < 4.5);
  // A ground that shines through takes from the words.
  CHECK(contrast(colour::rgb(0xFFFFFF, 128), black) < contrast(white, black));
}

TEST_CASE("words of the kiosk stand out by 4.5 to 1, large ones by 3 to 1", "[gallery]") {
  for (const Pair& pair : texts) check(standard_palette, pair, 4.5);
  for (const Pair& pair : ends) check(standard_palette, pair, 4.5);
  for (const Pair& pair : large) check(standard_palette, pair, 3);
}

TEST_CASE("in high contrast words stand out by 7 to 1, and edges of what is pressed by 4.5 to 1",
          "[gallery]") {
  REQUIRE(contrast_palette.plain);
  for (const Pair& pair : texts) check(contrast_palette, pair, 7);
  for (const Pair& pair : large) check(contrast_palette, pair, 7);
  for (const Pair& pair : edges) check(contrast_palette, pair, 4.5);
}

TEST_CASE("the ring of the keypad stands out by 3 to 1 on any ground", "[gallery]") {
  for (const Palette& palette : {standard_palette, contrast_palette}) {
    for (unsigned grey = 0; grey < 256; ++grey) {
      const ImU32 ground = colour::rgb(grey << 16 | grey << 8 | grey);
      INFO("on grey " << grey);
      const double ring = contrast(palette.focus, ground),
                   edge = contrast(palette.focus_edge, ground);
      CHECK(std::max(ring, edge) >= 3);
    }
    CHECK(contrast(palette.focus, palette.focus_edge) >= 9);
  }
}
