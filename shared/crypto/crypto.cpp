#include "shared/crypto/crypto.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace otmetka {
namespace {
// sodium_init picks the fastest code for this processor; it is safe to call often and from
// anywhere.
void ready() {
  if (sodium_init() < 0) std::abort();
}

Bytes with_context(Context context, ByteView message) {
  Bytes out = to_bytes(as_bytes(context_text(context)));
  out.insert(out.end(), message.begin(), message.end());
  return out;
}

Nonce box_nonce(const PublicKey& ephemeral, const PublicKey& to) {
  Nonce nonce;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, nonce.size());
  crypto_generichash_update(&state, ephemeral.data(), ephemeral.size());
  crypto_generichash_update(&state, to.data(), to.size());
  crypto_generichash_final(&state, nonce.data(), nonce.size());
  return nonce;
}
}  // namespace

Hash hash(std::initializer_list<ByteView> parts) {
  Hash out;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, out.size());
  for (const ByteView part : parts) crypto_generichash_update(&state, part.data(), part.size());
  crypto_generichash_final(&state, out.data(), out.size());
  return out;
}

static crypto_generichash_state* of_sodium(std::array<uint8_t, 384>& state) {
  static_assert(sizeof(crypto_generichash_state) <= 384);
  return reinterpret_cast<crypto_generichash_state*>(state.data());
}

Hasher::Hasher() { crypto_generichash_init(of_sodium(state_), nullptr, 0, Hash{}.size()); }

Hasher& Hasher::add(ByteView part) {
  crypto_generichash_update(of_sodium(state_), part.data(), part.size());
  return *this;
}

Hash Hasher::finish() {
  Hash out;
  crypto_generichash_final(of_sodium(state_), out.data(), out.size());
  return out;
}

std::string_view context_text(Context context) {
  using namespace std::string_view_literals;
  switch (context) {
    case Context::segment:
      return "otmetka segment 1\0"sv;
    case Context::receipt:
      return "otmetka receipt 1\0"sv;
    case Context::badge:
      return "otmetka badge 1\0"sv;
    case Context::enrolment:
      return "otmetka enrolment 1\0"sv;
    case Context::authentication:
      return "otmetka authentication 1\0"sv;
    case Context::walk_in:
      return "otmetka walk-in 1\0"sv;
    case Context::bundle:
      return "otmetka bundle 1\0"sv;
    case Context::certificate:
      return "otmetka certificate 1\0"sv;
  }
  return {};
}

SigningKey::SigningKey(const std::array<uint8_t, 32>& seed) : seed_(seed) {
  ready();
  crypto_sign_seed_keypair(public_.data(), secret_.data(), seed_.data());
}

KeyId SigningKey::id() const { return key_id(public_); }

Signature SigningKey::sign(Context context, ByteView message) const {
  const Bytes text = with_context(context, message);
  Signature out;
  crypto_sign_detached(out.data(), nullptr, text.data(), text.size(), secret_.data());
  return out;
}

KeyId key_id(const PublicKey& key) {
  const Hash full = hash({key});
  KeyId id;
  std::copy_n(full.begin(), id.size(), id.begin());
  return id;
}

bool verify(const PublicKey& key, Context context, ByteView message, const Signature& signature) {
  ready();
  const Bytes text = with_context(context, message);
  return crypto_sign_verify_detached(signature.data(), text.data(), text.size(), key.data()) == 0;
}

Bytes seal(const SecretKey& key, const Nonce& nonce, ByteView plain, ByteView associated) {
  ready();
  Bytes out(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(),
                                             associated.data(), associated.size(), nullptr,
                                             nonce.data(), key.data());
  return out;
}

Result<Bytes> open(const SecretKey& key, const Nonce& nonce, ByteView box, ByteView associated) {
  ready();
  if (box.size() < crypto_aead_xchacha20poly1305_ietf_ABYTES) {
    return fail(Failure::corrupt, "a sealed text is too short");
  }
  Bytes out(box.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, box.data(),
                                                 box.size(), associated.data(), associated.size(),
                                                 nonce.data(), key.data()) != 0) {
    return fail(Failure::corrupt,
                "a sealed text does not open: it was changed, or sealed under another key");
  }
  return out;
}

KeyId scope_key_id(const SecretKey& key) {
  using namespace std::string_view_literals;
  const Hash full = hash({as_bytes("otmetka scope key 1\0"sv), key});
  KeyId id;
  std::copy_n(full.begin(), id.size(), id.begin());
  return id;
}

PublicKey box_public(const SecretKey& box_key) {
  ready();
  PublicKey out;
  crypto_scalarmult_base(out.data(), box_key.data());
  return out;
}

Bytes box_seal(const PublicKey& to, ByteView plain, Random& random) {
  const SecretKey ephemeral = random.bytes<32>();
  const PublicKey ephemeral_public = box_public(ephemeral);
  const Nonce nonce = box_nonce(ephemeral_public, to);
  Bytes out(ephemeral_public.size() + crypto_box_MACBYTES + plain.size());
  std::copy(ephemeral_public.begin(), ephemeral_public.end(), out.begin());
  if (crypto_box_easy(out.data() + ephemeral_public.size(), plain.data(), plain.size(),
                      nonce.data(), to.data(), ephemeral.data()) != 0) {
    return {};  // `to` is no point of the curve: the box stays empty and nobody can open it
  }
  return out;
}

Result<Bytes> box_open(const SecretKey& box_key, ByteView box) {
  const PublicKey to = box_public(box_key);
  PublicKey ephemeral;
  if (box.size() < ephemeral.size() + crypto_box_MACBYTES) {
    return fail(Failure::corrupt, "a key envelope is too short");
  }
  std::copy_n(box.begin(), ephemeral.size(), ephemeral.begin());
  const Nonce nonce = box_nonce(ephemeral, to);
  const ByteView sealed = box.subspan(ephemeral.size());
  Bytes out(sealed.size() - crypto_box_MACBYTES);
  if (crypto_box_open_easy(out.data(), sealed.data(), sealed.size(), nonce.data(), ephemeral.data(),
                           box_key.data()) != 0) {
    return fail(Failure::corrupt, "a key envelope does not open: it was made for another key");
  }
  return out;
}

Result<PublicKey> box_public_of(const PublicKey& signing_key) {
  PublicKey out;
  if (crypto_sign_ed25519_pk_to_curve25519(out.data(), signing_key.data()) != 0) {
    return fail(Failure::bad_input, "a public key that is no point of its curve");
  }
  return out;
}

SecretKey box_key_of(const SigningKey& key) {
  SecretKey out;
  crypto_sign_ed25519_sk_to_curve25519(out.data(), key.secret().data());
  return out;
}

Result<std::string> hash_pin(std::string_view pin) {
  ready();
  char text[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(text, pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    return fail(Failure::full, "no memory to hash a PIN with");
  return std::string(text);
}

bool pin_matches(std::string_view pin, const std::string& hash) {
  ready();
  return crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

Hash sha256(ByteView bytes) {
  Hash out;
  crypto_hash_sha256(out.data(), bytes.data(), bytes.size());
  return out;
}

}  // namespace otmetka
