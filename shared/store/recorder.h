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
  const VenueEntry* venue() const { return venue_ ? directory_.venue(*venue_) : nullptr; }

  TimeBelief time();

  /// Who was where, of all that this kiosk holds; its own facts are in it when the call that
  /// recorded them returns.
  const PresenceFold& presence() const { return presence_.fold(); }
  /// False: something is damaged and left out, so that people may be missing.
  bool presence_whole() const { return presence_.whole(); }
  /// The same for this venue and moment. Empty for a cohort that is not held.
  Board board_of(const Scope& cohort, SessionNumber session) const;
  std::vector<Stay> who_is_inside();
  Visit visit_of(const Scope& cohort, const Subject& person);

  /// A code as it came from a scanner, line ends stripped. `not_enrolled`, or what the disk said:
  /// then nothing was recorded.
  Result<ScanResult> scan(std::string_view code);
  /// The same for somebody who was chosen: found by name (`search`), or by staff (`manual`,
  /// `group`), whose number `actor` is. A cohort that is not held here: refused, and no fact.
  Result<ScanResult> check_in(const Scope& cohort, PersonNumber person, Method method,
                              const Subject& actor = {});
  /// Leaving is a touch, not a scan.
  Result<FactId> check_out(const Scope& cohort, PersonNumber person, const Subject& session);

  /// What this kiosk tells of itself; a fact of the `device` log, which wakes no exchange.
  Result<FactId> record_health(const payload::Health& health);

  Journal& journal() { return journal_; }
  Result<ExchangeState> exchange_state();

 private:
  Recorder(Paths paths, Keys keys, const Clock& clock, Journal journal)
      : paths_(std::move(paths)),
        own_keys_(std::move(keys)),
        clock_(&clock),
        journal_(std::move(journal)) {}
  Status load();
  void catch_up();
  Result<Written> write(const std::vector<Draft>& drafts);
  /// The daemon's latest word on time, as a fact if it says more than this boot's anchors do.
  Result<std::optional<Draft>> waiting_anchor();
  /// The check-in within the last minute of this boot, if nobody has left since.
  Result<std::optional<FactId>> seen_lately(const Scope& scope, PersonNumber person,
                                            const Subject& session);
  using Decide = std::function<ScanDecision(const SeenLately&)>;
  Result<ScanResult> record(const Decide& decide, const Subject& actor);

  Paths paths_;
  Keys own_keys_;
  const Clock* clock_;
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
inline constexpr const char* enrol_code_local = "enrol_code";
inline constexpr const char* enrol_scan_local = "enrol_scan";  // when it was scanned, 16 bytes

}  // namespace otmetka
