#include "kiosk/ui/theme.h"

#include <imgui_freetype.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "kiosk/ui/icons.h"

namespace otmetka::kiosk {
namespace {

// The panel that the nominal sizes were chosen on: 24 inches, by its short and its long side.
constexpr float nominal_short_mm = 285, nominal_long_mm = 508;
constexpr float scale_least = 0.55f, scale_most = 2.4f;
// Below some 22 inches all but headlines is as small as it may be, and there is no room for more.
constexpr float scale_of_larger_text = 0.9f;
// A caption's capitals become those for 500 mm, 6.1 (EN 301 549 5.1.4); headlines, which are large
// anyway, grow less or not at all.
constexpr float larger = 1.28f, larger_title = 1.1f, largest_grown_mm = 12, title_mm = 14;
// A wide panel whose lower edge is 700 mm above the floor is reached up to 1,100 mm.
constexpr float reached_of_wide_mm = 420;
// Half of it must do for what is pressed, and one who looks at it is near.
constexpr float scale_of_low = 0.75f;
// Capital letters under 4.8 mm are too small for anyone at a kiosk (EN 301 549, Section 508 402.4).
// A size here is from the highest to the lowest edge of a line, of which a capital of Inter is 0.6.
constexpr float least_type_mm = 8.0f;
constexpr int shadow_pixels = 128;

struct FontFile {
  const char* path;
  const char* package;
};
constexpr FontFile medium{"/usr/share/fonts/opentype/inter/Inter-Medium.otf", "fonts-inter"};
constexpr FontFile semi_bold{"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf", "fonts-inter"};
constexpr FontFile display{"/usr/share/fonts/opentype/inter/InterDisplay-Bold.otf", "fonts-inter"};
constexpr FontFile icons{
    "/usr/share/fonts/truetype/material-design-icons-iconfont/MaterialIcons-Regular.ttf",
    "fonts-material-design-icons-iconfont"};

Status check_fonts() {
  for (const FontFile& file : {medium, semi_bold, display, icons}) {
    if (access(file.path, R_OK) != 0) {
      return fail(Failure::absent, std::string(file.path) +
                                       " is not there: install the Debian package " + file.package);
    }
  }
  return done();
}

// Latin of all of Europe, the whole Cyrillic block with the letters of Tatar, Kyrgyz and Kazakh,
// and the signs that texts use.
ImVector<ImWchar> text_ranges() {
  static constexpr ImWchar wide[] = {0x20,   0x7e,   0xa0,   0x17f,  0x400,  0x52f,  0x2010,
                                     0x2026, 0x2030, 0x2030, 0x20ac, 0x20ac, 0x20b8, 0x20b8,
                                     0x20bd, 0x20bd, 0x2116, 0x2116, 0x2122, 0x2122, 0x2190,
                                     0x2193, 0x2212, 0x2212, 0};
  ImFontGlyphRangesBuilder builder;
  builder.AddRanges(wide);
  ImVector<ImWchar> out;
  builder.BuildRanges(&out);
  return out;
}

// The largest sizes hold only what our own texts are written with: a glyph of 110 pixels is a lot
// of memory.
ImVector<ImWchar> our_ranges() {
  static constexpr ImWchar narrow[] = {
      0x20,  0x7e,  0xa0,   0xa0,   0xab,   0xab,   0xbb,   0xbb,   0x401,  0x401,  0x410, 0x44f,
      0x451, 0x451, 0x2013, 0x2014, 0x2019, 0x2019, 0x201c, 0x201d, 0x2026, 0x2026, 0};
  ImFontGlyphRangesBuilder builder;
  builder.AddRanges(narrow);
  builder.AddText("ӘәӨөҮүҖҗҢңҺһ№");
  ImVector<ImWchar> out;
  builder.BuildRanges(&out);
  return out;
}

ImVector<ImWchar> number_ranges() {
  ImFontGlyphRangesBuilder builder;
  builder.AddText("0123456789 .,:+-−–%~≈\u00a0\u202f");
  ImVector<ImWchar> out;
  builder.BuildRanges(&out);
  return out;
}

ImVector<ImWchar> icon_ranges() {
  ImFontGlyphRangesBuilder builder;
  for (const char* glyph : icon::all) builder.AddText(glyph);
  ImVector<ImWchar> out;
  builder.BuildRanges(&out);
  return out;
}

Type add(const FontFile& file, float size, const ImVector<ImWchar>& ranges, float leading = 1.14f) {
  ImFontConfig config;
  config.OversampleH = 1;
  config.PixelSnapH = true;
  size = std::floor(size);
  return {ImGui::GetIO().Fonts->AddFontFromFileTTF(file.path, size, &config, ranges.Data), size,
          leading};
}

// One blurred square, drawn as nine slices under every card: stacked translucent rectangles cost
// three to five times the frame.
void bake_shadow(ImFontAtlas& atlas, int rectangle, Theme& theme) {
  const ImFontAtlasCustomRect* place = atlas.GetCustomRectByIndex(rectangle);
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
  const float middle = (shadow_pixels - 1) / 2.0f, sigma = shadow_pixels / 9.0f,
              half = shadow_pixels / 4.0f;
  // A square blurred by a Gaussian is the product of two error functions.
  const auto side = [&](float at) {
    const float d = std::abs(at - middle);
    return 0.5f *
           (std::erf((half - d) / (sigma * 1.4142f)) + std::erf((half + d) / (sigma * 1.4142f)));
  };
  for (int y = 0; y < shadow_pixels; ++y) {
    for (int x = 0; x < shadow_pixels; ++x) {
      const float value = side(static_cast<float>(x)) * side(static_cast<float>(y));
      pixels[(place->Y + y) * width + place->X + x] = static_cast<unsigned char>(255.0f * value);
    }
  }
  ImVec2 least, most;
  atlas.CalcCustomRectUV(place, &least, &most);
  theme.shadow_uv = {least.x, least.y, most.x, most.y};
}

}  // namespace

ThemeWishes Theme::granted(ThemeWishes wished) const {
  return {wished.larger_text && may_be_larger, wished.low_controls && wide_and_high};
}

Result<Theme> Theme::make(int width, int height, float pixels_per_mm, ThemeWishes wished) {
  TRY(check_fonts());
  Theme theme;
  theme.pixels_per_mm = pixels_per_mm;
  const float short_mm = static_cast<float>(std::min(width, height)) / pixels_per_mm;
  const float long_mm = static_cast<float>(std::max(width, height)) / pixels_per_mm;
  theme.scale = std::clamp(std::min(short_mm / nominal_short_mm, long_mm / nominal_long_mm),
                           scale_least, scale_most);
  const bool portrait = height > width;
  theme.high = portrait || short_mm > reached_of_wide_mm;
  theme.may_be_larger = theme.scale >= scale_of_larger_text;
  theme.wide_and_high = theme.high && !portrait;
  theme.wishes = theme.granted(wished);
  if (theme.wishes.low_controls) theme.scale *= scale_of_low;

  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  const auto text = text_ranges(), ours = our_ranges(), digits = number_ranges(),
             pictograms = icon_ranges();
  const auto growth = [&](float nominal_mm) {
    if (!theme.wishes.larger_text || nominal_mm > title_mm) return 1.0f;
    return nominal_mm > largest_grown_mm ? larger_title : larger;
  };
  const auto usual = [&](float nominal_mm) {
    return std::max(theme.mm(nominal_mm), std::ceil(least_type_mm * pixels_per_mm));
  };
  const auto size = [&](float nominal_mm) { return usual(nominal_mm) * growth(nominal_mm); };
  const auto grown = [&](const FontFile& file, float nominal_mm, float leading) {
    Type type = add(file, size(nominal_mm), text, leading);
    type.least = std::floor(usual(nominal_mm));
    return type;
  };
  // Labels have capitals of 6.1 mm, for 500 mm; the invitation of the attract screen of 24 mm, for
  // 2 m (EN 301 549 5.1.4).
  theme.caption = grown(medium, 8.0f, 1.14f);
  theme.body = grown(medium, 9.2f, 1.14f);
  theme.reading = grown(medium, 10.4f, 1.26f);
  theme.text = theme.body;
  theme.text.leading = 1.26f;
  theme.label = grown(semi_bold, 10.2f, 1.14f);
  theme.lead = grown(medium, 12.0f, 1.26f);
  theme.title = grown(display, 14.0f, 1.08f);
  theme.headline = add(display, size(20.0f), text, 1.02f);
  theme.hero = add(display, size(portrait ? 31.0f : 38.0f), ours, 0.98f);
  theme.number = add(display, size(27.0f), digits);
  theme.icon_small = add(icons, size(10.6f), pictograms);
  theme.icon_medium = add(icons, size(15.0f), pictograms);
  theme.icon_large = add(icons, size(38.0f), pictograms);
  const int shadow = atlas.AddCustomRectRegular(shadow_pixels, shadow_pixels);
  if (!atlas.Build())
    return fail(Failure::io, "the fonts could not be drawn: is /usr/share/fonts readable?");
  bake_shadow(atlas, shadow, theme);

  theme.gap = std::floor(theme.mm(6.4f));
  theme.pad = std::floor(theme.mm(8.2f));
  theme.radius = std::floor(theme.mm(7.4f));
  theme.radius_button = std::floor(theme.mm(5.8f));
  return theme;
}

}  // namespace otmetka::kiosk
