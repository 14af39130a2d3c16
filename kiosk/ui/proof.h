// kiosk/ui/proof.h - what one frame put where, for whoever checks that it fits. The kiosk itself
// keeps none: a screen draws the same with and without it.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/rect.h"

namespace otmetka::kiosk {

struct Proof {
  enum class Fault : uint8_t {
    none,
    cut,          // an ellipsis stands where words should
    broken_word,  // a line ends inside a word
    too_tall,     // the line is higher than its place
    left_out,     // not drawn at all
  };
  /// A line of text, or an icon.
  struct Line {
    std::string text;
    Rect ink;        // from the top of its capitals to the lowest descender
    float size = 0;  // of its type
    bool is_icon = false;
    Fault fault = Fault::none;
    int layer = 0;
  };
  /// Something that fingers press.
  struct Target {
    std::string name;
    Rect rect;
    int layer = 0;
    bool operator==(const Target&) const = default;
  };

  std::vector<Line> lines;
  std::vector<Target> targets;
  int layer = 0;  // what lies above covers what lies below, and may
};

}  // namespace otmetka::kiosk
