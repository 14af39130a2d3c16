// Today's code reads every byte of version 1 as it was meant, and would write the same.
#include <zstd.h>

#include <catch2/catch_all.hpp>
#include <set>
#include <sstream>

#include "shared/log/column.h"
#include "shared/log/detached.h"
#include "shared/store/files.h"
#include "tests/golden/golden.h"

using namespace otmetka;
using namespace otmetka::golden;

namespace {

Bytes file(const std::string& name) {
  return MUST(read_file(std::string(OTMETKA_TESTS_DIR) + "/data/v1/" + name, 1u << 20));
}

/// Lines that say something, first word and rest.
std::vector<std::pair<std::string, std::string>> lines(const std::string& name) {
  std::vector<std::pair<std::string, std::string>> out;
  std::istringstream in{std::string(as_text(file(name)))};
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t space = line.find(' ');
    out.emplace_back(line.substr(0, space), line.substr(space + 1));
  }
  return out;
}

std::string said_of(const std::string& name) {
  for (const auto& [file, words] : lines("contents.txt")) {
    if (file == name) return words;
  }
  FAIL("contents.txt does not name " << name);
  return "";
}

std::string first_line(const std::string& name) {
  const Bytes bytes = file(name);
  return std::string(as_text(bytes).substr(0, as_text(bytes).find('\n')));
}

bool same_zstd() {
  for (const auto& [name, value] : lines("keys.txt")) {
    if (name == "zstd") return value == ZSTD_versionString();
  }
  return false;
}

struct Place {
  std::string words;
  Bytes row;
  Link link{};
};
/// rows.txt by seq; 0 has a link only.
std::map<Seq, Place> places() {
  std::map<Seq, Place> out;
  for (const auto& [what, rest] : lines("rows.txt")) {
    if (what == "log") continue;
    const size_t space = rest.find(' ');
    Place& place = out[std::stoull(rest.substr(0, space))];
    const std::string value = rest.substr(space + 1);
    if (what == "fact") place.words = value;
    if (what == "row") place.row = MUST(from_hex(value));
    if (what == "link") REQUIRE(from_hex_into(value, place.link, "link").ok());
  }
  return out;
}

}  // namespace

TEST_CASE("today's code makes the golden files again, byte for byte", "[golden]") {
  // What zstd compresses may differ with its version; the other tests read those all the same.
  const std::set<std::string> with_zstd{"segment-columns.bin", "segment-many.bin", "contents.txt",
                                        "column-forms.txt", "keys.txt"};
  for (const auto& [name, bytes] : make_files()) {
    CAPTURE(name);
    if (same_zstd() || !with_zstd.contains(name)) CHECK(bytes == file(name));
  }
}

TEST_CASE("golden rows say what they said, and hang on the same links", "[golden]") {
  const auto all = places();
  REQUIRE(all.size() == 26);
  const std::string log = lines("rows.txt").at(0).second;
  std::istringstream words(log);
  std::string device, scope, epoch;
  words >> device >> scope >> epoch;
  LogId id{{}, scope};
  REQUIRE(from_hex_into(device, id.device, "device").ok());
  Link link = first_link(id, Epoch{MUST(parse_hex64(epoch))});
  CHECK(link == all.at(0).link);
  for (Seq seq = 1; seq < all.size(); ++seq) {
    CAPTURE(seq);
    const Place& place = all.at(seq);
    const Fact fact = MUST(decode_row(place.row));
    CHECK(describe(fact) == place.words);
    CHECK(encode_row(fact) == place.row);
    link = next_link(link, place.row);
    CHECK(link == place.link);
  }
}

TEST_CASE("golden segments open, and hold the golden rows", "[golden]") {
  const auto all = places();
  for (const char* name : {"segment-rows.bin", "segment-columns.bin", "tail.bin"}) {
    CAPTURE(name);
    const Segment segment = MUST(parse_segment(file(name)));
    CHECK(describe(segment.header) == said_of(name));
    CHECK(check_signature(segment, device_key().public_key()).ok());
    const auto facts = MUST(open_segment(segment, scope_key()));
    CHECK(segment.header.previous == all.at(segment.header.first - 1).link);
    for (size_t i = 0; i < facts.size(); ++i) {
      const Place& place = all.at(segment.header.first + i);
      CHECK(facts[i].row == place.row);
      CHECK(facts[i].link == place.link);
    }
  }
  const Segment many = MUST(parse_segment(file("segment-many.bin")));
  CHECK(describe(many.header) == said_of("segment-many.bin"));
  CHECK(MUST(open_segment(many, scope_key())).size() == 300);  // with its chain
}

TEST_CASE("golden columns are read in every form", "[golden]") {
  std::vector<uint64_t> values;
  std::set<std::string> forms;
  for (const auto& [form, rest] : lines("column-forms.txt")) {
    CAPTURE(form, rest);
    if (form == "values") {
      values.clear();
      std::istringstream in(rest);
      for (uint64_t value; in >> value;) values.push_back(value);
      continue;
    }
    forms.insert(form);
    const Bytes bytes = MUST(from_hex(rest));
    ByteReader in(bytes);
    CHECK(MUST(read_column(in, values.size())) == values);
    CHECK(in.end().ok());
  }
  CHECK(forms.size() == 6);
}

TEST_CASE("the golden text, receipt, badge and code are read as they were meant", "[golden]") {
  const Bytes detached = file("detached.bin");
  const Hash name = detached_hash(salted_text());
  CHECK("name=" + to_hex(name) == said_of("detached.bin"));
  CHECK(MUST(open_detached(detached, name, scope_key())) == salted_text());

  const Receipt receipt = MUST(read_receipt(file("receipt.bin"), central_key().public_key()));
  CHECK(describe(receipt) == said_of("receipt.bin"));

  const SignedBadge badge = MUST(read_badge(first_line("badge.txt")));
  CHECK(describe(badge.badge) == said_of("badge.txt"));
  CHECK(badge.signed_by(issuer_key().public_key()));

  const SignedWalkInCode label = MUST(read_walk_in_code(first_line("walk-in-code.txt")));
  CHECK(describe(label.code) == said_of("walk-in-code.txt"));
  CHECK(label.signed_by(kiosk_key().public_key()));

  CHECK(describe(MUST(read_enrol_code(first_line("enrol-code.txt")))) == said_of("enrol-code.txt"));
}
