// kiosk/staff_desk.h - what the recorder does for the staff's screens: reads that answer a page,
// and acts that answer with what was done.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "shared/store/recorder.h"

namespace otmetka::kiosk {

/// Of whoever said no to having their data processed.
Declined declined_by(const Recorder& recorder);

/// Those whose PIN may be the one that was typed: with a badge its owner alone.
std::vector<StaffEntry> staff_to_check(const Directory& directory, const CheckPin& check);
/// Takes about 0.1 s, whoever they are, nobody included.
std::optional<Shift> check_pin(const std::vector<StaffEntry>& staff, const std::string& pin);
std::vector<Shift> shifts_of(const Directory& directory);

/// As the staff's screens name them.
WalkInName walk_in_names(Recorder& recorder);

BoardRead read_board(Recorder& recorder, const ReadBoard& wanted);
/// Nothing: the cohort or the session is no longer there.
std::optional<PersonRead> read_person(Recorder& recorder, const ReadPerson& wanted);
InsideRead read_inside(Recorder& recorder);

/// `has_scanner`: one was asked for.
KioskRead read_kiosk(Recorder& recorder, const std::string& data, bool has_scanner);

/// What the office is told of this machine.
payload::Health health_fact(const Health& health, bool has_scanner, uint64_t disk_free);

/// Each is durable when it returns. What the disk refused is `not_saved`, and said on stderr.
ActDone act(Recorder& recorder, const CheckInGroup& wanted);
ActDone act(Recorder& recorder, const CorrectPresence& wanted);
ActDone act(Recorder& recorder, const TakeBack& wanted);
ActDone act(Recorder& recorder, const RecordPaper& wanted);
ActDone act(Recorder& recorder, const RegisterWalkIn& wanted);
ActDone act(Recorder& recorder, const ConfirmTime& wanted);
ActDone act(Recorder& recorder, const AssignVenue& wanted);

/// What staff do that becomes a fact.
template <typename Effect>
concept StaffAct = requires(Recorder& recorder, const Effect& effect) {
  act(recorder, effect);
};

}  // namespace otmetka::kiosk
