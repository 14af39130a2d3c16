#include "shared/model/admit.h"

namespace otmetka {

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::green:
      return "green";
    case Verdict::amber:
      return "amber";
    case Verdict::guest:
      return "guest";
    case Verdict::already:
      return "already";
    case Verdict::refused:
      return "refused";
    case Verdict::not_a_badge:
      return "not_a_badge";
    case Verdict::not_saved:
      return "not_saved";
  }
  return "";
}

// One decision a line, most surprising first.
Verdict admit(const ScanFacts& facts) {
  if (!facts.signature_good) return Verdict::not_a_badge;
  if (!facts.cohort_held) return Verdict::refused;
  if (facts.person_known && facts.revoked) return Verdict::refused;
  // Whoever has a stolen kiosk could print people by the dozen. Those whose registration has come
  // from it the office has seen.
  if (!facts.person_known && facts.signer_revoked) return Verdict::refused;
  // A second scan is never an error to the visitor, whatever the hour has become since.
  if (facts.seen_within_a_minute) return Verdict::already;
  if (!facts.person_known) return Verdict::guest;
  if (!facts.expected_at_this_venue) return Verdict::amber;  // needs no clock
  if (facts.clock_anchored && !facts.session_now) return Verdict::amber;
  return Verdict::green;
}

}  // namespace otmetka
