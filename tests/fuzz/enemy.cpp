#include "tests/fuzz/enemy.h"

#include <algorithm>

#include "shared/log/detached.h"
#include "sync/exchange/succession.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/sealing.h"

namespace otmetka::fuzz {
namespace {

constexpr size_t frames_max = 12, entries_max = 8, rows_max = 12;
// A box that was told the same thing so often in one exchange has had reason enough to end it.
constexpr size_t same_again_max = 64;

// The lower four bits of `how`; below `prove` it is an answer with status 200.
enum class Way : uint8_t {
  prove = 8,
  refuse,
  too_long,
  too_many,
  not_now,
  silence,
  bytes,
  central,  // asks the true one, and passes on what it says
};
constexpr uint8_t with_receipt = 0x10, for_ever = 0x20;

int status_of(Way way) {
  switch (way) {
    case Way::prove:
      return 401;
    case Way::refuse:
      return 403;
    case Way::too_long:
      return 413;
    case Way::too_many:
      return 429;
    case Way::not_now:
      return 503;
    default:
      return 200;
  }
}

template <typename T>
const T* any_of(const std::vector<T>& all, uint8_t which) {
  return all.empty() || which == 0xff ? nullptr : &all[which % all.size()];
}

}  // namespace

Enemy::Enemy(Town& town, Input& in)
    : town_(town),
      in_(in),
      keys_(MUST(Keys::from_text(town.office.key_file()))),
      central_id_(town.central().id()),
      recorded_(Recorded::of(town.box)) {
  // What the true central confirmed before.
  for (const auto& [place, log] : recorded_.logs) {
    const auto stored = MUST(town.box.mirror()->receipt(place.first, place.second));
    if (stored) told_[place] = stored->entry.durable;
  }
}

Result<NetworkReply> Enemy::ask_central(const std::string& path, ByteView body) {
  const auto reply = town_.wire.carry(connection_, path, body);
  const auto frames = reply ? read_frames(reply.value().body) : Frames();
  if (frames && frames.value().receipt) {
    const auto read = read_receipt(*frames.value().receipt, keys_.sign->public_key());
    if (read) note(read.value());
  }
  return reply;
}

Result<NetworkReply> Enemy::post(const std::string& path, ByteView body) {
  asked_ = MUST(read_frames(body));
  if (for_ever_) {
    promise(++same_again_ <= same_again_max, "an exchange in which nothing is new any more ends");
    return *for_ever_;
  }
  if (in_.empty()) return fail(Failure::offline, "nobody answers any more");
  const uint8_t how = in_.u8();
  const Way way{static_cast<uint8_t>(how & 0x0f)};
  Result<NetworkReply> reply = fail(Failure::offline, "no answer");
  if (way == Way::central) return ask_central(path, body);
  if (way == Way::bytes) {
    reply = NetworkReply{200, to_bytes(in_.part())};
  } else if (way != Way::silence) {
    FrameWriter out;
    if (how & with_receipt) {
      Receipt plain;
      plain.store = central_id_;
      plain.time_s = town_.time.s();
      plain.key_id = keys_.sign->id();
      out.raw(FrameType::receipt, sign_receipt(plain, *keys_.sign));
    }
    for (size_t n = std::min<size_t>(in_.u8(), frames_max); n > 0; --n) add_frame(out);
    reply = NetworkReply{status_of(way), out.take()};
  }
  if (how & for_ever) for_ever_ = reply;
  return reply;
}

void Enemy::add_frame(FrameWriter& out) {
  const uint8_t type = in_.u8();
  if (type & 0x80) return add_made(FrameType{static_cast<uint8_t>(type & 0x7f)}, out);
  out.raw(FrameType{type}, in_.part());
}

void Enemy::add_made(FrameType type, FrameWriter& out) {
  switch (type) {
    case FrameType::receipt:
      return out.raw(FrameType::receipt, receipt());
    case FrameType::segment:
      return add_segment(out);
    case FrameType::hello:  // a box says hello, central never: a free number for facts
      return add_facts(out);
    case FrameType::log_digests:
      return add_log_digests(out);
    case FrameType::detached:
      return add_texts(out);
    case FrameType::want_detached:
      return add_asked_back(out);
    case FrameType::granted_key:
      return add_granted_keys(out);
    case FrameType::succession:
      return add_succession(out);
    case FrameType::enrol_answer:
      return add_enrol_answer(out);
    default:
      return out.raw(type, in_.part());
  }
}

void Enemy::add_log_digests(FrameWriter& out) {
  std::vector<LogDigest> digests;
  for (size_t n = std::min<size_t>(in_.u8(), entries_max); n > 0; --n) {
    const uint8_t which = in_.u8();
    LogDigest digest{{central_id_, office_scope}, {in_.u8(), filled<16>(in_.u8())}};
    if (!recorded_.logs.empty() && which != 0xff) {
      const auto chosen = std::next(recorded_.logs.begin(),
                                    static_cast<std::ptrdiff_t>(which % recorded_.logs.size()));
      digest.log = chosen->first.first;
    }
    digests.push_back(std::move(digest));
  }
  out.log_digests(digests);
}

// ---- receipts ----

void Enemy::note(const Receipt& receipt) {
  for (const ReceiptEntry& entry : receipt.entries) {
    const auto log = recorded_.logs.find({entry.log, entry.epoch});
    if (log == recorded_.logs.end() || entry.durable >= log->second.links.size()) continue;
    if (log->second.links[entry.durable] != entry.link) continue;
    Seq& told = told_[log->first];
    told = std::max(told, entry.durable);
  }
}

ReceiptEntry Enemy::entry() {
  const uint8_t which = in_.u8(), what = in_.u8();
  ReceiptEntry out;
  out.log = {town_.neighbour.id(), "small.2025"};
  const Recorded::Log* log = nullptr;
  if (!recorded_.logs.empty() && which != 0xff) {
    const auto chosen = std::next(recorded_.logs.begin(),
                                  static_cast<std::ptrdiff_t>(which % recorded_.logs.size()));
    std::tie(out.log, out.epoch) = chosen->first;
    log = &chosen->second;
  }
  const Seq last = log ? log->rows.size() : 0;
  const Seq far = what & 1 ? in_.u8() : last;
  out.durable = what & 2 ? in_.u64() : far;
  if (log && !(what & 4)) {
    out.link = log->links[std::min(out.durable, last)];
  } else {
    out.link = filled<32>(in_.u8());
  }
  out.archived = what & 8 ? out.durable : 0;
  if (what & 16) out.archived = in_.u64();
  return out;
}

Bytes Enemy::receipt() {
  Receipt out;
  const uint8_t odd = in_.u8();
  out.role = odd & 1 ? Role::peer : Role::central;
  out.store = central_id_;
  out.store_epoch = odd & 2 ? in_.u64() : 0;
  out.time_s = odd & 4 ? static_cast<int64_t>(in_.u64()) : town_.time.s();
  for (size_t n = std::min<size_t>(in_.u8(), entries_max); n > 0; --n)
    out.entries.push_back(entry());
  for (size_t n = std::min<size_t>(in_.u8(), entries_max); n > 0; --n) {
    const auto* text = any_of(recorded_.texts, in_.u8());
    out.detached.push_back(text ? text->name : filled<32>(in_.u8()));
  }
  const SigningKey& key = odd & 8 ? town_.neighbour.key() : *keys_.sign;
  out.key_id = key.id();
  if (!(odd & 8)) note(out);
  return sign_receipt(out, key);
}

// ---- what logs say ----

SecretKey Enemy::key_of(const Scope& scope) const {
  const SecretKey* key = keys_.sealing_key(scope);
  return key ? *key : scope_key();
}

const Scope& Enemy::scope() {
  static const Scope scopes[] = {"small.2025", office_scope, "venue:hub",
                                 "venue:lab",  "other.2025", device_scope};
  return scopes[in_.u8() % std::size(scopes)];
}

// A header of any form. u8 who signs it, its start and what it holds.
void Enemy::add_segment(FrameWriter& out) {
  const bool central = in_.u8() % 2 == 0;
  const ByteView start = in_.part(), plain = in_.part();
  const DeviceId& writer = central ? central_id_ : town_.neighbour.id();
  const SigningKey& key = central ? *keys_.sign : town_.neighbour.key();
  spoke_as_central_ = spoke_as_central_ || central;
  out.raw(FrameType::segment,
          segment_in_name_of(start, plain, writer, key,
                             [&](const Scope& scope) { return key_of(scope); }));
}

// Facts that stand where the box will take them. u8 who says it, u8 scope, u8 number, and for each
// its row, and u8 1 with a text that belongs to it.
void Enemy::add_facts(FrameWriter& out) {
  const uint8_t who = in_.u8();
  const bool central = who % 2 == 0;
  SealRequest request;
  request.log = {central ? central_id_ : town_.neighbour.id(), scope()};
  const auto held = MUST(town_.box.mirror()->logs().epochs(request.log));
  request.epoch = Epoch{0x7000};
  request.previous = first_link(request.log, request.epoch);
  if (!held.empty() && !(who & 2)) {
    request.epoch = held.back().epoch;
    request.first = held.back().held + 1;
    request.previous = held.back().link;
  }
  for (size_t n = std::min<size_t>(in_.u8(), rows_max); n > 0; --n) {
    const auto fact = decode_row(in_.part());
    const bool with_text = in_.u8() == 1;
    const Bytes salted = with_text ? salt_text(in_.part(), random_) : Bytes();
    if (!fact) continue;
    Fact said = fact.value();
    if (with_text) said.detached = detached_hash(salted);
    if (with_text)
      texts_[*said.detached] =
          seal_detached(request.log.scope, salted, key_of(request.log.scope), random_);
    request.rows.push_back(encode_row(said));
  }
  if (request.rows.empty()) return;
  const auto sealed = seal_segment(request, central ? *keys_.sign : town_.neighbour.key(),
                                   key_of(request.log.scope), random_);
  if (!sealed) return;
  spoke_as_central_ = spoke_as_central_ || central;
  out.segment(sealed.value());
}

// What was asked for: u8 0 as it is, 1 another text under its name, 2 bytes.
void Enemy::add_texts(FrameWriter& out) {
  const uint8_t what = in_.u8() % 3;
  const Bytes other = what == 0 ? Bytes() : to_bytes(in_.part());
  for (const Hash& name : asked_.want_detached) {
    const auto held = texts_.find(name);
    if (what == 0 && held != texts_.end()) out.detached(name, held->second);
    if (what == 1)
      out.detached(name, seal_detached("small.2025", salt_text(other, random_),
                                       key_of("small.2025"), random_));
    if (what == 2) out.detached(name, other);
  }
}

// What the true central has and says that it lost: texts of the box, its own channels, keys.
void Enemy::add_asked_back(FrameWriter& out) {
  std::vector<Hash> names;
  std::vector<Head> heads;
  std::vector<WantedKey> wanted;
  const uint8_t what = in_.u8();
  for (size_t n = std::min<size_t>(in_.u8(), entries_max); n > 0; --n) {
    const auto* text = any_of(recorded_.texts, in_.u8());
    if (text) names.push_back(text->name);
  }
  if (what & 1) {
    for (const HeldEpoch& epoch : MUST(town_.central().logs().epochs())) {
      if (epoch.log.device == central_id_) heads.push_back({epoch.log, epoch.epoch, in_.u8()});
    }
  }
  if (what & 2) {
    for (const ScopeKey& key : keys_.scopes) wanted.push_back({key.scope, scope_key_id(key.key)});
  }
  std::sort(heads.begin(), heads.end(), [](const Head& a, const Head& b) { return a.log < b.log; });
  out.want_detached(names);
  out.heads(heads);
  out.want_keys(wanted);
}

// ---- keys ----

// In a box for whoever asked: u8 what the key is filled with; 0: the true one.
void Enemy::add_granted_keys(FrameWriter& out) {
  const uint8_t with = in_.u8();
  for (const KeyRequest& request : asked_.key_requests) {
    const SecretKey key = with == 0 ? key_of(request.scope) : filled<32>(with);
    out.granted_key({request.scope, box_seal(request.box_key, key, random_)});
  }
}

// u8 who signs (0: central), u8 what, number, u8 whose the new key is.
void Enemy::add_succession(FrameWriter& out) {
  std::vector<Bytes> statements;
  for (size_t n = in_.u8() % 4; n > 0; --n) {
    const bool central = in_.u8() == 0;
    const SigningKey& signer = central ? *keys_.sign : town_.neighbour.key();
    const SigningKey next(filled<32>(in_.u8()));
    Statement statement;
    statement.what = Statement::What{static_cast<uint8_t>(1 + in_.u8() % 3)};
    statement.number = in_.u64();
    statement.signer = signer.public_key();
    const bool signs = statement.what == Statement::What::signing_key;
    statement.value = signs ? next.public_key() : filled<32>(9);
    statements.push_back(make_statement(statement, signer, signs ? &next : nullptr));
    spoke_as_central_ = spoke_as_central_ || central;
  }
  out.succession(statements);
}

// u8 0: as it should be, with these keys more; else bytes of any form in the box.
void Enemy::add_enrol_answer(FrameWriter& out) {
  const auto read = asked_.enrol_request ? open_enrol_request(*asked_.enrol_request, *keys_.sign)
                                         : Result<EnrolRequest>(fail(Failure::absent, ""));
  if (!read) return;
  const uint8_t what = in_.u8();
  Bytes inner;
  if (what == 0) {
    ByteWriter plain;
    plain.u8(1).raw(central_id_).str("hub");
    const size_t count = in_.u8() % 8;
    plain.uvarint(count + 1).str(office_scope).raw(key_of(office_scope));
    for (size_t i = 0; i < count; ++i) plain.str(in_.part()).raw(filled<32>(in_.u8()));
    inner = plain.take();
  } else {
    inner = to_bytes(in_.part());
  }
  ByteWriter frame;
  frame.raw(box_seal(read.value().box_key, inner, random_));
  frame.raw(keys_.sign->sign(Context::enrolment, frame.bytes()));
  out.raw(FrameType::enrol_answer, frame.bytes());
}

}  // namespace otmetka::fuzz
