// sync/daemon/daemon.h - the daemon of one kiosk: the only writer of its mirror. Seals, delivers,
// takes, keeps, backs off.
#pragma once
#include <memory>
#include <string>

#include "sync/daemon/curl_transport.h"
#include "sync/daemon/meter.h"
#include "sync/daemon/news.h"
#include "sync/daemon/pictures.h"
#include "sync/daemon/synchronized.h"
#include "sync/exchange/device.h"

namespace otmetka {

class Daemon {
 public:
  /// Takes the mirror's lock; makes the directory and the file at the first start. `busy`: a daemon
  /// runs already.
  static Result<std::unique_ptr<Daemon>> open(const std::string& kiosk_data, const Clock& clock,
                                              Random& random);
  /// The same for a box whose key file is gone, to be given another key by `renew_key`.
  static Result<std::unique_ptr<Daemon>> open_without_key(const std::string& kiosk_data,
                                                          const Clock& clock, Random& random);

  /// From now on exchanges and pictures cost no more than so many bytes a day, facts first; what
  /// was spent of this day before counts. 0: as many as it takes. The answer that is under way when
  /// they are used up (4 MiB at the most), an enrolment, and what a central that was put back has
  /// lost may go beyond.
  Status limit_bytes(uint64_t a_day);
  bool is_limited() const { return meter_.has_value(); }
  /// Since it was opened, where they are limited.
  uint64_t bytes_spent() const { return spent_; }
  /// False while an exchange could bring nothing: no fact waits, and for the rest there is no room.
  bool has_reason_to_exchange();

  /// Looks whether NTP has set the clock; for every minute, and before an exchange. Another file
  /// than systemd-timesyncd's: `look_for_time_in`.
  Status look_at_clock();
  void look_for_time_in(const std::string& file) { synchronized_ = Synchronized(file); }

  /// One exchange with central, both ways. Good when every fact that was recorded before it has a
  /// durable receipt and all channels are held as central holds them, as far as there is room for
  /// them. What came of it is kept for `otmetka status`. Pictures of the venue are fetched after it
  /// and decide nothing.
  Status exchange_once();
  Status enrol(const std::string& code, const std::string& name);
  /// By a code of `otmetka key rotate device`.
  Status renew_key(const std::string& code);
  /// A code whose turn it is: one that `otmetka enrol` left for the daemon, or one that the kiosk
  /// keeps since it was scanned there. That one is tried at each scan, and after a failure again
  /// with the daemon's back-off, until central refuses it, it has expired, or the box is enrolled.
  Result<std::optional<std::string>> waiting_code();
  /// Seals the keys of this box to the kiosk beside it, if it has none or others than before.
  Status hand_keys_to_kiosk() { return device_->hand_keys_to_kiosk(); }

  /// Whether the kiosk has written since the last look.
  bool journal_changed();
  Result<Waiting> waiting() { return device_->waiting(); }
  /// Whether this box stands elsewhere than at the last look.
  bool moved();
  /// After a good exchange: hears of news from now on, until there are some.
  void listen();
  bool heard_news() { return news_ && news_->take(); }
  /// Whether the last exchange took anything from central.
  bool took_something() const { return took_something_; }
  /// Segments of central's own channels that it took back in the last exchange: it had been put
  /// back from a copy.
  size_t handed_back() const { return handed_back_; }
  uint64_t next_exchange_s() const { return next_exchange_s_; }
  Status checkpoint() { return mirror_->db().checkpoint(); }
  Status check_stored() { return device_->check_stored(segments_checked_at_once); }

 private:
  Daemon(std::string data, const Clock& clock, Random& random, WriterLock lock);
  Status start(bool without_key);
  static Result<std::unique_ptr<Daemon>> open(const std::string& kiosk_data, const Clock& clock,
                                              Random& random, bool without_key);
  Result<std::optional<JournalReader>> open_journal();
  Result<RoundTrip> exchange_with(const Identity& identity);
  /// With whom: another address, or other keys there, need another connection.
  struct Peer {
    std::string address;
    Hash pin{}, also_pin{};  // as CurlOptions::also_pin
    bool operator==(const Peer&) const = default;
  };
  Result<Peer> peer_of(const Identity& identity);
  /// Somebody with another key answers in central's place: it may be central, with a new one.
  bool followed_central(const Identity& identity);
  void fetch_pictures();
  void spend(uint64_t bytes);
  /// What the connection has cost since the last look.
  void note_spent();
  /// True time where this boot knows it.
  Meter::Moment true_now();
  uint64_t room_for_the_rest();
  Status keep_state(const Status& result);
  bool changed_since(int64_t& version);
  Status read_kept_code();
  void note_tried(const std::string& code, const Status& result);

  std::string data_;
  const Clock* clock_;
  Random* random_;
  WriterLock lock_;
  std::optional<Mirror> mirror_;
  Keys keys_;
  std::optional<Device> device_;
  std::optional<JournalReader> watched_;
  std::optional<std::pair<uint64_t, uint64_t>> watched_file_;
  std::optional<Error>
      unread_;  // why the journal, though it is there, could not be read in this exchange
  int64_t journal_version_ = -1, code_version_ = -1;  // of the journal, as it was last looked at
  struct KeptCode {
    std::string code;
    Bytes scan;         // another one when the same code is scanned again
    bool over = false;  // refused, expired, or no code at all
    unsigned failures = 0;
    uint64_t again_ms = 0;
  };
  std::optional<KeptCode> kept_code_;
  Pictures pictures_;
  Peer connected_to_;
  std::unique_ptr<CurlNetwork> connection_;
  uint64_t counted_ = 0;  // of the connection's bytes
  uint64_t spent_ = 0;
  uint64_t followed_ms_ = 0;  // when somebody else's key was last followed up
  std::optional<Meter> meter_;
  Synchronized synchronized_{synchronized_file};
  std::unique_ptr<News> news_;
  Peer news_from_;
  std::string venue_;
  bool took_something_ = false;
  uint64_t next_exchange_s_ = 30;
  size_t handed_back_ = 0;
};

/// Where `otmetka enrol` leaves a code while the daemon runs.
std::string enrol_request_file(const std::string& kiosk_data);
std::string daemon_key_file(const std::string& kiosk_data);

}  // namespace otmetka
