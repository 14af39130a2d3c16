// shared/model/admit.h - decides what a scan means. Pure: no clock, no disk, no screen, so every
// rule is a table row.
#pragma once
#include <string_view>

namespace otmetka {

enum class Verdict { green, amber, guest, already, refused, not_a_badge, not_saved };
std::string_view verdict_name(Verdict verdict);

/// What the kiosk knows about one scan when it must answer. `clock_anchored` says whether this
/// boot's time is known well enough to be used against a visitor; `session_now` is judged by that
/// time.
struct ScanFacts {
  bool signature_good = false, cohort_held = false, person_known = false, revoked = false;
  bool signer_revoked = false;  // of a walk-in's code: the kiosk that printed it
  bool expected_at_this_venue = false, session_now = false, seen_within_a_minute = false,
       clock_anchored = false;
};

/// What the visitor is told. Never refuses a fact for its time: the office judges later.
/// Source: the table "What a scan does" of shared/README.md, row by row.
Verdict admit(const ScanFacts& facts);

}  // namespace otmetka
