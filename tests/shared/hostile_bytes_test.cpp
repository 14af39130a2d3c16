// Bytes that somebody made with care: bombs, cuts, other versions, things of another context.
#include <catch2/catch_all.hpp>

#include "shared/base/limits.h"
#include "shared/log/column.h"
#include "shared/log/columns.h"
#include "shared/log/detached.h"
#include "shared/log/receipt.h"
#include "shared/log/segment.h"
#include "tests/magicless.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

constexpr uint8_t compressed_form = 3;

struct Sealed {
  Seeded random{1};
  SigningKey key = SigningKey::make(random);
  SecretKey scope_key = random.bytes<32>();
  Segment segment;
  Sealed() {
    SealRequest request;
    request.log = {random.bytes<16>(), "exchange"};
    request.epoch = Epoch{7};
    request.previous = first_link(request.log, request.epoch);
    for (int i = 0; i < 3; ++i) request.rows.push_back(encode_row(any_fact(random)));
    segment = MUST(seal_segment(request, key, scope_key, random));
  }
  Bytes receipt() const {
    Receipt out;
    out.entries = {{segment.header.log, Epoch{7}, 3, segment.header.last_link, 1}};
    out.key_id = key.id();
    return sign_receipt(out, key);
  }
};

}  // namespace

TEST_CASE("a few bytes that unpack to very many are refused, and take no memory for them",
          "[format][hostile]") {
  const Bytes bomb = magicless(Bytes(256u << 20, 0));
  REQUIRE(bomb.size() < 32'768);
  ByteWriter column;
  column.u8(compressed_form).str(bomb);
  for (const size_t rows : {size_t{1}, segment_facts_max}) {
    ByteReader in(column.bytes());
    CHECK_FALSE(read_column(in, rows).ok());
    ByteReader block(column.bytes());
    CHECK_FALSE(read_block(block, rows).ok());
  }
}

TEST_CASE("a few columns that would make very long rows are refused before there are any",
          "[format][hostile]") {
  std::vector<Fact> facts(segment_facts_max);
  const FactId other{{1}, std::string(48, 'a'), Epoch{1}, 1};
  for (Fact& fact : facts) fact.references.assign(8, other);
  CHECK(decode_columns(encode_columns(facts), facts.size()).ok());
  for (Fact& fact : facts) fact.references.assign(row_references_max, other);
  const Bytes few = encode_columns(facts);
  CHECK(few.size() < 512);
  CHECK_FALSE(decode_columns(few, facts.size()).ok());
}

TEST_CASE("a segment that names a dictionary is left alone, whatever that would be",
          "[format][hostile]") {
  Sealed sealed;
  sealed.segment.header.dictionary = sealed.random.bytes<32>();
  CHECK(open_segment(sealed.segment, sealed.scope_key).error().failure == Failure::newer_version);
}

TEST_CASE("what was cut anywhere, or goes on after its end, is refused", "[format][hostile]") {
  const Sealed sealed;
  const Bytes whole = sealed.segment.bytes(), receipt = sealed.receipt();
  REQUIRE(parse_segment(whole).ok());
  REQUIRE(read_receipt(receipt, sealed.key.public_key()).ok());
  for (size_t size = 0; size < whole.size(); ++size)
    CHECK_FALSE(parse_segment(ByteView(whole).first(size)).ok());
  for (size_t size = 0; size < receipt.size(); ++size)
    CHECK_FALSE(read_receipt(ByteView(receipt).first(size), sealed.key.public_key()).ok());
  for (Bytes longer : {whole, receipt}) {
    longer.push_back(0);
    CHECK_FALSE(parse_segment(longer).ok());
    CHECK_FALSE(read_receipt(longer, sealed.key.public_key()).ok());
  }
}

TEST_CASE("bytes of another version are told as such and read as nothing else",
          "[format][hostile]") {
  const Sealed sealed;
  constexpr size_t version_at = 4;
  for (const uint8_t version : {uint8_t{0}, uint8_t{2}, uint8_t{255}}) {
    Bytes segment = sealed.segment.bytes(), receipt = sealed.receipt();
    segment[version_at] = receipt[version_at] = version;
    CHECK(parse_segment(segment).error().failure == Failure::newer_version);
    CHECK(read_receipt(receipt, sealed.key.public_key()).error().failure == Failure::newer_version);
  }
}

TEST_CASE("a text opens in the scope it was sealed for, and in no other", "[format][hostile]") {
  Sealed sealed;
  const Bytes salted = salt_text(as_bytes("Орлов"), sealed.random);
  const Hash name = detached_hash(salted);
  const Bytes ours = seal_detached("exchange", salted, sealed.scope_key, sealed.random);
  const Bytes theirs = seal_detached("exchangf", salted, sealed.scope_key, sealed.random);
  REQUIRE(ours.size() == theirs.size());
  // The head of one before the box of the other: the same key, another scope.
  const size_t head = 1 + std::string_view("exchange").size() + 8 + 24;
  Bytes spliced = ours;
  std::copy(theirs.begin(), theirs.begin() + 9, spliced.begin());
  CHECK_FALSE(open_detached(spliced, name, sealed.scope_key).ok());
  std::copy(ours.begin(), ours.begin() + static_cast<std::ptrdiff_t>(head), spliced.begin());
  CHECK(open_detached(spliced, name, sealed.scope_key).ok());
}
