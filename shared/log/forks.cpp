#include "shared/log/forks.h"

#include <map>
#include <set>

namespace otmetka {
namespace {

using Children = std::map<Epoch, std::map<Seq, std::vector<size_t>>>;

// Everything that hangs on a node from `first` on. Loops, which only malice can make, end.
Way way_from(const std::vector<ForkNode>& nodes, const Children& children, WayPart start) {
  Way out;
  std::set<size_t> seen;
  std::vector<WayPart> open{start};
  while (!open.empty()) {
    const WayPart part = open.back();
    open.pop_back();
    if (!seen.insert(part.node).second) continue;
    out.push_back(part);
    const auto below = children.find(nodes[part.node].epoch);
    if (below == children.end()) continue;
    for (const auto& [seq, hanging] : below->second) {
      if (seq < part.first) continue;
      for (const size_t node : hanging) open.push_back({node, 1});
    }
  }
  return out;
}

}  // namespace

std::vector<Fork> find_forks(const std::vector<ForkNode>& nodes) {
  std::map<Epoch, size_t> by_epoch;
  for (size_t i = 0; i < nodes.size(); ++i) by_epoch[nodes[i].epoch] = i;
  Children children;
  std::vector<size_t> beginnings;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const auto& parent = nodes[i].parent;
    if (!parent) {
      beginnings.push_back(i);
    } else if (by_epoch.contains(parent->epoch)) {
      children[parent->epoch][parent->seq].push_back(i);
    }
  }
  std::vector<Fork> out;
  if (beginnings.size() > 1) {
    Fork fork;
    for (const size_t node : beginnings) fork.ways.push_back(way_from(nodes, children, {node, 1}));
    out.push_back(std::move(fork));
  }
  for (const auto& [epoch, places] : children) {
    const size_t at = by_epoch[epoch];
    for (const auto& [seq, hanging] : places) {
      const bool goes_on = nodes[at].held > seq;
      if (hanging.size() + (goes_on ? 1 : 0) < 2) continue;
      Fork fork;
      fork.after = nodes[hanging.front()].parent;
      if (goes_on) fork.ways.push_back(way_from(nodes, children, {at, seq + 1}));
      for (const size_t node : hanging) fork.ways.push_back(way_from(nodes, children, {node, 1}));
      out.push_back(std::move(fork));
    }
  }
  return out;
}

}  // namespace otmetka
