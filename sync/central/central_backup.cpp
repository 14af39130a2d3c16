// What receipts call `archived`: held by a verified backup that a restore would use.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/base/limits.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

constexpr const char* note_key = "backup";

}  // namespace

Status Central::read_backup_note() {
  Query q = db_->query("SELECT value FROM setting WHERE key=?");
  q.bind(std::string_view(note_key));
  last_backup_.reset();
  if (!TRY(q.step())) return done();
  ByteReader in(q.blob(0));
  BackupNote note;
  note.at_s = TRY(in.svarint());
  note.target = as_text(TRY(in.str(4096)));
  note.facts = TRY(in.uvarint());
  last_backup_ = std::move(note);
  return done();
}

// A place where the copy has another link than this store is none that the backup could give back
// to it. An epoch that a later backup cannot read, its key gone or its disk damaged, keeps what an
// earlier one had.
Status Central::note_archived(const std::vector<VerifiedHead>& heads) {
  Transaction transaction = TRY(Transaction::begin(*db_));
  for (const VerifiedHead& head : heads) {
    const auto held = TRY(logs().epoch(head.log, head.epoch));
    if (!held || head.seq > held->held || head.seq <= held->archived) continue;
    const auto link = TRY(logs().link_at(*held, head.seq, keys_));
    if (link == head.link) TRY(logs().set_archived(held->row_id, head.seq));
  }
  return transaction.commit();
}

Status Central::note_backup(const BackupNote& note) {
  ByteWriter out;
  out.svarint(note.at_s).str(std::string_view(note.target).substr(0, 4096)).uvarint(note.facts);
  Query q = db_->query(
      "INSERT INTO setting(key, value) VALUES(?, ?) ON CONFLICT DO UPDATE SET "
      "value=excluded.value");
  TRY(q.bind(std::string_view(note_key)).bind(out.bytes()).run());
  last_backup_ = note;
  return done();
}

std::string Central::backup_warning() const {
  if (!last_backup_) return "none";
  return clock_->wall_s() - last_backup_->at_s > backup_old_after_s ? "old" : "";
}

// Where backups are made nothing else archives. Without one a fact is archived once it has been
// here long enough, and was read: facts_folded_at_once of an epoch each time this is asked.
Result<Seq> Central::archived_of(const HeldEpoch& held) {
  if (held.archived == held.held || last_backup_) return held.archived;
  const int64_t before_s = clock_->wall_s() - archived_without_backup_s;
  const Seq old = TRY(logs().stored_before(held.row_id, held.archived, before_s));
  if (old == held.archived) return old;
  Seq read = held.archived;
  const auto opened = TRY(logs().facts(held, keys_, read + 1, facts_folded_at_once));
  for (const OpenedFact& fact : opened.facts) {
    if (fact.seq != read + 1 || fact.seq > old) break;
    read = fact.seq;
  }
  if (read > held.archived) TRY(logs().set_archived(held.row_id, read));
  return read;
}

Result<nlohmann::ordered_json> Central::status() {
  using Json = nlohmann::ordered_json;
  uint64_t durable = 0, archived = 0;
  for (const HeldEpoch& epoch : TRY(logs().epochs())) {
    if (epoch.log.device == id_) continue;
    durable += epoch.held;
    archived += TRY(archived_of(epoch));
  }
  const int64_t now_s = clock_->wall_s();
  Json out{{"central", to_text(id_)}, {"kiosks", directory_.devices().size()}};
  out["durable"] = durable;
  out["archived"] = archived;
  out["quarantined"] = TRY(logs().quarantined());
  out["last_backup"] = last_backup_ ? Json(last_backup_->at_s) : Json();
  out["backups_in"] = last_backup_ ? Json(last_backup_->target) : Json();
  std::string warning;
  if (backup_warning() == "none")
    warning = "there is no backup of this central: `otmetka backup`, once a day";
  if (backup_warning() == "old")
    warning = "the last backup is " + std::to_string((now_s - last_backup_->at_s) / 3600) +
              " hours old: what failed since? `otmetka backup` tells";
  out["warning"] = warning;
  return out;
}

}  // namespace otmetka
