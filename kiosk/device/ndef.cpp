#include "kiosk/device/ndef.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace otmetka::kiosk {
namespace {

using Bytes = std::span<const uint8_t>;

// NFC Forum, "NFC Data Exchange Format": the first byte of a record.
constexpr uint8_t message_end = 0x40, chunked = 0x20, short_payload = 0x10, has_id = 0x08;
constexpr uint8_t type_format = 0x07, well_known = 0x01, mime = 0x02;
// "Text Record Type Definition": the first byte of its payload.
constexpr uint8_t is_utf16 = 0x80, language_length = 0x3f;

struct Record {
  uint8_t head = 0;
  std::string_view type;
  Bytes payload;
};

// Gives nothing from the first number on that reaches beyond the end.
class Cutter {
 public:
  explicit Cutter(Bytes all) : left_(all) {}
  bool good() const { return good_; }
  bool at_end() const { return left_.empty(); }
  Bytes cut(size_t size) {
    good_ = good_ && size <= left_.size();
    if (!good_) return {};
    const Bytes out = left_.first(size);
    left_ = left_.subspan(size);
    return out;
  }
  size_t number(size_t bytes) {
    size_t out = 0;
    for (const uint8_t byte : cut(bytes)) out = out << 8 | byte;
    return out;
  }

 private:
  Bytes left_;
  bool good_ = true;
};

std::string_view as_letters(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Record cut_record(Cutter& cutter) {
  Record out;
  out.head = static_cast<uint8_t>(cutter.number(1));
  const size_t type_bytes = cutter.number(1);
  const size_t payload_bytes = cutter.number((out.head & short_payload) != 0 ? 1 : 4);
  const size_t id_bytes = (out.head & has_id) != 0 ? cutter.number(1) : 0;
  out.type = as_letters(cutter.cut(type_bytes));
  cutter.cut(id_bytes);
  out.payload = cutter.cut(payload_bytes);
  return out;
}

bool is_plain_text(std::string_view type) {
  constexpr std::string_view wanted = "text/plain";
  const std::string_view name = type.substr(0, type.find(';'));
  return std::equal(
      name.begin(), name.end(), wanted.begin(), wanted.end(),
      [](char one, char other) { return std::tolower(static_cast<unsigned char>(one)) == other; });
}

std::string ascii_of_utf16(Bytes units) {
  const bool marked = units.size() >= 2 && units[0] + units[1] == 0xfe + 0xff;
  const bool little = marked && units[0] == 0xff;
  std::string out;
  for (size_t at = marked ? 2 : 0; at < units.size(); at += 2) {
    const bool whole = at + 1 < units.size();
    const unsigned high = whole ? units[at + (little ? 1 : 0)] : 0xff;
    const unsigned low = whole ? units[at + (little ? 0 : 1)] : 0xff;
    out.push_back(high == 0 && low < 0x80 ? static_cast<char>(low) : '\x80');
  }
  return out;
}

std::optional<std::string> text_of(Bytes payload) {
  if (payload.empty()) return std::nullopt;
  const size_t language_bytes = payload[0] & language_length;
  if (payload.size() < 1 + language_bytes) return std::nullopt;
  const Bytes text = payload.subspan(1 + language_bytes);
  return (payload[0] & is_utf16) != 0 ? ascii_of_utf16(text) : std::string(as_letters(text));
}

}  // namespace

std::optional<std::string> first_text(Bytes message) {
  Cutter cutter(message);
  bool last = false;
  while (!last && !cutter.at_end()) {
    const Record record = cut_record(cutter);
    if (!cutter.good()) return std::nullopt;
    last = (record.head & message_end) != 0;
    if ((record.head & chunked) != 0) continue;  // its other parts have a type format of their own
    const uint8_t format = record.head & type_format;
    if (format == mime && is_plain_text(record.type))
      return std::string(as_letters(record.payload));
    if (format == well_known && record.type == "T") return text_of(record.payload);
  }
  return std::nullopt;
}

}  // namespace otmetka::kiosk
