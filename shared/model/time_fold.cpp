#include "shared/model/time_fold.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/model/payload.pb.h"

namespace otmetka {

std::optional<TimeInterval> at_boot_zero(int64_t earliest_s, int64_t latest_s, uint64_t boot_s) {
  const bool bounded = earliest_s > -anchor_bound_s && latest_s < anchor_bound_s &&
                       boot_s < static_cast<uint64_t>(anchor_bound_s);
  if (!bounded || latest_s < earliest_s) return std::nullopt;
  const auto since_boot_s = static_cast<int64_t>(boot_s);
  return TimeInterval{earliest_s - since_boot_s, latest_s - since_boot_s, false};
}

template <typename Key>
void TimeFold::pin(std::map<Key, Pinned>& to, const Key& key, const Pinned& more) {
  const auto [at, fresh] = to.emplace(key, more);
  if (fresh) return;
  Pinned& pinned = at->second;
  pinned.common_earliest_s = std::max(pinned.common_earliest_s, more.common_earliest_s);
  pinned.common_latest_s = std::min(pinned.common_latest_s, more.common_latest_s);
  pinned.whole_earliest_s = std::min(pinned.whole_earliest_s, more.whole_earliest_s);
  pinned.whole_latest_s = std::max(pinned.whole_latest_s, more.whole_latest_s);
}

void TimeFold::add(const PlacedFact& placed) {
  const EpochKey key{placed.id.device, placed.id.scope, placed.id.epoch};
  const Bytes& bytes = placed.fact.payload;
  // Fact 1 alone says which boot it was: a later one must not depend on which of them came last.
  if (placed.fact.kind == Kind::opened && placed.id.seq == 1) {
    payload::Opened opened;
    if (!opened.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    BootId boot{};
    if (opened.boot().size() != boot.size()) return;
    std::copy(opened.boot().begin(), opened.boot().end(), boot.begin());
    const BootKey boot_key{placed.id.device, boot};
    boots_.emplace(key, boot_key);
    const auto waiting = waiting_.find(key);
    if (waiting == waiting_.end()) return;
    pin(pinned_, boot_key, waiting->second);
    waiting_.erase(waiting);
  }
  if (placed.fact.kind == Kind::anchor) {
    payload::Anchor anchor;
    if (!anchor.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    auto zero = at_boot_zero(anchor.earliest(), anchor.latest(), placed.fact.boot_s);
    if (!zero) return;
    if (anchor.source() == payload::Anchor::STAFF) {
      const int64_t middle = zero->earliest_s + (zero->latest_s - zero->earliest_s) / 2;
      zero->earliest_s = std::min(zero->earliest_s, middle - staff_anchor_least_s);
      zero->latest_s = std::max(zero->latest_s, middle + staff_anchor_least_s);
    }
    const Pinned one{zero->earliest_s, zero->latest_s, zero->earliest_s, zero->latest_s};
    const auto boot = boots_.find(key);
    if (boot == boots_.end()) return pin(waiting_, key, one);
    pin(pinned_, boot->second, one);
  }
}

std::optional<TimeInterval> TimeFold::of(const FactId& id, uint64_t at_boot_s) const {
  const auto boot = boots_.find(EpochKey{id.device, id.scope, id.epoch});
  if (boot == boots_.end()) return std::nullopt;
  const auto found = pinned_.find(boot->second);
  if (found == pinned_.end()) return std::nullopt;
  if (at_boot_s >= static_cast<uint64_t>(anchor_bound_s)) return std::nullopt;
  const Pinned& pinned = found->second;
  const auto boot_s = static_cast<int64_t>(at_boot_s);
  if (pinned.common_earliest_s <= pinned.common_latest_s) {
    return TimeInterval{pinned.common_earliest_s + boot_s, pinned.common_latest_s + boot_s, false};
  }
  return TimeInterval{pinned.whole_earliest_s + boot_s, pinned.whole_latest_s + boot_s, true};
}

}  // namespace otmetka
