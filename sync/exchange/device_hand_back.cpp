// Central was put back from a copy that is older than what it gave out. Everybody whom it told has
// that in its own hand, signed, and gives it back.
#include <algorithm>

#include "sync/exchange/device_round.h"

namespace otmetka {

Status Device::note_asked_back(Round& round, const Frames& frames) {
  round.back = {};
  HeldLogs logs = world_.mirror.logs();
  for (const Head& head : frames.heads) {
    if (head.log.device != round.identity.central_id) continue;
    const auto held = TRY(logs.epoch(head.log, head.epoch));
    if (held && held->held > head.seq) round.back.channels.push_back({*held, head.seq});
  }
  for (const Hash& name : frames.want_detached) {
    if (round.received_detached.erase(name) > 0) {
      TRY(world_.mirror.forget_received(name));
      round.back.own_texts.push_back(name);
    } else if (TRY(logs.has_detached(name))) {
      round.back.texts.push_back(name);
    }
  }
  for (const WantedKey& key : frames.want_keys) {
    if (world_.keys.opening_key(key.scope, key.id)) round.back.keys.push_back(key);
  }
  if (!round.back.none()) round.more_here = true;
  return done();
}

Status Device::add_asked_back(Round& round, FrameWriter& out) {
  HeldLogs logs = world_.mirror.logs();
  for (const WantedKey& wanted : round.back.keys) {
    const SecretKey* key = world_.keys.opening_key(wanted.scope, wanted.id);
    if (!key) continue;
    const auto box = box_seal(TRY(box_public_of(round.identity.central)), *key, world_.random);
    out.handed_key({wanted.scope, box});
  }
  for (const HandBack::Part& part : round.back.channels) {
    if (out.size() >= pace_) break;
    const auto segments = logs.segments_after(part.epoch.row_id, part.after, pace_ - out.size());
    if (!segments) continue;  // damaged here: another kiosk has it, or it is asked for again
    for (const Segment& segment : segments.value()) out.segment(segment);
    round.trip.segments_handed_back += segments.value().size();
  }
  for (const Hash& name : round.back.texts) {
    if (out.size() >= pace_) break;
    const auto bytes = TRY(logs.detached(name));
    if (bytes) out.detached(name, *bytes);
  }
  return done();
}

Result<bool> Device::remind_of_this_box(Round& round, const Frames& frames) {
  const bool unknown = frames.refusal && (frames.refusal->code == "unknown_device" ||
                                          frames.refusal->code == "wrong_key");
  if (!unknown || std::exchange(round.told_stranger, true)) return false;
  const LogId office{round.identity.central_id, office_scope};
  for (const HeldEpoch& epoch : TRY(world_.mirror.logs().epochs(office))) {
    const auto theirs = std::find_if(
        frames.heads.begin(), frames.heads.end(),
        [&](const Head& head) { return head.log == office && head.epoch == epoch.epoch; });
    const Seq after = theirs == frames.heads.end() ? 0 : theirs->seq;
    if (epoch.held > after) round.back.channels.push_back({epoch, after});
  }
  return !round.back.channels.empty();
}

}  // namespace otmetka
