#include "kiosk/device/nfc_tag.h"

#include <algorithm>
#include <array>

#include "kiosk/device/ndef.h"

namespace otmetka::kiosk {
namespace {

using Bytes = std::vector<uint8_t>;

size_t big_endian(uint8_t high, uint8_t low) { return static_cast<size_t>(high) << 8 | low; }

uint8_t high_byte(size_t number) { return static_cast<uint8_t>(number >> 8); }
uint8_t low_byte(size_t number) { return static_cast<uint8_t>(number); }

class Card {
 public:
  explicit Card(const Transmit& transmit) : transmit_(transmit) {}

  /// What it answers, without the status; none if that is not "done".
  std::optional<Bytes> ask(const Bytes& command) {
    if (gone_ || ++commands_ > tag_commands_max) return std::nullopt;
    std::optional<Bytes> answer = transmit_(command);
    gone_ = !answer.has_value();
    if (gone_ || answer->size() < 2) return std::nullopt;
    if (big_endian(answer->end()[-2], answer->end()[-1]) != 0x9000) return std::nullopt;
    answer->resize(answer->size() - 2);
    return answer;
  }

 private:
  const Transmit& transmit_;
  size_t commands_ = 0;
  bool gone_ = false;
};

// ---- Type 4: a card with files. NFC Forum, "Type 4 Tag Operation" ----

constexpr size_t capability_file = 0xe103, capability_bytes = 15;

bool select_application(Card& card) {
  return card.ask({0x00, 0xa4, 0x04, 0x00, 7, 0xd2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00})
      .has_value();
}

bool select_file(Card& card, size_t file) {
  return card.ask({0x00, 0xa4, 0x00, 0x0c, 2, high_byte(file), low_byte(file)}).has_value();
}

// All of it, though the card may give less at once than it is asked for.
std::optional<Bytes> read_file(Card& card, size_t from, size_t size, size_t chunk) {
  Bytes out;
  while (out.size() < size) {
    const size_t at = from + out.size(), wanted = std::min(chunk, size - out.size());
    const auto part = card.ask({0x00, 0xb0, high_byte(at), low_byte(at), low_byte(wanted)});
    if (!part || part->empty() || part->size() > wanted) return std::nullopt;
    out.insert(out.end(), part->begin(), part->end());
  }
  return out;
}

std::optional<Bytes> message_of_type4(Card& card) {
  if (!select_application(card) || !select_file(card, capability_file)) return std::nullopt;
  const auto about = read_file(card, 0, capability_bytes, capability_bytes);
  if (!about) return std::nullopt;
  const Bytes& c = *about;
  // Length, version, most bytes read and written at once; then the first entry, 04 06: which file
  // holds the message, its size, and 00 where anybody may read it.
  const size_t chunk = std::min(big_endian(c[3], c[4]), tag_chunk_bytes);
  const size_t file = big_endian(c[9], c[10]), file_bytes = big_endian(c[11], c[12]);
  if (chunk == 0 || c[7] != 0x04 || c[8] != 0x06 || c[13] != 0x00) return std::nullopt;
  if (!select_file(card, file)) return std::nullopt;
  const auto length = read_file(card, 0, 2, 2);
  if (!length) return std::nullopt;
  const size_t size = big_endian((*length)[0], (*length)[1]);
  if (size > ndef_bytes_max || size + 2 > file_bytes) return std::nullopt;
  return read_file(card, 2, size, chunk);
}

// ---- Type 2: a card of pages of four bytes. NFC Forum, "Type 2 Tag Operation" ----

constexpr size_t page_bytes = 4, capability_page = 3, first_data_page = 4, pages_max = 256;
constexpr size_t read_bytes = 16;  // what the tag's own READ gives
constexpr uint8_t tlv_null = 0x00, tlv_message = 0x03, tlv_end = 0xfe, tlv_long = 0xff;

std::optional<Bytes> read_pages(Card& card, size_t page) {
  return card.ask({0xff, 0xb0, high_byte(page), low_byte(page), low_byte(read_bytes)});
}

// Fetched as far as it is looked at, since each command takes some milliseconds.
class DataArea {
 public:
  DataArea(Card& card, size_t size) : card_(card), size_(size) {}

  std::optional<uint8_t> next() {
    if (at_ == size_ || (at_ == held_.size() && !fetch())) return std::nullopt;
    return held_[at_++];
  }
  bool at_end() const { return at_ == size_; }

 private:
  bool fetch() {
    const auto part = read_pages(card_, first_data_page + held_.size() / page_bytes);
    // A tag goes on behind its data with what is none, or with its first page.
    const size_t wanted = std::min(read_bytes, size_ - held_.size());
    if (!part || part->size() < wanted) return false;
    held_.insert(held_.end(), part->begin(), part->begin() + static_cast<ptrdiff_t>(wanted));
    return true;
  }

  Card& card_;
  size_t size_, at_ = 0;
  Bytes held_;
};

std::optional<Bytes> next_bytes(DataArea& area, size_t size) {
  Bytes out;
  while (out.size() < size) {
    const auto byte = area.next();
    if (!byte) return std::nullopt;
    out.push_back(*byte);
  }
  return out;
}

std::optional<size_t> next_length(DataArea& area) {
  const auto first = area.next();
  if (!first || *first != tlv_long) return first;
  const auto both = next_bytes(area, 2);
  if (!both) return std::nullopt;
  return big_endian((*both)[0], (*both)[1]);
}

std::optional<Bytes> message_of_type2(Card& card) {
  const auto about = read_pages(card, capability_page);
  if (!about || about->size() < page_bytes) return std::nullopt;
  // Magic number, version, size of the data in units of 8 bytes, who may read and write.
  const Bytes& c = *about;
  if (c[0] != 0xe1 || c[1] >> 4 != 1 || c[3] >> 4 != 0) return std::nullopt;
  DataArea area(card, std::min(size_t{c[2]} * 8, (pages_max - first_data_page) * page_bytes));
  while (!area.at_end()) {
    const auto tag = area.next();
    if (!tag) return std::nullopt;
    if (*tag == tlv_null) continue;
    if (*tag == tlv_end) return Bytes();
    const auto size = next_length(area);
    if (!size) return std::nullopt;
    const auto value = next_bytes(area, *size);
    if (!value || *tag == tlv_message) return value;
  }
  return Bytes();
}

// PC/SC part 3, 3.1.3.2.3.2: the reader speaks for a card without commands of ISO 7816.
bool is_storage_card(std::span<const uint8_t> atr) {
  constexpr std::array<uint8_t, 5> pcsc_workgroup = {0xa0, 0x00, 0x00, 0x03, 0x06};
  if (atr.size() < 13 || atr[0] != 0x3b || atr[4] != 0x80 || atr[5] != 0x4f) return false;
  return std::equal(pcsc_workgroup.begin(), pcsc_workgroup.end(), atr.begin() + 7);
}

}  // namespace

TagText read_tag(std::span<const uint8_t> atr, const Transmit& transmit) {
  Card card(transmit);
  const bool storage = is_storage_card(atr);
  std::optional<Bytes> message = storage ? message_of_type2(card) : message_of_type4(card);
  if (!message) message = storage ? message_of_type4(card) : message_of_type2(card);
  if (!message) return {};
  std::optional<std::string> text = first_text(*message);
  if (!text) return {TagText::What::none, ""};
  // Who writes a tag by hand pastes a line and its end.
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  return {TagText::What::text, std::move(*text)};
}

}  // namespace otmetka::kiosk
