// How central's keys follow one another, as bytes.
#include "sync/exchange/succession.h"

#include <catch2/catch_all.hpp>
#include <set>

#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

struct Chain {
  Seeded random{5};
  std::vector<SigningKey> all;
  Chain() {
    for (int i = 0; i < 4; ++i) all.push_back(SigningKey::make(random));
  }
  PublicKey open(size_t at) const { return all[at].public_key(); }
  Bytes follows(uint64_t number, size_t before, size_t after) const {
    return make_statement({Statement::What::signing_key, number, open(after), open(before)},
                          all[before], &all[after]);
  }
  Bytes tls(uint64_t number, uint8_t pin, size_t by, bool now = false) const {
    return make_statement(
        {now ? Statement::What::tls : Statement::What::next_tls, number, Hash{pin}, open(by)},
        all[by]);
  }
};

}  // namespace

TEST_CASE("whoever was away follows every change, and whoever is new knows what was before",
          "[succession]") {
  const Chain keys;
  const std::vector<Bytes> said{keys.follows(2, 0, 1), keys.tls(3, 7, 1), keys.follows(9, 1, 2)};
  for (size_t from : {0u, 1u, 2u}) {
    CAPTURE(from);
    const Succession found = follow(keys.open(from), said);
    CHECK(found.central == keys.open(2));
    CHECK(std::set<PublicKey>(found.earlier.begin(), found.earlier.end()) ==
          std::set<PublicKey>{keys.open(0), keys.open(1)});
    REQUIRE(found.tls.size() == 1);
    CHECK(found.tls[0].value == Hash{7});
  }
}

TEST_CASE("statements are followed only as far as they hang on the key that is trusted",
          "[succession]") {
  const Chain keys;
  // Somebody else's chain, in whole and beside ours.
  const std::vector<Bytes> theirs{keys.follows(2, 2, 3), keys.tls(3, 7, 3)};
  for (const auto& said :
       {theirs, std::vector<Bytes>{keys.follows(1, 0, 1), theirs[0], theirs[1]}}) {
    const Succession found = follow(keys.open(0), said);
    CHECK((found.central == keys.open(0) || found.central == keys.open(1)));
    CHECK(found.tls.empty());
  }
  // The old key cannot make a key follow that does not know of it.
  Bytes half = keys.follows(2, 0, 1);
  half.resize(half.size() - 64);
  CHECK_FALSE(read_statement(half).ok());
  // What a key says after another one has followed it.
  const Succession late = follow(keys.open(1), {keys.follows(5, 0, 1), keys.tls(6, 7, 0)});
  CHECK(late.tls.empty());
  CHECK(follow(keys.open(1), {keys.follows(5, 0, 1), keys.tls(4, 7, 0)}).tls.size() == 1);
}

TEST_CASE("a statement with any bit changed is none", "[succession]") {
  const Chain keys;
  for (const Bytes& good : {keys.follows(2, 0, 1), keys.tls(3, 7, 1, true)}) {
    REQUIRE(read_statement(good).ok());
    for (size_t bit = 0; bit < good.size() * 8; ++bit) {
      Bytes bad = good;
      bad[bit / 8] ^= static_cast<uint8_t>(1u << (bit % 8));
      CHECK_FALSE(read_statement(bad).ok());
    }
    for (size_t size = 0; size < good.size(); ++size)
      CHECK_FALSE(read_statement(ByteView(good).first(size)).ok());
  }
}
