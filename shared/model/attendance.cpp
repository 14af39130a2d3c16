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
    std::vector<Subject> joined;
    for (const auto& [name, up] : parent_) joined.push_back(name);
    for (const Subject& name : joined) names_[of(name)].push_back(name);
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
  // All names of somebody who is shown as himself.
  std::vector<Subject> names_of(const Subject& shown) const {
    std::vector<Subject> out{shown};
    const auto found = names_.find(shown);
    if (found != names_.end()) out.insert(out.end(), found->second.begin(), found->second.end());
    return out;
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
  std::map<Subject, std::vector<Subject>> names_;
};

bool excuses(const Correction& by) {
  payload::Correction payload;
  const Bytes& bytes = by.fact->payload;
  return by.standing == Standing::ABSENT &&
         payload.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) &&
         payload.reason() == reason_excused;
}

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
  const bool here = by.standing == Standing::PRESENT, was_here = !fresh && presence.present;
  // When somebody came is not told by what says that he was away: an excuse, and he came after all.
  if (here || !was_here) note_first(presence, fresh || here > was_here, *by.id, *by.fact);
  // Of two corrections about one session, present beats absent here too.
  presence.present = here || was_here;
  presence.corrected = true;
  presence.excused = (presence.excused || excuses(by)) && !presence.present;
}

}  // namespace

// What follows from corrections and merges alone. Marks that come later change nothing of it,
// unless a correction waited for them.
struct AttendanceFold::Judged {
  Corrections corrections;
  std::map<Scope, People> people;
  std::map<Scope, std::map<Subject, std::vector<Correction>>> applied;  // by person as shown
  std::vector<Conflict> conflicts;

  // Nothing for most people.
  std::vector<Correction> applied_to(const Scope& cohort, const Subject& person) const {
    const auto of_cohort = applied.find(cohort);
    if (of_cohort == applied.end()) return {};
    const auto found = of_cohort->second.find(person);
    return found == of_cohort->second.end() ? std::vector<Correction>() : found->second;
  }
  People& people_of(const Scope& cohort, const std::map<FactId, Fact>& merges) {
    const auto found = people.find(cohort);
    if (found != people.end()) return found->second;
    return people.emplace(cohort, People(merges, corrections, cohort)).first->second;
  }
};

AttendanceFold::AttendanceFold() = default;
AttendanceFold::AttendanceFold(AttendanceFold&&) noexcept = default;
AttendanceFold& AttendanceFold::operator=(AttendanceFold&&) noexcept = default;
AttendanceFold::~AttendanceFold() = default;

void AttendanceFold::add(const PlacedFact& placed) {
  const auto& [id, fact] = placed;
  if (fact.flags & flag::rehearsal) return;
  bool rejudge = named_.contains(id);
  switch (fact.kind) {
    case Kind::check_in:
    case Kind::check_out: {
      const auto [at, fresh] = marks_.emplace(id, fact);
      if (!fresh) return;
      // Says nothing of who was where, and is as long as a box wants it to be.
      at->second.payload = Bytes();
      at->second.references = {};
      marks_of_[id.scope][fact.person].push_back(&*at);
      break;
    }
    case Kind::correction:
      if (!corrections_.emplace(id, fact).second) return;
      named_.insert(fact.references.begin(), fact.references.end());
      rejudge = true;
      break;
    case Kind::same_person:
      if (!merges_.emplace(id, fact).second) return;
      rejudge = true;
      break;
    default:
      if (!may_be_corrected(fact.kind) || !others_.insert(id).second) return;
      break;
  }
  if (!rejudge) return;
  judged_.reset();
  ++judgement_;
}

bool AttendanceFold::arrived(const FactId& id) const {
  return marks_.contains(id) || corrections_.contains(id) || merges_.contains(id) ||
         others_.contains(id);
}

AttendanceFold::Judged& AttendanceFold::judged() const {
  if (judged_) return *judged_;
  const auto here = [&](const FactId& id) { return arrived(id); };
  judged_ = std::make_unique<Judged>(Judged{Corrections(corrections_, here), {}, {}, {}});
  std::map<FactId, Correction> counting;
  for (const Correction& by : judged_->corrections.alone()) counting.emplace(*by.id, by);
  for (const auto& [target, over] : judged_->corrections.over()) {
    counting.emplace(*over[0].id, over[0]);
    for (size_t i = 1; i < over.size(); ++i) {
      judged_->conflicts.push_back({target, *over[0].id, *over[i].id});
    }
  }
  std::sort(judged_->conflicts.begin(), judged_->conflicts.end());
  for (const auto& [id, by] : counting) {
    if (by.standing == Standing::VOID || !by.cohort) continue;
    const Subject person = judged_->people_of(*by.cohort, merges_).of(by.fact->person);
    judged_->applied[*by.cohort][person].push_back(by);
  }
  return *judged_;
}

Subject AttendanceFold::shown(const Scope& cohort, const Subject& person) const {
  return judged().people_of(cohort, merges_).of(person);
}

std::set<Subject> AttendanceFold::names_of(const Scope& cohort, const Subject& person) const {
  People& people = judged().people_of(cohort, merges_);
  const std::vector<Subject> names = people.names_of(people.of(person));
  return {names.begin(), names.end()};
}

bool AttendanceFold::superseded(const FactId& id) const {
  return judged().corrections.superseded(id);
}

std::set<Scope> AttendanceFold::scopes() const {
  std::set<Scope> out;
  for (const auto& [scope, marks] : marks_of_) out.insert(scope);
  for (const auto& [scope, applied] : judged().applied) out.insert(scope);
  return out;
}

std::set<Subject> AttendanceFold::people(const Scope& cohort) const {
  std::set<Subject> out;
  const auto marks = marks_of_.find(cohort);
  if (marks != marks_of_.end()) {
    People& people = judged().people_of(cohort, merges_);
    for (const auto& [name, all] : marks->second) out.insert(people.of(name));
  }
  const auto applied = judged().applied.find(cohort);
  if (applied == judged().applied.end()) return out;
  for (const auto& [person, by] : applied->second) out.insert(person);
  return out;
}

// Those that nobody superseded.
void AttendanceFold::each_mark(const Scope& cohort, const Subject& person,
                               const std::function<void(const Placed&)>& visit) const {
  Judged& judged = this->judged();
  const auto marks = marks_of_.find(cohort);
  if (marks == marks_of_.end()) return;
  for (const Subject& name : judged.people_of(cohort, merges_).names_of(person)) {
    const auto found = marks->second.find(name);
    if (found == marks->second.end()) continue;
    for (const Placed* mark : found->second) {
      if (!judged.corrections.superseded(mark->first)) visit(*mark);
    }
  }
}

std::vector<Presence> AttendanceFold::presences_of(const Scope& cohort,
                                                   const Subject& person) const {
  std::map<Subject, Presence> found;  // by session
  const auto presence_in = [&](const Subject& session) -> Presence& {
    Presence& presence = found[session];
    presence.cohort = cohort;
    presence.person = person;
    presence.session = session;
    return presence;
  };
  each_mark(cohort, person, [&](const Placed& mark) {
    count(presence_in(mark.second.session), mark.first, mark.second);
  });
  for (const Correction& by : judged().applied_to(cohort, person)) {
    correct(presence_in(by.fact->session), by);
  }
  std::vector<Presence> out;
  for (auto& [session, presence] : found) out.push_back(std::move(presence));
  return out;
}

std::vector<FactId> AttendanceFold::standing_of(const Scope& cohort, const Subject& person,
                                                const Subject& session) const {
  std::vector<FactId> out;
  each_mark(cohort, person, [&](const Placed& mark) {
    if (mark.second.session == session) out.push_back(mark.first);
  });
  for (const Correction& by : judged().applied_to(cohort, person)) {
    if (by.fact->session == session) out.push_back(*by.id);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Movement> AttendanceFold::movements_of(const Scope& cohort,
                                                   const Subject& person) const {
  std::vector<Movement> out;
  each_mark(cohort, person, [&](const Placed& mark) {
    const auto& [id, fact] = mark;
    out.push_back({&id, &id, &fact, fact.kind == Kind::check_in, fact.session, fact.venue});
  });
  for (const Correction& by : judged().applied_to(cohort, person)) {
    if (by.standing != Standing::PRESENT) continue;
    Movement movement{by.id, by.id, by.fact, true, by.fact->session, by.fact->venue};
    for (const FactId& target : by.fact->references) {
      const auto came = marks_.find(target);
      if (came == marks_.end() || came->second.kind != Kind::check_in) continue;
      const bool earlier =
          movement.when == by.id || std::tie(came->second.wall_s, came->first) <
                                        std::tie(movement.at->wall_s, *movement.when);
      if (!earlier) continue;
      movement.when = &came->first;
      movement.at = &came->second;
    }
    if (movement.venue.none()) movement.venue = movement.at->venue;
    out.push_back(std::move(movement));
  }
  return out;
}

const Fact* AttendanceFold::fact(const FactId& id) const {
  const auto mark = marks_.find(id);
  if (mark != marks_.end()) return &mark->second;
  const auto correction = corrections_.find(id);
  return correction == corrections_.end() ? nullptr : &correction->second;
}

Attendance AttendanceFold::result() const {
  Attendance out;
  for (const Scope& scope : scopes()) {
    for (const Subject& person : people(scope)) {
      for (Presence& presence : presences_of(scope, person)) {
        out.presences.push_back(std::move(presence));
      }
    }
  }
  out.conflicts = judged().conflicts;
  return out;
}

}  // namespace otmetka
