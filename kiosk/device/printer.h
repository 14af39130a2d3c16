// kiosk/device/printer.h - a printer that is asked for sheets, on its own thread: it may be off,
// out of paper, slow, or come back at any time, and nobody waits for it.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "kiosk/device/print_target.h"

namespace otmetka::kiosk {

// More labels than a group of walk-ins needs at once.
inline constexpr size_t prints_waiting_max = 8;

struct PrintOrder {
  uint64_t job = 0;  // the caller's number
  /// Called on the printer's thread. A failure that is `absent`: there is nothing to print.
  std::function<Result<PrintDocument>()> make;
};

/// All are called on the printer's thread and must return at once.
struct PrinterListener {
  /// Once after the start, then at each change.
  std::function<void(const PrinterSight&)> seen;
  /// Exactly once for each order that was taken, unless the program ends before.
  std::function<void(uint64_t job, PrinterReason)> done;
  /// For the log. May be empty.
  std::function<void(const std::string& note)> note;
};

class Printer {
 public:
  Printer(std::unique_ptr<PrintTarget> target, PrinterListener listener, PrintLimits limits = {});
  ~Printer();  // joins the thread; a job that the printer has already goes on there
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  /// False: prints_waiting_max are waiting already.
  bool print(PrintOrder order);

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

/// `file:FOLDER`, or an address that ipp_target takes. `bad_input` when it is neither.
Result<std::unique_ptr<PrintTarget>> print_target(const std::string& address,
                                                  const PrintLimits& limits = {});

}  // namespace otmetka::kiosk
