// kiosk/ui/proof.h - what one frame put where: for the keypad, the voice and the trace, and for
// whoever checks that it fits. A screen draws the same with and without it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ui/rect.h"
#include "shared/text/language.h"

namespace otmetka::kiosk {

/// What is pressed, for somebody who does not see it.
struct Label {
  enum class Role : uint8_t { button, key, tab, choice, toggle };

  std::string words;  // those on it, or what its icon says
  Role role = Role::button;
  bool on = false;                                  // of a tab or a choice: it is the chosen one
  std::optional<Language> language = std::nullopt;  // of the words, where it is not the screen's
  bool operator==(const Label&) const = default;
};

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
    Label label = {};
    std::optional<size_t> row = std::nullopt;  // of the list that it stands in
    bool operator==(const Target&) const = default;
  };
  /// A list that is longer than its place.
  struct List {
    Rect view;
    float pitch = 0;                        // from row to row
    size_t count = 0, rows = 0, first = 0;  // of all; of those that are seen at once; the topmost
    int layer = 0;
  };
  /// Words that tell what the screen is about, in the order to be said.
  struct Told {
    std::string words;
    int layer = 0;
    bool counts = false;  // changes by itself: told when it comes, not at each change
    bool operator==(const Told&) const = default;
  };

  std::vector<Line> lines;
  std::vector<Target> targets;
  std::vector<Told> told;
  std::optional<Rect> photo;  // somebody's, with its pixels
  std::optional<Rect> ring;   // around what has the focus
  float ring_thick = 0;
  std::optional<List> list;
  std::optional<size_t> row;  // that is being drawn
  int layer = 0;              // what lies above covers what lies below, and may
};

}  // namespace otmetka::kiosk
