// kiosk/ui/text_layout.h - words into lines: wrapped at spaces but not after a short preposition,
// cut with an ellipsis where there is no room, never clipped. A proof is told of every line.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ui/proof.h"
#include "kiosk/ui/rect.h"
#include "kiosk/ui/theme.h"

namespace otmetka::kiosk {

/// What text is written with.
struct Pen {
  ImDrawList& canvas;
  Proof* proof = nullptr;
};

enum class Align { left, centre, right };

float text_width(const Type& type, std::string_view text);
float line_height(const Type& type);
float widest_word(const Type& type, std::string_view text);

std::vector<std::string> wrap(const Type& type, float width, std::string_view text,
                              size_t lines_max);
/// The narrowest width at which the text has no more lines: for headings, which should not leave a
/// word alone on their last line.
float balanced_width(const Type& type, float width, std::string_view text);
/// Height of the whole text at this width.
float wrapped_height(const Type& type, float width, std::string_view text);

/// One line from a left top corner. Returns its width.
float put_line(const Pen& pen, const Type& type, float x, float y, ImU32 colour,
               std::string_view text);
/// One line in the vertical middle of a rectangle, cut with an ellipsis if it must be.
void put_in(const Pen& pen, const Type& type, const Rect& in, ImU32 colour, std::string_view text,
            Align align = Align::left);
/// As many lines as the rectangle holds, from its top. Returns the height used.
float put_wrapped(const Pen& pen, const Type& type, const Rect& in, ImU32 colour,
                  std::string_view text, Align align = Align::left, size_t lines_max = 64);
/// Whether the whole text fits into the rectangle without breaking a word.
bool fits(const Type& type, const Rect& in, std::string_view text);
/// As put_wrapped, with lines of about the same length.
float put_heading(const Pen& pen, const Type& type, Rect in, ImU32 colour, std::string_view text);
/// The first of the types in which the whole text fits into the rectangle, made smaller where it
/// may be; else the last.
Type first_that_fits(std::initializer_list<const Type*> types, const Rect& in,
                     std::string_view text);
/// The type, made smaller until the text fits, but not below this part of its size.
Type shrunk(const Type& type, const Rect& in, std::string_view text, float least);

}  // namespace otmetka::kiosk
