#include "shared/text/name_pattern.h"

namespace otmetka {

NamePattern::NamePattern(std::string_view key) {
  key = key.substr(0, name_sounds_max);
  for (size_t at = 0; at < key.size(); ++at) {
    const uint32_t place = uint32_t{1} << at;
    const uint64_t fitting = alike_to(sound_of(key[at]));
    for (size_t sound = 0; sound < typed_.size(); ++sound) {
      if (fitting >> sound & 1) typed_[sound] |= place;
    }
    if (is_soft(key[at])) soft_ |= place;
  }
  end_ = uint32_t{1} << key.size();
}

uint32_t NamePattern::over_soft(uint32_t places) const {
  for (uint32_t more = places & soft_; more != 0;) {
    more = more << 1 & ~places;
    places |= more;
    more &= soft_;
  }
  return places;
}

NamePattern::State NamePattern::start() const {
  State state;
  state.exact = over_soft(1);
  state.mistaken = over_soft(state.exact << 1);  // the first sound typed is too many
  return state;
}

NamePattern::State NamePattern::step(const State& state, char byte) const {
  const uint32_t fits = typed_[static_cast<size_t>(sound_of(byte))];
  const uint32_t stay = is_soft(byte) ? ~uint32_t{0} : 0;
  State next;
  next.exact = over_soft((state.exact & fits) << 1 | (state.exact & stay));
  uint32_t mistaken = (state.mistaken & fits) << 1 | (state.mistaken & stay) |
                      state.exact |       // this sound was left out
                      state.exact << 1 |  // another one was typed for it
                      next.exact << 1;    // one more was typed after it
  uint32_t near = state.exact;            // places with so many soft sounds typed after them
  for (size_t between = 0; between < next.swapped.size(); ++between) {
    mistaken |= (state.swapped[between] & fits) << (between + 2);
    next.swapped[between] = (near & fits >> (between + 1)) | (state.swapped[between] & stay);
    near &= soft_ >> (between + 1);
  }
  next.mistaken = over_soft(mistaken);
  // Places beyond the end mean nothing.
  const uint32_t real = end_ | (end_ - 1);
  next.exact &= real;
  next.mistaken &= real;
  return next;
}

std::optional<WordMatch> NamePattern::match(std::string_view key, bool mistakes) const {
  State state = start();
  bool begins = false, begins_mistaken = false;
  for (const char byte : key) {
    state = step(state, byte);
    begins = begins || complete(state.exact);
    begins_mistaken = begins_mistaken || complete(state.mistaken);
    if (!state.alive(mistakes)) break;
  }
  if (begins) return WordMatch{complete(state.exact), false};
  if (!mistakes || !begins_mistaken) return std::nullopt;
  return WordMatch{complete(state.mistaken), true};
}

}  // namespace otmetka
