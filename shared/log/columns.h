// shared/log/columns.h - codec 1: rows as columns of integers, each in its smallest form. Layout:
// FORMAT.md, "Codec 1". Columns of shared small integers are the whole win in bytes: 4 to 5 a fact
// against 40 for rows that name everything.
#pragma once
#include <vector>

#include "shared/model/fact.h"

namespace otmetka {

Bytes encode_columns(const std::vector<Fact>& facts);
/// `count` comes from the signed header; the content is hostile until the chain inside was checked.
Result<std::vector<Fact>> decode_columns(ByteView plain, size_t count);

}  // namespace otmetka
