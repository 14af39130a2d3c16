// tests/bench/pouch.h - the peer of the exchange: PouchDB to express-pouchdb, with the same facts,
// on the same machine, in the same run. Its modules are laid beside the build by `./dev bench`,
// where there is npm.
#pragma once
#include <string>
#include <vector>

#include "shared/base/result.h"
#include "tests/bench/workload.h"

namespace otmetka::bench {

inline constexpr int pouch_default_batch = 100, pouch_best_batch = 1'000;

struct Pouch {
  double facts_per_s = 0;
  double bytes_per_fact = 0;  // that TCP carried, both ways
};

class PouchPeer {
 public:
  /// Writes the facts down as its documents, below `place`. `absent`: it is not installed.
  static Result<PouchPeer> open(const std::string& place, const std::vector<MadeFact>& facts);
  /// One replication of all of them, into an empty database.
  Result<Pouch> replicate(int batch) const;

 private:
  PouchPeer(std::string place, std::string facts)
      : place_(std::move(place)), facts_(std::move(facts)) {}
  std::string place_, facts_;
};

}  // namespace otmetka::bench
