#include "shared/model/name_index.h"

namespace otmetka {

NameIndex::NameIndex() { nodes_.emplace_back(); }

NameIndex::Node NameIndex::child(Node parent, char byte) {
  for (Node node = nodes_[parent].first_child; node != nobody; node = nodes_[node].next) {
    if (nodes_[node].byte == byte) return node;
  }
  Node made = free_node_;
  if (made != nobody) {
    free_node_ = nodes_[made].next;
  } else {
    made = static_cast<Node>(nodes_.size());
    nodes_.emplace_back();
  }
  Branch& branch = nodes_[made];
  branch = Branch{};
  branch.parent = parent;
  branch.byte = byte;
  branch.next = nodes_[parent].first_child;
  nodes_[parent].first_child = made;
  return made;
}

NameIndex::Word NameIndex::add(std::string_view key, uint32_t owner) {
  Node node = root;
  ++nodes_[root].words_below;
  for (const char byte : key) {
    node = child(node, byte);
    ++nodes_[node].words_below;
  }
  Word made = free_word_;
  if (made != nobody) {
    free_word_ = words_[made].next;
  } else {
    made = static_cast<Word>(words_.size());
    words_.emplace_back();
  }
  const Word first = nodes_[node].first_word;
  words_[made] = {owner, node, first, nobody};
  if (first != nobody) words_[first].previous = made;
  nodes_[node].first_word = made;
  return made;
}

void NameIndex::remove(Word word) {
  const Entry gone = words_[word];
  (gone.previous == nobody ? nodes_[gone.node].first_word : words_[gone.previous].next) = gone.next;
  if (gone.next != nobody) words_[gone.next].previous = gone.previous;
  words_[word] = Entry{};
  words_[word].next = free_word_;
  free_word_ = word;
  for (Node node = gone.node; node != nobody;) {
    const Node parent = nodes_[node].parent;
    if (--nodes_[node].words_below == 0 && node != root) take_away(node);
    node = parent;
  }
}

void NameIndex::take_away(Node node) {
  Node* link = &nodes_[nodes_[node].parent].first_child;
  while (*link != node) link = &nodes_[*link].next;
  *link = nodes_[node].next;
  nodes_[node] = Branch{};
  nodes_[node].next = free_node_;
  free_node_ = node;
}

std::vector<NameIndex::Node> NameIndex::beginning_with(const NamePattern& pattern,
                                                       bool mistake) const {
  Walk beginning{pattern, mistake, false, {}};
  walk(root, pattern.start(), beginning);
  return std::move(beginning.found);
}

std::vector<NameIndex::Node> NameIndex::spelled_as(const NamePattern& pattern, bool mistake) const {
  Walk whole{pattern, mistake, true, {}};
  walk(root, pattern.start(), whole);
  return std::move(whole.found);
}

void NameIndex::walk(Node node, const NamePattern::State& state, Walk& walking) const {
  for (Node below = nodes_[node].first_child; below != nobody; below = nodes_[below].next) {
    const NamePattern::State next = walking.pattern.step(state, nodes_[below].byte);
    const bool complete = walking.pattern.complete(next.exact) ||
                          (walking.mistake && walking.pattern.complete(next.mistaken));
    if (complete && (!walking.whole || nodes_[below].first_word != nobody)) {
      walking.found.push_back(below);
    }
    // All that is below a beginning begins like it; below a whole word there may be a soft sound.
    if ((walking.whole || !complete) && next.alive(walking.mistake)) walk(below, next, walking);
  }
}

}  // namespace otmetka
