#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "tests/bench/benches.h"

namespace otmetka::bench {
namespace {

/// What the script printed; nothing when it failed, whose reason is on stderr then.
std::optional<nlohmann::json> measured() {
  const std::string command = fmt::format("OTMETKA_BIN='{}' '{}' -B '{}/bench/scan_to_green.py'",
                                          OTMETKA_BIN_DIR, OTMETKA_PYTHON, OTMETKA_TESTS_DIR);
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  char part[4096];
  for (size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, got);
  if (::pclose(pipe) != 0) return std::nullopt;
  nlohmann::json out = nlohmann::json::parse(text, nullptr, false);
  return out.is_object() ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

void kiosk(Report& report) {
  const auto found = measured();
  if (!found) return report.missing("scan to green", "the kiosk could not be run under Xvfb");
  const auto& told = *found;
  const std::vector<double> green = told["to_green_ms"], durable = told["to_durable_ms"],
                            frames = told["frame_ms"];
  const double frame = median(frames), flush = told["flush_ms"];
  report.note("scan to durable, p50", median(durable), "ms",
              fmt::format("p99 {:.2f}", percentile(durable, 0.99)));
  report.note("scan to green, p50", median(green), "ms");
  report.at_most(
      "scan to green, p99", percentile(green, 0.99), "ms",
      {frame + flush,
       fmt::format("a frame at 1920x1080 of {:.1f} ms and a flush of {:.2f}", frame, flush)},
      3);
  report.at_least("greens of a group", told["greens"], "scans",
                  {told["scans"], fmt::format("held up in {} s", told["seconds"].get<int>())}, 1);
}

}  // namespace otmetka::bench
