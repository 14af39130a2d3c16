// tests/fuzz/corpus.h - what the fuzzers begin with: real bytes of the product's own making.
#pragma once
#include <map>
#include <string>

#include "shared/base/bytes.h"

namespace otmetka::fuzz {

/// `TARGET/NAME` and the bytes. The same each time.
std::map<std::string, Bytes> make_corpus();

}  // namespace otmetka::fuzz
