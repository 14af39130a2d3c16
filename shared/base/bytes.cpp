#include "shared/base/bytes.h"

#include <algorithm>

#include <fmt/format.h>

namespace otmetka {

ByteWriter& ByteWriter::u8(uint8_t value) {
  bytes_.push_back(value);
  return *this;
}

ByteWriter& ByteWriter::u32(uint32_t value) {
  for (int i = 0; i < 4; ++i) bytes_.push_back(static_cast<uint8_t>(value >> (8 * i)));
  return *this;
}

ByteWriter& ByteWriter::u64(uint64_t value) {
  for (int i = 0; i < 8; ++i) bytes_.push_back(static_cast<uint8_t>(value >> (8 * i)));
  return *this;
}

ByteWriter& ByteWriter::uvarint(uint64_t value) {
  while (value >= 0x80) {
    bytes_.push_back(static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  bytes_.push_back(static_cast<uint8_t>(value));
  return *this;
}

ByteWriter& ByteWriter::svarint(int64_t value) { return uvarint(zigzag(value)); }

ByteWriter& ByteWriter::raw(ByteView bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}

ByteWriter& ByteWriter::str(ByteView bytes) { return uvarint(bytes.size()).raw(bytes); }

Error ByteReader::short_of(const char* what) const {
  return fail(Failure::bad_input,
              fmt::format("cut short at byte {}: {} expected", position_, what));
}

Result<uint8_t> ByteReader::u8() {
  if (left() < 1) return short_of("a byte");
  return bytes_[position_++];
}

Result<uint32_t> ByteReader::u32() {
  if (left() < 4) return short_of("4 bytes");
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value |= static_cast<uint32_t>(bytes_[position_++]) << (8 * i);
  return value;
}

Result<uint64_t> ByteReader::u64() {
  if (left() < 8) return short_of("8 bytes");
  uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value |= static_cast<uint64_t>(bytes_[position_++]) << (8 * i);
  return value;
}

Result<uint64_t> ByteReader::uvarint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    if (left() < 1) return short_of("a number");
    const uint8_t byte = bytes_[position_++];
    // Only the shortest form is allowed, so that equal numbers are equal bytes and hashes.
    const bool too_big = shift == 63 && byte > 1;
    const bool padded = byte == 0 && shift > 0;
    if (too_big || padded) {
      return fail(Failure::bad_input, fmt::format("bad number at byte {}", position_ - 1));
    }
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return fail(Failure::bad_input, fmt::format("endless number at byte {}", position_));
}

Result<int64_t> ByteReader::svarint() { return unzigzag(TRY(uvarint())); }

Result<ByteView> ByteReader::raw(size_t size) {
  if (left() < size) return short_of("more bytes");
  position_ += size;
  return bytes_.subspan(position_ - size, size);
}

Result<ByteView> ByteReader::str(size_t max) {
  const size_t at = position_;
  const uint64_t size = TRY(uvarint());
  if (size > max) {
    return fail(Failure::bad_input,
                fmt::format("{} bytes at byte {}: at most {} are allowed", size, at, max));
  }
  return raw(static_cast<size_t>(size));
}

Status ByteReader::end() const {
  if (left() == 0) return done();
  return fail(Failure::bad_input, fmt::format("{} bytes too many at byte {}", left(), position_));
}

std::string to_hex(ByteView bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const uint8_t byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Failure::bad_input, "hex text has an odd length");
  Bytes out(text.size() / 2);
  for (size_t i = 0; i < out.size(); ++i) {
    const int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return fail(Failure::bad_input, "not hex digits");
    out[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return out;
}

Status from_hex_into(std::string_view text, std::span<uint8_t> out, std::string_view what) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes.value().size() != out.size()) {
    return fail(Failure::bad_input,
                fmt::format("{}: {} hex digits expected", what, out.size() * 2));
  }
  std::copy(bytes.value().begin(), bytes.value().end(), out.begin());
  return done();
}

std::string hex64(uint64_t value) { return fmt::format("{:016x}", value); }

Result<uint64_t> parse_hex64(std::string_view text) {
  if (text.size() != 16) return fail(Failure::bad_input, "16 hex digits expected");
  uint64_t value = 0;
  for (const char c : text) {
    const int digit = hex_value(c);
    if (digit < 0) return fail(Failure::bad_input, "16 hex digits expected");
    value = value << 4 | static_cast<uint64_t>(digit);
  }
  return value;
}

static constexpr std::string_view base45_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

std::string to_base45(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() / 2 * 3 + 2);
  size_t i = 0;
  for (; i + 1 < bytes.size(); i += 2) {
    const unsigned value = bytes[i] * 256u + bytes[i + 1];
    out.push_back(base45_alphabet[value % 45]);
    out.push_back(base45_alphabet[value / 45 % 45]);
    out.push_back(base45_alphabet[value / (45 * 45)]);
  }
  if (i < bytes.size()) {
    out.push_back(base45_alphabet[bytes[i] % 45]);
    out.push_back(base45_alphabet[bytes[i] / 45]);
  }
  return out;
}

Result<Bytes> from_base45(std::string_view text) {
  if (text.size() % 3 == 1) return fail(Failure::bad_input, "Base45 text is cut short");
  Bytes out;
  out.reserve(text.size() / 3 * 2 + 1);
  for (size_t i = 0; i < text.size(); i += 3) {
    const size_t size = std::min<size_t>(3, text.size() - i);
    unsigned value = 0, unit = 1;
    for (size_t k = 0; k < size; ++k, unit *= 45) {
      const size_t digit = base45_alphabet.find(text[i + k]);
      if (digit == std::string_view::npos) return fail(Failure::bad_input, "not Base45");
      value += static_cast<unsigned>(digit) * unit;
    }
    if (value > (size == 3 ? 0xffffu : 0xffu)) return fail(Failure::bad_input, "not Base45");
    if (size == 3) out.push_back(static_cast<uint8_t>(value >> 8));
    out.push_back(static_cast<uint8_t>(value));
  }
  return out;
}

}  // namespace otmetka
