// sync/central/central.h - the central office's store and what it answers: enrolment, exchange,
// publication, attendance. No sockets and no threads: the listener calls `handle`, one request at a
// time; the simulator does the same.
#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <variant>

#include "shared/model/attendance.h"
#include "shared/model/codes.h"
#include "shared/model/consent.h"
#include "shared/model/time_fold.h"
#include "sync/central/channels.h"
#include "sync/central/http.h"
#include "sync/exchange/enrol.h"
#include "sync/exchange/serve.h"

namespace otmetka {

struct CentralOptions {
  std::string database;  // path of central.db
  Disk disk;
  std::function<Status(const Keys&)> save_keys;
  std::function<Status(const Blob&)> save_blob;
  std::function<Result<Bytes>(const Hash&)> load_blob;
  std::string software;
};

struct EnrolTicket {
  std::string venue;
  std::string address;  // https://HOST:PORT as kiosks reach it
  Hash tls_pin{};
};

struct BadgeLine {
  PersonNumber person{};
  std::string code;
};

struct NewStaff {
  std::string family, given;
  std::vector<payload::Staff::Duty> duties;
};
struct StaffMade {
  uint32_t sign_in = 0;
  std::string pin;    // six digits; kept nowhere
  std::string badge;  // the text of its QR code
};

struct NewAnnouncement {
  std::string venue;  // empty: at every kiosk
  payload::Text text;
  bool emergency = false;
  int64_t from_s = 0, until_s = 0;
};

class Central {
 public:
  /// Opens or creates. `keys` is empty for a new central; whatever is missing is made and saved
  /// first.
  static Result<std::unique_ptr<Central>> open(CentralOptions options, Keys keys,
                                               const Clock& clock, Random& random);

  /// `/sync/v1/…` and `/api/v1/…`.
  HttpResponse handle(const HttpRequest& request);

  /// A one-time code for a kiosk at a venue. `absent` names the venues there are.
  Result<std::string> enrol_code(const EnrolTicket& ticket);
  Result<Publication> load_programme(const Package& package, std::optional<int64_t> start_day);
  Result<std::vector<BadgeLine>> badges(const std::string& cohort,
                                        std::optional<PersonNumber> person);
  Status revoke_badge(const std::string& cohort, PersonNumber person);
  /// A box that is lost: it may still deliver, and hears nothing more of anybody. For good.
  Status revoke_device(const DeviceId& device);
  Result<nlohmann::ordered_json> attendance();

  Result<StaffMade> add_staff(const NewStaff& staff);
  /// A new PIN and a new badge; the old ones open nothing where the news has come.
  Result<StaffMade> renew_staff(uint32_t sign_in);
  Status remove_staff(uint32_t sign_in);
  /// What staff are to know of somebody; empty takes it back.
  Status note(const std::string& cohort, PersonNumber person, const std::string& text);
  /// The number by which it is withdrawn.
  Result<uint32_t> announce(const NewAnnouncement& announcement);
  Status withdraw_announcement(uint32_t number);

  const Directory& directory() const { return directory_; }
  const DeviceId& id() const { return id_; }
  const Keys& keys() const { return keys_; }
  HeldLogs logs() { return HeldLogs(*db_); }
  /// What the pages show, made anew from the stored bytes alone.
  Result<Attendance> fold_again();
  Attendance folded() const { return attendance_.result(); }
  Status checkpoint() { return db_->checkpoint(); }
  /// For idle moments: looks at the next `count` stored segments, in turn. What this disk has
  /// damaged of a device's log is asked for again.
  Status check_stored(size_t count);

 private:
  struct Device {
    DeviceId id{};
    std::set<std::string> venues;  // where it was enrolled, and where it has been assigned to
    bool revoked = false;
  };
  Central(CentralOptions options, Keys keys, const Clock& clock, Random& random, Db db);
  Status start();
  Status first_facts();
  using MakeDrafts = std::function<Result<std::vector<ChannelDraft>>()>;
  /// In a transaction of its own. Needs a key for each scope, see ensure_scope_keys.
  Status append_made(const MakeDrafts& make);
  Status append(const std::vector<ChannelDraft>& drafts);  // the same
  Result<StaffMade> put_staff(std::optional<PersonNumber> number, const NewStaff& staff,
                              payload::Staff entry);
  uint32_t free_sign_in();
  Status take_keys(Keys keys);
  Status forget_photos(const Publication& publication);
  Status ensure_scope_keys(const std::vector<ChannelDraft>& drafts);
  Status rebuild();
  Status read_channels();
  Status project(const LogId& log, Epoch epoch);
  Status add_to_folds(const HeldEpoch& epoch, Seq from,
                      const std::function<void(const PlacedFact&)>& add);
  void note_assignment(const PlacedFact& placed);
  Status note_unreadable(const HeldEpoch& epoch, Seq first, const Error& why);

  HttpResponse handle_enrol(const HttpRequest& request);
  Result<Bytes> enrol(const EnrolRequest& request);
  Status use_code(const EnrolRequest& request, std::string& venue);
  Status admit_device(const EnrolRequest& request, const std::string& venue);

  /// Who asks, proved; or the answer that it gets instead.
  std::variant<Frames, HttpResponse> opened(const HttpRequest& request);
  HttpResponse handle_exchange(const HttpRequest& request);
  HttpResponse handle_wait(const HttpRequest& request);
  /// Epochs of the logs that the device wants, as far as it may have them.
  Result<std::vector<HeldEpoch>> epochs_for(const Device& device, const Frames& frames);
  void note_news(const Scope& scope) { ++news_[scope]; }
  uint64_t news_of(const std::vector<Scope>& scopes) const;
  /// The device this connection has proved to be, or an answer that asks for the proof.
  std::optional<HttpResponse> authenticate(const HttpRequest& request, const Frames& frames);
  Result<Bytes> exchange(const DeviceId& id, const Frames& frames);
  /// True: it was one that this central had lost.
  Result<bool> take_detached(const Frames& frames, std::vector<Hash>& held);
  // Of a store that was put back from a copy: hand_back.cpp.
  HttpResponse unknown_device();
  Status take_back_office(const Frames& frames);
  Result<bool> take_handed_keys(const DeviceId& from, const Frames& frames);
  Status ask_back(const Device& from, const std::set<Scope>& allowed, const Frames& frames,
                  FrameWriter& out);
  Status note_lost_photos();
  Status know_devices();
  /// The same as read_channels(), and what else follows from what came back.
  Status read_all_channels();
  bool asks_again(const DeviceId& from, ByteView what);
  Result<Seq> archived_of(const HeldEpoch& held);
  Status answer_key_requests(const Device& device, const Frames& frames);
  std::optional<TimeInterval> time_of(const FactId& fact) const;
  Result<Bytes> receipt_for(const Device& device, const Frames& frames, const Taken& taken,
                            std::vector<Hash> detached);
  std::optional<Device> device(const DeviceId& id) const;
  std::set<Scope> scopes_for(const Device& device) const;
  HttpResponse handle_blob(const HttpRequest& request);
  HttpResponse handle_attendance(const HttpRequest& request);

  CentralOptions options_;
  Keys keys_;
  const Clock* clock_;
  Random* random_;
  std::unique_ptr<Db> db_;
  DeviceId id_{};
  uint64_t store_epoch_ = 0;
  std::optional<Channels> channels_;
  Directory directory_;
  AttendanceFold attendance_;
  ConsentFold consents_;
  /// Venues at which devices said they stand, by name.
  std::map<DeviceId, std::set<std::string>> assigned_;
  TimeFold time_;
  std::map<FactId, PlacedFact> timed_;  // marks whose true time the pages show
  int64_t checked_ = 0;                 // the last stored segment that was looked at for damage
  /// Whose cohort keys were sealed for which keys of theirs.
  using Envelopes = std::map<std::pair<DeviceId, Scope>, std::set<PublicKey>>;
  static void note_envelope(const Fact& fact, Envelopes& envelopes);
  Envelopes envelopes_;
  std::map<std::pair<LogId, Epoch>, Seq> projected_;
  /// What channels name and this store does not hold, and keys that would open what it holds.
  std::map<Hash, Scope> lost_texts_;
  /// The same of what was said on kiosks: in whose log, and in the how manieth exchange that was
  /// seen. What comes with its fact, or soon after it, is not lost.
  struct Said {
    LogId log;
    uint64_t seen = 0;
  };
  std::map<Hash, Said> lost_words_;
  uint64_t exchanges_ = 0;
  struct LostKey {
    DeviceId device;  // whose log it is
    Scope scope;
    KeyId id{};
    auto operator<=>(const LostKey&) const = default;
  };
  std::set<LostKey> lost_keys_;
  std::map<std::pair<DeviceId, Bytes>, uint64_t> asked_back_;  // how often it might have been
  std::map<Scope, uint64_t> news_;  // how often something came, since central was started
  struct Connection {
    std::array<uint8_t, 32> challenge{};
    std::optional<DeviceId> device;
  };
  std::map<uint64_t, Connection> connections_;
};

/// `heads`: what the refused is told beside the reason.
HttpResponse refusal_response(int status, std::string_view code, const std::string& text,
                              const std::vector<Head>& heads = {});

}  // namespace otmetka
