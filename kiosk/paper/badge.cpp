#include "kiosk/paper/badge.h"

#include <algorithm>

#include "kiosk/paper/print.h"

namespace otmetka::kiosk::paper {
namespace {

using Weight = Face::Weight;

// Label printers leave some 3 mm of the edge blank.
constexpr double margin = 4;
// Between two texts: of their place, and at most this.
constexpr double gap_share = 0.04, gap_most = 2.5;
// A code may take this of the shorter side, or what its modules need to be read at a span. Beside
// it a name has room on any page.
constexpr double code_share = 0.7, module_mm = 0.9, code_share_most = 0.62;

struct Place {
  double x, y, width, height;
};

// In the middle of its place, one text below the other.
class Column {
 public:
  Column(Page& page, const Letters& letters, const Place& place)
      : page_(page),
        letters_(letters),
        place_(place),
        gap_(std::min(place.height * gap_share, gap_most)) {}

  void add(const std::string& text, Weight weight, double shade, double share,
           std::initializer_list<double> sizes_mm) {
    Words words{place_.x, 0, place_.width, printable(text), {0, weight}, Align::middle, shade};
    if (words.text.empty()) return;
    words = whole(fitted(letters_, std::move(words), sizes_mm, place_.height * share), sizes_mm,
                  place_.height * share);
    // Only what is longer than any name is cut.
    words.height_most = std::max(place_.height * share, line_height(words));
    words.y = height_;
    height_ += letters_.height_mm(words) + gap_;
    words_.push_back(std::move(words));
  }

  void finish() {
    const double above = place_.y + std::max(0.0, (place_.height - height_ + gap_) / 2);
    for (Words& words : words_) {
      words.y += above;
      page_.marks.push_back(std::move(words));
    }
  }

 private:
  // A size at which no word is broken goes before a larger one.
  Words whole(Words words, std::initializer_list<double> sizes_mm, double height) const {
    for (const double size : sizes_mm) {
      if (size > words.face.size_mm) continue;
      Words smaller = words;
      smaller.face.size_mm = size;
      if (longest_word_mm(smaller) > words.width) continue;
      if (letters_.height_mm(smaller) <= height) return smaller;
    }
    return words;
  }

  double line_height(Words words) const {
    words.text = "Й";
    return letters_.height_mm(words);
  }

  double longest_word_mm(const Words& words) const {
    double longest = 0;
    for (size_t from = 0; from < words.text.size();) {
      const size_t to = std::min(words.text.find(' ', from), words.text.size());
      longest =
          std::max(longest, letters_.width_mm(words.text.substr(from, to - from), words.face));
      from = to + 1;
    }
    return longest;
  }

  Page& page_;
  const Letters& letters_;
  Place place_;
  std::vector<Words> words_;
  double gap_, height_ = 0;
};

}  // namespace

Result<Pages> lay_out(const BadgePaper& badge, const PaperSize& size, const Letters& letters) {
  if (std::min(size.width_mm, size.height_mm) < badge_side_least_mm)
    return fail(Failure::bad_input, "a badge has at least 50 mm on either side");
  if (printable(badge.name).empty()) return fail(Failure::bad_input, "a badge has a name");
  Page page{size, {}};
  Place place{margin, margin, size.width_mm - 2 * margin, size.height_mm - 2 * margin};
  if (!badge.code.empty()) {
    const int modules = TRY(code_modules(badge.code)).side;
    const bool tall = size.height_mm >= size.width_mm;
    const double shorter = std::min(place.width, place.height);
    const double longer = std::max(place.width, place.height);
    const double wanted = std::max(shorter * code_share, modules * module_mm);
    const double side = std::min({shorter, longer * code_share_most, wanted});
    // Its white border may reach into the margin, not into the words.
    const double quiet = 4 * side / modules;
    if (tall) {
      page.marks.push_back(Code{place.x + (place.width - side) / 2, place.y + place.height - side,
                                side, badge.code});
      place.height -= side + quiet;
    } else {
      page.marks.push_back(Code{place.x + place.width - side, place.y + (place.height - side) / 2,
                                side, badge.code});
      place.width -= side + quiet;
    }
  }
  Column column(page, letters, place);
  column.add(badge.programme, Weight::medium, faint_ink, 0.18, {3.2, 2.8, 2.4, 2.0});
  column.add(badge.name, Weight::bold, ink, 0.5, {10, 9, 8, 7, 6, 5, 4.2, 3.6, 3.0, 2.6});
  column.add(badge.organisation, Weight::medium, ink, 0.24, {4.2, 3.8, 3.4, 3.0, 2.6, 2.2, 1.9});
  column.finish();
  return Pages{std::move(page)};
}

}  // namespace otmetka::kiosk::paper
