// kiosk/paper/badge.h - a badge for somebody who came without one: a label, or a card of any size.
#pragma once
#include "kiosk/paper/letters.h"
#include "kiosk/paper/page.h"

namespace otmetka::kiosk::paper {

struct BadgePaper {
  Language language = Language::ru;
  std::string programme, name, organisation;
  std::string code;  // the text of the QR code; empty: none is drawn
};

// Smaller ones have no room for a code that is read and a name beside it.
inline constexpr double badge_side_least_mm = 50;

/// One page. `bad_input`: a side is under badge_side_least_mm, or nobody is named.
Result<Pages> lay_out(const BadgePaper& badge, const PaperSize& size, const Letters& letters);

}  // namespace otmetka::kiosk::paper
