#include "sync/exchange/digest.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace otmetka {

Digest digest_of(std::vector<HeldEpoch> epochs) {
  std::erase_if(epochs, [](const HeldEpoch& epoch) { return epoch.held == 0; });
  std::sort(epochs.begin(), epochs.end(), [](const HeldEpoch& a, const HeldEpoch& b) {
    return std::tie(a.log, a.epoch) < std::tie(b.log, b.epoch);
  });
  ByteWriter all;
  all.raw(as_bytes("otmetka places 1")).u8(0);
  for (const HeldEpoch& epoch : epochs) {
    all.raw(epoch.log.device).str(epoch.log.scope).u64(static_cast<uint64_t>(epoch.epoch));
    all.uvarint(epoch.held).raw(epoch.link);
  }
  const Hash whole = hash({all.bytes()});
  Digest out{epochs.size(), {}};
  std::copy_n(whole.begin(), out.sum.size(), out.sum.begin());
  return out;
}

std::vector<LogDigest> digests_of_logs(const std::vector<HeldEpoch>& epochs) {
  std::map<LogId, std::vector<HeldEpoch>> by_log;
  for (const HeldEpoch& epoch : epochs) {
    if (epoch.held > 0) by_log[epoch.log].push_back(epoch);
  }
  std::vector<LogDigest> out;
  for (auto& [log, each] : by_log) out.push_back({log, digest_of(std::move(each))});
  return out;
}

std::set<LogId> that_differ(const std::vector<LogDigest>& ours,
                            const std::vector<LogDigest>& theirs) {
  std::map<LogId, Digest> left;
  for (const LogDigest& each : ours) left[each.log] = each.digest;
  std::set<LogId> out;
  for (const LogDigest& each : theirs) {
    const auto found = left.find(each.log);
    if (found == left.end() || found->second != each.digest) out.insert(each.log);
    if (found != left.end()) left.erase(found);
  }
  for (const auto& [log, digest] : left) out.insert(log);
  return out;
}

}  // namespace otmetka
