// sync/central/tls.h - central's own TLS key. Kiosks pin the key itself, so no authority, no name
// and no date of a certificate is ever asked: a box whose clock says 1970 or 2106 still reaches its
// central, and nobody else's.
#pragma once
#include <string>

#include "shared/crypto/crypto.h"

namespace otmetka {

struct TlsIdentity {
  std::string key_pem;
  std::string certificate_pem;
  Hash spki_sha256{};  // of the public key as X.509 writes it: what clients pin
};

/// Reads DIRECTORY/tls.key and DIRECTORY/tls.crt. Neither there: makes a P-256 key (0600) and a
/// certificate of its own, valid from 1970 to 2199. Only the certificate gone: makes another for
/// the same key, which no client notices. `corrupt`: a file is damaged, or they do not belong
/// together; nothing is overwritten. `absent`: the key is gone but its certificate is there, so
/// kiosks that pin the lost key may exist. `refused`: others than its owner may read the key.
Result<TlsIdentity> load_or_make_tls(const std::string& directory, Random& random);

}  // namespace otmetka
