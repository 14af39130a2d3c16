// tests/gallery/screens.h - every screen in every state, drawn without a display, for tests of what
// is on them.
#pragma once
#include <catch2/catch_test_macros.hpp>

#include "kiosk/platform/sheet.h"
#include "kiosk/ui/ui.h"
#include "tests/gallery/shots.h"

namespace otmetka::gallery {

struct Frame {
  kiosk::Proof proof;
  kiosk::Press press;
};

class DrawnScreens {
 public:
  explicit DrawnScreens(const Size& size)
      : sheet_(kiosk::Sheet::measured(size.width, size.height)),
        themes_(size),
        theme_(MUST(themes_.of({}))),
        catalogue_(MUST(Catalogue::load(OTMETKA_LOCALE_DIR))) {}

  /// `drawn`: what every picture is; empty: none has come.
  Frame draw(const kiosk::State& state, const kiosk::Focused* focused = nullptr,
             const kiosk::Picture& drawn = {1, 1500, 1000}) {
    const kiosk::PictureOf picture = [&](const std::string&) { return drawn; };
    theme_ = MUST(themes_.of(state.access));
    Frame frame;
    sheet_->frame([&] {
      frame.press = kiosk::draw_screen(state, *theme_, catalogue_, picture, &frame.proof, focused);
    });
    return frame;
  }
  const Catalogue& catalogue() const { return catalogue_; }
  /// Of the last frame.
  const kiosk::Theme& theme() const { return *theme_; }

 private:
  std::unique_ptr<kiosk::Sheet> sheet_;
  Themes themes_;
  const kiosk::Theme* theme_;
  Catalogue catalogue_;
};

inline Sample exchange() {
  return MUST(Sample::read(std::string(OTMETKA_ASSETS_DIR) + "/programmes/exchange"));
}

/// `check(screens, shot)` for every shot, its language set to each of these.
template <typename Check>
void with_every_screen(std::initializer_list<Language> in, const Check& check) {
  const Sample sample = exchange();
  for (const Size& size : sizes) {
    DrawnScreens screens(size);
    for (Shot& shot : all_shots(sample)) {
      if (!size.shows(shot)) continue;
      for (const Language language : in) {
        shot.state.language = language;
        INFO(size.name() << " " << shot.screen << " " << shot.name << " "
                         << language_code(language));
        check(screens, shot);
      }
    }
  }
}

inline constexpr std::initializer_list<Language> all_four = {Language::ru, Language::tt,
                                                             Language::ky, Language::en};

}  // namespace otmetka::gallery
