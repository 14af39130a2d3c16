// A day of 300 check-ins on the wire, second by second in a clock that is set, with the daemon's
// own rule of when to exchange.
#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "sync/daemon/pace.h"
#include "tests/bench/benches.h"
#include "tests/bench/whole_system.h"
#include "tests/bench/workload.h"

namespace otmetka::bench {
namespace {

constexpr size_t check_ins = 300;
constexpr int64_t quiet_s = 1800;  // before the first and after the last
constexpr uint64_t limited_bytes_a_day = 2'000'000;

struct Day {
  CountingProxy::Count wire;
  double hours = 0;
  size_t exchanges = 0;
};

/// Of a whole day, as many as that.
std::vector<int64_t> seconds_between() {
  const KioskLog log = make_log(0, facts_of_a_kiosk_and_day);
  std::vector<int64_t> out;
  uint64_t before = log.facts.front().fact.boot_s;
  for (size_t i = 0; i < check_ins; ++i) {
    const uint64_t now = log.facts[i * log.facts.size() / check_ins].fact.boot_s;
    out.push_back(static_cast<int64_t>(now - before));
    before = now;
  }
  out.front() = quiet_s;
  return out;
}

Day pass_day(WholeSystem& system, Pace pace) {
  Day out;
  bool waits = false;
  const auto second = [&] {
    system.clock().pass(1);
    const uint64_t now_ms = system.clock().boot_ms();
    if (!pace.is_due(now_ms, false, waits)) return;
    if (system.daemon().has_reason_to_exchange()) {
      system.exchange();
      ++out.exchanges;
    }
    waits = false;
    pace.succeeded(now_ms, system.daemon().next_exchange_s());
  };
  const CountingProxy::Count before = system.proxy().count();
  const uint64_t begun_ms = system.clock().boot_ms();
  size_t person = 0;
  for (const int64_t wait_s : seconds_between()) {
    for (int64_t i = 0; i < wait_s; ++i) second();
    const std::string& code = system.badges()[person++ % system.badges().size()].code;
    if (!MUST(system.kiosk().scan(code)).fact) std::abort();
    waits = true;
  }
  for (int64_t i = 0; i < quiet_s; ++i) second();
  if (waits) {
    system.exchange();
    ++out.exchanges;
  }
  out.hours = static_cast<double>(system.clock().boot_ms() - begun_ms) / 3.6e6;
  out.wire = system.proxy().count() - before;
  return out;
}

void tell(Report& report, const std::string& how, const Day& day) {
  report.note(how, static_cast<double>(day.wire.on_the_wire()), "B",
              fmt::format("{} there, {} back, {} packets; {} exchanges in {:.1f} h", day.wire.there,
                          day.wire.back, day.wire.packets, day.exchanges, day.hours));
}

/// One question for news that central leaves open for as long as it does.
CountingProxy::Count one_wait(WholeSystem& system) {
  system.exchange();
  system.daemon().listen();
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const CountingProxy::Count first = system.proxy().count();
  std::this_thread::sleep_for(std::chrono::seconds(54));
  return system.proxy().count() - first;
}

}  // namespace

void day(Report& report) {
  const Workplace place("day");
  WholeSystem live(place.path() + "/live", check_ins),
      limited(place.path() + "/limited", check_ins), evening(place.path() + "/evening", check_ins);
  MUST(limited.daemon().limit_bytes(limited_bytes_a_day));
  tell(report, fmt::format("{} check-ins in a day, online all the time", check_ins),
       pass_day(live, Pace(false)));
  tell(report, "  with --bytes-a-day 2MB", pass_day(limited, Pace(true)));
  Pace never(false);
  never.failed(evening.clock().boot_ms(), 0, [](unsigned) { return UINT64_MAX / 2; });
  tell(report, "  in one exchange at its end", pass_day(evening, never));
  report.note("each question for news, every 50 s while online",
              static_cast<double>(one_wait(live).on_the_wire()), "B");
}

}  // namespace otmetka::bench
