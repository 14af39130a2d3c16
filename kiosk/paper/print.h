// kiosk/paper/print.h - pages as what a printer takes: a PDF with its fonts inside, or pictures.
#pragma once
#include "kiosk/device/grey.h"
#include "kiosk/paper/letters.h"
#include "shared/base/bytes.h"

namespace otmetka::kiosk::paper {

// 300 is what label printers have, and what a code of a few millimetres needs; beyond 600 a page is
// a hundred megabytes.
inline constexpr int dots_an_inch_least = 72, dots_an_inch_most = 600;

/// `title`: what a program that shows the PDF calls it.
Result<Bytes> pdf_of(const Pages& pages, const Letters& letters, const std::string& title);
/// One page, dark on white; `dots_an_inch` is brought into the limits above.
Result<GreyImage> picture_of(const Page& page, const Letters& letters, int dots_an_inch);

/// The side of a code's modules and how many it has: the smallest code that holds the text, with
/// as much correction as that size has room for. None: no code holds it.
struct CodeModules {
  int side = 0;
  std::vector<bool> dark;  // row by row
};
Result<CodeModules> code_modules(const std::string& text);

}  // namespace otmetka::kiosk::paper
