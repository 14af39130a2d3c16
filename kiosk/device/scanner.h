// kiosk/device/scanner.h - a scanner that is a file: a serial port, a pseudo terminal, a FIFO. Read
// on its own thread, which waits for bytes and for nothing else; the scanner may be unplugged and
// come back at any time.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "kiosk/device/code_splitter.h"

namespace otmetka::kiosk {

/// All are called on the scanner's thread and must return at once.
struct ScannerListener {
  std::function<void(ScannedCode)> code;
  std::function<void(bool present)> present;
  /// For the log: which device came, went, or cannot be used and why. May be empty.
  std::function<void(const std::string& note)> note;
};

class Scanner {
 public:
  /// `whole`: as CodeSplitter wants it.
  Scanner(std::string path, std::function<bool(std::string_view)> whole, ScannerListener listener);
  ~Scanner();  // joins the thread
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace otmetka::kiosk
