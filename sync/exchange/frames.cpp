#include "sync/exchange/frames.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

constexpr std::string_view magic = "OTX1";
constexpr size_t short_text_max = 1024;

Result<Scope> read_scope(ByteReader& in) {
  Scope scope(as_text(TRY(in.str(scope_bytes_max))));
  if (!is_scope(scope)) return fail(Failure::bad_input, "a frame names no scope");
  return scope;
}

Result<std::string> read_text(ByteReader& in) {
  return std::string(as_text(TRY(in.str(short_text_max))));
}

Status read_hello(ByteReader& in, Frames& frames) {
  Hello hello;
  hello.version = TRY(in.uvarint());
  hello.device = TRY(in.array<16>());
  hello.software = TRY(read_text(in));
  hello.capabilities = TRY(in.uvarint());
  frames.hello = hello;
  return done();
}

Status read_heads(ByteReader& in, Frames& frames) {
  const uint64_t logs = TRY(in.uvarint());
  for (uint64_t i = 0; i < logs; ++i) {
    LogId log;
    log.device = TRY(in.array<16>());
    log.scope = TRY(read_scope(in));
    const uint64_t epochs = TRY(in.uvarint());
    if (epochs == 0) frames.heads.push_back({log, {}, 0});
    for (uint64_t k = 0; k < epochs; ++k) {
      const Epoch epoch{TRY(in.u64())};
      frames.heads.push_back({log, epoch, TRY(in.uvarint())});
    }
  }
  return done();
}

Status read_names(ByteReader& in, std::vector<Hash>& names) {
  const uint64_t count = TRY(in.uvarint());
  for (uint64_t i = 0; i < count; ++i) names.push_back(TRY(in.array<32>()));
  return done();
}

Status read_pace(ByteReader& in, Frames& frames) {
  ExchangePace pace;
  pace.bytes = TRY(in.uvarint());
  pace.next_s = TRY(in.uvarint());
  pace.more = TRY(in.u8()) != 0;
  frames.pace = pace;
  return done();
}

Result<Digest> read_digest(ByteReader& in) {
  Digest digest;
  digest.epochs = TRY(in.uvarint());
  digest.sum = TRY(in.array<16>());
  return digest;
}

Status read_log_digests(ByteReader& in, Frames& frames) {
  const uint64_t logs = TRY(in.uvarint());
  frames.log_digests.emplace();
  for (uint64_t i = 0; i < logs; ++i) {
    LogDigest each;
    each.log.device = TRY(in.array<16>());
    each.log.scope = TRY(read_scope(in));
    each.digest = TRY(read_digest(in));
    frames.log_digests->push_back(std::move(each));
  }
  return done();
}

Status read_small(FrameType type, ByteReader& in, Frames& frames) {
  switch (type) {
    case FrameType::proof: {
      Proof proof;
      proof.challenge = TRY(in.array<32>());
      proof.signature = TRY(in.array<64>());
      frames.proof = proof;
      return done();
    }
    case FrameType::wants: {
      const uint64_t count = TRY(in.uvarint());
      for (uint64_t i = 0; i < count; ++i) frames.wants.push_back(TRY(read_scope(in)));
      return done();
    }
    case FrameType::key_request: {
      KeyRequest request;
      request.scope = TRY(read_scope(in));
      request.box_key = TRY(in.array<32>());
      frames.key_requests.push_back(request);
      return done();
    }
    case FrameType::want_keys: {
      const uint64_t count = TRY(in.uvarint());
      for (uint64_t i = 0; i < count; ++i) {
        Scope scope = TRY(read_scope(in));
        frames.want_keys.push_back({std::move(scope), TRY(in.array<8>())});
      }
      return done();
    }
    case FrameType::handed_key: {
      Scope scope = TRY(read_scope(in));
      frames.handed_keys.push_back({std::move(scope), to_bytes(TRY(in.raw(in.left())))});
      return done();
    }
    case FrameType::granted_key: {
      Scope scope = TRY(read_scope(in));
      frames.granted_keys.push_back({std::move(scope), to_bytes(TRY(in.raw(in.left())))});
      return done();
    }
    case FrameType::succession: {
      const uint64_t count = TRY(in.uvarint());
      for (uint64_t i = 0; i < count; ++i)
        frames.succession.push_back(to_bytes(TRY(in.str(short_text_max))));
      return done();
    }
    case FrameType::notice:
      frames.notices.emplace_back(as_text(TRY(in.raw(std::min(in.left(), short_text_max)))));
      return done();
    case FrameType::digest:
      frames.digest = TRY(read_digest(in));
      return done();
    case FrameType::log_digests:
      return read_log_digests(in, frames);
    case FrameType::challenge:
      frames.challenge = TRY(in.array<32>());
      return done();
    case FrameType::refusal: {
      Refusal refusal;
      refusal.code = TRY(read_text(in));
      refusal.text = TRY(read_text(in));
      frames.refusal = refusal;
      return done();
    }
    default:
      return done();
  }
}

Status read_frame(FrameType type, ByteView body, Frames& frames) {
  ByteReader in(body);
  switch (type) {
    case FrameType::hello:
      return read_hello(in, frames);
    case FrameType::heads:
      return read_heads(in, frames);
    case FrameType::segment:
      frames.segments.push_back(to_bytes(body));
      return done();
    case FrameType::detached: {
      const Hash name = TRY(in.array<32>());
      frames.detached.push_back({name, to_bytes(TRY(in.raw(in.left())))});
      return done();
    }
    case FrameType::receipt:
      frames.receipt = to_bytes(body);
      return done();
    case FrameType::pace:
      return read_pace(in, frames);
    case FrameType::want_detached:
      return read_names(in, frames.want_detached);
    case FrameType::enrol_request:
      frames.enrol_request = to_bytes(body);
      return done();
    case FrameType::enrol_answer:
      frames.enrol_answer = to_bytes(body);
      return done();
    default:
      return read_small(type, in, frames);
  }
}

}  // namespace

FrameWriter::FrameWriter() { out_.raw(as_bytes(magic)); }

void FrameWriter::raw(FrameType type, ByteView body) {
  out_.u8(static_cast<uint8_t>(type)).str(body);
}

void FrameWriter::hello(const Hello& hello) {
  ByteWriter body;
  body.uvarint(hello.version).raw(hello.device).str(hello.software);
  body.uvarint(hello.capabilities);
  raw(FrameType::hello, body.bytes());
}

void FrameWriter::proof(const Proof& proof) {
  ByteWriter body;
  body.raw(proof.challenge).raw(proof.signature);
  raw(FrameType::proof, body.bytes());
}

void FrameWriter::heads(std::vector<Head> heads) {
  std::stable_sort(heads.begin(), heads.end(),
                   [](const Head& a, const Head& b) { return a.log < b.log; });
  ByteWriter logs;
  uint64_t count = 0;
  for (size_t i = 0; i < heads.size(); ++count) {
    size_t end = i;
    while (end < heads.size() && heads[end].log == heads[i].log) ++end;
    logs.raw(heads[i].log.device).str(heads[i].log.scope);
    if (end - i == 1 && heads[i].epoch == Epoch{}) {
      logs.uvarint(0);
      i = end;
      continue;
    }
    logs.uvarint(end - i);
    for (; i < end; ++i) logs.u64(static_cast<uint64_t>(heads[i].epoch)).uvarint(heads[i].seq);
  }
  ByteWriter body;
  body.uvarint(count).raw(logs.bytes());
  raw(FrameType::heads, body.bytes());
}

void FrameWriter::segment(const Segment& segment) { raw(FrameType::segment, segment.bytes()); }

void FrameWriter::detached(const Hash& name, ByteView bytes) {
  ByteWriter body;
  body.raw(name).raw(bytes);
  raw(FrameType::detached, body.bytes());
}

void FrameWriter::wants(const std::vector<Scope>& scopes) {
  ByteWriter body;
  body.uvarint(scopes.size());
  for (const Scope& scope : scopes) body.str(scope);
  raw(FrameType::wants, body.bytes());
}

void FrameWriter::pace(const ExchangePace& pace) {
  ByteWriter body;
  body.uvarint(pace.bytes).uvarint(pace.next_s).u8(pace.more ? 1 : 0);
  raw(FrameType::pace, body.bytes());
}

void FrameWriter::key_request(const KeyRequest& request) {
  ByteWriter body;
  body.str(request.scope).raw(request.box_key);
  raw(FrameType::key_request, body.bytes());
}

void FrameWriter::refusal(const Refusal& refusal) {
  ByteWriter body;
  body.str(refusal.code).str(refusal.text);
  raw(FrameType::refusal, body.bytes());
}

void FrameWriter::want_detached(const std::vector<Hash>& names) {
  ByteWriter body;
  body.uvarint(names.size());
  for (const Hash& name : names) body.raw(name);
  raw(FrameType::want_detached, body.bytes());
}

void FrameWriter::want_keys(const std::vector<WantedKey>& keys) {
  ByteWriter body;
  body.uvarint(keys.size());
  for (const WantedKey& key : keys) body.str(key.scope).raw(key.id);
  raw(FrameType::want_keys, body.bytes());
}

void FrameWriter::handed_key(const HandedKey& key) {
  ByteWriter body;
  body.str(key.scope).raw(key.box);
  raw(FrameType::handed_key, body.bytes());
}

void FrameWriter::granted_key(const HandedKey& key) {
  ByteWriter body;
  body.str(key.scope).raw(key.box);
  raw(FrameType::granted_key, body.bytes());
}

void FrameWriter::succession(const std::vector<Bytes>& statements) {
  ByteWriter body;
  body.uvarint(statements.size());
  for (const Bytes& statement : statements) body.str(statement);
  raw(FrameType::succession, body.bytes());
}

void FrameWriter::digest(const Digest& digest) {
  ByteWriter body;
  body.uvarint(digest.epochs).raw(digest.sum);
  raw(FrameType::digest, body.bytes());
}

void FrameWriter::log_digests(const std::vector<LogDigest>& digests) {
  ByteWriter body;
  body.uvarint(digests.size());
  for (const LogDigest& each : digests) {
    body.raw(each.log.device).str(each.log.scope);
    body.uvarint(each.digest.epochs).raw(each.digest.sum);
  }
  raw(FrameType::log_digests, body.bytes());
}

void FrameWriter::notice(std::string_view text) { raw(FrameType::notice, as_bytes(text)); }

Result<Frames> read_frames(ByteView body) {
  ByteReader in(body);
  const auto start = in.raw(magic.size());
  if (!start || as_text(start.value()) != magic) {
    return fail(Failure::offline, "what answered does not speak the exchange");
  }
  Frames frames;
  while (in.left() > 0) {
    const FrameType type{TRY(in.u8())};
    TRY(read_frame(type, TRY(in.str(exchange_body_bytes_max * 2)), frames));
  }
  return frames;
}

Bytes proof_message(const std::array<uint8_t, 32>& challenge, const DeviceId& device,
                    const PublicKey& central) {
  ByteWriter out;
  out.raw(challenge).raw(device).raw(central);
  return out.take();
}

}  // namespace otmetka
