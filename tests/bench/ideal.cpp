#include "tests/bench/ideal.h"

#include <algorithm>
#include <cmath>

namespace otmetka::bench {

// Krichevsky and Trofimov's half for small alphabets, less for large ones, of which most never
// come.
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
  boot_s_.reset();
}

double Ideal::bits() const {
  double sum = 0;
  for (const auto& [field, bits] : bits_) sum += bits;
  return sum;
}

void Ideal::add(const MadeFact& made, Seq seq) {
  const Fact& fact = made.fact;
  bits_["kind"] += kinds_.cost(static_cast<uint64_t>(fact.kind));
  bits_["method"] += methods_.cost(static_cast<uint64_t>(fact.method));
  if (boot_s_) bits_["time"] += steps_.cost(fact.boot_s - *boot_s_);
  boot_s_ = fact.boot_s;
  bits_["person"] += std::log2(people);  // drawn uniformly: nothing can be learnt
  bits_["session"] += session(fact);
  bits_["staff"] += staffed_.cost(fact.actor.none() ? 0 : 1);
  if (fact.actor.number()) bits_["staff"] += staff_.cost(*fact.actor.number());
  bits_["note"] += noted_.cost(made.note < 0 ? 0 : 1);
  if (made.note >= 0) bits_["note"] += std::log2(notes);
  for (const FactId& target : fact.references) bits_["reference"] += backs_.cost(seq - target.seq);
}

double Ideal::session(const Fact& fact) {
  const uint32_t number = *fact.session.number();
  const auto at = std::find(latest_.begin(), latest_.end(), number);
  const bool fresh = at == latest_.end();
  const double bits = places_.cost(fresh ? 0 : static_cast<uint64_t>(at - latest_.begin()) + 1);
  if (!fresh) latest_.erase(at);
  latest_.insert(latest_.begin(), number);
  return bits + (fresh ? std::log2(60) : 0);
}

void learn(Ideal& ideal, const KioskLog& log) {
  ideal.next_log();
  Seq seq = 2;
  for (const MadeFact& made : log.facts) ideal.add(made, seq++);
}

}  // namespace otmetka::bench
