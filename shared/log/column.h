// shared/log/column.h - one column of unsigned integers in the smallest of five forms. Layout:
// FORMAT.md, "column" and "block".
#pragma once
#include <vector>

#include "shared/base/bytes.h"

namespace otmetka {

void write_column(ByteWriter& out, const std::vector<uint64_t>& values);
Result<std::vector<uint64_t>> read_column(ByteReader& in, size_t count);

void write_block(ByteWriter& out, ByteView bytes);
Result<Bytes> read_block(ByteReader& in, size_t size);

}  // namespace otmetka
