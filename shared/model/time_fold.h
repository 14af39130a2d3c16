// shared/model/time_fold.h - when a fact truly happened, as far as anybody can know. Anchors pin
// the monotonic line of one boot of one device to true time, before or after the fact; the claim of
// the wall clock is kept beside and never believed alone.
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "shared/model/fact.h"
#include "shared/seam/clock.h"

namespace otmetka {

struct TimeInterval {
  int64_t earliest_s = 0, latest_s = 0;  // Unix
  bool contradicted = false;  // anchors of this boot disagree: the interval holds them all
  bool operator==(const TimeInterval&) const = default;
};

class TimeFold {
 public:
  /// Takes `opened` (which boot an epoch ran in) and `anchor` facts; ignores the rest, and anchors
  /// that cannot be. Order-free, repeatable.
  void add(const PlacedFact& placed);
  /// Nothing when no anchor of the fact's boot is known.
  std::optional<TimeInterval> of(const PlacedFact& placed) const {
    return of(placed.id, placed.fact.boot_s);
  }
  /// Of the fact at that place, which was recorded at that boot second.
  std::optional<TimeInterval> of(const FactId& id, uint64_t boot_s) const;

 private:
  // Anchors of one boot, as true time at its second 0: what all of them allow, and what any does.
  // Four extremes, so that neither order nor repetition nor number matters.
  struct Pinned {
    int64_t common_earliest_s, common_latest_s, whole_earliest_s, whole_latest_s;
  };
  template <typename Key>
  static void pin(std::map<Key, Pinned>& to, const Key& key, const Pinned& more);
  using EpochKey = std::tuple<DeviceId, Scope, Epoch>;
  using BootKey = std::tuple<DeviceId, BootId>;
  std::map<EpochKey, BootKey> boots_;
  std::map<BootKey, Pinned> pinned_;
  // Anchors name their epoch; which boot it was is known once its `opened` has come.
  std::map<EpochKey, Pinned> waiting_;
};

/// True time at boot second 0, when it was between `earliest_s` and `latest_s` at `boot_s`. Nothing
/// if that cannot be: beyond `anchor_bound_s`, or the wrong way round.
std::optional<TimeInterval> at_boot_zero(int64_t earliest_s, int64_t latest_s, uint64_t boot_s);

/// Staff read a watch: never better than this either way.
inline constexpr int64_t staff_anchor_least_s = 5 * 60;

}  // namespace otmetka
