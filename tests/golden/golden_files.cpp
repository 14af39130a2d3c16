#include <fmt/format.h>

#include "shared/log/column.h"
#include "shared/log/detached.h"
#include "tests/golden/golden_facts.h"
#include "tests/magicless.h"
#include "tests/seeded.h"

namespace otmetka::golden {
namespace {

constexpr uint64_t nonce_seed = 2026;

template <size_t N>
std::array<uint8_t, N> filled(uint8_t byte) {
  std::array<uint8_t, N> out;
  out.fill(byte);
  return out;
}

std::vector<Bytes> chosen_rows() {
  std::vector<Bytes> out;
  for (const Chosen& chosen : chosen_facts()) out.push_back(encode_row(chosen.fact));
  return out;
}

std::string rows_text() {
  std::string out = fmt::format("log {} {} {}\n", to_text(chosen_log().device), chosen_log().scope,
                                to_text(chosen_epoch()));
  Link link = first_link(chosen_log(), chosen_epoch());
  out += fmt::format("link 0 {}\n", to_hex(link));
  Seq seq = 0;
  for (const Chosen& chosen : chosen_facts()) {
    const Bytes row = encode_row(chosen.fact);
    link = next_link(link, row);
    ++seq;
    out += fmt::format("\n# {}\nfact {} {}\nrow {} {}\nlink {} {}\n", chosen.why, seq,
                       describe(chosen.fact), seq, to_hex(row), seq, to_hex(link));
  }
  return out;
}

/// Facts `first` to `last` of the chosen ones.
Segment chosen_segment(Seq first, Seq last, SegmentType type) {
  const std::vector<Bytes> rows = chosen_rows();
  SealRequest request;
  request.log = chosen_log();
  request.epoch = chosen_epoch();
  if (first == 1) request.parent = chosen_parent();
  request.first = first;
  request.previous = first_link(request.log, request.epoch);
  for (Seq seq = 1; seq < first; ++seq)
    request.previous = next_link(request.previous, rows[seq - 1]);
  for (Seq seq = first; seq <= last; ++seq) request.rows.push_back(rows[seq - 1]);
  if (first == 1) request.heads = {{Epoch{5}, 17}, {Epoch{0xffffffffffffffff}, 128}};
  request.type = type;
  test::Seeded random(nonce_seed + first);
  return MUST(seal_segment(request, device_key(), scope_key(), random));
}

Segment many_segment() {
  SealRequest request;
  request.log = {chosen_log().device, "mayors.2026"};
  request.epoch = chosen_epoch();
  request.first = 2;
  request.previous = filled<32>(0x21);
  for (const Fact& fact : many_facts()) request.rows.push_back(encode_row(fact));
  test::Seeded random(nonce_seed);
  return MUST(seal_segment(request, device_key(), scope_key(), random));
}

Receipt receipt() {
  Receipt out;
  out.role = Role::central;
  out.store = filled<16>(0xce);
  out.store_epoch = 0x1122334455667788;
  out.time_s = 1'763'802'345;
  out.entries = {{chosen_log(), chosen_epoch(), 25,
                  chosen_segment(1, 25, SegmentType::segment).header.last_link, 7},
                 {{chosen_log().device, "device"}, Epoch{1}, 0, Link{}, 0}};
  out.detached = {detached_hash(salted_text()), filled<32>(0x0d)};
  out.key_id = central_key().id();
  return out;
}

Badge badge() {
  Badge out;
  out.cohort = CohortNumber{1};
  out.person = PersonNumber{12};
  out.role = 2;
  out.language = Language::ky;
  out.issue = 3;
  out.not_before_s = 1'763'769'600;
  out.not_after_s = 4'000'000'000;
  return out;
}

WalkInCode walk_in_code() {
  WalkInCode out;
  out.cohort = CohortNumber{4097};
  out.device = filled<16>(0xd7);
  out.epoch = Epoch{0x0123'4567'89ab'cdef};
  out.seq = 300;
  out.language = Language::ky;
  out.rehearsal = true;
  return out;
}

EnrolCode enrol_code() {
  EnrolCode out;
  out.central = central_key().public_key();
  out.tls_pin = filled<32>(0x71);
  out.secret = filled<16>(0x5e);
  out.expires_s = 1'763'900'000;
  out.address = "https://central.example:8443";
  return out;
}

// ---- columns

struct FormVector {
  const char* form;
  Bytes bytes;
};

Bytes varints(const std::vector<uint64_t>& values) {
  ByteWriter out;
  for (const uint64_t value : values) out.uvarint(value);
  return out.take();
}

/// `least` and `width` need not be the closest ones for a reader.
Bytes packed(const std::vector<uint64_t>& values, uint64_t least, unsigned width) {
  Bytes bits((values.size() * width + 7) / 8);
  for (size_t i = 0; i < values.size() * width; ++i) {
    if ((values[i / width] - least) >> (i % width) & 1)
      bits[i / 8] |= static_cast<uint8_t>(1u << i % 8);
  }
  ByteWriter out;
  out.u8(4).uvarint(least).u8(static_cast<uint8_t>(width)).str(bits);
  return out.take();
}

/// Every form that can hold the values, and what the encoder takes.
std::vector<FormVector> forms_of(const std::vector<uint64_t>& values, uint64_t least,
                                 unsigned width) {
  std::vector<FormVector> out;
  const bool same = std::equal(values.begin() + 1, values.end(), values.begin());
  if (same && values[0] == 0) out.push_back({"zeros", Bytes{0}});
  if (same) out.push_back({"constant", std::move(ByteWriter().u8(1).uvarint(values[0])).take()});
  out.push_back({"plain", std::move(ByteWriter().u8(2).str(varints(values))).take()});
  out.push_back(
      {"zstd", std::move(ByteWriter().u8(3).str(test::magicless(varints(values)))).take()});
  out.push_back({"packed", packed(values, least, width)});
  ByteWriter encoder;
  ColumnWriter().column(encoder, values);
  out.push_back({"encoder", encoder.take()});
  return out;
}

std::string columns_text() {
  struct Row {
    std::vector<uint64_t> values;
    uint64_t least;
    unsigned width;
  };
  std::vector<uint64_t> runs, wide;
  for (uint64_t i = 0; i < 200; ++i) runs.push_back(i / 40);
  for (uint64_t i = 0; i < 12; ++i) wide.push_back(1 + i * 7919 % 20'000);
  const Row rows[] = {{{0, 0, 0}, 0, 0},
                      {{7, 7, 7, 7}, 7, 0},
                      {{300, 300}, 0, 9},
                      {{0, 1, 2, 3, 4, 5, 6, 7, 8}, 0, 4},
                      {{1000, 1003, 1001, 1002, 1000}, 1000, 2},
                      {{0, UINT64_MAX}, 0, 64},
                      {{UINT64_MAX, UINT64_MAX - 5, UINT64_MAX - 1}, UINT64_MAX - 5, 3},
                      {{127, 128, 16'383, 16'384, uint64_t{1} << 63}, 0, 64},
                      {wide, 1, 15},
                      {runs, 0, 3}};
  std::string out;
  for (const Row& row : rows) {
    out += out.empty() ? "" : "\n";
    out += "values";
    for (const uint64_t value : row.values) out += " " + std::to_string(value);
    out += "\n";
    for (const FormVector& form : forms_of(row.values, row.least, row.width)) {
      out += fmt::format("{} {}\n", form.form, to_hex(form.bytes));
    }
  }
  return out;
}

std::string keys_text() {
  std::string out = "# what the files of this folder were made with; worth nothing anywhere else\n";
  out += fmt::format("device {}\n", to_hex(device_key().seed()));
  out += fmt::format("central {}\n", to_hex(central_key().seed()));
  out += fmt::format("issuer {}\n", to_hex(issuer_key().seed()));
  out += fmt::format("kiosk {}\n", to_hex(kiosk_key().seed()));
  out += fmt::format("scope {}\n", to_hex(scope_key()));
  out += fmt::format("salted {}\n", to_hex(salted_text()));
  out += fmt::format("zstd {}\n", ZSTD_versionString());
  return out;
}

Bytes text(const std::string& text) { return to_bytes(as_bytes(text)); }

}  // namespace

SigningKey device_key() { return SigningKey(filled<32>(0x01)); }
SigningKey central_key() { return SigningKey(filled<32>(0x02)); }
SigningKey issuer_key() { return SigningKey(filled<32>(0x03)); }
SigningKey kiosk_key() { return SigningKey(filled<32>(0x05)); }
SecretKey scope_key() { return filled<32>(0x04); }
Bytes salted_text() {
  test::Seeded random(nonce_seed);
  return salt_text(as_bytes("Гайнуллина Ләйсән"), random);
}

std::map<std::string, Bytes> make_files() {
  std::map<std::string, Segment> segments{
      {"segment-rows.bin", chosen_segment(2, 3, SegmentType::segment)},
      {"segment-columns.bin", chosen_segment(1, 25, SegmentType::segment)},
      {"segment-many.bin", many_segment()},
      {"tail.bin", chosen_segment(4, 4, SegmentType::tail)}};
  std::map<std::string, Bytes> out;
  std::string contents;
  for (const auto& [name, segment] : segments) {
    out[name] = segment.bytes();
    contents += fmt::format("{} {}\n", name, describe(segment.header));
  }
  Badge printed = badge();
  const KeyId issuer = issuer_key().id();
  std::copy_n(issuer.begin(), printed.issuer.size(), printed.issuer.begin());
  contents += fmt::format("detached.bin name={}\n", to_hex(detached_hash(salted_text())));
  contents += fmt::format("receipt.bin {}\n", describe(receipt()));
  contents += fmt::format("badge.txt {}\n", describe(printed));
  WalkInCode label = walk_in_code();
  const KeyId kiosk = kiosk_key().id();
  std::copy_n(kiosk.begin(), label.signer.size(), label.signer.begin());
  contents += fmt::format("walk-in-code.txt {}\n", describe(label));
  contents += fmt::format("enrol-code.txt {}\n", describe(enrol_code()));
  test::Seeded random(nonce_seed);
  out["detached.bin"] = seal_detached("exchange", salted_text(), scope_key(), random);
  out["receipt.bin"] = sign_receipt(receipt(), central_key());
  out["badge.txt"] = text(make_badge(badge(), issuer_key()) + "\n");
  out["walk-in-code.txt"] = text(make_walk_in_code(walk_in_code(), kiosk_key()) + "\n");
  out["enrol-code.txt"] = text(make_enrol_code(enrol_code()) + "\n");
  out["rows.txt"] = text(rows_text());
  out["column-forms.txt"] = text(columns_text());
  out["keys.txt"] = text(keys_text());
  out["contents.txt"] = text(contents);
  return out;
}

}  // namespace otmetka::golden
