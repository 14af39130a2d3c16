#include "shared/model/scan.h"
#include "shared/model/serialize.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

const SignedBadge* signed_by_issuer(const SignedBadge& badge, const Directory& directory) {
  const auto& issuers = directory.badge_issuers();
  const bool good = std::any_of(issuers.begin(), issuers.end(),
                                [&](const PublicKey& key) { return badge.signed_by(key); });
  return good ? &badge : nullptr;
}

// Of a key that the office has withdrawn: the visitor is no forger, and gets another badge.
bool signed_by_withdrawn(const SignedBadge& badge, const Directory& directory) {
  const auto& issuers = directory.withdrawn_issuers();
  return std::any_of(issuers.begin(), issuers.end(),
                     [&](const PublicKey& key) { return badge.signed_by(key); });
}

bool within_badge_dates(const Badge& badge, int64_t now_s) {
  return now_s >= badge.not_before_s && now_s <= badge.not_after_s;
}

bool any_session_here(const CohortEntry& cohort, VenueNumber venue, uint32_t delegation) {
  return std::any_of(cohort.sessions.begin(), cohort.sessions.end(), [&](const auto& entry) {
    return entry.second.venue == venue && is_for(entry.second, delegation);
  });
}

const WalkInSigner* signed_by_kiosk(const SignedWalkInCode& code, const Directory& directory) {
  const auto& signers = directory.walk_in_signers();
  const auto found = std::find_if(signers.begin(), signers.end(), [&](const WalkInSigner& signer) {
    return code.signed_by(signer.key);
  });
  return found == signers.end() ? nullptr : &*found;
}

Fact refused_fact(const ScanDecision& decision, payload::RefusedScan::Reason reason) {
  payload::RefusedScan payload;
  payload.set_reason(reason);
  const CohortNumber cohort = decision.badge ? decision.badge->cohort : decision.walk_in->cohort;
  payload.set_cohort(static_cast<uint32_t>(cohort));
  if (decision.badge) payload.set_issue(decision.badge->issue);
  Fact fact;
  fact.kind = Kind::refused_scan;
  fact.payload = serialize(payload);
  return fact;
}

void fill_check_in(ScanDecision& decision) {
  decision.scope = decision.cohort->entry.name();
  decision.fact.kind = Kind::check_in;
  if (decision.session) decision.fact.session = Subject(decision.session->number);
  // Whom the roster does not hold, registered or not.
  const bool walk_in = decision.who.reference() && !decision.person;
  if (decision.verdict == Verdict::guest || walk_in) decision.fact.flags |= flag::guest;
}

void fill_refusal(ScanDecision& decision) {
  const bool held = decision.cohort != nullptr;
  decision.scope = held ? decision.cohort->entry.name() : device_scope;
  decision.fact = refused_fact(
      decision, held ? payload::RefusedScan::REVOKED : payload::RefusedScan::OTHER_PROGRAMME);
}

// Who stands at the kiosk, however that became known.
struct Comer {
  Subject person;  // nobody's: only a cohort that is not held could tell
  Method method = Method::none;
  const SessionEntry* session = nullptr;  // that staff named
  KnownWalkIn walk_in;                    // of one who has no number
};

// What the programme says of somebody here and now; `decision.cohort` is known.
void look_up(ScanDecision& decision, ScanFacts& facts, const Comer& comer, VenueNumber venue,
             TimeBelief time, const SeenLately& seen) {
  const CohortEntry& cohort = *decision.cohort;
  decision.who = comer.person;
  decision.shown = comer.walk_in.shown.none() ? comer.person : comer.walk_in.shown;
  if (const uint32_t* number = decision.shown.number()) {
    const auto person = cohort.people.find(PersonNumber{*number});
    if (person != cohort.people.end()) decision.person = &person->second;
  }
  const uint32_t delegation = decision.person ? decision.person->entry.delegation() : 0;
  facts.person_known = decision.person != nullptr || comer.walk_in.registered;
  facts.expected_at_this_venue = any_session_here(cohort, venue, delegation);
  decision.session =
      comer.session ? comer.session : session_at(cohort, venue, time.now_s, delegation);
  facts.session_now = decision.session != nullptr;
  decision.here = session_after(cohort, venue, time.now_s, delegation);
  const int64_t from = decision.session ? decision.session->entry.end() : time.now_s;
  decision.next = session_after(cohort, std::nullopt, from, delegation);
  const Subject session = decision.session ? Subject(decision.session->number) : Subject();
  facts.seen_within_a_minute = seen(cohort.entry.name(), comer.person, session);
}

void conclude(ScanDecision& decision, const ScanFacts& facts, const Comer& comer, VenueNumber venue,
              TimeBelief time) {
  decision.verdict = admit(facts);
  if (decision.verdict == Verdict::already) return;
  if (decision.verdict == Verdict::refused) {
    fill_refusal(decision);
  } else {
    fill_check_in(decision);
  }
  decision.fact.person = comer.person;
  decision.fact.venue = Subject(venue);
  decision.fact.method = comer.method;
  if (comer.method == Method::paper) decision.fact.flags |= flag::paper;
  if (!time.anchored) decision.fact.flags |= flag::clock_unanchored;
}

}  // namespace

bool is_for(const SessionEntry& session, uint32_t delegation) {
  const auto& only = session.entry.delegations();
  return delegation == 0 || only.empty() ||
         std::find(only.begin(), only.end(), delegation) != only.end();
}

const SessionEntry* session_at(const CohortEntry& cohort, VenueNumber venue, int64_t now_s,
                               uint32_t delegation) {
  const SessionEntry* best = nullptr;
  const auto running = [&](const SessionEntry& s) { return s.entry.start() <= now_s; };
  for (const auto& [number, session] : cohort.sessions) {
    const bool on = now_s >= session.entry.start() - session_early_s && now_s < session.entry.end();
    if (session.venue != venue || !on || !is_for(session, delegation)) continue;
    const bool better =
        !best || (running(session) && !running(*best)) ||
        (running(session) == running(*best) && session.entry.start() > best->entry.start());
    if (better) best = &session;
  }
  return best;
}

const SessionEntry* session_after(const CohortEntry& cohort, std::optional<VenueNumber> venue,
                                  int64_t moment_s, uint32_t delegation) {
  const SessionEntry* best = nullptr;
  for (const auto& [number, session] : cohort.sessions) {
    if (venue && session.venue != *venue) continue;
    if (session.entry.start() < moment_s || !is_for(session, delegation)) continue;
    if (!best || session.entry.start() < best->entry.start()) best = &session;
  }
  return best;
}

namespace {

KnownWalkIn known_walk_in(const Subject& person, const WalkIns& walk_ins) {
  return person.reference() && walk_ins.find ? walk_ins.find(*person.reference()) : KnownWalkIn();
}

ScanDecision decide_walk_in(std::string_view code, const Directory& directory, VenueNumber venue,
                            TimeBelief time, const SeenLately& seen, const WalkIns& walk_ins) {
  ScanDecision decision;
  const auto label = read_walk_in_code(code);
  const WalkInSigner* signer = label ? signed_by_kiosk(label.value(), directory) : nullptr;
  if (!signer) return decision;
  decision.walk_in = label.value().code;
  ScanFacts facts;
  facts.signature_good = true;
  facts.signer_revoked = directory.device_revoked(signer->device);
  facts.clock_anchored = time.anchored;
  decision.cohort = directory.cohort(decision.walk_in->cohort);
  facts.cohort_held = decision.cohort != nullptr;
  Comer comer{{}, Method::qr, nullptr, {}};
  if (decision.cohort) {
    comer.person = Subject(decision.walk_in->made_by(decision.cohort->entry.name()));
    comer.walk_in = known_walk_in(comer.person, walk_ins);
    look_up(decision, facts, comer, venue, time, seen);
    // Who was registered by mistake, or to try the printer, is nobody whom a label makes real.
    const bool undone = comer.walk_in.taken_back && !decision.person;
    if (undone || (decision.walk_in->rehearsal && !walk_ins.rehearsing))
      facts.person_known = facts.revoked = true;
  }
  conclude(decision, facts, comer, venue, time);
  return decision;
}

}  // namespace

ScanDecision decide_scan(std::string_view code, const Directory& directory, VenueNumber venue,
                         TimeBelief time, const SeenLately& seen, const WalkIns& walk_ins) {
  if (looks_like_walk_in_code(code))
    return decide_walk_in(code, directory, venue, time, seen, walk_ins);
  ScanDecision decision;
  const auto badge = read_badge(code);
  if (!badge) return decision;
  decision.badge = badge.value().badge;
  ScanFacts facts;
  const bool withdrawn = signed_by_withdrawn(badge.value(), directory);
  facts.signature_good = withdrawn || signed_by_issuer(badge.value(), directory) != nullptr;
  if (!facts.signature_good) return decision;

  const Comer comer{Subject(decision.badge->person), Method::qr, nullptr, {}};
  decision.cohort = directory.cohort(decision.badge->cohort);
  facts.cohort_held = decision.cohort != nullptr;
  facts.clock_anchored = time.anchored;
  facts.signer_revoked = withdrawn;
  if (decision.cohort) {
    look_up(decision, facts, comer, venue, time, seen);
    const auto revoked = decision.cohort->revoked.find(decision.badge->person);
    facts.revoked = withdrawn || (revoked != decision.cohort->revoked.end() &&
                                  decision.badge->issue <= revoked->second);
    facts.session_now = facts.session_now && within_badge_dates(*decision.badge, time.now_s);
  }
  conclude(decision, facts, comer, venue, time);
  return decision;
}

const StaffEntry* staff_of_badge(std::string_view code, const Directory& directory) {
  const auto read = read_badge(code);
  if (!read || read.value().badge.cohort != staff_cohort) return nullptr;
  const Badge& badge = read.value().badge;
  const auto known = directory.staff().find(badge.person);
  const bool valid = known != directory.staff().end() &&
                     badge.issue >= known->second.entry.issue() &&
                     signed_by_issuer(read.value(), directory) != nullptr;
  return valid ? &known->second : nullptr;
}

ScanDecision decide_person(const Scope& cohort, const Subject& person, Method method,
                           const Directory& directory, VenueNumber venue, TimeBelief time,
                           const SeenLately& seen, std::optional<SessionNumber> session,
                           const WalkIns& walk_ins) {
  ScanDecision decision;
  decision.cohort = directory.cohort(cohort);
  if (!decision.cohort) {
    decision.verdict = Verdict::refused;
    return decision;
  }
  Comer comer{person, method, nullptr, known_walk_in(person, walk_ins)};
  if (session) {
    const auto named = decision.cohort->sessions.find(*session);
    if (named != decision.cohort->sessions.end()) comer.session = &named->second;
  }
  ScanFacts facts;
  facts.signature_good = facts.cohort_held = true;
  facts.clock_anchored = time.anchored;
  look_up(decision, facts, comer, venue, time, seen);
  conclude(decision, facts, comer, venue, time);
  return decision;
}

}  // namespace otmetka
