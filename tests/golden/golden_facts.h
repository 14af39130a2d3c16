// tests/golden/golden_facts.h - the hand-chosen facts of tests/data/v1: each field at its usual
// value and at its edges, each with the reason why it is there.
#pragma once
#include "tests/golden/golden.h"

namespace otmetka::golden {

struct Chosen {
  const char* why;
  Fact fact;
};
/// One epoch from `opened` on.
std::vector<Chosen> chosen_facts();
/// Three hundred plain ones, so that columns are worth compressing.
std::vector<Fact> many_facts();

LogId chosen_log();
Epoch chosen_epoch();
Parent chosen_parent();

}  // namespace otmetka::golden
