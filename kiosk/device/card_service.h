// kiosk/device/card_service.h - the machine's card readers, as the PC/SC service (pcscd) has them.
// Only thin: what is asked of cards is nfc_tag.h, and when is nfc_scanner.h.
#pragma once
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/device/nfc_tag.h"

namespace otmetka::kiosk {

/// What is known of one reader. `changes` counts cards that came and went, so that two cards are
/// told apart though nobody looked between them.
struct ReaderSight {
  std::string name;
  bool looked_at = false, card = false;
  uint16_t changes = 0;
  uint32_t state = 0;  // as the service wants it back
};

/// Used by one thread, but for cancel().
class CardService {
 public:
  CardService() = default;
  ~CardService() { close(); }
  CardService(const CardService&) = delete;
  CardService& operator=(const CardService&) = delete;

  /// False: it does not run, or wants nobody.
  bool open();
  void close();
  /// None: the service is gone.
  std::optional<std::vector<std::string>> readers();
  /// Until one of them, or which readers there are, is no longer as `sights` say; or for
  /// `wait_ms`; or until it is cancelled. False: the service is gone.
  bool wait(std::vector<ReaderSight>& sights, uint32_t wait_ms);
  /// From any thread: ends the wait() of now. It does nothing where there is none, so who wants to
  /// be heard says it again.
  void cancel();
  /// The text of the card that lies there; `go_on` is asked before each command. Takes the card for
  /// itself meanwhile. `why`: what to say of a card without one, "holds no text".
  TagText read(const std::string& reader, const std::function<bool()>& go_on, std::string& why);
  /// What was last wrong, for the log.
  const std::string& trouble() const { return trouble_; }

 private:
  bool good(long result);

  std::mutex mutex_;  // of the context: cancel() must not speak of one that is being given back
  std::optional<long> context_;
  std::string trouble_;
};

}  // namespace otmetka::kiosk
