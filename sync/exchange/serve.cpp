#include "sync/exchange/serve.h"

namespace otmetka {

TheirHeads::TheirHeads(const std::vector<Head>& heads) {
  for (const Head& head : heads) held_[{head.log, head.epoch}] = head.seq;
}

Seq TheirHeads::of(const LogId& log, Epoch epoch) const {
  const auto found = held_.find({log, epoch});
  return found == held_.end() ? 0 : found->second;
}

Result<bool> send_missing(HeldLogs logs, const std::vector<HeldEpoch>& epochs,
                          const TheirHeads& theirs, size_t bytes_max, FrameWriter& out) {
  for (const HeldEpoch& epoch : epochs) {
    const Seq seq = theirs.of(epoch.log, epoch.epoch);
    if (seq >= epoch.held) continue;
    if (out.size() >= bytes_max) return true;
    Seq sent = seq;
    const auto segments = logs.segments_after(epoch.row_id, seq, bytes_max - out.size());
    if (!segments) {
      if (segments.error().failure != Failure::corrupt) return segments.error();
      continue;  // hurts its own epoch only
    }
    for (const Segment& segment : segments.value()) {
      out.segment(segment);
      sent = segment.header.last();
    }
    if (sent < epoch.held) return true;
  }
  return false;
}

Result<Taken> take_segments(HeldLogs logs, const std::vector<Bytes>& segments, const Keys& keys,
                            int64_t now_s, const std::function<bool(const LogId&)>& may,
                            const Toll& toll) {
  Taken taken;
  for (const Bytes& bytes : segments) {
    const auto segment = parse_segment(bytes);
    if (!segment && segment.error().failure == Failure::newer_version) ++taken.later;
    if (!segment || !may(segment.value().header.log)) {
      ++taken.refused;
      continue;
    }
    if (toll.room_for && !toll.room_for(segment.value())) break;
    const auto accepted = logs.accept(segment.value(), keys, now_s);
    if (!accepted) {
      // A wrong signature concerns this segment; a disk that fails concerns all of them.
      if (accepted.error().failure != Failure::refused) return accepted.error();
      ++taken.refused;
      continue;
    }
    if (accepted.value() != Accepted::overdue)
      taken.epochs.insert({segment.value().header.log, segment.value().header.epoch});
    if (toll.charge) toll.charge(accepted.value());
    switch (accepted.value()) {
      case Accepted::stored:
        ++taken.stored;
        taken.grown.insert(segment.value().header.log);
        break;
      case Accepted::mended:
        ++taken.mended;
        break;
      case Accepted::duplicate:
        ++taken.duplicates;
        break;
      case Accepted::gap:
        ++taken.gaps;
        break;
      case Accepted::overdue:
        ++taken.refused;
        break;
      case Accepted::conflict:
        ++taken.conflicts;
        taken.conflicted.insert({segment.value().header.log, segment.value().header.epoch});
        break;
    }
  }
  return taken;
}

Status note_signers(HeldLogs logs, const Directory& directory) {
  for (const auto& [device, certificate] : directory.devices()) {
    PublicKey key{};
    if (copy_exact(as_bytes(certificate.sign_key()), key)) TRY(logs.put_public_key(device, key));
  }
  for (const KeyEnd& end : directory.key_ends()) {
    TRY(logs.put_public_key(end.device, end.before));
    TRY(logs.put_public_key(end.device, end.key));
    TRY(logs.end_public_key(end.device, end.before, end.places));
  }
  return done();
}

}  // namespace otmetka
