#include <fmt/format.h>

#include <algorithm>

#include "shared/store/files.h"
#include "shared/store/recorder.h"
#include "tests/bench/benches.h"
#include "tests/bench/outside.h"
#include "tests/bench/workload.h"

namespace otmetka::bench {
namespace {

constexpr size_t at_once = 1'000;  // facts a flush

}  // namespace

int fill(const std::string& data, size_t count) {
  const auto clock = system_clock(0);
  const auto random = system_random();
  Mirror mirror = MUST(Mirror::open_reader(mirror_path(data), Disk{}));
  const auto identity = MUST(mirror.identity());
  if (!identity) return 1;
  const LogId log{identity->device, "exchange"};
  Journal journal = MUST(Journal::open(journal_path(data), Disk{}, *clock, *random, "bench"));
  const KioskLog day = make_log(0, at_once);
  for (size_t done = 0; done < count; done += at_once) {
    std::vector<Draft> drafts;
    for (size_t i = 0; i < std::min(at_once, count - done); ++i)
      drafts.push_back(Draft{log, day.facts[i].fact, std::nullopt});
    MUST(journal.append(drafts));
    if (done % (at_once * 50) == 0) MUST(journal.checkpoint());
  }
  return 0;
}

void daemon(Report& report) {
  const auto found = measured_by("daemon_at_rest.py");
  if (!found) return report.missing("a daemon at rest", "the programs could not be run");
  const auto& told = *found;
  report.below("daemon, nothing new, part of a core", told["idle_percent"], "%", 0.2);
  report.below("  its memory", told["idle_mib"], "MiB", 30);
  const double few = told["few"], many = told["many"], with_few = told["few_mib"],
               with_many = told["many_mib"];
  report.at_most(fmt::format("its memory at the most, {:.0f} facts waiting", many), with_many,
                 "MiB", {with_few, fmt::format("{:.0f} waiting", few)}, 1.1);
  report.note("  all delivered at", told["delivered_per_s"], "facts/s");
}

}  // namespace otmetka::bench
