#include "shared/log/tree.h"

#include <algorithm>
#include <map>

namespace otmetka {

std::vector<size_t> tree_order(const std::vector<EpochNode>& nodes) {
  std::vector<size_t> by_bits(nodes.size());
  for (size_t i = 0; i < nodes.size(); ++i) by_bits[i] = i;
  std::sort(by_bits.begin(), by_bits.end(),
            [&](size_t a, size_t b) { return nodes[a].epoch < nodes[b].epoch; });

  std::map<Epoch, bool> present;
  for (const EpochNode& node : nodes) present[node.epoch] = true;
  std::map<Epoch, std::vector<size_t>> children;
  std::vector<size_t> stack;
  for (auto at = by_bits.rbegin(); at != by_bits.rend(); ++at) {
    const auto& parent = nodes[*at].parent;
    if (parent && present.contains(parent->epoch)) {
      children[parent->epoch].push_back(*at);
    } else {
      stack.push_back(*at);
    }
  }
  std::vector<size_t> out;
  std::vector<bool> placed(nodes.size());
  while (!stack.empty()) {
    const size_t at = stack.back();
    stack.pop_back();
    if (placed[at]) continue;
    placed[at] = true;
    out.push_back(at);
    const auto below = children.find(nodes[at].epoch);
    if (below != children.end())
      stack.insert(stack.end(), below->second.begin(), below->second.end());
  }
  for (const size_t at : by_bits) {
    if (!placed[at]) out.push_back(at);
  }
  return out;
}

}  // namespace otmetka
