// While central is heard a fact goes to it as soon as it is recorded, in a tail: signed like a
// segment, stored there like one, kept nowhere here. Some minutes of them are sealed as one
// segment, which takes their place. What a daemon knows of its tails ends with it: the next one
// seals all, and gives central the segment too where a receipt goes beyond what was sealed.
#include "shared/base/limits.h"
#include "sync/exchange/device_round.h"

namespace otmetka {

Result<bool> Device::kept_as_tail(JournalReader& journal, const JournalEpoch& epoch) {
  const auto held = TRY(world_.mirror.logs().epoch(epoch.log, epoch.epoch));
  // An epoch begins with a segment, and one that is in dispute is sent in once.
  if (!held || held->held == 0 || disputes_.contains(epoch.epoch)) return false;
  if (held->held >= epoch.last) {
    tails_.erase(epoch.epoch);
    return true;
  }
  // Where this disk has damaged a segment, what comes after it waits for the gap to be sealed
  // again.
  const auto beyond = world_.mirror.logs().segments_after(held->row_id, held->held, 1);
  if (!beyond || !beyond.value().empty()) return false;
  const uint64_t now_ms = world_.clock.boot_ms();
  const auto before = tails_.find(epoch.epoch);
  Tail tail{epoch.row_id, held->held, {}, now_ms};
  if (before != tails_.end() && before->second.sealed == tail.sealed)
    tail.since_ms = before->second.since_ms;
  const bool full = epoch.last - held->held > tail_facts_max;
  if (full || now_ms - tail.since_ms >= tail_ms_max) return false;
  Link link = held->link;
  for (const JournalRow& row : TRY(journal.rows(epoch.row_id, held->held + 1, tail_facts_max))) {
    link = next_link(link, row.bytes);
    if (row.seq != tail.sealed + tail.links.size() + 1 || row.link != link) return false;
    tail.links.push_back(link);
  }
  if (tail.links.empty()) return false;
  tails_[epoch.epoch] = std::move(tail);
  return true;
}

HeldEpoch Device::with_tail(const HeldEpoch& epoch) const {
  HeldEpoch out = epoch;
  const auto tail = tails_.find(epoch.epoch);
  if (tail == tails_.end() || tail->second.sealed != epoch.held) return out;
  out.held = tail->second.sealed + tail->second.links.size();
  out.link = tail->second.links.back();
  return out;
}

Status Device::add_tail(Round& round, const HeldEpoch& epoch, Seq after, FrameWriter& out) {
  const HeldEpoch whole = with_tail(epoch);
  const SecretKey* key = world_.keys.sealing_key(epoch.log.scope);
  if (after >= whole.held || !round.journal || !key || !world_.keys.sign) return done();
  const Tail& tail = tails_.at(epoch.epoch);
  SealRequest request;
  request.type = SegmentType::tail;
  request.log = epoch.log;
  request.epoch = epoch.epoch;
  request.first = after + 1;
  request.previous = after == epoch.held ? epoch.link : tail.link_of(after);
  const auto count = static_cast<size_t>(whole.held - after);
  for (JournalRow& row : TRY(round.journal->rows(tail.row_id, request.first, count)))
    request.rows.push_back(std::move(row.bytes));
  if (request.rows.size() != count) return done();  // the journal was replaced: sealed next time
  out.segment(TRY(seal_segment(request, *world_.keys.sign, *key, world_.random)));
  ++round.trip.segments_sent;
  return done();
}

}  // namespace otmetka
