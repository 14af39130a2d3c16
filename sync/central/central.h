// sync/central/central.h - the central office's store and what it answers: enrolment, exchange,
// publication, attendance. No sockets and no threads: the listener calls `handle`, one request at a
// time; the simulator does the same.
#pragma once
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <variant>

#include "shared/base/limits.h"
#include "shared/log/forks.h"
#include "shared/model/attendance.h"
#include "shared/model/codes.h"
#include "shared/model/consent.h"
#include "shared/model/time_fold.h"
#include "shared/store/verify_held.h"
#include "sync/central/channels.h"
#include "sync/central/http.h"
#include "sync/central/intake.h"
#include "sync/exchange/enrol.h"
#include "sync/exchange/serve.h"
#include "sync/exchange/succession.h"

namespace otmetka {

struct CentralNumbers;

struct CentralOptions {
  std::string database;  // path of central.db
  Disk disk;
  std::function<Status(const Keys&)> save_keys;
  std::function<Status(const Blob&)> save_blob;
  std::function<Result<Bytes>(const Hash&)> load_blob;
  std::string software;
  bool served = false;  // kiosks know this central already
};

struct EnrolTicket {
  std::string venue;    // may be empty where it takes another's place: then its venue
  std::string address;  // https://HOST:PORT as kiosks reach it
  Hash tls_pin{};
  /// The new box takes this one's place, which is over for this one as soon as the code is used.
  std::optional<DeviceId> replaces = std::nullopt;
  /// The same box goes on with another signing key.
  std::optional<DeviceId> continues = std::nullopt;
};

/// A box as the office knows it.
struct DeviceLine {
  DeviceId device{};
  std::string venue, name;
  bool revoked = false;
  std::optional<DeviceId> replaces, replaced_by;
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

/// What an erasure came to.
struct ErasedNow {
  size_t names = 0, texts = 0;  // of the person
  bool gone = false;            // from every byte of the store; else in a moment
};
struct ErasureState {
  Erasure erasure;
  std::vector<DeviceId> done, waiting, revoked;
};

/// A verified backup, as it was told to central.
struct BackupNote {
  int64_t at_s = 0;    // when it was made
  std::string target;  // the directory that holds backups
  uint64_t facts = 0;
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
  Result<std::string> enrol_code(EnrolTicket ticket);
  /// Every box there ever was, with where it stands.
  Result<std::vector<DeviceLine>> devices();
  Result<Publication> load_programme(const Package& package, std::optional<int64_t> start_day);
  Result<std::vector<BadgeLine>> badges(const std::string& cohort,
                                        std::optional<PersonNumber> person);
  Status revoke_badge(const std::string& cohort, PersonNumber person);
  /// A box that is lost: it may still deliver, and hears nothing more of anybody. For good.
  Status revoke_device(const DeviceId& device);
  Result<nlohmann::ordered_json> attendance();

  // Keys that follow one another: rotation.cpp.
  /// From now on badges are signed with another key; those of before stay good.
  Status rotate_badge_key();
  /// The id as `key list` tells it; what it signed is refused wherever the news arrives.
  Status withdraw_badge_key(const KeyId& id);
  /// `office`, `venue:NAME` or a cohort: what is said from now on is sealed under another key.
  Status rotate_scope_key(const Scope& scope);
  /// Central's own signing key. Boxes follow by what the old one has signed.
  Status rotate_signing_key();
  /// A TLS key that will be used soon, or (`in_use`) is used from now on and no other.
  Status state_tls_key(const Hash& pin, bool in_use);
  struct KeyLine {
    std::string what, id, state;
  };
  Result<std::vector<KeyLine>> key_lines();

  // What the office should look at: alarms.cpp.
  Result<nlohmann::ordered_json> alarms_json();
  struct Alarm {
    int64_t number = 0;
    std::string kind;  // cloned, put-back, restored, published-twice, old-key, flood
    DeviceId about{};  // central itself where it is about central
    int64_t first_s = 0, last_s = 0;
    uint64_t weight = 0;  // how many places, segments, tries
    bool closed = false;
  };
  Result<std::vector<Alarm>> alarms();
  Status close_alarm(int64_t number);
  struct Heard {
    int64_t at_s = 0;
    std::string software;
  };
  /// When each box last exchanged, to some minutes.
  Result<std::map<DeviceId, Heard>> heard();
  struct Losses {
    size_t texts = 0, keys = 0, unreadable = 0, quarantined = 0;
    size_t later = 0;  // kiosks that send what only a later version of central can read
  };
  Result<Losses> losses();

  Result<StaffMade> add_staff(const NewStaff& staff);
  /// A new PIN and a new badge; the old ones open nothing where the news has come.
  Result<StaffMade> renew_staff(uint32_t sign_in);
  Status remove_staff(uint32_t sign_in);
  /// What staff are to know of somebody; empty takes it back.
  Status note(const std::string& cohort, PersonNumber person, const std::string& text);
  /// The number by which it is withdrawn.
  Result<uint32_t> announce(const NewAnnouncement& announcement);
  Status withdraw_announcement(uint32_t number);

  /// Everything that names this person of a cohort or is their own goes: names, photos, notes,
  /// ideas; under all their names, here and wherever it was given; it is never taken again.
  /// `person`: a number, or the fact that made a walk-in. `absent`: nobody has that name.
  Result<ErasedNow> erase(const Scope& cohort, const Subject& person,
                          payload::PayloadErased::Reason reason);
  /// The cohort is over: kiosks deliver what they have of it, then erase its texts and destroy the
  /// keys that open its logs, and tell. Here everything stays but what would give them a key again.
  /// Gives the number of boxes. `absent`; `refused`: it was said before.
  Result<size_t> forget_cohort(const Scope& cohort);
  /// For idle moments: the same for cohorts that ended as many days ago as their package says; but
  /// a clock that has just been set to another year must say so for an hour. Gives their names.
  Result<std::vector<Scope>> forget_ended();
  /// Each, and which boxes have told that nothing of it is left there.
  std::vector<ErasureState> erasures() const;
  /// Texts that a list beside a backup calls erased.
  Status take_erasure_list(const std::vector<Hash>& names);
  /// For idle moments. False: a reader keeps bytes of erased texts in the store's log.
  Result<bool> finish_erasures();

  /// A verified backup that a restore would use holds these: `archived` in receipts from now on, as
  /// far as they are what this store holds.
  Status note_archived(const std::vector<VerifiedHead>& heads);
  /// After note_archived(): all of that backup was told.
  Status note_backup(const BackupNote& note);
  /// The last one; nothing: there never was one, and `archived` trails by
  /// archived_without_backup_s.
  const std::optional<BackupNote>& last_backup() const { return last_backup_; }
  /// "none", "old", or empty while all is well.
  std::string backup_warning() const;
  /// How the store is, in one object with a fixed order.
  Result<nlohmann::ordered_json> status();

  // For whoever watches over it: central_numbers.cpp.
  /// Costs nothing that grows with the number of facts.
  CentralNumbers numbers();
  /// Whether the database takes what is written: it is tried, and what went well is believed for
  /// ten seconds. `full`, `io`: as SQLite says.
  Status check_written();

  const Directory& directory() const { return directory_; }
  const DeviceId& id() const { return id_; }
  const Keys& keys() const { return keys_; }
  HeldLogs logs() { return HeldLogs(*db_); }
  /// What the pages show, made anew from the stored bytes alone.
  Result<Attendance> fold_again();
  Attendance folded() const { return attendance_.result(); }
  Status checkpoint() { return db_->checkpoint(); }
  /// What is taken of a box at once, in bytes of rows as they unpack: intake.h.
  void give_each_box_room(uint64_t rows_bytes) { room_of_a_box_ = rows_bytes; }
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
  /// Of what an exchange has just taken `intake` may still have the facts at hand.
  Status project(const LogId& log, Epoch epoch, Intake* intake = nullptr);
  Status add_to_folds(const HeldEpoch& epoch, Seq from,
                      const std::function<void(const PlacedFact&)>& add);
  void note_said(const PlacedFact& placed);
  void note_assignment(const PlacedFact& placed);
  Status note_readable(const HeldEpoch& epoch, Seq from);
  Status note_unreadable(const HeldEpoch& epoch, Seq first, const Error& why);

  HttpResponse handle_enrol(const HttpRequest& request);
  Result<Bytes> enrol(const EnrolRequest& request);
  struct UsedCode {
    std::string venue;
    std::optional<DeviceId> replaces, continues;
  };
  Status continue_device(const EnrolRequest& request, const PublicKey& before);
  Result<UsedCode> use_code(const EnrolRequest& request);
  Status admit_device(const EnrolRequest& request, const UsedCode& code);
  Status check_identity(const EnrolRequest& request, const UsedCode& code);
  Status check_replaced(const EnrolTicket& ticket);
  /// The venue at which a box says it stands, else the one for which it was enrolled.
  Result<std::string> stands_at(const DeviceId& device);

  HttpResponse answer(const HttpRequest& request);
  /// The box that a connection has proved to be.
  std::optional<DeviceId> proved_by(uint64_t connection) const;
  HttpResponse not_its_turn(const DeviceId& device);
  /// Who asks, proved; or the answer that it gets instead.
  std::variant<Frames, HttpResponse> opened(const HttpRequest& request);
  HttpResponse handle_exchange(const HttpRequest& request);
  HttpResponse handle_wait(const HttpRequest& request);
  /// Epochs of the logs that the device wants, as far as it may have them.
  Result<std::vector<HeldEpoch>> epochs_for(const Device& device, const Frames& frames);
  Status compare_unnamed(const Device& device, const Frames& frames, std::vector<HeldEpoch>& theirs,
                         FrameWriter& out);
  void note_news(const Scope& scope) { ++news_[scope]; }
  uint64_t news_of(const std::vector<Scope>& scopes) const;
  /// The device this connection has proved to be, or an answer that asks for the proof.
  std::optional<HttpResponse> authenticate(const HttpRequest& request, const Frames& frames);
  bool proved_to_earlier_key(const DeviceId& id, const std::array<uint8_t, 32>& challenge,
                             const Signature& signature);
  Result<Bytes> exchange(const DeviceId& id, const Frames& frames);
  /// Those that were asked for; true when more is waiting.
  Result<bool> send_texts(const Device& from, const std::set<Scope>& allowed, const Frames& frames,
                          FrameWriter& out);
  /// True: it was one that this central had lost.
  Result<bool> take_detached(const Frames& frames, Intake& intake, std::vector<Hash>& held);
  /// Which keys of a scope a box gets, all in their order.
  std::vector<const SecretKey*> keys_of(const Scope& scope) const;
  Result<std::vector<Bytes>> succession();
  HttpResponse handle_succession();
  Status settle_next_key();
  Status ensure_issuer_known();
  Result<uint64_t> next_statement();
  Status put_statement(uint64_t number, const Bytes& statement);
  Status take_back_statements(Statement::What next);
  Result<std::vector<LogPlace>> places_of(const DeviceId& device);
  ChannelDraft key_continues(const DeviceId& device, const PublicKey& before, const PublicKey& key,
                             const std::vector<LogPlace>& places) const;
  void grant_keys(const Device& from, const Frames& frames, FrameWriter& out) const;
  // alarms.cpp
  Status raise_alarm(std::string_view kind, const DeviceId& about, uint64_t weight);
  /// The same of what happens again and again: told once a minute at the most.
  Status note_event(std::string_view kind, const DeviceId& about);
  Status note_old_key(const DeviceId& device, ByteView message, const Signature& signature);
  Status drop_alarm(std::string_view kind, const DeviceId& about);
  Status watch_logs(const DeviceId& from, const Taken& taken);
  Status judge_log(const LogId& log);
  Status judge_all_logs();
  bool is_cloned(const std::vector<HeldEpoch>& epochs, const Fork& fork);
  struct Span;
  Result<Span> span_of(const std::vector<HeldEpoch>& epochs, const Way& way);
  Status note_heard(const DeviceId& device, const std::string& software);
  Result<std::vector<std::string>> notices_for(const Device& device);
  // Of a store that was put back from a copy, or has lost something: hand_back.cpp.
  Status read_mended();
  Status note_broken(const HeldEpoch& epoch);
  Result<bool> cut_to_gaps();
  /// What this store still has of it, up to the first gap.
  HeldEpoch whole_part(const HeldEpoch& epoch) const;
  HttpResponse unknown_key(std::string_view code, const std::string& text);
  Status take_back_office(const Frames& frames);
  Result<bool> take_handed_keys(const DeviceId& from, const Frames& frames);
  Status read_backup_note();
  Status read_heard();
  std::set<Subject> names_of(const Scope& cohort, const std::vector<Subject>& some) const;
  std::set<Hash> said_by(const Scope& cohort, const std::set<Subject>& names) const;
  Result<std::set<Hash>> published_about(const Scope& cohort, const std::set<Subject>& names);
  Status append_erasure(const payload::PayloadErased& about, const std::set<Subject>& names,
                        const std::set<Hash>& texts);
  Status take_erasures(const std::vector<Hash>& names);
  Status erase_what_came();
  Status ask_back(const Device& from, const std::set<Scope>& allowed, const Frames& frames,
                  FrameWriter& out);
  Status note_lost_photos();
  Status note_clashes();  // clashes.cpp; of facts that have just come back
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
  std::map<DeviceId, std::string> stands_;  // the one that it said last
  TimeFold time_;
  std::map<FactId, uint64_t> timed_;  // boot seconds of marks whose true time the pages show
  std::optional<BackupNote> last_backup_;
  /// Texts that were written on kiosks, by whom they are of.
  std::map<std::pair<Scope, Subject>, std::set<Hash>> said_;
  bool said_more_ = false;  // since it was last looked whether an erased person is among them
  bool erasing_ = false;    // bytes of erased texts may stand in the store's log
  std::map<Scope, uint64_t> due_since_;             // cohorts to be forgotten; seconds of this boot
  std::map<FactId, std::set<DeviceId>> erased_at_;  // by the office's fact
  int64_t checked_ = 0;                  // the last stored segment that was looked at for damage
  std::map<int64_t, HeldEpoch> broken_;  // epochs with gaps, by row: as far as they are whole
  /// Whose cohort keys were sealed for which keys of theirs.
  using Envelopes = std::map<std::pair<DeviceId, Scope>, std::set<std::pair<PublicKey, KeyId>>>;
  void note_envelope(const Fact& fact, Envelopes& envelopes) const;
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
  std::set<DeviceId> later_;  // boxes whose last exchange had segments of a later format
  std::map<Hash, Said> lost_words_;
  uint64_t exchanges_ = 0, enrolments_ = 0;  // since it was started
  std::map<DeviceId, int64_t> heard_ms_;     // milliseconds of this boot; negative: before it
  std::optional<uint64_t> written_ms_;       // when the database was last seen to take something
  struct LostKey {
    DeviceId device;  // whose log it is
    Scope scope;
    KeyId id{};
    auto operator<=>(const LostKey&) const = default;
  };
  std::set<LostKey> lost_keys_;
  std::map<std::pair<DeviceId, Bytes>, uint64_t> asked_back_;  // how often it might have been
  std::map<LogId, Epoch> newest_;                              // the epoch that came last
  struct Forks {
    uint64_t cloned = 0, put_back = 0;
  };
  std::map<LogId, Forks> forks_;
  std::map<DeviceId, std::set<Epoch>> written_twice_;
  std::map<DeviceId, int64_t> heard_;  // as it stands in the store
  std::map<Scope, uint64_t> news_;     // how often something came, since central was started
  struct Connection {
    std::array<uint8_t, 32> challenge{};
    std::optional<DeviceId> device;
  };
  std::map<uint64_t, Connection> connections_;
  WorkShare work_;
  uint64_t room_of_a_box_ = intake_rows_bytes_max;
};

HttpResponse frames_response(int status, Bytes body);
/// 400 for what the sender should not have sent, else 503.
HttpResponse failed_response(const Error& error);
HttpResponse refusal_response(int status, std::string_view code, const std::string& text);

}  // namespace otmetka
