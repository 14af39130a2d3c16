#include "kiosk/app/wishes.h"

#include <algorithm>

namespace otmetka::kiosk {

// The kiosk speaks and looks as it does for anybody.
void forget_wishes(State& state) {
  state.language = state.home_language;
  state.access = {};
  state.access_asked = false;
}

void keep_verdict(State& state) {
  if (state.screen == Screen::verdict)
    state.verdict_until_ms = std::max(state.verdict_until_ms, state.now_ms + leave_asked_ms);
}

bool press_on_wishes(State& state, const Press& press) {
  switch (press.what) {
    case Press::What::language:
      if (press.value >= 0 && press.value < static_cast<int>(std::size(languages)))
        state.language = languages[press.value];
      return true;
    case Press::What::access:
      state.access_asked = !state.access_asked;
      break;
    case Press::What::contrast:
      state.access.high_contrast = !state.access.high_contrast;
      break;
    case Press::What::larger:
      state.access.larger_text = !state.access.larger_text;
      break;
    case Press::What::lower:
      state.access.low_controls = !state.access.low_controls;
      break;
    case Press::What::voice:
      state.access.voice = state.sound && !state.access.voice;
      break;
    case Press::What::louder:
      state.access.volume = std::min(state.access.volume + 1, volume_most);
      break;
    case Press::What::softer:
      state.access.volume = std::max(state.access.volume - 1, volume_least);
      break;
    default:
      return false;
  }
  keep_verdict(state);
  return true;
}

}  // namespace otmetka::kiosk
