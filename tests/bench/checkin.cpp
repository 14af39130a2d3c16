#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/bench/benches.h"
#include "tests/bench/whole_system.h"
#include "tests/bench/workload.h"

namespace otmetka::bench {
namespace {

constexpr int rounds = 15, burst = 300;
constexpr size_t people_here = 400;
constexpr int counted = 1'500,
              counted_burst = 150;  // under strace, with an idle moment after each burst

/// The least that a durable record can cost: 200 bytes at the end of a file, flushed; or, which the
/// file system need not note, over what was there before.
class BareAppend {
 public:
  explicit BareAppend(const std::string& path, bool over = false)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), over_(over) {
    const std::vector<char> room(over ? size_t{1} << 20 : 0);
    if (::pwrite(file_, room.data(), room.size(), 0) < 0 || ::fsync(file_) != 0) std::abort();
  }
  ~BareAppend() { ::close(file_); }
  BareAppend(const BareAppend&) = delete;
  BareAppend& operator=(const BareAppend&) = delete;
  void operator()() {
    const std::array<char, 200> record{};
    if (over_ && at_ > 1'000'000) at_ = 0;
    if (::pwrite(file_, record.data(), record.size(), at_) != 200 || ::fdatasync(file_) != 0) {
      std::abort();
    }
    at_ += 200;
  }

 private:
  int file_;
  bool over_;
  off_t at_ = 0;
};

/// One way of recording, measured in bursts.
struct Way {
  std::vector<double> p50, p99;  // of each burst, in µs

  template <typename Act>
  void measure(Act act) {
    std::vector<double> samples;
    for (int i = 0; i < burst; ++i) {
      const double begin = now_s();
      act();
      samples.push_back((now_s() - begin) * 1e6);
    }
    p50.push_back(percentile(samples, 0.5));
    p99.push_back(percentile(samples, 0.99));
  }
  /// The median of the ratios of bursts that ran side by side, as a Beside of our own median.
  static Beside beside(const std::vector<double>& ours, const std::vector<double>& theirs,
                       const char* what) {
    std::vector<double> ratios;
    for (size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i] / theirs[i]);
    return {median(ours) / median(ratios), what};
  }
};

class Scanner {
 public:
  explicit Scanner(WholeSystem& system) : system_(&system) {}
  /// Never the same person within a minute of the kiosk's own time.
  void operator()() {
    const std::string& code = system_->badges()[next_++ % system_->badges().size()].code;
    system_->clock().pass(1);
    if (!MUST(system_->kiosk().scan(code)).fact) std::abort();
  }

 private:
  WholeSystem* system_;
  size_t next_ = 0;
};

Draft drafted(const KioskLog& log, size_t at) {
  const Fact& fact = log.facts[at % log.facts.size()].fact;
  return {log.log, fact, std::nullopt};
}

/// Flushes of so many scans, by strace's table: "% time  seconds  usecs/call  calls  syscall".
std::optional<double> flushes_by_strace(const char* story, int facts,
                                        const std::string& directory) {
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string(),
                    table = directory + "/strace";
  const std::string command =
      fmt::format("strace -c -f -e trace=fsync,fdatasync -o '{}' '{}' flushes {} {} '{}/{}' 2>&1",
                  table, self, story, facts, directory, facts);
  if (std::system(command.c_str()) != 0) return std::nullopt;
  double calls = 0;
  std::ifstream in(table);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string share, seconds, each;
    double count = 0;
    const bool row = line.ends_with(" fsync") || line.ends_with(" fdatasync");
    if (row && words >> share >> seconds >> each >> count) calls += count;
  }
  return calls > 0 ? std::optional<double>(calls) : std::nullopt;
}

void count_flushes(Report& report, const std::string& name, const char* story) {
  const Workplace place(std::string("flushes-") + story);
  const auto with = flushes_by_strace(story, counted, place.path());
  const auto without = flushes_by_strace(story, 0, place.path());
  if (!with || !without) return report.missing(name, "strace is not there, or may not trace");
  report.below(name, (*with - *without) / counted, "a fact", 1.05);
}

}  // namespace

int flushes(const std::string& story, int facts, const std::string& directory) {
  std::filesystem::create_directories(directory);
  const auto clock = system_clock(0);
  const auto random = system_random();
  std::optional<WholeSystem> system;
  if (story == "scan") system.emplace(directory, people_here);
  std::optional<Scanner> scan;
  if (system) scan.emplace(*system);
  const KioskLog log = make_log(0, 500);
  Journal own = MUST(Journal::open(directory + "/journal.db", {}, *clock, *random, "bench"));
  Journal& journal = system ? system->kiosk().journal() : own;
  for (int i = 1; i <= facts; ++i) {
    if (scan) (*scan)();
    if (!scan) MUST(journal.append(drafted(log, static_cast<size_t>(i))));
    if (i % counted_burst == 0) MUST(journal.checkpoint());
  }
  return 0;
}

void checkin(Report& report) {
  const Workplace place("checkin");
  const KioskLog log = make_log(0, 2'000);
  const auto clock = system_clock(0);
  const auto random = system_random();
  WholeSystem system(place.path(), people_here);
  Scanner scan(system);
  Journal journal = MUST(Journal::open(place.path() + "/journal.db", {}, *clock, *random, "bench"));
  BareAppend append(place.path() + "/bare"), overwrite(place.path() + "/over", true);
  Way bare, over, append_fact, scan_badge;
  size_t next = 0;
  for (int round = 0; round < rounds; ++round) {
    bare.measure([&] { append(); });
    over.measure([&] { overwrite(); });
    append_fact.measure([&] { MUST(journal.append(drafted(log, next++))); });
    MUST(journal.checkpoint());  // an idle moment
    scan_badge.measure([&] { scan(); });
    MUST(system.kiosk().journal().checkpoint());
  }
  const char* what = "append 200 B + fdatasync";
  report.at_most("durable fact, p50", median(append_fact.p50), "us",
                 Way::beside(append_fact.p50, bare.p50, what), 1.2);
  report.at_most("durable fact, p99", median(append_fact.p99), "us",
                 Way::beside(append_fact.p99, bare.p99, what), 3);
  report.note(
      "  beside 200 B written over old ones, p50", median(over.p50), "us",
      fmt::format("the fact takes {:.2f} of it", median(append_fact.p50) / median(over.p50)));
  report.note("scan of a badge, p50", median(scan_badge.p50), "us",
              fmt::format("signature, decision, fact; beside the append {:.2f}",
                          median(scan_badge.p50) / median(bare.p50)));
  report.at_most("scan of a badge, p99", median(scan_badge.p99), "us",
                 Way::beside(scan_badge.p99, bare.p99, what), 3);
  count_flushes(report, "flushes of a durable fact", "append");
  count_flushes(report, "flushes of a scan", "scan");
}

}  // namespace otmetka::bench
