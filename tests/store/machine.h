// tests/store/machine.h - a kiosk's machine with a disk that forgets what was not synced, a clock
// that stands and chance that repeats itself; and a look at its journal that believes nothing.
#pragma once
#include <catch2/catch_all.hpp>
#include <map>

#include "shared/store/journal.h"
#include "tests/seeded.h"
#include "tests/sim/crash_disk.h"

namespace otmetka::test {

inline const DeviceId this_device{0xd1};
inline const LogId cohort_log{this_device, "exchange"};
inline const LogId own_log{this_device, "device"};

/// No two drafts of a test are alike: the person is the mark by which one is found again.
inline Draft draft_of(uint32_t mark, const LogId& log = cohort_log) {
  Draft draft;
  draft.log = log;
  draft.fact.kind = Kind::check_in;
  draft.fact.person = Subject(mark);
  draft.fact.session = Subject(uint32_t{3});
  draft.fact.payload = Bytes(mark % 7 == 0 ? 9000 : mark % 50, 'x');  // some need several pages
  return draft;
}

struct Machine {
  explicit Machine(uint64_t seed) : disk(seed), random(seed) {}

  static constexpr const char* path = "/kiosk/journal.db";
  Disk vfs() const { return {disk.name()}; }
  Result<Journal> open() { return Journal::open(path, vfs(), clock, random, "test 1"); }

  sim::CrashDisk disk;
  SetClock clock;
  Seeded random;
};

/// One epoch as its bytes say.
struct EpochRead {
  JournalEpoch epoch;
  std::optional<Parent> parent;
  std::vector<Fact> facts;
  Link last{};
};

/// Everything the journal holds. Fails the test unless each chain hangs together from its first
/// link on, each epoch begins with `opened`, and its parent is the last fact of the epoch before.
inline std::vector<EpochRead> read_journal(JournalReader& reader) {
  std::vector<EpochRead> out;
  std::map<LogId, Parent> tips;
  for (const JournalEpoch& epoch : MUST(reader.epochs())) {
    EpochRead read{
        epoch, MUST(reader.parent(epoch.row_id)), {}, first_link(epoch.log, epoch.epoch)};
    for (const JournalRow& row : MUST(reader.rows(epoch.row_id, 1, SIZE_MAX >> 1))) {
      REQUIRE(row.seq == read.facts.size() + 1);
      read.last = next_link(read.last, row.bytes);
      REQUIRE(row.link == read.last);
      read.facts.push_back(MUST(decode_row(row.bytes)));
    }
    REQUIRE_FALSE(read.facts.empty());
    CHECK(read.facts.front().kind == Kind::opened);
    CHECK(read.facts.size() == epoch.last);
    const auto tip = tips.find(epoch.log);
    CHECK(read.parent == (tip == tips.end() ? std::optional<Parent>() : tip->second));
    tips[epoch.log] = {epoch.epoch, epoch.last, read.last};
    out.push_back(std::move(read));
  }
  return out;
}

inline std::vector<EpochRead> read_journal(const Machine& machine) {
  JournalReader reader = MUST(JournalReader::open(Machine::path, machine.vfs()));
  return read_journal(reader);
}

/// How often each mark was recorded.
inline std::map<uint32_t, int> marks(const std::vector<EpochRead>& epochs) {
  std::map<uint32_t, int> out;
  for (const EpochRead& epoch : epochs) {
    for (const Fact& fact : epoch.facts) {
      if (fact.person.number()) ++out[*fact.person.number()];
    }
  }
  return out;
}

}  // namespace otmetka::test
