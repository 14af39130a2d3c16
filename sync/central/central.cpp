#include "sync/central/central.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "shared/model/serialize.h"
#include "shared/store/mirror.h"

namespace otmetka {
namespace {

const std::string& schema_text() {
  static const std::string text = std::string(HeldLogs::schema()) + Intake::schema() + R"sql(
CREATE TABLE IF NOT EXISTS setting(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS enrol_code(secret_hash BLOB PRIMARY KEY, venue TEXT NOT NULL, expires_s INTEGER NOT NULL,
  used_by BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS enrol_replaces(secret_hash BLOB PRIMARY KEY, device BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS enrol_continues(secret_hash BLOB PRIMARY KEY, device BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS statement(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS alarm(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, about BLOB NOT NULL, first_s INTEGER NOT NULL,
  last_s INTEGER NOT NULL, weight INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0, UNIQUE(kind, about));
CREATE TABLE IF NOT EXISTS heard(device BLOB PRIMARY KEY, at INTEGER NOT NULL, software TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unreadable(epoch INTEGER NOT NULL, first INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY(epoch, first)) WITHOUT ROWID;
)sql";
  return text;
}

std::string there_are(const std::vector<std::string>& names) {
  return fmt::format("there are: {}", fmt::join(names, ", "));
}

}  // namespace

Central::Central(CentralOptions options, Keys keys, const Clock& clock, Random& random, Db db)
    : options_(std::move(options)),
      keys_(std::move(keys)),
      clock_(&clock),
      random_(&random),
      db_(std::make_unique<Db>(std::move(db))) {}

Result<std::unique_ptr<Central>> Central::open(CentralOptions options, Keys keys,
                                               const Clock& clock, Random& random) {
  Db db = TRY(Db::open_writer(options.database, {"central store", schema_text()}, options.disk));
  std::unique_ptr<Central> central(
      new Central(std::move(options), std::move(keys), clock, random, std::move(db)));
  TRY(central->start());
  return central;
}

Status Central::start() {
  store_epoch_ = random_->u64();
  bool known = false;
  {
    Query q = db_->query("SELECT value FROM setting WHERE key='id'");
    known = TRY(q.step());
    if (known) id_ = q.array<16>(0);
  }
  if (known && (!keys_.sign || !keys_.badge)) {
    return fail(
        Failure::absent,
        "the key file of this central is missing: put it back beside central.db; without it "
        "nothing can be opened or signed");
  }
  if (!known && options_.served) {
    return fail(
        Failure::absent,
        fmt::format("{} has nothing in it, and this central has served kiosks: put back its "
                    "log (-wal), or a backup",
                    options_.database));
  }
  if (!keys_.sign) keys_.sign = SigningKey::make(*random_);
  if (!keys_.badge) keys_.badge = SigningKey::make(*random_);
  if (!known) {
    id_ = random_->bytes<16>();
    TRY(options_.save_keys(keys_));
  }
  TRY(settle_next_key());
  channels_.emplace(*db_, id_, keys_, *clock_, *random_, options_.software);
  if (!known) TRY(first_facts());
  // A newer key file beside a store that was put back.
  TRY(logs().put_public_key(id_, keys_.sign->public_key()));
  TRY(read_backup_note());
  TRY(read_heard());
  TRY(rebuild());
  // A cut may have come between what kiosks gave back and what follows from it.
  TRY(note_signers(logs(), directory_));
  return ensure_issuer_known();
}

Status Central::first_facts() {
  payload::IssuerKey issuer;
  issuer.set_key(std::string(as_text(keys_.badge->public_key())));
  issuer.set_purpose("badge");
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::issuer_key;
  draft.fact.payload = serialize(issuer);
  TRY(ensure_scope_keys({draft}));
  Transaction transaction = TRY(Transaction::begin(*db_));
  Query q = db_->query("INSERT INTO setting(key, value) VALUES('id', ?)");
  TRY(q.bind(id_).run());
  TRY(logs().put_public_key(id_, keys_.sign->public_key()));  // it accepts its own segments by it
  TRY(channels_->append({draft}));
  return transaction.commit();
}

Status Central::ensure_scope_keys(const std::vector<ChannelDraft>& drafts) {
  Keys keys = keys_;
  for (const ChannelDraft& draft : drafts) {
    if (!keys.sealing_key(draft.scope)) keys.add_scope(draft.scope, random_->bytes<32>());
  }
  return take_keys(std::move(keys));
}

// A key is on disk before anything is sealed under it, or is told of it.
Status Central::take_keys(Keys keys) {
  if (keys.scopes.size() == keys_.scopes.size()) return done();
  TRY(options_.save_keys(keys));
  keys_ = std::move(keys);
  return done();
}

Status Central::check_stored(size_t count) {
  // Channels are this central's own: perhaps nobody else has them yet, so what is left of them
  // stays until a kiosk that has more brings it.
  std::vector<HeldEpoch> own;
  const auto comes_again = [&](const HeldEpoch& epoch) {
    if (epoch.log.device == id_) own.push_back(epoch);
    return epoch.log.device != id_;
  };
  Transaction transaction = TRY(Transaction::begin(*db_));
  const auto checked = TRY(logs().check_stored(checked_, count, comes_again));
  const bool cut = TRY(cut_to_gaps()) || checked.forgotten > 0;
  TRY(transaction.commit());
  checked_ = checked.next;
  if (cut) TRY(read_mended());
  for (const HeldEpoch& epoch : own) TRY(note_broken(epoch));
  return done();
}

// Of logs of others: they still have what stood in a gap. What is as it was signed and cannot be
// read all the same would only come again.
Result<bool> Central::cut_to_gaps() {
  if (broken_.empty()) return false;
  bool cut = false;
  for (const HeldEpoch& epoch : TRY(logs().epochs())) {
    if (epoch.log.device == id_ || whole_part(epoch).held == epoch.held) continue;
    TRY(logs().forget_damaged(epoch));
    cut = true;
  }
  return cut;
}

Status Central::append(const std::vector<ChannelDraft>& drafts) {
  TRY(ensure_scope_keys(drafts));
  return append_made([&]() -> Result<std::vector<ChannelDraft>> { return drafts; });
}

Status Central::append_made(const MakeDrafts& make) {
  std::vector<ChannelDraft> drafts;
  const auto attempt = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(*db_));
    drafts = TRY(make());
    TRY(channels_->append(drafts));
    return transaction.commit();
  };
  const Status status = attempt();
  if (!status) channels_->forget();
  TRY(status);
  for (const ChannelDraft& draft : drafts) note_news(draft.scope);
  return read_channels();
}

void Central::note_envelope(const Fact& fact, Envelopes& envelopes) const {
  payload::KeyEnvelope envelope;
  DeviceId device{};
  PublicKey box{};
  const int size = static_cast<int>(fact.payload.size());
  const bool read = envelope.ParseFromArray(fact.payload.data(), size) &&
                    copy_exact(as_bytes(envelope.device()), device) &&
                    copy_exact(as_bytes(envelope.box_key()), box);
  if (!read) return;
  const auto keys = keys_of(envelope.scope());
  KeyId id = keys.empty() ? KeyId{} : scope_key_id(*keys.front());
  (void)copy_exact(as_bytes(envelope.key_id()), id);  // those of before there was more than one
  envelopes[{device, envelope.scope()}].insert({box, id});
}

Status Central::read_channels() {
  Directory directory;
  Envelopes envelopes;
  std::map<Hash, Scope> lost;
  const auto visit = [&](const ChannelFact& fact) {
    directory.apply(fact);
    const Kind kind = fact.placed.fact.kind;
    if (kind == Kind::key_envelope) {
      // One whose box was lost is made again for whoever asks.
      if (fact.text) note_envelope(fact.placed.fact, envelopes);
    } else if (fact.placed.fact.detached && !fact.text && !fact.erased &&
               !text_is_read_alone(kind)) {
      lost.emplace(*fact.placed.fact.detached, fact.placed.id.scope);
    }
    return done();
  };
  const auto damaged = [&](const HeldEpoch& epoch, const Error& why) -> Status {
    TRY(note_broken(epoch));
    return note_unreadable(epoch, 1, why);
  };
  TRY(each_channel_fact(logs(), id_, keys_, visit, damaged));
  directory_ = std::move(directory);
  envelopes_ = std::move(envelopes);
  lost_texts_ = std::move(lost);
  std::vector<Hash> erased;
  for (const Erasure& erasure : directory_.erasures())
    erased.insert(erased.end(), erasure.texts.begin(), erasure.texts.end());
  return take_erasures(erased);
}

std::optional<TimeInterval> Central::time_of(const FactId& fact) const {
  const auto found = timed_.find(fact);
  return found == timed_.end() ? std::nullopt : time_.of(fact, found->second);
}

Status Central::read_all_channels() {
  TRY(read_channels());
  TRY(note_lost_photos());
  return note_signers(logs(), directory_);
}

// Projections hold nothing of their own: they are what the stored segments say.
Status Central::rebuild() {
  TRY(read_channels());
  TRY(note_lost_photos());
  lost_keys_.clear();
  lost_words_.clear();
  timed_.clear();
  said_.clear();
  erased_at_.clear();
  attendance_ = AttendanceFold();
  consents_ = ConsentFold();
  assigned_.clear();
  stands_.clear();
  time_ = TimeFold();
  projected_.clear();
  for (const HeldEpoch& epoch : TRY(logs().epochs())) TRY(project(epoch.log, epoch.epoch));
  return judge_all_logs();
}

Status Central::project(const LogId& log, Epoch epoch, Intake* intake) {
  const auto held = TRY(logs().epoch(log, epoch));
  if (!held) return done();
  Seq& reached = projected_[{log, epoch}];
  std::vector<Hash> words;
  const auto add = [&](const PlacedFact& placed) {
    attendance_.add(placed);
    consents_.add(placed);
    time_.add(placed);
    if (placed.fact.detached && log.device != id_) words.push_back(*placed.fact.detached);
    if (log.device != id_) note_said(placed);
    if (placed.fact.kind == Kind::assignment) note_assignment(placed);
    const bool mark = placed.fact.kind == Kind::check_in || placed.fact.kind == Kind::check_out ||
                      placed.fact.kind == Kind::correction;
    if (mark) timed_.emplace(placed.id, placed.fact.boot_s);
  };
  TRY(note_readable(*held, reached + 1));
  if (intake) reached = intake->hand_out(log, epoch, reached + 1, add) - 1;
  TRY(add_to_folds(*held, reached + 1, add));
  reached = held->held;
  for (const Hash& name : words) {
    if (!TRY(logs().has_detached(name)) && !TRY(logs().is_erased(name)))
      lost_words_.insert({name, {log, exchanges_}});
  }
  return done();
}

void Central::note_said(const PlacedFact& placed) {
  const Fact& fact = placed.fact;
  const bool merge = fact.kind == Kind::same_person || fact.kind == Kind::correction;
  said_more_ = said_more_ || merge || fact.detached.has_value();
  if (fact.detached) {
    const Subject whose = fact.kind == Kind::walk_in ? Subject(placed.id) : fact.person;
    said_[{placed.id.scope, whose}].insert(*fact.detached);
  }
  if (fact.kind != Kind::payload_erased || placed.id.scope != device_scope) return;
  for (const FactId& erasure : fact.references) erased_at_[erasure].insert(placed.id.device);
}

void Central::note_assignment(const PlacedFact& placed) {
  payload::Assignment assignment;
  const Bytes& bytes = placed.fact.payload;
  const bool read = assignment.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (!read || placed.id.scope != device_scope) return;
  assigned_[placed.id.device].insert(assignment.venue());
  stands_[placed.id.device] = assignment.venue();
}

// What cannot be opened or read is kept, was acknowledged, and is told; it stops nothing that comes
// after it.
Status Central::add_to_folds(const HeldEpoch& epoch, Seq from,
                             const std::function<void(const PlacedFact&)>& add) {
  if (from > epoch.held) return done();
  bool sealed = false, damaged = false;
  // Some hundred bytes may open to megabytes: never more than a few segments at once.
  for (Seq next = from; next <= epoch.held;) {
    const auto opened = TRY(logs().facts(epoch, keys_, next, segment_facts_max));
    for (const OpenedFact& fact : opened.facts) {
      add({{epoch.log.device, epoch.log.scope, epoch.epoch, fact.seq}, fact.fact});
    }
    for (const KeyId& id : opened.keys_missing)
      lost_keys_.insert({epoch.log.device, epoch.log.scope, id});
    if (opened.damage && !damaged) TRY(note_unreadable(epoch, opened.missing, *opened.damage));
    sealed = sealed || opened.sealed > 0;
    damaged = damaged || opened.damage.has_value();
    next = opened.through + 1;
  }
  if (sealed) {
    TRY(note_unreadable(
        epoch, from, fail(Failure::refused, "sealed under a key that is not one of its scope's")));
  }
  return damaged ? note_broken(epoch) : done();
}

// Until it is read again, nothing is said of what comes from there on.
Status Central::note_readable(const HeldEpoch& epoch, Seq from) {
  Query q = db_->query("DELETE FROM unreadable WHERE epoch=? AND first>=?");
  return q.bind(epoch.row_id).bind(from).run();
}

Status Central::note_unreadable(const HeldEpoch& epoch, Seq first, const Error& why) {
  Query q = db_->query("INSERT OR IGNORE INTO unreadable(epoch, first, reason) VALUES(?, ?, ?)");
  return q.bind(epoch.row_id).bind(first).bind(why.message).run();
}

Result<Attendance> Central::fold_again() {
  AttendanceFold attendance;
  for (const HeldEpoch& epoch : TRY(logs().epochs())) {
    TRY(add_to_folds(epoch, 1, [&](const PlacedFact& placed) { attendance.add(placed); }));
  }
  return attendance.result();
}

Result<Publication> Central::load_programme(const Package& package,
                                            std::optional<int64_t> start_day) {
  if (directory_.ended().contains(package.name))
    return fail(Failure::refused,
                fmt::format("{} is over, and kiosks forget it: load the package under another name",
                            package.name));
  const HeldPhoto held = [&](const Hash& name) {
    const auto text = open_text(logs(), name, keys_);
    return text ? text.value() : std::nullopt;
  };
  const auto attempt = [&]() -> Result<Publication> {
    // Keys first and outside the transaction: a key that seals nothing yet harms nobody.
    const auto dry = TRY(publish(
        package, start_day, directory_, [](NumberKind, uint32_t) -> Result<uint32_t> { return 1u; },
        held));
    TRY(ensure_scope_keys(dry.drafts));
    for (const Blob& blob : dry.blobs) TRY(options_.save_blob(blob));
    Transaction transaction = TRY(Transaction::begin(*db_));
    Publication publication = TRY(publish(
        package, start_day, directory_,
        [&](NumberKind kind, uint32_t count) { return channels_->take_numbers(kind, count); },
        held));
    TRY(channels_->append(publication.drafts));
    TRY(forget_photos(publication));
    TRY(transaction.commit());
    return publication;
  };
  auto result = attempt();
  if (!result.ok()) channels_->forget();
  if (result.ok()) TRY(rebuild());
  return result;
}

// What another photo replaces, or nothing, is of no use to anybody any more.
Status Central::forget_photos(const Publication& publication) {
  for (const ChannelDraft& draft : publication.drafts) {
    const uint32_t* person = draft.fact.person.number();
    const CohortEntry* cohort = directory_.cohort(draft.scope);
    if (draft.fact.kind != Kind::person_photo || !person || !cohort) continue;
    const auto before = cohort->photos.find(PersonNumber{*person});
    if (before != cohort->photos.end()) TRY(logs().forget_detached(before->second));
  }
  return done();
}

Result<std::vector<BadgeLine>> Central::badges(const std::string& cohort,
                                               std::optional<PersonNumber> person) {
  TRY(ensure_issuer_known());  // what they are signed with must be told first
  const CohortEntry* entry = directory_.cohort(Scope(cohort));
  if (!entry) {
    std::vector<std::string> names;
    for (const auto& [name, each] : directory_.cohorts()) names.push_back(name);
    if (names.empty()) names.push_back("none");
    return fail(Failure::absent,
                fmt::format("there is no cohort {}; {}", cohort, there_are(names)));
  }
  std::vector<BadgeLine> out;
  for (const auto& [number, roster] : entry->people) {
    if (person && number != *person) continue;
    const auto revoked = entry->revoked.find(number);
    Badge badge;
    badge.cohort = CohortNumber{entry->entry.number()};
    badge.person = number;
    badge.role = role_index(roster.entry.role());
    badge.language = language_of(roster.entry.language());
    badge.issue = static_cast<uint8_t>(revoked == entry->revoked.end() ? 1 : revoked->second + 1);
    // Dates are for the reader's judgement only; a fact is never refused for them.
    const int64_t day = 24 * 3600;
    badge.not_before_s =
        static_cast<uint32_t>(std::max<int64_t>(0, entry->entry.start() - 7 * day));
    badge.not_after_s = static_cast<uint32_t>(entry->entry.end() +
                                              int64_t{entry->entry.forget_days_after_end()} * day);
    out.push_back({number, make_badge(badge, *keys_.badge)});
  }
  if (out.empty() && person) {
    return fail(Failure::absent, fmt::format("nobody in {} has the number {}", cohort,
                                             static_cast<uint32_t>(*person)));
  }
  return out;
}

Status Central::revoke_badge(const std::string& cohort, PersonNumber person) {
  const CohortEntry* entry = directory_.cohort(Scope(cohort));
  if (!entry || !entry->people.contains(person))
    return fail(Failure::absent, "nobody with this number in that cohort");
  const auto revoked = entry->revoked.find(person);
  const uint32_t issue = revoked == entry->revoked.end() ? 1 : revoked->second + 1;
  if (issue >= 255)
    return fail(Failure::full,
                "this person's badge was replaced 254 times; give them a new number");
  payload::BadgeRevoked payload;
  payload.set_issue(issue);
  ChannelDraft draft{Scope(cohort), {}, {}};
  draft.fact.kind = Kind::badge_revoked;
  draft.fact.person = Subject(person);
  draft.fact.payload = serialize(payload);
  return append({draft});
}

}  // namespace otmetka
