// Lists that are longer than their place: every row of each is reached by a finger that drags, by
// plain touches and by keys, and a touch that drags presses nothing.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "kiosk/app/update.h"
#include "kiosk/ui/keypad.h"
#include "kiosk/ui/list_hand.h"
#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk;

namespace {

/// A kiosk on which one drags, touches or presses keys, frame by frame.
class Hands {
 public:
  Hands(DrawnScreens& screens, State state)
      : screens_(screens), state_(std::move(state)), hand_(pixels_per_mm) {
    draw();
  }

  const State& state() const { return state_; }
  const Proof& proof() const { return frame_.proof; }
  const std::optional<Proof::List>& list() const { return frame_.proof.list; }
  bool at_end() const { return list()->first + list()->rows == list()->count; }
  std::set<size_t> rows() const {
    std::set<size_t> out;
    for (size_t i = 0; i < list()->rows; ++i) out.insert(list()->first + i);
    return out;
  }
  size_t rows_pressed() const {
    std::set<size_t> out;
    for (const Proof::Target& each : frame_.proof.targets) {
      if (each.row) out.insert(*each.row);
    }
    return out.size();
  }
  void finger(float y, bool down, uint64_t after_ms = 16) {
    ms_ += after_ms;
    const Rect view = list()->view;
    const std::vector<Scrolled> all =
        hand_.see({view.middle_x(), view.y + y, down, ms_}, frame_.proof.list);
    for (const Scrolled& each : all) happens(each);
    draw();
  }
  /// Up or down, so many pixels, and let go at rest.
  void drags(float by) {
    const float from = by < 0 ? list()->view.h - 5 : 5;
    finger(from, true);
    for (int i = 1; i <= 10; ++i) finger(from + by * static_cast<float>(i) / 10, true);
    finger(from + by, false, 300);
  }
  void waits(uint64_t ms) {
    for (uint64_t gone = 0; gone < ms; gone += 10) {
      ms_ += 10;
      happens(Tick{});
    }
    draw();
  }
  void touches(const std::string& name) {
    const Focused pressed{name, frame_.proof.layer, true};
    happens(Pressed{screens_.draw(state_, &pressed).press});
    waits(1000);
  }
  void key(Key key) {
    keypad_.feed({{key, 0}}, ms_);
    keypad_.feed({}, ms_ += hand_gap_ms + 1);
    while (keypad_.has_keys()) {
      if (const auto press = keypad_.take(state_); press && press->what != Press::What::none)
        happens(Pressed{*press});
      draw();
    }
  }
  const Proof::Target* focused() const { return keypad_.target(); }

 private:
  void happens(Happening what) { update(state_, {ms_, state_.now_s, std::move(what)}); }
  void draw() {
    frame_ = screens_.draw(state_);
    keypad_.see(state_, frame_.proof.targets, frame_.proof.list);
  }

  DrawnScreens& screens_;
  State state_;
  ListHand hand_;
  Keypad keypad_;
  Frame frame_;
  uint64_t ms_ = state_.now_ms;
};

/// `check(hands)` for every shot whose list is longer than its place.
template <typename Check>
size_t with_every_long_list(const Check& check) {
  size_t lists = 0;
  with_every_screen({Language::tt}, [&](DrawnScreens& screens, const Shot& shot) {
    State state = shot.state;
    state.list = {};
    if (warns_of_timeout(state)) return;
    Hands hands(screens, state);
    if (!hands.list() || hands.list()->layer != hands.proof().layer) return;
    ++lists;
    check(hands);
  });
  return lists;
}

}  // namespace

TEST_CASE("every row of every long list is reached by a finger that drags", "[list]") {
  const size_t lists = with_every_long_list([](Hands& hands) {
    std::set<size_t> seen = hands.rows();
    for (int i = 0; i < 200 && !hands.at_end(); ++i) {
      hands.drags(-0.8f * hands.list()->view.h);
      hands.waits(1000);
      for (const size_t row : hands.rows()) seen.insert(row);
    }
    CHECK(seen.size() == hands.list()->count);
    hands.drags(hands.list()->view.h);
    hands.waits(1000);
    CHECK_FALSE(hands.at_end());
  });
  CHECK(lists > 10);
}

TEST_CASE("every row of every long list is reached by touches of its buttons", "[list]") {
  with_every_long_list([](Hands& hands) {
    std::set<size_t> seen = hands.rows();
    for (int i = 0; i < 200 && !hands.at_end(); ++i) {
      hands.touches("list down");
      for (const size_t row : hands.rows()) seen.insert(row);
    }
    CHECK(seen.size() == hands.list()->count);
    hands.touches("list down");
    CHECK(hands.list()->first == 0);
    hands.touches("list up");
    CHECK(hands.at_end());
  });
}

TEST_CASE("keys lead from row to row through every long list and back", "[list]") {
  with_every_long_list([](Hands& hands) {
    if (hands.proof().targets.empty()) return;
    const auto in_list = [&] { return hands.focused() && hands.focused()->row; };
    for (int i = 0; i < 200 && !in_list(); ++i) hands.key(Key::next);
    // Rows that are only looked at are turned to by the buttons.
    if (!in_list() || hands.rows_pressed() < hands.list()->rows) return;
    for (const Key key : {Key::down, Key::up}) {
      for (int i = 0; i < 500 && in_list(); ++i) {
        const size_t row = *hands.focused()->row;
        hands.key(key);
        if (!in_list()) break;
        const size_t now = *hands.focused()->row;
        CHECK((key == Key::down ? now == row + 1 : now + 1 == row));
      }
      CHECK((key == Key::down ? hands.at_end() : hands.list()->first == 0));
      const Key back = key == Key::down ? Key::up : Key::down;
      for (int i = 0; i < 9 && !in_list(); ++i) hands.key(back);
    }
    // The buttons may stand beside the rows, and then are met on the way.
    for (int i = 0; i < 1000 && !hands.at_end(); ++i) hands.key(Key::next);
    CHECK(hands.at_end());
  });
}

TEST_CASE("a list that has come to rest shows whole rows that say where they are", "[list]") {
  with_every_long_list([](Hands& hands) {
    hands.drags(-hands.list()->pitch * 0.7f - drag_mm * pixels_per_mm);
    CHECK(hands.state().list.gliding);
    hands.waits(2500);
    CHECK_FALSE(moves(hands.state().list));
    CHECK(hands.list()->first == 1);
    const Rect view = hands.list()->view;
    for (const Proof::Target& target : hands.proof().targets) {
      if (!target.row) continue;
      CHECK(target.rect.y >= view.y - 1);
      CHECK(target.rect.bottom() <= view.bottom() + 1);
    }
  });
}

TEST_CASE("a finger that trembles presses, one that drags does not", "[list]") {
  const Proof::List list{{0, 0, 400, 800}, 100, 20, 8, 0, 0};
  const auto dragged = [&](float by) {
    ListHand hand(pixels_per_mm);
    CHECK(hand.see({200, 400, true, 0}, list).size() == 1);
    bool out = false;
    for (const Scrolled& each : hand.see({200, 400 + by, true, 30}, list))
      out = out || each.how == Scrolled::How::dragged;
    const auto last = hand.see({200, 400 + by, false, 60}, list);
    CHECK(last.back().how == Scrolled::How::let_go);
    CHECK(hand.see({200, 400 + by, false, 90}, list).empty());
    return out;
  };
  CHECK_FALSE(dragged(3.9f * pixels_per_mm));
  CHECK_FALSE(dragged(-3.9f * pixels_per_mm));
  CHECK(dragged(4.1f * pixels_per_mm));
  CHECK(dragged(-4.1f * pixels_per_mm));
}

TEST_CASE("a list goes on as fast as the finger was at last, and rests where that did", "[list]") {
  const Proof::List list{{0, 0, 400, 800}, 100, 50, 8, 0, 0};
  const auto let_go = [&](uint64_t rested_ms) {
    ListHand hand(pixels_per_mm);
    hand.see({200, 700, true, 0}, list);
    for (uint64_t ms = 20; ms <= 200; ms += 20)
      hand.see({200, 700 - 2 * static_cast<float>(ms), true, ms}, list);
    const auto all = hand.see({200, 300, false, 200 + rested_ms}, list);
    REQUIRE(all.size() == 1);
    return all.front().rows;
  };
  CHECK(std::abs(let_go(10) - 20) < 1);  // 2 pixels a millisecond, 100 a row
  CHECK(let_go(200) == 0);
}

TEST_CASE("a finger beside a list, or on one that is covered, moves nothing", "[list]") {
  const Proof::List list{{0, 100, 400, 800}, 100, 20, 8, 0, 0};
  ListHand hand(pixels_per_mm);
  CHECK(hand.see({200, 50, true, 0}, list).empty());
  CHECK(hand.see({200, 400, true, 20}, list).empty());
  CHECK(hand.see({200, 500, false, 40}, list).empty());
  CHECK(hand.see({200, 500, true, 60}, std::nullopt).empty());
  CHECK(hand.see({200, 700, true, 80}, list).empty());
}
