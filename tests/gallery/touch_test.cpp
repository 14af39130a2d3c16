// That a finger gets where the keypad gets: nothing that is drawn beneath lies in its way.
#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk;

namespace {

/// A finger that comes down on one state and goes up on another.
Press touched(DrawnScreens& screens, const State& down, const State& up, const Rect& rect) {
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = {rect.middle_x(), rect.middle_y()};
  io.MouseDown[ImGuiMouseButton_Left] = true;
  screens.draw(down);
  io.MouseDown[ImGuiMouseButton_Left] = false;
  return screens.draw(up).press;
}

/// One screen at every size that shows it; how many that were.
size_t at_each_size(const std::string& screen, const std::string& name,
                    const std::function<void(DrawnScreens&, const State&)>& look) {
  const Sample sample = exchange();
  size_t seen = 0;
  for (const Size& size : sizes) {
    DrawnScreens screens(size);
    for (const Shot& shot : all_shots(sample)) {
      if (!size.shows(shot) || shot.screen != screen || shot.name != name) continue;
      INFO(size.name());
      look(screens, shot.state);
      ++seen;
    }
  }
  return seen;
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
      CHECK(touched(screens, shot.state, shot.state, each.rect).what != Press::What::none);
    }
  });
}

TEST_CASE("a finger that came down on one person presses no other who has taken their place",
          "[touch]") {
  const size_t lists =
      at_each_size("people", "delegation", [](DrawnScreens& screens, const State& state) {
        State changed = state;
        for (BoardRowView& row : changed.desk.board.rows)
          std::rotate(row.people.begin(), row.people.begin() + 1, row.people.end());
        const Proof proof = screens.draw(state).proof;
        const auto row = std::find_if(proof.targets.begin(), proof.targets.end(),
                                      [](const auto& each) { return each.row.has_value(); });
        REQUIRE(row != proof.targets.end());
        INFO(row->name);
        CHECK(touched(screens, state, state, row->rect).what != Press::What::none);
        CHECK(touched(screens, state, changed, row->rect).what == Press::What::none);
        CHECK(touched(screens, changed, changed, row->rect).what != Press::What::none);
      });
  CHECK(lists == std::size(sizes));
}

TEST_CASE("what was just done is told without moving anything that a finger may be about to press",
          "[touch]") {
  size_t pressables = 0;
  with_every_screen({Language::ru, Language::ky}, [&](DrawnScreens& screens, const Shot& shot) {
    State state = shot.state;
    if (state.screen != Screen::staff) return;
    state.desk.report = {};
    const Proof before = screens.draw(state).proof;
    state.desk.report = {ActReport::What::checked_in, 13, "", "exchange", {FactId{}}};
    state.desk.report_until_ms = state.now_ms + report_shown_ms;
    const Proof after = screens.draw(state).proof;
    for (const Proof::Target& each : before.targets) {
      // Its place is the report's meanwhile; so is that of badges that were not printed.
      const bool of_head = each.name.starts_with("language") || each.name == "print again" ||
                           each.name == "badge no";
      if (of_head) continue;
      INFO(each.name);
      const auto same = std::find_if(after.targets.begin(), after.targets.end(),
                                     [&](const auto& other) { return other.name == each.name; });
      // Nothing takes its place: beside "undo" the shift cannot be ended by a slip.
      if (same == after.targets.end() && each.name == "end shift") continue;
      REQUIRE(same != after.targets.end());
      CHECK(same->rect.x == each.rect.x);
      CHECK(same->rect.y == each.rect.y);
      CHECK(same->rect.w == each.rect.w);
      CHECK(same->rect.h == each.rect.h);
      ++pressables;
    }
  });
  CHECK(pressables > 100);
}

TEST_CASE("a finger that came down on a key before the case changed types that letter", "[touch]") {
  const size_t keyboards =
      at_each_size("walk-in", "empty", [](DrawnScreens& screens, const State& state) {
        State small = state;
        small.desk.form.fields[small.desk.form.field] = "И";
        const Proof proof = screens.draw(state).proof;
        const auto key = std::find_if(proof.targets.begin(), proof.targets.end(),
                                      [](const auto& each) { return each.name == "key Б"; });
        REQUIRE(key != proof.targets.end());
        const Press press = touched(screens, state, small, key->rect);
        CHECK(press.what == Press::What::letter);
        CHECK(press.value == U'б');
      });
  CHECK(keyboards == std::size(sizes));
}
