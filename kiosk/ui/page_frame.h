// kiosk/ui/page_frame.h - what the pages that a visitor reads or types on have around them: a head
// with the way back and the languages, and the announcement of the time-out.
#pragma once
#include <functional>

#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

float page_header_height(const Ui& ui);
Press page_header(const State& state, const Ui& ui, const Rect& band, const std::string& title);

/// Darkens the screen; what is drawn from now on lies above it.
void veil(const Ui& ui);

/// Draws a page; once its time-out is announced, above `bottom`, its buttons are dead but that for
/// more time.
Press page_that_times_out(const State& state, const Ui& ui, float bottom,
                          const std::function<Press()>& draw);

}  // namespace otmetka::kiosk
