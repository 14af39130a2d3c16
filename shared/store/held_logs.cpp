#include "shared/store/held_logs.h"

#include <algorithm>
#include <tuple>

namespace otmetka {
namespace {

constexpr size_t detached_small_bytes_max = 4096;

constexpr const char* epoch_columns =
    "SELECT h.id, l.device, l.scope, h.epoch, h.parent_epoch, h.parent_seq, h.parent_link, "
    "h.held_seq, h.held_link, "
    "h.archived_seq FROM held_epoch h JOIN log l ON l.id = h.log ";

HeldEpoch read_epoch(const Query& q) {
  HeldEpoch out;
  out.row_id = q.integer(0);
  out.log = {q.array<16>(1), q.text(2)};
  out.epoch = Epoch{q.bits(3)};
  if (q.integer(5) != 0) out.parent = Parent{Epoch{q.bits(4)}, q.bits(5), q.array<32>(6)};
  out.held = q.bits(7);
  out.link = q.array<32>(8);
  out.archived = q.bits(9);
  return out;
}

Result<std::vector<HeldEpoch>> read_epochs(Query q) {
  std::vector<HeldEpoch> out;
  while (TRY(q.step())) out.push_back(read_epoch(q));
  return out;
}

}  // namespace

const char* HeldLogs::schema() {
  return R"sql(
CREATE TABLE IF NOT EXISTS log(id INTEGER PRIMARY KEY, device BLOB NOT NULL, scope TEXT NOT NULL, UNIQUE(device, scope));
CREATE INDEX IF NOT EXISTS log_scope ON log(scope);
CREATE TABLE IF NOT EXISTS held_epoch(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, epoch INTEGER NOT NULL,
  parent_epoch INTEGER NOT NULL, parent_seq INTEGER NOT NULL, parent_link BLOB NOT NULL, held_seq INTEGER NOT NULL,
  held_link BLOB NOT NULL, archived_seq INTEGER NOT NULL DEFAULT 0, UNIQUE(log, epoch));
CREATE TABLE IF NOT EXISTS segment(id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, type INTEGER NOT NULL, at INTEGER NOT NULL, header BLOB NOT NULL, payload BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS segment_place ON segment(epoch, last);
CREATE TABLE IF NOT EXISTS detached(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS detached_large(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS erased(hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS quarantine(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL,
  header BLOB NOT NULL, payload BLOB NOT NULL, UNIQUE(header, payload));
CREATE TABLE IF NOT EXISTS public_key(key_id BLOB NOT NULL, device BLOB NOT NULL, key BLOB NOT NULL,
  PRIMARY KEY(key_id, device)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key_end(key_id BLOB NOT NULL, device BLOB NOT NULL, scope TEXT NOT NULL, epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL, PRIMARY KEY(key_id, device, scope, epoch)) WITHOUT ROWID;
)sql";
}

Result<Accepted> HeldLogs::accept(const Segment& segment, const Keys& keys, int64_t now_s) {
  const SegmentHeader& header = segment.header;
  const auto key = TRY(public_key(header.log.device, header.key_id));
  if (!key) return fail(Failure::refused, "a segment is signed by a key that is not known here");
  TRY(check_signature(segment, *key));
  if (TRY(is_over(header))) return Accepted::overdue;
  const auto known = TRY(epoch(header.log, header.epoch));
  if (!known && header.first != 1) return Accepted::gap;
  if (!known && header.previous != first_link(header.log, header.epoch)) {
    TRY(quarantine(segment, "the first link is not that of its epoch", now_s));
    return Accepted::conflict;
  }
  const HeldEpoch held = known ? *known : TRY(ensure_epoch(segment));
  const Accepted verdict = TRY(judge(held, segment, keys));
  if (verdict == Accepted::stored) TRY(store(held, segment, now_s));
  if (verdict == Accepted::duplicate) {
    if (TRY(mend(held, segment, keys, now_s))) return Accepted::mended;
    TRY(replace_tails(held, segment, keys, now_s));
  }
  if (verdict == Accepted::conflict)
    TRY(quarantine(segment, "another link at a place that is held", now_s));
  return verdict;
}

Result<Accepted> HeldLogs::judge(const HeldEpoch& epoch, const Segment& segment, const Keys& keys) {
  const SegmentHeader& header = segment.header;
  if (header.first > epoch.held + 1) return Accepted::gap;
  if (header.first == epoch.held + 1) {
    return header.previous == epoch.link ? Accepted::stored : Accepted::conflict;
  }
  return compare_overlap(epoch, segment, keys);
}

// Sealed again after a crash, with other boundaries, or sent twice. The links decide, never the
// bytes.
Result<Accepted> HeldLogs::compare_overlap(const HeldEpoch& epoch, const Segment& segment,
                                           const Keys& keys) {
  const SegmentHeader& header = segment.header;
  const Seq common = std::min(header.last(), epoch.held);
  const SecretKey* key = keys.opening_key(header.log.scope, header.scope_key_id);
  if (header.last() <= epoch.held) {
    const auto ours = TRY(link_at(epoch, header.last(), keys));
    if (ours) return *ours == header.last_link ? Accepted::duplicate : Accepted::conflict;
    // A carrier without the key cannot compare; it loses nothing by keeping what it has.
    return Accepted::duplicate;
  }
  const auto ours = TRY(link_at(epoch, common, keys));
  if (!key || !ours) return Accepted::gap;  // asks for a segment that begins where ours end
  const auto theirs = open_segment(segment, *key);
  if (!theirs) return Accepted::conflict;
  return theirs.value()[static_cast<size_t>(common - header.first)].link == *ours
             ? Accepted::stored
             : Accepted::conflict;
}

Result<int64_t> HeldLogs::ensure_log(const LogId& log) {
  {
    Query q = db_->query("SELECT id FROM log WHERE device=? AND scope=?");
    q.bind(log.device).bind(log.scope);
    if (TRY(q.step())) return q.integer(0);
  }
  Query q = db_->query("INSERT INTO log(device, scope) VALUES(?, ?)");
  TRY(q.bind(log.device).bind(log.scope).run());
  return db_->last_insert_id();
}

Result<HeldEpoch> HeldLogs::ensure_epoch(const Segment& segment) {
  const SegmentHeader& header = segment.header;
  HeldEpoch out;
  out.log = header.log;
  out.epoch = header.epoch;
  out.parent = header.parent;
  out.link = first_link(header.log, header.epoch);
  const Parent parent = header.parent.value_or(Parent{});
  const int64_t log = TRY(ensure_log(header.log));
  Query q = db_->query(
      "INSERT INTO held_epoch(log, epoch, parent_epoch, parent_seq, parent_link, held_seq, "
      "held_link) "
      "VALUES(?, ?, ?, ?, ?, 0, ?)");
  q.bind(log).bind(static_cast<uint64_t>(header.epoch)).bind(static_cast<uint64_t>(parent.epoch));
  TRY(q.bind(parent.seq).bind(parent.link).bind(out.link).run());
  out.row_id = db_->last_insert_id();
  return out;
}

Status HeldLogs::put(const HeldEpoch& epoch, const Segment& segment, int64_t now_s) {
  const SegmentHeader& header = segment.header;
  {
    // Tails were sent before their facts were sealed for good; a segment over the same links takes
    // their place.
    Query q = db_->query(
        "DELETE FROM segment WHERE epoch=?1 AND type=2 AND first>=?2 AND last BETWEEN ?2 AND ?3");
    TRY(q.bind(epoch.row_id).bind(header.first).bind(header.last()).run());
  }
  Query q = db_->query(
      "INSERT INTO segment(epoch, first, last, type, at, header, payload) VALUES(?, ?, ?, ?, ?, ?, "
      "?)");
  q.bind(epoch.row_id).bind(header.first).bind(header.last()).bind(static_cast<int>(header.type));
  return q.bind(now_s).bind(segment.header_bytes).bind(segment.payload).run();
}

// A segment may end where the last tail ended: nothing new, and yet it is what stays. Without the
// key nobody can say that it holds what the tails hold, so they stay beside it.
Status HeldLogs::replace_tails(const HeldEpoch& epoch, const Segment& segment, const Keys& keys,
                               int64_t now_s) {
  const SegmentHeader& header = segment.header;
  const SecretKey* key = keys.opening_key(header.log.scope, header.scope_key_id);
  if (header.type != SegmentType::segment || !key) return done();
  {
    Query q = db_->query(
        "SELECT 1 FROM segment WHERE epoch=?1 AND type=2 AND first>=?2 AND last BETWEEN ?2 AND ?3 "
        "LIMIT 1");
    if (!TRY(q.bind(epoch.row_id).bind(header.first).bind(header.last()).step())) return done();
  }
  return open_segment(segment, *key).ok() ? put(epoch, segment, now_s) : done();
}

Status HeldLogs::store(const HeldEpoch& epoch, const Segment& segment, int64_t now_s) {
  const SegmentHeader& header = segment.header;
  TRY(put(epoch, segment, now_s));
  Seq held = header.last();
  Link link = header.last_link;
  // What stood beyond a damaged segment counts again: who gave it may not have it any more.
  for (bool more = true; more;) {
    Query q = db_->query(
        "SELECT header, payload FROM segment WHERE epoch=? AND last>? ORDER BY last LIMIT 1");
    q.bind(epoch.row_id).bind(held);
    more = TRY(q.step()) && TRY(is_as_signed(q.blob(0), q.blob(1)));
    if (!more) break;
    const SegmentHeader next = TRY(parse_header(q.blob(0)));
    more = next.first == held + 1 && next.previous == link;
    if (more) std::tie(held, link) = std::tuple(next.last(), next.last_link);
  }
  Query q = db_->query("UPDATE held_epoch SET held_seq=?, held_link=? WHERE id=?");
  return q.bind(held).bind(link).bind(epoch.row_id).run();
}

Status HeldLogs::quarantine(const Segment& segment, std::string_view reason, int64_t now_s) {
  Query q = db_->query(
      "INSERT OR IGNORE INTO quarantine(at, reason, header, payload) VALUES(?, ?, ?, ?)");
  return q.bind(now_s).bind(reason).bind(segment.header_bytes).bind(segment.payload).run();
}

Result<std::vector<HeldEpoch>> HeldLogs::epochs() {
  static const std::string sql = std::string(epoch_columns) + "ORDER BY l.device, l.scope, h.id";
  return read_epochs(db_->query(sql.c_str()));
}

Result<std::vector<HeldEpoch>> HeldLogs::epochs(const LogId& log) {
  static const std::string sql =
      std::string(epoch_columns) + "WHERE l.device=? AND l.scope=? ORDER BY h.id";
  Query q = db_->query(sql.c_str());
  q.bind(log.device).bind(log.scope);
  return read_epochs(std::move(q));
}

Result<std::vector<HeldEpoch>> HeldLogs::epochs_of(const DeviceId& device) {
  static const std::string sql =
      std::string(epoch_columns) + "WHERE l.device=? ORDER BY l.scope, h.id";
  Query q = db_->query(sql.c_str());
  q.bind(device);
  return read_epochs(std::move(q));
}

Result<std::vector<HeldEpoch>> HeldLogs::epochs_in(const Scope& scope) {
  static const std::string sql =
      std::string(epoch_columns) + "WHERE l.scope=? ORDER BY l.device, h.id";
  Query q = db_->query(sql.c_str());
  q.bind(scope);
  return read_epochs(std::move(q));
}

Result<std::optional<HeldEpoch>> HeldLogs::epoch(const LogId& log, Epoch epoch) {
  static const std::string sql =
      std::string(epoch_columns) + "WHERE l.device=? AND l.scope=? AND h.epoch=?";
  Query q = db_->query(sql.c_str());
  q.bind(log.device).bind(log.scope).bind(static_cast<uint64_t>(epoch));
  if (!TRY(q.step())) return std::optional<HeldEpoch>();
  return std::optional<HeldEpoch>(read_epoch(q));
}

Status HeldLogs::set_archived(int64_t epoch_row_id, Seq seq) {
  Query q = db_->query("UPDATE held_epoch SET archived_seq=? WHERE id=?");
  return q.bind(seq).bind(epoch_row_id).run();
}

Result<std::vector<Segment>> HeldLogs::segments_after(int64_t epoch_row_id, Seq seq,
                                                      size_t bytes_max) {
  // Of overlapping segments the one that reaches furthest comes first, so that fewer are needed.
  Query q = db_->query(
      "SELECT header, payload, first, last FROM segment WHERE epoch=? AND last>? ORDER BY first, "
      "last DESC");
  q.bind(epoch_row_id).bind(seq);
  std::vector<Segment> out;
  size_t bytes = 0;
  Seq reached = seq;
  while (bytes < bytes_max && TRY(q.step())) {
    if (q.bits(3) <= reached) continue;
    auto segment = join_segment(to_bytes(q.blob(0)), to_bytes(q.blob(1)));
    if (!segment) {
      // Damaged on our own disk, whatever is wrong with it. What stands before it still goes; the
      // damage itself is told once nothing does.
      if (out.empty()) return fail(Failure::corrupt, segment.error().message);
      break;
    }
    out.push_back(std::move(segment).value());
    bytes += out.back().header_bytes.size() + out.back().payload.size();
    reached = q.bits(3);
  }
  return out;
}

Result<Seq> HeldLogs::stored_before(int64_t epoch_row_id, Seq from, int64_t at_s) {
  Query q =
      db_->query("SELECT first, last, at FROM segment WHERE epoch=? AND last>? ORDER BY last");
  q.bind(epoch_row_id).bind(from);
  Seq reached = from;
  while (TRY(q.step())) {
    if (q.bits(0) > reached + 1 || q.integer(2) > at_s) break;
    reached = q.bits(1);
  }
  return reached;
}

Result<std::optional<Link>> HeldLogs::link_at(const HeldEpoch& epoch, Seq seq, const Keys& keys) {
  if (seq == 0) return std::optional<Link>(first_link(epoch.log, epoch.epoch));
  if (seq == epoch.held) return std::optional<Link>(epoch.link);
  if (seq > epoch.held) return std::optional<Link>();
  Query q = db_->query(
      "SELECT header, payload FROM segment WHERE epoch=? AND first<=? AND last>=? ORDER BY last");
  q.bind(epoch.row_id).bind(seq).bind(seq);
  while (TRY(q.step())) {
    const auto segment = join_segment(to_bytes(q.blob(0)), to_bytes(q.blob(1)));
    if (!segment) continue;  // damaged on our own disk: another one may cover the place
    const SegmentHeader& header = segment.value().header;
    if (header.last() == seq) return std::optional<Link>(header.last_link);
    const SecretKey* key = keys.opening_key(header.log.scope, header.scope_key_id);
    if (!key) continue;
    const auto facts = open_segment(segment.value(), *key);
    if (facts)
      return std::optional<Link>(facts.value()[static_cast<size_t>(seq - header.first)].link);
  }
  return std::optional<Link>();
}

Result<HeldLogs::Opened> HeldLogs::facts(const HeldEpoch& epoch, const Keys& keys, Seq from,
                                         size_t count_max) {
  Opened out;
  Seq reached = from - 1;
  std::optional<Error> trouble;
  // A gap counts only once nothing else covers it.
  const auto reach = [&](Seq first, Seq last) {
    if (first > reached + 1 && out.missing == 0) {
      out.missing = reached + 1;
      out.damage = trouble.value_or(fail(Failure::corrupt, "a stored segment is missing"));
    }
    reached = last;
  };
  Query q = db_->query(
      "SELECT header, payload, last FROM segment WHERE epoch=? AND last>=? ORDER BY first, last "
      "DESC");
  q.bind(epoch.row_id).bind(from);
  while (TRY(q.step())) {
    if (q.bits(2) <= reached) continue;
    if (out.facts.size() >= count_max) {
      out.through = reached;
      return out;
    }
    const auto segment = join_segment(to_bytes(q.blob(0)), to_bytes(q.blob(1)));
    if (!segment) {
      trouble = segment.error();
      continue;
    }
    const SegmentHeader& header = segment.value().header;
    const SecretKey* key = keys.opening_key(header.log.scope, header.scope_key_id);
    if (!key) {
      // Nothing but the signature tells a key that is not here from one that nobody has.
      if (!TRY(is_as_signed(q.blob(0), q.blob(1)))) {
        trouble = fail(Failure::corrupt, "a stored segment is not as it was signed");
        continue;
      }
      out.sealed += header.last() - std::max(reached, header.first - 1);
      out.keys_missing.insert(header.scope_key_id);
      reach(header.first, header.last());
      continue;
    }
    auto opened = open_segment(segment.value(), *key);
    if (!opened) {
      trouble = opened.error();
      continue;
    }
    for (OpenedFact& fact : opened.value()) {
      if (fact.seq > reached) out.facts.push_back(std::move(fact));
    }
    reach(header.first, header.last());
  }
  if (reached < epoch.held) reach(epoch.held + 1, epoch.held);
  out.through = reached;
  return out;
}

Status HeldLogs::each_segment(
    const std::function<Status(const HeldEpoch&, Result<Segment>)>& visit) {
  for (const HeldEpoch& epoch : TRY(epochs())) {
    Query q = db_->query("SELECT header, payload FROM segment WHERE epoch=? ORDER BY first, last");
    q.bind(epoch.row_id);
    while (TRY(q.step())) {
      TRY(visit(epoch, join_segment(to_bytes(q.blob(0)), to_bytes(q.blob(1)))));
    }
  }
  return done();
}

// Photos lie apart: names are read for a whole roster at a start, and would be strewn among them.
Status HeldLogs::put_detached(const Hash& name, const Scope& scope, ByteView bytes) {
  if (TRY(is_erased(name))) return done();
  TRY(forget_detached(name));
  const bool large = bytes.size() > detached_small_bytes_max;
  Query q = db_->query(large ? "INSERT INTO detached_large(hash, scope, bytes) VALUES(?, ?, ?)"
                             : "INSERT INTO detached(hash, scope, bytes) VALUES(?, ?, ?)");
  return q.bind(name).bind(scope).bind(bytes).run();
}

Result<std::optional<Bytes>> HeldLogs::detached(const Hash& name) {
  {
    Query q = db_->query("SELECT bytes FROM detached WHERE hash=?");
    q.bind(name);
    if (TRY(q.step())) return std::optional<Bytes>(to_bytes(q.blob(0)));
  }
  if (!TRY(has_table("detached_large"))) return std::optional<Bytes>();
  Query q = db_->query("SELECT bytes FROM detached_large WHERE hash=?");
  q.bind(name);
  if (!TRY(q.step())) return std::optional<Bytes>();
  return std::optional<Bytes>(to_bytes(q.blob(0)));
}

Result<bool> HeldLogs::has_detached(const Hash& name) {
  Query q = db_->query(
      "SELECT 1 FROM detached WHERE hash=?1 UNION ALL SELECT 1 FROM detached_large WHERE hash=?1");
  q.bind(name);
  return q.step();
}

Result<std::vector<Hash>> HeldLogs::detached_names(const Scope& scope) {
  Query q = db_->query(
      "SELECT hash FROM detached WHERE scope=?1 UNION ALL SELECT hash FROM detached_large WHERE "
      "scope=?1");
  q.bind(scope);
  std::vector<Hash> out;
  while (TRY(q.step())) out.push_back(q.array<32>(0));
  return out;
}

Status HeldLogs::put_public_key(const DeviceId& device, const PublicKey& key) {
  Query q = db_->query("INSERT OR IGNORE INTO public_key(key_id, device, key) VALUES(?, ?, ?)");
  return q.bind(key_id(key)).bind(device).bind(key).run();
}

Result<std::optional<PublicKey>> HeldLogs::public_key(const DeviceId& device, const KeyId& id) {
  Query q = db_->query("SELECT key FROM public_key WHERE key_id=? AND device=?");
  q.bind(id).bind(device);
  if (!TRY(q.step())) return std::optional<PublicKey>();
  return std::optional<PublicKey>(q.array<32>(0));
}

// One row without a scope says that the key has an end. It comes last: what the power has cut
// before is done again.
Status HeldLogs::end_public_key(const DeviceId& device, const PublicKey& key,
                                const std::vector<LogPlace>& places) {
  const KeyId id = key_id(key);
  const auto put = [&](const LogPlace& place) -> Status {
    Query q = db_->query(
        "INSERT OR IGNORE INTO key_end(key_id, device, scope, epoch, seq) VALUES(?, ?, ?, ?, ?)");
    q.bind(id).bind(device).bind(place.scope).bind(static_cast<uint64_t>(place.epoch));
    return q.bind(place.seq).run();
  };
  {
    Query q = db_->query("SELECT 1 FROM key_end WHERE key_id=? AND device=? AND scope=''");
    if (TRY(q.bind(id).bind(device).step())) return done();
  }
  for (const LogPlace& place : places) TRY(put(place));
  return put({});
}

Result<bool> HeldLogs::is_over(const SegmentHeader& header) {
  Query q = db_->query(
      "SELECT max(CASE WHEN scope=? AND epoch=? THEN seq ELSE 0 END) FROM key_end WHERE key_id=? "
      "AND device=? AND (scope='' OR (scope=? AND epoch=?))");
  const uint64_t epoch = static_cast<uint64_t>(header.epoch);
  q.bind(header.log.scope).bind(epoch).bind(header.key_id).bind(header.log.device);
  q.bind(header.log.scope).bind(epoch);
  if (!TRY(q.step()) || q.null(0)) return false;
  return header.last() > q.bits(0);
}

Status HeldLogs::cut_back(const HeldEpoch& epoch, Seq seq) {
  {
    Query q = db_->query("DELETE FROM segment WHERE epoch=? AND last>?");
    TRY(q.bind(epoch.row_id).bind(seq).run());
  }
  return forget_damaged(epoch);
}

Result<int64_t> HeldLogs::quarantined() {
  Query q = db_->query("SELECT count(*) FROM quarantine");
  return TRY(q.step()) ? q.integer(0) : 0;
}

}  // namespace otmetka
