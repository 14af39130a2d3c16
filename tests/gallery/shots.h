// tests/gallery/shots.h - every screen in every state that a person can meet it in, as plain
// states of the kiosk. Scans are decided by the product; only the moment and the badge are chosen.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/focus.h"
#include "kiosk/ui/theme.h"
#include "tests/gallery/sample.h"

namespace otmetka::gallery {

struct Shot {
  std::string screen;  // the group: attract, verdict, …
  std::string name;    // unique within its screen, fit for a file's name
  std::string what;    // for who looks at it
  kiosk::State state;  // its language is the caller's choice
  std::optional<kiosk::Focused> focus = std::nullopt;  // of the keypad
};

std::vector<Shot> all_shots(const Sample& sample);
/// Of a visitor who is known.
void add_visit_shots(const Sample& sample, std::vector<Shot>& shots);
/// Of a kiosk at the venue of a session.
void add_staff_shots(const Sample& sample, const kiosk::State& kiosk, const std::string& session,
                     std::vector<Shot>& shots);

/// Of shots that are there already: some in the looks that a visitor may choose, and some with the
/// ring of the keypad's focus.
void add_looks(std::vector<Shot>& shots);
void add_rings(std::vector<Shot>& shots);

struct Size {
  int width = 0, height = 0;
  bool tall() const { return height > width; }
  /// Small panels have neither lower controls nor larger text: there is no picture of them.
  bool shows(const Shot& shot) const {
    return !small() || (!shot.state.access.low_controls && !shot.state.access.larger_text);
  }
  bool small() const { return std::max(width, height) < 1920; }
  /// Of the panel, in pixels a millimetre; with lower controls a wide one has 55 inches.
  float density(const kiosk::Access& access) const;
  std::string name() const { return std::to_string(width) + "x" + std::to_string(height); }
};
inline constexpr Size sizes[] = {{1920, 1080}, {1080, 1920}, {1280, 800}};
// What X servers claim that know no monitor; a 23-inch one has it too.
inline constexpr float pixels_per_mm = 96 / 25.4f;

/// Type and measures of a panel as a visitor wishes them; there is one set of fonts at a time.
class Themes {
 public:
  explicit Themes(const Size& size) : size_(size) {}
  /// To be asked between two frames. What was pointed to before is the new one by then.
  Result<const kiosk::Theme*> of(const kiosk::Access& access);

 private:
  Size size_;
  std::optional<kiosk::Theme> theme_;
};

}  // namespace otmetka::gallery
