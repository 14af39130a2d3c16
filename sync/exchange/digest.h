// sync/exchange/digest.h - what a holder has of many epochs, in a few bytes: two that hold the same
// need not name them to each other. PROTOCOL.md, "Digests".
#pragma once
#include "shared/store/held_logs.h"
#include "sync/exchange/frames.h"

namespace otmetka {

/// Of epochs in any order. One of which nothing is held is left out.
Digest digest_of(std::vector<HeldEpoch> epochs);
/// The same for each log by itself.
std::vector<LogDigest> digests_of_logs(const std::vector<HeldEpoch>& epochs);
/// Logs of which the two do not say the same.
std::set<LogId> that_differ(const std::vector<LogDigest>& ours,
                            const std::vector<LogDigest>& theirs);

}  // namespace otmetka
