#include "kiosk/visitor_desk.h"

#include "kiosk/app/photo.h"

namespace otmetka::kiosk {

RosterPhoto roster_photo(const Recorder& recorder, const Who& who) {
  const CohortEntry* cohort = recorder.directory().cohort(who.cohort);
  const Subject shown = recorder.presence().attendance().shown(who.cohort, who.person);
  if (!cohort || !shown.number()) return {};
  const auto photo = cohort->photos.find(PersonNumber{*shown.number()});
  if (photo == cohort->photos.end()) return {};
  return {photo_name(photo->second),
          recorder.consent_of(who.cohort, who.person, payload::Consent::PHOTO)};
}

Bytes read_photo(Recorder& recorder, const std::string& name) {
  const auto text = photo_text(name);
  const auto photo = text ? recorder.photo(*text) : Result<std::optional<Bytes>>(std::nullopt);
  return photo && photo.value() ? *photo.value() : Bytes();
}

// When they came to this session first; 0: now, or nobody knows.
static int64_t came_before_s(Recorder& recorder, const ScanDecision& decision) {
  if (decision.verdict != Verdict::green || !decision.session) return 0;
  for (const Visited& visited : recorder.visit_of(decision.scope, decision.who).sessions) {
    const bool same = visited.presence.session == Subject(decision.session->number);
    const int64_t ago_s = recorder.time().now_s - visited.first_s;
    const bool believed = visited.presence.present && !visited.time_doubted;
    if (same && believed && ago_s >= 60) return visited.first_s;
  }
  return 0;
}

VerdictView told_verdict(Recorder& recorder, const ScanResult& scan) {
  VerdictView view = verdict_view(scan.decision, scan.fact, recorder.directory(),
                                  recorder.venue()->number, recorder.time().now_s);
  if (!view.who) return view;
  view.came_s = came_before_s(recorder, scan.decision);
  // The roster knows no walk-in; what he said his name was may have come, or not yet.
  if (const FactId* made_by = scan.decision.shown.reference()) {
    const auto name = recorder.walk_in_name(*made_by);
    if (name && name.value()) view.name = short_name(*name.value());
  }
  const Who who = *view.who;
  return with_consent(std::move(view), recorder.consent_of(who.cohort, who.person),
                      roster_photo(recorder, who));
}

std::optional<Language> language_of_code(std::string_view code) {
  if (const auto badge = read_badge(code)) return badge.value().badge.language;
  if (const auto label = read_walk_in_code(code)) return label.value().code.language;
  return std::nullopt;
}

std::optional<VisitRead> read_visit(Recorder& recorder, const ReadVisit& wanted) {
  const CohortEntry* cohort = recorder.directory().cohort(wanted.cohort);
  if (!cohort) return std::nullopt;
  VisitView visit = visit_view(recorder.visit_of(wanted.cohort, wanted.person), *cohort,
                               wanted.person, recorder.directory());
  visit.ideas = recorder.ideas_of(wanted.cohort, wanted.person);
  visit.consent = recorder.consent_of(wanted.cohort, wanted.person);
  const RosterPhoto photo = roster_photo(recorder, {wanted.cohort, wanted.person});
  visit.has_photo = !photo.name.empty();
  visit.photo_answer = photo.answer;
  return VisitRead{wanted.person, std::move(visit)};
}

}  // namespace otmetka::kiosk
