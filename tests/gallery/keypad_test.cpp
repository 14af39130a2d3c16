// From keys to presses, without a screen: what each key asks for, and on what.
#include "kiosk/ui/keypad.h"

#include <catch2/catch_test_macros.hpp>

#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

constexpr uint64_t rest_ms = hand_gap_ms + 1;

struct Hands {
  Keypad keypad;
  State state = Kiosk().state;
  uint64_t ms = 1'000'000;
  std::vector<Proof::Target> targets = {
      {"one", {0, 0, 90, 90}}, {"two", {100, 0, 90, 90}}, {"three", {200, 0, 90, 90}}};

  Hands() { keypad.see(state, targets); }
  void rests() {
    ms += rest_ms;
    keypad.feed({}, ms);
  }
  Hands& strokes(const std::vector<Stroke>& some) {
    keypad.feed(some, ms);
    rests();
    return *this;
  }
  Hands& key(Key key) { return strokes({{key, 0}}); }
  Hands& letter(char32_t letter) { return strokes({{Key::letter, letter}}); }
  /// What the next key asks for at once.
  Press takes() { return keypad.take(state).value_or(Press{}); }
  /// The frame that is drawn then: what it presses, if anything.
  std::string frame() {
    const auto focused = keypad.focused();
    keypad.see(state, targets);
    return focused && focused->pressed ? focused->name : "";
  }
  std::string at() const { return keypad.target() ? keypad.target()->name : ""; }
  void search() {
    Kiosk kiosk;
    kiosk.touches(Press::What::search);
    state = kiosk.state;
    keypad.see(state, targets);
  }
};

bool is(const Press& press, Press::What what, int value = 0) {
  return press.what == what && press.value == value;
}

}  // namespace

TEST_CASE("the first Enter shows the focus, the second presses what has it, once", "[keypad]") {
  Hands hands;
  for (const Stroke& enter : {Stroke{Key::enter, 0}, Stroke{Key::letter, U' '}}) {
    INFO("types " << static_cast<int>(enter.letter));
    hands.keypad.hide();
    CHECK(is(hands.strokes({enter}).takes(), Press::What::none));
    CHECK(hands.frame().empty());
    CHECK(hands.at() == "one");
    CHECK(is(hands.strokes({enter}).takes(), Press::What::none));
    CHECK(hands.frame() == "one");
    CHECK(hands.frame().empty());
  }
}

TEST_CASE("keys that come faster than frames are each meant for what the last one left",
          "[keypad]") {
  Hands hands;
  hands.strokes({{Key::next, 0}, {Key::next, 0}, {Key::enter, 0}, {Key::next, 0}, {Key::enter, 0}});
  std::vector<std::string> pressed;
  for (int i = 0; i < 10; ++i) {
    hands.takes();
    if (const std::string name = hands.frame(); !name.empty()) pressed.push_back(name);
  }
  CHECK(pressed == std::vector<std::string>{"two", "three"});
}

TEST_CASE("letters are typed on the search and nowhere else", "[keypad]") {
  Hands hands;
  CHECK(is(hands.letter(U'ш').takes(), Press::What::none));
  CHECK(is(hands.key(Key::erase).takes(), Press::What::none));
  hands.search();
  CHECK(is(hands.letter(U'ш').takes(), Press::What::letter, U'ш'));
  CHECK(is(hands.letter(U' ').takes(), Press::What::letter, U' '));
  CHECK(is(hands.key(Key::erase).takes(), Press::What::erase));
  hands.state.access_asked = true;
  CHECK(is(hands.letter(U'ш').takes(), Press::What::none));
}

TEST_CASE("a space between two names is typed until the focus is seen", "[keypad]") {
  Hands hands;
  hands.search();
  hands.key(Key::next).takes();
  CHECK(is(hands.letter(U' ').takes(), Press::What::none));
  CHECK(hands.frame() == "one");
}

TEST_CASE("a code that a scanner types asks for nothing, on the search neither", "[keypad]") {
  Hands hands;
  hands.search();
  hands.key(Key::next).takes();
  std::vector<Stroke> code;
  for (const char each : std::string("K1:A 2")) code.push_back({Key::letter, char32_t(each)});
  code.push_back({Key::enter, 0});
  hands.strokes(code);
  CHECK_FALSE(hands.keypad.has_keys());
  CHECK(hands.keypad.scanner_typed());
  CHECK(hands.at() == "one");
  CHECK(hands.frame().empty());
}

TEST_CASE("a code that a hand typed to its end keeps its Enter", "[keypad]") {
  Hands hands;
  hands.letter(U'K').letter(U'1').key(Key::enter);
  CHECK(hands.keypad.has_keys());
  CHECK_FALSE(hands.keypad.scanner_typed());
  hands.keypad.forget_keys();
  CHECK_FALSE(hands.keypad.has_keys());
  CHECK_FALSE(hands.keypad.take(hands.state));
}

TEST_CASE("the key of the voice shows the focus, the others of sound do not", "[keypad]") {
  Hands hands;
  CHECK(is(hands.key(Key::louder).takes(), Press::What::louder));
  CHECK(is(hands.key(Key::softer).takes(), Press::What::softer));
  CHECK(is(hands.key(Key::again).takes(), Press::What::none));
  CHECK(hands.keypad.wants_again());
  CHECK_FALSE(hands.keypad.wants_again());
  CHECK(hands.at().empty());
  CHECK(is(hands.key(Key::voice).takes(), Press::What::voice));
  CHECK(hands.at() == "one");
}

TEST_CASE("another frame is due while the last one has the ring elsewhere", "[keypad]") {
  Hands hands;
  CHECK_FALSE(hands.keypad.see(hands.state, hands.targets));
  hands.key(Key::next).takes();
  CHECK(hands.keypad.see(hands.state, hands.targets));
  hands.frame();
  CHECK_FALSE(hands.keypad.see(hands.state, hands.targets));
  hands.targets.erase(hands.targets.begin());
  CHECK(hands.keypad.see(hands.state, hands.targets));
  hands.frame();
  hands.keypad.hide();
  CHECK(hands.keypad.see(hands.state, hands.targets));
  hands.frame();
  CHECK_FALSE(hands.keypad.see(hands.state, hands.targets));
}

TEST_CASE("who leans on a keypad is not answered for minutes", "[keypad]") {
  Hands hands;
  hands.strokes(std::vector<Stroke>(10'000, Stroke{Key::next, 0}));
  int keys = 0;
  while (hands.keypad.take(hands.state)) ++keys;
  CHECK(keys > 3);
  CHECK(keys < 100);
}
