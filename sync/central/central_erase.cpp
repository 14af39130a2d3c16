// A person is erased: each text that names them or is their own goes, here and wherever it was
// given, and none of it is taken again. What arrives later of the same person goes as well.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "shared/base/limits.h"
#include "shared/model/serialize.h"
#include "shared/store/mirror.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

constexpr size_t texts_in_a_fact_max = 512;  // 17 KiB

payload::PayloadErased erased(const Scope& cohort, payload::PayloadErased::Reason reason) {
  payload::PayloadErased out;
  out.set_cohort(cohort);
  out.set_reason(reason);
  return out;
}

}  // namespace

std::set<Subject> Central::names_of(const Scope& cohort, const std::vector<Subject>& some) const {
  std::set<Subject> out(some.begin(), some.end());
  for (const Subject& name : some) out.merge(attendance_.names_of(cohort, name));
  return out;
}

std::set<Hash> Central::said_by(const Scope& cohort, const std::set<Subject>& names) const {
  std::set<Hash> out;
  for (const Subject& name : names) {
    const auto found = said_.find({cohort, name});
    if (found != said_.end()) out.insert(found->second.begin(), found->second.end());
  }
  return out;
}

// Every one that ever was: of names that were put right, and photos that were replaced, too.
Result<std::set<Hash>> Central::published_about(const Scope& cohort,
                                                const std::set<Subject>& names) {
  std::set<Hash> out;
  TRY(each_channel_fact(logs(), id_, keys_, [&](const ChannelFact& fact) {
    const Fact& row = fact.placed.fact;
    if (fact.placed.id.scope == cohort && row.detached && names.contains(row.person))
      out.insert(*row.detached);
    return done();
  }));
  return out;
}

Result<ErasedNow> Central::erase(const Scope& cohort, const Subject& person,
                                 payload::PayloadErased::Reason reason) {
  const CohortEntry* entry = directory_.cohort(cohort);
  const uint32_t* number = person.number();
  const bool known = entry && (number ? entry->people.contains(PersonNumber{*number})
                                      : said_.contains({cohort, person}));
  if (!known) return fail(Failure::absent, "nobody of that number is in that cohort");
  const std::set<Subject> names = names_of(cohort, {person});
  std::set<Hash> texts = said_by(cohort, names);
  texts.merge(TRY(published_about(cohort, names)));
  const std::set<Hash> before = TRY(logs().erased());
  std::erase_if(texts, [&](const Hash& name) { return before.contains(name); });
  const bool again = std::any_of(
      directory_.erasures().begin(), directory_.erasures().end(), [&](const Erasure& each) {
        return each.cohort == cohort && std::count(each.people.begin(), each.people.end(), person);
      });
  if (!again || !texts.empty()) TRY(append_erasure(erased(cohort, reason), names, texts));
  return ErasedNow{names.size(), texts.size(), TRY(finish_erasures())};
}

Status Central::append_erasure(const payload::PayloadErased& about, const std::set<Subject>& names,
                               const std::set<Hash>& texts) {
  std::vector<Hash> left(texts.begin(), texts.end());
  std::vector<ChannelDraft> drafts;
  do {
    payload::PayloadErased payload = about;
    for (; !left.empty() && payload.texts_size() < static_cast<int>(texts_in_a_fact_max);
         left.pop_back())
      payload.add_texts(std::string(as_text(left.back())));
    ChannelDraft draft{office_scope, {}, {}};
    draft.fact.kind = Kind::payload_erased;
    draft.fact.payload = serialize(payload);
    for (const Subject& name : names) {
      if (const FactId* made_by = name.reference()) draft.fact.references.push_back(*made_by);
      if (name.number() && draft.fact.person.none()) draft.fact.person = name;
    }
    drafts.push_back(std::move(draft));
  } while (!left.empty());
  erasing_ = true;
  return append_made([&]() -> Result<std::vector<ChannelDraft>> {
    TRY(logs().erase(std::vector<Hash>(texts.begin(), texts.end())));
    return drafts;
  });
}

// What kiosks or a list beside a backup tell of erasures that this store, put back from an older
// copy, knows nothing of.
Status Central::take_erasures(const std::vector<Hash>& names) {
  if (!TRY(logs().erase_others(names)).empty()) erasing_ = true;
  return done();
}

// Kiosks that have not heard of them yet are told by this store, too.
Status Central::take_erasure_list(const std::vector<Hash>& names) {
  std::set<Hash> untold(names.begin(), names.end());
  for (const Erasure& erasure : directory_.erasures()) {
    for (const Hash& name : erasure.texts) untold.erase(name);
  }
  TRY(take_erasures(names));
  if (!untold.empty()) TRY(append_erasure({}, {}, untold));
  TRY(finish_erasures());
  return done();
}

Result<bool> Central::finish_erasures() {
  if (erasing_) erasing_ = !db_->checkpoint_whole();
  return !erasing_;
}

// A kiosk that was away brings what the person said there meanwhile; or somebody learns that a
// walk-in was that person.
Status Central::erase_what_came() {
  if (!std::exchange(said_more_, false)) return done();
  std::set<Hash> before = TRY(logs().erased());
  const std::vector<Erasure> known = directory_.erasures();
  for (const Erasure& each : known) {
    const std::set<Subject> names = names_of(each.cohort, each.people);
    std::set<Hash> texts = said_by(each.cohort, names);
    std::erase_if(texts, [&](const Hash& name) { return before.contains(name); });
    if (texts.empty() || each.people.empty()) continue;
    TRY(append_erasure(erased(each.cohort, each.reason), names, texts));
    before.merge(texts);
  }
  return done();
}

// With the sealed keys of the cohort gone from here as well, a kiosk that was put back from an
// older disk does not come by them again.
Result<size_t> Central::forget_cohort(const Scope& cohort) {
  if (!directory_.cohort(cohort))
    return fail(Failure::absent, fmt::format("there is no cohort {}", cohort));
  if (directory_.ended().contains(cohort))
    return fail(Failure::refused, fmt::format("kiosks forget {} already", cohort));
  std::set<Hash> envelopes;
  TRY(each_channel_fact(logs(), id_, keys_, [&](const ChannelFact& fact) {
    const Fact& row = fact.placed.fact;
    payload::KeyEnvelope envelope;
    if (row.kind == Kind::key_envelope && row.detached &&
        envelope.ParseFromArray(row.payload.data(), static_cast<int>(row.payload.size())) &&
        envelope.scope() == cohort)
      envelopes.insert(*row.detached);
    return done();
  }));
  payload::PayloadErased about = erased(cohort, payload::PayloadErased::ENDED);
  about.set_everybody(true);
  TRY(append_erasure(about, {}, envelopes));
  TRY(finish_erasures());
  return directory_.devices().size();
}

Result<std::vector<Scope>> Central::forget_ended() {
  std::vector<Scope> out;
  const std::set<Scope> before = directory_.ended();
  std::map<Scope, uint64_t> due;
  for (const auto& [scope, cohort] : directory_.cohorts()) {
    int64_t end_s = cohort.entry.end();
    for (const auto& [number, session] : cohort.sessions)
      end_s = std::max(end_s, session.entry.end());
    const int64_t days = cohort.entry.forget_days_after_end();
    const bool over = days > 0 && clock_->wall_s() >= end_s + days * 86'400;
    // What a backup lacks comes again from the kiosks alone.
    const bool backed_up = !last_backup_ || last_backup_->at_s >= end_s;
    if (!over || !backed_up || before.contains(scope)) continue;
    const auto since = due_since_.find(scope);
    due[scope] = since == due_since_.end() ? clock_->boot_s() : since->second;
    if (clock_->boot_s() - due[scope] >= forgotten_when_due_for_s) out.push_back(scope);
  }
  due_since_ = std::move(due);
  for (const Scope& scope : out) TRY(forget_cohort(scope));
  return out;
}

std::vector<ErasureState> Central::erasures() const {
  std::vector<ErasureState> out;
  for (const Erasure& erasure : directory_.erasures()) {
    ErasureState state{erasure, {}, {}, {}};
    const auto told = erased_at_.find(erasure.id);
    for (const auto& [device, certificate] : directory_.devices()) {
      const bool done_there = told != erased_at_.end() && told->second.contains(device);
      (done_there                          ? state.done
       : directory_.device_revoked(device) ? state.revoked
                                           : state.waiting)
          .push_back(device);
    }
    out.push_back(std::move(state));
  }
  return out;
}

}  // namespace otmetka
