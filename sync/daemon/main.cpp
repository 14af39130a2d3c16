// otmetka-syncd: carries what a kiosk recorded to central and brings back what central published.
#include <fmt/format.h>
#include <signal.h>
#include <time.h>

#include <optional>

#include "sync/cli/arguments.h"
#include "sync/daemon/backoff.h"
#include "sync/daemon/daemon.h"
#include "sync/daemon/pace.h"

namespace otmetka {
namespace {

struct Options {
  std::string data;
  bool once = false;
  uint64_t bytes_a_day = 0;
  std::string synchronized = synchronized_file;
  int64_t clock_offset_s = 0;
};

constexpr uint64_t look_every_ms = 500;  // at the journal: one PRAGMA, no disk
constexpr uint64_t checkpoint_every_ms = 60'000;

// Sleeps, or ends at once when the service is told to stop. True: stop.
bool stopped_within(const sigset_t& signals, uint64_t ms) {
  const timespec time{static_cast<time_t>(ms / 1000), static_cast<long>(ms % 1000) * 1'000'000};
  return sigtimedwait(&signals, nullptr, &time) > 0;
}

void tell_change(const Status& result, std::string& last) {
  const std::string text = result ? "in step with central" : result.error().message;
  if (text != last) say(stderr, "{}\n", text);
  last = text;
}

void tell_handed_back(const Daemon& daemon) {
  if (const size_t segments = daemon.handed_back())
    say(stderr, "central was put back from a copy: {} of its own segments went back to it\n",
        segments);
}

// From the first moment on, so that a stop while the files are opened ends the service as any other
// stop does.
sigset_t hold_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int loop(Daemon& daemon, const Clock& clock, Random& random, const sigset_t& signals) {
  Pace pace(daemon.is_limited());
  uint64_t checkpoint_ms = clock.boot_ms() + checkpoint_every_ms;
  size_t waits = 0;
  std::string last;
  (void)daemon.moved();  // from here on
  while (!stopped_within(signals, look_every_ms)) {
    const auto code = daemon.waiting_code();
    if (code && code.value()) {
      tell_change(daemon.enrol(*code.value(), "kiosk"), last);
      pace.at_once();
    }
    const bool changed = daemon.journal_changed();
    if (changed) (void)daemon.hand_keys_to_kiosk();  // a kiosk that made its keys anew waits
    if (changed) waits = daemon.waiting().value_or(Waiting{}).facts;
    // Of the device's own log only another venue is urgent.
    const bool news = daemon.heard_news(), moved = changed && daemon.moved();
    if (pace.is_due(clock.boot_ms(), news || moved, waits > 0)) {
      (void)daemon.look_at_clock();
      const uint64_t spent_before = daemon.bytes_spent();
      const bool idle = !daemon.has_reason_to_exchange();
      const Status result = idle ? done() : daemon.exchange_once();
      // What became of a code was told, and says more.
      const bool nobody = !result && result.error().failure == Failure::not_enrolled;
      if (!idle && (!nobody || last.empty())) tell_change(result, last);
      if (result) tell_handed_back(daemon);
      waits = 0;
      // News that cannot be taken are not asked for again at once.
      const bool hears = result && !daemon.is_limited();
      if (hears && (!news || daemon.took_something())) daemon.listen();
      if (result) {
        pace.succeeded(clock.boot_ms(), daemon.next_exchange_s());
      } else {
        pace.failed(clock.boot_ms(), daemon.bytes_spent() - spent_before,
                    [&](unsigned failures) { return backoff_ms(failures, random); });
      }
    }
    if (clock.boot_ms() >= checkpoint_ms) {
      (void)daemon.look_at_clock();
      (void)daemon.check_stored();
      (void)daemon.checkpoint();
      checkpoint_ms = clock.boot_ms() + checkpoint_every_ms;
    }
  }
  return exit_done;
}

int run(int argc, char** argv) {
  CLI::App app("The sync daemon of an Otmetka kiosk.");
  Options options;
  app.add_option("--data", options.data, "directory of the kiosk")->required();
  app.add_flag("--once", options.once,
               "exchange once and end: 0 only if central holds everything recorded so far");
  app.add_option("--bytes-a-day", options.bytes_a_day,
                 "what the network may cost a day (UTC), both ways, such as 2MB: facts first; news "
                 "of the office each quarter of an hour, and pictures, as far as it goes; 0: no "
                 "limit")
      ->transform(CLI::AsSizeValue(true));
  app.add_option("--synchronized", options.synchronized,
                 "file that the NTP client of this machine touches when it has set the clock")
      ->capture_default_str();
  app.add_option("--clock-offset", options.clock_offset_s,
                 "seconds to shift the wall clock by, for rehearsals and tests");
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  // --once ends by itself, and may be broken off at any moment.
  const std::optional<sigset_t> signals =
      options.once ? std::nullopt : std::optional(hold_stop_signals());
  const auto clock = system_clock(options.clock_offset_s);
  const auto random = system_random();
  const auto daemon = Daemon::open(options.data, *clock, *random);
  if (!daemon) return told(daemon.error());
  if (const Status limited = daemon.value()->limit_bytes(options.bytes_a_day); !limited)
    return told(limited.error());
  daemon.value()->look_for_time_in(options.synchronized);
  if (signals) return loop(*daemon.value(), *clock, *random, *signals);
  const auto code = daemon.value()->waiting_code();
  if (code && code.value()) {
    const Status enrolled = daemon.value()->enrol(*code.value(), "kiosk");
    if (!enrolled) return told(enrolled.error());
  }
  (void)daemon.value()->look_at_clock();
  const Status result = daemon.value()->exchange_once();
  if (result) tell_handed_back(*daemon.value());
  return result ? exit_done : told(result.error());
}

}  // namespace
}  // namespace otmetka

int main(int argc, char** argv) { return otmetka::run(argc, argv); }
