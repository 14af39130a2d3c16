// kiosk/visitor_desk.h - what the recorder tells visitors' screens of themselves.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "shared/store/recorder.h"

namespace otmetka::kiosk {

/// The photo of the roster of whoever is meant, and what they answered about it; by any of their
/// names.
RosterPhoto roster_photo(const Recorder& recorder, const Who& who);
/// What a screen asks for by photo_name(); empty: it has not come, or was erased.
Bytes read_photo(Recorder& recorder, const std::string& name);
/// With the name of whoever may be named, walk-ins too.
VerdictView told_verdict(Recorder& recorder, const ScanResult& scan);
/// Of a badge or a walk-in's label, for a scan of which nothing else is known. Believed for words
/// alone. Nothing: it is neither.
std::optional<Language> language_of_code(std::string_view code);
/// Nothing: the cohort is no longer held.
std::optional<VisitRead> read_visit(Recorder& recorder, const ReadVisit& wanted);

}  // namespace otmetka::kiosk
