// shared/log/tree.h - the order of epochs within one log: a parent before its children, siblings by
// their bits. A restored or cloned image writes another epoch with the same parent: a fork is two
// children, and both count.
#pragma once
#include <optional>
#include <vector>

#include "shared/log/segment.h"

namespace otmetka {

struct EpochNode {
  Epoch epoch{};
  std::optional<Parent> parent;
};

/// Indices into `nodes`, depth first. A node whose parent is not among them is a root. Loops, which
/// only damage or malice can make, end at the end in the order of their bits: nothing is left out.
std::vector<size_t> tree_order(const std::vector<EpochNode>& nodes);

}  // namespace otmetka
