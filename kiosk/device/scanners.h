// kiosk/device/scanners.h - all scanners of a kiosk as one: codes from any of them, and whether
// there is one at all.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/device/camera.h"
#include "kiosk/device/evdev_scanner.h"
#include "kiosk/device/nfc_scanner.h"
#include "kiosk/device/scanner.h"

namespace otmetka::kiosk {

class Scanners {
 public:
  /// Each of `sources` is the path of a serial port, a pseudo terminal or a FIFO that gives text,
  /// or `evdev:` and the path of an input node, which may be a pattern (EvdevScanner); a name
  /// without a slash is one of /dev/input/by-id; or `camera:` and the path of a camera; or `nfc:`
  /// and the name of a reader of NFC cards, which may be a pattern (NfcScanner), or nothing for
  /// any. `whole`: as CodeSplitter wants it. `listener`: `present` is told once the first is there
  /// or all are known to be missing, then at each change; the calls come from several threads,
  /// those of `present` never two at once.
  Scanners(const std::vector<std::string>& sources, std::function<bool(std::string_view)> whole,
           ScannerListener listener);
  ~Scanners() = default;  // joins the threads
  Scanners(const Scanners&) = delete;
  Scanners& operator=(const Scanners&) = delete;

 private:
  ScannerListener listener_of(size_t source);
  void seen(size_t source, bool present);

  ScannerListener listener_;
  std::mutex mutex_;
  std::vector<std::optional<bool>> present_;  // of each source; none: it has not said yet
  std::optional<bool> told_;
  std::vector<std::unique_ptr<Scanner>> texts_;   // these have threads that call into the ones
  std::vector<std::unique_ptr<Camera>> cameras_;  // above, so they end first
  std::unique_ptr<EvdevScanner> keyboards_;
  std::unique_ptr<NfcScanner> cards_;
};

}  // namespace otmetka::kiosk
