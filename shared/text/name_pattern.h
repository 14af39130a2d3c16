// shared/text/name_pattern.h - a typed word against the keys of names, sound by sound, with at most
// one mistake. The set of all places that the comparison may be at is a bit mask, so a sound costs
// a dozen operations whatever the word, and many keys with one beginning share the work.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/text/name_folding.h"

namespace otmetka {

/// How a typed word is in a name's word. Lower is better.
struct WordMatch {
  bool whole;    // else the beginning of it
  bool mistake;  // one sound too many, too few, another one, or two changed places
};

class NamePattern {
 public:
  /// Where a comparison stands after some sounds of a key: bit p is set when p sounds typed may be
  /// accounted for.
  struct State {
    uint32_t exact = 0, mistaken = 0;  // without, and with one mistake
    /// The second of two sounds typed was met first; by how many soft ones are typed between them
    /// (of ң and е two: г and the glide).
    std::array<uint32_t, 3> swapped{};
    /// Whether any longer key can still match.
    bool alive(bool mistakes) const { return exact != 0 || (mistakes && mistaken != 0); }
  };

  /// `key`: of a typed word, 1 … name_sounds_max sounds.
  explicit NamePattern(std::string_view key);

  State start() const;
  /// After one more byte of a name's key.
  State step(const State& state, char byte) const;
  /// All that was typed is accounted for.
  bool complete(uint32_t places) const { return (places & end_) != 0; }

  /// A whole key; without `mistakes` only what has none.
  std::optional<WordMatch> match(std::string_view key, bool mistakes) const;

 private:
  /// Typed sounds that may be absent are passed.
  uint32_t over_soft(uint32_t places) const;

  std::array<uint32_t, static_cast<size_t>(Sound::count)> typed_{};  // where a sound fits
  uint32_t soft_ = 0;
  uint32_t end_ = 0;
};

}  // namespace otmetka
