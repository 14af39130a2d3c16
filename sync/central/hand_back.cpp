// A store that was put back from an older copy, or whose disk has lost some of what it gave out:
// that comes back from those who hold it. Everything that is taken proves itself: segments by this
// central's own signature, texts by the hash in a signed row, keys by the id in a signed header.
#include <algorithm>
#include <bit>

#include "shared/base/limits.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

constexpr size_t texts_asked_at_once = 256;
constexpr size_t handed_keys_max = 256;  // of one body; each takes 0.1 ms to open

}  // namespace

HttpResponse Central::unknown_key(std::string_view code, const std::string& text) {
  std::vector<Head> heads;
  const auto office = logs().epochs(LogId{id_, office_scope});
  if (office) {
    for (const HeldEpoch& epoch : office.value())
      heads.push_back({epoch.log, epoch.epoch, whole_part(epoch).held});
  }
  const auto statements = succession();
  FrameWriter out;
  out.refusal({std::string(code), text});
  if (!heads.empty()) out.heads(heads);
  // It may be to enrol again, by a code that is signed with another key than it knows.
  if (statements && !statements.value().empty()) out.succession(statements.value());
  return frames_response(403, out.take());
}

Status Central::take_back_office(const Frames& frames) {
  if (frames.segments.empty()) return done();
  const auto may = [&](const LogId& log) { return log == LogId{id_, office_scope}; };
  Transaction transaction = TRY(Transaction::begin(*db_));
  const Taken taken = TRY(take_segments(logs(), frames.segments, keys_, clock_->wall_s(), may));
  TRY(transaction.commit());
  if (taken.stored + taken.mended == 0) return done();
  note_news(office_scope);
  if (taken.stored > 0) TRY(note_event("restored", id_));
  return taken.mended > 0 ? read_mended() : read_all_channels();
}

// Read from the beginning: what was told as lost is told no more.
Status Central::read_mended() {
  broken_.clear();
  TRY(rebuild());
  return note_signers(logs(), directory_);
}

Status Central::note_broken(const HeldEpoch& epoch) {
  const HeldEpoch whole = TRY(logs().whole_part(epoch));
  if (whole.held < epoch.held) broken_[epoch.row_id] = whole;
  return done();
}

HeldEpoch Central::whole_part(const HeldEpoch& epoch) const {
  const auto found = broken_.find(epoch.row_id);
  return found == broken_.end() ? epoch : found->second;
}

Result<bool> Central::take_handed_keys(const DeviceId& from, const Frames& frames) {
  Keys keys = keys_;
  size_t looked_at = 0;
  for (const HandedKey& handed : frames.handed_keys) {
    if (lost_keys_.empty() || ++looked_at > handed_keys_max)
      break;  // the others are asked for again
    const auto opened = box_open(box_key_of(*keys_.sign), handed.box);
    SecretKey key{};
    if (!opened || !copy_exact(opened.value(), key)) continue;
    const KeyId id = scope_key_id(key);
    const bool lost = std::any_of(lost_keys_.begin(), lost_keys_.end(), [&](const LostKey& each) {
      const bool theirs = handed.scope != device_scope || each.device == from;
      return theirs && each.scope == handed.scope && each.id == id;
    });
    if (lost) keys.add_scope(handed.scope, key);
  }
  if (keys.scopes.size() == keys_.scopes.size()) return false;
  TRY(take_keys(std::move(keys)));
  // What stays so is told again.
  TRY(db_->query("DELETE FROM unreadable").run());
  return true;
}

// A question may be lost with its answer, and what nobody has any more must not cost bytes each
// time: with the first exchange, the second, the fourth, the eighth, …
bool Central::asks_again(const DeviceId& from, ByteView what) {
  return std::has_single_bit(++asked_back_[{from, to_bytes(what)}]);
}

Status Central::ask_back(const Device& from, const std::set<Scope>& allowed, const Frames& frames,
                         FrameWriter& out) {
  std::vector<Head> heads;
  for (const Head& head : frames.heads) {
    if (head.log.device != id_ || !allowed.contains(head.log.scope)) continue;
    const auto held = TRY(logs().epoch(head.log, head.epoch));
    const Seq ours = held ? whole_part(*held).held : 0;
    if (ours >= head.seq) continue;
    // Of a gap it may have the other side only.
    const bool gap = held && held->held >= head.seq;
    if (!gap || asks_again(from.id, held->link)) heads.push_back({head.log, head.epoch, ours});
  }
  if (!heads.empty()) out.heads(heads);
  std::vector<WantedKey> keys;
  for (const LostKey& lost : lost_keys_) {
    const bool held_there =
        lost.scope == device_scope ? lost.device == from.id : allowed.contains(lost.scope);
    if (held_there && asks_again(from.id, lost.id)) keys.push_back({lost.scope, lost.id});
  }
  if (!keys.empty()) out.want_keys(keys);
  std::vector<Hash> texts;
  for (const auto& [name, scope] : lost_texts_) {
    if (texts.size() >= texts_asked_at_once) break;
    if (allowed.contains(scope) && !from.revoked && asks_again(from.id, name))
      texts.push_back(name);
  }
  for (const auto& [name, said] : lost_words_) {
    if (texts.size() >= texts_asked_at_once) break;
    const bool heard = said.log.device == from.id || allowed.contains(said.log.scope);
    if (said.seen < exchanges_ && heard && asks_again(from.id, name)) texts.push_back(name);
  }
  if (!texts.empty()) out.want_detached(texts);
  return done();
}

// Of those that are shown now; one that was replaced is gone for good.
Status Central::note_lost_photos() {
  for (const auto& [scope, cohort] : directory_.cohorts()) {
    for (const auto& [person, name] : cohort.photos) {
      if (!TRY(logs().has_detached(name))) lost_texts_.emplace(name, scope);
    }
  }
  return done();
}

}  // namespace otmetka
