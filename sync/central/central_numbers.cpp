// What central tells of itself to whoever watches over it: metrics.h. What is at hand in memory,
// and of the database what does not grow with the facts.
#include <algorithm>

#include "sync/central/central.h"
#include "sync/central/metrics.h"

namespace otmetka {
namespace {

// Each try is a flush to the disk.
constexpr uint64_t written_believed_ms = 10'000;

Result<uint64_t> counted(Db& db, const char* sql) {
  Query q = db.query(sql);
  TRY(q.bind(counted_max).step());
  return q.bits(0);
}

Result<CentralNumbers::Stored> read_stored(Db& db, HeldLogs logs, const DeviceId& central) {
  CentralNumbers::Stored out;
  for (const HeldEpoch& epoch : TRY(logs.epochs_of(central))) out.office_facts += epoch.held;
  out.unreadable = TRY(counted(db, "SELECT count(*) FROM (SELECT 1 FROM unreadable LIMIT ?)"));
  out.quarantined = TRY(counted(db, "SELECT count(*) FROM (SELECT 1 FROM quarantine LIMIT ?)"));
  Query q = db.query("SELECT kind, sum(closed=0) FROM alarm GROUP BY kind");
  while (TRY(q.step())) out.alarms[q.text(0)] = q.bits(1);
  return out;
}

}  // namespace

Status Central::read_heard() {
  const auto now_ms = static_cast<int64_t>(clock_->boot_ms());
  heard_ms_.clear();
  // A clock that was put back since makes none of the silence longer.
  for (const auto& [device, heard] : TRY(heard()))
    heard_ms_[device] = now_ms - std::max<int64_t>(0, clock_->wall_s() - heard.at_s) * 1000;
  return done();
}

CentralNumbers Central::numbers() {
  CentralNumbers out;
  out.software = options_.software;
  out.exchanges = exchanges_;
  out.enrolments = enrolments_;
  const auto now_ms = static_cast<int64_t>(clock_->boot_ms());
  for (const auto& [device, certificate] : directory_.devices()) {
    const auto stands = stands_.find(device);
    CentralNumbers::Kiosk kiosk{certificate.name(),
                                stands == stands_.end() ? certificate.venue() : stands->second,
                                directory_.device_revoked(device),
                                {}};
    if (const auto heard = heard_ms_.find(device); heard != heard_ms_.end())
      kiosk.silent_s = static_cast<uint64_t>(std::max<int64_t>(0, now_ms - heard->second)) / 1000;
    out.kiosks.push_back(std::move(kiosk));
  }
  for (const auto& [place, held] : projected_) {
    if (place.first.device == id_) continue;
    (place.first.scope == device_scope ? out.kiosk_facts : out.cohort_facts) += held;
  }
  out.lost_texts = lost_texts_.size() + lost_words_.size();
  out.lost_keys = lost_keys_.size();
  for (const DeviceId& device : later_) out.later_kiosks += !directory_.device_revoked(device);
  if (last_backup_)
    out.backup_age_s =
        static_cast<uint64_t>(std::max<int64_t>(0, clock_->wall_s() - last_backup_->at_s));
  if (auto stored = read_stored(*db_, logs(), id_)) out.stored = std::move(stored.value());
  return out;
}

// A row comes and goes in one transaction: its page is written, and the store is what it was.
Status Central::check_written() {
  const uint64_t now_ms = clock_->boot_ms();
  if (written_ms_ && now_ms < *written_ms_ + written_believed_ms) return done();
  written_ms_.reset();
  Transaction transaction = TRY(Transaction::begin(*db_));
  TRY(db_->run("INSERT INTO setting(key, value) VALUES('written', x'00')"));
  TRY(db_->run("DELETE FROM setting WHERE key='written'"));
  TRY(transaction.commit());
  written_ms_ = now_ms;
  return done();
}

}  // namespace otmetka
