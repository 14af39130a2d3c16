// tests/fuzz/sealing.h - what a holder of valid keys can make of any bytes: a segment that is
// sealed, hashed and signed, whose chain is whole where there are rows at all.
#pragma once
#include <functional>

#include "shared/crypto/crypto.h"
#include "shared/model/ids.h"

namespace otmetka::fuzz {

/// `start`: a header up to and with its nonce (FORMAT.md, "Segment"); `plain`: rows or columns. The
/// start's last link is put right.
Bytes sealed_segment(ByteView start, ByteView plain, const SecretKey& scope_key,
                     const SigningKey& key);

/// The same, where writer, signer and scope key are put right as well, whatever the corpus was made
/// with.
Bytes segment_in_name_of(ByteView start, ByteView plain, const DeviceId& writer,
                         const SigningKey& key,
                         const std::function<SecretKey(const Scope&)>& key_of);

}  // namespace otmetka::fuzz
