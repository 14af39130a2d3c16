// shared/model/scan.h - one person at the kiosk, by badge or chosen by name, decided: what is
// recorded and what the visitor is told. Pure.
#pragma once
#include <functional>
#include <optional>

#include "shared/model/admit.h"
#include "shared/model/codes.h"
#include "shared/model/directory.h"
#include "shared/model/presence.h"

namespace otmetka {

/// What this kiosk believes about time. `now_s` is true time where the boot is anchored, else the
/// wall clock's claim.
struct TimeBelief {
  int64_t now_s = 0;
  bool anchored = false;  // within anchored_within_s
};

/// Everything a screen needs to say about a scan, and what is to be written. Pointers are into the
/// directory.
struct ScanDecision {
  Verdict verdict = Verdict::not_a_badge;
  std::optional<Badge> badge;
  std::optional<WalkInCode> walk_in;  // in place of a badge
  const CohortEntry* cohort = nullptr;
  const RosterPerson* person = nullptr;
  Subject who;    // as the fact says; nobody's where no cohort is known
  Subject shown;  // as whom they are counted: a walk-in may have turned out to be somebody
  const SessionEntry* session = nullptr;  // claimed
  const SessionEntry* here =
      nullptr;  // amber: the next (or last) session of this cohort at this venue
  const SessionEntry* next =
      nullptr;  // where to go after `session`, or now when nothing is on here
  Scope scope;  // of the log the fact goes into; empty: nothing to record
  Fact fact;
};

/// Whether a check-in of this person and session was recorded within the last minute of this boot.
using SeenLately = std::function<bool(const Scope&, const Subject& person, const Subject& session)>;

/// Walk-ins, as far as they have come here. `find`: none is known when it is empty. A label of a
/// rehearsal is good while `rehearsing` alone.
struct WalkIns {
  std::function<KnownWalkIn(const FactId&)> find;
  bool rehearsing = false;
};

/// A badge's code or a walk-in's. `seen` is asked once the session is known.
ScanDecision decide_scan(std::string_view code, const Directory& directory, VenueNumber venue,
                         TimeBelief time, const SeenLately& seen, const WalkIns& walk_ins = {});

/// Whose staff badge a code is: signed, not replaced by a later one, and its owner staff to this
/// day. Else null. Such a badge opens the sign-in and checks nobody in.
const StaffEntry* staff_of_badge(std::string_view code, const Directory& directory);

/// `decide_scan` for somebody of a cohort who was chosen by name, or by staff: no badge speaks for
/// him, so neither its dates nor its revocation do. A cohort that is not held is refused, with
/// nothing to record. `session`: the one that staff say it is for, whatever the hour.
ScanDecision decide_person(const Scope& cohort, const Subject& person, Method method,
                           const Directory& directory, VenueNumber venue, TimeBelief time,
                           const SeenLately& seen,
                           std::optional<SessionNumber> session = std::nullopt,
                           const WalkIns& walk_ins = {});

/// A session may be for some delegations only; people without one (hosts, speakers, guests) are
/// expected everywhere.
bool is_for(const SessionEntry& session, uint32_t delegation);
/// The session of a cohort that is on at a venue: one that runs, else one that starts within
/// session_early_s; of several the one that starts last.
const SessionEntry* session_at(const CohortEntry& cohort, VenueNumber venue, int64_t now_s,
                               uint32_t delegation);
/// The earliest session that starts after a moment, anywhere or at one venue.
const SessionEntry* session_after(const CohortEntry& cohort, std::optional<VenueNumber> venue,
                                  int64_t moment_s, uint32_t delegation);

}  // namespace otmetka
