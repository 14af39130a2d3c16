// What a request says: places of logs by name or by digest, own facts as segments and tails, texts.
#include <algorithm>

#include "shared/log/detached.h"
#include "sync/exchange/device_round.h"
#include "sync/exchange/digest.h"

namespace otmetka {
Result<std::vector<HeldEpoch>> Device::epochs_of_others(const Identity& own,
                                                        const std::set<Scope>& wants) {
  std::vector<HeldEpoch> out;
  for (const Scope& scope : wants) {
    for (HeldEpoch& epoch : TRY(world_.mirror.logs().epochs_in(scope))) {
      if (epoch.log.device != own.device) out.push_back(std::move(epoch));
    }
  }
  return out;
}

Status Device::name_others(Round& round, std::vector<Head>& heads) {
  std::set<LogId> unheld = round.by_digest ? round.named : std::set<LogId>();
  for (HeldEpoch& epoch : TRY(epochs_of_others(round.identity, round.wants))) {
    unheld.erase(epoch.log);
    if (round.by_digest && !round.named.contains(epoch.log)) {
      round.unnamed.push_back(std::move(epoch));
    } else {
      heads.push_back({epoch.log, epoch.epoch, epoch.held});
    }
  }
  for (const LogId& log : unheld) {
    if (log.device != round.identity.device) heads.push_back({log, Epoch{}, 0});
  }
  return done();
}

void Device::note_differing(Round& round, const Frames& frames) const {
  if (!round.by_digest || !frames.log_digests) return;
  for (const LogId& log : that_differ(digests_of_logs(round.unnamed), *frames.log_digests)) {
    if (log.device == round.identity.device || round.wants.contains(log.scope))
      round.more_there = round.named.insert(log).second || round.more_there;
  }
}

Result<Bytes> Device::build_request(Round& round) {
  FrameWriter out;
  out.hello({1, round.identity.device, world_.software});
  if (round.challenge && world_.keys.sign) {
    Proof proof{*round.challenge, {}};
    proof.signature = world_.keys.sign->sign(
        Context::authentication,
        proof_message(*round.challenge, round.identity.device, round.identity.central));
    out.proof(proof);
    round.challenge.reset();
  }
  out.wants({round.wants.begin(), round.wants.end()});
  std::vector<Head> heads;
  round.unnamed.clear();
  round.by_digest = digests_ && channels_.has_value();
  TRY(name_others(round, heads));
  // Heads come first on the wire, but are known only when the own logs were gone through.
  FrameWriter body;
  TRY(add_own_logs(round, body, heads));
  TRY(add_own_detached(round, body));
  TRY(add_asked_back(round, body));
  out.heads(heads);
  if (round.by_digest) out.digest(digest_of(round.unnamed));
  for (const KeyRequest& request : round.key_requests) out.key_request(request);
  std::vector<Hash> texts = round.missing;
  texts.insert(texts.end(), round.photos.begin(), round.photos.end());
  if (!texts.empty()) out.want_detached(texts);
  Bytes bytes = out.take();
  const Bytes rest = body.take();
  bytes.insert(bytes.end(), rest.begin() + 4, rest.end());  // without its magic
  return bytes;
}

Status Device::add_own_logs(Round& round, FrameWriter& out, std::vector<Head>& heads) {
  round.more_here = false;
  round.whole_on_the_way.clear();
  for (const HeldEpoch& epoch : TRY(own_epochs(round.identity))) {
    const Seq after = TRY(received(epoch));
    const HeldEpoch whole = with_tail(epoch);
    const auto cover = to_cover_.find(epoch.epoch);
    Seq from = cover == to_cover_.end() ? after : std::min(after, cover->second - 1);
    const bool named = round.by_digest ? round.named.contains(epoch.log) : round.name_all_own;
    if (named || after < whole.held || TRY(is_to_be_archived(round, epoch))) {
      heads.push_back({epoch.log, epoch.epoch, whole.held});
    } else if (round.by_digest) {
      round.unnamed.push_back(whole);
    }
    round.more_here = round.more_here || after < whole.held;
    if (out.size() >= pace_ || (after >= whole.held && from >= epoch.held)) continue;
    const auto segments =
        world_.mirror.logs().segments_after(epoch.row_id, from, pace_ - out.size());
    if (!segments) {
      if (segments.error().failure != Failure::corrupt) return segments.error();
      // The journal still has the rows: cut the mirror back and seal them again. They go with the
      // next request.
      TRY(forget_damaged(epoch));
      TRY(seal());
      continue;
    }
    for (const Segment& segment : segments.value()) {
      out.segment(segment);
      ++round.trip.segments_sent;
      from = segment.header.last();
      if (from == epoch.held) round.whole_on_the_way.insert(epoch.epoch);
    }
    if (from >= epoch.held) TRY(add_tail(round, epoch, std::max(after, epoch.held), out));
  }
  return done();
}

Result<bool> Device::is_to_be_archived(const Round& round, const HeldEpoch& epoch) {
  if (!round.name_unarchived) return false;
  const auto receipt = TRY(world_.mirror.receipt(epoch.log, epoch.epoch));
  return !receipt || receipt->entry.archived < epoch.held;
}

// What central does not take may be damaged where only a signature shows it. It is sealed again for
// the next exchange.
Status Device::forget_damaged_own(const Round& round) {
  for (const HeldEpoch& epoch : TRY(own_epochs(round.identity))) {
    if (TRY(received(epoch)) < epoch.held) TRY(forget_damaged(epoch));
  }
  return done();
}

Status Device::add_own_detached(Round& round, FrameWriter& out) {
  for (const JournalReader::DetachedName& text : round.own_detached) {
    if (round.received_detached.contains(text.name)) continue;
    round.more_here = true;
    const SecretKey* key = world_.keys.sealing_key(text.scope);
    if (!key || out.size() >= pace_ || !round.journal) continue;
    const auto salted = TRY(round.journal->detached(text.name));
    if (salted) out.detached(text.name, seal_detached(text.scope, *salted, *key, world_.random));
  }
  return done();
}

}  // namespace otmetka
