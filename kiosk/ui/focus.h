// kiosk/ui/focus.h - what the keypad's next press is for: one of the things that can be pressed on
// the top layer of the last frame. Pure: frames come in as their lists of targets.
#pragma once
#include <vector>

#include "kiosk/app/state.h"
#include "kiosk/app/typed_keys.h"
#include "kiosk/ui/proof.h"

namespace otmetka::kiosk {

/// Where a visitor is: when it changes, the screen is another one.
struct Place {
  Screen screen = Screen::enrol;
  VenuePage page = VenuePage::overview;
  Stage stage = Stage::told;
  StaffPage staff = StaffPage::board;
  uint64_t verdict = 0;
  bool operator==(const Place&) const = default;
};
Place place_of(const State& state);

/// The top layer of what can be pressed, in reading order: from the top down, in a row from left
/// to right. What overlaps by half of its height stands in one row.
std::vector<std::vector<Proof::Target>> rows_of_top_layer(const std::vector<Proof::Target>& all);

/// What a frame is drawn with.
struct Focused {
  std::string name;
  int layer = 0;
  bool pressed = false;  // in this frame
  bool is(const Proof::Target& target) const {
    return target.layer == layer && target.name == name;
  }
};

class Focus {
 public:
  /// A frame was drawn. The focus stays on what has its name; it goes to the first on another
  /// screen or on a layer that has come, and back to where it was on one that was covered.
  void see(const Place& place, const std::vector<Proof::Target>& targets,
           const std::optional<Proof::List>& list = std::nullopt);
  /// Moves the focus; the first such key only shows where it is. False: no key of that kind.
  bool move(Key key);
  void show() { shown_ = true; }
  void hide() { shown_ = false; }
  /// The row that must come first in the list for the key to find what it leads to; none: what it
  /// leads to is seen.
  std::optional<size_t> row_beyond(Key key) const;
  /// Null: hidden, or there is nothing to press.
  const Proof::Target* target() const;

 private:
  void go_to(size_t index);
  size_t count() const;
  const Proof::Target& nth(size_t index) const;
  void step_in_rows(int step);

  bool shown_ = false;
  Place place_;
  std::vector<std::vector<Proof::Target>> rows_;
  std::optional<Proof::List> list_;
  size_t at_ = 0;                          // counted over all rows
  std::vector<std::string> names_ = {""};  // of each layer, the top one last
};

}  // namespace otmetka::kiosk
