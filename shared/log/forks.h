// shared/log/forks.h - places after which one log goes on in more than one way. A writer hangs each
// epoch on the last fact that it finds in its own file, so a healthy log is one line: more ways
// mean that a disk was put back, or that two machines run from one image. Pure.
#pragma once
#include <optional>
#include <vector>

#include "shared/log/tree.h"

namespace otmetka {

struct ForkNode {
  Epoch epoch{};
  std::optional<Parent> parent;
  Seq held = 0;
};

/// A part of an epoch: from `first` on.
struct WayPart {
  size_t node = 0;  // its index
  Seq first = 1;
};
using Way = std::vector<WayPart>;  // with everything that hangs on it

struct Fork {
  std::optional<Parent> after;  // nothing: the log begins more than once
  std::vector<Way> ways;        // two or more
};

/// All forks of one log. A node whose parent is not among them says nothing: that may still come.
std::vector<Fork> find_forks(const std::vector<ForkNode>& nodes);

}  // namespace otmetka
