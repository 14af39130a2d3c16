// kiosk/device/evdev_scanner.h - scanners that are keyboards, read by their key codes before the
// display server sees them. Any number of them on one thread; each may be unplugged and come back
// at any time.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/device/scanner.h"

namespace otmetka::kiosk {

class EvdevScanner {
 public:
  /// `patterns`: paths of input nodes, with * ? [] as a shell has them. Each node that matches now
  /// or later is taken; one that is no keyboard is left alone, and one that two patterns match is
  /// read once. `whole`: as CodeSplitter wants it. Present: at least one node is open.
  EvdevScanner(std::vector<std::string> patterns, std::function<bool(std::string_view)> whole,
               ScannerListener listener);
  ~EvdevScanner();  // joins the thread
  EvdevScanner(const EvdevScanner&) = delete;
  EvdevScanner& operator=(const EvdevScanner&) = delete;

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace otmetka::kiosk
