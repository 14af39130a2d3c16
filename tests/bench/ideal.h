// tests/bench/ideal.h - how few bits the same facts could take: arithmetic coding of each field by
// adaptive counts, warm from the first fact on, without headers, tables, tags or segment borders,
// and with one clock where a row has two. No coder reaches it; payloads are measured against it.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "tests/bench/workload.h"

namespace otmetka::bench {

/// What a symbol costs when it is coded by how often it came so far.
class Counts {
 public:
  explicit Counts(double alphabet) : alphabet_(alphabet) {}
  /// Bits of this symbol; then it has come once more.
  double cost(uint64_t symbol);

 private:
  double alphabet_, total_ = 0;
  std::unordered_map<uint64_t, double> seen_;
};

class Ideal {
 public:
  /// Adds the bits of one fact, field by field. Facts of one log come in its order.
  void add(const MadeFact& made, Seq seq);
  /// Begins another log; what was learnt stays.
  void next_log();

  double bits() const;
  const std::map<std::string, double>& bits_of_fields() const { return bits_; }
  void forget_bits() { bits_.clear(); }

 private:
  double session(const Fact& fact);

  // Counts learn over all logs; differences begin anew in each.
  Counts kinds_{8}, methods_{8}, steps_{1 << 17}, staffed_{2}, staff_{staff}, places_{8}, noted_{2},
      backs_{50};
  std::map<std::string, double> bits_;
  std::vector<uint32_t> latest_;
  std::optional<uint64_t> boot_s_;
};

/// A whole log, from its second fact on: the first is `opened`.
void learn(Ideal& ideal, const KioskLog& log);

}  // namespace otmetka::bench
