// What a kiosk prints, read by programs that are not ours: words, fonts and codes of the pages.
#include "kiosk/device/camera_decode.h"
#include "tests/kiosk/camera_scene.h"
#include "tests/kiosk/papers.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::kiosk::paper;
using namespace otmetka::test;

namespace {

const Catalogue& catalogue() {
  static const Catalogue loaded = MUST(Catalogue::load(OTMETKA_LOCALE_DIR));
  return loaded;
}

struct LaidOut {
  Letters letters;
  Pages pages;
  explicit LaidOut(const SheetPaper& sheet)
      : letters(MUST(Letters::open(sheet.language))), pages(lay_out(sheet, letters, catalogue())) {}
  LaidOut(const BadgePaper& badge, const PaperSize& size)
      : letters(MUST(Letters::open(badge.language))), pages(MUST(lay_out(badge, size, letters))) {}
  Pdf pdf() const { return Pdf(MUST(pdf_of(pages, letters, "paper"))); }
};

// What is on a page, as boxes around it.
struct Extent {
  double left, top, right, bottom;
  std::string what;
};
Extent extent_of(const Letters& letters, const Mark& mark) {
  if (const auto* words = std::get_if<Words>(&mark)) {
    return {words->x, words->y, words->x + words->width, words->y + letters.height_mm(*words),
            words->text};
  }
  if (const auto* code = std::get_if<Code>(&mark))
    return {code->x, code->y, code->x + code->side, code->y + code->side, code->text};
  if (const auto* box = std::get_if<Box>(&mark))
    return {box->x, box->y, box->x + box->width, box->y + box->height, "a box"};
  const auto& line = std::get<paper::Line>(mark);
  return {line.x1, line.y1, line.x2, line.y2, "a line"};
}

void check_within_pages(const LaidOut& paper, double margin_mm) {
  for (const Page& page : paper.pages) {
    for (const Mark& mark : page.marks) {
      const Extent extent = extent_of(paper.letters, mark);
      INFO(extent.what);
      CHECK(extent.left >= margin_mm);
      CHECK(extent.top >= margin_mm);
      CHECK(extent.right <= page.size.width_mm - margin_mm);
      CHECK(extent.bottom <= page.size.height_mm - margin_mm);
    }
  }
}

// No two texts lie on each other, nor does anything lie in the white that a code needs around it.
void check_apart(const LaidOut& paper) {
  constexpr double hair = 0.05;
  for (const Page& page : paper.pages) {
    std::vector<Extent> words, all;
    for (const Mark& mark : page.marks) {
      const bool ground = std::holds_alternative<Box>(mark) && std::get<Box>(mark).filled;
      if (!ground) all.push_back(extent_of(paper.letters, mark));
      if (std::holds_alternative<Words>(mark)) words.push_back(all.back());
    }
    const auto touch = [&](const Extent& a, const Extent& b, double more) {
      return a.left < b.right + more - hair && b.left < a.right + more - hair &&
             a.top < b.bottom + more - hair && b.top < a.bottom + more - hair;
    };
    for (size_t i = 0; i < words.size(); ++i) {
      for (size_t j = i + 1; j < words.size(); ++j) {
        INFO("'" << words[i].what << "' and '" << words[j].what << "'");
        CHECK_FALSE(touch(words[i], words[j], 0));
      }
    }
    for (const Code& code : codes_of(page)) {
      const double quiet = 4 * code.side / MUST(code_modules(code.text)).side;
      const Extent own = extent_of(paper.letters, Mark(code));
      for (const Extent& other : all) {
        if (other.what == code.text && other.left == own.left) continue;
        INFO(code.text << " at " << code.x << ", " << code.y << " and " << other.what << " at "
                       << other.left << ", " << other.top);
        CHECK_FALSE(touch(own, other, quiet));
      }
    }
  }
}

}  // namespace

TEST_CASE("a sheet's words are read in each language, and its fonts are inside") {
  for (const Language language : languages) {
    INFO(language_code(language));
    const Pdf pdf = LaidOut(sheet_for(language, 12)).pdf();
    for (const char* words : {"Обменная стажировка", "Знакомство делегаций", "09:30–11:00 · Зал",
                              "Университет", "понедельник, 7 сентября 2026 г.", "Вход 1", "Казань",
                              "Бишкек", "Шәрәфетдинова Гөлнара", "Мөхәммәтҗанов Булат",
                              "Һадиева Зөһрә", "Өмүрзакова Айгүл", "Иванов Пётр", "Smith John"}) {
      INFO(words);
      CHECK(pdf.says(words));
    }
    for (const char* key : {"paper.staff_only", "paper.number", "paper.name", "paper.code",
                            "paper.time", "paper.signature", "paper.others"}) {
      INFO(key);
      CHECK(pdf.says(catalogue().text(language, key)));
    }
    CHECK(pdf.says(row_of(1, "").code));
    const std::string fonts = pdf.fonts();
    INFO(fonts);
    CHECK(fonts.find("Inter") != std::string::npos);
    // Of each font: embedded, a subset, with the letters' meanings.
    CHECK(fonts.find(" no ") == std::string::npos);
  }
}

TEST_CASE("a hundred people go on pages that all have the head and their number") {
  const LaidOut paper(sheet_for(Language::ru, 100));
  const Pdf pdf = paper.pdf();
  REQUIRE(pdf.pages() == paper.pages.size());
  REQUIRE(paper.pages.size() > 4);
  size_t codes = 0;
  for (size_t i = 0; i < paper.pages.size(); ++i) {
    const std::string words = pdf.words(static_cast<int>(i + 1));
    INFO(words);
    CHECK(words.find("Страница " + std::to_string(i + 1) + " из " +
                     std::to_string(paper.pages.size())) != std::string::npos);
    for (const char* head : {"Знакомство делегаций", "Университет", "Киоск: Вход 1", "Подпись"})
      CHECK(words.find(head) != std::string::npos);
    codes += codes_of(paper.pages[i]).size();
  }
  CHECK(codes == 100);
  // The delegation's name stands above its people on the next page, too.
  CHECK(pdf.words(2).find("Казань") != std::string::npos);
  check_within_pages(paper, 9);
  check_apart(paper);
}

TEST_CASE("names of any length fit on a sheet, and are all there") {
  SheetPaper sheet = sheet_for(Language::tt, 4);
  const std::string endless(200, 'W');
  std::string many;
  for (int i = 0; i < 30; ++i) many += "Мөхәммәтҗанов-";
  auto& rows = sheet.sessions[0].groups[0].rows;
  rows.push_back(row_of(50, endless));
  rows.push_back(row_of(51, "Абдрахманова-Мухаметзянова Гөлнара-Мөнирә Габделбарый кызы"));
  rows.push_back(row_of(52, many));
  rows.push_back(row_of(53, ""));
  rows.push_back(row_of(UINT32_MAX, "Ли"));
  sheet.sessions[0].groups[0].title = many;
  sheet.sessions[0].title = many;
  sheet.sessions[0].programme = many;
  sheet.venue = many;
  sheet.kiosk = endless;
  const LaidOut paper(sheet);
  check_within_pages(paper, 9);
  check_apart(paper);
  const Pdf pdf = paper.pdf();
  CHECK(pdf.says("4294967295"));
  std::string together;
  for (const char letter : pdf.words()) {
    if (letter != ' ') together += letter;
  }
  CHECK(together.find("Мухаметзянова") != std::string::npos);
  CHECK(together.find("W-") == std::string::npos);  // broken without a hyphen that is not its own
  CHECK(together.find("…") != std::string::npos);   // of what is longer than any name
}

TEST_CASE("bytes that are no text, and signs that steer a terminal, spoil no page") {
  CHECK(printable("a\nb\tc\x1b[31m") == "a b c [31m");
  CHECK(printable(std::string("x\0y", 3)).size() <= 5);
  CHECK(printable("\xff\xfe").find('\xff') == std::string::npos);
  SheetPaper sheet = sheet_for(Language::ky, 1);
  sheet.sessions[0].groups[0].rows.clear();
  sheet.sessions[0].groups[1].rows = {row_of(1, "Кто\xff\xfe\n\n\nТам"),
                                      row_of(2, std::string(100'000, '\xd0')),
                                      row_of(3, "\u202eСпрва налево\u202c")};
  const LaidOut paper(sheet);
  check_within_pages(paper, 9);
  CHECK(paper.pdf().pages() == paper.pages.size());
}

TEST_CASE("a day without a session has no sheet") { CHECK(LaidOut(SheetPaper{}).pages.empty()); }

TEST_CASE("each session of a day begins on a page of its own") {
  SheetPaper sheet = sheet_for(Language::en, 3);
  sheet.sessions.push_back(sheet.sessions[0]);
  sheet.sessions[1].title = "The second one";
  const LaidOut paper(sheet);
  REQUIRE(paper.pages.size() == 2);
  const Pdf pdf = paper.pdf();
  CHECK(pdf.words(1).find("The second one") == std::string::npos);
  CHECK(pdf.words(2).find("The second one") != std::string::npos);
  CHECK(pdf.words(2).find("Page 2 of 2") != std::string::npos);
}

TEST_CASE("every row's code is read from the paper, also by who sees its neighbours") {
  const LaidOut paper(sheet_for(Language::ru, 30));
  const Pdf pdf = paper.pdf();
  size_t read = 0;
  for (size_t i = 0; i < paper.pages.size(); ++i) {
    const GreyImage printed = pdf.picture(i, 200),
                    drawn = MUST(picture_of(paper.pages[i], paper.letters, 300));
    for (const Code& code : codes_of(paper.pages[i])) {
      const std::vector<std::string> only{code.text};
      CHECK(qr_codes(cut_out(printed, paper.pages[i], code, 3)) == only);
      CHECK(qr_codes(cut_out(drawn, paper.pages[i], code, 3)) == only);
      const auto near = qr_codes(cut_out(printed, paper.pages[i], code, 20));
      CHECK(std::find(near.begin(), near.end(), code.text) != near.end());
      read += read_paper_code(code.text).ok();
    }
  }
  CHECK(read == 30);
}

TEST_CASE("a row's code is read from a sheet that is held up to a camera") {
  // Codes of 11 mm held at a span: some 90 pixels of a camera of 1280.
  for (const double degrees : {0, 17, 45, 90, 173}) {
    const std::string code = row_of(static_cast<uint32_t>(degrees) + 1, "").code;
    CameraScene scene;
    scene.hold_up(code, {90, degrees}).light_falls_to(0.6).noise(15, 1);
    INFO(degrees);
    CHECK(qr_codes(scene.view()) == std::vector<std::string>{code});
  }
}

TEST_CASE("a badge that is printed here says who it is, on labels of every size") {
  const std::string code = badge_text(5);
  for (const Language language : languages) {
    for (const PaperSize& size : {label_62x100, PaperSize{100, 62}, paper_a7, PaperSize{50, 50}}) {
      INFO(language_code(language) << " " << size.width_mm << " x " << size.height_mm);
      const LaidOut paper({language, "Обменная стажировка", "Мөхәммәтҗанов Өмүрбек",
                           "Администрация города Тулы", code},
                          size);
      REQUIRE(paper.pages.size() == 1);
      check_within_pages(paper, 3.9);
      check_apart(paper);
      const Pdf pdf = paper.pdf();
      const std::string words = pdf.words();
      INFO(words);
      CHECK(words.find("Мөхәммәтҗанов") != std::string::npos);
      CHECK(words.find("Өмүрбек") != std::string::npos);
      CHECK(words.find("Тулы") != std::string::npos);
      CHECK(qr_codes(pdf.picture(0, 300).view()) == std::vector<std::string>{code});
    }
  }
}

TEST_CASE("a badge may have no code, and a name of any length") {
  for (const PaperSize& size : {label_62x100, PaperSize{100, 62}, paper_a7, PaperSize{50, 50}}) {
    std::string many;
    for (int i = 0; i < 12; ++i) many += "Мөхәммәтҗанов ";
    for (const std::string& name : {many, std::string(200, 'W'), std::string("Ли")}) {
      for (const std::string& code : {badge_text(1), std::string()}) {
        INFO(name << " on " << size.width_mm << " x " << size.height_mm);
        const LaidOut paper({Language::tt, "Обменная стажировка", name, many, code}, size);
        check_within_pages(paper, 3.9);
        check_apart(paper);
        CHECK(codes_of(paper.pages[0]).size() == (code.empty() ? 0 : 1));
      }
    }
  }
}

TEST_CASE("a badge of nobody, on too small a label, or with a code that is too long is not made") {
  const Letters letters = MUST(Letters::open(Language::ru));
  const BadgePaper badge{Language::ru, "", "Ли", "", ""};
  CHECK(lay_out(badge, {50, 50}, letters).ok());
  CHECK_FALSE(lay_out(badge, {49, 100}, letters).ok());
  CHECK_FALSE(lay_out(BadgePaper{}, label_62x100, letters).ok());
  BadgePaper long_code = badge;
  long_code.code = std::string(5000, 'A');
  CHECK_FALSE(lay_out(long_code, label_62x100, letters).ok());
}
