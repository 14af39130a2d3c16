// shared/model/erasure.h - what the office has said that nobody may hold any more. FORMAT.md,
// "Erasures".
#pragma once
#include <vector>

#include "shared/model/fact.h"
#include "shared/model/payload.pb.h"

namespace otmetka {

struct Erasure {
  FactId id;                    // the office's fact
  Scope cohort;                 // in which its person has these names
  std::vector<Subject> people;  // all names of the one person
  payload::PayloadErased::Reason reason = payload::PayloadErased::UNKNOWN;
  std::vector<Hash> texts;
  int64_t wall_s = 0;
  bool everybody = false;  // kiosks forget the cohort: all its texts, and its keys
};

/// Nothing: no `payload-erased`, or one that cannot be read.
std::optional<Erasure> erasure_of(const PlacedFact& placed);

}  // namespace otmetka
