// The focus of the keypad: in which order it goes, where it stays, and that every screen of the
// kiosk can be worked with it and says what each thing is.
#include "kiosk/ui/focus.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "kiosk/ui/spoken.h"
#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk;

namespace {

using Targets = std::vector<Proof::Target>;

Proof::Target at(const std::string& name, float x, float y, float w = 80, float h = 80,
                 int layer = 0) {
  return {name, {x, y, w, h}, layer};
}

const Targets three_rows = {at("right", 500, 100), at("low", 100, 400), at("left", 100, 90),
                            at("middle", 300, 120), at("wide", 300, 250, 400, 100)};

std::string name_of(const Focus& focus) { return focus.target() ? focus.target()->name : ""; }

// All that the focus meets from the first on, until it is there again.
std::vector<std::string> round_of(Focus& focus, Key key) {
  std::vector<std::string> out;
  for (;;) {
    const std::string name = name_of(focus);
    if (name.empty() || (!out.empty() && name == out.front())) return out;
    if (out.size() > 500) return out;
    out.push_back(name);
    focus.move(key);
  }
}

Focus shown_over(const Targets& targets, const Place& place = {}) {
  Focus focus;
  focus.see(place, targets);
  focus.move(Key::next);
  return focus;
}

Targets of_top_layer(const Proof& proof) {
  Targets out;
  for (const Proof::Target& each : proof.targets) {
    if (each.layer == proof.layer) out.push_back(each);
  }
  return out;
}

}  // namespace

TEST_CASE("the focus goes from the top down, in a row from left to right, and round", "[keypad]") {
  Focus focus = shown_over(three_rows);
  const std::vector<std::string> order = {"left", "middle", "right", "wide", "low"};
  CHECK(round_of(focus, Key::next) == order);
  CHECK(name_of(focus) == "left");
  CHECK(round_of(focus, Key::previous) ==
        std::vector<std::string>{"left", "low", "wide", "right", "middle"});
  focus.move(Key::up);
  CHECK(name_of(focus) == "low");
}

TEST_CASE("up and down lead to what stands nearest in the next row", "[keypad]") {
  Focus focus = shown_over(three_rows);
  focus.move(Key::right);
  focus.move(Key::right);
  CHECK(name_of(focus) == "right");
  focus.move(Key::down);
  CHECK(name_of(focus) == "wide");
  focus.move(Key::up);
  CHECK(name_of(focus) == "right");
}

TEST_CASE("the first key only shows where the focus is, and a touch hides it", "[keypad]") {
  Focus focus;
  CHECK(name_of(focus).empty());
  focus.see({}, three_rows);
  CHECK(name_of(focus).empty());
  CHECK_FALSE(focus.move(Key::enter));
  CHECK(name_of(focus).empty());
  CHECK(focus.move(Key::right));
  CHECK(name_of(focus) == "left");
  focus.hide();
  CHECK(name_of(focus).empty());
}

TEST_CASE("the focus stays on what has its name, and goes to the nearest when that is gone",
          "[keypad]") {
  Focus focus = shown_over(three_rows);
  focus.move(Key::right);
  Targets moved = three_rows;
  for (Proof::Target& each : moved) each.rect.y += 200;
  moved.push_back(at("new", 0, 0));
  focus.see({}, moved);
  CHECK(name_of(focus) == "middle");
  std::erase_if(moved, [](const auto& each) { return each.name == "middle"; });
  focus.see({}, moved);
  CHECK(name_of(focus) == "right");
  focus.see({}, {});
  CHECK(name_of(focus).empty());
  focus.see({}, three_rows);
  CHECK(!name_of(focus).empty());
}

TEST_CASE("on another screen the focus goes to the first", "[keypad]") {
  Focus focus = shown_over(three_rows);
  focus.move(Key::right);
  focus.see({.screen = Screen::venue}, three_rows);
  CHECK(name_of(focus) == "left");
}

TEST_CASE("what lies above has the focus to itself, and gives it back where it was", "[keypad]") {
  Focus focus = shown_over(three_rows);
  focus.move(Key::right);
  Targets covered = three_rows;
  covered.push_back(at("yes", 200, 200, 80, 80, 1));
  covered.push_back(at("middle", 400, 200, 80, 80, 1));
  focus.see({}, covered);
  CHECK(round_of(focus, Key::next) == std::vector<std::string>{"yes", "middle"});
  focus.see({}, three_rows);
  CHECK(name_of(focus) == "middle");
  focus.see({}, covered);
  CHECK(name_of(focus) == "yes");
}

TEST_CASE("everything that is pressed on every screen has the focus once in a round", "[keypad]") {
  with_every_screen(all_four, [](DrawnScreens& screens, const Shot& shot) {
    const State& state = shot.state;
    const Proof proof = screens.draw(state).proof;
    Focus focus = shown_over(proof.targets, place_of(state));
    std::multiset<std::string> met, there;
    for (const std::string& name : round_of(focus, Key::next)) met.insert(name);
    for (const Proof::Target& each : of_top_layer(proof)) there.insert(each.name);
    REQUIRE_FALSE(there.empty());
    CHECK(met == there);
    CHECK(std::set<std::string>(there.begin(), there.end()).size() == there.size());
  });
}

TEST_CASE("the focus never goes up but to the next row's neighbour on the right", "[keypad]") {
  with_every_screen({Language::tt}, [](DrawnScreens& screens, const Shot& shot) {
    const State& state = shot.state;
    const auto rows = rows_of_top_layer(screens.draw(state).proof.targets);
    const Rect* last = nullptr;
    for (const auto& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) {
        const Rect& rect = row[i].rect;
        if (i > 0) CHECK(row[i - 1].rect.x < rect.x);
        if (i == 0 && last) CHECK(rect.bottom() > last->y);
        last = &rect;
      }
    }
  });
}

TEST_CASE("everything that is pressed says what it is, with all the words that are on it",
          "[keypad]") {
  with_every_screen(all_four, [](DrawnScreens& screens, const Shot& shot) {
    const State& state = shot.state;
    const Proof proof = screens.draw(state).proof;
    for (const Proof::Target& target : of_top_layer(proof)) {
      INFO("'" << target.name << "' says '" << target.label.words << "'");
      CHECK(target.label.words.find_first_not_of(" \u00a0") != std::string::npos);
      const std::string said = words_of_target(screens.catalogue(), state.language, target, false);
      CHECK(said.size() > target.label.words.size() + 2);
      for (const Proof::Line& line : proof.lines) {
        const Rect& ink = line.ink;
        const bool on_it = line.layer == target.layer && !line.is_icon &&
                           ink.middle_x() > target.rect.x && ink.middle_x() < target.rect.right() &&
                           ink.middle_y() > target.rect.y && ink.middle_y() < target.rect.bottom();
        const bool sign_of_keys = target.name == "key other";
        INFO("on it stands '" << line.text << "'");
        if (on_it && !sign_of_keys) CHECK(said.find(line.text) != std::string::npos);
      }
    }
  });
}

TEST_CASE("Enter presses what has the focus as a finger would, and nothing else", "[keypad]") {
  with_every_screen({Language::tt}, [](DrawnScreens& screens, const Shot& shot) {
    const State& state = shot.state;
    const Frame still = screens.draw(state);
    CHECK(still.press.what == Press::What::none);
    std::set<std::pair<Press::What, int>> presses;
    const Targets targets = of_top_layer(still.proof);
    for (const Proof::Target& each : targets) {
      INFO("'" << each.name << "'");
      const Focused only{each.name, each.layer, false}, pressed{each.name, each.layer, true};
      CHECK(screens.draw(state, &only).press.what == Press::What::none);
      const Press press = screens.draw(state, &pressed).press;
      CHECK(press.what != Press::What::none);
      const bool said_twice = press.what == Press::What::day ||  // both cards of the first screen
                              press.what == Press::What::exhibit ||
                              press.what == Press::What::list_page;  // both turn round
      CHECK((presses.insert({press.what, press.value}).second || said_twice));
    }
  });
}

TEST_CASE("the ring of the focus is thick, whole and around what has it", "[keypad]") {
  with_every_screen({Language::tt}, [](DrawnScreens& screens, const Shot& shot) {
    const State& state = shot.state;
    const Proof without = screens.draw(state).proof;
    CHECK_FALSE(without.ring);
    for (const Proof::Target& each : of_top_layer(without)) {
      INFO("'" << each.name << "'");
      const Focused focused{each.name, each.layer, false};
      const Proof proof = screens.draw(state, &focused).proof;
      REQUIRE(proof.ring);
      CHECK(proof.ring_thick >= 3);
      const float half = proof.ring_thick / 2;
      CHECK(proof.ring->x - half >= 0);
      CHECK(proof.ring->y - half >= 0);
      CHECK(proof.ring->right() + half <= ImGui::GetIO().DisplaySize.x);
      CHECK(proof.ring->bottom() + half <= ImGui::GetIO().DisplaySize.y);
      CHECK(std::abs(proof.ring->middle_x() - each.rect.middle_x()) < screens.theme().mm(3));
      CHECK(std::abs(proof.ring->middle_y() - each.rect.middle_y()) < screens.theme().mm(3));
    }
  });
}
