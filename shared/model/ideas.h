// shared/model/ideas.h - how many ideas somebody has left. A fold over the facts of cohort logs;
// order and repetition of arrival change nothing. Pure.
#pragma once
#include <map>
#include <set>

#include "shared/model/attendance.h"

namespace otmetka {

class IdeaFold {
 public:
  /// Any fact; rehearsals do not count.
  void add(const PlacedFact& placed);
  /// Under any of his names, without those that a correction took back. `people` has the same
  /// facts.
  size_t count(const Scope& cohort, const Subject& person, const AttendanceFold& people) const;

 private:
  std::map<Scope, std::map<Subject, std::set<FactId>>> ideas_;  // by name as written
};

}  // namespace otmetka
