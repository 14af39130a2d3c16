// What staff and visitors do at a kiosk beside scanning. Each act is one transaction.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "shared/model/corrections.h"
#include "shared/model/serialize.h"
#include "shared/model/time_fold.h"
#include "shared/store/recorder.h"

namespace otmetka {
namespace {

Error bad(std::string_view why) { return fail(Failure::bad_input, std::string(why)); }

Status check_text(std::string_view text) {
  if (text.size() <= detached_bytes_max) return done();
  return bad("a text is longer than what a kiosk may send");
}

}  // namespace

Result<const CohortEntry*> Recorder::begin_act(const Scope& cohort) {
  if (!enrolled()) return why_nothing_is_recorded();
  const CohortEntry* entry = directory_.cohort(cohort);
  if (!entry) return bad(fmt::format("the cohort {} is not held here", cohort));
  if (const auto anchor = TRY(waiting_anchor())) TRY(write({*anchor}));
  return entry;
}

Draft Recorder::draft(const Scope& cohort, Kind kind, const Subject& person,
                      const Subject& actor) const {
  Draft draft;
  draft.log = {identity_->device, cohort};
  draft.fact.kind = kind;
  draft.fact.person = person;
  draft.fact.venue = Subject(*venue_);
  draft.fact.method = Method::manual;
  draft.fact.actor = actor;
  return draft;
}

Draft Recorder::own_draft(Kind kind, Bytes payload, const Subject& actor) const {
  Draft draft;
  draft.log = {identity_->device, device_scope};
  draft.fact.kind = kind;
  draft.fact.actor = actor;
  draft.fact.payload = std::move(payload);
  return draft;
}

Result<FactId> Recorder::write_own(Kind kind, Bytes payload, const Subject& actor) {
  if (const auto known = TRY(waiting_anchor())) TRY(write({*known}));
  return TRY(write({own_draft(kind, std::move(payload), actor)})).ids.front();
}

Result<std::vector<ScanResult>> Recorder::check_in_all(const Scope& cohort,
                                                       const std::vector<Subject>& persons,
                                                       const Subject& session,
                                                       const Subject& actor) {
  const CohortEntry* entry = TRY(begin_act(cohort));
  std::optional<SessionNumber> named;
  if (!session.none()) {
    if (session.number()) named = SessionNumber{*session.number()};
    if (!named || !entry->sessions.contains(*named)) return bad("the cohort has no such session");
  }
  const std::set<Subject> once(persons.begin(), persons.end());
  if (once.size() != persons.size()) return bad("somebody is in the group twice");
  std::vector<ScanResult> results;
  for (const Subject& person : persons) {
    results.push_back(TRY(judge([&](const SeenLately& seen) {
      return decide_person(cohort, person, Method::group, directory_, *venue_, time(), seen, named,
                           walk_ins());
    })));
  }
  TRY(record(results, actor));
  return results;
}

Result<ScanResult> Recorder::check_in_from_paper(const Scope& cohort, PersonNumber person,
                                                 SessionNumber session, const Subject& actor) {
  const CohortEntry* entry = TRY(begin_act(cohort));
  if (!entry->sessions.contains(session)) return bad("the cohort has no such session");
  const auto decide = [&](const SeenLately& seen) {
    return decide_person(cohort, Subject(person), Method::paper, directory_, *venue_, time(), seen,
                         session);
  };
  return judge_and_record(decide, actor);
}

Result<FactId> Recorder::check_out(const Scope& cohort, const Subject& person,
                                   const Subject& session) {
  if (!enrolled()) return why_nothing_is_recorded();
  Draft out = draft(cohort, Kind::check_out, person, {});
  out.fact.session = session;
  return TRY(write({out})).ids.front();
}

Result<FactId> Recorder::correct(const CorrectionOrder& order) {
  using payload::Correction;
  TRY(begin_act(order.cohort));
  TRY(check_text(order.text));
  const bool known = order.standing == Correction::PRESENT ||
                     order.standing == Correction::ABSENT || order.standing == Correction::VOID;
  if (!known) return bad("a correction says present, absent or void");
  if (order.person.none() && order.standing != Correction::VOID)
    return bad("a correction of somebody's presence names him");
  if (order.references.empty() && order.standing == Correction::VOID)
    return bad("a correction that voids names what it voids");
  if (order.references.size() > row_references_max) return bad("a correction names too much");
  const bool ours = std::all_of(order.references.begin(), order.references.end(),
                                [&](const FactId& id) { return id.scope == order.cohort; });
  if (!ours) return bad("a kiosk corrects only facts of the cohort's own logs");
  Draft out = draft(order.cohort, Kind::correction, order.person, order.actor);
  Correction payload;
  payload.set_standing(order.standing);
  payload.set_reason(order.reason);
  out.fact.session = order.session;
  out.fact.references = order.references;
  out.fact.payload = serialize(payload);
  if (!order.text.empty()) out.salted = salt_text(as_bytes(order.text), *random_);
  return TRY(write({out})).ids.front();
}

Result<WalkInResult> Recorder::walk_in(const NewWalkIn& walk_in) {
  const CohortEntry* entry = TRY(begin_act(walk_in.cohort));
  payload::PersonName name;
  name.set_family(walk_in.family);
  name.set_given(walk_in.given);
  if (!walk_in.organisation.empty()) name.mutable_organisation()->set_ru(walk_in.organisation);
  if (name.family().empty() && name.given().empty()) return bad("a walk-in has a name");
  const Bytes text = serialize(name);
  TRY(check_text(as_text(text)));

  Draft made = draft(walk_in.cohort, Kind::walk_in, {}, walk_in.actor);
  payload::WalkIn payload;
  payload.set_language(walk_in.language);
  made.fact.payload = serialize(payload);
  made.salted = salt_text(text, *random_);

  const TimeBelief now = time();
  const SessionEntry* session = session_at(*entry, *venue_, now.now_s, 0);
  if (const uint32_t* named = walk_in.session.number()) {
    const auto found = entry->sessions.find(SessionNumber{*named});
    if (found == entry->sessions.end()) return bad("the cohort has no such session");
    session = &found->second;
  }
  Draft comes = draft(walk_in.cohort, Kind::check_in, {}, walk_in.actor);
  comes.person_made_by = 0;
  if (session) comes.fact.session = Subject(session->number);
  comes.fact.flags = flag::guest | (now.anchored ? 0 : flag::clock_unanchored);
  const Written written = TRY(write({made, comes}));
  return WalkInResult{written.ids[0], written.ids[1], session,
                      label_code(written.ids[0], language_of(walk_in.language), rehearsal_)};
}

Result<FactId> Recorder::idea(const Scope& cohort, const Subject& person,
                              const std::string& exhibit, std::string_view text) {
  TRY(begin_act(cohort));
  TRY(check_text(text));
  if (text.empty()) return bad("an idea has words");
  const auto& exhibits = venue()->exhibits;
  const bool here =
      exhibit.empty() || std::any_of(exhibits.begin(), exhibits.end(),
                                     [&](const auto& known) { return known.name() == exhibit; });
  if (!here) return bad(fmt::format("this venue has no exhibit {}", exhibit));
  Draft out = draft(cohort, Kind::idea, person, {});
  payload::Idea payload;
  payload.set_exhibit(exhibit);
  out.fact.payload = serialize(payload);
  out.salted = salt_text(as_bytes(text), *random_);
  return TRY(write({out})).ids.front();
}

Result<FactId> Recorder::consent(const Scope& cohort, const Subject& person,
                                 payload::Consent::Subject subject, bool agreed,
                                 const Subject& actor) {
  TRY(begin_act(cohort));
  if (person.none()) return bad("a consent is somebody's");
  if (subject != payload::Consent::DATA && subject != payload::Consent::PHOTO)
    return bad("a consent is about data or photographs");
  Draft out = draft(cohort, Kind::consent, person, actor);
  payload::Consent payload;
  payload.set_subject(subject);
  payload.set_agreed(agreed);
  out.fact.payload = serialize(payload);
  return TRY(write({out})).ids.front();
}

Result<FactId> Recorder::confirm_time(int64_t true_s, const Subject& actor) {
  if (!enrolled()) return why_nothing_is_recorded();
  if (true_s < -anchor_bound_s || true_s > anchor_bound_s)
    return bad("a time is within the calendar");
  payload::Anchor anchor;
  anchor.set_source(payload::Anchor::STAFF);
  anchor.set_earliest(true_s - staff_anchor_least_s);
  anchor.set_latest(true_s + staff_anchor_least_s);
  return write_own(Kind::anchor, serialize(anchor), actor);
}

Result<FactId> Recorder::assign(const std::string& name, const Subject& actor) {
  if (!enrolled()) return why_nothing_is_recorded();
  const VenueEntry* wanted = directory_.venue(name);
  if (!wanted) return bad("this kiosk knows no venue of that name");
  if (wanted == venue()) return bad("this kiosk stands there already");
  payload::Assignment assignment;
  assignment.set_venue(name);
  const FactId fact = TRY(write_own(Kind::assignment, serialize(assignment), actor));
  TRY(find_venue());
  ++directory_version_;
  return fact;
}

Result<Delivery> Recorder::delivery() {
  Delivery out;
  JournalReader journal = TRY(JournalReader::open(paths_.journal, paths_.disk));
  for (const JournalEpoch& epoch : TRY(journal.epochs())) {
    if (!is_cohort_scope(epoch.log.scope) || epoch.last == 0) continue;
    out.recorded += epoch.last - 1;
    if (!mirror_) continue;
    const Seq durable = TRY(confirmed_of(*mirror_, journal, epoch)).durable;
    out.received += durable == 0 ? 0 : durable - 1;
  }
  return out;
}

std::string Recorder::label_code(const FactId& walk_in, Language language, bool rehearsal) const {
  const CohortEntry* cohort = directory_.cohort(walk_in.scope);
  if (!cohort || !own_keys_.sign) return "";
  const auto& signers = directory_.walk_in_signers();
  const bool told = std::any_of(signers.begin(), signers.end(), [&](const WalkInSigner& signer) {
    return signer.key == own_keys_.sign->public_key();
  });
  if (!told) return "";
  WalkInCode code;
  code.cohort = CohortNumber{cohort->entry.number()};
  code.device = walk_in.device;
  code.epoch = walk_in.epoch;
  code.seq = walk_in.seq;
  code.language = language;
  code.rehearsal = rehearsal;
  return make_walk_in_code(code, *own_keys_.sign);
}

std::string Recorder::walk_in_code(const FactId& walk_in) const {
  const Fact* made = fold_of(walk_in).walk_in(walk_in);
  payload::WalkIn said;
  if (!made || !said.ParseFromArray(made->payload.data(), static_cast<int>(made->payload.size())))
    return "";
  const bool rehearsed = rehearsed_.walk_in(walk_in) != nullptr;
  return label_code(walk_in, language_of(said.language()), rehearsed);
}

Result<std::optional<payload::PersonName>> Recorder::walk_in_name(const FactId& walk_in) {
  using Name = std::optional<payload::PersonName>;
  const Fact* made = fold_of(walk_in).walk_in(walk_in);
  if (!made || !made->detached) return Name();
  std::optional<Bytes> text;
  const auto salted = TRY(journal_.detached(*made->detached));
  if (salted) {
    text = to_bytes(text_of(*salted));
  } else if (mirror_) {
    text = TRY(open_text(mirror_->logs(), *made->detached, keys_));
  }
  payload::PersonName name;
  if (!text || !name.ParseFromArray(text->data(), static_cast<int>(text->size()))) return Name();
  return Name(name);
}

}  // namespace otmetka
