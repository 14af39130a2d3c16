// tests/kiosk/papers.h - papers to print, and what a reader of PDF files that is not ours makes of
// them.
#pragma once
#include <stdio.h>

#include <array>
#include <catch2/catch_all.hpp>
#include <fstream>

#include "kiosk/device/grey.h"
#include "kiosk/paper/badge.h"
#include "kiosk/paper/print.h"
#include "kiosk/paper/sheet.h"
#include "shared/model/paper_code.h"
#include "tests/store/folder.h"

namespace otmetka::test {

inline std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, decltype(&pclose)> pipe(::popen(command.c_str(), "r"), ::pclose);
  REQUIRE(pipe);
  std::string out;
  std::array<char, 4096> part{};
  for (size_t size; (size = ::fread(part.data(), 1, part.size(), pipe.get())) > 0;)
    out.append(part.data(), size);
  return out;
}

inline void write_whole(const std::string& path, ByteView bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  REQUIRE(file.good());
}

/// A PDF file as poppler reads it.
class Pdf {
 public:
  explicit Pdf(ByteView bytes) { write_whole(path_, bytes); }

  /// The words of all pages, or of one (from 1), one space between two.
  std::string words(int page = 0) const {
    const std::string which =
        page == 0 ? "" : " -f " + std::to_string(page) + " -l " + std::to_string(page);
    const std::string text = output_of("pdftotext -layout" + which + " '" + path_ + "' -");
    std::string out;
    for (const char letter : text) {
      const bool space = letter == ' ' || letter == '\n' || letter == '\f';
      if (!space) out += letter;
      if (space && !out.empty() && out.back() != ' ') out += ' ';
    }
    return out;
  }
  bool says(const std::string& words_wanted) const {
    return words().find(words_wanted) != std::string::npos;
  }
  size_t pages() const {
    const std::string info = output_of("pdfinfo '" + path_ + "'");
    const size_t at = info.find("Pages:");
    return at == std::string::npos ? 0 : std::stoul(info.substr(at + 6));
  }
  std::string fonts() const { return output_of("pdffonts '" + path_ + "'"); }

  /// One page, from 0.
  kiosk::GreyImage picture(size_t page, int dots_an_inch) const {
    const std::string n = std::to_string(page + 1);
    const std::string pgm = output_of("pdftoppm -gray -r " + std::to_string(dots_an_inch) + " -f " +
                                      n + " -l " + n + " '" + path_ + "'");
    kiosk::GreyImage out;
    int width = 0, height = 0, used = 0;
    REQUIRE(std::sscanf(pgm.c_str(), "P5 %d %d 255%n", &width, &height, &used) == 2);
    out.resize(width, height);
    const size_t begin = static_cast<size_t>(used) + 1;
    REQUIRE(pgm.size() == begin + out.pixels.size());
    std::copy(pgm.begin() + static_cast<ptrdiff_t>(begin), pgm.end(), out.pixels.begin());
    return out;
  }

 private:
  Folder folder_;
  std::string path_ = folder_ / "paper.pdf";
};

/// What a page's picture shows where a code was placed, with `around_mm` more on each side.
inline kiosk::GreyView cut_out(const kiosk::GreyImage& picture, const kiosk::paper::Page& page,
                               const kiosk::paper::Code& code, double around_mm) {
  const double dots = picture.width / page.size.width_mm;
  const auto at = [&](double mm, int most) {
    return std::clamp(static_cast<int>(mm * dots), 0, most);
  };
  const int left = at(code.x - around_mm, picture.width),
            top = at(code.y - around_mm, picture.height);
  const int right = at(code.x + code.side + around_mm, picture.width);
  const int bottom = at(code.y + code.side + around_mm, picture.height);
  return {picture.view().row(top) + left, right - left, bottom - top, picture.width};
}

inline std::vector<kiosk::paper::Code> codes_of(const kiosk::paper::Page& page) {
  std::vector<kiosk::paper::Code> out;
  for (const kiosk::paper::Mark& mark : page.marks) {
    if (const auto* code = std::get_if<kiosk::paper::Code>(&mark)) out.push_back(*code);
  }
  return out;
}

inline kiosk::paper::SheetRow row_of(uint32_t person, std::string name) {
  const PaperRow row{CohortNumber{1}, PersonNumber{person}, SessionNumber{3}};
  return {std::to_string(person), std::move(name), make_paper_code(row)};
}

/// Of a session with two delegations.
inline kiosk::paper::SheetPaper sheet_for(Language language, size_t people) {
  static constexpr const char* names[] = {"Шәрәфетдинова Гөлнара", "Мөхәммәтҗанов Булат",
                                          "Һадиева Зөһрә",         "Өмүрзакова Айгүл",
                                          "Иванов Пётр",           "Smith John"};
  kiosk::paper::SheetPaper out;
  out.language = language;
  out.venue = "Университет";
  out.date = "понедельник, 7 сентября 2026 г.";
  out.kiosk = "Вход 1";
  out.sessions.push_back({"Обменная стажировка", "Знакомство делегаций", "09:30–11:00", "Зал", {}});
  out.sessions[0].groups = {{"Казань", {}}, {"Бишкек", {}}};
  for (size_t i = 0; i < people; ++i) {
    out.sessions[0].groups[i < people * 2 / 3 ? 0 : 1].rows.push_back(
        row_of(static_cast<uint32_t>(i + 1), names[i % std::size(names)]));
  }
  return out;
}

}  // namespace otmetka::test
