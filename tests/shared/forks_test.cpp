// Places after which a log goes on in more than one way.
#include "shared/log/forks.h"

#include <catch2/catch_all.hpp>
#include <set>

#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

ForkNode node(uint64_t epoch, Seq held, uint64_t parent = 0, Seq after = 0) {
  ForkNode out{Epoch{epoch}, {}, held};
  if (parent != 0) out.parent = Parent{Epoch{parent}, after, {}};
  return out;
}

std::set<std::pair<size_t, Seq>> parts(const Way& way) {
  std::set<std::pair<size_t, Seq>> out;
  for (const WayPart& part : way) out.insert({part.node, part.first});
  return out;
}

}  // namespace

TEST_CASE("a log of one writer has no fork, however often that was started", "[forks]") {
  Seeded random(1);
  std::vector<ForkNode> nodes;
  for (uint64_t i = 0; i < 50; ++i) {
    const Seq held = 1 + random.below(9);
    nodes.push_back(i == 0 ? node(random.next(), held)
                           : node(random.next(), held, static_cast<uint64_t>(nodes.back().epoch),
                                  nodes.back().held));
    CHECK(find_forks(nodes).empty());
  }
}

TEST_CASE("what goes on after a place, and what hangs on it, are two ways", "[forks]") {
  // 1 goes on to 9; a disk of after its fifth fact went on as 2, and that as 3.
  const std::vector<ForkNode> nodes{node(1, 9), node(2, 4, 1, 5), node(3, 2, 2, 4),
                                    node(4, 1, 1, 9)};
  const std::vector<Fork> forks = find_forks(nodes);
  REQUIRE(forks.size() == 1);
  CHECK(forks[0].after->seq == 5);
  REQUIRE(forks[0].ways.size() == 2);
  using Parts = std::set<std::pair<size_t, Seq>>;
  CHECK(parts(forks[0].ways[0]) == Parts{{0, 6}, {3, 1}});
  CHECK(parts(forks[0].ways[1]) == Parts{{1, 1}, {2, 1}});
}

TEST_CASE("two that hang on one place, and two beginnings, are forks", "[forks]") {
  CHECK(find_forks({node(1, 5), node(2, 1, 1, 5), node(3, 1, 1, 5)}).size() == 1);
  const std::vector<Fork> twice = find_forks({node(1, 5), node(2, 3)});
  REQUIRE(twice.size() == 1);
  CHECK_FALSE(twice[0].after.has_value());
  // Epochs come in any order: one whose parent has not come yet is no beginning.
  CHECK(find_forks({node(1, 5), node(2, 1, 9, 4)}).empty());
  CHECK(find_forks({}).empty());
}

TEST_CASE("loops, which only malice can make, end", "[forks]") {
  (void)find_forks({node(1, 5, 2, 3), node(2, 5, 1, 3), node(3, 5, 3, 2)});
  const std::vector<Fork> forks =
      find_forks({node(1, 5, 2, 1), node(2, 5, 1, 1), node(3, 1, 1, 2), node(4, 1, 2, 2)});
  for (const Fork& fork : forks) CHECK(fork.ways.size() >= 2);
}
