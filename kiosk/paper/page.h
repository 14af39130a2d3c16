// kiosk/paper/page.h - a page as what is to be seen on it, in millimetres from its upper left
// corner. Plain values: the same page becomes a PDF or a picture.
#pragma once
#include <string>
#include <variant>
#include <vector>

namespace otmetka::kiosk::paper {

struct PaperSize {
  double width_mm = 0, height_mm = 0;
  bool operator==(const PaperSize&) const = default;
};
inline constexpr PaperSize paper_a4{210, 297}, paper_a7{74, 105}, label_62x100{62, 100};

/// How letters look. The size is that of an em; a capital has 0.73 of it.
struct Face {
  double size_mm = 4;
  enum class Weight { medium, semi_bold, bold } weight = Weight::medium;
};
enum class Align { left, middle, right };

// Shades of grey: 0 is black. What people read is dark enough for a poor printer.
inline constexpr double ink = 0, faint_ink = 0.35, faint_line = 0.6, faint_ground = 0.93;

/// Wrapped to the width; as many lines as it takes, or as fit into height_most and then an
/// ellipsis.
struct Words {
  double x = 0, y = 0, width = 0;
  std::string text;
  Face face;
  Align align = Align::left;
  double shade = ink;
  double height_most = 0;  // 0: there is no limit
};
struct Line {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  double shade = ink;
};
/// Filled, or its outline.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  double shade = ink;
  bool filled = false;
};
/// A QR code: the square is that of its modules, and the four around them are kept free by whoever
/// places it (ISO/IEC 18004).
struct Code {
  double x = 0, y = 0, side = 0;
  std::string text;
};
using Mark = std::variant<Words, Line, Box, Code>;

struct Page {
  PaperSize size;
  std::vector<Mark> marks;
};
using Pages = std::vector<Page>;

inline constexpr double line_width_mm = 0.2;

}  // namespace otmetka::kiosk::paper
