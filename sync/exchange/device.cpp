#include "sync/exchange/device.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "sync/exchange/device_round.h"
#include "sync/exchange/digest.h"
#include "sync/exchange/enrol.h"
#include "sync/exchange/serve.h"

namespace otmetka {
namespace {
constexpr const char* exchange_path = "/sync/v1/exchange";
// Of one exchange; each must bring something, so this only stops a bug.
constexpr int requests_max = 10'000;
constexpr int attempts_max = 16;  // of one request: a challenge or two, smaller portions
constexpr uint64_t pace_bytes_min = 4096;
// Nothing is deleted in a hurry, and a month of starts of a kiosk has kilobytes of receipts.
constexpr uint64_t archived_every_ms = 3'600'000;

}  // namespace

// Where it was assigned to last, else where it was enrolled.
static Result<std::string> venue_of(const Identity& identity,
                                    std::optional<JournalReader>& journal) {
  if (!journal) return identity.venue;
  return TRY(journal->assigned_venue()).value_or(identity.venue);
}

Result<std::string> Device::venue() {
  auto journal = TRY(world_.open_journal());
  return venue_of(TRY(identity()), journal);
}

// What is held and wanted before anything is said.
Status Device::begin(Round& round) {
  for (const Hash& name : TRY(world_.mirror.received_detached()))
    round.received_detached.insert(name);
  round.journal = TRY(world_.open_journal());
  if (round.journal) round.own_detached = TRY(round.journal->detached_names());
  TRY(drop_erased(round));
  round.venue = TRY(venue_of(round.identity, round.journal));
  const bool same_venue = wants_.contains(venue_scope(round.venue));
  if (same_venue && channels_ &&
      *channels_ == TRY(channels_held(world_.mirror.logs(), round.identity.central_id))) {
    round.wants = wants_;
    TRY(hand_keys_to_kiosk());
    TRY(ask_for_walk_ins(round));
  } else {
    TRY(read_channels(round));
  }
  const uint64_t now_ms = world_.clock.boot_ms();
  round.name_unarchived = !archived_asked_ms_ || now_ms - *archived_asked_ms_ >= archived_every_ms;
  return forget_ended(round);
}

Result<RoundTrip> Device::exchange_part(Network& network, const Room& room) {
  Round round;
  round.identity = TRY(identity());
  const Status sealed = seal_or_keep(std::exchange(live_, false));
  TRY(begin(round));
  round.photos = next_photos(room());

  bool begins = true;  // the next answer may only tell where to begin
  for (int i = 0; i < requests_max; ++i) {
    if (room() == 0) {
      round.wants.clear();
      round.missing.clear();
      round.photos.clear();
      round.key_requests.clear();
    }
    const Bytes body = TRY(build_request(round));
    const size_t acknowledged_before = TRY(waiting()).durable + round.received_detached.size();
    const size_t missing_before =
        round.missing.size() + round.photos.size() + round.key_requests.size();
    const std::set<Scope> wanted_before = round.wants;
    const HandBack asked_before = round.back;
    const size_t named_before = round.named.size();
    const uint64_t sent_ms = world_.clock.boot_ms();
    const Frames answer = TRY(post(network, round, body));
    TRY(take_answer(round, answer, sent_ms));
    round.name_all_own = false;
    const bool progress =
        round.stored > 0 || round.wants != wanted_before || round.back != asked_before ||
        round.named.size() > named_before ||
        TRY(waiting()).durable + round.received_detached.size() > acknowledged_before ||
        round.missing.size() + round.photos.size() + round.key_requests.size() < missing_before;
    // Texts and keys that central was asked for and does not have keep nobody: they are asked for
    // again next time.
    const bool asked_in_vain = !progress && !begins;
    const bool nothing_wanted =
        round.missing.empty() && round.photos.empty() && round.key_requests.empty();
    const bool asked_for_all = round.wants == wanted_before;
    if (!round.more_here && !round.more_there && asked_for_all &&
        (nothing_wanted || asked_in_vain)) {
      if (!round.missing.empty() && !round.identity.complete) {
        round.texts_final = true;
        TRY(read_channels(round));
      }
      if (!sealed) return sealed.error();
      if (!disputes_.empty()) return fail(Failure::corrupt, disputes_.begin()->second.reason);
      photos_in_vain_.insert(round.photos.begin(), round.photos.end());
      live_ = true;
      return round.trip;
    }
    if (!progress && !begins) {
      TRY(forget_damaged_own(round));
      return fail(
          Failure::refused,
          "central did not take everything; what it did not take waits here and is tried again");
    }
    begins = round.named.size() > named_before;
  }
  return fail(Failure::refused, "the exchange did not come to an end");
}

Result<std::optional<WaitCall>> Device::wait_call() {
  if (!channels_ || !world_.keys.sign) return std::optional<WaitCall>();
  const Identity own = TRY(identity());
  WaitCall call{own.device, own.central, world_.software, *world_.keys.sign, {}, {}};
  call.wants.assign(wants_.begin(), wants_.end());
  const std::vector<HeldEpoch> held = TRY(epochs_of_others(own, wants_));
  if (digests_) {
    call.digest = digest_of(held);
  } else {
    for (const HeldEpoch& epoch : held) call.heads.push_back({epoch.log, epoch.epoch, epoch.held});
  }
  return std::optional<WaitCall>(std::move(call));
}

Result<Frames> Device::post(Network& network, Round& round, Bytes body) {
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    ++round.trip.requests;
    const NetworkReply reply = TRY(network.post(exchange_path, body));
    if (reply.status == 413 && pace_ > pace_bytes_min) {  // by whoever stands in between, too
      pace_ = body_bytes_max_ = std::max(pace_ / 2, pace_bytes_min);
      body = TRY(build_request(round));
      continue;
    }
    const Frames frames = TRY(read_frames(reply.body));
    if (!frames.succession.empty() && TRY(follow_central(frames.succession)))
      round.identity = TRY(identity());
    if (reply.status == 200) {
      if (TRY(world_.mirror.forgotten())) TRY(world_.mirror.set_forgotten(false));
      return frames;
    }
    if (reply.status == 403 && TRY(remind_of_this_box(round, frames))) {
      body = TRY(build_request(round));
      continue;
    }
    if (reply.status == 401 && frames.challenge) {
      round.challenge = frames.challenge;
      digests_ = frames.hello && (frames.hello->capabilities & capability_digests) != 0;
      body = TRY(build_request(round));
      continue;
    }
    const std::string text =
        frames.refusal ? frames.refusal->text : fmt::format("status {}", reply.status);
    if (reply.status == 403 && frames.refusal && frames.refusal->code == "unknown_device")
      TRY(world_.mirror.set_forgotten(true));
    return fail(reply.status == 403 ? Failure::refused : Failure::offline,
                fmt::format("central said no: {}", text));
  }
  return fail(Failure::refused, "central does not accept this box's proof of identity");
}

Status Device::take_answer(Round& round, const Frames& frames, uint64_t sent_ms) {
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(take_receipt(round, frames, sent_ms));
  for (const Epoch epoch : round.whole_on_the_way) to_cover_.erase(epoch);
  if (std::exchange(round.name_unarchived, false)) archived_asked_ms_ = world_.clock.boot_ms();
  const auto may = [&](const LogId& log) {
    const bool of_central = log.device == round.identity.central_id;
    return log.device != round.identity.device && round.wants.contains(log.scope) &&
           (of_central || is_cohort_scope(log.scope));
  };
  const std::set<Hash> asked(round.missing.begin(), round.missing.end());
  TRY(note_asked_back(round, frames));
  if (frames.notices != TRY(world_.mirror.notices()))
    TRY(world_.mirror.set_notices(frames.notices));
  const Taken taken = TRY(take_segments(world_.mirror.logs(), frames.segments, world_.keys,
                                        world_.clock.wall_s(), may));
  round.stored = taken.stored;
  round.trip.segments_taken += taken.stored;
  std::set<Hash> photos;
  for (const DetachedFrame& frame : frames.detached) {
    const bool photo = round.photos.contains(frame.name);
    if (!photo && !asked.contains(frame.name)) continue;
    const auto opened = open_sealed_text(frame.bytes, frame.name, world_.keys);
    if (!opened) continue;  // asked for again
    TRY(world_.mirror.logs().put_detached(frame.name, opened.value().scope, frame.bytes));
    // A photo changes nothing of what the channels say.
    if (photo) {
      photos.insert(frame.name);
    } else {
      ++round.stored;
    }
  }
  TRY(transaction.commit());
  for (const Hash& name : photos) {
    round.photos.erase(name);
    photos_wanted_.erase(name);
  }
  round.trip.photos_taken += photos.size();
  const size_t keys_before = world_.keys.scopes.size();
  TRY(take_granted_keys(frames));
  round.stored += world_.keys.scopes.size() - keys_before;
  if (frames.pace) {
    round.more_there = frames.pace->more;
    round.trip.next_s = frames.pace->next_s;
    pace_ = std::min(body_bytes_max_, std::max(frames.pace->bytes, pace_bytes_min));
  } else {
    round.more_there = false;
  }
  note_differing(round, frames);
  if (round.stored > 0) TRY(read_channels(round));
  return done();
}

Status Device::take_receipt(Round& round, const Frames& frames, uint64_t sent_ms) {
  if (!frames.receipt) return fail(Failure::offline, "an answer without a receipt");
  const Receipt receipt = TRY(read_receipt(*frames.receipt, round.identity.central));
  TRY(world_.mirror.put_receipt(receipt));
  for (const Hash& name : receipt.detached) round.received_detached.insert(name);
  for (auto& [epoch, dispute] : disputes_) {
    dispute.sent = dispute.sent || round.whole_on_the_way.contains(epoch);
  }
  round.more_here = false;
  for (const HeldEpoch& epoch : TRY(own_epochs(round.identity))) {
    if (TRY(received(epoch)) < with_tail(epoch).held) round.more_here = true;
  }
  for (const JournalReader::DetachedName& text : round.own_detached) {
    if (!round.received_detached.contains(text.name)) round.more_here = true;
  }
  return note_time(receipt.time_s, sent_ms);
}

Status Device::note_synchronized(const TimeInterval& now) {
  const BootId boot = world_.clock.boot_id();
  const auto known = TRY(world_.mirror.time());
  if (known && known->boot == boot) return done();
  const auto boot_s = static_cast<int64_t>(world_.clock.boot_s());
  return world_.mirror.set_time(
      {boot, {now.earliest_s - boot_s - 1, now.latest_s - boot_s, false}, true});
}

// The signed time was true at some moment between sending and receiving, unless nobody lives then.
Status Device::note_time(int64_t time_s, uint64_t sent_ms) {
  if (time_s < -anchor_bound_s || time_s > anchor_bound_s) return done();
  KnownTime fresh;
  fresh.boot = world_.clock.boot_id();
  fresh.at_boot_zero = {time_s - static_cast<int64_t>(world_.clock.boot_ms() / 1000) - 1,
                        time_s + 1 - static_cast<int64_t>(sent_ms / 1000), false};
  const auto known = TRY(world_.mirror.time());
  if (known && known->boot == fresh.boot && !known->by_ntp) {
    const TimeInterval &a = known->at_boot_zero, &b = fresh.at_boot_zero;
    const bool halves = (b.latest_s - b.earliest_s) * 2 <= a.latest_s - a.earliest_s;
    const bool apart = b.earliest_s > a.latest_s || b.latest_s < a.earliest_s;
    if (!halves && !apart) return done();
  }
  return world_.mirror.set_time(fresh);
}

// The office's channel, the venue's, and those of the cohorts that meet there: as the venue's own
// channel says, and while that has not come, as the cohorts say that are known.
static std::set<Scope> scopes_at(const Directory& directory, const VenueEntry* venue,
                                 const std::string& name) {
  std::set<Scope> out{office_scope, venue_scope(name)};
  if (!venue) return out;
  out.insert(venue->cohorts.begin(), venue->cohorts.end());
  for (const auto& [scope, cohort] : directory.cohorts()) {
    const auto meets = [&](const auto& session) { return session.second.venue == venue->number; };
    if (std::any_of(cohort.sessions.begin(), cohort.sessions.end(), meets)) out.insert(scope);
  }
  return out;
}

// What the channels held so far ask of this device: which logs, which keys, which texts, whose
// signatures to know.
Status Device::read_channels(Round& round) {
  const Identity& own = round.identity;
  Directory directory;
  std::vector<HeldEpoch> damaged;
  std::set<Hash> photos;
  std::set<Scope> sealed;  // of which something is under a key that is not here
  const auto visit = [&](const ChannelFact& fact) -> Status {
    directory.apply(fact);
    if (is_over(fact.placed.id.scope)) return done();
    const bool envelope = fact.placed.fact.kind == Kind::key_envelope;
    if (envelope && !TRY(is_for_us(fact))) return done();
    const bool photo = fact.placed.fact.kind == Kind::person_photo;
    if (photo && fact.placed.fact.detached) photos.insert(*fact.placed.fact.detached);
    if (fact.placed.fact.detached && !fact.text && !fact.erased && !photo)
      round.missing.push_back(*fact.placed.fact.detached);
    return envelope && fact.text ? take_keys(fact) : done();
  };
  const auto pass = [&]() -> Status {
    round.missing.clear();
    directory = Directory();
    sealed.clear();
    return each_channel_fact(
        world_.mirror.logs(), own.central_id, world_.keys, visit,
        [&](const HeldEpoch& epoch, const Error&) {
          damaged.push_back(epoch);
          return done();
        },
        [&](const Scope& scope) { sealed.insert(scope); });
  };
  const size_t keys_before = world_.keys.scopes.size();
  TRY(pass());
  if (world_.keys.scopes.size() != keys_before) TRY(pass());  // with a new key more of them open
  // A channel that this disk has damaged is asked for again from there on.
  for (const HeldEpoch& epoch : damaged) TRY(forget_damaged(epoch));
  if (damaged.empty()) TRY(note_photos(directory, photos));
  TRY(note_signers(world_.mirror.logs(), directory));
  TRY(take_erasures(directory));
  TRY(drop_erased(round));
  const VenueEntry* venue = directory.venue(round.venue);
  round.wants = scopes_at(directory, venue, round.venue);
  std::erase_if(round.wants, [&](const Scope& scope) { return is_over(scope); });
  round.key_requests.clear();
  for (const Scope& scope : round.wants) {
    if (world_.keys.sealing_key(scope) && !sealed.contains(scope)) continue;
    if (!world_.keys.box_for.contains(scope)) {
      world_.keys.box_for[scope] = world_.random.bytes<32>();
      TRY(world_.save_keys(world_.keys));
    }
    round.key_requests.push_back({scope, box_public(world_.keys.box_for[scope])});
  }
  bool complete = !directory.badge_issuers().empty() && venue != nullptr &&
                  (round.missing.empty() || round.texts_final) && round.key_requests.empty();
  for (const Scope& scope : round.wants) {
    if (is_cohort_scope(scope) && !directory.cohort(scope)) complete = false;
  }
  if (complete && !own.complete) {
    round.identity.complete = true;
    TRY(world_.mirror.set_identity(round.identity));
  }
  channels_.reset();
  if (complete && damaged.empty())
    channels_ = TRY(channels_held(world_.mirror.logs(), own.central_id));
  wants_ = round.wants;
  TRY(ask_for_walk_ins(round));
  return hand_keys_to_kiosk();
}

// Of what other kiosks wrote the names of walk-ins alone are for this one to show; what people said
// elsewhere, ideas and the words of corrections, is no business of it.
Status Device::ask_for_walk_ins(Round& round) {
  HeldLogs logs = world_.mirror.logs();
  for (const HeldEpoch& epoch : TRY(logs.epochs())) {
    const LogId& log = epoch.log;
    const bool others = log.device != round.identity.central_id &&
                        log.device != round.identity.device && is_cohort_scope(log.scope);
    Seq& read = walk_ins_read_[epoch.row_id];
    if (!others || !round.wants.contains(log.scope) || read >= epoch.held) continue;
    const auto opened = TRY(logs.facts(epoch, world_.keys, read + 1));
    for (const OpenedFact& one : opened.facts) {
      const bool real = one.fact.kind == Kind::walk_in && !(one.fact.flags & flag::rehearsal);
      if (real && one.fact.detached) walk_in_texts_.insert(*one.fact.detached);
    }
    // What has not opened yet, or is damaged, is looked at again.
    if (opened.sealed == 0 && !opened.damage) read = opened.through;
  }
  for (const Hash& name : walk_in_texts_) {
    if (walk_in_texts_open_.contains(name) || TRY(logs.is_erased(name))) continue;
    if (TRY(open_text(logs, name, world_.keys))) {
      walk_in_texts_open_.insert(name);
    } else {
      round.missing.push_back(name);
    }
  }
  return done();
}

}  // namespace otmetka
