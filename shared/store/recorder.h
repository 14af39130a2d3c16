// shared/store/recorder.h - the one way in which a scan becomes a fact, for the screen and for the
// command line alike: decide, append, and only then tell. Holds the journal as its writer and reads
// the mirror.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "shared/model/scan.h"
#include "shared/store/held_presence.h"
#include "shared/store/journal.h"
#include "shared/store/mirror.h"

namespace otmetka {

struct ScanResult {
  ScanDecision decision;  // points into the recorder's directory; valid until the next refresh()
  std::optional<FactId> fact;  // recorded, or for `already` the earlier one
};

/// What staff say of somebody's presence, in place of what was recorded. FORMAT.md, "Corrections".
struct CorrectionOrder {
  Scope cohort;
  std::vector<FactId> references;  // facts of this cohort's logs; none: it stands for itself
  payload::Correction::Standing standing = payload::Correction::UNKNOWN;
  std::string reason;  // a code word, such as `reason_excused`
  Subject person, session;
  Subject actor;
  std::string text;  // in staff's own words; detached
};

/// Somebody who came without a badge, as he told it.
struct NewWalkIn {
  Scope cohort;
  std::string family, given, organisation;  // detached
  std::string language;                     // "ru", "tt", "ky", "en"
  Subject actor;
  Subject session = {};  // that staff say it is for; nobody's: judged by the hour
};
struct WalkInResult {
  FactId person;  // names him in all later facts
  FactId check_in;
  const SessionEntry* session = nullptr;  // claimed; valid until the next refresh()
  std::string code;                       // for a label; empty: as walk_in_code
};

/// Of what this kiosk recorded for its cohorts; what opens a log is not counted.
struct Delivery {
  uint64_t recorded = 0, received = 0;  // by central, on its disk
};

class Recorder {
 public:
  struct Paths {
    std::string journal;
    std::string mirror;
    Disk disk;
    /// Whether presence is kept; who only records does without reading what was recorded before.
    bool presence = true;
  };
  /// `kiosk_keys` are the kiosk's own (box key); scope keys are added from the mirror.
  static Result<Recorder> open(const Paths& paths, Keys kiosk_keys, const Clock& clock,
                               Random& random, std::string software);

  /// Reads the mirror again if the daemon has written since. True when anything may look different
  /// now. Of what others recorded it takes facts_folded_at_once, the rest at the next calls.
  Result<bool> refresh();
  bool enrolled() const { return identity_ && identity_->complete && venue_; }
  /// Enrolled, but the keys in the mirror are sealed to a key that this kiosk no longer has. The
  /// daemon seals them anew as soon as it runs.
  bool waits_for_keys() const { return waits_for_keys_; }
  /// For a kiosk that is not enrolled, or waits: what to do about it.
  Error why_nothing_is_recorded() const;
  const Directory& directory() const { return directory_; }
  /// Another number whenever the directory may say something else.
  uint64_t directory_version() const { return directory_version_; }
  const std::optional<Identity>& identity() const { return identity_; }
  /// Where this kiosk stands.
  const VenueEntry* venue() const { return venue_ ? directory_.venue(*venue_) : nullptr; }

  TimeBelief time();

  /// Who was where, of all that this kiosk holds; its own facts are in it when the call that
  /// recorded them returns.
  const PresenceFold& presence() const { return presence_.fold(); }
  /// What the staff's pages are made of: the same, but in a rehearsal what this one has recorded
  /// here, and nothing else.
  const PresenceFold& staff_presence() const { return rehearsal_ ? rehearsed_ : presence(); }
  /// False: something is damaged and left out, so that people may be missing.
  bool presence_whole() const { return presence_.whole(); }
  /// Of staff_presence(). Empty for a cohort that is not held.
  Board board_of(const Scope& cohort, SessionNumber session,
                 Grouping by = Grouping::delegations) const;
  /// Here and now. In a rehearsal who is really inside, too: an alarm may be no rehearsal.
  std::vector<Stay> who_is_inside();
  Visit visit_of(const Scope& cohort, const Subject& person);
  /// Whether somebody agreed that personal data are processed, or else to the photo, of all that
  /// this kiosk holds. Nothing: not answered, which is no consent.
  std::optional<bool> consent_of(const Scope& cohort, const Subject& person,
                                 payload::Consent::Subject about = payload::Consent::DATA) const;
  /// Everybody who did not agree: they are shown by number, and not found by name.
  std::set<std::pair<Scope, PersonNumber>> declined() const;
  /// How many ideas somebody has left.
  size_t ideas_of(const Scope& cohort, const Subject& person) const;

  /// A code as it came from a scanner, line ends stripped; `by` what it was on, `qr` or `nfc`.
  /// `not_enrolled`, or what the disk said: then nothing was recorded.
  Result<ScanResult> scan(std::string_view code, Method by = Method::qr);
  /// Whose a code is, without a fact; none of a code that is nobody's here.
  std::optional<std::pair<Scope, Subject>> holder_of(std::string_view code);
  /// The same for somebody who was chosen: found by name (`search`), or by staff (`manual`,
  /// `group`), whose number `actor` is. A cohort that is not held here: refused, and no fact.
  Result<ScanResult> check_in(const Scope& cohort, const Subject& person, Method method,
                              const Subject& actor = {});
  Result<ScanResult> check_in(const Scope& cohort, PersonNumber person, Method method,
                              const Subject& actor = {}) {
    return check_in(cohort, Subject(person), method, actor);
  }
  /// A whole group, walk-ins too, in one transaction, judged one by one: a result each, in their
  /// order. `session`: the one that staff say it is; nobody's: judged by the hour. `bad_input`: no
  /// such session.
  Result<std::vector<ScanResult>> check_in_all(const Scope& cohort,
                                               const std::vector<Subject>& persons,
                                               const Subject& session, const Subject& actor);
  Result<std::vector<ScanResult>> check_in_all(const Scope& cohort,
                                               const std::vector<PersonNumber>& persons,
                                               const Subject& session, const Subject& actor) {
    return check_in_all(cohort, std::vector<Subject>(persons.begin(), persons.end()), session,
                        actor);
  }
  /// Somebody who was noted on a paper sheet, brought in by staff later. `bad_input`: no such
  /// session.
  Result<ScanResult> check_in_from_paper(const Scope& cohort, PersonNumber person,
                                         SessionNumber session, const Subject& actor);
  /// Leaving is a touch, not a scan.
  Result<FactId> check_out(const Scope& cohort, const Subject& person, const Subject& session);
  Result<FactId> check_out(const Scope& cohort, PersonNumber person, const Subject& session) {
    return check_out(cohort, Subject(person), session);
  }

  // Each of these is one transaction, durable when it returns. `bad_input`: nothing was recorded,
  // since it says what no fact of this kiosk can say; for a cohort that is not held here, too.

  Result<FactId> correct(const CorrectionOrder& order);
  /// Makes the person and checks him in.
  Result<WalkInResult> walk_in(const NewWalkIn& walk_in);
  /// Of an exhibit of this venue, by its name; empty: of the venue as a whole.
  Result<FactId> idea(const Scope& cohort, const Subject& person, const std::string& exhibit,
                      std::string_view text);
  Result<FactId> consent(const Scope& cohort, const Subject& person,
                         payload::Consent::Subject subject, bool agreed, const Subject& actor = {});
  /// What a walk-in said his name was, if that is held here; made on this kiosk or on another.
  Result<std::optional<payload::PersonName>> walk_in_name(const FactId& walk_in);
  /// A photo of the roster (CohortEntry::photos), read anew at each call. Nothing: it has not come,
  /// or was erased.
  Result<std::optional<Bytes>> photo(const Hash& name);
  /// The text for the label of a walk-in of whatever kiosk, signed with this one's key. Empty
  /// while the office has not told that the key is this kiosk's, or he has not come here: nobody
  /// would believe the label.
  std::string walk_in_code(const FactId& walk_in) const;

  /// While on, cohort facts are written as rehearsed: they count nowhere, and no later scan is a
  /// repetition of theirs. Ends with the program, so that no real day passes for a rehearsal.
  void set_rehearsal(bool on);
  bool rehearsal() const { return rehearsal_; }

  /// Staff looked at a watch: true time is `true_s`, give or take staff_anchor_least_s.
  Result<FactId> confirm_time(int64_t true_s, const Subject& actor);
  Result<Delivery> delivery();

  /// From now on this kiosk stands at another venue, of those it knows by name; the daemon then
  /// fetches what that one needs. `bad_input`: unknown, or the one where it stands.
  Result<FactId> assign(const std::string& venue, const Subject& actor);

  /// What this kiosk tells of itself; a fact of the `device` log, which wakes no exchange.
  Result<FactId> record_health(const payload::Health& health);

  Journal& journal() { return journal_; }
  Result<ExchangeState> exchange_state();

 private:
  Recorder(Paths paths, Keys keys, const Clock& clock, Random& random, Journal journal)
      : paths_(std::move(paths)),
        own_keys_(std::move(keys)),
        clock_(&clock),
        random_(&random),
        journal_(std::move(journal)) {}
  Status load();
  Status find_venue();
  void catch_up();
  Status keep_time();
  Status close_ended();
  /// As far as it can be done now; the rest with the next refresh().
  Status settle_erasures();
  Result<Written> write(std::vector<Draft> drafts);
  /// The daemon's latest word on time, as a fact if it says more than this boot's anchors do.
  Result<std::optional<Draft>> waiting_anchor();
  /// The check-in within the last minute of this boot, if nobody has left since.
  Result<std::optional<FactId>> seen_lately(const Scope& scope, const Subject& person,
                                            const Subject& session);
  using Decide = std::function<ScanDecision(const SeenLately&)>;
  Result<ScanResult> judge(const Decide& decide);
  WalkIns walk_ins() const;
  /// What knows of somebody who was made on a kiosk.
  const PresenceFold& fold_of(const FactId& walk_in) const;
  std::string label_code(const FactId& walk_in, Language language, bool rehearsal) const;
  /// Writes what was decided, in one transaction.
  Status record(std::vector<ScanResult>& results, const Subject& actor);
  Result<ScanResult> judge_and_record(const Decide& decide, const Subject& actor);
  /// Enrolled, the cohort held, and the time's word recorded; what every act begins with.
  Result<const CohortEntry*> begin_act(const Scope& cohort);
  Draft draft(const Scope& cohort, Kind kind, const Subject& person, const Subject& actor) const;
  /// What this kiosk says of itself, in its `device` log.
  Draft own_draft(Kind kind, Bytes payload, const Subject& actor) const;
  /// The same as a fact, after the time's word.
  Result<FactId> write_own(Kind kind, Bytes payload, const Subject& actor);

  Paths paths_;
  Keys own_keys_;
  const Clock* clock_;
  Random* random_;
  Journal journal_;
  std::optional<Mirror> mirror_;
  std::optional<std::pair<uint64_t, uint64_t>> mirror_file_;
  int64_t mirror_version_ = -1;
  /// What the directory was made of.
  struct Loaded {
    Identity identity;
    size_t keys = 0;
    ChannelsHeld held;
    bool operator==(const Loaded&) const = default;
  };
  std::optional<Loaded> loaded_;  // nothing while something of it is still missing
  std::optional<Identity> identity_;
  std::optional<KnownTime> known_time_;
  Directory directory_;
  uint64_t directory_version_ = 0;
  std::optional<VenueNumber> venue_;
  bool waits_for_keys_ = false;
  Keys keys_;  // with those of the mirror
  HeldPresence presence_;
  bool rehearsal_ = false;
  PresenceFold rehearsed_;        // as if it counted
  std::set<FactId> erased_here_;  // erasures of whose texts the journal has nothing left
  std::set<FactId> closed_;       // of whole cohorts, as the journal tells the daemon
  bool erasures_behind_ = false;  // the disk, or a reader, said not now
  bool presence_behind_ = false;  // the mirror holds facts that are not folded yet
};

/// The kiosk's own keys, made at the first call; their public halves go into the journal for the
/// daemon to find.
Result<Keys> ensure_kiosk_keys(const std::string& kiosk_data, Journal& journal, Random& random);
inline constexpr const char* kiosk_sign_key_local = "kiosk_sign_key";
inline constexpr const char* kiosk_box_key_local = "kiosk_box_key";
/// Leaves an enrolment code for the daemon, which tries it at once, also when the same code was
/// left before.
Status keep_enrol_code(Journal& journal, std::string_view code, const Clock& clock);
inline constexpr const char* erasures_told_local = "erasures_told";
/// Erasures of whole cohorts after which this kiosk records nothing more for them.
inline constexpr const char* cohorts_closed_local = "cohorts_closed";
inline constexpr const char* enrol_code_local = "enrol_code";
inline constexpr const char* enrol_scan_local = "enrol_scan";  // when it was scanned, 16 bytes

}  // namespace otmetka
