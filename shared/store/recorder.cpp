#include "shared/store/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "shared/base/limits.h"
#include "shared/model/serialize.h"

namespace otmetka {

Result<Recorder> Recorder::open(const Paths& paths, Keys kiosk_keys, const Clock& clock,
                                Random& random, std::string software) {
  Journal journal =
      TRY(Journal::open(paths.journal, paths.disk, clock, random, std::move(software)));
  Recorder recorder(paths, std::move(kiosk_keys), clock, random, std::move(journal));
  if (paths.presence) recorder.presence_.read_journal(paths.journal, paths.disk);
  TRY(recorder.refresh());
  while (recorder.presence_behind_) recorder.catch_up();
  return recorder;
}

Result<bool> Recorder::refresh() {
  // The file under the path may be another one: put back from a backup, or made anew after damage.
  const auto file = paths_.disk.vfs.empty() ? file_identity(paths_.mirror) : mirror_file_;
  if (!mirror_ || file != mirror_file_) {
    mirror_.reset();
    auto opened = Mirror::open_reader(paths_.mirror, paths_.disk);
    if (!opened) {
      const Failure failure = opened.error().failure;
      // Not there yet, or a moment of the writer's: a state, not an error. What was read before
      // still holds.
      if (failure == Failure::absent || failure == Failure::busy) return false;
      return opened.error();
    }
    mirror_.emplace(std::move(opened).value());
    mirror_file_ = file;
    mirror_version_ = -1;
    loaded_.reset();
  }
  const int64_t version = TRY(mirror_->db().data_version());
  if (version == mirror_version_) {
    if (erasures_behind_) erasures_behind_ = !settle_erasures();
    const bool behind = presence_behind_;
    if (behind) catch_up();
    return behind;
  }
  const size_t keys_before = keys_.scopes.size();
  const bool first_look = mirror_version_ == -1;
  TRY(load());
  mirror_version_ = version;
  erasures_behind_ = !settle_erasures();
  (void)keep_time();  // a full disk: with the next act
  presence_.mirror_changed(first_look || keys_.scopes.size() != keys_before);
  catch_up();
  return true;
}

// What was recorded before the time was heard has its time even if nobody comes any more.
Status Recorder::keep_time() {
  if (!enrolled() || !TRY(journal_.written_in_this_boot())) return done();
  if (const auto anchor = TRY(waiting_anchor())) TRY(write({*anchor}));
  return done();
}

void Recorder::catch_up() {
  if (!paths_.presence) return;
  presence_behind_ = presence_.read_mirror(mirror_->logs(), keys_, facts_folded_at_once);
}

Status Recorder::load() {
  // A roster is tens of thousands of questions.
  const Transaction of_one_moment = TRY(Transaction::begin_reading(mirror_->db()));
  const auto identity = TRY(mirror_->identity());
  known_time_ = TRY(mirror_->time());
  if (!identity) {
    identity_.reset();
    return done();
  }
  Keys keys = own_keys_;
  const Status opened = mirror_->open_kiosk_keys(keys);
  const bool sealed_for_us =
      own_keys_.box && TRY(mirror_->kiosk_box()) == box_public(*own_keys_.box);
  waits_for_keys_ = !opened && own_keys_.box && !sealed_for_us;
  if (waits_for_keys_) {
    identity_ = identity;  // whose it is can be told; what was read before still holds
    return done();
  }
  TRY(opened);
  keys_ = keys;
  // The daemon writes after each exchange; a roster is not opened again on the screen's time when
  // it says nothing new.
  Loaded fresh{*identity, keys.scopes.size(),
               TRY(channels_held(mirror_->logs(), identity->central_id))};
  if (loaded_ == fresh) return done();
  ReadDirectory read = TRY(read_directory(mirror_->logs(), identity->central_id, keys));
  // Until what is damaged has come again, what was read before says more. A kiosk that has just
  // started takes what there is.
  if (!read.whole && enrolled()) return done();
  loaded_.reset();  // what fails below must not leave it saying what is no longer so
  directory_ = std::move(read.directory);
  ++directory_version_;
  identity_ = identity;
  TRY(find_venue());
  if (read.whole && read.all_texts) loaded_ = std::move(fresh);
  return done();
}

// Where it was assigned to; if nobody here knows that venue any more, where it was enrolled.
Status Recorder::find_venue() {
  const auto assigned = TRY(journal_.assigned_venue());
  const VenueEntry* venue = assigned ? directory_.venue(*assigned) : nullptr;
  if (!venue) venue = directory_.venue(identity_->venue);
  venue_ = venue ? std::optional<VenueNumber>(venue->number) : std::nullopt;
  return done();
}

TimeBelief Recorder::time() {
  TimeBelief belief{clock_->wall_s(), false};
  const auto anchor = journal_.anchor();
  if (!anchor || !anchor.value()) return belief;
  const TimeInterval& interval = *anchor.value();
  if (interval.latest_s - interval.earliest_s > anchored_within_s) return belief;
  const int64_t middle = interval.earliest_s + (interval.latest_s - interval.earliest_s) / 2;
  return {middle + static_cast<int64_t>(clock_->boot_s()), true};
}

Result<std::optional<Draft>> Recorder::waiting_anchor() {
  if (!known_time_ || known_time_->boot != clock_->boot_id()) return std::optional<Draft>();
  const TimeInterval& fresh = known_time_->at_boot_zero;
  const auto known = TRY(journal_.anchor());
  if (known) {
    const bool apart = fresh.earliest_s > known->latest_s || fresh.latest_s < known->earliest_s;
    const bool halves =
        (fresh.latest_s - fresh.earliest_s) * 2 <= known->latest_s - known->earliest_s;
    // Once anchors contradict each other the interval holds them all and cannot become narrower, so
    // only one beyond it tells anything; else every scan would append an anchor.
    if (!apart && (known->contradicted || !halves)) return std::optional<Draft>();
  }
  const auto boot_s = static_cast<int64_t>(clock_->boot_s());
  payload::Anchor anchor;
  anchor.set_source(known_time_->by_ntp ? payload::Anchor::NTP : payload::Anchor::CENTRAL);
  anchor.set_earliest(fresh.earliest_s + boot_s);
  anchor.set_latest(fresh.latest_s + boot_s);
  return std::optional<Draft>(own_draft(Kind::anchor, serialize(anchor), {}));
}

Error Recorder::why_nothing_is_recorded() const {
  if (waits_for_keys_) {
    return fail(Failure::not_enrolled,
                "this kiosk made its keys anew and waits for the daemon to give it those of its "
                "venue again: start otmetka-syncd");
  }
  return fail(Failure::not_enrolled,
              "not enrolled: run `otmetka enrol --data DIR --code CODE` with a code from central");
}

Result<std::optional<FactId>> Recorder::seen_lately(const Scope& scope, const Subject& person,
                                                    const Subject& session) {
  const auto last = TRY(journal_.last_seen(scope, person, session, Kind::check_in));
  if (!last || last->boot != clock_->boot_id()) return std::optional<FactId>();
  if (clock_->boot_s() - last->boot_s >= repeated_scan_s) return std::optional<FactId>();
  // Who has left since comes anew.
  const auto left = TRY(journal_.last_seen(scope, person, session, Kind::check_out));
  if (left && left->boot == last->boot && left->boot_s >= last->boot_s)
    return std::optional<FactId>();
  return std::optional<FactId>(last->id);
}

Result<Written> Recorder::write(std::vector<Draft> drafts) {
  const std::set<Scope> over = directory_.ended();
  for (Draft& draft : drafts) {
    // Nobody could seal it any more; a form may have been open while the news came.
    if (over.contains(draft.log.scope))
      return fail(Failure::refused, fmt::format("{} is over", draft.log.scope));
    if (rehearsal_ && is_cohort_scope(draft.log.scope)) draft.fact.flags |= flag::rehearsal;
  }
  Written written = TRY(journal_.write(drafts));
  if (paths_.presence) presence_.add(written.facts);
  for (PlacedFact placed : written.facts) {
    if (!(placed.fact.flags & flag::rehearsal)) continue;
    placed.fact.flags &= ~flag::rehearsal;
    rehearsed_.add(placed);
  }
  return written;
}

void Recorder::set_rehearsal(bool on) {
  rehearsal_ = on;
  rehearsed_ = PresenceFold();
}

Result<ScanResult> Recorder::judge(const Decide& decide) {
  std::optional<FactId> earlier;
  std::optional<Error> failure;
  const auto seen = [&](const Scope& scope, const Subject& person, const Subject& session) {
    // By any of the names: who has a label and a badge is one person.
    for (const Subject& name : presence().attendance().names_of(scope, person)) {
      const auto found = seen_lately(scope, name, session);
      if (!found) failure = found.error();
      earlier = found ? found.value() : std::nullopt;
      if (earlier) break;
    }
    return earlier.has_value();
  };
  ScanResult result{decide(seen), std::nullopt};
  if (failure) return *failure;
  if (result.decision.verdict == Verdict::already) result.fact = earlier;
  return result;
}

WalkIns Recorder::walk_ins() const {
  return {[this](const FactId& id) { return fold_of(id).known_walk_in(id); }, rehearsal_};
}

const PresenceFold& Recorder::fold_of(const FactId& walk_in) const {
  return rehearsed_.walk_in(walk_in) ? rehearsed_ : presence();
}

Status Recorder::record(std::vector<ScanResult>& results, const Subject& actor) {
  std::vector<Draft> drafts;
  std::vector<ScanResult*> of_draft;
  for (ScanResult& result : results) {
    if (result.decision.scope.empty()) continue;
    Draft draft;
    draft.log = {identity_->device, result.decision.scope};
    draft.fact = result.decision.fact;
    draft.fact.actor = actor;
    drafts.push_back(std::move(draft));
    of_draft.push_back(&result);
  }
  if (drafts.empty()) return done();
  const Written written = TRY(write(std::move(drafts)));
  for (size_t i = 0; i < of_draft.size(); ++i) of_draft[i]->fact = written.ids[i];
  return done();
}

Result<ScanResult> Recorder::judge_and_record(const Decide& decide, const Subject& actor) {
  if (!enrolled()) return why_nothing_is_recorded();
  // A waiting anchor goes first, so that this very scan is judged by it.
  if (const auto anchor = TRY(waiting_anchor())) TRY(write({*anchor}));
  std::vector<ScanResult> results{TRY(judge(decide))};
  TRY(record(results, actor));
  return std::move(results.front());
}

Result<ScanResult> Recorder::scan(std::string_view code, Method by) {
  const auto decide = [&](const SeenLately& seen) {
    ScanDecision decision = decide_scan(code, directory_, *venue_, time(), seen, walk_ins());
    if (decision.fact.method == Method::qr) decision.fact.method = by;
    return decision;
  };
  return judge_and_record(decide, {});
}

std::optional<std::pair<Scope, Subject>> Recorder::holder_of(std::string_view code) {
  if (!venue_) return std::nullopt;
  const auto nobody_lately = [](const Scope&, const Subject&, const Subject&) { return false; };
  const ScanDecision decision =
      decide_scan(code, directory_, *venue_, time(), nobody_lately, walk_ins());
  if (!decision.cohort || decision.verdict == Verdict::not_a_badge) return std::nullopt;
  return std::pair(decision.cohort->entry.name(), decision.shown);
}

Result<ScanResult> Recorder::check_in(const Scope& cohort, const Subject& person, Method method,
                                      const Subject& actor) {
  const auto decide = [&](const SeenLately& seen) {
    return decide_person(cohort, person, method, directory_, *venue_, time(), seen, std::nullopt,
                         walk_ins());
  };
  return judge_and_record(decide, actor);
}

Result<FactId> Recorder::record_health(const payload::Health& health) {
  if (!enrolled()) return fail(Failure::not_enrolled, "not enrolled");
  return TRY(write({own_draft(Kind::health, serialize(health), {})})).ids.front();
}

Board Recorder::board_of(const Scope& cohort, SessionNumber session, Grouping by) const {
  const CohortEntry* entry = directory_.cohort(cohort);
  return entry ? staff_presence().board_of(*entry, session, by) : Board();
}

std::vector<Stay> Recorder::who_is_inside() {
  if (!venue_) return {};
  const int64_t now_s = time().now_s;
  std::vector<Stay> stays = presence().who_is_inside(directory_, *venue_, now_s);
  if (!rehearsal_) return stays;
  const auto key = [](const Stay& stay) { return std::tie(stay.cohort, stay.person); };
  const auto before = [&](const Stay& a, const Stay& b) { return key(a) < key(b); };
  const std::vector<Stay> rehearsed = rehearsed_.who_is_inside(directory_, *venue_, now_s);
  std::vector<Stay> all;
  std::set_union(stays.begin(), stays.end(), rehearsed.begin(), rehearsed.end(),
                 std::back_inserter(all), before);
  return all;
}

Visit Recorder::visit_of(const Scope& cohort, const Subject& person) {
  const CohortEntry* entry = directory_.cohort(cohort);
  return entry ? presence().visit_of(*entry, person, time().now_s) : Visit();
}

std::optional<bool> Recorder::consent_of(const Scope& cohort, const Subject& person,
                                         payload::Consent::Subject about) const {
  return presence_.consents().answer(cohort, person, about, presence().attendance());
}

Result<std::optional<Bytes>> Recorder::photo(const Hash& name) {
  if (!mirror_) return std::optional<Bytes>();
  return open_text(mirror_->logs(), name, keys_);
}

std::set<std::pair<Scope, PersonNumber>> Recorder::declined() const {
  std::set<std::pair<Scope, PersonNumber>> out;
  for (const auto& [cohort, entry] : directory_.cohorts()) {
    for (const PersonNumber person :
         presence_.consents().declined(cohort, payload::Consent::DATA, presence().attendance()))
      out.emplace(cohort, person);
  }
  return out;
}

size_t Recorder::ideas_of(const Scope& cohort, const Subject& person) const {
  return presence_.ideas().count(cohort, person, presence().attendance());
}

Result<ExchangeState> Recorder::exchange_state() {
  if (!mirror_) return ExchangeState{};
  return mirror_->exchange_state();
}

Status keep_enrol_code(Journal& journal, std::string_view code, const Clock& clock) {
  // The code first: who looks in between tries it once more than it must.
  TRY(journal.set_local(enrol_code_local, as_bytes(code)));
  ByteWriter scan;
  scan.u64(clock.boot_ms()).u64(static_cast<uint64_t>(clock.wall_s()));
  return journal.set_local(enrol_scan_local, scan.bytes());
}

Result<Keys> ensure_kiosk_keys(const std::string& kiosk_data, Journal& journal, Random& random) {
  const std::string path = journal_directory(kiosk_data) + "/key";
  auto keys = load_keys(path);
  if (!keys && keys.error().failure != Failure::absent) return keys.error();
  if (!keys) {
    Keys fresh;
    fresh.sign = SigningKey::make(random);
    fresh.box = random.bytes<32>();
    TRY(save_keys(path, fresh));
    keys = std::move(fresh);
  }
  if (!keys.value().sign || !keys.value().box)
    return fail(Failure::corrupt, path + ": keys are missing in it");
  TRY(journal.set_local(kiosk_sign_key_local, keys.value().sign->public_key()));
  TRY(journal.set_local(kiosk_box_key_local, box_public(*keys.value().box)));
  return keys;
}

}  // namespace otmetka
