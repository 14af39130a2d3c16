// sync/central/intake.h - how much central takes of one box: so much at once, and so much a day. A
// box whose key is good says what it likes, and a few bytes of it unpack to very much; what people
// can record is far below these bounds. Nothing is refused for good: what finds no room stays with
// its box and is taken later.
#pragma once
#include "shared/seam/clock.h"
#include "shared/store/db.h"
#include "sync/exchange/serve.h"

namespace otmetka {

/// What somebody has taken, in bytes.
struct IntakeCost {
  uint64_t rows = 0;    // as they unpack, with what is kept beside them
  uint64_t stored = 0;  // on disk
};

/// Of one box, for one exchange. The database must be in a transaction from room_for() to save().
class Intake {
 public:
  /// Table to be created with the store.
  static const char* schema();
  /// What is left to a box by now, of `rows_max` at once. One that was revoked gets a fraction of
  /// what others get a day.
  static Result<Intake> of(Db& db, const DeviceId& device, uint64_t rows_max, bool revoked,
                           const Clock& clock);

  /// For take_segments(): what there is no room for is left, and all that stands after it, so that
  /// what is taken is a prefix. Segments that others signed, which a box gives back to a central
  /// that lost them, cost nothing. `this` and `keys` must outlive it.
  Toll toll(const Keys& keys);
  /// The same of a sealed text.
  bool takes_text(size_t bytes);
  Status save();
  /// Facts from `next` on that were taken and are still as they were opened to be counted; each is
  /// handed out once. Gives the first place that is not among them.
  Seq hand_out(const LogId& log, Epoch epoch, Seq next,
               const std::function<void(const PlacedFact&)>& to);

  /// Something was left because the box had no room for it.
  bool full() const { return full_; }

 private:
  Intake(Db& db, const DeviceId& device, uint64_t rows_max, const Clock& clock)
      : db_(&db),
        clock_(&clock),
        device_(device),
        rows_max_(rows_max),
        began_ms_(clock.boot_ms()) {}
  bool room_for(const Segment& segment, const Keys& keys);
  bool fits(const IntakeCost& cost);
  uint64_t rows_of(const Segment& segment, const Keys& keys);
  void charge(Accepted accepted);
  void charge_asked();

  Db* db_;
  const Clock* clock_;
  DeviceId device_{};
  uint64_t rows_max_ = 0, began_ms_ = 0;
  bool any_ = false;  // a segment was looked at
  bool full_ = false;
  bool changed_ = false;
  IntakeCost spent_;
  // The segment that is looked at.
  using Place = std::tuple<LogId, Epoch, Seq>;
  IntakeCost asked_;
  Place place_;
  std::vector<OpenedFact> opened_;
  std::map<Place, std::vector<OpenedFact>> taken_;
  size_t taken_facts_ = 0;
};

/// How long central works for each box, so that none keeps it from the others. In memory alone.
class WorkShare {
 public:
  /// Whether a box has had its share for now, and others want theirs. `now_ms`: of this boot.
  bool used_up(const DeviceId& device, uint64_t now_ms) const;
  void add(const DeviceId& device, uint64_t worked_ms, uint64_t now_ms);

 private:
  struct Worked {
    uint64_t ms = 0, at_ms = 0;
  };
  static uint64_t left_of(const Worked& worked, uint64_t now_ms);
  std::map<DeviceId, Worked> worked_;
};

}  // namespace otmetka
