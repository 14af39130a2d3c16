#include "shared/model/corrections.h"

#include <algorithm>
#include <deque>
#include <set>

namespace otmetka {
namespace {

using Standing = payload::Correction;

// Nothing where the payload cannot be read or is of a later version.
std::optional<Standing::Standing> standing_of(const Fact& correction) {
  payload::Correction payload;
  if (!payload.ParseFromArray(correction.payload.data(),
                              static_cast<int>(correction.payload.size()))) {
    return std::nullopt;
  }
  switch (payload.standing()) {
    case Standing::PRESENT:
    case Standing::ABSENT:
    case Standing::VOID:
      return payload.standing();
    default:
      return std::nullopt;
  }
}

// Which cohort a correction speaks of: that of its own log; in the office's log, those of the facts
// it names, through other corrections of the office too.
class Cohorts {
 public:
  explicit Cohorts(const std::map<FactId, Fact>& corrections) {
    std::map<FactId, std::vector<const FactId*>> named_by;
    std::vector<const FactId*> fresh;
    for (const auto& [id, fact] : corrections) {
      if (id.scope != office_scope) continue;
      for (const FactId& target : fact.references) {
        if (is_cohort_scope(target.scope)) learn(id, {target.scope});
        if (target.scope == office_scope) named_by[target].push_back(&id);
      }
      if (of_office_.contains(id)) fresh.push_back(&id);
    }
    while (!fresh.empty()) {
      const FactId& from = *fresh.back();
      fresh.pop_back();
      const auto found = named_by.find(from);
      if (found == named_by.end()) continue;
      const std::set<Scope> known = of_office_.at(from);
      for (const FactId* by : found->second) {
        if (learn(*by, known)) fresh.push_back(by);
      }
    }
  }

  std::set<Scope> of(const FactId& correction) const {
    if (is_cohort_scope(correction.scope)) return {correction.scope};
    const auto found = of_office_.find(correction);
    return found == of_office_.end() ? std::set<Scope>() : found->second;
  }

 private:
  // Two are as good as many, so each correction learns twice at most.
  bool learn(const FactId& correction, const std::set<Scope>& cohorts) {
    std::set<Scope>& known = of_office_[correction];
    const size_t before = known.size();
    for (const Scope& cohort : cohorts) {
      if (known.size() < 2) known.insert(cohort);
    }
    return known.size() > before;
  }
  std::map<FactId, std::set<Scope>> of_office_;
};

enum class State { open, judging, standing, fallen };

struct Candidate {
  Correction correction;
  State state = State::open;
  const std::vector<Candidate*>* by = nullptr;  // who supersedes it
};

// One stands when no standing one supersedes it. While it is being judged it counts for nothing: of
// a circle, which only malice can make, the smallest is judged last.
void judge(Candidate& first) {
  struct Step {
    Candidate* candidate;
    size_t next;
  };
  if (first.state != State::open) return;
  first.state = State::judging;
  std::vector<Step> way{{&first, 0}};
  while (!way.empty()) {
    Step& step = way.back();
    Candidate& candidate = *step.candidate;
    if (!candidate.by || step.next == candidate.by->size()) {
      candidate.state = State::standing;
      way.pop_back();
      continue;
    }
    Candidate& by = *(*candidate.by)[step.next];
    if (by.state == State::open) {
      by.state = State::judging;
      way.push_back({&by, 0});
    } else if (by.state == State::standing) {
      candidate.state = State::fallen;
      way.pop_back();
    } else {
      ++step.next;
    }
  }
}

// Present beats absent, then the smallest identity.
bool counts_before(const Correction& a, const Correction& b) {
  const bool a_present = a.standing == Standing::PRESENT;
  const bool b_present = b.standing == Standing::PRESENT;
  return a_present != b_present ? a_present : *a.id < *b.id;
}

}  // namespace

bool may_name(const FactId& by, const FactId& target) {
  return by.scope == office_scope || by.scope == target.scope;
}

Corrections::Corrections(const std::map<FactId, Fact>& facts,
                         const std::function<bool(const FactId&)>& arrived) {
  const Cohorts cohorts(facts);
  std::deque<Candidate> candidates;  // by identity
  std::map<FactId, std::vector<Candidate*>> superseders;
  for (const auto& [id, fact] : facts) {
    const auto standing = standing_of(fact);
    const std::set<Scope> cohort = cohorts.of(id);
    const auto counts = [&, by = &id](const FactId& target) {
      return may_name(*by, target) && arrived(target);
    };
    if (!standing || cohort.size() > 1) continue;
    if (!std::all_of(fact.references.begin(), fact.references.end(), counts)) continue;
    candidates.push_back({{&id, &fact, *standing, std::nullopt}});
    if (!cohort.empty()) candidates.back().correction.cohort = *cohort.begin();
    for (const FactId& target : fact.references) {
      std::vector<Candidate*>& by = superseders[target];
      if (by.empty() || by.back() != &candidates.back()) by.push_back(&candidates.back());
    }
  }
  for (Candidate& candidate : candidates) {
    const auto found = superseders.find(*candidate.correction.id);
    if (found != superseders.end()) candidate.by = &found->second;
  }
  for (Candidate& candidate : candidates) judge(candidate);

  for (const Candidate& candidate : candidates) {
    if (candidate.state != State::standing) continue;
    if (candidate.correction.fact->references.empty()) alone_.push_back(candidate.correction);
  }
  for (const auto& [target, all] : superseders) {
    std::vector<Correction> standing;
    for (const Candidate* by : all) {
      if (by->state == State::standing) standing.push_back(by->correction);
    }
    std::sort(standing.begin(), standing.end(), counts_before);
    if (!standing.empty()) over_.emplace(target, std::move(standing));
  }
}

}  // namespace otmetka
