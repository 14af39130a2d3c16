// kiosk/device/nfc_scanner.h - readers of NFC cards as one scanner. Any number of them on one
// thread; readers, and the PC/SC service that has them, may come and go at any time. One at a time
// in a program: the library (pcsc-lite 1.9) has one list of readers for all threads, unguarded.
#pragma once
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/device/scanner.h"

namespace otmetka::kiosk {

// A card is out of the field for a moment while a hand comes nearer, and the service looks at its
// readers every 400 ms: one that cannot be read is tried again for so long before that is told.
// Longer, and who holds up a bank card thinks that the kiosk is broken.
inline constexpr uint64_t card_retry_ms = 100, card_refused_after_ms = 1200;
// A badge is read within a tenth of a second. Who draws that out keeps others from the reader.
inline constexpr uint64_t card_read_ms_max = 5000;

class NfcScanner {
 public:
  /// `patterns`: names of readers, with * ? [] as a shell has them; each reader that one of them
  /// matches now or later is taken. Present: there is such a reader.
  /// A card is one code, however long it lies there: that of its text, as TagText has it, and an
  /// unreadable one where it has none. What lay there before and is no badge is told to nobody.
  NfcScanner(std::vector<std::string> patterns, ScannerListener listener);
  /// Joins the thread; one that a card holds up, which only a fault of a reader lets it do, is left
  /// behind and calls nobody any more.
  ~NfcScanner();
  NfcScanner(const NfcScanner&) = delete;
  NfcScanner& operator=(const NfcScanner&) = delete;

 private:
  class Watcher;
  std::shared_ptr<Watcher> watcher_;
  std::thread thread_;
};

}  // namespace otmetka::kiosk
