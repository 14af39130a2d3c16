// kiosk/ui/page_frame.h - what the pages that a visitor reads or types on have around them: a head
// with the way back and the languages, and the announcement of the time-out.
#pragma once
#include <functional>
#include <vector>

#include "kiosk/ui/icons.h"
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

/// The way off a page.
struct WayBack {
  const char* glyph;
  const char* key;
  Press::What what = Press::What::home;
  const char* id = "back";
  // It leads further than back, and stands where nobody presses out of habit.
  bool apart = false;
};
inline constexpr WayBack back_to_start{icon::back, "common.back"};

float page_header_height(const Ui& ui);
/// A small line beneath the title, or what of it there is room for, and what time it is.
struct HeadNote {
  const char* glyph = nullptr;
  std::string words, shorter, clock = {};
};
/// What was just done, and what can be done about it. It moves nothing that a finger may be about
/// to press: the words stand in the title's place, the buttons in that of the languages.
struct HeadReport {
  std::vector<std::string> words;  // the longest first; the last says what matters
  bool failed = false;
  struct Button {
    Press::What what;
    const char* id;
    const char* glyph;
    std::string label;
    bool sign_alone = false;
  };
  std::vector<Button> buttons;  // from the right
};
Press page_header(const State& state, const Ui& ui, const Rect& band, const std::string& title,
                  const WayBack& back = back_to_start, const HeadNote& note = {},
                  const HeadReport* report = nullptr);

/// With lower controls the way back and the languages stand here, not in the header; on a page
/// without a bar below it the way to the switches, too.
Press low_strip(const State& state, const Ui& ui, const Rect& strip, bool with_access,
                const WayBack& back = back_to_start, const HeadReport* report = nullptr);
/// Between two grounds that are the same black.
void edge_line(const Ui& ui, float y);

/// Draws a page; once its time-out is announced, above `bottom`, its buttons are dead but that for
/// more time.
Press page_that_times_out(const State& state, const Ui& ui, float bottom,
                          const std::function<Press()>& draw);

}  // namespace otmetka::kiosk
