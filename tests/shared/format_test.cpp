// What FORMAT.md promises of rows, links, columns and segments.
#include <catch2/catch_all.hpp>

#include "shared/base/limits.h"
#include "shared/log/column.h"
#include "shared/log/columns.h"
#include "shared/log/detached.h"
#include "shared/log/receipt.h"
#include "shared/log/segment.h"
#include "shared/log/tree.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {
const SecretKey scope_key = [] {
  SecretKey key;
  key.fill(7);
  return key;
}();

SealRequest request_of(const std::vector<Fact>& facts, Seeded& random) {
  SealRequest request;
  request.log = {random.bytes<16>(), "exchange"};
  request.epoch = Epoch{random.u64()};
  request.previous = first_link(request.log, request.epoch);
  for (const Fact& fact : facts) request.rows.push_back(encode_row(fact));
  return request;
}
}  // namespace

TEST_CASE("a row survives its bytes, whatever it says", "[format]") {
  Seeded random(GENERATE(take(50, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  for (int i = 0; i < 100; ++i) {
    const Fact fact = any_fact(random);
    const Bytes bytes = encode_row(fact);
    const auto back = decode_row(bytes);
    REQUIRE(back.ok());
    CHECK(back.value() == fact);
    CHECK(encode_row(back.value()) == bytes);
  }
}

TEST_CASE("a row with one byte more, one less or a changed length is refused or is another row",
          "[format]") {
  Seeded random(1);
  for (int i = 0; i < 500; ++i) {
    Bytes bytes = encode_row(any_fact(random));
    const Bytes whole = bytes;
    bytes.push_back(0);
    CHECK_FALSE(decode_row(bytes).ok());
    bytes.resize(whole.size() - 1);
    CHECK_FALSE(decode_row(bytes).ok());
    bytes = whole;
    const size_t at = static_cast<size_t>(random.below(bytes.size()));
    bytes[at] ^= static_cast<uint8_t>(1u << random.below(8));
    const auto back = decode_row(bytes);
    if (back.ok()) CHECK(encode_row(back.value()) == bytes);  // never two byte forms of one fact
  }
}

TEST_CASE("varints have one form only", "[format]") {
  CHECK_FALSE(ByteReader(Bytes{0x80, 0x00}).uvarint().ok());
  CHECK_FALSE(
      ByteReader(Bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}).uvarint().ok());
  CHECK(ByteReader(Bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
            .uvarint()
            .value() == UINT64_MAX);
  CHECK(unzigzag(zigzag(INT64_MIN)) == INT64_MIN);
  CHECK(unzigzag(zigzag(INT64_MAX)) == INT64_MAX);
  CHECK(unzigzag(zigzag(-1)) == -1);
}

TEST_CASE("a link names device, scope, epoch, place and everything before it", "[format]") {
  const LogId log{{1}, "exchange"};
  const Link start = first_link(log, Epoch{5});
  CHECK(start != first_link({{2}, "exchange"}, Epoch{5}));
  CHECK(start != first_link({{1}, "exchangf"}, Epoch{5}));
  CHECK(start != first_link(log, Epoch{6}));
  const Bytes row = encode_row(Fact{});
  CHECK(next_link(start, row) != next_link(next_link(start, row), row));
}

TEST_CASE("a column of any numbers comes back in every form", "[format]") {
  Seeded random(GENERATE(take(20, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  for (int i = 0; i < 200; ++i) {
    const int bits = static_cast<int>(random.below(65));
    std::vector<uint64_t> values(static_cast<size_t>(random.below(300)));
    for (uint64_t& value : values) value = bits == 0 ? 0 : random.u64() >> (64 - bits);
    if (random.below(4) == 0 && !values.empty())
      std::fill(values.begin(), values.end(), values.front());
    ByteWriter out;
    ColumnWriter().column(out, values);
    ByteReader in(out.bytes());
    const auto back = read_column(in, values.size());
    REQUIRE(back.ok());
    CHECK(back.value() == values);
    CHECK(in.end().ok());
  }
}

TEST_CASE("columns give back the rows they were made of", "[format]") {
  Seeded random(GENERATE(take(30, Catch::Generators::random<uint64_t>(0, UINT64_MAX))));
  std::vector<Fact> facts;
  const size_t count = 1 + static_cast<size_t>(random.below(200));
  for (size_t i = 0; i < count; ++i) facts.push_back(any_fact(random));
  const auto back = decode_columns(encode_columns(facts), count);
  REQUIRE(back.ok());
  CHECK(back.value() == facts);
}

TEST_CASE("damaged columns are refused or read as other rows, and never crash", "[format]") {
  Seeded random(3);
  for (int i = 0; i < 3000; ++i) {
    std::vector<Fact> facts;
    for (uint64_t k = 0; k < 1 + random.below(12); ++k) facts.push_back(any_fact(random));
    Bytes bytes = encode_columns(facts);
    for (uint64_t k = 0; k < 1 + random.below(3); ++k) {
      bytes[static_cast<size_t>(random.below(bytes.size()))] ^=
          static_cast<uint8_t>(1u << random.below(8));
    }
    (void)decode_columns(bytes, facts.size()).ok();
  }
}

TEST_CASE("a sealed segment opens with its key, and a changed bit anywhere is found", "[format]") {
  Seeded random(GENERATE(1u, 2u, 3u));
  const SigningKey key = SigningKey::make(random);
  const SealRequest request =
      request_of({any_fact(random), any_fact(random), any_fact(random)}, random);
  const Segment segment = seal_segment(request, key, scope_key, random).value();
  const Bytes whole = segment.bytes();
  const auto back = parse_segment(whole);
  REQUIRE(back.ok());
  REQUIRE(check_signature(back.value(), key.public_key()).ok());
  const auto opened = open_segment(back.value(), scope_key);
  REQUIRE(opened.ok());
  REQUIRE(opened.value().size() == 3);
  for (size_t i = 0; i < 3; ++i) CHECK(opened.value()[i].row == request.rows[i]);

  for (size_t at = 0; at < whole.size(); ++at) {
    Bytes bytes = whole;
    bytes[at] ^= static_cast<uint8_t>(1u << random.below(8));
    const auto damaged = parse_segment(bytes);
    CHECK((!damaged.ok() || !check_signature(damaged.value(), key.public_key()).ok()));
  }
}

TEST_CASE("a segment does not open with another key, and says so", "[format]") {
  Seeded random(9);
  const SigningKey key = SigningKey::make(random);
  const Segment segment =
      seal_segment(request_of({any_fact(random)}, random), key, scope_key, random).value();
  SecretKey other = scope_key;
  other[0] ^= 1;
  CHECK(open_segment(segment, other).error().failure == Failure::corrupt);
  CHECK(check_signature(segment, SigningKey::make(random).public_key()).error().failure ==
        Failure::refused);
}

TEST_CASE("a chain that was cut inside a well-signed segment is found", "[format]") {
  Seeded random(4);
  const SigningKey key = SigningKey::make(random);
  SealRequest request = request_of({any_fact(random), any_fact(random)}, random);
  Segment segment = seal_segment(request, key, scope_key, random).value();
  segment.header.previous[3] ^= 1;  // what the header now claims is not what the rows hang on
  CHECK_FALSE(open_segment(segment, scope_key).ok());
}

TEST_CASE("a signature given for one purpose is worth nothing for another", "[format]") {
  Seeded random(5);
  const SigningKey key = SigningKey::make(random);
  const Bytes text{1, 2, 3};
  const Signature signature = key.sign(Context::badge, text);
  CHECK(verify(key.public_key(), Context::badge, text, signature));
  for (const Context other :
       {Context::segment, Context::receipt, Context::enrolment, Context::authentication,
        Context::walk_in, Context::bundle, Context::certificate}) {
    CHECK_FALSE(verify(key.public_key(), other, text, signature));
  }
}

TEST_CASE("a detached text opens under its name only", "[format]") {
  Seeded random(6);
  const Bytes salted = salt_text(as_bytes("Гайнуллина Ләйсән"), random);
  const Hash name = detached_hash(salted);
  const Bytes sealed = seal_detached("exchange", salted, scope_key, random);
  CHECK(as_text(text_of(open_detached(sealed, name, scope_key).value())) == "Гайнуллина Ләйсән");
  Hash other = name;
  other[0] ^= 1;
  CHECK_FALSE(open_detached(sealed, other, scope_key).ok());
  // The same text twice has two names: nobody finds an erased name by guessing.
  CHECK(detached_hash(salt_text(as_bytes("Гайнуллина Ләйсән"), random)) != name);
}

TEST_CASE("a receipt is believed only from its signer and only whole", "[format]") {
  Seeded random(7);
  const SigningKey key = SigningKey::make(random);
  Receipt receipt;
  receipt.store = random.bytes<16>();
  receipt.time_s = 1763778000;
  receipt.entries.push_back(
      {{random.bytes<16>(), "exchange"}, Epoch{9}, 40, random.bytes<32>(), 12});
  receipt.detached.push_back(random.bytes<32>());
  const Bytes bytes = sign_receipt(receipt, key);
  const auto back = read_receipt(bytes, key.public_key());
  REQUIRE(back.ok());
  CHECK(back.value().entries[0].durable == 40);
  CHECK(back.value().time_s == 1763778000);
  for (size_t at = 0; at < bytes.size(); ++at) {
    Bytes changed = bytes;
    changed[at] ^= static_cast<uint8_t>(1u << random.below(8));
    CHECK_FALSE(read_receipt(changed, key.public_key()).ok());
  }
  CHECK_FALSE(read_receipt(bytes, SigningKey::make(random).public_key()).ok());
}

TEST_CASE("epochs come parent first, siblings by their bits, and none is lost in a loop",
          "[format]") {
  const auto node = [](uint64_t epoch, uint64_t parent) {
    EpochNode out{Epoch{epoch}, std::nullopt};
    if (parent) out.parent = Parent{Epoch{parent}, 1, {}};
    return out;
  };
  const std::vector<EpochNode> nodes{
      node(9, 5),   node(2, 5),  node(5, 0), node(7, 2), node(0xf000000000000000, 5),
      node(30, 31), node(31, 30)};
  std::vector<uint64_t> order;
  for (const size_t at : tree_order(nodes)) order.push_back(static_cast<uint64_t>(nodes[at].epoch));
  CHECK(order == std::vector<uint64_t>{5, 2, 7, 9, 0xf000000000000000, 30, 31});
}

TEST_CASE("Base45 and hex come back, and refuse what is neither", "[format]") {
  Seeded random(8);
  for (int i = 0; i < 300; ++i) {
    Bytes bytes(static_cast<size_t>(random.below(90)));
    random.fill(bytes);
    CHECK(from_base45(to_base45(bytes)).value() == bytes);
    CHECK(from_hex(to_hex(bytes)).value() == bytes);
  }
  // RFC 9285, sections 4.3 and 4.4
  CHECK(to_base45(as_bytes("AB")) == "BB8");
  CHECK(to_base45(as_bytes("Hello!!")) == "%69 VD92EX0");
  CHECK(to_base45(as_bytes("base-45")) == "UJCLQE7W581");
  CHECK(as_text(from_base45("QED8WEX0").value()) == "ietf!");
  CHECK(from_base45("FGW").ok());  // 65535
  CHECK_FALSE(from_base45("GGW").ok());
  CHECK_FALSE(from_base45(":::").ok());
  CHECK_FALSE(from_base45("a12").ok());
  CHECK_FALSE(from_base45("1").ok());
}
