// A scanner may send anything in any pieces; the next badge still works.
#include <catch2/catch_all.hpp>

#include "kiosk/device/code_splitter.h"
#include "shared/base/limits.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

std::vector<ScannedCode> codes(std::initializer_list<const char*> texts) {
  std::vector<ScannedCode> out;
  for (const char* text : texts) out.push_back({text, true});
  return out;
}

const ScannedCode unreadable{"", false};

}  // namespace

TEST_CASE("a code ends at every kind of line end, and empty lines are nothing") {
  CodeSplitter splitter;
  CHECK(splitter.feed("K1:A\nK1:B\rK1:C\r\nK1:D\n\n\r\r\n", 0) ==
        codes({"K1:A", "K1:B", "K1:C", "K1:D"}));
  CHECK_FALSE(splitter.waiting());
}

TEST_CASE("a code keeps its spaces, since Base45 has them") {
  CodeSplitter splitter;
  CHECK(splitter.feed(" K1: A \r\n", 0) == codes({" K1: A "}));
}

TEST_CASE("a code that comes in pieces is one code") {
  CodeSplitter splitter;
  CHECK(splitter.feed("K1:", 0).empty());
  CHECK(splitter.feed("AB", 10).empty());
  CHECK(splitter.feed("CD\r", 20) == codes({"K1:ABCD"}));
  CHECK(splitter.feed("\n", 30).empty());
}

TEST_CASE("a code without a line end is over after 50 ms of silence, not before") {
  CodeSplitter splitter;
  CHECK(splitter.feed("K1:ABC", 1000).empty());
  CHECK(splitter.silence(1049).empty());
  CHECK(splitter.waiting());
  CHECK(splitter.silence(1050) == codes({"K1:ABC"}));
  CHECK(splitter.silence(2000).empty());
}

TEST_CASE("bytes that waited while the program was busy are not torn apart") {
  CodeSplitter splitter;
  CHECK(splitter.feed("K1:AB", 1000).empty());
  CHECK(splitter.feed("CD\n", 1400) == codes({"K1:ABCD"}));
}

TEST_CASE("a typed code that cannot be whole is waited for, a whole one is not") {
  CodeSplitter splitter([](std::string_view text) { return text == "K1:WHOLE"; },
                        scanner_patience_ms);
  CHECK(splitter.feed("K1:WHO", 1000).empty());
  CHECK(splitter.silence(1399).empty());
  CHECK(splitter.feed("LE", 1399).empty());
  CHECK(splitter.silence(1449) == codes({"K1:WHOLE"}));
  CHECK(splitter.feed("K1:HALF", 2000).empty());
  CHECK(splitter.silence(2400) == codes({"K1:HALF"}));
}

TEST_CASE("time in which the program could not listen is not silence") {
  CodeSplitter splitter;
  CHECK(splitter.feed("K1:AB", 1000).empty());
  splitter.was_deaf_until(1200);
  CHECK(splitter.silence(1201).empty());
  CHECK(splitter.feed("CD", 1210).empty());
  CHECK(splitter.silence(1260) == codes({"K1:ABCD"}));
}

TEST_CASE("the longest code is taken and one byte more is unreadable") {
  CodeSplitter splitter;
  const std::string longest(scanned_code_bytes_max, 'A');
  CHECK(splitter.feed(longest + "\n", 0) == std::vector<ScannedCode>{{longest, true}});
  CHECK(splitter.feed(longest + "A\n", 0) == std::vector<ScannedCode>{unreadable});
  CHECK(splitter.feed("K1:A\n", 0) == codes({"K1:A"}));
}

TEST_CASE("megabytes without a line end are told once, and the next badge works") {
  CodeSplitter splitter;
  for (int i = 0; i < 1000; ++i) REQUIRE(splitter.feed(std::string(4096, 'x'), 5).empty());
  CHECK(splitter.silence(55) == std::vector<ScannedCode>{unreadable});
  CHECK(splitter.feed("K1:A\n", 60) == codes({"K1:A"}));
}

TEST_CASE("a burst of binary is told once, and the badge right after it works") {
  CodeSplitter splitter;
  const std::string binary("\x00\x01\xff\n\x80\x81\n\x1b[A\n", 11);
  const auto out = splitter.feed(binary + "K1:A\n", 0);
  REQUIRE(out.size() == 2);
  CHECK(out[0] == unreadable);
  CHECK(out[1] == ScannedCode{"K1:A", true});
}

TEST_CASE("a badge that follows noise without a line end between them is found") {
  CodeSplitter splitter([](std::string_view text) { return text == "K1:WHOLE"; });
  const std::string noise =
      GENERATE(std::string("\x01\xff", 2), std::string(5000, 'x'), std::string("\x01 ab"));
  const auto out = splitter.feed(noise + "K1:WHOLE\n", 0);
  REQUIRE(out.size() == 2);
  CHECK(out[0] == unreadable);
  CHECK(out[1] == ScannedCode{"K1:WHOLE", true});
}

TEST_CASE("a badge typed under a Cyrillic layout is unreadable, not a crash") {
  CodeSplitter splitter;
  CHECK(splitter.feed("Л1ЖФЫВ\n", 0) == std::vector<ScannedCode>{unreadable});
}

TEST_CASE("whatever came before, after a line end the next badge is read") {
  test::Seeded random(7);
  CodeSplitter splitter;
  for (int round = 0; round < 2000; ++round) {
    std::string noise(static_cast<size_t>(random.below(round % 50 == 0 ? 5000 : 60)), 0);
    for (char& byte : noise) byte = static_cast<char>(random.below(256));
    splitter.feed(noise, static_cast<uint64_t>(round));
    splitter.feed("\n", static_cast<uint64_t>(round));
    REQUIRE(splitter.feed("K1:NEXT\r\n", static_cast<uint64_t>(round)) == codes({"K1:NEXT"}));
  }
}
