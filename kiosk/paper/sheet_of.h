// kiosk/paper/sheet_of.h - who is expected here today, as a paper sheet. Pure.
#pragma once
#include <functional>

#include "kiosk/paper/sheet.h"
#include "shared/model/directory.h"
#include "shared/model/presence.h"

namespace otmetka::kiosk::paper {

/// The sessions of a venue on the day of a moment, by start, each with everybody it is for: by
/// delegation, or by team where the cohort has teams, and by name within one. No session when there
/// is none that day, or no such venue. `kiosk`: what the office calls this box. Who declined to be
/// named stands there by number.
using Declined = std::function<bool(const Scope&, PersonNumber)>;
SheetPaper sheet_of(const Directory& directory, VenueNumber venue, int64_t day_s, Language language,
                    const Catalogue& catalogue, const std::string& kiosk,
                    const Declined& declined = {}, Grouping by = Grouping::delegations);

}  // namespace otmetka::kiosk::paper
