#include "shared/model/attendance.h"

#include <algorithm>
#include <tuple>

#include "shared/model/payload.pb.h"

namespace otmetka {
namespace {

using Standing = payload::Correction;

Standing::Standing standing_of(const Fact& correction) {
  payload::Correction payload;
  if (!payload.ParseFromArray(correction.payload.data(),
                              static_cast<int>(correction.payload.size()))) {
    return Standing::UNKNOWN;
  }
  return payload.standing();
}

// Which corrections stand. One stands when every fact it supersedes has arrived and no standing
// correction supersedes it.
class Standings {
 public:
  Standings(const std::map<FactId, Fact>& marks, const std::map<FactId, Fact>& corrections)
      : marks_(marks), corrections_(corrections) {
    for (const auto& [id, fact] : corrections_) {
      for (const FactId& target : fact.references) superseders_[target].push_back(id);
    }
    for (const auto& [id, fact] : corrections_) stands(id);
  }

  bool stands(const FactId& id) {
    const auto known = state_.find(id);
    if (known != state_.end()) return known->second == State::standing;
    // While it is being judged it counts for nothing: a circle, which only malice can make,
    // supersedes nobody.
    state_[id] = State::judging;
    const bool result = all_arrived(corrections_.at(id)) && !superseded(id);
    state_[id] = result ? State::standing : State::fallen;
    return result;
  }

  bool superseded(const FactId& id) {
    const auto found = superseders_.find(id);
    if (found == superseders_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const FactId& by) { return stands(by); });
  }

  // Standing corrections of a fact, the one that counts first: present beats absent, then the
  // smallest identity.
  std::vector<FactId> standing_over(const FactId& target) {
    std::vector<FactId> out;
    const auto found = superseders_.find(target);
    if (found == superseders_.end()) return out;
    for (const FactId& by : found->second) {
      if (stands(by)) out.push_back(by);
    }
    const auto rank = [&](const FactId& id) {
      const bool present = standing_of(corrections_.at(id)) == Standing::PRESENT;
      return std::make_tuple(!present, id);
    };
    std::sort(out.begin(), out.end(),
              [&](const FactId& a, const FactId& b) { return rank(a) < rank(b); });
    return out;
  }

 private:
  enum class State { judging, standing, fallen };

  bool all_arrived(const Fact& correction) const {
    return std::all_of(
        correction.references.begin(), correction.references.end(),
        [&](const FactId& id) { return marks_.contains(id) || corrections_.contains(id); });
  }

  const std::map<FactId, Fact>& marks_;
  const std::map<FactId, Fact>& corrections_;
  std::map<FactId, std::vector<FactId>> superseders_;
  std::map<FactId, State> state_;
};

// A walk-in and a number may turn out to be one person: all their names stay valid, the smallest is
// shown.
class People {
 public:
  explicit People(const std::map<FactId, Fact>& merges) {
    for (const auto& [id, fact] : merges) {
      for (const FactId& reference : fact.references) join(fact.person, Subject(reference));
    }
  }
  Subject of(const Subject& person) const {
    auto at = parent_.find(person);
    return at == parent_.end() || at->second == person ? person : of(at->second);
  }

 private:
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
  std::map<Subject, Subject> parent_;
};

using PresenceKey = std::tuple<Scope, Subject, Subject>;

void count(Presence& presence, const FactId& id, const Fact& fact) {
  const bool in = fact.kind == Kind::check_in;
  const bool fresh = presence.check_ins + presence.check_outs == 0;
  (in ? presence.check_ins : presence.check_outs) += 1;
  presence.guest = (fresh || presence.guest) && (fact.flags & flag::guest);
  if (fresh || std::tie(fact.wall_s, id) < std::tie(presence.first_wall_s, presence.first)) {
    presence.first_wall_s = fact.wall_s;
    presence.first = id;
    presence.venue = fact.venue;
  }
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
      break;
  }
}

Attendance AttendanceFold::result() const {
  Standings standings(marks_, corrections_);
  const People people(merges_);
  std::map<PresenceKey, Presence> found;
  Attendance out;
  const auto presence_of = [&](const FactId& id, const Fact& fact) -> Presence& {
    const Subject person = people.of(fact.person);
    Presence& presence = found[{id.scope, person, fact.session}];
    presence.cohort = id.scope;
    presence.person = person;
    presence.session = fact.session;
    return presence;
  };

  std::set<FactId> applied;
  const auto judge = [&](const FactId& id) {
    const std::vector<FactId> over = standings.standing_over(id);
    for (size_t i = 1; i < over.size(); ++i) out.conflicts.push_back({id, over[0], over[i]});
    if (!over.empty()) applied.insert(over[0]);
    return over.empty();
  };
  for (const auto& [id, fact] : marks_) {
    if (judge(id)) count(presence_of(id, fact), id, fact);
  }
  for (const auto& [id, fact] : corrections_) {
    if (fact.references.empty() && standings.stands(id)) applied.insert(id);
    judge(id);
  }
  for (const FactId& id : applied) {
    const Fact& fact = corrections_.at(id);
    const Standing::Standing standing = standing_of(fact);
    if (!standings.stands(id) || standing == Standing::VOID || standing == Standing::UNKNOWN)
      continue;
    Presence& presence = presence_of(id, fact);
    const bool fresh = presence.check_ins + presence.check_outs == 0 && !presence.corrected;
    // Of two corrections about one session, present beats absent here too.
    const bool present = standing == Standing::PRESENT || (!fresh && presence.present);
    if (fresh || std::tie(fact.wall_s, id) < std::tie(presence.first_wall_s, presence.first)) {
      presence.first_wall_s = fact.wall_s;
      presence.first = id;
      presence.venue = fact.venue;
    }
    presence.present = present;
    presence.corrected = true;
  }
  for (auto& [key, presence] : found) out.presences.push_back(std::move(presence));
  std::sort(out.conflicts.begin(), out.conflicts.end());
  return out;
}

}  // namespace otmetka
