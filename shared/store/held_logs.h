// shared/store/held_logs.h - logs of anybody, as sealed segments, in mirror.db and central.db
// alike. Holds a gap-free prefix of each epoch. What is held was signed by a known key of its
// device and hangs on the links before it; what is inside is checked by whoever has the key.
// Tables: FORMAT.md, "Database files".
#pragma once
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "shared/log/segment.h"
#include "shared/store/db.h"
#include "shared/store/keys.h"

namespace otmetka {

struct HeldEpoch {
  int64_t row_id = 0;
  LogId log;
  Epoch epoch{};
  std::optional<Parent> parent;
  Seq held = 0;
  Link link{};
  Seq archived = 0;
};

enum class Accepted {
  stored,     // the prefix grew
  duplicate,  // every link was held already
  mended,     // the same, but its bytes had been lost or damaged on this disk
  gap,        // comes too early: what is before it is missing
  conflict,   // another link at a place that is held: put into quarantine
  overdue,    // signed with a key that another one has followed: not stored
};

class HeldLogs {
 public:
  /// Tables to be created with the file that holds them.
  static const char* schema();
  explicit HeldLogs(Db& db) : db_(&db) {}

  /// One signed segment from anybody. `refused`: unknown key or wrong signature; nothing was
  /// stored. The caller has a transaction open. `keys` open overlapping segments to compare them
  /// link by link.
  Result<Accepted> accept(const Segment& segment, const Keys& keys, int64_t now_s);

  Result<std::vector<HeldEpoch>> epochs();
  Result<std::vector<HeldEpoch>> epochs(const LogId& log);
  Result<std::vector<HeldEpoch>> epochs_of(const DeviceId& device);
  Result<std::vector<HeldEpoch>> epochs_in(const Scope& scope);
  Result<std::optional<HeldEpoch>> epoch(const LogId& log, Epoch epoch);
  Status set_archived(int64_t epoch_row_id, Seq seq);

  /// Segments that together hold everything after `seq`, in order, until `bytes_max` is passed.
  /// `corrupt`: the first one of them is damaged on this disk.
  Result<std::vector<Segment>> segments_after(int64_t epoch_row_id, Seq seq, size_t bytes_max);
  /// Forgets what of an epoch is no longer as it was signed, and holds it up to there only, so that
  /// the rest is asked for, or sealed, again. The caller has a transaction open.
  Status forget_damaged(const HeldEpoch& epoch);
  /// The same epoch as far as it is whole and as it was signed.
  Result<HeldEpoch> whole_part(const HeldEpoch& epoch);
  struct Checked {
    int64_t next = 0;      // to go on after; 0: all were looked at
    size_t forgotten = 0;  // epochs in which something was
  };
  /// Looks at up to `count` stored segments after the one with the id `after`, oldest first, and
  /// forgets what is damaged of epochs that `may_forget`. The caller has a transaction open.
  Result<Checked> check_stored(int64_t after, size_t count,
                               const std::function<bool(const HeldEpoch&)>& may_forget);
  /// How far the prefix `from`, which was, goes on as stored before a moment.
  Result<Seq> stored_before(int64_t epoch_row_id, Seq from, int64_t at_s);
  /// Link of a place, if a segment ends there or the keys open the one that covers it.
  Result<std::optional<Link>> link_at(const HeldEpoch& epoch, Seq seq, const Keys& keys);

  /// Every fact of an epoch that the keys open, in order. What is damaged on this disk, or cannot
  /// be read, is missing; what stands after it is not. `sealed` counts those that stay closed.
  struct Opened {
    std::vector<OpenedFact> facts;  // of `from` and following
    uint64_t sealed = 0;
    std::set<KeyId> keys_missing;  // under which these are
    std::optional<Error> damage;   // why some are missing
    Seq missing = 0;               // the first of them; 0: none is
    Seq through = 0;               // up to here was looked at
  };
  /// Stops after the segment with which `count_max` facts are reached.
  Result<Opened> facts(const HeldEpoch& epoch, const Keys& keys, Seq from = 1,
                       size_t count_max = SIZE_MAX);

  /// Every segment of every log in epoch order, for verification. Stops at the first failure of the
  /// visitor.
  Status each_segment(const std::function<Status(const HeldEpoch&, Result<Segment>)>& visit);

  /// One that was erased is not taken.
  Status put_detached(const Hash& name, const Scope& scope, ByteView bytes);
  Result<std::optional<Bytes>> detached(const Hash& name);
  Result<bool> has_detached(const Hash& name);
  /// For good; nothing of it stays in the file.
  Status forget_detached(const Hash& name);
  /// Nobody may hold these any more: they go for good, and none of them is taken again. Bytes of
  /// before stand in the log beside the file until Db::checkpoint_whole(). The caller has a
  /// transaction open.
  Status erase(const std::vector<Hash>& names);
  /// The same in a transaction of its own, of those that are not erased yet; these are returned.
  Result<std::vector<Hash>> erase_others(const std::vector<Hash>& names);
  Result<std::set<Hash>> erased();
  Result<bool> is_erased(const Hash& name);
  Result<std::vector<Hash>> detached_names(const Scope& scope);

  Status put_public_key(const DeviceId& device, const PublicKey& key);
  Result<std::optional<PublicKey>> public_key(const DeviceId& device, const KeyId& id);

  /// From now on what this key signed counts up to these places alone.
  Status end_public_key(const DeviceId& device, const PublicKey& key,
                        const std::vector<LogPlace>& places);
  /// Forgets segments that reach beyond a place, so that they are sealed again. The caller has a
  /// transaction open.
  Status cut_back(const HeldEpoch& epoch, Seq seq);

  Result<int64_t> quarantined();

 private:
  struct Removed {
    bool small = false, large = false;  // from which table
  };
  struct Whole {
    Seq seq = 0;
    Link link{};
    std::vector<int64_t> damaged;
  };
  Result<bool> has_table(std::string_view name);
  Result<Removed> remove_detached(const Hash& name);
  /// Whether the key had its end before this segment.
  Result<bool> is_over(const SegmentHeader& header);
  Result<Whole> whole(const HeldEpoch& epoch);
  Result<bool> mend(const HeldEpoch& epoch, const Segment& segment, const Keys& keys,
                    int64_t now_s);
  Result<bool> is_as_signed(ByteView header_bytes, ByteView payload);
  Result<HeldEpoch> ensure_epoch(const Segment& segment);
  Result<int64_t> ensure_log(const LogId& log);
  Result<Accepted> judge(const HeldEpoch& epoch, const Segment& segment, const Keys& keys);
  Result<Accepted> compare_overlap(const HeldEpoch& epoch, const Segment& segment,
                                   const Keys& keys);
  Status store(const HeldEpoch& epoch, const Segment& segment, int64_t now_s);
  Status put(const HeldEpoch& epoch, const Segment& segment, int64_t now_s);
  Status replace_tails(const HeldEpoch& epoch, const Segment& segment, const Keys& keys,
                       int64_t now_s);
  Status quarantine(const Segment& segment, std::string_view reason, int64_t now_s);

  Db* db_;
};

}  // namespace otmetka
