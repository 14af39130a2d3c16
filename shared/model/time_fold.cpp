#include "shared/model/time_fold.h"

#include <algorithm>

#include "shared/model/payload.pb.h"

namespace otmetka {

void TimeFold::add(const PlacedFact& placed) {
  const EpochKey key{placed.id.device, placed.id.scope, placed.id.epoch};
  const Bytes& bytes = placed.fact.payload;
  if (placed.fact.kind == Kind::opened) {
    payload::Opened opened;
    if (!opened.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    BootId boot{};
    if (opened.boot().size() != boot.size()) return;
    std::copy(opened.boot().begin(), opened.boot().end(), boot.begin());
    boots_[key] = boot;
  }
  if (placed.fact.kind == Kind::anchor) {
    payload::Anchor anchor;
    if (!anchor.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
    int64_t earliest = anchor.earliest(), latest = anchor.latest();
    if (anchor.source() == payload::Anchor::STAFF) {
      const int64_t middle = earliest + (latest - earliest) / 2;
      earliest = std::min(earliest, middle - staff_anchor_least_s);
      latest = std::max(latest, middle + staff_anchor_least_s);
    }
    if (earliest > latest) return;
    const auto boot_s = static_cast<int64_t>(placed.fact.boot_s);
    anchors_[key][placed.id.seq] = {earliest - boot_s, latest - boot_s};
  }
}

std::optional<TimeInterval> TimeFold::of(const PlacedFact& placed) const {
  const auto boot = boots_.find(EpochKey{placed.id.device, placed.id.scope, placed.id.epoch});
  if (boot == boots_.end()) return std::nullopt;
  std::optional<TimeInterval> common;
  TimeInterval whole;
  for (const auto& [key, anchors] : anchors_) {
    if (std::get<0>(key) != placed.id.device) continue;
    const auto other = boots_.find(key);
    if (other == boots_.end() || other->second != boot->second) continue;
    for (const auto& [seq, anchor] : anchors) {
      if (!common) {
        common = whole = {anchor.earliest_s, anchor.latest_s, false};
        continue;
      }
      common->earliest_s = std::max(common->earliest_s, anchor.earliest_s);
      common->latest_s = std::min(common->latest_s, anchor.latest_s);
      whole.earliest_s = std::min(whole.earliest_s, anchor.earliest_s);
      whole.latest_s = std::max(whole.latest_s, anchor.latest_s);
    }
  }
  if (!common) return std::nullopt;
  if (common->earliest_s > common->latest_s) {
    common = whole;
    common->contradicted = true;
  }
  const auto boot_s = static_cast<int64_t>(placed.fact.boot_s);
  common->earliest_s += boot_s;
  common->latest_s += boot_s;
  return common;
}

}  // namespace otmetka
