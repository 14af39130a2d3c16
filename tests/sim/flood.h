// tests/sim/flood.h - a log as a box writes it that wants central to run out of something: facts
// that cost a few bytes on the wire and much where they are kept.
#pragma once
#include <functional>
#include <vector>

#include "tests/sim/raw_box.h"

namespace otmetka::sim {

/// One epoch of one log, grown segment by segment. It begins like no honest one: without `opened`.
class Flood {
 public:
  Flood(const RawBox& box, Scope scope, const SecretKey& key, uint64_t seed);

  /// The next facts, sealed, but not more of them than fit into one segment.
  Segment next(const std::vector<Fact>& facts);
  /// `count` facts, the i-th of the whole epoch as `make` says.
  Segment next(size_t count, const std::function<Fact(uint64_t)>& make);
  const LogId& log() const { return log_; }
  Epoch epoch() const { return epoch_; }
  Seq last() const { return last_; }

 private:
  const RawBox* box_;
  LogId log_;
  SecretKey key_;
  test::Seeded random_;
  Epoch epoch_{};
  Seq last_ = 0;
  Link link_{};
};

}  // namespace otmetka::sim
