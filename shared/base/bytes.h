// shared/base/bytes.h - bytes, and the primitives of FORMAT.md: fixed little-endian numbers,
// shortest varints, strings.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace otmetka {

using Bytes = std::vector<uint8_t>;
using ByteView = std::span<const uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
/// False, and `to` as it was, when the sizes differ.
template <size_t N>
bool copy_exact(ByteView from, std::array<uint8_t, N>& to) {
  if (from.size() != N) return false;
  std::copy(from.begin(), from.end(), to.begin());
  return true;
}

inline Bytes to_bytes(ByteView view) { return Bytes(view.begin(), view.end()); }

class ByteWriter {
 public:
  ByteWriter() = default;
  /// Of about this size: it grows as it must.
  explicit ByteWriter(size_t expected) { bytes_.reserve(expected); }
  ByteWriter& u8(uint8_t value);
  ByteWriter& u32(uint32_t value);
  ByteWriter& u64(uint64_t value);
  ByteWriter& uvarint(uint64_t value);
  ByteWriter& svarint(int64_t value);
  ByteWriter& raw(ByteView bytes);
  ByteWriter& str(ByteView bytes);
  ByteWriter& str(std::string_view text) { return str(as_bytes(text)); }

  const Bytes& bytes() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }
  size_t size() const { return bytes_.size(); }

 private:
  Bytes bytes_;
};

/// Reads what ByteWriter wrote, from anybody: every length is checked, every varint must be the
/// shortest.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : bytes_(bytes) {}

  Result<uint8_t> u8();
  Result<uint32_t> u32();
  Result<uint64_t> u64();
  Result<uint64_t> uvarint();
  Result<int64_t> svarint();
  Result<ByteView> raw(size_t size);
  /// A `str` of at most `max` bytes.
  Result<ByteView> str(size_t max);
  template <size_t N>
  Result<std::array<uint8_t, N>> array() {
    const ByteView view = TRY(raw(N));
    std::array<uint8_t, N> out;
    std::copy(view.begin(), view.end(), out.begin());
    return out;
  }
  /// Fails unless everything was read.
  Status end() const;

  size_t position() const { return position_; }
  size_t left() const { return bytes_.size() - position_; }
  ByteView seen(size_t from) const { return bytes_.subspan(from, position_ - from); }

 private:
  Error short_of(const char* what) const;
  ByteView bytes_;
  size_t position_ = 0;
};

inline uint64_t zigzag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t unzigzag(uint64_t value) {
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view text);
/// A fixed number of bytes from hex; anything else is bad input that names `what`.
Status from_hex_into(std::string_view text, std::span<uint8_t> out, std::string_view what);
std::string hex64(uint64_t value);  // 16 digits, most significant first
Result<uint64_t> parse_hex64(std::string_view text);

/// RFC 9285. Upper case only, as QR codes carry it.
std::string to_base45(ByteView bytes);
Result<Bytes> from_base45(std::string_view text);

}  // namespace otmetka
