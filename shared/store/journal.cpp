#include "shared/store/journal.h"

#include <algorithm>

#include "shared/log/detached.h"
#include "shared/model/payload.pb.h"
#include "shared/model/serialize.h"
#include "shared/store/files.h"

namespace otmetka {
namespace {

constexpr Db::Schema schema{"journal", R"sql(
CREATE TABLE IF NOT EXISTS epoch(id INTEGER PRIMARY KEY, device BLOB NOT NULL, scope TEXT NOT NULL,
  epoch INTEGER NOT NULL, boot BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS row(epoch INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL, link BLOB NOT NULL,
  PRIMARY KEY(epoch, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS detached(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, salted BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen(person INTEGER NOT NULL, session INTEGER NOT NULL, kind INTEGER NOT NULL,
  scope TEXT NOT NULL, device BLOB NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, boot BLOB NOT NULL,
  boot_s INTEGER NOT NULL, PRIMARY KEY(person, session, kind, scope)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS anchored(boot BLOB PRIMARY KEY, earliest_s INTEGER NOT NULL, latest_s INTEGER NOT NULL,
  contradicted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS local(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
)sql"};

constexpr const char* assigned_venue_local = "assigned_venue";

// Sessions are numbers; 0 stands for "outside every session".
int64_t session_key(const Subject& session) { return session.number() ? *session.number() : 0; }

// A person is a number, or, made on a kiosk, the bytes of the fact that made him; SQLite keeps both
// in the one column.
void bind_person(Query& q, const Subject& person) {
  const FactId* made_by = person.reference();
  if (!made_by) return (void)q.bind(uint64_t{person.number() ? *person.number() : 0});
  ByteWriter key;
  key.raw(made_by->device).str(made_by->scope);
  key.u64(static_cast<uint64_t>(made_by->epoch)).u64(made_by->seq);
  q.bind(key.bytes());
}

}  // namespace

Status check_not_centrals(const std::string& kiosk_data) {
  if (!file_exists(kiosk_data + "/central.db")) return done();
  return fail(Failure::refused,
              kiosk_data + " is a central's directory: a kiosk needs one of its own");
}

std::string journal_directory(const std::string& kiosk_data) { return kiosk_data + "/kiosk"; }
std::string journal_path(const std::string& kiosk_data) { return kiosk_data + "/kiosk/journal.db"; }

Journal::Journal(Db db, std::string path, const Disk& disk, const Clock& clock, Random& random,
                 std::string software)
    : db_(std::move(db)),
      path_(std::move(path)),
      disk_(disk),
      file_(file_at_path()),
      clock_(&clock),
      random_(&random),
      software_(std::move(software)) {}

Result<Journal> Journal::open(const std::string& path, const Disk& disk, const Clock& clock,
                              Random& random, std::string software) {
  Db db = TRY(Db::open_writer(path, schema, disk));
  return Journal(std::move(db), path, disk, clock, random, std::move(software));
}

// A simulated disk replaces no file under a program that runs.
std::optional<std::pair<uint64_t, uint64_t>> Journal::file_at_path() const {
  return disk_.vfs.empty() ? file_identity(path_) : std::nullopt;
}

Result<Written> Journal::write(const std::vector<Draft>& drafts) {
  auto result = write_here(drafts);
  if (!result.ok() || file_at_path() == file_) return result;
  // Somebody put another file in this one's place, and what was just written went to one that has
  // no name any more.
  epochs_.clear();
  db_ = TRY(Db::open_writer(path_, schema, disk_));
  file_ = file_at_path();
  return write_here(drafts);
}

// One transaction writes the rows and their projection, so that no scan can be seen that the daemon
// will not find. When this returns, the facts survive a power cut.
Result<Written> Journal::write_here(const std::vector<Draft>& drafts) {
  const auto attempt = [&]() -> Result<Written> {
    Transaction transaction = TRY(Transaction::begin(db_));
    OpenEpochs epochs = epochs_;
    Written written;
    for (const Draft& draft : drafts) TRY(write_one(draft, epochs, written));
    TRY(transaction.commit());
    epochs_ = std::move(epochs);
    return written;
  };
  auto result = attempt();
  if (!result.ok()) epochs_.clear();
  return result;
}

Result<std::vector<FactId>> Journal::append(const std::vector<Draft>& drafts) {
  return std::move(TRY(write(drafts)).ids);
}

Result<FactId> Journal::append(const Draft& draft) {
  return TRY(append(std::vector<Draft>{draft})).front();
}

Status Journal::write_one(const Draft& draft, OpenEpochs& epochs, Written& written) {
  if (!epochs.contains(draft.log)) TRY(open_epoch(draft.log, epochs, written));
  Fact fact = draft.fact;
  if (draft.person_made_by) fact.person = Subject(written.ids.at(*draft.person_made_by));
  if (draft.salted) {
    fact.detached = detached_hash(*draft.salted);
    Query q = db_.query("INSERT OR IGNORE INTO detached(hash, scope, salted) VALUES(?, ?, ?)");
    TRY(q.bind(*fact.detached).bind(draft.log.scope).bind(*draft.salted).run());
  }
  PlacedFact placed = TRY(write_row(draft.log, std::move(fact), epochs[draft.log]));
  const Kind kind = placed.fact.kind;
  if (kind == Kind::check_in || kind == Kind::check_out) TRY(note_seen(placed.id, placed.fact));
  if (kind == Kind::correction) TRY(forget_seen(placed.fact));
  if (kind == Kind::anchor) TRY(note_anchor(placed.fact));
  if (kind == Kind::assignment) TRY(note_assignment(placed.fact));
  written.ids.push_back(placed.id);
  written.facts.push_back(std::move(placed));
  return done();
}

Status Journal::open_epoch(const LogId& log, OpenEpochs& epochs, Written& written) {
  payload::Opened opened;
  {
    Query q = db_.query(
        "SELECT e.epoch, r.seq, r.link FROM epoch e JOIN row r ON r.epoch = e.id "
        "WHERE e.id = (SELECT max(id) FROM epoch WHERE device = ? AND scope = ?) ORDER BY r.seq "
        "DESC LIMIT 1");
    q.bind(log.device).bind(log.scope);
    if (TRY(q.step())) {
      opened.set_parent_epoch(q.bits(0));
      opened.set_parent_seq(q.bits(1));
      opened.set_parent_link(std::string(as_text(q.blob(2))));
    }
  }
  const BootId boot = clock_->boot_id();
  opened.set_boot(std::string(as_text(boot)));
  opened.set_software(software_);

  OpenEpoch epoch;
  epoch.epoch = Epoch{random_->u64()};
  epoch.link = first_link(log, epoch.epoch);
  Query q = db_.query("INSERT INTO epoch(device, scope, epoch, boot) VALUES(?, ?, ?, ?)");
  TRY(q.bind(log.device).bind(log.scope).bind(static_cast<uint64_t>(epoch.epoch)).bind(boot).run());
  epoch.row_id = db_.last_insert_id();
  Fact fact;
  fact.kind = Kind::opened;
  fact.payload = serialize(opened);
  written.facts.push_back(TRY(write_row(log, std::move(fact), epoch)));
  epochs[log] = epoch;
  return done();
}

Result<PlacedFact> Journal::write_row(const LogId& log, Fact fact, OpenEpoch& epoch) {
  fact.boot_s = clock_->boot_s();
  fact.wall_s = wall_s(fact.boot_s);
  const Bytes bytes = encode_row(fact);
  const Link link = next_link(epoch.link, bytes);
  Query q = db_.query("INSERT INTO row(epoch, seq, bytes, link) VALUES(?, ?, ?, ?)");
  TRY(q.bind(epoch.row_id).bind(epoch.last + 1).bind(bytes).bind(link).run());
  epoch.last += 1;
  epoch.link = link;
  return PlacedFact{{log.device, log.scope, epoch.epoch, epoch.last}, std::move(fact)};
}

// The seconds of two clocks do not begin together, so their distance goes to and fro by one from
// fact to fact. That says nothing, and would take one and a half bits a fact.
int64_t Journal::wall_s(uint64_t boot_s) {
  const int64_t zero = clock_->wall_s() - static_cast<int64_t>(boot_s);
  if (!wall_at_boot_zero_s_ || zero < *wall_at_boot_zero_s_ - 1 || zero > *wall_at_boot_zero_s_ + 1)
    wall_at_boot_zero_s_ = zero;
  return *wall_at_boot_zero_s_ + static_cast<int64_t>(boot_s);
}

Status Journal::note_seen(const FactId& id, const Fact& fact) {
  // What was rehearsed must not pass for an earlier scan of the real thing.
  if (fact.person.none() || (fact.flags & flag::rehearsal)) return done();
  Query q = db_.query(
      "INSERT INTO seen(person, session, kind, scope, device, epoch, seq, boot, boot_s) "
      "VALUES(?,?,?,?,?,?,?,?,?) "
      "ON CONFLICT DO UPDATE SET device=excluded.device, epoch=excluded.epoch, seq=excluded.seq, "
      "boot=excluded.boot, boot_s=excluded.boot_s");
  bind_person(q, fact.person);
  q.bind(session_key(fact.session)).bind(static_cast<uint64_t>(fact.kind));
  q.bind(id.scope).bind(id.device).bind(static_cast<uint64_t>(id.epoch)).bind(id.seq);
  return q.bind(clock_->boot_id()).bind(clock_->boot_s()).run();
}

// Who was checked in by mistake is no repetition of it.
Status Journal::forget_seen(const Fact& correction) {
  for (const FactId& id : correction.references) {
    Query q =
        db_.query("DELETE FROM seen WHERE device = ? AND scope = ? AND epoch = ? AND seq = ?");
    TRY(q.bind(id.device).bind(id.scope).bind(static_cast<uint64_t>(id.epoch)).bind(id.seq).run());
  }
  return done();
}

Status Journal::note_anchor(const Fact& fact) {
  payload::Anchor anchor;
  if (!anchor.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size())))
    return done();
  const auto zero = at_boot_zero(anchor.earliest(), anchor.latest(), clock_->boot_s());
  if (!zero) return done();
  TimeInterval fresh = *zero;
  if (const auto known = TRY(this->anchor())) {
    const bool apart = fresh.earliest_s > known->latest_s || fresh.latest_s < known->earliest_s;
    const bool widen = apart || known->contradicted;
    fresh.earliest_s = widen ? std::min(fresh.earliest_s, known->earliest_s)
                             : std::max(fresh.earliest_s, known->earliest_s);
    fresh.latest_s = widen ? std::max(fresh.latest_s, known->latest_s)
                           : std::min(fresh.latest_s, known->latest_s);
    fresh.contradicted = widen;
  }
  Query q = db_.query(
      "INSERT OR REPLACE INTO anchored(boot, earliest_s, latest_s, contradicted) VALUES(?, ?, ?, "
      "?)");
  return q.bind(clock_->boot_id())
      .bind(fresh.earliest_s)
      .bind(fresh.latest_s)
      .bind(fresh.contradicted ? 1 : 0)
      .run();
}

Status Journal::note_assignment(const Fact& fact) {
  payload::Assignment assignment;
  if (!assignment.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size())))
    return done();
  return set_local(assigned_venue_local, as_bytes(assignment.venue()));
}

Result<std::optional<std::string>> Journal::assigned_in(Db& db) {
  const auto name = TRY(local_in(db, assigned_venue_local));
  if (!name || name->empty()) return std::optional<std::string>();
  return std::optional<std::string>(as_text(*name));
}

Result<std::optional<Seen>> Journal::last_seen(const Scope& scope, const Subject& person,
                                               const Subject& session, Kind kind) {
  Query q = db_.query(
      "SELECT device, epoch, seq, boot, boot_s FROM seen WHERE person=? AND session=? AND kind=? "
      "AND scope=?");
  bind_person(q, person);
  q.bind(session_key(session)).bind(static_cast<uint64_t>(kind)).bind(scope);
  if (!TRY(q.step())) return std::optional<Seen>();
  Seen seen;
  seen.id = FactId{q.array<16>(0), scope, Epoch{q.bits(1)}, q.bits(2)};
  seen.boot = q.array<16>(3);
  seen.boot_s = q.bits(4);
  return std::optional<Seen>(seen);
}

Result<std::optional<TimeInterval>> Journal::anchor() {
  Query q = db_.query("SELECT earliest_s, latest_s, contradicted FROM anchored WHERE boot=?");
  q.bind(clock_->boot_id());
  if (!TRY(q.step())) return std::optional<TimeInterval>();
  return std::optional<TimeInterval>(TimeInterval{q.integer(0), q.integer(1), q.integer(2) != 0});
}

Result<bool> Journal::written_in_this_boot() {
  Query q = db_.query("SELECT 1 FROM epoch WHERE boot=?");
  q.bind(clock_->boot_id());
  return q.step();
}

Status Journal::erase(const std::vector<Hash>& names) {
  Transaction transaction = TRY(Transaction::begin(db_));
  for (const Hash& name : names)
    TRY(db_.query("DELETE FROM detached WHERE hash=?").bind(name).run());
  TRY(db_.rewrite_table(
      "detached",
      "(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, salted BLOB NOT NULL) WITHOUT ROWID"));
  TRY(transaction.commit());
  return db_.checkpoint_whole();
}

Result<std::vector<Hash>> Journal::detached_names(const Scope& scope) {
  Query q = db_.query("SELECT hash FROM detached WHERE scope=?");
  q.bind(scope);
  std::vector<Hash> out;
  while (TRY(q.step())) out.push_back(q.array<32>(0));
  return out;
}

Status Journal::set_local(const std::string& key, ByteView value) {
  Query q = db_.query(
      "INSERT INTO local(key, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET value=excluded.value");
  return q.bind(key).bind(value).run();
}

Result<std::optional<Bytes>> Journal::local_in(Db& db, const std::string& key) {
  Query q = db.query("SELECT value FROM local WHERE key=?");
  q.bind(key);
  if (!TRY(q.step())) return std::optional<Bytes>();
  return std::optional<Bytes>(to_bytes(q.blob(0)));
}

Result<JournalReader> JournalReader::open(const std::string& path, const Disk& disk) {
  return JournalReader(TRY(Db::open_reader(path, schema.name, disk)));
}

Result<std::vector<JournalEpoch>> JournalReader::epochs() {
  Query q = db_.query(
      "SELECT id, device, scope, epoch, boot, (SELECT max(seq) FROM row WHERE row.epoch = "
      "epoch.id) "
      "FROM epoch ORDER BY id");
  std::vector<JournalEpoch> out;
  while (TRY(q.step())) {
    out.push_back(
        {q.integer(0), {q.array<16>(1), q.text(2)}, Epoch{q.bits(3)}, q.array<16>(4), q.bits(5)});
  }
  return out;
}

Result<std::vector<JournalRow>> JournalReader::rows(int64_t epoch_row_id, Seq from, size_t count) {
  Query q =
      db_.query("SELECT seq, bytes, link FROM row WHERE epoch=? AND seq>=? ORDER BY seq LIMIT ?");
  q.bind(epoch_row_id).bind(from).bind(uint64_t{count});
  std::vector<JournalRow> out;
  while (TRY(q.step())) out.push_back({q.bits(0), to_bytes(q.blob(1)), q.array<32>(2)});
  return out;
}

Result<std::optional<JournalRow>> JournalReader::row(int64_t epoch_row_id, Seq seq) {
  std::vector<JournalRow> found = TRY(rows(epoch_row_id, seq, 1));
  if (found.empty() || found.front().seq != seq) return std::optional<JournalRow>();
  return std::optional<JournalRow>(std::move(found.front()));
}

Result<std::optional<Parent>> JournalReader::parent(int64_t epoch_row_id) {
  const auto first = TRY(row(epoch_row_id, 1));
  if (!first) return std::optional<Parent>();
  return parent_of(TRY(decode_row(first->bytes)));
}

Result<std::vector<JournalReader::DetachedName>> JournalReader::detached_names() {
  Query q = db_.query("SELECT hash, scope FROM detached ORDER BY hash");
  std::vector<DetachedName> out;
  while (TRY(q.step())) out.push_back({q.array<32>(0), q.text(1)});
  return out;
}

Result<std::optional<Bytes>> Journal::detached_in(Db& db, const Hash& name) {
  Query q = db.query("SELECT salted FROM detached WHERE hash=?");
  q.bind(name);
  if (!TRY(q.step())) return std::optional<Bytes>();
  return std::optional<Bytes>(to_bytes(q.blob(0)));
}

Result<std::optional<Parent>> parent_of(const Fact& opened) {
  payload::Opened payload;
  const Bytes& bytes = opened.payload;
  if (opened.kind != Kind::opened ||
      !payload.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return fail(Failure::corrupt, "the first fact of an epoch is not `opened`");
  }
  if (payload.parent_seq() == 0) return std::optional<Parent>();
  Parent parent{Epoch{payload.parent_epoch()}, payload.parent_seq(), {}};
  if (payload.parent_link().size() != parent.link.size()) {
    return fail(Failure::corrupt, "an epoch names its parent without a link");
  }
  std::copy(payload.parent_link().begin(), payload.parent_link().end(), parent.link.begin());
  return std::optional<Parent>(parent);
}

}  // namespace otmetka
