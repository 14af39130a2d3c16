#include "tests/gallery/shots.h"

namespace otmetka::gallery {

float Size::density(const kiosk::Access& access) const {
  constexpr float width_of_55_inches_mm = 1218;
  if (tall() || small() || !access.low_controls) return pixels_per_mm;
  return static_cast<float>(width) / width_of_55_inches_mm;
}

Result<const kiosk::Theme*> Themes::of(const kiosk::Access& access) {
  const float density = size_.density(access);
  const kiosk::ThemeWishes wished{access.larger_text, access.low_controls};
  if (!theme_ || theme_->pixels_per_mm != density || theme_->wishes != theme_->granted(wished))
    theme_ = TRY(kiosk::Theme::make(size_.width, size_.height, density, wished));
  return &*theme_;
}

}  // namespace otmetka::gallery
