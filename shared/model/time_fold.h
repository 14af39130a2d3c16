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
  /// Takes `opened` (which boot an epoch ran in) and `anchor` facts; ignores the rest. Order-free,
  /// repeatable.
  void add(const PlacedFact& placed);
  /// Nothing when no anchor of the fact's boot is known.
  std::optional<TimeInterval> of(const PlacedFact& placed) const;

 private:
  struct Anchor {
    int64_t earliest_s, latest_s;
    auto operator<=>(const Anchor&) const = default;
  };
  using EpochKey = std::tuple<DeviceId, Scope, Epoch>;
  using BootKey = std::tuple<DeviceId, BootId>;
  std::map<EpochKey, BootId> boots_;
  // Anchors name their epoch; which boot it was is known once its `opened` has come. Stored as true
  // time at boot second 0.
  std::map<EpochKey, std::map<Seq, Anchor>> anchors_;
};

/// Staff read a watch: never better than this either way.
inline constexpr int64_t staff_anchor_least_s = 5 * 60;

}  // namespace otmetka
