// Keys that follow one another: those of badges, of scopes, of boxes, and central's own.
#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/segment.h"
#include "shared/model/serialize.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

ChannelDraft issuer_draft(const PublicKey& key, bool withdrawn) {
  payload::IssuerKey issuer;
  issuer.set_key(std::string(as_text(key)));
  issuer.set_purpose("badge");
  issuer.set_withdrawn(withdrawn);
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::issuer_key;
  draft.fact.payload = serialize(issuer);
  return draft;
}

}  // namespace

// The key is on the disk before it is told; if the power went between the two, it is told now.
Status Central::ensure_issuer_known() {
  const PublicKey key = keys_.badge->public_key();
  const auto& issuers = directory_.badge_issuers();
  if (std::find(issuers.begin(), issuers.end(), key) != issuers.end()) return done();
  if (directory_.withdrawn_issuers().contains(key)) return done();
  return append({issuer_draft(key, false)});
}

Status Central::rotate_badge_key() {
  Keys keys = keys_;
  keys.badge = SigningKey::make(*random_);
  TRY(options_.save_keys(keys));
  keys_ = std::move(keys);
  return ensure_issuer_known();
}

Status Central::withdraw_badge_key(const KeyId& id) {
  if (key_id(keys_.badge->public_key()) == id)
    return fail(Failure::refused,
                "badges are signed with this key now: `otmetka key rotate badge` first");
  for (const PublicKey& key : directory_.badge_issuers()) {
    if (key_id(key) == id) return append({issuer_draft(key, true)});
  }
  return fail(Failure::absent, "no good key of badges has this id; `otmetka key list` has them");
}

std::vector<const SecretKey*> Central::keys_of(const Scope& scope) const {
  std::vector<const SecretKey*> out;
  for (const ScopeKey& entry : keys_.scopes) {
    if (entry.scope == scope) out.push_back(&entry.key);
  }
  return out;
}

Status Central::rotate_scope_key(const Scope& scope) {
  if (scope == device_scope || !keys_.sealing_key(scope))
    return fail(Failure::absent,
                fmt::format("there is no key for {}; `otmetka key list` has them", scope));
  Keys keys = keys_;
  keys.add_scope(scope, random_->bytes<32>());
  TRY(take_keys(std::move(keys)));
  // The first fact under it; by that boxes learn that there is one.
  payload::KeyContinues continues;
  continues.set_scope_key(std::string(as_text(scope_key_id(*keys_.sealing_key(scope)))));
  ChannelDraft draft{scope, {}, {}};
  draft.fact.kind = Kind::key_continues;
  draft.fact.payload = serialize(continues);
  return append({draft});
}

// `office` is the channel in which keys travel, so its own follow by another way.
void Central::grant_keys(const Device& from, const Frames& frames, FrameWriter& out) const {
  if (from.revoked) return;
  for (const KeyRequest& request : frames.key_requests) {
    if (request.scope != office_scope) continue;
    for (const SecretKey* key : keys_of(office_scope))
      out.granted_key({office_scope, box_seal(request.box_key, *key, *random_)});
    return;
  }
}

Result<std::vector<LogPlace>> Central::places_of(const DeviceId& device) {
  std::vector<LogPlace> places;
  for (const HeldEpoch& epoch : TRY(logs().epochs())) {
    if (epoch.log.device == device) places.push_back({epoch.log.scope, epoch.epoch, epoch.held});
  }
  return places;
}

ChannelDraft Central::key_continues(const DeviceId& device, const PublicKey& before,
                                    const PublicKey& key,
                                    const std::vector<LogPlace>& places) const {
  payload::KeyContinues continues;
  continues.set_device(std::string(as_text(device)));
  continues.set_key(std::string(as_text(key)));
  continues.set_before(std::string(as_text(before)));
  for (const LogPlace& place : places) {
    auto* entry = continues.add_places();
    entry->set_scope(place.scope);
    entry->set_epoch(static_cast<uint64_t>(place.epoch));
    entry->set_seq(place.seq);
  }
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::key_continues;
  draft.fact.payload = serialize(continues);
  return draft;
}

// In the transaction of its enrolment. What the old key signed stays, up to what is held now; from
// here on it signs nothing, and proves nothing on any connection.
Status Central::continue_device(const EnrolRequest& request, const PublicKey& before) {
  if (request.sign_key == before) return done();  // the answer was lost
  const auto places = TRY(places_of(request.device));
  Keys keys = keys_;
  keys.add_scope(device_scope, request.device_scope_key);
  TRY(take_keys(std::move(keys)));
  TRY(logs().put_public_key(request.device, request.sign_key));
  TRY(logs().end_public_key(request.device, before, places));
  std::erase_if(connections_,
                [&](const auto& entry) { return entry.second.device == request.device; });
  note_news(office_scope);
  return channels_->append({key_continues(request.device, before, request.sign_key, places)});
}

// ---- central's own ----

Result<std::vector<Bytes>> Central::succession() {
  std::vector<Bytes> out;
  Query q = db_->query("SELECT bytes FROM statement ORDER BY number");
  while (TRY(q.step())) out.push_back(to_bytes(q.blob(0)));
  return out;
}

HttpResponse Central::handle_succession() {
  const auto statements = succession();
  if (!statements) return failed_response(statements.error());
  FrameWriter out;
  out.succession(statements.value());
  return frames_response(200, out.take());
}

Result<uint64_t> Central::next_statement() {
  Query q = db_->query("SELECT coalesce(max(number), 0) + 1 FROM statement");
  TRY(q.step());
  // A store that was put back must not say a number twice.
  return std::max(q.bits(0), static_cast<uint64_t>(std::max<int64_t>(0, clock_->wall_s())));
}

Status Central::put_statement(uint64_t number, const Bytes& statement) {
  Query q = db_->query("INSERT INTO statement(number, bytes) VALUES(?, ?)");
  return q.bind(number).bind(statement).run();
}

// A change of the signing key that the power has cut: the store decides whether it was made.
Status Central::settle_next_key() {
  if (!keys_.next) return done();
  Keys keys = keys_;
  const PublicKey next = keys.next->public_key();
  const bool made = TRY(logs().public_key(id_, key_id(next))).has_value();
  if (made) keys.sign = keys.next;
  keys.next.reset();
  TRY(options_.save_keys(keys));
  keys_ = std::move(keys);
  return done();
}

Status Central::rotate_signing_key() {
  const SigningKey before = *keys_.sign;
  Keys keys = keys_;
  // The same one again, if nobody can say what became of the first try.
  if (!keys.next) keys.next = SigningKey::make(*random_);
  TRY(options_.save_keys(keys));
  keys_ = std::move(keys);
  const SigningKey after = *keys_.next;
  const auto change = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(*db_));
    const uint64_t number = TRY(next_statement());
    const Statement statement{Statement::What::signing_key, number, after.public_key(),
                              before.public_key()};
    TRY(put_statement(number, make_statement(statement, before, &after)));
    const auto places = TRY(places_of(id_));
    TRY(logs().put_public_key(id_, after.public_key()));
    TRY(logs().end_public_key(id_, before.public_key(), places));
    TRY(channels_->append({key_continues(id_, before.public_key(), after.public_key(), places)}));
    return transaction.commit();
  };
  keys_.sign = after;
  const Status changed = change();
  if (!changed) {
    keys_.sign = before;
    channels_->forget();
  }
  TRY(changed);
  connections_.clear();  // who proves itself again hears of it first
  note_news(office_scope);
  TRY(settle_next_key());
  return read_channels();
}

Status Central::state_tls_key(const Hash& pin, bool in_use) {
  Transaction transaction = TRY(Transaction::begin(*db_));
  const uint64_t number = TRY(next_statement());
  const Statement statement{in_use ? Statement::What::tls : Statement::What::next_tls, number, pin,
                            keys_.sign->public_key()};
  TRY(take_back_statements(statement.what));
  TRY(put_statement(number, make_statement(statement, *keys_.sign)));
  TRY(transaction.commit());
  connections_.clear();
  note_news(office_scope);
  return done();
}

// What the next statement of that kind makes void: who was away needs the last word alone.
Status Central::take_back_statements(Statement::What next) {
  for (const Bytes& bytes : TRY(succession())) {
    const auto before = read_statement(bytes);
    if (!before || before.value().what == Statement::What::signing_key) continue;
    if (next != Statement::What::tls && before.value().what != next) continue;
    Query q = db_->query("DELETE FROM statement WHERE number=?");
    TRY(q.bind(before.value().number).run());
  }
  return done();
}

Result<std::vector<Central::KeyLine>> Central::key_lines() {
  std::vector<KeyLine> out;
  const auto id_of = [](const PublicKey& key) { return to_hex(key_id(key)); };
  for (const Bytes& bytes : TRY(succession())) {
    const auto statement = read_statement(bytes);
    if (statement && statement.value().what == Statement::What::signing_key)
      out.push_back({"sign", id_of(statement.value().signer), "followed"});
  }
  out.push_back({"sign", id_of(keys_.sign->public_key()), "signs"});
  const PublicKey badge = keys_.badge->public_key();
  for (const PublicKey& key : directory_.badge_issuers())
    out.push_back({"badge", id_of(key), key == badge ? "signs" : "good"});
  for (const PublicKey& key : directory_.withdrawn_issuers())
    out.push_back({"badge", id_of(key), "withdrawn"});
  for (const ScopeKey& entry : keys_.scopes) {
    if (entry.scope == device_scope) continue;
    const bool seals = keys_.sealing_key(entry.scope) == &entry.key;
    out.push_back({entry.scope, to_hex(scope_key_id(entry.key)), seals ? "seals" : "opens"});
  }
  for (const KeyEnd& end : directory_.key_ends()) {
    if (end.device != id_)
      out.push_back({"device " + to_text(end.device), id_of(end.before), "followed"});
  }
  for (const auto& [device, certificate] : directory_.devices()) {
    PublicKey key{};
    if (copy_exact(as_bytes(certificate.sign_key()), key))
      out.push_back({"device " + to_text(device), id_of(key),
                     directory_.device_revoked(device) ? "revoked" : "signs"});
  }
  return out;
}

}  // namespace otmetka
