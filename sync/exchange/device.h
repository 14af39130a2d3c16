// sync/exchange/device.h - the device's half: seal what was recorded, deliver it, take what is
// published, enrol. Everything it knows is derived from the logs and the heads; what it stores
// beside them is a cache. No thread, no sleep, no socket inside.
#pragma once
#include <functional>
#include <map>
#include <set>

#include "shared/base/limits.h"
#include "shared/model/codes.h"
#include "shared/seam/network.h"
#include "shared/store/journal.h"
#include "shared/store/mirror.h"
#include "sync/exchange/frames.h"
#include "sync/exchange/wait.h"

namespace otmetka {

/// What the device's half works on. References outlive it.
struct DeviceWorld {
  Mirror& mirror;
  Keys& keys;
  std::function<Status(const Keys&)> save_keys;
  /// Nothing while nobody has recorded anything.
  std::function<Result<std::optional<JournalReader>>()> open_journal;
  const Clock& clock;
  Random& random;
  std::string software;
};

struct Waiting {
  uint64_t facts = 0;  // recorded, not yet durable at central; the `device` log is not counted
  uint64_t all = 0;    // the same with it
  int64_t oldest_wall_s = 0;  // of the first of `facts`; 0: none
  uint64_t durable = 0, archived = 0;
};

struct RoundTrip {
  size_t requests = 0, segments_sent = 0, segments_taken = 0, photos_taken = 0;
  uint64_t next_s = 0;  // when central wants to hear again
  // Of central's own channels: it was put back from a copy, and has them from here again.
  size_t segments_handed_back = 0;
};

class Device {
 public:
  explicit Device(DeviceWorld world) : world_(world) {}

  /// Takes a one-time code to its central and stays with the answer. May be repeated with the same
  /// code until it succeeds. Ends when keys, roster and venue have come.
  Status enrol(Network& network, const EnrolCode& code, const std::string& name);
  /// The same box goes on with another signing key, by a code that the office made for that. What
  /// central has not confirmed yet is sealed again with it. May be repeated as `enrol`.
  Status renew_key(Network& network, const EnrolCode& code);
  /// Takes a central's word about its own keys, as far as it hangs on the one that is known. True:
  /// something is new.
  Result<bool> follow_central(const std::vector<Bytes>& statements);

  /// Seals what the journal holds beyond the mirror. One damaged row stops its own epoch only; the
  /// first such failure is told.
  Status seal();

  /// How many bytes may still be taken from central; asked before each request. At 0 central is
  /// asked for nothing any more, and still has all facts in the end, and what it has lost back.
  using Room = std::function<uint64_t()>;
  /// Seals, then sends and takes until both sides have everything, as far as there is room.
  /// `offline`, `refused`: nothing is lost, try later.
  Result<RoundTrip> exchange(Network& network, const Room& room = no_limit);

  /// NTP has set this machine's clock: true time is within `now`. It counts until central has told
  /// the time in this boot.
  Status note_synchronized(const TimeInterval& now);

  Result<Waiting> waiting();

  /// What to ask central, beside the next exchange, to hear of news at once. Nothing while the
  /// channels are not whole: then the next exchange has its own reasons.
  Result<std::optional<WaitCall>> wait_call();

  /// Where this box stands, by name.
  Result<std::string> venue();

  /// Seals the scope keys of this box to the box key that the kiosk left in its journal: those that
  /// are new, or all of them when the kiosk's key is another one than before.
  Status hand_keys_to_kiosk();

  /// For idle moments: looks at the next `count` stored segments and photos, in turn, so that a
  /// flipped bit anywhere is found in the end, whatever the size of the mirror. What it hit comes
  /// again, or is sealed again.
  Status check_stored(size_t count);

 private:
  struct Round;  // one exchange under way
  /// The same, with a portion of the photos of the roster at the most.
  Result<RoundTrip> exchange_part(Network& network, const Room& room = no_limit);
  static uint64_t no_limit() { return UINT64_MAX; }
  /// `live`: what may go as a tail stays unsealed.
  Status seal_or_keep(bool live);
  Status seal_epoch(JournalReader& journal, const JournalEpoch& epoch);
  Result<Segment> next_segment(JournalReader& journal, const JournalEpoch& epoch,
                               const SecretKey& scope_key, Seq& next, Link& link);
  // Facts that are not sealed yet: device_tails.cpp.
  /// True: what of this epoch is not sealed goes as a tail.
  Result<bool> kept_as_tail(JournalReader& journal, const JournalEpoch& epoch);
  /// How far an epoch of this device goes, its tail too.
  HeldEpoch with_tail(const HeldEpoch& epoch) const;
  Status add_tail(Round& round, const HeldEpoch& epoch, Seq after, FrameWriter& out);
  Status begin(Round& round);
  Result<Bytes> build_request(Round& round);
  /// Held epochs of the logs that are wanted, but this device's own.
  Result<std::vector<HeldEpoch>> epochs_of_others(const Identity& own,
                                                  const std::set<Scope>& wants);
  Status name_others(Round& round, std::vector<Head>& heads);
  Status add_own_logs(Round& round, FrameWriter& out, std::vector<Head>& heads);
  /// Central told digests of what was left unnamed: logs that differ are named from now on.
  void note_differing(Round& round, const Frames& frames) const;
  /// Whether central is to be asked how far its backups reach.
  Result<bool> is_to_be_archived(const Round& round, const HeldEpoch& epoch);
  Status add_own_detached(Round& round, FrameWriter& out);
  /// Central asks for what it has lost, and is given what of it is held here.
  Status note_asked_back(Round& round, const Frames& frames);
  Status add_asked_back(Round& round, FrameWriter& out);
  /// It does not know this box: its own channel, in its own hand, may tell it. False: it cannot, or
  /// was told already.
  Result<bool> remind_of_this_box(Round& round, const Frames& frames);
  Status forget_damaged_own(const Round& round);
  Status forget_damaged(const HeldEpoch& epoch);
  /// What was is forgotten.
  Result<bool> was_damaged(const HeldEpoch& epoch);
  Result<Frames> post(Network& network, Round& round, Bytes body);
  Status take_answer(Round& round, const Frames& frames, uint64_t sent_ms);
  Status take_receipt(Round& round, const Frames& frames, uint64_t sent_ms);
  Status note_time(int64_t time_s, uint64_t sent_ms);
  /// Whether a key envelope is for this device, for a key it still has, and not opened yet.
  Result<bool> is_for_us(const ChannelFact& fact);
  Status take_keys(const ChannelFact& fact);
  Status read_channels(Round& round);
  // What the office erased: device_erase.cpp.
  Status take_erasures(const Directory& directory);
  Status finish_erasures();
  Status drop_erased(Round& round);
  bool is_over(const Scope& scope) const;
  Result<bool> may_forget(const FactId& erasure, const Scope& cohort, const Round& round);
  Status forget_cohort(const Scope& cohort, const Round& round);
  Status forget_ended(Round& round);
  Status note_photos(const Directory& directory, const std::set<Hash>& named);
  std::set<Hash> next_photos(uint64_t room) const;
  Status check_photos(const DeviceId& central, size_t count);
  Status ask_for_walk_ins(Round& round);
  Result<Identity> identity();
  Result<std::optional<DeviceId>> recorded_as();
  Result<Identity> begin_identity(const EnrolCode& code);
  Result<Identity> begin_renewal(const EnrolCode& code);
  Status finish_renewal(Identity& identity);
  /// How far the journal goes.
  Result<std::map<std::pair<LogId, Epoch>, Seq>> recorded_epochs();
  /// Asks with `key`, and stays with the answer.
  Status ask_to_enrol(Network& network, const EnrolCode& code, const std::string& name,
                      Identity& identity, const SigningKey& key);
  Status take_granted_keys(const Frames& frames);
  Result<std::vector<HeldEpoch>> own_epochs(const Identity& identity);
  Result<Seq> received(const HeldEpoch& epoch);
  Seq in_dispute(const HeldEpoch& epoch, Seq place);

  DeviceWorld world_;
  // Epochs at one place of which central holds another fact. They go there once, so that both
  // branches are kept, and then hold up nothing else.
  struct Dispute {
    std::string reason;
    bool sent = false;
  };
  std::map<Epoch, Dispute> disputes_;
  struct Tail {
    int64_t row_id = 0;       // of the journal
    Seq sealed = 0;           // the place before it
    std::vector<Link> links;  // of the facts after that
    uint64_t since_ms = 0;
    const Link& link_of(Seq seq) const { return links.at(static_cast<size_t>(seq - sealed - 1)); }
  };
  std::map<Epoch, Tail> tails_;
  // From here on central may hold tails of what is sealed by now: it gets the segments, too.
  std::map<Epoch, Seq> to_cover_;
  bool live_ = false;  // the last exchange went well
  // Bytes of a body: as central last wanted them, and what was not yet refused as too much.
  uint64_t pace_ = exchange_body_bytes_max / 2, body_bytes_max_ = exchange_body_bytes_max;
  bool digests_ = false;  // central compares them, as it said on this connection
  // When central last told of all own epochs how far they are archived.
  std::optional<uint64_t> archived_asked_ms_;
  int64_t checked_ = 0;  // the last stored segment that was looked at for damage
  // What was held of the channels when they were read last, if nothing was missing then; and what
  // they asked for. A whole roster is not opened again for every check-in.
  std::optional<ChannelsHeld> channels_;
  std::set<Scope> wants_;
  std::map<int64_t, Seq> walk_ins_read_;  // by epoch of the mirror, of other kiosks' logs
  // What these name, and what of it was seen to open since the whole mirror was last looked at.
  std::set<Hash> walk_in_texts_, walk_in_texts_open_;
  // Photos that the roster names; those that the mirror lacks; of these, what central did not have
  // either.
  std::set<Hash> photos_, photos_wanted_, photos_in_vain_;
  std::set<FactId> erasures_;      // of the office, as the channels were read last
  std::map<FactId, Scope> ended_;  // those of whole cohorts
  bool photos_known_ = false;
  Hash photo_checked_{};  // the last that was looked at for damage
};

}  // namespace otmetka
