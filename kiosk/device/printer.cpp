#include "kiosk/device/printer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace otmetka::kiosk {
namespace {

constexpr std::string_view folder_prefix = "file:";

}  // namespace

class Printer::Worker {
 public:
  Worker(std::unique_ptr<PrintTarget> target, PrinterListener listener, PrintLimits limits)
      : target_(std::move(target)),
        listener_(std::move(listener)),
        limits_(limits),
        watch_{[this] { return ending(); }, [this](uint64_t ms) { return waited(ms); },
               [this](const PrinterSight& sight) { tell(sight); }},
        thread_([this] { run(); }) {}

  ~Worker() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  bool take(PrintOrder order) {
    {
      const std::lock_guard lock(mutex_);
      if (orders_.size() + (busy_ ? 1 : 0) >= prints_waiting_max) return false;
      orders_.push_back(std::move(order));
    }
    changed_.notify_all();
    return true;
  }

 private:
  void run() {
    while (!ending()) {
      tell(target_->look(watch_));
      const bool ready = told_ && told_->ready;
      if (auto order = next_within(ready ? limits_.look_ms : limits_.look_again_ms)) print(*order);
    }
  }

  void print(const PrintOrder& order) {
    const Result<PrintDocument> document = order.make();
    PrintOutcome outcome;
    if (document) {
      outcome = target_->print(document.value(), watch_);
    } else {
      const bool nothing = document.error().failure == Failure::absent;
      outcome = {nothing ? PrinterReason::nothing : PrinterReason::not_drawn,
                 document.error().message};
    }
    if (ending()) return;
    if (outcome.reason != PrinterReason::none)
      note("job " + std::to_string(order.job) + " is not printed: " + outcome.detail);
    {
      const std::lock_guard lock(mutex_);
      busy_ = false;
    }
    listener_.done(order.job, outcome.reason);
  }

  std::optional<PrintOrder> next_within(uint64_t ms) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(ms),
                      [this] { return ending_ || !orders_.empty(); });
    if (ending_ || orders_.empty()) return std::nullopt;
    PrintOrder out = std::move(orders_.front());
    orders_.pop_front();
    busy_ = true;
    return out;
  }

  bool ending() {
    const std::lock_guard lock(mutex_);
    return ending_;
  }

  bool waited(uint64_t ms) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return ending_; });
  }

  void tell(const PrinterSight& sight) {
    if (told_ == sight || ending()) return;
    told_ = sight;
    listener_.seen(sight);
  }

  void note(const std::string& what) {
    if (listener_.note) listener_.note(what);
  }

  std::unique_ptr<PrintTarget> target_;
  PrinterListener listener_;
  PrintLimits limits_;
  PrintWatch watch_;
  std::optional<PrinterSight> told_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<PrintOrder> orders_;
  bool busy_ = false, ending_ = false;
  std::thread thread_;  // last: it uses everything above
};

Printer::Printer(std::unique_ptr<PrintTarget> target, PrinterListener listener, PrintLimits limits)
    : worker_(std::make_unique<Worker>(std::move(target), std::move(listener), limits)) {}
Printer::~Printer() = default;

bool Printer::print(PrintOrder order) { return worker_->take(std::move(order)); }

Result<std::unique_ptr<PrintTarget>> print_target(const std::string& address,
                                                  const PrintLimits& limits) {
  if (address.starts_with(folder_prefix)) {
    const std::string folder = address.substr(folder_prefix.size());
    if (folder.empty()) return fail(Failure::bad_input, "file: must name a folder");
    return folder_target(folder);
  }
  return ipp_target(address, limits);
}

}  // namespace otmetka::kiosk
