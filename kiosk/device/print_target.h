// kiosk/device/print_target.h - where pages go: a printer on the network, or a folder. Used on the
// printer's own thread; every call comes back within its time limits, and soon when told to end.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "kiosk/device/grey.h"
#include "kiosk/device/printer_reason.h"
#include "shared/base/bytes.h"

namespace otmetka::kiosk {

/// Pages that a printer can ask for in the form that it takes.
struct PrintDocument {
  std::string title;  // for the printer's display and for a file's name: letters, digits, hyphens
  double width_mm = 0, height_mm = 0;  // of every page
  size_t pages = 0;
  std::function<Result<Bytes>()> pdf;
  std::function<Result<GreyImage>(size_t page, int dots_an_inch)> picture;
};

struct PrintOutcome {
  PrinterReason reason = PrinterReason::none;  // none: it is printed
  std::string detail;                          // for the log
};

// What a printer may take; each is far beyond one that works.
struct PrintLimits {
  uint64_t connect_ms = 5000;
  uint64_t answer_ms = 15000;     // from a request to its whole answer
  uint64_t job_ms = 60000;        // from a job to its end,
  uint64_t page_ms = 20000;       // and this for each page more
  uint64_t follow_ms = 1000;      // between two looks at a job
  uint64_t look_ms = 30000;       // between two looks at a printer that is ready,
  uint64_t look_again_ms = 3000;  // and at one that is not
};

/// What a target is told by the thread that it works on.
struct PrintWatch {
  std::function<bool()> ending;
  /// False: the program ends. Comes back at once then.
  std::function<bool(uint64_t ms)> wait;
  /// How the printer stands in the middle of a job.
  std::function<void(const PrinterSight&)> sight;
};

class PrintTarget {
 public:
  virtual ~PrintTarget() = default;
  virtual PrinterSight look(const PrintWatch& watch) = 0;
  virtual PrintOutcome print(const PrintDocument& document, const PrintWatch& watch) = 0;
};

/// A folder that takes each document as a PDF file of its own, whole or not at all.
std::unique_ptr<PrintTarget> folder_target(std::string folder);
/// `uri`: ipp://HOST[:PORT]/PATH, or ipps. `bad_input` when it is none.
Result<std::unique_ptr<PrintTarget>> ipp_target(const std::string& uri, const PrintLimits& limits);

}  // namespace otmetka::kiosk
