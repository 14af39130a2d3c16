// sync/exchange/succession.h - how central's own keys follow one another. Each statement is signed
// by the signing key that a box knows, or by one that follows it, so a box that was away finds its
// way along them. Layout: FORMAT.md, "Statement".
#pragma once
#include <vector>

#include "shared/crypto/crypto.h"

namespace otmetka {

struct Statement {
  enum class What : uint8_t {
    signing_key = 1,  // `value` signs from now on; it signed this too
    next_tls = 2,     // the TLS key `value` comes soon: believe it beside the one of now
    tls = 3,          // the TLS key `value` and no other from now on
  };
  What what{};
  uint64_t number = 0;  // each is greater than all before
  Hash value{};         // an Ed25519 key, or the SHA-256 of a TLS key's SubjectPublicKeyInfo
  PublicKey signer{};
};

Bytes make_statement(const Statement& statement, const SigningKey& signer,
                     const SigningKey* new_key = nullptr);
/// Checks that those signed it who must have. `refused`: they did not.
Result<Statement> read_statement(ByteView bytes);

/// What follows from statements for somebody who trusts one signing key. Those that cannot be read
/// or that hang on nothing say nothing.
struct Succession {
  PublicKey central{};             // signs now
  std::vector<PublicKey> earlier;  // whose signatures in stored logs are central's too
  std::vector<Statement> tls;      // in the order of their numbers
};
Succession follow(const PublicKey& trusted, const std::vector<Bytes>& statements);

}  // namespace otmetka
