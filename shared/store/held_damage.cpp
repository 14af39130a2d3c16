// What of a log is not any more as it was signed, and how it becomes whole again.
#include <algorithm>
#include <set>
#include <tuple>

#include "shared/store/held_logs.h"

namespace otmetka {

Result<bool> HeldLogs::is_as_signed(ByteView header_bytes, ByteView payload) {
  // The payload's hash is in the header, and the header's own seal is its signature.
  const auto segment = join_segment(to_bytes(header_bytes), to_bytes(payload));
  if (!segment) return false;
  const SegmentHeader& header = segment.value().header;
  const auto key = TRY(public_key(header.log.device, header.key_id));
  return key && check_signature(segment.value(), *key).ok();
}

Result<HeldLogs::Whole> HeldLogs::whole(const HeldEpoch& epoch) {
  Whole out{0, first_link(epoch.log, epoch.epoch), {}};
  Query q =
      db_->query("SELECT id, header, payload FROM segment WHERE epoch=? ORDER BY first, last DESC");
  q.bind(epoch.row_id);
  while (TRY(q.step())) {
    if (!TRY(is_as_signed(q.blob(1), q.blob(2)))) {
      out.damaged.push_back(q.integer(0));
      continue;
    }
    const SegmentHeader header = TRY(parse_header(q.blob(1)));
    if (header.first > out.seq + 1 || header.last() <= out.seq) continue;
    out.seq = header.last();
    out.link = header.last_link;
  }
  return out;
}

Result<HeldEpoch> HeldLogs::whole_part(const HeldEpoch& epoch) {
  const Whole good = TRY(whole(epoch));
  HeldEpoch out = epoch;
  if (good.seq < epoch.held) std::tie(out.held, out.link) = std::tuple(good.seq, good.link);
  return out;
}

// Only what is damaged goes. What stands after it stays beside the gap: nobody may have it any
// more.
Status HeldLogs::forget_damaged(const HeldEpoch& epoch) {
  const Whole good = TRY(whole(epoch));
  for (const int64_t id : good.damaged)
    TRY(db_->query("DELETE FROM segment WHERE id=?").bind(id).run());
  if (good.seq == epoch.held && good.link == epoch.link) return done();
  Query q = db_->query(
      "UPDATE held_epoch SET held_seq=?, held_link=?, archived_seq=min(archived_seq, ?) WHERE "
      "id=?");
  return q.bind(good.seq).bind(good.link).bind(good.seq).bind(epoch.row_id).run();
}

// Signed, and at a place that is held: it is the same segment unless its neighbours say otherwise.
Result<bool> HeldLogs::mend(const HeldEpoch& epoch, const Segment& segment, const Keys& keys,
                            int64_t now_s) {
  const SegmentHeader& header = segment.header;
  Seq reached = header.first - 1;
  bool gap = false;
  std::vector<int64_t> damaged;
  {
    Query q = db_->query(
        "SELECT id, header, payload, first, last FROM segment WHERE epoch=? AND first<=? AND "
        "last>=? ORDER BY first, last DESC");
    q.bind(epoch.row_id).bind(header.last()).bind(header.first);
    while (TRY(q.step())) {
      const bool inside = q.bits(3) >= header.first && q.bits(4) <= header.last();
      if (TRY(is_as_signed(q.blob(1), q.blob(2)))) {
        gap = gap || q.bits(3) > reached + 1;
        reached = std::max(reached, q.bits(4));
      } else if (inside) {
        damaged.push_back(q.integer(0));
      }
    }
  }
  if (!gap && reached >= header.last()) return false;
  const auto before = TRY(link_at(epoch, header.first - 1, keys));
  if (before && *before != header.previous) return false;
  {
    Query q = db_->query("SELECT header, payload FROM segment WHERE epoch=? AND first=?");
    q.bind(epoch.row_id).bind(header.last() + 1);
    const bool next = TRY(q.step()) && TRY(is_as_signed(q.blob(0), q.blob(1)));
    if (next && TRY(parse_header(q.blob(0))).previous != header.last_link) return false;
  }
  for (const int64_t id : damaged) TRY(db_->query("DELETE FROM segment WHERE id=?").bind(id).run());
  TRY(put(epoch, segment, now_s));
  return true;
}

Result<HeldLogs::Checked> HeldLogs::check_stored(
    int64_t after, size_t count, const std::function<bool(const HeldEpoch&)>& may_forget) {
  Checked checked{after, 0};
  std::set<int64_t> damaged;
  size_t seen = 0;
  {
    Query q =
        db_->query("SELECT id, epoch, header, payload FROM segment WHERE id>? ORDER BY id LIMIT ?");
    q.bind(after).bind(uint64_t{count});
    for (; TRY(q.step()); ++seen) {
      checked.next = q.integer(0);
      if (!TRY(is_as_signed(q.blob(2), q.blob(3)))) damaged.insert(q.integer(1));
    }
  }
  if (seen < count) checked.next = 0;
  if (damaged.empty()) return checked;
  for (const HeldEpoch& epoch : TRY(epochs())) {
    if (!damaged.contains(epoch.row_id) || !may_forget(epoch)) continue;
    TRY(forget_damaged(epoch));
    ++checked.forgotten;
  }
  return checked;
}

}  // namespace otmetka
