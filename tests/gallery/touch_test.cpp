// That a finger gets where the keypad gets: nothing that is drawn beneath lies in its way.
#include <catch2/catch_test_macros.hpp>

#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk;

namespace {

Press touched(DrawnScreens& screens, const State& state, const Rect& rect) {
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = {rect.middle_x(), rect.middle_y()};
  io.MouseDown[ImGuiMouseButton_Left] = true;
  screens.draw(state);
  io.MouseDown[ImGuiMouseButton_Left] = false;
  return screens.draw(state).press;
}

// Quiet until there is something to be saved.
bool waits_for_words(const State& state, const std::string& name) {
  return (name == "save" && state.idea.text.empty()) ||
         (name == "register" && state.desk.form.fields[0].empty());
}

}  // namespace

TEST_CASE("a finger reaches everything that is pressed on every screen", "[touch]") {
  with_every_screen({Language::ru}, [](DrawnScreens& screens, const Shot& shot) {
    const Proof proof = screens.draw(shot.state).proof;
    for (const Proof::Target& each : proof.targets) {
      if (each.layer != proof.layer || waits_for_words(shot.state, each.name)) continue;
      INFO(each.name);
      CHECK(touched(screens, shot.state, each.rect).what != Press::What::none);
    }
  });
}
