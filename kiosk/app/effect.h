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
  bool by_card = false;     // as ScannedCode
  bool staff_only = false;  // a visitor's is looked at and not recorded
  bool roll_call = false;   // whoever is inside is only said to be there
};                          // → Recorded, StaffBadgeShown, FoundByBadge, NotSaved or NotEnrolled
struct FindName {
  std::string typed;
};  // → NamesFound
struct RecordFound {
  Scope cohort;
  PersonNumber person{};
};  // → Recorded, NotSaved or NotEnrolled
struct ReadVisit {
  Scope cohort;
  Subject person;
};  // → VisitRead
struct RecordCheckOut {
  Leaving leaving;
};  // → CheckedOut or NotSaved
struct RecordIdea {
  Scope cohort;
  Subject person;
  std::string exhibit;
  std::string text;
};  // → IdeaRecorded or NotSaved
struct RecordConsent {
  Who who;
  bool agreed = false;
  About about = About::data;
};  // → ConsentRecorded or NotSaved
struct KeepEnrolCode {
  std::string code;
};  // → nothing, or EnrolCodeNotKept

/// Takes a moment on purpose; answered later.
struct CheckPin {
  uint64_t attempt = 0;
  std::optional<PersonNumber> badge_of;
  uint32_t sign_in = 0;  // without a badge
  std::string pin;
};  // → PinChecked
struct ReadBoard {
  std::optional<SessionNumber> session;  // none: the one to show first
  Grouping by = Grouping::delegations;
};  // → BoardRead
struct ReadPerson {
  Scope cohort;
  Subject person;
  SessionNumber session{};
};                     // → PersonRead
struct ReadInside {};  // → InsideRead
struct ReadKiosk {};   // → KioskRead
struct ConfirmTime {
  int64_t true_s = 0;
  PersonNumber actor{};
};  // → ActDone
struct CheckInGroup {
  Scope cohort;
  std::vector<Subject> persons;
  SessionNumber session{};
  PersonNumber actor{};
};  // → ActDone
struct CorrectPresence {
  ActReport::What what = ActReport::What::none;  // excused, absent, taken_back or awaited
  Scope cohort;
  Subject person;
  std::string name;
  SessionNumber session{};
  std::vector<FactId> references;
  std::string reason;
  PersonNumber actor{};
};  // → ActDone
struct TakeBack {
  Scope cohort;
  std::vector<FactId> facts;
  PersonNumber actor{};
};  // → ActDone
struct RecordPaper {
  std::string code;  // of a row of a sheet
  PersonNumber actor{};
};  // → ActDone
struct RegisterWalkIn {
  Scope cohort;
  SessionNumber session{};
  std::string family, given, organisation;
  Language language = Language::ru;
  PersonNumber actor{};
};  // → ActDone
/// Answered after the new venue is in the world.
struct AssignVenue {
  std::string venue;  // by name
  PersonNumber actor{};
};  // → WorldRead, ActDone
/// Kept over a restart.
struct KeepService {
  bool out = false;
};  // → nothing, or ActDone that it was not saved
struct Rehearse {
  bool on = false;
};

struct RecordHealth {
  Health health;
};  // → HealthRecorded, or nothing

using Effect = std::variant<RecordScan, FindName, RecordFound, ReadVisit, RecordCheckOut,
                            RecordIdea, RecordConsent, KeepEnrolCode, CheckPin, ReadBoard,
                            ReadPerson, ReadInside, ReadKiosk, ConfirmTime, CheckInGroup,
                            CorrectPresence, TakeBack, RecordPaper, RegisterWalkIn, AssignVenue,
                            KeepService, Rehearse, RecordHealth, PrintSheet, PrintBadge>;
using Effects = std::vector<Effect>;
inline void add(Effects& all, Effects more) {
  for (Effect& each : more) all.push_back(std::move(each));
}

}  // namespace otmetka::kiosk
