// sync/cli/verify.h - reads every stored byte again and checks chain, signatures and counts.
#pragma once
#include <functional>
#include <string>

#include "shared/store/verify_held.h"
#include "sync/cli/logs.h"

namespace otmetka {

struct Verified {
  uint64_t journal_epochs = 0, journal_facts = 0, unsealed = 0;
  HeldVerdict held;  // sealed: no key opens them here
  int64_t quarantined = 0;
  uint64_t faults = 0;
};

/// One moment of the logs, while others go on writing. `on_fault` is told of each: where, and what.
Result<Verified> verify_logs(Logs& logs, const std::function<void(const std::string&)>& on_fault);

}  // namespace otmetka
