// Enrolment and keys: how a box gets an identity, and how keys reach it and the kiosk beside it.
#include <fmt/format.h>

#include <algorithm>

#include "shared/model/payload.pb.h"
#include "shared/store/recorder.h"
#include "sync/exchange/device.h"
#include "sync/exchange/enrol.h"

namespace otmetka {
// Its facts would wait for ever: nobody could seal them in that device's name any more.
Status Device::refuse_journal_of_another() {
  auto journal = TRY(world_.open_journal());
  if (!journal || TRY(journal->epochs()).empty()) return done();
  return fail(Failure::refused,
              "the journal here holds facts of an enrolment whose mirror.db is gone: put that file "
              "back, or keep this directory as it is and enrol in a fresh one");
}

Result<Identity> Device::begin_identity(const EnrolCode& code) {
  const auto known = TRY(world_.mirror.identity());
  if (known && known->complete) {
    return fail(
        Failure::refused,
        fmt::format("this box is enrolled already (venue {}): use a fresh data directory, or "
                    "assign it to another venue (otmetka assign)",
                    known->venue));
  }
  if (!known) TRY(refuse_journal_of_another());
  if (!world_.keys.sign) world_.keys.sign = SigningKey::make(world_.random);
  if (!world_.keys.box) world_.keys.box = world_.random.bytes<32>();
  if (!world_.keys.sealing_key(device_scope))
    world_.keys.add_scope(device_scope, world_.random.bytes<32>());
  TRY(world_.save_keys(world_.keys));
  // The same code again: the same device, since the first answer, or what was to follow it, may
  // have been lost on the way. What it was told already stays, so that a box whose second try is
  // cut too still goes on asking.
  const Hash name = hash({code.secret});
  const bool again =
      known && known->central == code.central && TRY(world_.mirror.begun_code()) == name;
  Identity identity = again ? *known : Identity{};
  if (!again) identity.device = world_.random.bytes<16>();
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
  auto journal = TRY(world_.open_journal());
  const auto kiosk_key =
      journal ? TRY(journal->local(kiosk_sign_key_local)) : std::optional<Bytes>();
  EnrolRequest request;
  if (!kiosk_key || !copy_exact(*kiosk_key, request.kiosk_key)) {
    return fail(Failure::absent,
                "the kiosk has not made its keys yet: start it once, or run `otmetka enrol`");
  }
  Identity identity = TRY(begin_identity(code));
  request.secret = code.secret;
  request.device = identity.device;
  request.sign_key = identity.sign_key;
  request.box_key = box_public(*world_.keys.box);
  request.device_scope_key = *world_.keys.sealing_key(device_scope);
  request.name = name;
  request.software = world_.software;
  const auto sealed = seal_enrol_request(request, *world_.keys.sign, code.central, world_.random);
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
  for (const ScopeKey& key : answer.keys) world_.keys.add_scope(key.scope, key.key);
  TRY(world_.save_keys(world_.keys));
  identity.central_id = answer.central_id;
  identity.venue = answer.venue;
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
