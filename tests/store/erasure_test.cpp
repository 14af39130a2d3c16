// What was erased stands in no byte of any file, and does not come back.
#include <algorithm>
#include <catch2/catch_all.hpp>

#include "shared/log/detached.h"
#include "shared/store/mirror.h"
#include "tests/sim/crash_disk.h"
#include "tests/store/machine.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

bool lies_on(const sim::CrashDisk& disk, ByteView bytes) {
  for (const auto& [path, content] : disk.files()) {
    if (std::search(content.begin(), content.end(), bytes.begin(), bytes.end()) != content.end())
      return true;
  }
  return false;
}

struct Text {
  Hash name{};
  Bytes bytes;
};

/// Of every length that a page can hold, and of some that need several.
std::vector<Text> some_texts(Seeded& random, size_t count) {
  std::vector<Text> out;
  for (size_t i = 0; i < count; ++i) {
    const size_t length = i % 11 == 0 ? 3000 + random.below(30'000) : 24 + random.below(900);
    Text text;
    for (size_t at = 0; at < length; ++at)
      text.bytes.push_back(static_cast<uint8_t>(random.below(256)));
    text.name = hash({text.bytes});
    out.push_back(std::move(text));
  }
  return out;
}

/// Any part of it, however its page was moved about.
bool any_part_lies_on(const sim::CrashDisk& disk, const Text& text) {
  for (size_t at = 0; at + 16 <= text.bytes.size(); at += 400) {
    if (lies_on(disk, ByteView(text.bytes).subspan(at, 16))) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("an erased text stands in no byte of a store or its log, whatever was beside it",
          "[store]") {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    Seeded random(seed);
    sim::CrashDisk disk(seed);
    auto mirror = MUST(Mirror::open_writer("/sync/mirror.db", {disk.name()}));
    const std::vector<Text> texts = some_texts(random, 400);
    for (const Text& text : texts) {
      REQUIRE(mirror.logs().put_detached(text.name, "exchange", text.bytes).ok());
      if (random.chance(0.1)) REQUIRE(mirror.db().checkpoint().ok());
    }
    std::vector<Text> gone, kept;
    for (const Text& text : texts) (random.chance(0.3) ? gone : kept).push_back(text);
    std::vector<Hash> names;
    for (const Text& text : gone) {
      CHECK(any_part_lies_on(disk, text));
      names.push_back(text.name);
    }
    Transaction transaction = MUST(Transaction::begin(mirror.db()));
    REQUIRE(mirror.logs().erase(names).ok());
    REQUIRE(transaction.commit().ok());
    REQUIRE(mirror.db().checkpoint_whole().ok());
    for (const Text& text : gone) CHECK_FALSE(any_part_lies_on(disk, text));
    for (const Text& text : kept)
      CHECK(MUST(mirror.logs().detached(text.name)) == std::optional<Bytes>(text.bytes));
    // Nobody brings it back.
    for (const Text& text : gone) {
      REQUIRE(mirror.logs().put_detached(text.name, "exchange", text.bytes).ok());
      CHECK_FALSE(MUST(mirror.logs().has_detached(text.name)));
    }
    REQUIRE(mirror.db().checkpoint_whole().ok());
    for (const Text& text : gone) CHECK_FALSE(any_part_lies_on(disk, text));
  }
}

TEST_CASE("a journal forgets the erased words of its own and keeps every fact", "[store]") {
  Machine machine(7);
  Journal journal = MUST(machine.open());
  Draft draft = draft_of(1);
  const Bytes words = salt_text(as_bytes("в каждом дворе по велосипедной стойке"), machine.random);
  const Bytes others = salt_text(as_bytes("лавочки у каждой остановки"), machine.random);
  draft.salted = words;
  REQUIRE(journal.append(draft).ok());
  draft.salted = others;
  REQUIRE(journal.append(draft).ok());
  REQUIRE(lies_on(machine.disk, words));
  REQUIRE(journal.erase({detached_hash(words)}).ok());
  CHECK_FALSE(lies_on(machine.disk, text_of(words)));
  CHECK(lies_on(machine.disk, others));
  auto reader = MUST(JournalReader::open(Machine::path, machine.vfs()));
  const auto epochs = read_journal(reader);  // chain and rows, as they were
  REQUIRE(epochs.size() == 1);
  CHECK(epochs[0].facts.size() == 3);
  CHECK(epochs[0].facts[1].detached == detached_hash(words));
}
