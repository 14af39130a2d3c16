// Sealing: rows of the journal become signed segments in the mirror, before they are first sent.
#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/exchange/device.h"

namespace otmetka {

Result<Identity> Device::identity() {
  const auto found = TRY(world_.mirror.identity());
  if (!found)
    return fail(Failure::not_enrolled,
                "not enrolled: run `otmetka enrol` with a code from central");
  return *found;
}

Result<std::vector<HeldEpoch>> Device::own_epochs(const Identity& identity) {
  return world_.mirror.logs().epochs_of(identity.device);
}

Status Device::seal() { return seal_or_keep(false); }

Status Device::seal_or_keep(bool live) {
  const Identity own = TRY(identity());
  auto journal = TRY(world_.open_journal());
  if (!journal) return done();
  std::optional<Error> first;
  const std::vector<JournalEpoch> epochs = TRY(journal->epochs());
  std::map<LogId, Epoch> latest;
  for (const JournalEpoch& epoch : epochs) latest[epoch.log] = epoch.epoch;
  for (const JournalEpoch& epoch : epochs) {
    // Of a cohort that was forgotten central has everything, also when the mirror was lost since.
    if (epoch.log.device != own.device || world_.keys.gone.contains(epoch.log.scope)) continue;
    const bool goes_on = live && latest[epoch.log] == epoch.epoch && !is_over(epoch.log.scope);
    if (goes_on && TRY(kept_as_tail(*journal, epoch))) continue;
    const Status sealed = seal_epoch(*journal, epoch);
    if (!sealed && !first) first = sealed.error();
  }
  if (first) return *first;
  return done();
}

Status Device::seal_epoch(JournalReader& journal, const JournalEpoch& epoch) {
  const auto held = TRY(world_.mirror.logs().epoch(epoch.log, epoch.epoch));
  Seq next = held ? held->held + 1 : 1;
  Link link = held ? held->link : first_link(epoch.log, epoch.epoch);
  tails_.erase(epoch.epoch);
  if (next > epoch.last) return done();
  const auto receipt = TRY(world_.mirror.receipt(epoch.log, epoch.epoch));
  if (receipt && receipt->entry.durable >= next) to_cover_.emplace(epoch.epoch, next);
  const SecretKey* scope_key = world_.keys.sealing_key(epoch.log.scope);
  if (!scope_key || !world_.keys.sign) {
    return fail(Failure::absent,
                fmt::format("no key for {} yet: its facts wait in the journal", epoch.log.scope));
  }
  while (next <= epoch.last) {
    Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
    std::optional<Error> unread;
    for (size_t i = 0; i < segments_sealed_at_once && next <= epoch.last && !unread; ++i) {
      const auto segment = next_segment(journal, epoch, *scope_key, next, link);
      if (!segment) {
        unread = segment.error();
      } else if (TRY(world_.mirror.logs().accept(segment.value(), world_.keys,
                                                 world_.clock.wall_s())) != Accepted::stored) {
        return fail(Failure::corrupt, "a segment just sealed does not fit the mirror");
      }
    }
    TRY(transaction.commit());
    if (unread) return *unread;  // what stands before it is sealed
  }
  return done();
}

// Moves `next` and `link` behind it.
Result<Segment> Device::next_segment(JournalReader& journal, const JournalEpoch& epoch,
                                     const SecretKey& scope_key, Seq& next, Link& link) {
  SealRequest request;
  request.log = epoch.log;
  request.epoch = epoch.epoch;
  request.first = next;
  request.previous = link;
  if (next == 1) request.parent = TRY(journal.parent(epoch.row_id));
  size_t bytes = 0;
  for (JournalRow& row : TRY(journal.rows(epoch.row_id, next, segment_facts_max))) {
    bytes += row.bytes.size();
    if (bytes > segment_rows_bytes_max && !request.rows.empty()) break;
    // What the journal no longer says as it was written is not signed; what stands before it is.
    const Link linked = next_link(link, row.bytes);
    if (row.seq != next || linked != row.link) break;
    link = linked;
    request.rows.push_back(std::move(row.bytes));
    ++next;
  }
  if (request.rows.empty()) {
    return fail(Failure::corrupt, fmt::format("the journal is damaged at {}/{}/{}", epoch.log.scope,
                                              to_text(epoch.epoch), next));
  }
  return seal_segment(request, *world_.keys.sign, scope_key, world_.random);
}

Result<std::map<std::pair<LogId, Epoch>, Seq>> Device::recorded_epochs() {
  std::map<std::pair<LogId, Epoch>, Seq> recorded;
  if (auto journal = TRY(world_.open_journal())) {
    for (const JournalEpoch& epoch : TRY(journal->epochs()))
      recorded[{epoch.log, epoch.epoch}] = epoch.last;
  }
  return recorded;
}

Status Device::check_stored(size_t count) {
  const auto own = TRY(world_.mirror.identity());
  if (!own) return done();
  const auto recorded = TRY(recorded_epochs());
  // What the journal no longer has is kept even so: parts of it may still be good.
  const auto comes_again = [&](const HeldEpoch& epoch) {
    if (epoch.log.device != own->device) return true;
    if (world_.keys.gone.contains(epoch.log.scope)) return false;
    const auto found = recorded.find({epoch.log, epoch.epoch});
    return found != recorded.end() && found->second >= epoch.held;
  };
  TRY(finish_erasures());
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  checked_ = TRY(world_.mirror.logs().check_stored(checked_, count, comes_again)).next;
  TRY(check_photos(own->central_id, count));
  if (checked_ == 0) {  // texts beside the segments are looked at with what names them
    channels_.reset();
    walk_in_texts_open_.clear();
  }
  return transaction.commit();
}

Status Device::forget_damaged(const HeldEpoch& epoch) {
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(world_.mirror.logs().forget_damaged(epoch));
  return transaction.commit();
}

// How far central's latest word goes for an epoch of ours, if its link is ours.
Result<Seq> Device::received(const HeldEpoch& epoch) {
  const auto receipt = TRY(world_.mirror.receipt(epoch.log, epoch.epoch));
  if (!receipt || receipt->entry.durable == 0) return Seq{0};
  const HeldEpoch whole = with_tail(epoch);
  const bool in_tail = receipt->entry.durable > epoch.held && receipt->entry.durable <= whole.held;
  const auto ours =
      in_tail ? std::optional(tails_.at(epoch.epoch).link_of(receipt->entry.durable))
              : TRY(world_.mirror.logs().link_at(epoch, receipt->entry.durable, world_.keys));
  if (!ours) return Seq{0};
  if (*ours != receipt->entry.link) return in_dispute(epoch, receipt->entry.durable);
  disputes_.erase(epoch.epoch);
  return receipt->entry.durable;
}

Seq Device::in_dispute(const HeldEpoch& epoch, Seq place) {
  Dispute& dispute = disputes_[epoch.epoch];
  dispute.reason = fmt::format(
      "central holds another fact at {}/{}/{}: this box runs twice, or was put back while it ran; "
      "what it recorded there is kept here and was sent in",
      epoch.log.scope, to_text(epoch.epoch), place);
  return dispute.sent ? epoch.held : 0;
}

Result<Waiting> Device::waiting() {
  Waiting out;
  auto journal = TRY(world_.open_journal());
  if (!journal) return out;
  for (const JournalEpoch& epoch : TRY(journal->epochs())) {
    if (world_.keys.gone.contains(epoch.log.scope)) continue;
    const Confirmed confirmed = TRY(confirmed_of(world_.mirror, *journal, epoch));
    const Seq durable = confirmed.durable;
    out.durable += durable;
    out.archived += confirmed.archived;
    out.all += epoch.last - durable;
    if (epoch.log.scope == device_scope || durable == epoch.last) continue;
    out.facts += epoch.last - durable;
    const auto oldest = TRY(journal->row(epoch.row_id, durable + 1));
    const auto fact = oldest ? decode_row(oldest->bytes) : Result<Fact>(fail(Failure::absent, ""));
    if (!fact) continue;
    if (out.oldest_wall_s == 0 || fact.value().wall_s < out.oldest_wall_s)
      out.oldest_wall_s = fact.value().wall_s;
  }
  return out;
}

}  // namespace otmetka
