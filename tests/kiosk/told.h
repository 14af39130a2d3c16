// tests/kiosk/told.h - what a printer's thread told, to be waited for.
#pragma once
#include <condition_variable>
#include <mutex>

#include "kiosk/device/printer.h"
#include "tests/kiosk/papers.h"

namespace otmetka::test {

class Told {
 public:
  kiosk::PrinterListener listener() {
    return {[this](const kiosk::PrinterSight& sight) { change([&] { sights_.push_back(sight); }); },
            [this](uint64_t job, kiosk::PrinterReason reason) {
              change([&] { done_.emplace_back(job, reason); });
            },
            [this](const std::string& note) { change([&] { notes_ += note + "\n"; }); }};
  }

  /// Until it was seen so, now or before.
  void wait_seen(const kiosk::PrinterSight& sight) {
    wait("how the printer stands",
         [&] { return std::find(sights_.begin(), sights_.end(), sight) != sights_.end(); });
  }
  /// Of this job. Each is told once.
  kiosk::PrinterReason outcome(uint64_t job) {
    kiosk::PrinterReason out{};
    wait("the end of a job", [&] {
      size_t told = 0;
      for (const auto& [number, reason] : done_) {
        if (number != job) continue;
        ++told;
        out = reason;
      }
      return told == 1;
    });
    return out;
  }
  void forget_sights() {
    change([&] { sights_.clear(); });
  }
  std::string notes() {
    const std::lock_guard lock(mutex_);
    return notes_;
  }

 private:
  void change(const std::function<void()>& how) {
    const std::lock_guard lock(mutex_);
    how();
    changed_.notify_all();
  }
  void wait(const std::string& what, const std::function<bool()>& so) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, std::chrono::seconds(60), so);
    INFO(what << " was not told; " << notes_);
    REQUIRE(came);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<kiosk::PrinterSight> sights_;
  std::vector<std::pair<uint64_t, kiosk::PrinterReason>> done_;
  std::string notes_;
};

/// Quick looks, and the patience of a busy machine's test.
inline kiosk::PrintLimits quick() {
  kiosk::PrintLimits out;
  out.follow_ms = 50;
  out.look_ms = out.look_again_ms = 50;
  return out;
}

inline std::unique_ptr<kiosk::Printer> printer_at(const std::string& address, Told& told,
                                                  const kiosk::PrintLimits& limits = quick()) {
  return std::make_unique<kiosk::Printer>(MUST(kiosk::print_target(address, limits)),
                                          told.listener(), limits);
}

/// A page with one line of text and a code.
inline kiosk::PrintOrder small_order(uint64_t job) {
  return {job, []() -> Result<kiosk::PrintDocument> {
            using namespace kiosk::paper;
            auto letters = std::make_shared<Letters>(TRY(Letters::open(Language::ru)));
            const BadgePaper badge{Language::ru, "", "Ли", "", "K1:CODE"};
            auto pages = std::make_shared<Pages>(TRY(lay_out(badge, label_62x100, *letters)));
            kiosk::PrintDocument out{"badge", 62, 100, 1, {}, {}};
            out.pdf = [=] { return pdf_of(*pages, *letters, "badge"); };
            out.picture = [=](size_t page, int dots) {
              return picture_of((*pages)[page], *letters, dots);
            };
            return out;
          }};
}

inline constexpr kiosk::PrinterSight printer_ready{true, true, kiosk::PrinterReason::none};
inline constexpr kiosk::PrinterSight printer_gone{false, false, kiosk::PrinterReason::unreachable};

}  // namespace otmetka::test
