#include "shared/log/detached.h"

#include "shared/base/limits.h"

namespace otmetka {

static Bytes associated(const Scope& scope, const Hash& name) {
  using namespace std::string_view_literals;
  ByteWriter out;
  out.raw(as_bytes("otmetka detached 1\0"sv)).str(scope).raw(name);
  return out.take();
}

Bytes salt_text(ByteView text, Random& random) {
  const auto salt = random.bytes<16>();
  ByteWriter out;
  out.raw(salt).raw(text);
  return out.take();
}

Hash detached_hash(ByteView salted) { return hash({salted}); }

Bytes seal_detached(const Scope& scope, ByteView salted, const SecretKey& scope_key,
                    Random& random) {
  const Nonce nonce = random.bytes<24>();
  ByteWriter out;
  out.str(scope).raw(scope_key_id(scope_key)).raw(nonce);
  out.raw(seal(scope_key, nonce, salted, associated(scope, detached_hash(salted))));
  return out.take();
}

Result<SealedDetached> parse_detached(ByteView bytes) {
  if (bytes.size() > detached_bytes_max)
    return fail(Failure::bad_input, "a detached text is too long");
  ByteReader in(bytes);
  SealedDetached out;
  out.scope = as_text(TRY(in.str(scope_bytes_max)));
  if (!is_scope(out.scope)) return fail(Failure::bad_input, "a detached text of no scope");
  out.scope_key_id = TRY(in.array<8>());
  out.nonce = TRY(in.array<24>());
  out.box = TRY(in.raw(in.left()));
  return out;
}

Result<Bytes> open_detached(ByteView bytes, const Hash& name, const SecretKey& scope_key) {
  const SealedDetached sealed = TRY(parse_detached(bytes));
  Bytes salted = TRY(open(scope_key, sealed.nonce, sealed.box, associated(sealed.scope, name)));
  if (salted.size() < 16 || detached_hash(salted) != name) {
    return fail(Failure::corrupt, "a detached text is not the one its row names");
  }
  return salted;
}

}  // namespace otmetka
