#include <fmt/format.h>

#include "tests/bench/benches.h"
#include "tests/bench/outside.h"

namespace otmetka::bench {

void connections(Report& report) {
  const auto found = measured_by("idle_connections.py");
  if (!found) return report.missing("idle connections at central", "the programs could not be run");
  const auto& told = *found;
  const double count = told["count"];
  report.below(fmt::format("{:.0f} idle TLS connections at central, memory of each", count),
               told["bytes_each"].get<double>() / 1000, "kB", 30);
  report.below("  threads of central", told["threads"], "threads", 4);
  report.at_least("  that answer", told["answered"], "connections", {count, "all of them"}, 1);
  report.note("  opened at", told["opened_per_s"], "/s");
  report.note("  answered at", told["answered_per_s"], "/s");
}

}  // namespace otmetka::bench
