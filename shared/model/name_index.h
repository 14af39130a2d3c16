// shared/model/name_index.h - the words of many names in a tree by their keys, so that all names
// with one beginning are found together. Grows and shrinks a name at a time.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/text/name_pattern.h"

namespace otmetka {

/// Holds (key, owner) pairs. Empty branches are taken away with the last word on them, so an
/// erased name is not held; their room is used again.
class NameIndex {
 public:
  using Node = uint32_t;
  using Word = uint32_t;  // one (key, owner) pair; valid until it is removed
  static constexpr uint32_t nobody = UINT32_MAX;

  NameIndex();
  Word add(std::string_view key, uint32_t owner);
  void remove(Word word);

  /// The highest nodes below which every key begins with the pattern; with `mistake` also those
  /// that do with one.
  std::vector<Node> beginning_with(const NamePattern& pattern, bool mistake) const;
  /// The nodes whose key is the pattern and no more.
  std::vector<Node> spelled_as(const NamePattern& pattern, bool mistake) const;
  /// Words at and below a node.
  uint32_t words_below(Node node) const { return nodes_[node].words_below; }

  /// Calls visit(owner) for the words whose key ends at this node until it says false. Returns
  /// whether it never did.
  template <typename Visit>
  bool visit_at(Node node, Visit& visit) const {
    for (Word word = nodes_[node].first_word; word != nobody; word = words_[word].next) {
      if (!visit(words_[word].owner)) return false;
    }
    return true;
  }
  /// The same for all words at and below it.
  template <typename Visit>
  bool visit_below(Node node, Visit& visit) const {
    if (!visit_at(node, visit)) return false;
    for (Node child = nodes_[node].first_child; child != nobody; child = nodes_[child].next) {
      if (!visit_below(child, visit)) return false;
    }
    return true;
  }

 private:
  struct Branch {
    Node parent = nobody, first_child = nobody, next = nobody;  // `next` of the same parent
    Word first_word = nobody;
    uint32_t words_below = 0;
    char byte = 0;
  };
  struct Entry {
    uint32_t owner = nobody;
    Node node = nobody;
    Word next = nobody, previous = nobody;  // of the same node
  };

  Node child(Node parent, char byte);
  void take_away(Node node);
  /// What a walk through the tree looks for, and what it found.
  struct Walk {
    const NamePattern& pattern;
    bool mistake, whole;
    std::vector<Node> found;
  };
  void walk(Node node, const NamePattern::State& state, Walk& walk) const;

  static constexpr Node root = 0;
  std::vector<Branch> nodes_;
  std::vector<Entry> words_;
  Node free_node_ = nobody;  // chained by `next`
  Word free_word_ = nobody;
};

}  // namespace otmetka
