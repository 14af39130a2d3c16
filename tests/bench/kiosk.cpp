#include <fmt/format.h>

#include <time.h>

#include "kiosk/platform/sheet.h"
#include "kiosk/ui/ui.h"
#include "tests/bench/benches.h"
#include "tests/bench/outside.h"
#include "tests/gallery/shots.h"

namespace otmetka::bench {
namespace {

double thread_cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Every screen in every state and language, built but not drawn: what our own code costs.
void building(Report& report) {
  const auto sample = gallery::Sample::read(OTMETKA_ASSETS_DIR "/programmes/exchange");
  const auto catalogue = Catalogue::load(OTMETKA_LOCALE_DIR);
  if (!sample || !catalogue) return report.missing("building a frame", "no sample programme");
  const auto sheet = kiosk::Sheet::measured(1920, 1080);
  const auto theme = kiosk::Theme::make(1920, 1080, gallery::pixels_per_mm);
  if (!theme) return report.missing("building a frame", theme.error().message);
  const kiosk::PictureOf none = [](const std::string&) { return kiosk::Picture{}; };
  std::vector<double> times;
  for (gallery::Shot& shot : gallery::all_shots(sample.value())) {
    for (const Language language : languages) {
      shot.state.language = language;
      for (int round = 0; round < 3; ++round) {
        kiosk::Proof proof;
        sheet->frame([&] {
          const double start = thread_cpu_ms();
          kiosk::draw_screen(shot.state, theme.value(), catalogue.value(), none, &proof);
          times.push_back(thread_cpu_ms() - start);
        });
      }
    }
  }
  report.note("building a frame, p50", median(times), "ms",
              fmt::format("{} frames, CPU", times.size()));
  report.below("building a frame, p99", percentile(times, 0.99), "ms", 1);
}

void at_rest(Report& report) {
  const auto found = measured_by("kiosk_at_rest.py");
  if (!found) return report.missing("a kiosk at rest", "the kiosk could not be run under Xvfb");
  const auto& told = *found;
  const int people = told["people"];
  report.below(fmt::format("first frame after start, {} people", people),
               median(told["first_frame_ms"].get<std::vector<double>>()), "ms", 500);
  report.below("nobody there, part of a core", told["idle_percent"], "%", 1);
  report.below(fmt::format("memory, {} people and the pictures of a venue", people),
               told["resident_mib"], "MiB", 220);
}

}  // namespace

void kiosk(Report& report) {
  building(report);
  at_rest(report);
  const auto found = measured_by("scan_to_green.py");
  if (!found) return report.missing("scan to green", "the kiosk could not be run under Xvfb");
  const auto& told = *found;
  const std::vector<double> green = told["to_green_ms"], durable = told["to_durable_ms"],
                            frames = told["frame_ms"];
  const double frame = median(frames), flush = told["flush_ms"];
  report.note("scan to durable, p50", median(durable), "ms",
              fmt::format("p99 {:.2f}", percentile(durable, 0.99)));
  report.below("a frame at 1920x1080, p50", frame, "ms", 45);
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
