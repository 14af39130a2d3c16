// shared/log/detached.h - texts and pictures that can name a person. The row holds only a hash over
// 16 random bytes and the text, so that once the text is erased nobody can find it again by
// guessing. Layout: FORMAT.md, "Detached payload".
#pragma once
#include "shared/crypto/crypto.h"
#include "shared/model/ids.h"

namespace otmetka {

/// 16 random bytes ‖ text; lives and dies together.
Bytes salt_text(ByteView text, Random& random);
Hash detached_hash(ByteView salted);

Bytes seal_detached(const Scope& scope, ByteView salted, const SecretKey& scope_key,
                    Random& random);

struct SealedDetached {
  Scope scope;
  KeyId scope_key_id{};
  Nonce nonce{};
  ByteView box;  // into the bytes that were parsed
};
Result<SealedDetached> parse_detached(ByteView bytes);
/// 16 random bytes ‖ text. `corrupt` when it does not open or is not what the hash names.
Result<Bytes> open_detached(ByteView bytes, const Hash& name, const SecretKey& scope_key);
/// The text of salted bytes.
inline ByteView text_of(ByteView salted) { return salted.subspan(16); }

}  // namespace otmetka
