// otmetka-bench [NAME]: measures, and says beside what. Exit code 1 when a target was not met.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/bench/benches.h"

namespace otmetka::bench {
namespace {

struct Bench {
  const char* name;
  const char* what;
  void (*run)(Report&);
};
constexpr Bench benches[] = {
    {"checkin", "a durable check-in beside a bare append", checkin},
    {"payload", "bytes a fact beside an ideal coder", payload},
    {"exchange", "facts a second, sealed, accepted, exchanged", exchange},
    {"envelope", "bytes of an exchange beyond its facts", envelope},
    {"day", "a day of 300 check-ins on the wire", day},
    {"history", "a scan and its exchange when a million facts are stored", history},
    {"daemon", "the real daemon at rest, and with millions of facts waiting", daemon},
    {"connections", "the real central with ten thousand idle TLS connections", connections},
    {"kiosk", "scan to green with the real programs under Xvfb", kiosk},
    {"search", "a keystroke of the name search, 100,000 people", search},
    {"presence", "who is inside, of 20,000 people and 60,000 facts of others", presence},
};

int usage() {
  fmt::print(stderr, "usage: otmetka-bench [NAME]\n");
  for (const Bench& bench : benches) fmt::print(stderr, "  {:<10} {}\n", bench.name, bench.what);
  return 2;
}

int run(int count, char** arguments) {
  const std::string name = count > 1 ? arguments[1] : "";
  if (count == 5 && name == "flushes")
    return flushes(arguments[2], std::atoi(arguments[3]), arguments[4]);
  if (count == 4 && name == "fill")
    return fill(arguments[2], static_cast<size_t>(std::atoll(arguments[3])));
  if (count > 2) return usage();
  take_priority();
  Report report;
  bool found = false;
  for (const Bench& bench : benches) {
    if (!name.empty() && name != bench.name) continue;
    found = true;
    fmt::print("== {}: {}\n", bench.name, bench.what);
    bench.run(report);
  }
  if (!found) return usage();
  return report.all_met() ? 0 : 1;
}

}  // namespace
}  // namespace otmetka::bench

int main(int count, char** arguments) { return otmetka::bench::run(count, arguments); }
