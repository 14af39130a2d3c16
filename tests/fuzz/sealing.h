// tests/fuzz/sealing.h - what a holder of valid keys can make of any bytes: a segment that is
// sealed, hashed and signed, whose chain is whole where there are rows at all.
#pragma once
#include "shared/crypto/crypto.h"

namespace otmetka::fuzz {

/// `start`: a header up to and with its nonce (FORMAT.md, "Segment"); `plain`: rows or columns. The
/// start's last link is put right.
Bytes sealed_segment(ByteView start, ByteView plain, const SecretKey& scope_key,
                     const SigningKey& key);

}  // namespace otmetka::fuzz
