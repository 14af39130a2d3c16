// shared/model/directory.h - what the channel logs say today: cohorts, people, sessions, venues,
// keys, devices. A fold, the same on a kiosk and at central; a kiosk's is smaller, since it holds
// fewer channels.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "shared/model/erasure.h"
#include "shared/model/fact.h"
#include "shared/model/text.h"

namespace otmetka {

struct RosterPerson {
  PersonNumber number{};
  payload::Person entry;
  payload::PersonName name;  // empty while the detached text has not come, or was erased
  bool named() const { return !name.family().empty() || !name.given().empty(); }
};

struct SessionEntry {
  SessionNumber number{};
  VenueNumber venue{};
  payload::Session entry;
};

/// Somebody who may sign in at a kiosk.
struct StaffEntry {
  PersonNumber number{};
  payload::Staff entry;
  payload::StaffCard card;  // empty while the detached text has not come, or was erased
  bool has(payload::Staff::Duty duty) const;
};

struct AnnouncementEntry {
  payload::Announcement entry;
  payload::Text text;  // empty while the detached text has not come
};

struct CohortEntry {
  payload::Cohort entry;
  std::map<PersonNumber, RosterPerson> people;
  std::map<uint32_t, payload::Delegation> delegations;
  std::map<uint32_t, payload::Team> teams;
  std::map<SessionNumber, SessionEntry> sessions;
  std::map<PersonNumber, uint32_t> revoked;   // issues up to this one
  std::map<PersonNumber, std::string> notes;  // for the staff's eyes
  std::map<PersonNumber, Hash> photos;        // the names of their detached texts, never the photos
};

struct VenueEntry {
  VenueNumber number{};
  payload::Venue entry;
  std::map<std::string, payload::Hall> halls;
  std::vector<payload::Exhibit> exhibits;  // in the order of the log
  std::set<Scope> cohorts;                 // with a session here, as the venue channel says
};

/// A kiosk whose labels for walk-ins are believed: one of the office's device certificates. A later
/// certificate of the device adds a key; what was printed before stays good.
struct WalkInSigner {
  PublicKey key{};
  DeviceId device{};
};

/// A signing key that another one follows: what it signed is good up to these places, and nowhere
/// else.
struct KeyEnd {
  DeviceId device{};
  PublicKey before{}, key{};
  std::vector<LogPlace> places;  // in logs of the device
};

/// A channel fact with the text its row names, if that is held and not one that is read alone.
struct ChannelFact {
  PlacedFact placed;
  std::optional<Bytes> text;
  bool erased = false;  // the text: nobody may hold it, and nobody asks for it
};

class Directory {
 public:
  /// In log order; a later fact about the same thing replaces an earlier one. A fact that cannot be
  /// read is counted in `unread` and blocks nothing.
  void apply(const ChannelFact& fact);

  const CohortEntry* cohort(const Scope& scope) const;
  /// By any number that it ever had: of two branches of a channel each may have given it one.
  const CohortEntry* cohort(CohortNumber number) const;
  const VenueEntry* venue(VenueNumber number) const;
  const VenueEntry* venue(const std::string& name) const;
  const std::map<Scope, CohortEntry>& cohorts() const { return cohorts_; }
  const std::map<VenueNumber, VenueEntry>& venues() const { return venues_; }
  const std::vector<PublicKey>& badge_issuers() const { return badge_issuers_; }
  /// Whose badges are known and good for nothing any more.
  const std::set<PublicKey>& withdrawn_issuers() const { return withdrawn_issuers_; }
  /// In log order.
  const std::vector<KeyEnd>& key_ends() const { return key_ends_; }
  /// With the key that each signs with now.
  const std::map<DeviceId, payload::DeviceCertificate>& devices() const { return devices_; }
  const std::vector<WalkInSigner>& walk_in_signers() const { return walk_in_signers_; }
  /// Also one that was replaced.
  bool device_revoked(const DeviceId& device) const { return revoked_devices_.contains(device); }
  /// Which box stands in whose place, by the old one.
  const std::map<DeviceId, DeviceId>& replaced_devices() const { return replaced_devices_; }
  /// Who is staff no longer is not there.
  const std::map<PersonNumber, StaffEntry>& staff() const { return staff_; }
  /// By number; those taken back are not there.
  const std::map<uint32_t, AnnouncementEntry>& announcements() const { return announcements_; }
  /// In log order.
  const std::vector<Erasure>& erasures() const { return erasures_; }
  /// Cohorts that kiosks forget.
  std::set<Scope> ended() const;
  /// On a kiosk: nothing of these is told any more.
  void drop_ended();
  size_t unread() const { return unread_; }

 private:
  bool apply_cohort_fact(const ChannelFact& fact);
  bool apply_person(const ChannelFact& fact, CohortEntry& cohort);
  bool apply_venue_fact(const ChannelFact& fact);
  bool apply_office_fact(const ChannelFact& fact);
  bool apply_issuer(const payload::IssuerKey& issuer);
  bool apply_key_continues(const Fact& row);
  bool apply_staff(const ChannelFact& fact);
  bool apply_announcement(const ChannelFact& fact);

  std::map<Scope, CohortEntry> cohorts_;
  std::map<CohortNumber, Scope> cohort_numbers_;
  std::map<VenueNumber, VenueEntry> venues_;
  std::map<Scope, VenueNumber> venue_of_scope_;
  std::vector<PublicKey> badge_issuers_;
  std::set<PublicKey> withdrawn_issuers_;
  std::vector<KeyEnd> key_ends_;
  std::map<DeviceId, payload::DeviceCertificate> devices_;
  std::vector<WalkInSigner> walk_in_signers_;
  std::set<DeviceId> revoked_devices_;
  std::map<DeviceId, DeviceId> replaced_devices_;
  std::map<PersonNumber, StaffEntry> staff_;
  std::map<uint32_t, AnnouncementEntry> announcements_;
  std::vector<Erasure> erasures_;
  size_t unread_ = 0;
};

/// "Family Given" as on the badge; empty when no name is held.
std::string full_name(const payload::PersonName& name);

}  // namespace otmetka
