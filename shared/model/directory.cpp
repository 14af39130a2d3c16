#include "shared/model/directory.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

template <typename Message>
bool parse(Message& message, ByteView bytes) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

bool StaffEntry::has(payload::Staff::Duty duty) const {
  const auto& duties = entry.duties();
  return std::find(duties.begin(), duties.end(), duty) != duties.end();
}

void Directory::apply(const ChannelFact& fact) {
  const Scope& scope = fact.placed.id.scope;
  bool read = true;
  if (scope == office_scope) {
    read = apply_office_fact(fact);
  } else if (is_venue_scope(scope)) {
    read = apply_venue_fact(fact);
  } else if (is_cohort_scope(scope)) {
    read = apply_cohort_fact(fact);
  }
  if (!read) ++unread_;
}

bool Directory::apply_person(const ChannelFact& fact, CohortEntry& cohort) {
  const uint32_t* number = fact.placed.fact.person.number();
  RosterPerson person;
  if (!number || !parse(person.entry, fact.placed.fact.payload)) return false;
  person.number = PersonNumber{*number};
  if (fact.text && !parse(person.name, *fact.text)) return false;
  cohort.people[person.number] = std::move(person);
  return true;
}

bool Directory::apply_cohort_fact(const ChannelFact& fact) {
  const Fact& row = fact.placed.fact;
  CohortEntry& cohort = cohorts_[fact.placed.id.scope];
  switch (row.kind) {
    case Kind::cohort:
      if (!parse(cohort.entry, row.payload)) return false;
      cohort_numbers_.try_emplace(CohortNumber{cohort.entry.number()}, fact.placed.id.scope);
      return true;
    case Kind::person:
      return apply_person(fact, cohort);
    case Kind::delegation: {
      payload::Delegation delegation;
      if (!parse(delegation, row.payload)) return false;
      cohort.delegations[delegation.number()] = delegation;
      return true;
    }
    case Kind::team: {
      payload::Team team;
      if (!parse(team, row.payload)) return false;
      cohort.teams[team.number()] = team;
      return true;
    }
    case Kind::session: {
      SessionEntry session;
      if (!row.session.number() || !row.venue.number() || !parse(session.entry, row.payload))
        return false;
      if (session.entry.start() < -anchor_bound_s || session.entry.end() > anchor_bound_s ||
          session.entry.end() < session.entry.start())
        return false;
      session.number = SessionNumber{*row.session.number()};
      session.venue = VenueNumber{*row.venue.number()};
      cohort.sessions[session.number] = session;
      return true;
    }
    case Kind::venue: {
      payload::Venue brief;
      if (!row.venue.number() || !parse(brief, row.payload)) return false;
      VenueEntry& venue = venues_[VenueNumber{*row.venue.number()}];
      venue.number = VenueNumber{*row.venue.number()};
      // The venue's own channel says more; what a cohort's says of it never replaces that.
      if (venue.entry.about().ru().empty()) venue.entry = brief;
      return true;
    }
    case Kind::badge_revoked: {
      payload::BadgeRevoked revoked;
      if (!row.person.number() || !parse(revoked, row.payload)) return false;
      uint32_t& issue = cohort.revoked[PersonNumber{*row.person.number()}];
      issue = std::max(issue, revoked.issue());
      return true;
    }
    case Kind::note: {
      if (!row.person.number()) return false;
      const PersonNumber about{*row.person.number()};
      cohort.notes.erase(about);
      if (fact.text && !fact.text->empty()) cohort.notes[about] = std::string(as_text(*fact.text));
      return true;
    }
    case Kind::person_photo: {
      if (!row.person.number()) return false;
      const PersonNumber of{*row.person.number()};
      cohort.photos.erase(of);
      if (row.detached && !fact.erased) cohort.photos[of] = *row.detached;
      return true;
    }
    default:
      return true;
  }
}

bool Directory::apply_venue_fact(const ChannelFact& fact) {
  const Fact& row = fact.placed.fact;
  const Scope& scope = fact.placed.id.scope;
  if (row.kind == Kind::venue) {
    payload::Venue entry;
    if (!row.venue.number() || !parse(entry, row.payload)) return false;
    const VenueNumber number{*row.venue.number()};
    venue_of_scope_[scope] = number;
    venues_[number].number = number;
    venues_[number].entry = entry;
    return true;
  }
  const auto known = venue_of_scope_.find(scope);
  if (known == venue_of_scope_.end())
    return row.kind == Kind::opened || row.kind == Kind::number_block;
  VenueEntry& venue = venues_[known->second];
  switch (row.kind) {
    case Kind::hall: {
      payload::Hall hall;
      if (!parse(hall, row.payload)) return false;
      venue.halls[hall.name()] = hall;
      return true;
    }
    case Kind::exhibit: {
      payload::Exhibit exhibit;
      if (!parse(exhibit, row.payload)) return false;
      const auto same =
          std::find_if(venue.exhibits.begin(), venue.exhibits.end(),
                       [&](const auto& other) { return other.name() == exhibit.name(); });
      if (same == venue.exhibits.end()) {
        venue.exhibits.push_back(exhibit);
      } else {
        *same = exhibit;
      }
      return true;
    }
    case Kind::cohort: {
      payload::Cohort cohort;
      if (!parse(cohort, row.payload)) return false;
      venue.cohorts.insert(cohort.name());
      return true;
    }
    default:
      return true;
  }
}

bool Directory::apply_office_fact(const ChannelFact& fact) {
  const Fact& row = fact.placed.fact;
  switch (row.kind) {
    case Kind::issuer_key: {
      payload::IssuerKey issuer;
      return parse(issuer, row.payload) && apply_issuer(issuer);
    }
    case Kind::key_continues:
      return apply_key_continues(row);
    case Kind::device_certificate: {
      payload::DeviceCertificate certificate;
      DeviceId device;
      if (!parse(certificate, row.payload) || !copy_exact(as_bytes(certificate.device()), device))
        return false;
      WalkInSigner signer{{}, device};
      if (copy_exact(as_bytes(certificate.kiosk_key()), signer.key))
        walk_in_signers_.push_back(signer);
      devices_[device] = certificate;
      return true;
    }
    case Kind::device_revoked: {
      payload::DeviceRevoked revoked;
      DeviceId device;
      if (!parse(revoked, row.payload) || !copy_exact(as_bytes(revoked.device()), device))
        return false;
      revoked_devices_.insert(device);
      DeviceId successor;
      if (copy_exact(as_bytes(revoked.replaced_by()), successor))
        replaced_devices_[device] = successor;
      return true;
    }
    case Kind::payload_erased: {
      auto erasure = erasure_of(fact.placed);
      if (!erasure) return false;
      erasures_.push_back(std::move(*erasure));
      return true;
    }
    case Kind::staff:
      return apply_staff(fact);
    case Kind::announcement:
      return apply_announcement(fact);
    default:
      return true;
  }
}

// Withdrawn is for good, in whatever order the branches of a channel say it.
bool Directory::apply_issuer(const payload::IssuerKey& issuer) {
  PublicKey key;
  if (!copy_exact(as_bytes(issuer.key()), key)) return false;
  if (issuer.purpose() != "badge") return true;
  if (issuer.withdrawn()) {
    withdrawn_issuers_.insert(key);
    std::erase(badge_issuers_, key);
  } else if (!withdrawn_issuers_.contains(key)) {
    badge_issuers_.push_back(key);
  }
  return true;
}

bool Directory::apply_key_continues(const Fact& row) {
  payload::KeyContinues continues;
  KeyEnd end;
  if (!parse(continues, row.payload)) return false;
  if (!copy_exact(as_bytes(continues.device()), end.device) ||
      !copy_exact(as_bytes(continues.key()), end.key) ||
      !copy_exact(as_bytes(continues.before()), end.before))
    return false;
  for (const auto& place : continues.places())
    end.places.push_back({place.scope(), Epoch{place.epoch()}, place.seq()});
  const auto device = devices_.find(end.device);
  if (device != devices_.end()) device->second.set_sign_key(continues.key());
  key_ends_.push_back(std::move(end));
  return true;
}

bool Directory::apply_staff(const ChannelFact& fact) {
  const uint32_t* number = fact.placed.fact.person.number();
  StaffEntry staff;
  if (!number || !parse(staff.entry, fact.placed.fact.payload)) return false;
  staff.number = PersonNumber{*number};
  if (fact.text && !parse(staff.card, *fact.text)) return false;
  staff_.erase(staff.number);
  if (!staff.entry.duties().empty()) staff_.emplace(staff.number, std::move(staff));
  return true;
}

bool Directory::apply_announcement(const ChannelFact& fact) {
  AnnouncementEntry announcement;
  if (!parse(announcement.entry, fact.placed.fact.payload)) return false;
  if (fact.text && !parse(announcement.text, *fact.text)) return false;
  const uint32_t number = announcement.entry.number();
  announcements_.erase(number);
  if (!announcement.entry.withdrawn()) announcements_.emplace(number, std::move(announcement));
  return true;
}

std::set<Scope> Directory::ended() const {
  std::set<Scope> out;
  for (const Erasure& erasure : erasures_) {
    if (erasure.everybody) out.insert(erasure.cohort);
  }
  return out;
}

void Directory::drop_ended() {
  for (const Scope& cohort : ended()) cohorts_.erase(cohort);
}

const CohortEntry* Directory::cohort(const Scope& scope) const {
  const auto found = cohorts_.find(scope);
  return found == cohorts_.end() || found->second.entry.number() == 0 ? nullptr : &found->second;
}

const CohortEntry* Directory::cohort(CohortNumber number) const {
  const auto scope = cohort_numbers_.find(number);
  return scope == cohort_numbers_.end() || number == CohortNumber{} ? nullptr
                                                                    : cohort(scope->second);
}

const VenueEntry* Directory::venue(VenueNumber number) const {
  const auto found = venues_.find(number);
  return found == venues_.end() ? nullptr : &found->second;
}

const VenueEntry* Directory::venue(const std::string& name) const {
  for (const auto& [number, entry] : venues_) {
    if (entry.entry.name() == name) return &entry;
  }
  return nullptr;
}

std::string full_name(const payload::PersonName& name) {
  if (name.family().empty()) return name.given();
  return name.given().empty() ? name.family() : name.family() + " " + name.given();
}

}  // namespace otmetka
