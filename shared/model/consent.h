// shared/model/consent.h - what people answered when they were asked for their consent. A fold over
// the facts of cohort logs; order and repetition of arrival change nothing. Pure.
#pragma once
#include <map>
#include <optional>
#include <set>

#include "shared/model/attendance.h"
#include "shared/model/payload.pb.h"
#include "shared/model/time_fold.h"

namespace otmetka {

class ConsentFold {
 public:
  /// Any fact: consents count, of `device` logs what tells their times; rehearsals do not.
  void add(const PlacedFact& placed);

  /// The latest answer that somebody gave under any of his names and that no correction took back.
  /// Nothing: he has not answered, which is no consent. The latest by true time where the fact's
  /// boot is anchored, else by what its clock claimed; of one moment the larger identity.
  /// `people` has the same facts.
  std::optional<bool> answer(const Scope& cohort, const Subject& person,
                             payload::Consent::Subject about, const AttendanceFold& people) const;
  /// Numbers of those whose answer is no.
  std::set<PersonNumber> declined(const Scope& cohort, payload::Consent::Subject about,
                                  const AttendanceFold& people) const;

 private:
  struct Answer {
    payload::Consent::Subject about = payload::Consent::UNKNOWN;
    bool agreed = false;
    uint64_t boot_s = 0;
    int64_t wall_s = 0;
  };
  using Answers = std::map<FactId, Answer>;
  int64_t time_of(const FactId& id, const Answer& answer) const;

  std::map<Scope, std::map<Subject, Answers>> answers_;  // by name as written
  TimeFold times_;
};

}  // namespace otmetka
