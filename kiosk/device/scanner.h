// kiosk/device/scanner.h - a scanner that is a file: a serial port, a pseudo terminal, a FIFO. Read
// on its own thread, which waits for bytes and for nothing else; the scanner may be unplugged and
// come back at any time.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "kiosk/device/code_splitter.h"

namespace otmetka::kiosk {

class Scanner {
 public:
  /// Both are called on the scanner's thread and must return at once.
  struct Listener {
    std::function<void(ScannedCode)> code;
    std::function<void(bool present)> present;
  };
  /// `whole`: as CodeSplitter wants it.
  Scanner(std::string path, std::function<bool(std::string_view)> whole, Listener listener);
  ~Scanner();  // joins the thread
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace otmetka::kiosk
