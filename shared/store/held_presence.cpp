#include "shared/store/held_presence.h"

#include "shared/base/limits.h"
#include "shared/log/row.h"

namespace otmetka {
namespace {

bool speaks_of_presence(const Scope& scope) {
  return is_cohort_scope(scope) || scope == office_scope;
}

}  // namespace

void HeldPresence::read_journal(const std::string& path, const Disk& disk) {
  auto journal = JournalReader::open(path, disk);
  if (!journal) {
    journal_whole_ = journal_whole_ && journal.error().failure == Failure::absent;
    return;
  }
  const auto epochs = journal.value().epochs();
  if (!epochs) {
    journal_whole_ = false;
    return;
  }
  for (const JournalEpoch& epoch : epochs.value()) {
    // The kiosk's log of itself holds the anchors that tell its facts' times.
    if (!is_cohort_scope(epoch.log.scope) && epoch.log.scope != device_scope) continue;
    if (!read_journal_epoch(journal.value(), epoch).ok()) journal_whole_ = false;
  }
}

Status HeldPresence::read_journal_epoch(JournalReader& journal, const JournalEpoch& epoch) {
  Seq next = 1;
  bool gapless = true;
  for (;;) {
    const auto rows = TRY(journal.rows(epoch.row_id, next, segment_facts_max));
    if (rows.empty()) break;
    for (const JournalRow& row : rows) {
      gapless = gapless && row.seq == next;
      next = row.seq + 1;
      auto fact = decode_row(row.bytes);
      if (!fact) {
        gapless = journal_whole_ = false;
        continue;
      }
      add({{epoch.log.device, epoch.log.scope, epoch.epoch, row.seq}, std::move(fact).value()});
    }
  }
  if (gapless) own_.insert({epoch.log, epoch.epoch});
  return done();
}

void HeldPresence::add(const PlacedFact& fact) {
  fold_.add(fact);
  consents_.add(fact);
  ideas_.add(fact);
}

void HeldPresence::add(const std::vector<PlacedFact>& written) {
  for (const PlacedFact& placed : written) {
    if (placed.id.seq == 1) own_.insert({placed.id.log(), placed.id.epoch});
    add(placed);
  }
}

void HeldPresence::mirror_changed(bool other_file) {
  mirror_whole_ = true;
  if (other_file) places_.clear();
  for (auto& [epoch, place] : places_) {
    if (place.gap != 0) place = {place.gap - 1, 0};
  }
}

bool HeldPresence::read_mirror(HeldLogs logs, const Keys& keys, size_t count_max) {
  const auto epochs = logs.epochs();
  if (!epochs) {
    mirror_whole_ = false;
    return false;
  }
  size_t left = count_max;
  for (const HeldEpoch& epoch : epochs.value()) {
    if (!speaks_of_presence(epoch.log.scope) || own_.contains({epoch.log, epoch.epoch})) continue;
    if (places_[epoch.row_id].read >= epoch.held) continue;
    if (left == 0) return true;
    const auto read = read_epoch(logs, epoch, keys, left);
    if (!read) {
      mirror_whole_ = false;
      continue;
    }
    left -= std::min(left, read.value());
    if (places_[epoch.row_id].read < epoch.held) return true;
  }
  return false;
}

Result<size_t> HeldPresence::read_epoch(HeldLogs logs, const HeldEpoch& epoch, const Keys& keys,
                                        size_t count_max) {
  Place& place = places_[epoch.row_id];
  auto opened = TRY(logs.facts(epoch, keys, place.read + 1, count_max));
  const size_t count = opened.facts.size();
  for (OpenedFact& one : opened.facts) {
    add({{epoch.log.device, epoch.log.scope, epoch.epoch, one.seq}, std::move(one.fact)});
  }
  if (place.gap == 0) place.gap = opened.missing;
  if (opened.missing != 0) mirror_whole_ = false;
  place.read = opened.through;
  return count;
}

}  // namespace otmetka
