// What the office erased: it goes from the mirror at once, from the mirror's log as soon as nobody
// reads there. The journal's own texts are the kiosk's to erase, who tells when both are done. Of a
// cohort that is over the keys go too, once central has everything.
#include <algorithm>

#include "shared/store/recorder.h"
#include "sync/exchange/device_round.h"

namespace otmetka {

Status Device::take_erasures(const Directory& directory) {
  std::vector<Hash> names;
  erasures_.clear();
  ended_.clear();
  for (const Erasure& erasure : directory.erasures()) {
    if (erasure.everybody) {
      ended_.emplace(erasure.id, erasure.cohort);
    } else {
      erasures_.insert(erasure.id);
    }
    names.insert(names.end(), erasure.texts.begin(), erasure.texts.end());
  }
  for (const Hash& name : TRY(world_.mirror.logs().erase_others(names))) walk_in_texts_.erase(name);
  return finish_erasures();
}

Status Device::finish_erasures() {
  if (erasures_.empty()) return done();
  std::set<FactId> gone = TRY(world_.mirror.erasures_done());
  if (std::includes(gone.begin(), gone.end(), erasures_.begin(), erasures_.end())) return done();
  // A reader is at it, or the disk is: with the next exchange, or in a minute.
  if (!world_.mirror.db().checkpoint_whole()) return done();
  gone.insert(erasures_.begin(), erasures_.end());
  return world_.mirror.set_erasures_done(gone);
}

Status Device::drop_erased(Round& round) {
  const std::set<Hash> erased = TRY(world_.mirror.logs().erased());
  std::erase_if(round.own_detached, [&](const JournalReader::DetachedName& text) {
    return erased.contains(text.name);
  });
  return done();
}

bool Device::is_over(const Scope& scope) const {
  if (world_.keys.gone.contains(scope)) return true;
  return std::any_of(ended_.begin(), ended_.end(),
                     [&](const auto& ended) { return ended.second == scope; });
}

// Whoever would record for it has stopped, and all of it is on central's disk.
Result<bool> Device::may_forget(const FactId& erasure, const Scope& cohort, const Round& round) {
  if (world_.keys.gone.contains(cohort)) return true;
  auto journal = TRY(world_.open_journal());
  std::map<std::pair<LogId, Epoch>, Seq> last;
  if (journal) {
    const auto closed = TRY(journal->local(cohorts_closed_local));
    if (!closed || !TRY(read_fact_ids(*closed)).contains(erasure)) return false;
    for (const JournalEpoch& epoch : TRY(journal->epochs())) {
      if (epoch.log == LogId{round.identity.device, cohort})
        last[{epoch.log, epoch.epoch}] = epoch.last;
    }
  }
  for (const HeldEpoch& epoch : TRY(own_epochs(round.identity))) {
    if (epoch.log.scope != cohort) continue;
    if (TRY(received(epoch)) < epoch.held) return false;
    const auto recorded = last.find({epoch.log, epoch.epoch});
    if (recorded == last.end()) continue;
    // It is sealed again while there is a key, if the journal still has all of it.
    if (recorded->second >= epoch.held && TRY(was_damaged(epoch))) {
      (void)seal();
      return false;
    }
    if (recorded->second <= epoch.held) last.erase(recorded);
  }
  return last.empty() &&
         std::all_of(round.own_detached.begin(), round.own_detached.end(), [&](const auto& text) {
           return text.scope != cohort || round.received_detached.contains(text.name);
         });
}

Result<bool> Device::was_damaged(const HeldEpoch& epoch) {
  TRY(forget_damaged(epoch));
  const auto left = TRY(world_.mirror.logs().epoch(epoch.log, epoch.epoch));
  return !left || left->held < epoch.held;
}

Status Device::forget_cohort(const Scope& cohort, const Round& round) {
  std::vector<Hash> names = TRY(world_.mirror.logs().detached_names(cohort));
  for (const JournalReader::DetachedName& text : round.own_detached) {
    if (text.scope == cohort) names.push_back(text.name);  // the kiosk's to erase; not sent again
  }
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(world_.mirror.logs().erase(names));
  TRY(world_.mirror.forget_kiosk_keys(cohort));
  TRY(transaction.commit());
  Keys left = world_.keys;
  if (!left.destroy(cohort)) return done();
  TRY(world_.save_keys(left));
  world_.keys = std::move(left);
  return done();
}

Status Device::forget_ended(Round& round) {
  if (ended_.empty()) return finish_erasures();
  const std::set<FactId> gone = TRY(world_.mirror.erasures_done());
  for (const auto& [erasure, cohort] : ended_) {
    if (!gone.contains(erasure)) {
      if (!TRY(may_forget(erasure, cohort, round))) continue;
      TRY(forget_cohort(cohort, round));
      TRY(drop_erased(round));
    }
    erasures_.insert(erasure);
  }
  return finish_erasures();
}

}  // namespace otmetka
