// Key codes become the text that was scanned, whatever comes between, and no scanner spoils
// another.
#include "kiosk/device/code_splitter.h"
#include "kiosk/device/evdev_decoder.h"
#include "shared/base/limits.h"
#include "tests/kiosk/key_presses.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

constexpr std::string_view base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view badge = "K1:6BF QM$2%ZD*+8-9.0/W:XN";

std::string decode(std::string_view events) { return EvdevDecoder().feed(events); }

// As a node of the kiosk does it, with what it would call a badge.
struct Device {
  EvdevDecoder decoder;
  CodeSplitter splitter{[](std::string_view text) { return text == badge; }, scanner_patience_ms};
  std::vector<ScannedCode> feed(std::string_view events) {
    return splitter.feed(decoder.feed(events), 0);
  }
};

const ScannedCode unreadable{"", false};
const ScannedCode whole{std::string(badge), true};

}  // namespace

TEST_CASE("every character of Base45 is typed as itself") {
  REQUIRE(base45.size() == 45);
  for (const char c : base45) {
    INFO("character " << c);
    CHECK(decode(type(std::string(1, c))) == std::string(1, c));
  }
  CHECK(decode(type(base45)) == base45);
}

TEST_CASE("small letters and an address of another code are read too") {
  CHECK(decode(type("https://example.org/t/1")) == "https://example.org/t/1");
}

TEST_CASE("the keypad types its digits and signs whatever Shift and Num Lock say") {
  constexpr int keys[] = {KEY_KP0,    KEY_KP1,     KEY_KP2,   KEY_KP3,        KEY_KP4,
                          KEY_KP5,    KEY_KP6,     KEY_KP7,   KEY_KP8,        KEY_KP9,
                          KEY_KPPLUS, KEY_KPMINUS, KEY_KPDOT, KEY_KPASTERISK, KEY_KPSLASH};
  std::string events = stroke(KEY_NUMLOCK);
  for (const int key : keys) events += stroke(key);
  CHECK(decode(events) == "0123456789+-.*/");
  CHECK(decode(down(KEY_RIGHTSHIFT) + events + up(KEY_RIGHTSHIFT)) == "0123456789+-.*/");
}

TEST_CASE("Enter, the keypad's Enter and Tab end a code") {
  const int end = GENERATE(KEY_ENTER, KEY_KPENTER, KEY_TAB);
  Device device;
  CHECK(device.feed(type(badge) + stroke(end)) == std::vector{whole});
  CHECK_FALSE(device.splitter.waiting());
}

TEST_CASE("a line end that is sent as Control and a letter ends a code") {
  const int letter = GENERATE(KEY_M, KEY_J, KEY_I);
  const std::string end = down(KEY_LEFTCTRL) + stroke(letter) + up(KEY_LEFTCTRL);
  Device device;
  CHECK(device.feed(type(badge) + end + type_line(badge)) == std::vector{whole, whole});
}

TEST_CASE("a Shift that is held across many characters counts for each, either Shift or both") {
  const std::string keys = stroke(KEY_K) + stroke(KEY_4) + stroke(KEY_SEMICOLON);
  CHECK(decode(down(KEY_RIGHTSHIFT) + keys + up(KEY_RIGHTSHIFT) + keys) == "K$:k4;");
  CHECK(decode(down(KEY_LEFTSHIFT) + down(KEY_RIGHTSHIFT) + stroke(KEY_K) + up(KEY_LEFTSHIFT) +
               stroke(KEY_K) + up(KEY_RIGHTSHIFT) + stroke(KEY_K)) == "KKk");
}

TEST_CASE("Caps Lock, repeats and keys that type nothing change nothing") {
  const std::string repeat = event(EV_KEY, KEY_K, 2) + event(EV_SYN, SYN_REPORT, 1);
  CHECK(decode(stroke(KEY_CAPSLOCK) + down(KEY_K) + repeat + repeat + up(KEY_K) + stroke(KEY_F8) +
               stroke(KEY_DOWN) + stroke(KEY_VOLUMEUP) + stroke(KEY_1)) == "k1");
}

TEST_CASE("a character with Alt or Meta held makes the code unreadable, not another code") {
  const int key = GENERATE(KEY_LEFTALT, KEY_RIGHTALT, KEY_LEFTMETA, KEY_RIGHTMETA);
  Device device;
  const auto codes =
      device.feed(type("K1:") + down(key) + stroke(KEY_KP6) + up(key) + type_line("BF"));
  CHECK(codes == std::vector{unreadable});
  CHECK(device.feed(type_line(badge)) == std::vector{whole});
}

TEST_CASE("a code is the same wherever its events are cut") {
  const std::string events = type_line("K1:A");
  for (size_t cut = 0; cut <= events.size(); ++cut) {
    INFO("cut at " << cut);
    EvdevDecoder decoder;
    std::string text = decoder.feed(std::string_view(events).substr(0, cut));
    CHECK(decoder.has_fragment() == (cut % sizeof(input_event) != 0));
    text += decoder.feed(std::string_view(events).substr(cut));
    CHECK(text == "K1:A\n");
  }
  EvdevDecoder decoder;
  std::string text;
  for (const char byte : events) text += decoder.feed({&byte, 1});
  CHECK(text == "K1:A\n");
}

TEST_CASE("two scanners that type at once do not mix, nor do their Shifts") {
  const std::string one = type_line(badge), other = type_line("k1:other-9");
  Device first, second;
  std::vector<ScannedCode> from_first, from_second;
  for (size_t at = 0; at < std::max(one.size(), other.size()); at += 7) {
    const auto piece = [at](const std::string& of) {
      return std::string_view(of).substr(std::min(at, of.size()), 7);
    };
    for (ScannedCode& code : first.feed(piece(one))) from_first.push_back(std::move(code));
    for (ScannedCode& code : second.feed(piece(other))) from_second.push_back(std::move(code));
  }
  CHECK(from_first == std::vector{whole});
  CHECK(from_second == std::vector<ScannedCode>{{"k1:other-9", true}});
}

TEST_CASE("a code of which the kernel dropped events is unreadable, and the next one is whole") {
  const std::string dropped = event(EV_SYN, SYN_DROPPED, 0);
  Device device;
  // The kernel says it in the middle of a report; the rest of that report is no use either.
  CHECK(device.feed(type("K1:6BF") + down(KEY_LEFTSHIFT) + dropped + event(EV_KEY, KEY_X, 1) +
                    report() + type_line("ZD")) == std::vector{unreadable});
  CHECK(device.feed(type_line(badge)) == std::vector{whole});
  SECTION("also when the end of the code was dropped") {
    CHECK(device.feed(type("K1:6BF") + dropped + report() + type_line(badge)) ==
          std::vector{unreadable, whole});
  }
  SECTION("and a Shift whose release was dropped is not held for ever") {
    CHECK(decode(down(KEY_LEFTSHIFT) + dropped + report() + type("k1")) ==
          std::string(1, evdev_lost) + "k1");
  }
}

TEST_CASE("after garbage of any length the next badge is read") {
  Seeded random(11);
  Device device;
  for (int round = 0; round < 2000; ++round) {
    std::string garbage(static_cast<size_t>(random.below(round % 50 == 0 ? 5000 : 60)), 0);
    if (round % 3 != 0) {
      for (char& byte : garbage) byte = static_cast<char>(random.below(256));
    }
    const auto codes = device.feed(garbage + type_line(badge));
    INFO("round " << round << ", " << garbage.size() << " bytes");
    REQUIRE_FALSE(codes.empty());
    REQUIRE(codes.back() == whole);
    REQUIRE(codes.size() <= 2);
  }
}

TEST_CASE("the rest of an event that never came does not shift the next code") {
  Device device;
  CHECK(device.feed(type("K1").substr(0, 130)).empty());
  device.decoder.forget_fragment();
  CHECK(device.splitter.silence(scanner_patience_ms).size() == 1);
  CHECK(device.feed(type_line(badge)) == std::vector{whole});
}

TEST_CASE("a scanner that never ends its code fills no memory and is told once") {
  Device device;
  const std::string events = type(std::string(1000, '7'));
  for (int i = 0; i < 20; ++i) REQUIRE(device.feed(events).empty());
  CHECK(device.feed(stroke(KEY_ENTER) + type_line(badge)) == std::vector{unreadable, whole});
}
