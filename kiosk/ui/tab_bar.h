// kiosk/ui/tab_bar.h - the lowest row of screens that have several pages.
#pragma once
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

struct Tab {
  int value = 0;  // of the press
  const char* glyph = nullptr;
  std::string label;
  bool chosen = false;
  std::string said = label;  // also where there is room for the sign alone
};

float tab_bar_height(const Ui& ui);
/// Cuts the way to the switches off its right end.
Press tab_bar(const Ui& ui, const Rect& bar, std::vector<Tab> tabs, Press::What what);

}  // namespace otmetka::kiosk
