// What the office erased goes from this kiosk's own texts too; then, when the daemon has done the
// same with the mirror, a fact of the `device` log says so. A cohort that is over is closed first:
// nothing more is recorded for it, and the daemon delivers what there is before its key goes.
#include "shared/store/recorder.h"

namespace otmetka {

Status Recorder::close_ended() {
  std::set<FactId> closed;
  for (const Erasure& erasure : directory_.erasures()) {
    if (erasure.everybody) closed.insert(erasure.id);
  }
  if (closed == closed_) return done();
  TRY(journal_.set_local(cohorts_closed_local, write_fact_ids(closed)));
  closed_ = std::move(closed);
  return done();
}

Status Recorder::settle_erasures() {
  // An identity that is not whole yet may still be replaced by another.
  if (!mirror_ || !enrolled() || directory_.erasures().empty()) return done();
  TRY(close_ended());
  const auto told_bytes = TRY(journal_.local(erasures_told_local));
  std::set<FactId> told = told_bytes ? TRY(read_fact_ids(*told_bytes)) : std::set<FactId>();
  const std::set<FactId> gone = TRY(mirror_->erasures_done());
  std::vector<Hash> names;
  std::vector<FactId> here, untold;
  for (const Erasure& erasure : directory_.erasures()) {
    if (told.contains(erasure.id)) continue;
    // What was said here for the cohort is central's before it goes.
    if (erasure.everybody && !gone.contains(erasure.id)) continue;
    untold.push_back(erasure.id);
    if (erased_here_.contains(erasure.id)) continue;
    here.push_back(erasure.id);
    names.insert(names.end(), erasure.texts.begin(), erasure.texts.end());
    if (!erasure.everybody) continue;
    const auto own = TRY(journal_.detached_names(erasure.cohort));
    names.insert(names.end(), own.begin(), own.end());
  }
  if (untold.empty()) return done();
  if (!here.empty()) {
    TRY(journal_.erase(names));
    erased_here_.insert(here.begin(), here.end());
  }
  std::erase_if(untold, [&](const FactId& id) { return !gone.contains(id); });
  if (untold.empty()) return done();
  Draft draft = own_draft(Kind::payload_erased, {}, {});
  draft.fact.references = untold;
  TRY(write({draft}));
  told.insert(untold.begin(), untold.end());
  return journal_.set_local(erasures_told_local, write_fact_ids(told));
}

}  // namespace otmetka
