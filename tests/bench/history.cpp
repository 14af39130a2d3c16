#include <fmt/format.h>

#include <cstdlib>

#include "tests/bench/benches.h"
#include "tests/bench/whole_system.h"
#include "tests/bench/workload.h"

namespace otmetka::bench {
namespace {

constexpr size_t few = 1'000, many_unless_asked = 1'000'000, at_once = 1'000;
constexpr size_t facts_an_exchange = 100'000;
constexpr int rounds = 30, scans_a_round = 10;
constexpr size_t people_here = 400;

/// Facts of before, at the kiosk and at central.
void remember(WholeSystem& system, size_t count) {
  const KioskLog day = make_log(0, at_once);
  for (size_t done = 0; done < count;) {
    std::vector<Draft> drafts;
    for (size_t i = 0; i < std::min(at_once, count - done); ++i)
      drafts.push_back(Draft{system.cohort_log(), day.facts[i].fact, std::nullopt});
    system.clock().pass(60);
    MUST(system.kiosk().journal().append(drafts));
    done += drafts.size();
    if (done % facts_an_exchange != 0 && done < count) continue;
    MUST(system.kiosk().journal().checkpoint());
    system.exchange();
  }
}

struct Costs {
  std::vector<double> scan_us, exchange_ms;
};

/// Scans, and an exchange of the last one.
void measure(WholeSystem& system, size_t& next, Costs& costs) {
  for (int i = 0; i < scans_a_round; ++i) {
    const std::string& code = system.badges()[next++ % system.badges().size()].code;
    system.clock().pass(1);
    const double begin = now_s();
    if (!MUST(system.kiosk().scan(code)).fact) std::abort();
    costs.scan_us.push_back((now_s() - begin) * 1e6);
  }
  const double begin = now_s();
  system.exchange();
  costs.exchange_ms.push_back((now_s() - begin) * 1e3);
  MUST(system.kiosk().journal().checkpoint());
}

}  // namespace

void history(Report& report) {
  const char* asked = std::getenv("OTMETKA_BENCH_HISTORY");
  const size_t many = asked ? std::strtoull(asked, nullptr, 10) : many_unless_asked;
  const Workplace fresh_place("history-few"), old_place("history-many");
  WholeSystem fresh(fresh_place.path(), people_here), old(old_place.path(), people_here);
  remember(fresh, few);
  remember(old, many);
  Costs with_few, with_many;
  size_t next_few = 0, next_many = 0;
  for (int i = 0; i < rounds; ++i) {
    measure(fresh, next_few, with_few);
    measure(old, next_many, with_many);
  }
  const std::string beside = fmt::format("the same with {} stored", few);
  report.at_most(fmt::format("scan of a badge, {} facts stored, p50", many),
                 median(with_many.scan_us), "us", {median(with_few.scan_us), beside}, 1.2);
  report.at_most("  an exchange of ten, p50", median(with_many.exchange_ms), "ms",
                 {median(with_few.exchange_ms), beside}, 1.2);
}

}  // namespace otmetka::bench
