#include "kiosk/device/nfc_scanner.h"

#include <fnmatch.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "kiosk/device/card_service.h"
#include "kiosk/device/monotonic.h"

namespace otmetka::kiosk {
namespace {

// As for scanners: back within seconds, and asking costs next to nothing.
constexpr int reopen_first_ms = 200;
constexpr int reopen_last_ms = 3000;
// A reader that comes between the list and the wait is in neither.
constexpr uint32_t relist_every_ms = 3000;
// A thread that waits ends within some of these.
constexpr auto cancel_every = std::chrono::milliseconds(20);
constexpr auto farewell = std::chrono::seconds(2);

}  // namespace

class NfcScanner::Watcher {
 public:
  Watcher(std::vector<std::string> patterns, ScannerListener listener)
      : patterns_(std::move(patterns)), listener_(std::move(listener)) {}

  void run() {
    int wait_ms = reopen_first_ms;
    while (!stopped()) {
      if (service_.open()) {
        trouble_.clear();
        wait_ms = reopen_first_ms;
        while (!stopped() && look()) continue;
        service_.close();
      }
      for (const ReaderSight& sight : sights_) note(sight.name, "gone");
      sights_.clear();
      cards_.clear();
      note_trouble();
      tell_present(false);
      stopped_within(std::chrono::milliseconds(wait_ms));
      wait_ms = std::min(wait_ms * 2, reopen_last_ms);
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  /// From another thread. False: it is held up.
  bool end() {
    const auto until = std::chrono::steady_clock::now() + farewell;
    std::unique_lock lock(mutex_);
    stop_ = true;
    changed_.notify_all();
    while (!ended_ && std::chrono::steady_clock::now() < until) {
      lock.unlock();
      service_.cancel();
      lock.lock();
      changed_.wait_for(lock, cancel_every, [&] { return ended_; });
    }
    return ended_;
  }

 private:
  // A card that lies there and was not told yet.
  struct Card {
    std::string reader;
    bool lay_there;                     // when the reader was found
    std::optional<uint64_t> unread_ms;  // since when it cannot be read
  };

  // False: the service is gone.
  bool look() {
    const auto names = service_.readers();
    if (!names) return false;
    keep(*names);
    tell_present(!sights_.empty());
    const std::vector<ReaderSight> before = sights_;
    const auto wait_ms = cards_.empty() ? relist_every_ms : static_cast<uint32_t>(card_retry_ms);
    if (!service_.wait(sights_, wait_ms)) return false;
    for (size_t i = 0; i < sights_.size(); ++i) see(before[i], sights_[i]);
    std::erase_if(cards_, [this](Card& card) { return settles(card); });
    return true;
  }

  // The sights become those of these readers, as far as they are ours.
  void keep(const std::vector<std::string>& names) {
    std::vector<ReaderSight> fresh;
    for (const std::string& name : names) {
      if (!is_ours(name)) continue;
      const auto known = find(sights_, name);
      if (known == sights_.end()) note(name, "found");
      fresh.push_back(known == sights_.end() ? ReaderSight{name} : *known);
    }
    for (const ReaderSight& sight : sights_) {
      if (find(fresh, sight.name) != fresh.end()) continue;
      note(sight.name, "gone");
      forget_card(sight.name);
    }
    sights_ = std::move(fresh);
  }

  static std::vector<ReaderSight>::const_iterator find(const std::vector<ReaderSight>& sights,
                                                       const std::string& name) {
    return std::find_if(sights.begin(), sights.end(),
                        [&](const ReaderSight& sight) { return sight.name == name; });
  }

  // Names have brackets of their own, so one that is written out is meant.
  bool is_ours(const std::string& name) const {
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const std::string& pattern) {
      return pattern == name || ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
    });
  }

  void see(const ReaderSight& before, const ReaderSight& now) {
    const bool same = before.looked_at && before.card == now.card && before.changes == now.changes;
    if (!now.looked_at || same) return;
    forget_card(now.name);
    if (now.card) cards_.push_back({now.name, !before.looked_at, std::nullopt});
  }

  void forget_card(const std::string& reader) {
    std::erase_if(cards_, [&](const Card& card) { return card.reader == reader; });
  }

  // True: it was read, or refused; nothing more comes of it until it leaves.
  bool settles(Card& card) {
    const uint64_t started = monotonic_ms();
    const auto go_on = [&] { return !stopped() && monotonic_ms() < started + card_read_ms_max; };
    std::string why;
    TagText read = service_.read(card.reader, go_on, why);
    if (read.what == TagText::What::text) {
      tell(as_scanned(std::move(read.text)));
      return true;
    }
    const bool tried = card.unread_ms && started >= *card.unread_ms + card_refused_after_ms;
    if (read.what == TagText::What::unread && !tried) {
      if (!card.unread_ms) card.unread_ms = monotonic_ms();
      return false;
    }
    note(card.reader, "a card that " + why);
    if (!card.lay_there) tell({"", false});
    return true;
  }

  // ---- what others hear; nothing any more once they have gone ----

  bool stopped() {
    const std::lock_guard lock(mutex_);
    return stop_;
  }
  void stopped_within(std::chrono::milliseconds wait) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, wait, [&] { return stop_; });
  }
  void tell(ScannedCode code) {
    const std::lock_guard lock(mutex_);
    code.by_card = true;
    if (!stop_) listener_.code(std::move(code));
  }
  void tell_present(bool present) {
    const std::lock_guard lock(mutex_);
    if (stop_ || told_present_ == present) return;
    told_present_ = present;
    listener_.present(present);
  }
  void note(const std::string& name, const std::string& what) {
    const std::lock_guard lock(mutex_);
    if (!stop_ && listener_.note) listener_.note(name + ": " + what);
  }
  // Said once, not at each attempt.
  void note_trouble() {
    if (service_.trouble() == trouble_) return;
    trouble_ = service_.trouble();
    note("nfc", trouble_);
  }

  std::vector<std::string> patterns_;
  CardService service_;
  std::vector<ReaderSight> sights_;
  std::vector<Card> cards_;
  std::string trouble_;

  std::mutex mutex_;  // of all below
  std::condition_variable changed_;
  ScannerListener listener_;
  std::optional<bool> told_present_;
  bool stop_ = false, ended_ = false;
};

NfcScanner::NfcScanner(std::vector<std::string> patterns, ScannerListener listener)
    : watcher_(std::make_shared<Watcher>(std::move(patterns), std::move(listener))),
      thread_([watcher = watcher_] { watcher->run(); }) {}

NfcScanner::~NfcScanner() {
  if (watcher_->end()) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

}  // namespace otmetka::kiosk
