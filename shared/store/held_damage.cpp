// What this disk has damaged of held logs: found by the signature, and forgotten.
#include <set>

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

// Only what is damaged goes. What stands after it stays beside the gap: nobody may have it any
// more.
Status HeldLogs::forget_damaged(const HeldEpoch& epoch) {
  Seq good = 0;
  Link link = first_link(epoch.log, epoch.epoch);
  std::vector<int64_t> damaged;
  {
    Query q = db_->query(
        "SELECT id, header, payload FROM segment WHERE epoch=? ORDER BY first, last DESC");
    q.bind(epoch.row_id);
    while (TRY(q.step())) {
      if (!TRY(is_as_signed(q.blob(1), q.blob(2)))) {
        damaged.push_back(q.integer(0));
        continue;
      }
      const SegmentHeader header = TRY(parse_header(q.blob(1)));
      if (header.first > good + 1 || header.last() <= good) continue;
      good = header.last();
      link = header.last_link;
    }
  }
  for (const int64_t id : damaged) TRY(db_->query("DELETE FROM segment WHERE id=?").bind(id).run());
  if (good == epoch.held && link == epoch.link) return done();
  Query q = db_->query(
      "UPDATE held_epoch SET held_seq=?, held_link=?, archived_seq=min(archived_seq, ?) WHERE "
      "id=?");
  return q.bind(good).bind(link).bind(good).bind(epoch.row_id).run();
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
