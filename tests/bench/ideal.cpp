#include "tests/bench/ideal.h"

#include <algorithm>
#include <cmath>

#include "shared/base/bytes.h"

namespace otmetka::bench {

// Krichevsky and Trofimov's half for small alphabets, less for large ones, of which most never come.
double Counts::cost(uint64_t symbol) {
  const double early = alphabet_ > 64 ? 0.02 : 0.5;
  double& count = seen_[symbol];
  const double probability = (count + early) / (total_ + early * alphabet_);
  count += 1;
  total_ += 1;
  return -std::log2(probability);
}

void Ideal::next_log() {
  latest_.clear();
  boot_s_ = 0;
  offset_s_ = 0;
}

double Ideal::bits() const {
  double sum = 0;
  for (const auto& [field, bits] : bits_) sum += bits;
  return sum;
}

void Ideal::add(const MadeFact& made, Seq seq) {
  const Fact& fact = made.fact;
  const int64_t offset = fact.wall_s - static_cast<int64_t>(fact.boot_s);
  const bool first = offset_s_ == 0;
  bits_["kind"] += kinds_.cost(static_cast<uint64_t>(fact.kind));
  bits_["method"] += methods_.cost(static_cast<uint64_t>(fact.method));
  if (!first) {
    bits_["time"] += steps_.cost(zigzag(static_cast<int64_t>(fact.boot_s - boot_s_)));
    bits_["wall clock"] += offsets_.cost(zigzag(offset - offset_s_));
  }
  boot_s_ = fact.boot_s;
  if (first) offset_s_ = offset;
  bits_["person"] += person(fact);
  bits_["session"] += session(fact);
  bits_["staff"] += staffed_.cost(fact.actor.none() ? 0 : 1);
  if (fact.actor.number()) bits_["staff"] += staff_.cost(*fact.actor.number());
  bits_["note"] += noted_.cost(made.note < 0 ? 0 : 1);
  if (made.note >= 0) bits_["note"] += std::log2(notes);
  for (const FactId& target : fact.references) bits_["reference"] += backs_.cost(seq - target.seq);
}

// Drawn uniformly: nothing can be learnt.
double Ideal::person(const Fact&) { return std::log2(people); }

double Ideal::session(const Fact& fact) {
  const uint32_t number = *fact.session.number();
  const auto at = std::find(latest_.begin(), latest_.end(), number);
  const bool fresh = at == latest_.end();
  const double bits = places_.cost(fresh ? 0 : static_cast<uint64_t>(at - latest_.begin()) + 1);
  if (!fresh) latest_.erase(at);
  latest_.insert(latest_.begin(), number);
  return bits + (fresh ? std::log2(60) : 0);
}

}  // namespace otmetka::bench
