// shared/store/mirror.h - what the daemon holds for the kiosk: its identity, sealed segments of its
// own logs, logs of others, receipts, time. The daemon is its only writer; the kiosk and the tools
// read it.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/log/receipt.h"
#include "shared/model/directory.h"
#include "shared/model/time_fold.h"
#include "shared/store/held_logs.h"
#include "shared/store/keys.h"

namespace otmetka {

class JournalReader;
struct JournalEpoch;

std::string mirror_directory(const std::string& kiosk_data);
std::string mirror_path(const std::string& kiosk_data);
/// Of the venue's pictures, each by the hash of its bytes.
std::string blob_directory(const std::string& kiosk_data);

/// Who this box is and whom it trusts. There from the end of enrolment on, and only then.
struct Identity {
  DeviceId device{};
  PublicKey sign_key{};
  PublicKey central{};    // its Ed25519 key
  DeviceId central_id{};  // writer of the channel logs
  Hash tls_pin{};         // zero: no TLS
  std::string address;
  std::string venue;      // short name
  bool complete = false;  // keys, roster and venue have come
  bool operator==(const Identity&) const = default;
};

/// True time was between the two at boot second 0 of this boot.
struct KnownTime {
  BootId boot{};
  TimeInterval at_boot_zero;
  bool by_ntp = false;  // not by central's signed word
};

/// What the last exchange came to, for people.
struct ExchangeState {
  int64_t at_s = 0;                     // wall clock of the last successful one; 0: never
  std::string reason;                   // why the last attempt failed; empty: it did not
  std::optional<Failure> failure = {};  // of which kind that is, where it was told
};

/// What the daemon has put on a network that is paid by the byte, both ways.
struct DayBytes {
  uint64_t may = 0;  // a day; 0: as many as it takes
  int64_t day = 0;   // since 1970, UTC, by the box's clock
  uint64_t spent = 0;
};

struct StoredReceipt {
  DeviceId store{};
  uint64_t store_epoch = 0;
  ReceiptEntry entry;
};

class Mirror {
 public:
  static Result<Mirror> open_writer(const std::string& path, const Disk& disk);
  /// `absent`: the daemon has not run yet.
  static Result<Mirror> open_reader(const std::string& path, const Disk& disk);
  Mirror(Mirror&& other) noexcept : db_(std::move(other.db_)) {}

  Db& db() { return *db_; }
  HeldLogs logs() { return HeldLogs(*db_); }

  Result<std::optional<Identity>> identity();
  Status set_identity(const Identity& identity);

  /// The hash of the secret of the code with which the last enrolment was begun.
  Result<std::optional<Hash>> begun_code();
  Status set_begun_code(const Hash& name);

  /// Whether central said that it knows nothing of this box, and has not taken that back since.
  Result<bool> forgotten();
  Status set_forgotten(bool forgotten);

  Result<std::optional<KnownTime>> time();
  Status set_time(const KnownTime& time);

  Result<ExchangeState> exchange_state();
  Status set_exchange_state(const ExchangeState& state);

  Result<DayBytes> day_bytes();
  Status set_day_bytes(const DayBytes& bytes);

  /// What central last said of this box: a line each, for people.
  Result<std::vector<std::string>> notices();
  Status set_notices(const std::vector<std::string>& lines);

  /// The TLS key that central has announced, beside the one in `identity`; and the number of its
  /// last word about these keys.
  struct Announced {
    uint64_t number = 0;
    std::optional<Hash> next_pin = {};
  };
  Result<Announced> announced();
  Status set_announced(const Announced& announced);

  Result<std::optional<StoredReceipt>> receipt(const LogId& log, Epoch epoch);
  Status put_receipt(const Receipt& receipt);
  Result<std::vector<Hash>> received_detached();
  /// Central has lost it again.
  Status forget_received(const Hash& name);

  /// Erasures of the office of whose texts nothing is left in this file or in its log.
  Result<std::set<FactId>> erasures_done();
  Status set_erasures_done(const std::set<FactId>& erasures);

  /// Whose box key the kiosk's scope keys are sealed to; nothing in a mirror of before.
  Result<std::optional<PublicKey>> kiosk_box();
  /// Forgets what was sealed to another one.
  Status begin_kiosk_keys(const PublicKey& kiosk_box);
  /// Scope keys sealed to the kiosk's box key.
  Status put_kiosk_key(const Scope& scope, const KeyId& id, ByteView sealed);
  Result<bool> has_kiosk_key(const KeyId& id);
  Status forget_kiosk_keys(const Scope& scope);
  /// The scope keys of this box, opened with the kiosk's box key.
  Status open_kiosk_keys(Keys& keys);

 private:
  explicit Mirror(Db db) : db_(std::make_unique<Db>(std::move(db))) {}
  Result<std::optional<Bytes>> value(const char* key);
  Status set_value(const char* key, ByteView value);

  std::unique_ptr<Db> db_;  // HeldLogs point at it
};

/// How much of what the journal holds of one epoch central's latest word confirms. A word about
/// another fact at its place confirms nothing: this box runs twice, or somebody lies.
struct Confirmed {
  Seq durable = 0, archived = 0;
};
Result<Confirmed> confirmed_of(Mirror& mirror, JournalReader& journal, const JournalEpoch& epoch);

/// As a setting keeps them.
Bytes write_fact_ids(const std::set<FactId>& ids);
Result<std::set<FactId>> read_fact_ids(ByteView bytes);

struct OpenedText {
  Scope scope;
  Bytes salted;  // 16 random bytes ‖ text
};
/// A detached text as it is sealed, with whichever key of its scope there is. `absent`: there is
/// none; else it is damaged, or not what the hash names.
Result<OpenedText> open_sealed_text(ByteView sealed, const Hash& name, const Keys& keys);
/// A detached text that is held and that the keys open; else nothing.
Result<std::optional<Bytes>> open_text(HeldLogs logs, const Hash& name, const Keys& keys);

/// Every fact of the channels that are held and open, channel by channel in tree order, with its
/// text where that is held and not one that is read alone. `damaged` is told of an epoch that ends
/// early on this disk, and why; without it, that is a failure. `sealed` is told of a scope of which
/// something stays closed.
Status each_channel_fact(HeldLogs logs, const DeviceId& central, const Keys& keys,
                         const std::function<Status(const ChannelFact&)>& visit,
                         const std::function<Status(const HeldEpoch&, const Error&)>& damaged = {},
                         const std::function<void(const Scope&)>& sealed = {});
/// Every channel that is held and opens, folded, as far as this disk is not damaged.
struct ReadDirectory {
  Directory directory;
  bool whole = true;      // false: a channel ends early
  bool all_texts = true;  // false: a text has not come yet
};
/// What is held of the channels. While this stays the same, so does what they say, but for texts
/// that come later.
using ChannelsHeld = std::vector<std::pair<int64_t, Seq>>;
Result<ChannelsHeld> channels_held(HeldLogs logs, const DeviceId& central);
/// `central` is the writer of channel logs.
Result<ReadDirectory> read_directory(HeldLogs logs, const DeviceId& central, const Keys& keys);
/// Epochs of one log in the order of the tree.
std::vector<HeldEpoch> in_tree_order(std::vector<HeldEpoch> epochs);

}  // namespace otmetka
