// tests/kiosk/nfc_cards.h - NFC cards that are not there: what a card says to each command, so that
// a test can hand one to the code that reads, or hold it before a virtual reader.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace otmetka::test {

using Bytes = std::vector<uint8_t>;
using Command = std::span<const uint8_t>;

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

/// `head`: the record's flags but for "short payload", which comes by its size.
inline Bytes record(uint8_t head, std::string_view type, const Bytes& payload) {
  const auto size = static_cast<uint32_t>(payload.size());
  Bytes out{head, static_cast<uint8_t>(type.size())};
  if (size < 256) {
    out[0] |= 0x10;
    out.push_back(static_cast<uint8_t>(size));
  } else {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<uint8_t>(size >> shift));
  }
  return joined({out, bytes_of(type), payload});
}

inline constexpr uint8_t only = 0xc0, first = 0x80, middle = 0x00, last = 0x40;
inline constexpr uint8_t well_known = 0x01, mime = 0x02;

inline Bytes text_payload(std::string_view text) {
  return joined({{0x02}, bytes_of("en"), bytes_of(text)});
}
inline Bytes text_message(std::string_view text) {
  return record(only | well_known, "T", text_payload(text));
}
inline Bytes address_message() {
  return record(only | well_known, "U", joined({{0x04}, bytes_of("example.org")}));
}

inline Bytes answered(const Bytes& data) { return joined({data, {0x90, 0x00}}); }
inline Bytes answered() { return {0x90, 0x00}; }
inline Bytes refused(uint8_t high = 0x6a, uint8_t low = 0x82) { return {high, low}; }

inline Bytes cut(const Bytes& all, size_t from, size_t size) {
  const size_t begin = std::min(from, all.size()), end = std::min(begin + size, all.size());
  return {all.begin() + static_cast<ptrdiff_t>(begin), all.begin() + static_cast<ptrdiff_t>(end)};
}

/// A card with files.
class Type4Card {
 public:
  static inline const Bytes atr{0x3b, 0x81, 0x80, 0x01, 0x80, 0x80};

  explicit Type4Card(const Bytes& message, uint8_t bytes_at_once = 0xff)
      : about{0x00, 0x0f, 0x20, 0x00, bytes_at_once, 0x00, 0x34, 0x04,
              0x06, 0xe1, 0x04, 0x20, 0x00,          0x00, 0x00} {
    file =
        joined({{static_cast<uint8_t>(message.size() >> 8), static_cast<uint8_t>(message.size())},
                message});
  }

  std::optional<Bytes> operator()(Command command) {
    const Bytes application{0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01};
    if (command.size() < 5 || command[0] != 0x00) return refused(0x6e, 0x00);
    const Bytes data(command.begin() + 5, command.end());
    if (command[1] == 0xa4 && command[2] == 0x04) {
      in_application_ = data == joined({application, {0x00}});
      return in_application_ ? answered() : refused();
    }
    if (!in_application_) return refused();
    if (command[1] == 0xa4) {
      if (data == Bytes{0xe1, 0x03}) return open(about);
      if (data == cut(about, 9, 2)) return open(file);
      return refused();
    }
    if (command[1] != 0xb0 || !open_) return refused(0x6d, 0x00);
    const size_t at = static_cast<size_t>(command[2] << 8 | command[3]);
    most_asked = std::max(most_asked, command[4]);
    return answered(cut(*open_, at, std::min<size_t>(command[4], gives_at_most)));
  }

  Bytes about, file;
  size_t gives_at_most = 256;
  uint8_t most_asked = 0;

 private:
  Bytes open(const Bytes& chosen) {
    open_ = chosen;
    return answered();
  }
  bool in_application_ = false;
  std::optional<Bytes> open_;
};

/// A card of pages, as a reader speaks for it.
class Type2Card {
 public:
  static inline const Bytes atr{0x3b, 0x8f, 0x80, 0x01, 0x80, 0x4f, 0x0c, 0xa0, 0x00, 0x00,
                                0x03, 0x06, 0x03, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x68};

  /// `data`: from page 4 on.
  static Type2Card of_data(const Bytes& data, uint8_t units_of_8 = 0x6d) {
    Type2Card out;
    out.memory = joined({{0x04, 0xa1, 0xb2, 0x9f, 0xc3, 0xd4, 0xe5, 0x80, 0x72, 0x48, 0x00, 0x00},
                         {0xe1, 0x10, units_of_8, 0x00},
                         data});
    out.memory.resize(std::max(out.memory.size(), 16 + size_t{units_of_8} * 8));
    return out;
  }
  explicit Type2Card(const Bytes& message) { *this = of_data(in_tlv(message)); }

  static Bytes in_tlv(const Bytes& message) {
    const auto size = message.size();
    Bytes head{0x03};
    if (size < 255) {
      head.push_back(static_cast<uint8_t>(size));
    } else {
      head.insert(head.end(), {0xff, static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)});
    }
    return joined({head, message, {0xfe}});
  }

  std::optional<Bytes> operator()(Command command) const {
    if (command.size() != 5 || command[0] != 0xff || command[1] != 0xb0) return refused(0x6d, 0x00);
    const Bytes part = cut(memory, static_cast<size_t>(command[2] << 8 | command[3]) * 4, 16);
    return part.size() < 4 ? refused(0x63, 0x00) : answered(part);
  }

  Bytes memory;

 private:
  Type2Card() = default;
};

}  // namespace otmetka::test
