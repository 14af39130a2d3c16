// The sample of assets/programmes is what every demonstration loads: it must stay clean and say
// what FORMAT.md says.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include "sync/programme/publish.h"

using namespace otmetka;

namespace {

const std::string exchange = std::string(OTMETKA_ASSETS_DIR) + "/programmes/exchange";

size_t count(const Publication& publication, Kind kind) {
  return static_cast<size_t>(
      std::count_if(publication.drafts.begin(), publication.drafts.end(),
                    [&](const ChannelDraft& draft) { return draft.fact.kind == kind; }));
}

}  // namespace

TEST_CASE("the exchange sample is a clean package and publishes its people, sessions and venues",
          "[programme]") {
  PackageCheck check = read_package(exchange);
  for (const Mistake& mistake : check.mistakes) {
    // A picture that is not made yet is told here as any other mistake.
    FAIL_CHECK(to_text(mistake));
  }
  REQUIRE(check.mistakes.empty());
  const auto participants = std::count_if(check.package.people.begin(), check.package.people.end(),
                                          [](const auto& p) { return p.role == "participant"; });
  CHECK(participants == 28);

  // Two of different cities work in a pair, but for the two who are left of the larger one.
  std::map<std::string, std::vector<std::string>> pairs;
  for (const Package::Person& person : check.package.people) {
    if (person.role == "participant") pairs[person.pair].push_back(person.delegation);
  }
  CHECK(pairs.size() == 14);
  CHECK(std::count_if(pairs.begin(), pairs.end(), [](const auto& pair) {
          return pair.second.size() == 2 && pair.second[0] != pair.second[1];
        }) == 13);

  uint32_t given = 1;
  const Publication publication =
      MUST(publish(check.package, std::nullopt, Directory{},
                   [&](NumberKind, uint32_t wanted) -> Result<uint32_t> {
                     return std::exchange(given, given + wanted);
                   }));
  CHECK(publication.people == 28 + 4);
  CHECK(publication.sessions == 14);
  CHECK(publication.venues == 10);
  CHECK(publication.exhibits == 23);
  CHECK(count(publication, Kind::delegation) == 2);
  CHECK(count(publication, Kind::hall) == 33);
  CHECK(count(publication, Kind::media) == publication.blobs.size());
}
