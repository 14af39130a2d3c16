#include "shared/model/consent.h"

namespace otmetka {

void ConsentFold::add(const PlacedFact& placed) {
  const auto& [id, fact] = placed;
  times_.add(placed);
  if (fact.kind != Kind::consent || fact.flags & flag::rehearsal || fact.person.none()) return;
  payload::Consent said;
  if (!said.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size()))) return;
  answers_[id.scope][fact.person].emplace(
      id, Answer{said.subject(), said.agreed(), fact.boot_s, fact.wall_s});
}

int64_t ConsentFold::time_of(const FactId& id, const Answer& answer) const {
  PlacedFact placed{id, {}};
  placed.fact.boot_s = answer.boot_s;
  const auto interval = times_.of(placed);
  if (!interval) return answer.wall_s;
  return interval->earliest_s + (interval->latest_s - interval->earliest_s) / 2;
}

std::optional<bool> ConsentFold::answer(const Scope& cohort, const Subject& person,
                                        payload::Consent::Subject about,
                                        const AttendanceFold& people) const {
  const auto of_cohort = answers_.find(cohort);
  if (of_cohort == answers_.end()) return std::nullopt;
  std::optional<std::pair<int64_t, FactId>> latest;
  std::optional<bool> agreed;
  for (const Subject& name : people.names_of(cohort, person)) {
    const auto found = of_cohort->second.find(name);
    if (found == of_cohort->second.end()) continue;
    for (const auto& [id, answer] : found->second) {
      if (answer.about != about || people.superseded(id)) continue;
      const std::pair at{time_of(id, answer), id};
      if (latest && at < *latest) continue;
      latest = at;
      agreed = answer.agreed;
    }
  }
  return agreed;
}

std::set<PersonNumber> ConsentFold::declined(const Scope& cohort, payload::Consent::Subject about,
                                             const AttendanceFold& people) const {
  std::set<PersonNumber> out;
  const auto of_cohort = answers_.find(cohort);
  if (of_cohort == answers_.end()) return out;
  // Somebody may have very many names: each person once.
  std::set<Subject> answered;
  for (const auto& [name, answers] : of_cohort->second) answered.insert(people.shown(cohort, name));
  for (const Subject& person : answered) {
    if (answer(cohort, person, about, people) != false) continue;
    for (const Subject& name : people.names_of(cohort, person)) {
      if (name.number()) out.insert(PersonNumber{*name.number()});
    }
  }
  return out;
}

}  // namespace otmetka
