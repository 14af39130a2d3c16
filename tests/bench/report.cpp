#include "tests/bench/report.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/vfs.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace otmetka::bench {
namespace {

constexpr long tmpfs_magic = 0x01021994;

std::string number(double value) {
  if (std::abs(value) >= 1000) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}f}", value, std::abs(value) >= 100 ? 1 : 3);
}

}  // namespace

void Report::line(const std::string& name, double ours, const std::string& unit,
                  const std::string& rest, bool met) {
  fmt::print("{:<46} ours {:>9} {:<8} {}  {}\n", name, number(ours), unit, rest,
             met ? "met" : "NOT MET");
  std::fflush(stdout);
  all_met_ = all_met_ && met;
}

void Report::at_most(const std::string& name, double ours, const std::string& unit,
                     const Beside& beside, double target) {
  const double ratio = ours / beside.value;
  line(name, ours, unit,
       fmt::format("beside {} ({})  ratio {:.3f}  target <= {}", number(beside.value), beside.what,
                   ratio, target),
       ratio <= target);
}

void Report::at_least(const std::string& name, double ours, const std::string& unit,
                      const Beside& beside, double target) {
  const double ratio = ours / beside.value;
  line(name, ours, unit,
       fmt::format("beside {} ({})  ratio {:.3f}  target >= {}", number(beside.value), beside.what,
                   ratio, target),
       ratio >= target);
}

void Report::below(const std::string& name, double ours, const std::string& unit, double target) {
  line(name, ours, unit, fmt::format("target <= {}", number(target)), ours <= target);
}

void Report::note(const std::string& name, double ours, const std::string& unit,
                  const std::string& text) {
  fmt::print("{:<46} ours {:>9} {:<8} {}\n", name, number(ours), unit, text);
  std::fflush(stdout);
}

void Report::missing(const std::string& name, const std::string& why) {
  fmt::print("{:<46} not measured: {}\n", name, why);
  std::fflush(stdout);
}

double percentile(std::vector<double> samples, double share) {
  if (samples.empty()) return 0;
  const size_t at = std::min(samples.size() - 1,
                             static_cast<size_t>(share * static_cast<double>(samples.size())));
  std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(at),
                   samples.end());
  return samples[at];
}

double now_s() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void take_priority() {
  sched_param priority{};
  priority.sched_priority = 1;
  if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority) != 0) {
    fmt::print(
        "note: no real-time priority here; on a busy machine figures are those of its scheduler\n");
  }
}

Workplace::Workplace(const std::string& name) {
  const auto self = std::filesystem::read_symlink("/proc/self/exe");
  path_ = (self.parent_path().parent_path() / "bench" / name).string();
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
  struct statfs found {};
  if (statfs(path_.c_str(), &found) == 0 && found.f_type == tmpfs_magic) {
    fmt::print("note: {} is in memory, so flushes cost nothing there\n", path_);
  }
}

Workplace::~Workplace() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace otmetka::bench
