// kiosk/ui/keypad.h - from keys to presses: moves the focus, presses what has it, and types. Pure.
#pragma once
#include <deque>

#include "kiosk/app/event.h"
#include "kiosk/ui/focus.h"

namespace otmetka::kiosk {

class Keypad {
 public:
  /// Keys that came, in their order, and the silence where none did.
  void feed(const std::vector<Stroke>& strokes, uint64_t now_ms);
  void was_deaf_until(uint64_t now_ms) { typed_.was_deaf_until(now_ms); }
  /// As TypedKeys: whether a scanner had a part in the code that is over.
  bool scanner_typed() { return typed_.code_over(); }
  /// When feed() is worth asking though nothing came.
  std::optional<uint64_t> silent_at_ms() const;

  /// Takes one key a frame, so that each is meant for what the last one left on the screen. What it
  /// presses at once, if anything; none: no key is due.
  std::optional<Press> take(const State& state);
  /// What was typed was a code, though a hand did it: its Enter is its own.
  void forget_keys() { due_.clear(); }
  bool has_keys() const { return !due_.empty(); }
  /// True once after the key for it.
  bool wants_again() { return std::exchange(again_, false); }

  /// A finger is at work: nobody looks for a focus.
  void hide() { focus_.hide(); }
  /// For one frame; with `pressed` what has the focus reports its own press.
  std::optional<Focused> focused();
  /// That frame was drawn. True: it shows the focus elsewhere than it is now.
  bool see(const State& state, const std::vector<Proof::Target>& targets,
           const std::optional<Proof::List>& list = std::nullopt);
  const Proof::Target* target() const { return focus_.target(); }

 private:
  Press press_of(const Stroke& stroke, const State& state);
  Press enter(const Stroke& stroke, const State& state);

  TypedKeys typed_;
  std::deque<Stroke> due_;
  Focus focus_;
  bool pressing_ = false, again_ = false;
  std::optional<size_t> scrolled_from_;  // the row that had the focus before the list was moved
  std::optional<Focused> drawn_;
};

}  // namespace otmetka::kiosk
