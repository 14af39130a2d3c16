#include "kiosk/ui/keypad.h"

#include "kiosk/app/way_back.h"

namespace otmetka::kiosk {
namespace {

// More keys than anybody presses while a frame is drawn.
constexpr size_t keys_due_max = 32;

}  // namespace

void Keypad::feed(const std::vector<Stroke>& strokes, uint64_t now_ms) {
  const std::vector<Stroke> mine =
      strokes.empty() ? typed_.silence(now_ms) : typed_.feed(strokes, now_ms);
  for (const Stroke& stroke : mine) {
    if (due_.size() < keys_due_max) due_.push_back(stroke);
  }
}

std::optional<uint64_t> Keypad::silent_at_ms() const {
  if (!typed_.waiting()) return std::nullopt;
  return typed_.silent_at_ms();
}

std::optional<Press> Keypad::take(const State& state) {
  if (due_.empty() || pressing_) return std::nullopt;
  const Stroke stroke = due_.front();
  due_.pop_front();
  return press_of(stroke, state);
}

Press Keypad::press_of(const Stroke& stroke, const State& state) {
  // First the next row comes into view, then the same key finds it there; once, so that a list that
  // does not move holds nobody up.
  const auto row = focus_.row_beyond(stroke.key);
  const std::optional<size_t> from = std::exchange(scrolled_from_, std::nullopt);
  if (from) {
    // Where one row is seen at a time, the next one stands in its place and has the focus already.
    if (focus_.target() && focus_.target()->row != from) return {};
  } else if (row) {
    scrolled_from_ = focus_.target()->row;
    due_.push_front(stroke);
    return {Press::What::list_row, static_cast<int>(*row)};
  }
  if (focus_.move(stroke.key)) return {};
  switch (stroke.key) {
    case Key::enter:
      return enter(stroke, state);
    case Key::back:
      return press_of_back(state);
    case Key::erase:
      return state.screen == Screen::identify ? Press{Press::What::erase} : Press{};
    case Key::voice:
      focus_.show();
      return {Press::What::voice};
    case Key::louder:
      return {Press::What::louder};
    case Key::softer:
      return {Press::What::softer};
    case Key::again:
      again_ = true;
      return {};
    default:
      break;
  }
  if (stroke.letter == U' ') return enter(stroke, state);
  const bool types = state.screen == Screen::identify && !state.identify.chosen &&
                     !state.access_asked && !warns_of_timeout(state);
  return types ? Press{Press::What::letter, static_cast<int>(stroke.letter)} : Press{};
}

// The first such key only shows where the focus is, but for a space between two names.
Press Keypad::enter(const Stroke& stroke, const State& state) {
  if (focus_.target()) {
    pressing_ = true;
    return {};
  }
  if (stroke.letter == U' ' && state.screen == Screen::identify && !state.identify.chosen)
    return {Press::What::letter, ' '};
  focus_.show();
  return {};
}

std::optional<Focused> Keypad::focused() {
  drawn_.reset();
  if (const Proof::Target* target = focus_.target())
    drawn_ = Focused{target->name, target->layer, std::exchange(pressing_, false)};
  pressing_ = false;
  return drawn_;
}

bool Keypad::see(const State& state, const std::vector<Proof::Target>& targets,
                 const std::optional<Proof::List>& list) {
  focus_.see(place_of(state), targets, list);
  const Proof::Target* target = focus_.target();
  if (!target) return drawn_.has_value();
  return !drawn_ || !drawn_->is(*target);
}

}  // namespace otmetka::kiosk
