// The codes that the kiosk draws, read back by the reader of its own camera. Nothing is painted:
// what ImGui would hand to a graphics card is filled in here, rectangle by rectangle.
#include <catch2/catch_all.hpp>

#include "kiosk/device/camera_decode.h"
#include "kiosk/platform/sheet.h"
#include "kiosk/ui/qr.h"
#include "tests/gallery/shots.h"

using namespace otmetka;
using namespace otmetka::gallery;
using kiosk::GreyImage;

namespace {

const std::string package = std::string(OTMETKA_ASSETS_DIR) + "/programmes/exchange";

uint8_t grey_of(ImU32 colour) {
  const auto part = [&](int shift) { return colour >> shift & 0xff; };
  return static_cast<uint8_t>(
      (part(IM_COL32_R_SHIFT) + part(IM_COL32_G_SHIFT) + part(IM_COL32_B_SHIFT)) / 3);
}

// The plain rectangles of a frame: four corners in a row, without a picture or a letter on them.
class Rectangles {
 public:
  explicit Rectangles(const Size& size) {
    picture_.resize(size.width, size.height);
    const ImVec2 blank = ImGui::GetIO().Fonts->TexUvWhitePixel;
    const ImDrawData& data = *ImGui::GetDrawData();
    for (int list = 0; list < data.CmdListsCount; ++list) {
      const ImVector<ImDrawVert>& corners = data.CmdLists[list]->VtxBuffer;
      for (int i = 0; i + 3 < corners.Size; ++i) {
        const ImDrawVert& first = corners[i];
        const ImDrawVert& last = corners[i + 2];
        const bool plain = first.uv.x == blank.x && first.uv.y == blank.y &&
                           corners[i + 1].pos.y == first.pos.y &&
                           corners[i + 3].pos.x == first.pos.x && last.col == first.col &&
                           (first.col >> IM_COL32_A_SHIFT) == 0xff;
        if (!plain || last.pos.x <= first.pos.x || last.pos.y <= first.pos.y) continue;
        fill(first, last);
        i += 3;
      }
    }
  }
  const GreyImage& picture() const { return picture_; }

 private:
  void fill(const ImDrawVert& first, const ImDrawVert& last) {
    const auto at = [](float place, int most) {
      return std::clamp(static_cast<int>(std::lround(place)), 0, most);
    };
    const int left = at(first.pos.x, picture_.width), right = at(last.pos.x, picture_.width);
    for (int y = at(first.pos.y, picture_.height); y < at(last.pos.y, picture_.height); ++y)
      std::fill(picture_.row(y) + left, picture_.row(y) + right, grey_of(first.col));
  }
  GreyImage picture_;
};

class Screen {
 public:
  explicit Screen(const Size& size)
      : size_(size),
        sheet_(kiosk::Sheet::measured(size.width, size.height)),
        themes_(size),
        catalogue_(MUST(Catalogue::load(OTMETKA_LOCALE_DIR))) {}

  std::vector<std::string> codes_of(const kiosk::State& state) {
    const kiosk::Theme& theme = *MUST(themes_.of(state.access));
    sheet_->frame([&] { kiosk::draw_screen(state, theme, catalogue_, none_, nullptr); });
    return kiosk::qr_codes(Rectangles(size_).picture().view());
  }
  std::vector<std::string> codes_of(const std::string& text, float side) {
    const kiosk::State state;
    const kiosk::Theme& theme = *MUST(themes_.of(state.access));
    sheet_->frame([&] {
      const kiosk::Ui ui(state, theme, catalogue_, none_, nullptr);
      kiosk::qr_code(ui, {40, 30, side, side}, text);
    });
    return kiosk::qr_codes(Rectangles(size_).picture().view());
  }

 private:
  Size size_;
  std::unique_ptr<kiosk::Sheet> sheet_;
  Themes themes_;
  Catalogue catalogue_;
  kiosk::PictureOf none_ = [](const std::string&) { return kiosk::Picture{}; };
};

}  // namespace

TEST_CASE("the way to the next venue is read from the screen, in each look and size", "[gallery]") {
  const Sample sample = MUST(Sample::read(package));
  size_t shown = 0;
  for (const Size& size : sizes) {
    Screen screen(size);
    for (const Shot& shot : all_shots(sample)) {
      if (!size.shows(shot) || !shot.state.shows_route) continue;
      const kiosk::OnwardView* onward = kiosk::way_on(shot.state);
      if (!onward || !onward->on_map()) continue;
      for (const bool high_contrast : {false, true}) {
        kiosk::State state = shot.state;
        state.access.high_contrast = high_contrast;
        INFO(size.name() << " " << shot.name << (high_contrast ? ", high contrast" : ""));
        CHECK(screen.codes_of(state) == std::vector<std::string>{kiosk::map_link(*onward)});
        ++shown;
      }
    }
  }
  CHECK(shown >= 2 * std::size(sizes));
}

TEST_CASE("a code on the screen says its text, and nothing is drawn for a text that is too long",
          "[gallery]") {
  Screen screen(sizes[0]);
  for (const size_t length : {1u, 20u, 135u, 400u}) {
    const std::string text(length, 'A');
    INFO(length);
    CHECK(screen.codes_of(text, 500) == std::vector<std::string>{text});
  }
  CHECK(screen.codes_of("geo:55.75000,37.61000", 160) ==
        std::vector<std::string>{"geo:55.75000,37.61000"});
  CHECK(screen.codes_of(std::string(5000, 'A'), 500).empty());
}
