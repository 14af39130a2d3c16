// shared/log/column.h - one column of unsigned integers in the smallest of five forms. Layout:
// FORMAT.md, "column" and "block".
#pragma once
#include <vector>

#include "shared/base/bytes.h"

struct ZSTD_CCtx_s;

namespace otmetka {

/// For the columns of one segment after the other: making a compressor takes longer than a column.
class ColumnWriter {
 public:
  ColumnWriter();
  ~ColumnWriter();
  ColumnWriter(const ColumnWriter&) = delete;
  ColumnWriter& operator=(const ColumnWriter&) = delete;

  void column(ByteWriter& out, const std::vector<uint64_t>& values);
  void block(ByteWriter& out, ByteView bytes);

 private:
  Bytes zstd(ByteView bytes, int level);
  Bytes zstd_below(ByteView bytes, size_t size);

  ZSTD_CCtx_s* context_;
};
Result<std::vector<uint64_t>> read_column(ByteReader& in, size_t count);
Result<Bytes> read_block(ByteReader& in, size_t size);

}  // namespace otmetka
