#include "shared/model/paper_code.h"

#include <optional>

#include "shared/crypto/crypto.h"

namespace otmetka {
namespace {

constexpr std::string_view prefix = "P1:";
// Crockford's alphabet: five bits a letter, and what people confuse is one letter.
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t check_bytes = 2;
// The zero byte at its end is part of it.
constexpr std::string_view context{"otmetka paper row 1\0", 20};

Error no_row() { return fail(Failure::bad_input, "this is not the code of a paper sheet's row"); }

std::array<uint8_t, check_bytes> check_of(ByteView row) {
  const Hash whole = hash({as_bytes(context), row});
  return {whole[0], whole[1]};
}

std::string to_letters(ByteView bytes) {
  std::string out;
  uint32_t bits = 0;
  int held = 0;
  for (const uint8_t byte : bytes) {
    bits = (bits << 8 | byte) & 0xfff;
    for (held += 8; held >= 5; held -= 5) out += alphabet[bits >> (held - 5) & 31];
  }
  if (held > 0) out += alphabet[bits << (5 - held) & 31];
  return out;
}

std::optional<uint32_t> value_of(char letter) {
  if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  if (letter == 'O') letter = '0';
  if (letter == 'I' || letter == 'L') letter = '1';
  const size_t at = alphabet.find(letter);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<uint32_t>(at);
}

Result<Bytes> from_letters(std::string_view text) {
  Bytes out;
  uint32_t bits = 0;
  int held = 0;
  for (const char letter : text) {
    if (letter == ' ' || letter == '-') continue;
    const auto value = value_of(letter);
    if (!value) return no_row();
    bits = (bits << 5 | *value) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<uint8_t>(bits >> held));
  }
  // One text a row: no letter too many, and nothing in the bits that are left over.
  if (held >= 5 || (bits & ((1u << held) - 1)) != 0) return no_row();
  return out;
}

Result<uint32_t> number(ByteReader& in) {
  const uint64_t value = TRY(in.uvarint());
  if (value == 0 || value > UINT32_MAX) return no_row();
  return static_cast<uint32_t>(value);
}

}  // namespace

std::string make_paper_code(const PaperRow& row) {
  ByteWriter out;
  out.uvarint(static_cast<uint32_t>(row.cohort))
      .uvarint(static_cast<uint32_t>(row.person))
      .uvarint(static_cast<uint32_t>(row.session));
  const auto check = check_of(out.bytes());
  out.raw(check);
  return std::string(prefix) + to_letters(out.bytes());
}

bool looks_like_paper_code(std::string_view code) {
  return code.size() > prefix.size() && (code[0] == 'P' || code[0] == 'p') &&
         code.substr(1, prefix.size() - 1) == prefix.substr(1);
}

Result<PaperRow> read_paper_code(std::string_view code) {
  if (!looks_like_paper_code(code) || code.size() > paper_code_bytes_max) return no_row();
  const Bytes bytes = TRY(from_letters(code.substr(prefix.size())));
  if (bytes.size() <= check_bytes) return no_row();
  const ByteView row = ByteView(bytes).first(bytes.size() - check_bytes);
  const auto check = check_of(row);
  if (!std::equal(check.begin(), check.end(), bytes.end() - check_bytes)) return no_row();
  ByteReader in(row);
  PaperRow out;
  out.cohort = CohortNumber{TRY(number(in))};
  out.person = PersonNumber{TRY(number(in))};
  out.session = SessionNumber{TRY(number(in))};
  TRY(in.end());
  return out;
}

}  // namespace otmetka
