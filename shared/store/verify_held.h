// shared/store/verify_held.h - every stored segment read again: signature, chain, counts, and what
// the keys open. What a backup is checked by, and `otmetka log verify`.
#pragma once
#include <functional>
#include <vector>

#include "shared/store/held_logs.h"

namespace otmetka {

/// As far as an epoch is without a fault and opens.
struct VerifiedHead {
  LogId log;
  Epoch epoch{};
  Seq seq = 0;
  Link link{};
};

struct HeldVerdict {
  uint64_t epochs = 0, segments = 0, opened = 0, sealed = 0, texts = 0, faults = 0;
  std::vector<VerifiedHead> heads;
};

struct VerifyVisit {
  /// A fault, at a place and in words.
  std::function<void(const LogId&, Epoch, Seq, const std::string&)> fault;
  /// After each segment; may be empty.
  std::function<void(uint64_t segments)> progress = {};
};
/// A detached text that is not there may have been erased, or not have come yet; one that is there
/// must be the right one. Failures are those of the disk; faults are told and counted.
Result<HeldVerdict> verify_held(HeldLogs logs, const Keys& keys, const VerifyVisit& visit);

}  // namespace otmetka
