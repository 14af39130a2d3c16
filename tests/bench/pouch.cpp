#include "tests/bench/pouch.h"

#include <fmt/format.h>

#include <fstream>

#include "shared/store/files.h"
#include "tests/bench/outside.h"
#include "tests/seeded.h"

namespace otmetka::bench {
namespace {

const std::string installed = OTMETKA_BENCH_PEER;

// Numbers that several writers give out at once would mean two things, so that documents of this
// kind name everything by UUIDs, as the peer did whose figures the targets come from (278 bytes a
// fact). `of` tells kinds of things apart.
std::string uuid(uint64_t of, uint64_t nth) {
  test::Seeded random(of * 1'000'003 + nth);
  const std::string hex = to_hex(random.bytes<16>());
  return fmt::format("{}-{}-7{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(13, 3),
                     hex.substr(16, 4), hex.substr(20));
}

nlohmann::ordered_json document(size_t nth, const Fact& fact) {
  const auto number = [](const Subject& subject) {
    return subject.number() ? *subject.number() : 0;
  };
  nlohmann::ordered_json out{
      {"id", fmt::format("{:012x}-{}", fact.wall_s, uuid(1, nth).substr(14))},
      {"device", uuid(2, 0)},
      {"kind", fact.kind == Kind::check_out ? "check_out" : "check_in"},
      {"person", uuid(3, number(fact.person))},
      {"session", fmt::format("s{}", number(fact.session))},
      {"venue", fmt::format("v{}", number(fact.venue))},
      {"wall", fact.wall_s * 1000},
      {"boot", fact.boot_s * 1000},
      {"method", fact.method == Method::search ? "search" : "qr"}};
  if (number(fact.actor) != 0) out["actor"] = uuid(4, number(fact.actor));
  if (!fact.payload.empty()) out["note"] = std::string(as_text(fact.payload));
  return out;
}

}  // namespace

Result<PouchPeer> PouchPeer::open(const std::string& place, const std::vector<MadeFact>& facts) {
  if (!file_exists(installed + "/node_modules"))
    return fail(Failure::absent,
                "PouchDB is not installed: `./dev bench exchange` does it with npm");
  const std::string file = place + "/facts.jsonl";
  std::ofstream lines(file);
  for (size_t i = 0; i < facts.size(); ++i)
    lines << document(i, facts[i].fact)
                 .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
          << "\n";
  if (!lines.flush()) return fail(Failure::io, file + ": cannot be written");
  return PouchPeer(place, file);
}

Result<Pouch> PouchPeer::replicate(int batch) const {
  const std::string command =
      fmt::format("timeout 300 node '{}/peer.mjs' --facts '{}' --batch {} --dir '{}'", installed,
                  facts_, batch, place_);
  const auto told = told_by(command);
  if (!told) return fail(Failure::io, command + ": failed");
  return Pouch{told->value("facts_per_s", 0.0), told->value("bytes_per_fact", 0.0)};
}

}  // namespace otmetka::bench
