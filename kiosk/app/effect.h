// kiosk/app/effect.h - what update() wants done in the world. The shell does it and answers with an
// event.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "kiosk/app/state.h"

namespace otmetka::kiosk {

struct RecordScan {
  std::string code;
};  // → Recorded, NotSaved or NotEnrolled
struct FindName {
  std::string typed;
};  // → NamesFound
struct RecordFound {
  Scope cohort;
  PersonNumber person{};
};  // → Recorded, NotSaved or NotEnrolled
struct ReadVisit {
  Scope cohort;
  PersonNumber person{};
};  // → VisitRead
struct RecordCheckOut {
  Leaving leaving;
};  // → CheckedOut or NotSaved
struct KeepEnrolCode {
  std::string code;
};  // → nothing, or EnrolCodeNotKept

struct RecordHealth {
  Health health;
};  // → HealthRecorded, or nothing

using Effect = std::variant<RecordScan, FindName, RecordFound, ReadVisit, RecordCheckOut,
                            KeepEnrolCode, RecordHealth>;
using Effects = std::vector<Effect>;

}  // namespace otmetka::kiosk
