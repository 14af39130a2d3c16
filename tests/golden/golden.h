// tests/golden/golden.h - the files of tests/data/v1: made from fixed seeds, and told in words that
// any implementation can make from the bytes alone.
#pragma once
#include <map>

#include "shared/log/receipt.h"
#include "shared/log/segment.h"
#include "shared/model/codes.h"

namespace otmetka::golden {

/// File name and content of everything but README.md. The same each time; what zstd has compressed
/// is the same for one version of zstd.
std::map<std::string, Bytes> make_files();

/// What the files were made with.
SigningKey device_key();
SigningKey central_key();
SigningKey issuer_key();
SigningKey kiosk_key();
SecretKey scope_key();
Bytes salted_text();

/// `name=value` words in a fixed order; `-` for nothing.
std::string describe(const Fact& fact);
std::string describe(const SegmentHeader& header);
std::string describe(const Receipt& receipt);
std::string describe(const Badge& badge);
std::string describe(const WalkInCode& code);
std::string describe(const EnrolCode& code);

}  // namespace otmetka::golden
