#include "tests/fuzz/sealing.h"

#include <algorithm>
#include <optional>

#include "shared/log/columns.h"
#include "shared/log/segment.h"

namespace otmetka::fuzz {
namespace {

Bytes assembled(ByteView start, ByteView plain, const SecretKey& scope_key, const SigningKey& key) {
  Nonce nonce{};
  const ByteView last = start.last(std::min(start.size(), nonce.size()));
  std::copy(last.begin(), last.end(), nonce.begin());
  const Bytes payload = seal(scope_key, nonce, plain, start);
  ByteWriter out;
  out.raw(start).uvarint(payload.size()).raw(hash({payload}));
  out.raw(key.sign(Context::segment, out.bytes())).raw(payload);
  return out.take();
}

std::optional<Link> last_link_of(const SegmentHeader& header, ByteView plain) {
  Link link = header.previous;
  const auto count = static_cast<size_t>(header.count);
  if (header.codec == Codec::columns) {
    const auto facts = decode_columns(plain, count);
    if (!facts) return std::nullopt;
    for (const Fact& fact : facts.value()) link = next_link(link, encode_row(fact));
    return link;
  }
  ByteReader in(plain);
  for (size_t i = 0; i < count; ++i) {
    const auto row = in.str(plain.size());
    if (!row) return std::nullopt;
    link = next_link(link, row.value());
  }
  return link;
}

}  // namespace

Bytes sealed_segment(ByteView start, ByteView plain, const SecretKey& scope_key,
                     const SigningKey& key) {
  Bytes whole = assembled(start, plain, scope_key, key);
  const auto read = parse_segment(whole);
  if (!read) return whole;
  const auto link = last_link_of(read.value().header, plain);
  if (!link) return whole;
  Bytes right = to_bytes(start);
  const Link& wrong = read.value().header.last_link;
  const auto at = std::search(right.begin(), right.end(), wrong.begin(), wrong.end());
  if (at == right.end()) return whole;
  std::copy(link->begin(), link->end(), at);
  return assembled(right, plain, scope_key, key);
}

Bytes segment_in_name_of(ByteView start, ByteView plain, const DeviceId& writer,
                         const SigningKey& key,
                         const std::function<SecretKey(const Scope&)>& key_of) {
  // Its writer stands behind magic, version and type; its scope behind device and key id, as a str.
  constexpr size_t device_at = 4 + 1 + 1, scope_at = device_at + 16 + 8;
  ByteReader after(start.subspan(std::min(start.size(), scope_at)));
  const auto scope = after.str(64);
  const SecretKey scope_key = key_of(scope ? Scope(as_text(scope.value())) : device_scope);
  Bytes named = to_bytes(start);
  if (named.size() >= scope_at) {
    const KeyId signer = key.id();
    std::ranges::copy(writer, named.begin() + device_at);
    std::ranges::copy(signer, named.begin() + device_at + 16);
  }
  // The key by its name, so that whoever holds it finds it.
  const size_t key_at = scope_at + after.position();
  const KeyId id = scope_key_id(scope_key);
  if (scope && named.size() >= key_at + id.size())
    std::ranges::copy(id, named.begin() + static_cast<std::ptrdiff_t>(key_at));
  return sealed_segment(named, plain, scope_key, key);
}

}  // namespace otmetka::fuzz
