#include "sync/central/intake.h"

#include <algorithm>
#include <utility>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

constexpr uint64_t day_s = 24 * 3600;
constexpr uint64_t all_back_s = 100 * day_s;  // by then, whatever was spent

// What is left of what was spent.
uint64_t left_of(uint64_t spent, uint64_t at_once, uint64_t part, uint64_t passed_s) {
  return spent - std::min(spent, at_once / intake_day_part / part * passed_s / day_s);
}

}  // namespace

const char* Intake::schema() {
  return R"sql(
CREATE TABLE IF NOT EXISTS intake(device BLOB PRIMARY KEY, at INTEGER NOT NULL, rows INTEGER NOT NULL,
  stored INTEGER NOT NULL) WITHOUT ROWID;
)sql";
}

Result<Intake> Intake::of(Db& db, const DeviceId& device, uint64_t rows_max, bool revoked,
                          const Clock& clock) {
  Intake out(db, device, rows_max, clock);
  Query q = db.query("SELECT at, rows, stored FROM intake WHERE device=?");
  if (!TRY(q.bind(device).step())) return out;
  // A clock that was put back gives nothing, and counts from there.
  const int64_t at_s = q.integer(0), now_s = clock.wall_s();
  out.changed_ = now_s < at_s;
  const auto past_s = static_cast<uint64_t>(now_s) - static_cast<uint64_t>(at_s);
  const uint64_t passed_s = out.changed_ ? 0 : std::min(past_s, all_back_s),
                 part = revoked ? intake_revoked_part : 1;
  out.spent_ = {left_of(q.bits(1), rows_max, part, passed_s),
                left_of(q.bits(2), intake_stored_bytes_max, part, passed_s)};
  return out;
}

Toll Intake::toll(const Keys& keys) {
  return {[this, &keys](const Segment& segment) { return room_for(segment, keys); },
          [this](Accepted accepted) { charge(accepted); }};
}

bool Intake::fits(const IntakeCost& cost) {
  const bool fits = spent_.rows + cost.rows <= rows_max_ &&
                    spent_.stored + cost.stored <= intake_stored_bytes_max;
  full_ = full_ || !fits;
  return fits;
}

// What a segment comes to once it is opened. One that stays closed is kept and not read.
uint64_t Intake::rows_of(const Segment& segment, const Keys& keys) {
  const SegmentHeader& header = segment.header;
  uint64_t bytes = intake_segment_bytes + header.count * intake_fact_bytes;
  if (header.first == 1) bytes += intake_epoch_bytes;
  const SecretKey* key = keys.opening_key(header.log.scope, header.scope_key_id);
  if (!key) return bytes;
  auto opened = open_segment(segment, *key);
  if (opened) opened_ = std::move(opened).value();
  for (OpenedFact& fact : opened_) bytes += std::exchange(fact.row, {}).size();
  return bytes;
}

bool Intake::room_for(const Segment& segment, const Keys& keys) {
  // Nobody else hears anything meanwhile. One segment is always looked at.
  if (any_ && clock_->boot_ms() >= began_ms_ + intake_work_ms_max) return false;
  any_ = true;
  asked_ = {};
  opened_.clear();
  place_ = {segment.header.log, segment.header.epoch, segment.header.first};
  if (segment.header.log.device != device_) return true;
  asked_ = {rows_of(segment, keys),
            intake_segment_bytes + segment.header_bytes.size() + segment.payload.size()};
  return fits(asked_);
}

bool Intake::takes_text(size_t bytes) {
  asked_ = {0, intake_segment_bytes + bytes};
  return fits(asked_) && (charge_asked(), true);
}

void Intake::charge(Accepted accepted) {
  if (accepted == Accepted::stored || accepted == Accepted::conflict) charge_asked();
  if (accepted != Accepted::stored || taken_facts_ + opened_.size() > intake_facts_held_max) return;
  taken_facts_ += opened_.size();
  taken_.emplace(std::move(place_), std::move(opened_));
}

Seq Intake::hand_out(const LogId& log, Epoch epoch, Seq next,
                     const std::function<void(const PlacedFact&)>& to) {
  for (auto at = taken_.find({log, epoch, next}); at != taken_.end();
       at = taken_.find({log, epoch, next})) {
    for (OpenedFact& fact : at->second)
      to({{log.device, log.scope, epoch, fact.seq}, std::move(fact.fact)});
    next += at->second.size();
    taken_.erase(at);
  }
  return next;
}

void Intake::charge_asked() {
  spent_.rows += asked_.rows;
  spent_.stored += asked_.stored;
  changed_ = changed_ || asked_.stored > 0;
}

Status Intake::save() {
  if (!changed_) return done();
  Query q =
      db_->query("INSERT OR REPLACE INTO intake(device, at, rows, stored) VALUES(?, ?, ?, ?)");
  return q.bind(device_).bind(clock_->wall_s()).bind(spent_.rows).bind(spent_.stored).run();
}

uint64_t WorkShare::left_of(const Worked& worked, uint64_t now_ms) {
  return worked.ms - std::min(worked.ms, (now_ms - worked.at_ms) / work_share_part);
}

bool WorkShare::used_up(const DeviceId& device, uint64_t now_ms) const {
  const auto found = worked_.find(device);
  if (found == worked_.end() || left_of(found->second, now_ms) <= work_share_ms_max) return false;
  return std::any_of(worked_.begin(), worked_.end(), [&](const auto& other) {
    return other.first != device && now_ms - other.second.at_ms < work_others_ms;
  });
}

void WorkShare::add(const DeviceId& device, uint64_t worked_ms, uint64_t now_ms) {
  const auto [at, fresh] = worked_.try_emplace(device);
  at->second = {(fresh ? 0 : left_of(at->second, now_ms)) + worked_ms, now_ms};
}

}  // namespace otmetka
