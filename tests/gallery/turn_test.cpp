// A picture that is turned for its panel: what is drawn and where fingers are fit each other.
#include <catch2/catch_test_macros.hpp>

#include "kiosk/platform/turn.h"
#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk;

namespace {

constexpr Turn turns[] = {Turn::none, Turn::right, Turn::over, Turn::left};
constexpr PanelSize panel{1920, 1080};

struct Drawn {
  std::vector<Spot> spots;
  std::vector<ImVec4> clips;
};

Drawn everything(const ImDrawData& drawing) {
  Drawn out;
  for (int i = 0; i < drawing.CmdListsCount; ++i) {
    for (const ImDrawVert& vertex : drawing.CmdLists[i]->VtxBuffer)
      out.spots.push_back({vertex.pos.x, vertex.pos.y});
    for (const ImDrawCmd& command : drawing.CmdLists[i]->CmdBuffer)
      out.clips.push_back(command.ClipRect);
  }
  return out;
}

Size sheet_of(Turn turn) {
  const PanelSize size = picture_size(turn, panel);
  return {size.width, size.height};
}

bool near(float a, float b) { return std::abs(a - b) < 0.01f; }

}  // namespace

TEST_CASE("a finger on a turned panel touches what is drawn under it", "[turn]") {
  const Sample sample = exchange();
  for (const Turn turn : turns) {
    INFO(static_cast<int>(turn));
    DrawnScreens screens(sheet_of(turn));
    screens.draw(all_shots(sample).front().state);
    ImDrawData& drawing = *ImGui::GetDrawData();
    const Drawn picture = everything(drawing);
    REQUIRE(picture.spots.size() > 100);
    turn_drawing(turn, panel, drawing);
    const Drawn turned = everything(drawing);
    CHECK(near(drawing.DisplaySize.x, 1920));
    CHECK(near(drawing.DisplaySize.y, 1080));
    for (size_t i = 0; i < picture.spots.size(); ++i) {
      const Spot touched = on_picture(turn, panel, turned.spots[i]);
      REQUIRE(near(touched.x, picture.spots[i].x));
      REQUIRE(near(touched.y, picture.spots[i].y));
    }
    for (size_t i = 0; i < picture.clips.size(); ++i) {
      const ImVec4 &clip = turned.clips[i], &before = picture.clips[i];
      const Spot middle = on_picture(turn, panel, {(clip.x + clip.z) / 2, (clip.y + clip.w) / 2});
      REQUIRE(near(middle.x, (before.x + before.z) / 2));
      REQUIRE(near(middle.y, (before.y + before.w) / 2));
      REQUIRE(clip.x <= clip.z);
      REQUIRE(clip.y <= clip.w);
    }
  }
}

TEST_CASE("a picture is turned clockwise", "[turn]") {
  const auto first_letter_is_at = [](Turn turn) {
    return on_picture(turn, panel,
                      turn == Turn::right  ? Spot{1920, 0}
                      : turn == Turn::over ? Spot{1920, 1080}
                      : turn == Turn::left ? Spot{0, 1080}
                                           : Spot{0, 0});
  };
  for (const Turn turn : turns) {
    INFO(static_cast<int>(turn));
    CHECK(near(first_letter_is_at(turn).x, 0));
    CHECK(near(first_letter_is_at(turn).y, 0));
  }
  CHECK(picture_size(Turn::right, panel).width == 1080);
  CHECK(picture_size(Turn::left, panel).height == 1920);
  CHECK(picture_size(Turn::over, panel).width == 1920);
}
