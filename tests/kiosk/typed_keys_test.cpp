// Keys of a hand and keys of a scanner, in one window: who typed what, told by the rests alone.
#include "kiosk/app/typed_keys.h"

#include <catch2/catch_all.hpp>
#include <string_view>

using namespace otmetka::kiosk;

namespace {

constexpr std::string_view badge = "K1:ABC $%*+-./:123 Z";

struct Keys {
  TypedKeys typed;
  uint64_t ms = 1'000'000;
  std::vector<Stroke> by_hand;

  void take(const std::vector<Stroke>& some) {
    by_hand.insert(by_hand.end(), some.begin(), some.end());
  }
  Keys& strokes(const std::vector<Stroke>& some) {
    take(typed.feed(some, ms));
    return *this;
  }
  Keys& key(Key key) { return strokes({{key, 0}}); }
  Keys& letter(char32_t letter) { return strokes({{Key::letter, letter}}); }
  Keys& rests(uint64_t how_long_ms) {
    ms += how_long_ms;
    take(typed.silence(ms));
    return *this;
  }
  /// As a scanner: so many milliseconds from letter to letter.
  Keys& burst(std::string_view code, uint64_t apart_ms) {
    for (const char each : code) {
      letter(static_cast<char32_t>(each));
      rests(apart_ms);
    }
    return *this;
  }
};

std::vector<Stroke> letters(std::u32string_view all) {
  std::vector<Stroke> out;
  for (const char32_t each : all) out.push_back({Key::letter, each});
  return out;
}

}  // namespace

TEST_CASE("a code that a scanner types is no key of a hand, whatever ends it") {
  const auto apart_ms = GENERATE(values<uint64_t>({0, 1, 8, 30, 60}));
  const Key last = GENERATE(Key::enter, Key::next, Key::down);
  Keys keys;
  keys.burst(badge, apart_ms).key(last).rests(1000);
  CHECK(keys.by_hand.empty());
  CHECK(keys.typed.code_over());
  CHECK_FALSE(keys.typed.code_over());
}

TEST_CASE("an Enter that the display server held back is still the code's") {
  const auto late_ms = GENERATE(values<uint64_t>({1, 100, burst_patience_ms - 1}));
  Keys keys;
  keys.burst(badge, 1).rests(late_ms - 1).key(Key::enter).rests(1000);
  CHECK(keys.by_hand.empty());
}

TEST_CASE("a pause inside a code does not make its letters a hand's") {
  Keys keys;
  keys.burst("K1:ABC", 1).rests(burst_patience_ms - 10).burst("7 8", 1).key(Key::enter).rests(1000);
  CHECK(keys.by_hand.empty());
}

TEST_CASE("a code whose keys waited while a frame was drawn is a code, and so is its Enter") {
  Keys keys;
  keys.burst(badge, 1);
  keys.ms += 2000;
  keys.typed.was_deaf_until(keys.ms);
  keys.key(Key::enter).rests(1000);
  CHECK(keys.by_hand.empty());
}

TEST_CASE("a short code that ends with Enter at once is a scanner's") {
  Keys keys;
  keys.strokes({{Key::letter, U'A'}, {Key::letter, U'1'}, {Key::enter, 0}}).rests(1000);
  CHECK(keys.by_hand.empty());
  CHECK(keys.typed.code_over());
}

TEST_CASE("a hand's letters come one by one, each after a rest") {
  Keys keys;
  for (const char32_t letter : std::u32string_view(U"шар")) {
    keys.letter(letter);
    CHECK(keys.typed.waiting());
    keys.rests(hand_gap_ms + 70);
    CHECK_FALSE(keys.typed.waiting());
  }
  CHECK(keys.by_hand == letters(U"шар"));
  CHECK_FALSE(keys.typed.code_over());
}

TEST_CASE("keys that type nothing are told at once") {
  for (const Key each : {Key::enter, Key::next, Key::previous, Key::left, Key::right, Key::up,
                         Key::down, Key::back, Key::erase, Key::voice, Key::louder}) {
    Keys keys;
    keys.key(each);
    CHECK(keys.by_hand == std::vector<Stroke>{{each, 0}});
  }
}

TEST_CASE("an arrow right after a letter of a hand comes after it") {
  Keys keys;
  keys.letter(U'ш').key(Key::down).rests(1000);
  CHECK(keys.by_hand == std::vector<Stroke>{{Key::letter, U'ш'}, {Key::down, 0}});
}

TEST_CASE("two letters that waited together are a hand's, three are a scanner's") {
  Keys two, three;
  two.strokes(letters(U"ша")).rests(hand_gap_ms);
  CHECK(two.by_hand == letters(U"ша"));
  three.strokes(letters(U"шар")).rests(1000);
  CHECK(three.by_hand.empty());
}

TEST_CASE("time spent drawing is no rest of a hand") {
  Keys keys;
  keys.letter(U'K');
  keys.ms += 500;
  keys.typed.was_deaf_until(keys.ms);
  keys.burst("1:AB", 1).key(Key::enter).rests(1000);
  CHECK(keys.by_hand.empty());
}

TEST_CASE("keys of a number pad move, but not inside a code") {
  Keys keys;
  keys.strokes({{Key::down, U'2'}}).rests(hand_gap_ms);
  CHECK(keys.by_hand == std::vector<Stroke>{{Key::down, U'2'}});
  std::vector<Stroke> digits(13, {Key::down, U'2'});
  digits.push_back({Key::enter, 0});
  keys.strokes(digits).rests(1000);
  CHECK(keys.by_hand.size() == 1);
}

TEST_CASE("after a code the keypad works again once it has been quiet") {
  Keys keys;
  keys.burst(badge, 1).key(Key::enter).rests(burst_patience_ms + 1).key(Key::enter);
  CHECK(keys.by_hand == std::vector<Stroke>{{Key::enter, 0}});
}
