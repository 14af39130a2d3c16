#include "shared/store/mirror.h"

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "shared/log/tree.h"
#include "shared/store/journal.h"

namespace otmetka {
namespace {

const std::string& schema_text() {
  static const std::string text = std::string(HeldLogs::schema()) + R"sql(
CREATE TABLE IF NOT EXISTS setting(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipt(device BLOB NOT NULL, scope TEXT NOT NULL, epoch INTEGER NOT NULL,
  store BLOB NOT NULL, store_epoch INTEGER NOT NULL, durable INTEGER NOT NULL, link BLOB NOT NULL,
  archived INTEGER NOT NULL, PRIMARY KEY(device, scope, epoch)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS received_detached(hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kiosk_key(key_id BLOB PRIMARY KEY, scope TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
)sql";
  return text;
}

Bytes encode(const Identity& identity) {
  ByteWriter out;
  out.u8(1)
      .raw(identity.device)
      .raw(identity.sign_key)
      .raw(identity.central)
      .raw(identity.central_id);
  out.raw(identity.tls_pin).str(identity.address).str(identity.venue).u8(identity.complete ? 1 : 0);
  return out.take();
}

Result<Identity> decode_identity(ByteView bytes) {
  ByteReader in(bytes);
  Identity out;
  if (TRY(in.u8()) != 1)
    return fail(Failure::newer_version, "the identity in mirror.db is of a later version");
  out.device = TRY(in.array<16>());
  out.sign_key = TRY(in.array<32>());
  out.central = TRY(in.array<32>());
  out.central_id = TRY(in.array<16>());
  out.tls_pin = TRY(in.array<32>());
  out.address = as_text(TRY(in.str(255)));
  out.venue = as_text(TRY(in.str(scope_bytes_max)));
  out.complete = TRY(in.u8()) != 0;
  return out;
}

}  // namespace

std::string mirror_directory(const std::string& kiosk_data) { return kiosk_data + "/sync"; }
std::string blob_directory(const std::string& kiosk_data) {
  return mirror_directory(kiosk_data) + "/blobs";
}
std::string mirror_path(const std::string& kiosk_data) { return kiosk_data + "/sync/mirror.db"; }

Result<Mirror> Mirror::open_writer(const std::string& path, const Disk& disk) {
  return Mirror(TRY(Db::open_writer(path, {"mirror", schema_text()}, disk)));
}

Result<Mirror> Mirror::open_reader(const std::string& path, const Disk& disk) {
  return Mirror(TRY(Db::open_reader(path, "mirror", disk)));
}

Result<std::optional<Bytes>> Mirror::value(const char* key) {
  Query q = db_->query("SELECT value FROM setting WHERE key=?");
  q.bind(std::string_view(key));
  if (!TRY(q.step())) return std::optional<Bytes>();
  return std::optional<Bytes>(to_bytes(q.blob(0)));
}

Status Mirror::set_value(const char* key, ByteView value) {
  Query q = db_->query(
      "INSERT INTO setting(key, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET "
      "value=excluded.value");
  return q.bind(std::string_view(key)).bind(value).run();
}

Result<std::optional<Identity>> Mirror::identity() {
  const auto bytes = TRY(value("identity"));
  if (!bytes) return std::optional<Identity>();
  return std::optional<Identity>(TRY(decode_identity(*bytes)));
}

Status Mirror::set_identity(const Identity& identity) {
  return set_value("identity", encode(identity));
}

Result<std::optional<Hash>> Mirror::begun_code() {
  const auto bytes = TRY(value("begun_code"));
  if (!bytes) return std::optional<Hash>();
  ByteReader in(*bytes);
  return std::optional<Hash>(TRY(in.array<32>()));
}

Status Mirror::set_begun_code(const Hash& name) { return set_value("begun_code", name); }

Result<bool> Mirror::forgotten() { return TRY(value("forgotten")).has_value(); }

Status Mirror::set_forgotten(bool forgotten) {
  if (forgotten) return set_value("forgotten", {});
  return db_->query("DELETE FROM setting WHERE key='forgotten'").run();
}

Result<std::optional<KnownTime>> Mirror::time() {
  const auto bytes = TRY(value("time"));
  if (!bytes) return std::optional<KnownTime>();
  ByteReader in(*bytes);
  KnownTime out;
  out.boot = TRY(in.array<16>());
  out.at_boot_zero.earliest_s = TRY(in.svarint());
  out.at_boot_zero.latest_s = TRY(in.svarint());
  if (in.left() > 0) out.by_ntp = TRY(in.u8()) != 0;  // of an earlier version: central's
  return std::optional<KnownTime>(out);
}

Status Mirror::set_time(const KnownTime& time) {
  ByteWriter out;
  out.raw(time.boot).svarint(time.at_boot_zero.earliest_s).svarint(time.at_boot_zero.latest_s);
  out.u8(time.by_ntp ? 1 : 0);
  return set_value("time", out.bytes());
}

Result<ExchangeState> Mirror::exchange_state() {
  const auto bytes = TRY(value("exchange"));
  if (!bytes) return ExchangeState{};
  ByteReader in(*bytes);
  ExchangeState out;
  out.at_s = TRY(in.svarint());
  out.reason = as_text(TRY(in.str(4096)));
  if (in.left() == 0) return out;  // of an earlier version
  const uint64_t failure = TRY(in.uvarint());
  if (failure > 0) out.failure = static_cast<Failure>(failure - 1);
  return out;
}

Status Mirror::set_exchange_state(const ExchangeState& state) {
  ByteWriter out;
  out.svarint(state.at_s).str(std::string_view(state.reason).substr(0, 4096));
  out.uvarint(state.failure ? static_cast<uint64_t>(*state.failure) + 1 : 0);
  return set_value("exchange", out.bytes());
}

Result<DayBytes> Mirror::day_bytes() {
  const auto bytes = TRY(value("day_bytes"));
  if (!bytes) return DayBytes{};
  ByteReader in(*bytes);
  DayBytes out;
  out.may = TRY(in.uvarint());
  out.day = TRY(in.svarint());
  out.spent = TRY(in.uvarint());
  return out;
}

Status Mirror::set_day_bytes(const DayBytes& bytes) {
  ByteWriter out;
  out.uvarint(bytes.may).svarint(bytes.day).uvarint(bytes.spent);
  return set_value("day_bytes", out.bytes());
}

Result<std::vector<std::string>> Mirror::notices() {
  const auto bytes = TRY(value("notices"));
  std::vector<std::string> out;
  if (!bytes) return out;
  ByteReader in(*bytes);
  while (in.left() > 0) out.emplace_back(as_text(TRY(in.str(4096))));
  return out;
}

Status Mirror::set_notices(const std::vector<std::string>& lines) {
  ByteWriter out;
  for (const std::string& line : lines) out.str(std::string_view(line).substr(0, 4096));
  return set_value("notices", out.bytes());
}

Result<Mirror::Announced> Mirror::announced() {
  const auto bytes = TRY(value("announced"));
  Announced out;
  if (!bytes) return out;
  ByteReader in(*bytes);
  out.number = TRY(in.u64());
  if (in.left() > 0) out.next_pin = TRY(in.array<32>());
  return out;
}

Status Mirror::set_announced(const Announced& announced) {
  ByteWriter out;
  out.u64(announced.number);
  if (announced.next_pin) out.raw(*announced.next_pin);
  return set_value("announced", out.bytes());
}

Result<std::optional<StoredReceipt>> Mirror::receipt(const LogId& log, Epoch epoch) {
  Query q = db_->query(
      "SELECT store, store_epoch, durable, link, archived FROM receipt WHERE device=? AND scope=? "
      "AND epoch=?");
  q.bind(log.device).bind(log.scope).bind(static_cast<uint64_t>(epoch));
  if (!TRY(q.step())) return std::optional<StoredReceipt>();
  StoredReceipt out;
  out.store = q.array<16>(0);
  out.store_epoch = q.bits(1);
  out.entry = {log, epoch, q.bits(2), q.array<32>(3), q.bits(4)};
  return std::optional<StoredReceipt>(out);
}

// The latest word counts, even when it is less than an earlier one: a central put back from a
// backup holds less.
Status Mirror::put_receipt(const Receipt& receipt) {
  for (const ReceiptEntry& entry : receipt.entries) {
    Query q = db_->query(
        "INSERT OR REPLACE INTO receipt(device, scope, epoch, store, store_epoch, durable, link, "
        "archived) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    q.bind(entry.log.device)
        .bind(entry.log.scope)
        .bind(static_cast<uint64_t>(entry.epoch))
        .bind(receipt.store);
    TRY(q.bind(receipt.store_epoch)
            .bind(entry.durable)
            .bind(entry.link)
            .bind(entry.archived)
            .run());
  }
  for (const Hash& name : receipt.detached) {
    Query q = db_->query("INSERT OR IGNORE INTO received_detached(hash) VALUES(?)");
    TRY(q.bind(name).run());
  }
  return done();
}

Result<std::vector<Hash>> Mirror::received_detached() {
  Query q = db_->query("SELECT hash FROM received_detached");
  std::vector<Hash> out;
  while (TRY(q.step())) out.push_back(q.array<32>(0));
  return out;
}

Status Mirror::forget_received(const Hash& name) {
  return db_->query("DELETE FROM received_detached WHERE hash=?").bind(name).run();
}

Result<Confirmed> confirmed_of(Mirror& mirror, JournalReader& journal, const JournalEpoch& epoch) {
  const auto receipt = TRY(mirror.receipt(epoch.log, epoch.epoch));
  if (!receipt || receipt->entry.durable == 0) return Confirmed{};
  const ReceiptEntry& word = receipt->entry;
  bool ours = false;
  if (word.durable <= epoch.last) {
    const auto row = TRY(journal.row(epoch.row_id, word.durable));
    ours = row && row->link == word.link;
  } else {
    // The journal has lost what was sealed already.
    const auto held = TRY(mirror.logs().epoch(epoch.log, epoch.epoch));
    ours = held && held->held == word.durable && held->link == word.link;
  }
  if (!ours) return Confirmed{};
  return Confirmed{std::min(word.durable, epoch.last), std::min(word.archived, epoch.last)};
}

Bytes write_fact_ids(const std::set<FactId>& ids) {
  ByteWriter out;
  for (const FactId& id : ids) write_reference(out, id);
  return out.take();
}

Result<std::set<FactId>> read_fact_ids(ByteView bytes) {
  ByteReader in(bytes);
  std::set<FactId> out;
  while (in.left() > 0) out.insert(TRY(read_reference(in)));
  return out;
}

Result<std::set<FactId>> Mirror::erasures_done() {
  const auto bytes = TRY(value("erasures_done"));
  return bytes ? read_fact_ids(*bytes) : Result<std::set<FactId>>(std::set<FactId>());
}

Status Mirror::set_erasures_done(const std::set<FactId>& erasures) {
  return set_value("erasures_done", write_fact_ids(erasures));
}

Result<std::optional<PublicKey>> Mirror::kiosk_box() {
  const auto bytes = TRY(value("kiosk_box"));
  if (!bytes) return std::optional<PublicKey>();
  ByteReader in(*bytes);
  return std::optional<PublicKey>(TRY(in.array<32>()));
}

Status Mirror::begin_kiosk_keys(const PublicKey& kiosk_box) {
  TRY(db_->query("DELETE FROM kiosk_key").run());
  return set_value("kiosk_box", kiosk_box);
}

Status Mirror::put_kiosk_key(const Scope& scope, const KeyId& id, ByteView sealed) {
  Query q = db_->query("INSERT OR REPLACE INTO kiosk_key(key_id, scope, sealed) VALUES(?, ?, ?)");
  return q.bind(id).bind(scope).bind(sealed).run();
}

Result<bool> Mirror::has_kiosk_key(const KeyId& id) {
  Query q = db_->query("SELECT 1 FROM kiosk_key WHERE key_id=?");
  q.bind(id);
  return q.step();
}

Status Mirror::forget_kiosk_keys(const Scope& scope) {
  return db_->query("DELETE FROM kiosk_key WHERE scope=?").bind(scope).run();
}

Status Mirror::open_kiosk_keys(Keys& keys) {
  if (!keys.box) return fail(Failure::not_enrolled, "the kiosk has no key of its own yet");
  Query q = db_->query("SELECT scope, sealed FROM kiosk_key");
  while (TRY(q.step())) {
    const Bytes key = TRY(box_open(*keys.box, q.blob(1)));
    SecretKey secret{};
    if (key.size() != secret.size())
      return fail(Failure::corrupt, "a scope key of the wrong length");
    std::copy(key.begin(), key.end(), secret.begin());
    keys.add_scope(q.text(0), secret);
  }
  return done();
}

std::vector<HeldEpoch> in_tree_order(std::vector<HeldEpoch> epochs) {
  std::vector<EpochNode> nodes;
  for (const HeldEpoch& epoch : epochs) nodes.push_back({epoch.epoch, epoch.parent});
  std::vector<HeldEpoch> out;
  for (const size_t at : tree_order(nodes)) out.push_back(epochs[at]);
  return out;
}

Result<OpenedText> open_sealed_text(ByteView sealed, const Hash& name, const Keys& keys) {
  const SealedDetached parsed = TRY(parse_detached(sealed));
  const SecretKey* key = keys.opening_key(parsed.scope, parsed.scope_key_id);
  if (!key) return fail(Failure::absent, "a detached text under a key that is not here");
  return OpenedText{parsed.scope, TRY(open_detached(sealed, name, *key))};
}

Result<std::optional<Bytes>> open_text(HeldLogs logs, const Hash& name, const Keys& keys) {
  const auto sealed = TRY(logs.detached(name));
  if (!sealed) return std::optional<Bytes>();
  const auto opened = open_sealed_text(*sealed, name, keys);
  if (!opened) return std::optional<Bytes>();
  return std::optional<Bytes>(to_bytes(text_of(opened.value().salted)));
}

Status each_channel_fact(HeldLogs logs, const DeviceId& central, const Keys& keys,
                         const std::function<Status(const ChannelFact&)>& visit,
                         const std::function<Status(const HeldEpoch&, const Error&)>& damaged,
                         const std::function<void(const Scope&)>& sealed) {
  std::map<Scope, std::vector<HeldEpoch>> channels;
  for (HeldEpoch& epoch : TRY(logs.epochs())) {
    if (epoch.log.device == central) channels[epoch.log.scope].push_back(std::move(epoch));
  }
  // The office's channel first: what it says nobody may hold is not shown, even while this disk
  // still has it.
  std::set<Hash> erased = TRY(logs.erased());
  std::map<int64_t, HeldLogs::Opened> office;
  for (const HeldEpoch& epoch : channels[office_scope]) {
    HeldLogs::Opened& opened = office[epoch.row_id] = TRY(logs.facts(epoch, keys));
    for (const OpenedFact& fact : opened.facts) {
      const auto erasure = erasure_of({{central, office_scope, epoch.epoch, fact.seq}, fact.fact});
      if (erasure) erased.insert(erasure->texts.begin(), erasure->texts.end());
    }
  }
  for (const auto& [scope, epochs] : channels) {
    for (const HeldEpoch& epoch : in_tree_order(epochs)) {
      auto found =
          scope == office_scope ? std::move(office[epoch.row_id]) : TRY(logs.facts(epoch, keys));
      for (OpenedFact& opened : found.facts) {
        ChannelFact fact{{{central, scope, epoch.epoch, opened.seq}, std::move(opened.fact)}, {}};
        const auto& name = fact.placed.fact.detached;
        fact.erased = name && erased.contains(*name);
        if (name && !fact.erased && !text_is_read_alone(fact.placed.fact.kind))
          fact.text = TRY(open_text(logs, *name, keys));
        TRY(visit(fact));
      }
      if (found.sealed > 0 && sealed) sealed(scope);
      if (!found.damage) continue;
      if (!damaged) return *found.damage;
      TRY(damaged(epoch, *found.damage));
    }
  }
  return done();
}

Result<ChannelsHeld> channels_held(HeldLogs logs, const DeviceId& central) {
  ChannelsHeld held;
  for (const HeldEpoch& epoch : TRY(logs.epochs())) {
    if (epoch.log.device == central) held.emplace_back(epoch.row_id, epoch.held);
  }
  return held;
}

Result<ReadDirectory> read_directory(HeldLogs logs, const DeviceId& central, const Keys& keys) {
  ReadDirectory out;
  const auto visit = [&](const ChannelFact& fact) {
    out.directory.apply(fact);
    // Keys in envelopes come for their own devices only; what is read alone is looked for then.
    const Kind kind = fact.placed.fact.kind;
    const bool awaited = kind != Kind::key_envelope && !text_is_read_alone(kind);
    if (awaited && fact.placed.fact.detached && !fact.text && !fact.erased) out.all_texts = false;
    return done();
  };
  TRY(each_channel_fact(logs, central, keys, visit, [&](const HeldEpoch&, const Error&) {
    out.whole = false;
    return done();
  }));
  out.directory.drop_ended();
  return out;
}

}  // namespace otmetka
