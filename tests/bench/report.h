// tests/bench/report.h - every figure on a line of its own: what ours took, what stands beside it,
// the ratio, what is to be reached, and whether it was.
#pragma once
#include <string>
#include <vector>

namespace otmetka::bench {

struct Beside {
  double value = 0;
  std::string what;
};

/// Remembers whether all targets were met, for the exit code.
class Report {
 public:
  /// ours / beside is to be at most (or at least) `target`.
  void at_most(const std::string& name, double ours, const std::string& unit, const Beside& beside,
               double target);
  void at_least(const std::string& name, double ours, const std::string& unit, const Beside& beside,
                double target);
  /// ours itself is to be at most `target`.
  void below(const std::string& name, double ours, const std::string& unit, double target);
  /// No target, only worth knowing.
  void note(const std::string& name, double ours, const std::string& unit,
            const std::string& text = "");
  /// What could not be measured here, and why.
  void missing(const std::string& name, const std::string& why);

  bool all_met() const { return all_met_; }

 private:
  void line(const std::string& name, double ours, const std::string& unit, const std::string& rest,
            bool met);
  bool all_met_ = true;
};

/// The value below which `share` of the samples lie.
double percentile(std::vector<double> samples, double share);
inline double median(std::vector<double> samples) { return percentile(std::move(samples), 0.5); }

/// Seconds on a clock that only goes forward.
double now_s();
/// The highest priority that this user may have, so that others' work does not count as ours.
void take_priority();
/// A fresh directory on the disk that the program itself is on, removed at the end.
class Workplace {
 public:
  explicit Workplace(const std::string& name);
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace otmetka::bench
