#include "shared/model/attendance.h"

#include <algorithm>
#include <tuple>

#include "shared/model/corrections.h"

namespace otmetka {
namespace {

using Standing = payload::Correction;

// A walk-in and a number may turn out to be one person: all their names stay valid, the smallest is
// shown. What a cohort's log says of people holds within that cohort, what the office says in all.
class People {
 public:
  People(const std::map<FactId, Fact>& merges, const Corrections& corrections,
         const Scope& cohort) {
    for (const auto& [id, fact] : merges) {
      if (id.scope != cohort && id.scope != office_scope) continue;
      if (corrections.superseded(id) || !may_merge(id, fact)) continue;
      for (const FactId& reference : fact.references) join(fact.person, Subject(reference));
    }
  }
  // Shortens the way as it goes, so that a chain of merges costs its length once.
  Subject of(const Subject& person) {
    auto at = parent_.find(person);
    if (at == parent_.end()) return person;
    for (auto up = parent_.find(at->second); up != parent_.end(); up = parent_.find(at->second)) {
      at->second = up->second;
      at = up;
    }
    return at->second;
  }

 private:
  static bool may_merge(const FactId& id, const Fact& fact) {
    const FactId* made_by = fact.person.reference();
    return !fact.person.none() && (!made_by || may_name(id, *made_by)) &&
           std::all_of(fact.references.begin(), fact.references.end(),
                       [&](const FactId& target) { return may_name(id, target); });
  }
  void join(const Subject& a, const Subject& b) {
    const Subject first = of(a), second = of(b);
    const auto key = [](const Subject& s) { return std::make_tuple(s.number() == nullptr, s); };
    if (first == second) return;
    if (key(first) < key(second)) {
      parent_[second] = first;
    } else {
      parent_[first] = second;
    }
  }
  std::map<Subject, Subject> parent_;  // what is shown as itself has none
};

using PresenceKey = std::tuple<Scope, Subject, Subject>;

void note_first(Presence& presence, bool fresh, const FactId& id, const Fact& fact) {
  if (!fresh && std::tie(fact.wall_s, id) >= std::tie(presence.first_wall_s, presence.first))
    return;
  presence.first_wall_s = fact.wall_s;
  presence.first = id;
  presence.venue = fact.venue;
}

void count(Presence& presence, const FactId& id, const Fact& fact) {
  const bool in = fact.kind == Kind::check_in;
  const bool fresh = presence.check_ins + presence.check_outs == 0;
  (in ? presence.check_ins : presence.check_outs) += 1;
  presence.guest = (fresh || presence.guest) && (fact.flags & flag::guest);
  note_first(presence, fresh, id, fact);
}

void correct(Presence& presence, const Correction& by) {
  const bool fresh = presence.check_ins + presence.check_outs == 0 && !presence.corrected;
  note_first(presence, fresh, *by.id, *by.fact);
  // Of two corrections about one session, present beats absent here too.
  presence.present = by.standing == Standing::PRESENT || (!fresh && presence.present);
  presence.corrected = true;
}

}  // namespace

void AttendanceFold::add(const PlacedFact& placed) {
  if (placed.fact.flags & flag::rehearsal) return;
  switch (placed.fact.kind) {
    case Kind::check_in:
    case Kind::check_out:
      marks_.emplace(placed.id, placed.fact);
      break;
    case Kind::correction:
      corrections_.emplace(placed.id, placed.fact);
      break;
    case Kind::same_person:
      merges_.emplace(placed.id, placed.fact);
      break;
    default:
      if (may_be_corrected(placed.fact.kind)) others_.insert(placed.id);
      break;
  }
}

bool AttendanceFold::arrived(const FactId& id) const {
  return marks_.contains(id) || corrections_.contains(id) || merges_.contains(id) ||
         others_.contains(id);
}

Attendance AttendanceFold::result() const {
  const Corrections corrections(corrections_, [&](const FactId& id) { return arrived(id); });
  std::map<Scope, People> people;
  std::map<PresenceKey, Presence> found;
  Attendance out;
  const auto presence_of = [&](const Scope& cohort, const Fact& fact) -> Presence& {
    auto names = people.find(cohort);
    if (names == people.end()) {
      names = people.emplace(cohort, People(merges_, corrections, cohort)).first;
    }
    const Subject person = names->second.of(fact.person);
    Presence& presence = found[{cohort, person, fact.session}];
    presence.cohort = cohort;
    presence.person = person;
    presence.session = fact.session;
    return presence;
  };

  for (const auto& [id, fact] : marks_) {
    if (!corrections.superseded(id)) count(presence_of(id.scope, fact), id, fact);
  }
  std::map<FactId, Correction> applied;
  for (const Correction& by : corrections.alone()) applied.emplace(*by.id, by);
  for (const auto& [target, over] : corrections.over()) {
    applied.emplace(*over[0].id, over[0]);
    for (size_t i = 1; i < over.size(); ++i) {
      out.conflicts.push_back({target, *over[0].id, *over[i].id});
    }
  }
  for (const auto& [id, by] : applied) {
    if (by.standing == Standing::VOID || !by.cohort) continue;
    correct(presence_of(*by.cohort, *by.fact), by);
  }
  for (auto& [key, presence] : found) out.presences.push_back(std::move(presence));
  std::sort(out.conflicts.begin(), out.conflicts.end());
  return out;
}

}  // namespace otmetka
