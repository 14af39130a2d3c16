// shared/crypto/crypto.h - hashes, signatures, sealing. Thin names over libsodium; every signature
// names its purpose.
#pragma once
#include <compare>
#include <string_view>

#include "shared/base/bytes.h"
#include "shared/seam/random.h"

namespace otmetka {

using Hash = std::array<uint8_t, 32>;
using PublicKey = std::array<uint8_t, 32>;  // Ed25519
using Signature = std::array<uint8_t, 64>;
using KeyId = std::array<uint8_t, 8>;
using SecretKey = std::array<uint8_t, 32>;  // symmetric, or an X25519 private half
using Nonce = std::array<uint8_t, 24>;

/// BLAKE2b with 32 bytes of output over the parts, one after the other.
Hash hash(std::initializer_list<ByteView> parts);

/// The same, of what is never in memory as a whole.
class Hasher {
 public:
  Hasher();
  Hasher& add(ByteView part);
  Hash finish();  // once

 private:
  alignas(64) std::array<uint8_t, 384> state_;  // libsodium's
};

/// What a signature is for. A signature given in one context is worth nothing in another.
enum class Context {
  segment,
  receipt,
  badge,
  enrolment,
  authentication,
  walk_in,
  bundle,
  certificate
};
std::string_view context_text(Context context);  // ends in a zero byte, as FORMAT.md says

class SigningKey {
 public:
  explicit SigningKey(const std::array<uint8_t, 32>& seed);
  static SigningKey make(Random& random) { return SigningKey(random.bytes<32>()); }

  const PublicKey& public_key() const { return public_; }
  const std::array<uint8_t, 32>& seed() const { return seed_; }
  const std::array<uint8_t, 64>& secret() const { return secret_; }
  KeyId id() const;
  Signature sign(Context context, ByteView message) const;

 private:
  std::array<uint8_t, 32> seed_;
  PublicKey public_;
  std::array<uint8_t, 64> secret_;
};

KeyId key_id(const PublicKey& key);
bool verify(const PublicKey& key, Context context, ByteView message, const Signature& signature);

/// XChaCha20-Poly1305-IETF. The result is 16 bytes longer.
Bytes seal(const SecretKey& key, const Nonce& nonce, ByteView plain, ByteView associated);
/// `corrupt` when the key, the nonce, the associated data or one bit of the box is not the sealed
/// one.
Result<Bytes> open(const SecretKey& key, const Nonce& nonce, ByteView box, ByteView associated);
KeyId scope_key_id(const SecretKey& key);

/// X25519 boxes that anybody may make for the holder of the private half (layout of
/// crypto_box_seal).
PublicKey box_public(const SecretKey& box_key);
Bytes box_seal(const PublicKey& to, ByteView plain, Random& random);
Result<Bytes> box_open(const SecretKey& box_key, ByteView box);
/// The same person's keys on the other curve, for a box to somebody of whom only the signing key is
/// known.
Result<PublicKey> box_public_of(const PublicKey& signing_key);
SecretKey box_key_of(const SigningKey& key);

/// Argon2id with its salt and costs in it; takes about 0.15 s and 64 MiB, on purpose.
Result<std::string> hash_pin(std::string_view pin);
/// As long and as much. False for a hash that is none.
bool pin_matches(std::string_view pin, const std::string& hash);

/// SHA-256, for what other programs name by it (TLS key pins).
Hash sha256(ByteView bytes);

}  // namespace otmetka
