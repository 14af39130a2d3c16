// The code of a row of a paper sheet: one text a row, small, typed by people, and never a badge.
#include "shared/model/paper_code.h"

#include <catch2/catch_all.hpp>
#include <set>

#include "shared/model/codes.h"
#include "tests/seeded.h"

using namespace otmetka;

namespace {

constexpr PaperRow row{CohortNumber{1}, PersonNumber{26}, SessionNumber{3}};

PaperRow any_row(test::Seeded& random) {
  // Numbers of every length.
  const auto number = [&] {
    return static_cast<uint32_t>(random.next() >> (32 + random.below(32)));
  };
  const auto some = [&] { return std::max(number(), 1u); };
  return {CohortNumber{some()}, PersonNumber{some()}, SessionNumber{some()}};
}

}  // namespace

TEST_CASE("the code of a paper row is as the format page says") {
  CHECK(make_paper_code(row) == "P1:04D0795V");
  CHECK(make_paper_code({CohortNumber{UINT32_MAX}, PersonNumber{UINT32_MAX},
                         SessionNumber{UINT32_MAX}}) == "P1:ZZZZZZRFZZZZZZRFZZZZZZRF78SG");
}

TEST_CASE("whatever row is printed on paper, its code says the same row") {
  test::Seeded random(Catch::getSeed());
  std::set<std::string> codes;
  std::set<PaperRow> rows;
  for (int i = 0; i < 20'000; ++i) {
    const PaperRow printed = any_row(random);
    const std::string code = make_paper_code(printed);
    REQUIRE(code.size() <= 31);
    REQUIRE(looks_like_paper_code(code));
    REQUIRE(MUST(read_paper_code(code)) == printed);
    codes.insert(code);
    rows.insert(printed);
  }
  CHECK(codes.size() == rows.size());
}

TEST_CASE("the code of a small programme's row fits into the smallest QR code") {
  // 16 characters of its alphabet at level Q (ISO/IEC 18004, table 7).
  CHECK(make_paper_code({CohortNumber{127}, PersonNumber{16383}, SessionNumber{127}}).size() <= 16);
}

TEST_CASE("a paper row's code may be typed as people type") {
  std::string code;
  for (uint32_t person = 1; code.find('1', 3) == std::string::npos; ++person)
    code = make_paper_code({CohortNumber{1}, PersonNumber{person}, SessionNumber{33}});
  std::string typed;
  for (const char letter : code) {
    const bool in_body = typed.size() >= 3;
    typed += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (in_body && typed.size() % 5 == 0) typed += typed.size() % 2 == 0 ? " " : "-";
  }
  CHECK(typed != code);
  CHECK(read_paper_code(typed).ok());
  for (auto [from, to] :
       {std::pair{'0', 'O'}, std::pair{'0', 'o'}, std::pair{'1', 'l'}, std::pair{'1', 'I'}}) {
    std::string confused = code;
    for (size_t i = 3; i < confused.size(); ++i) {
      if (confused[i] == from) confused[i] = to;
    }
    INFO(confused);
    CHECK(confused != code);
    CHECK(read_paper_code(confused).ok());
  }
}

TEST_CASE("one slip of the fingers in a paper row's code is nearly always noticed") {
  size_t slips = 0, noticed = 0;
  test::Seeded random(7);
  for (int i = 0; i < 200; ++i) {
    const std::string code = make_paper_code(any_row(random));
    for (size_t at = 3; at < code.size(); ++at) {
      for (const char letter : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
        if (letter == code[at]) continue;
        std::string slipped = code;
        slipped[at] = letter;
        ++slips;
        noticed += !read_paper_code(slipped).ok();
      }
    }
  }
  // 16 bits of check: one of 65,536 is not.
  CHECK(slips > 50'000);
  CHECK(slips - noticed <= 12);
}

TEST_CASE("a paper row's code and a badge are never taken for one another") {
  const std::string code = make_paper_code(row);
  CHECK_FALSE(read_badge(code).ok());
  CHECK_FALSE(read_enrol_code(code).ok());
  CHECK_FALSE(looks_like_enrol_code(code));
  const std::string badge = make_badge({}, SigningKey(std::array<uint8_t, 32>{}));
  CHECK_FALSE(looks_like_paper_code(badge));
  CHECK_FALSE(read_paper_code(badge).ok());
  std::string dressed_up = badge;
  dressed_up[0] = 'P';
  CHECK_FALSE(read_paper_code(dressed_up).ok());
}

TEST_CASE("what is no paper row's code is refused, whoever wrote it") {
  const std::string code = make_paper_code(row);
  for (const std::string& text :
       {std::string(), std::string("P"), std::string("P1:"), std::string("P1:-"),
        std::string("P1: "), std::string("P2:") + code.substr(3), code.substr(0, code.size() - 1),
        code + "0", code + "00", code + "U", code + "\n", code + std::string(1, '\0'), " " + code,
        std::string("P1:00000000"), "P1:" + std::string(61, '-'), "P1:" + std::string(5000, '0'),
        code + std::string(100, ' '), std::string("P1:\xff\xfe\x80"), std::string("Р1:04D06GZG")}) {
    INFO(text);
    CHECK_FALSE(read_paper_code(text).ok());
  }
}

TEST_CASE("any bytes at all are read as a paper row's code without harm") {
  test::Seeded random(Catch::getSeed());
  size_t read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = "P1:";
    const uint64_t size = random.below(40);
    const bool letters = random.below(2) == 0;
    while (text.size() < size) {
      text += letters ? "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[random.below(32)]
                      : static_cast<char>(random.below(256));
    }
    const auto found = read_paper_code(text);
    if (!found) continue;
    ++read;
    // Whatever is believed is a row that could have been printed so.
    CHECK(MUST(read_paper_code(make_paper_code(found.value()))) == found.value());
  }
  CHECK(read < 20);
}
