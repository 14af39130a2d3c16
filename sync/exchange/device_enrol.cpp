// Enrolment and keys: how a box gets an identity, and how keys reach it and the kiosk beside it.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "shared/model/payload.pb.h"
#include "shared/store/recorder.h"
#include "sync/exchange/device.h"
#include "sync/exchange/enrol.h"
#include "sync/exchange/succession.h"

namespace otmetka {
// A box that has lost its mirror is the one that its journal names, as long as it has its key.
// Without that its facts would wait for ever: nobody could seal them in that device's name any
// more.
Result<std::optional<DeviceId>> Device::recorded_as() {
  auto journal = TRY(world_.open_journal());
  std::set<DeviceId> names;
  if (journal) {
    for (const JournalEpoch& epoch : TRY(journal->epochs())) names.insert(epoch.log.device);
  }
  if (names.empty()) return std::optional<DeviceId>();
  if (names.size() == 1 && world_.keys.sign) return std::optional<DeviceId>(*names.begin());
  return fail(
      Failure::refused,
      "the journal here holds facts of an enrolment whose mirror.db is gone, and its key "
      "too: put these files back, or keep this directory as it is and enrol in a fresh one");
}

Result<Identity> Device::begin_identity(const EnrolCode& code) {
  const auto known = TRY(world_.mirror.identity());
  // A box that its central has forgotten becomes the same one again.
  const bool forgotten = known && known->central == code.central && TRY(world_.mirror.forgotten());
  if (known && known->complete && !forgotten) {
    return fail(
        Failure::refused,
        fmt::format("this box is enrolled already (venue {}): use a fresh data directory, or "
                    "assign it to another venue (otmetka assign)",
                    known->venue));
  }
  const auto before = known ? std::optional<DeviceId>() : TRY(recorded_as());
  if (!world_.keys.sign) world_.keys.sign = SigningKey::make(world_.random);
  if (!world_.keys.box) world_.keys.box = world_.random.bytes<32>();
  if (!world_.keys.sealing_key(device_scope))
    world_.keys.add_scope(device_scope, world_.random.bytes<32>());
  TRY(world_.save_keys(world_.keys));
  // The same code again: the same device, since the first answer, or what was to follow it, may
  // have been lost on the way. What it was told already stays, so that a box whose second try is
  // cut too still goes on asking.
  const Hash name = hash({code.secret});
  const bool again = forgotten || (known && known->central == code.central &&
                                   TRY(world_.mirror.begun_code()) == name);
  Identity identity = again ? *known : Identity{};
  if (!again) identity.device = before ? *before : world_.random.bytes<16>();
  identity.sign_key = world_.keys.sign->public_key();
  identity.central = code.central;
  identity.tls_pin = code.tls_pin;
  identity.address = code.address;
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(world_.mirror.set_begun_code(name));
  TRY(world_.mirror.set_identity(identity));
  TRY(transaction.commit());
  return identity;
}

Status Device::enrol(Network& network, const EnrolCode& code, const std::string& name) {
  Identity identity = TRY(begin_identity(code));
  TRY(ask_to_enrol(network, code, name, identity, *world_.keys.sign));
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(world_.mirror.logs().put_public_key(identity.device, identity.sign_key));
  TRY(world_.mirror.logs().put_public_key(identity.central_id, identity.central));
  TRY(world_.mirror.set_identity(identity));
  TRY(transaction.commit());
  TRY(exchange_part(network));  // photos may come later
  if (!TRY(this->identity()).complete) {
    return fail(
        Failure::absent,
        "enrolled, but the programme of this venue has not come yet; the daemon goes on asking");
  }
  return done();
}

Status Device::ask_to_enrol(Network& network, const EnrolCode& code, const std::string& name,
                            Identity& identity, const SigningKey& key) {
  auto journal = TRY(world_.open_journal());
  const auto kiosk_key =
      journal ? TRY(journal->local(kiosk_sign_key_local)) : std::optional<Bytes>();
  EnrolRequest request;
  if (!kiosk_key || !copy_exact(*kiosk_key, request.kiosk_key)) {
    return fail(Failure::absent,
                "the kiosk has not made its keys yet: start it once, or run `otmetka enrol`");
  }
  request.secret = code.secret;
  request.device = identity.device;
  request.sign_key = key.public_key();
  request.box_key = box_public(*world_.keys.box);
  request.device_scope_key = *world_.keys.sealing_key(device_scope);
  request.name = name;
  request.software = world_.software;
  const auto sealed = seal_enrol_request(request, key, code.central, world_.random);
  if (!sealed)
    return fail(Failure::bad_input,
                "this enrolment code is damaged: ask for a new one (otmetka enrol-code)");
  FrameWriter out;
  out.raw(FrameType::enrol_request, sealed.value());
  const NetworkReply reply = TRY(network.post("/sync/v1/enrol", out.take()));
  const Frames frames = TRY(read_frames(reply.body));
  if (reply.status != 200 || !frames.enrol_answer) {
    const std::string text =
        frames.refusal ? frames.refusal->text : fmt::format("status {}", reply.status);
    const bool not_now = reply.status == 429 || reply.status >= 500;
    return fail(not_now ? Failure::offline : Failure::refused,
                fmt::format("central did not enrol this box: {}", text));
  }
  const EnrolAnswer answer =
      TRY(open_enrol_answer(*frames.enrol_answer, code.central, *world_.keys.box));
  for (const ScopeKey& each : answer.keys) world_.keys.add_scope(each.scope, each.key);
  TRY(world_.save_keys(world_.keys));
  identity.central_id = answer.central_id;
  identity.venue = answer.venue;
  // What central signed before it had the key of this code.
  for (const PublicKey& earlier : follow(code.central, frames.succession).earlier)
    TRY(world_.mirror.logs().put_public_key(identity.central_id, earlier));
  return done();
}

Result<Identity> Device::begin_renewal(const EnrolCode& code) {
  const auto known = TRY(world_.mirror.identity());
  if (!known || !known->complete)
    return fail(
        Failure::not_enrolled,
        "this box is nobody's yet: run `otmetka enrol` with a code of `otmetka enrol-code`");
  if (known->central != code.central)
    return fail(Failure::refused, "this code is of another central than this box's own");
  // On the disk before anybody hears of it, beside the one that still counts.
  if (!world_.keys.next) world_.keys.next = SigningKey::make(world_.random);
  if (!world_.keys.box) world_.keys.box = world_.random.bytes<32>();
  if (!world_.keys.sealing_key(device_scope))
    world_.keys.add_scope(device_scope, world_.random.bytes<32>());
  TRY(world_.save_keys(world_.keys));
  Identity identity = *known;
  identity.tls_pin = code.tls_pin;
  identity.address = code.address;
  return identity;
}

Status Device::renew_key(Network& network, const EnrolCode& code) {
  // Central may have another key by now than this box has heard of.
  const auto known = TRY(world_.mirror.identity());
  if (known && known->central != code.central) {
    const NetworkReply reply = TRY(network.post("/sync/v1/succession", FrameWriter().take()));
    TRY(follow_central(TRY(read_frames(reply.body)).succession));
  }
  const bool begun = world_.keys.next.has_value();
  Identity identity = TRY(begin_renewal(code));
  // What central holds by then needs no second seal. One that was begun may be made there already.
  if (world_.keys.sign && !begun) (void)exchange(network);
  TRY(ask_to_enrol(network, code, "kiosk", identity, *world_.keys.next));
  TRY(finish_renewal(identity));
  return exchange(network).ok()
             ? done()
             : fail(Failure::offline, "the key is renewed; what waits goes with the next exchange");
}

// What the old key had sealed and central does not hold would count nowhere any more. What the
// journal has lost stays as it is: nobody could seal it again.
Status Device::finish_renewal(Identity& identity) {
  Keys keys = world_.keys;
  keys.sign = std::exchange(keys.next, std::nullopt);
  TRY(world_.save_keys(keys));
  world_.keys = std::move(keys);
  identity.sign_key = world_.keys.sign->public_key();
  HeldLogs logs = world_.mirror.logs();
  const auto recorded = TRY(recorded_epochs());
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(logs.put_public_key(identity.device, identity.sign_key));
  TRY(world_.mirror.set_identity(identity));
  for (const HeldEpoch& epoch : TRY(own_epochs(identity))) {
    const Seq confirmed = TRY(received(epoch));
    const auto found = recorded.find({epoch.log, epoch.epoch});
    const bool comes_again = found != recorded.end() && found->second >= epoch.held;
    if (confirmed < epoch.held && comes_again) TRY(logs.cut_back(epoch, confirmed));
  }
  return transaction.commit();
}

Result<bool> Device::follow_central(const std::vector<Bytes>& statements) {
  Identity own = TRY(identity());
  const Identity before = own;
  Mirror::Announced announced = TRY(world_.mirror.announced());
  const uint64_t last = announced.number;
  const Succession found = follow(own.central, statements);
  own.central = found.central;
  for (const Statement& each : found.tls) {
    if (each.number <= announced.number || own.tls_pin == Hash{}) continue;
    announced.number = each.number;
    announced.next_pin.reset();
    if (each.what == Statement::What::tls) {
      own.tls_pin = each.value;
    } else {
      announced.next_pin = each.value;
    }
  }
  if (own == before && announced.number == last) return false;
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  TRY(world_.mirror.logs().put_public_key(own.central_id, own.central));
  for (const PublicKey& earlier : found.earlier)
    TRY(world_.mirror.logs().put_public_key(own.central_id, earlier));
  TRY(world_.mirror.set_identity(own));
  TRY(world_.mirror.set_announced(announced));
  TRY(transaction.commit());
  return true;
}

// A key of `office` that follows another one cannot come through that channel itself. It is one of
// ours if something that is held was sealed under it; another one does no harm.
Status Device::take_granted_keys(const Frames& frames) {
  const size_t before = world_.keys.scopes.size();
  for (const HandedKey& granted : frames.granted_keys) {
    const auto box = world_.keys.box_for.find(granted.scope);
    if (box == world_.keys.box_for.end()) continue;
    const auto opened = box_open(box->second, granted.box);
    SecretKey key{};
    if (opened && copy_exact(opened.value(), key)) world_.keys.add_scope(granted.scope, key);
  }
  return world_.keys.scopes.size() == before ? done() : world_.save_keys(world_.keys);
}

static std::optional<payload::KeyEnvelope> envelope_of(const ChannelFact& fact) {
  payload::KeyEnvelope envelope;
  const Bytes& bytes = fact.placed.fact.payload;
  if (!envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  return envelope;
}

Result<bool> Device::is_for_us(const ChannelFact& fact) {
  const auto envelope = envelope_of(fact);
  const Identity own = TRY(identity());
  if (!envelope || as_text(own.device) != envelope->device()) return false;
  const auto box_key = world_.keys.box_for.find(envelope->scope());
  // One made for a key of before cannot be opened any more; another one follows.
  return box_key != world_.keys.box_for.end() &&
         as_text(box_public(box_key->second)) == envelope->box_key();
}

// The sealed scope key is the detached text of the fact.
Status Device::take_keys(const ChannelFact& fact) {
  const auto envelope = envelope_of(fact);
  const auto opened = box_open(world_.keys.box_for[envelope->scope()], *fact.text);
  SecretKey key;
  if (!opened || !copy_exact(opened.value(), key)) return done();
  const size_t before = world_.keys.scopes.size();
  world_.keys.add_scope(envelope->scope(), key);
  if (world_.keys.scopes.size() != before) TRY(world_.save_keys(world_.keys));
  return done();
}

Status Device::hand_keys_to_kiosk() {
  auto journal = TRY(world_.open_journal());
  const auto local = journal ? TRY(journal->local(kiosk_box_key_local)) : std::optional<Bytes>();
  PublicKey kiosk_box;
  if (!local || !copy_exact(*local, kiosk_box)) return done();
  // A kiosk that lost its key has made another one, which opens nothing of what was sealed before.
  const auto before = TRY(world_.mirror.kiosk_box());
  const bool another = before != kiosk_box;
  std::vector<const ScopeKey*> missing;
  for (const ScopeKey& entry : world_.keys.scopes) {
    if (entry.scope == device_scope) continue;
    if (another || !TRY(world_.mirror.has_kiosk_key(scope_key_id(entry.key))))
      missing.push_back(&entry);
  }
  if (!another && missing.empty()) return done();
  Transaction transaction = TRY(Transaction::begin(world_.mirror.db()));
  if (another) TRY(world_.mirror.begin_kiosk_keys(kiosk_box));
  for (const ScopeKey* entry : missing) {
    TRY(world_.mirror.put_kiosk_key(entry->scope, scope_key_id(entry->key),
                                    box_seal(kiosk_box, entry->key, world_.random)));
  }
  return transaction.commit();
}

}  // namespace otmetka
