#include "sync/programme/publish.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sync/programme/messages.h"
#include "sync/programme/moments.h"
#include "sync/programme/numbers.h"

namespace otmetka {
namespace {

using namespace programme;

bool same(const google::protobuf::MessageLite& a, const google::protobuf::MessageLite& b) {
  return serialized(a) == serialized(b);
}

Error unchecked(const std::string& what) {
  return fail(Failure::bad_input, what + ": check the package before it is published");
}

class Publisher {
 public:
  Publisher(const Package& package, std::optional<int64_t> start_day, const Directory& existing,
            const HeldPhoto& held_photo)
      : package_(package),
        existing_(existing),
        held_photo_(held_photo),
        cohort_(existing.cohort(package.name)),
        start_day_(start_day.value_or(package.start_day)) {}

  Result<Publication> publish(const TakeNumbers& take) {
    // First: the sums with days below are safe only inside the calendar, and a start outside takes
    // no numbers.
    cohort_message_.set_start(TRY(moment(start_day_, 0, package_.zone)));
    for (const auto& [file, bytes] : package_.pictures) add_picture(file, bytes);
    TRY(make_sessions());
    numbers_ = TRY(number_package(package_, existing_, take));
    TRY(finish_cohort());
    publish_cohort();
    publish_delegations();
    publish_teams();
    publish_briefs();
    TRY(publish_sessions());
    TRY(publish_people());
    publish_photos();
    for (size_t i = 0; i < package_.venues.size(); ++i) TRY(publish_venue(i));
    return std::move(out_);
  }

 private:
  void add_picture(const std::string& file, const Bytes& bytes) {
    const Hash name = hash({bytes});
    pictures_[file] = name;
    const bool known = std::any_of(out_.blobs.begin(), out_.blobs.end(),
                                   [&](const Blob& blob) { return blob.name == name; });
    if (!known) out_.blobs.push_back({name, bytes, "pictures/" + file});
  }

  /// The place of a session's venue in the package.
  Result<size_t> venue_of(const Package::Session& session) const {
    for (size_t i = 0; i < package_.venues.size(); ++i) {
      if (package_.venues[i].name == session.venue) return i;
    }
    return unchecked(fmt::format("session {} is at an unknown venue", session.name));
  }

  Result<uint32_t> delegation_number(const std::string& name) const {
    const auto known = numbers_.delegations.find(name);
    if (known != numbers_.delegations.end()) return known->second;
    return unchecked(fmt::format("delegation {} is unknown", name));
  }

  /// Local times stay what they are on the shifted day, so a change of the clocks in between moves
  /// no session.
  Status make_sessions() {
    for (const Package::Session& session : package_.sessions) {
      const size_t venue = TRY(venue_of(session));
      const std::string& zone = package_.venues[venue].zone;
      const int64_t day = start_day_ + session.day - 1;
      payload::Session message;
      message.set_name(session.name);
      message.set_start(TRY(moment(day, session.start_minute, zone)));
      message.set_end(TRY(moment(day, session.end_minute, zone)));
      message.set_type(session.type);
      *message.mutable_title() = text_message(session.title);
      if (session.room.said()) *message.mutable_room() = text_message(session.room);
      message.set_hall(session.hall);
      message.set_apart(!session.counts);
      if (session.next.said()) *message.mutable_next() = text_message(session.next);
      session_messages_.push_back(std::move(message));
      session_venues_.push_back(venue);
    }
    return done();
  }

  Status finish_cohort() {
    payload::Cohort& message = cohort_message_;
    message.set_number(numbers_.cohort);
    message.set_name(package_.name);
    *message.mutable_title() = text_message(package_.title);
    message.set_kind(package_.kind);
    message.set_zone(package_.zone);
    bool counted = false;
    for (const payload::Session& session : session_messages_) {
      if (session.apart()) continue;
      message.set_end(counted ? std::max(message.end(), session.end()) : session.end());
      counted = true;
    }
    if (!counted) return unchecked(fmt::format("no session of {} counts", package_.name));
    for (const std::string& language : package_.languages) message.add_languages(language);
    message.set_forget_days_after_end(package_.forget_days_after_end);
    for (const auto& [part, body] : package_.bodies) {
      (*message.mutable_bodies())[part] = text_message(body.title);
    }
    return done();
  }

  Fact& add(const Scope& scope, Kind kind, const google::protobuf::MessageLite& message) {
    ChannelDraft& draft = out_.drafts.emplace_back();
    draft.scope = scope;
    draft.fact.kind = kind;
    draft.fact.payload = serialized(message);
    return draft.fact;
  }

  void publish_cohort() {
    cohort_changed_ = !cohort_ || !same(cohort_->entry, cohort_message_);
    if (cohort_changed_) add(package_.name, Kind::cohort, cohort_message_);
  }

  void publish_delegations() {
    for (const Package::Delegation& delegation : package_.delegations) {
      payload::Delegation message;
      message.set_number(numbers_.delegations.at(delegation.name));
      message.set_name(delegation.name);
      *message.mutable_title() = text_message(delegation.title);
      *message.mutable_organisation() = text_message(delegation.organisation);
      message.set_zone(delegation.zone);
      if (cohort_) {
        const auto known = cohort_->delegations.find(message.number());
        if (known != cohort_->delegations.end() && same(known->second, message)) continue;
      }
      add(package_.name, Kind::delegation, message);
    }
  }

  void publish_teams() {
    for (const Package::Team& team : package_.teams) {
      payload::Team message;
      message.set_number(numbers_.teams.at(team.name));
      message.set_name(team.name);
      *message.mutable_title() = text_message(team.title);
      if (cohort_) {
        const auto known = cohort_->teams.find(message.number());
        if (known != cohort_->teams.end() && same(known->second, message)) continue;
      }
      add(package_.name, Kind::team, message);
    }
  }

  VenueNumber number_of(size_t venue) const { return VenueNumber{numbers_.venues[venue]}; }

  bool has_session(size_t venue) const {
    return std::find(session_venues_.begin(), session_venues_.end(), venue) !=
           session_venues_.end();
  }

  bool had_session(VenueNumber venue) const {
    return cohort_ &&
           std::any_of(cohort_->sessions.begin(), cohort_->sessions.end(),
                       [&](const auto& session) { return session.second.venue == venue; });
  }

  /// Where the cohort meets, for those who hold its channel but not the venue's. The directory does
  /// not tell which venues a cohort's channel describes; those of its sessions it does, since they
  /// are described first.
  void publish_briefs() {
    for (size_t i = 0; i < package_.venues.size(); ++i) {
      if (!has_session(i)) continue;
      const payload::Venue brief = brief_of(venue_message(package_.venues[i], {}));
      const VenueEntry* known = existing_.venue(package_.venues[i].name);
      if (known && had_session(number_of(i)) && same(brief_of(known->entry), brief)) continue;
      add(package_.name, Kind::venue, brief).venue = Subject(number_of(i));
    }
  }

  Status publish_sessions() {
    for (size_t i = 0; i < session_messages_.size(); ++i) {
      payload::Session& message = session_messages_[i];
      for (const std::string& name : package_.sessions[i].delegations) {
        message.add_delegations(TRY(delegation_number(name)));
      }
      const SessionNumber number{numbers_.sessions[i]};
      const VenueNumber venue = number_of(session_venues_[i]);
      if (cohort_) {
        const auto known = cohort_->sessions.find(number);
        const bool unchanged = known != cohort_->sessions.end() && known->second.venue == venue &&
                               same(known->second.entry, message);
        if (unchanged) continue;
      }
      Fact& fact = add(package_.name, Kind::session, message);
      fact.session = Subject(number);
      fact.venue = Subject(venue);
      ++out_.sessions;
    }
    return done();
  }

  /// Who may take part depends on the service before the start, so that date shifts with the start.
  Result<payload::Person> person_message(size_t index) const {
    const Package::Person& person = package_.people[index];
    payload::Person message;
    if (!person.delegation.empty()) {
      message.set_delegation(TRY(delegation_number(person.delegation)));
    }
    message.set_role(person.role);
    message.set_language(person.language);
    message.set_pair(numbers_.pairs[index]);
    if (!person.team.empty()) {
      const auto team = numbers_.teams.find(person.team);
      if (team == numbers_.teams.end())
        return unchecked(fmt::format("team {} is unknown", person.team));
      message.set_team(team->second);
    }
    if (person.service_since_day) {
      const int64_t day = *person.service_since_day + start_day_ - package_.start_day;
      message.set_service_since(TRY(moment(day, 0, package_.zone)));
    }
    return message;
  }

  Status publish_people() {
    for (size_t i = 0; i < package_.people.size(); ++i) {
      const payload::Person message = TRY(person_message(i));
      const payload::PersonName name = name_message(package_.people[i]);
      const PersonNumber number{numbers_.people[i]};
      if (cohort_) {
        const auto known = cohort_->people.find(number);
        const bool unchanged = known != cohort_->people.end() &&
                               same(known->second.entry, message) && same(known->second.name, name);
        if (unchanged) continue;
      }
      add(package_.name, Kind::person, message).person = Subject(number);
      out_.drafts.back().text = serialized(name);
      ++out_.people;
    }
    return done();
  }

  void add_photo(PersonNumber person, std::optional<Bytes> portrait) {
    ChannelDraft& draft = out_.drafts.emplace_back();
    draft.scope = package_.name;
    draft.fact.kind = Kind::person_photo;
    draft.fact.person = Subject(person);
    draft.text = std::move(portrait);
    ++out_.photos;
  }

  /// After all names, which matter more. What the package no longer has must not be shown any more.
  void publish_photos() {
    std::map<PersonNumber, Hash> before;
    if (cohort_) before = cohort_->photos;
    for (size_t i = 0; i < package_.people.size(); ++i) {
      const auto portrait = package_.portraits.find(package_.people[i].photo);
      if (portrait == package_.portraits.end()) continue;
      const auto known = before.extract(PersonNumber{numbers_.people[i]});
      const bool unchanged =
          known && held_photo_ && held_photo_(known.mapped()) == portrait->second;
      if (!unchanged) add_photo(PersonNumber{numbers_.people[i]}, portrait->second);
    }
    for (const auto& [person, photo] : before) add_photo(person, std::nullopt);
  }

  Fact& add_to_venue(size_t venue, Kind kind, const google::protobuf::MessageLite& message) {
    Fact& fact = add(venue_scope(package_.venues[venue].name), kind, message);
    fact.venue = Subject(number_of(venue));
    return fact;
  }

  /// With the times at which it is to be seen, if it has any.
  template <typename Message>
  Result<Message> timed(Message message, const std::vector<Package::Shown>& shown,
                        const std::string& zone) const {
    for (payload::Shown& each : TRY(shown_messages(shown, start_day_, last_day_of(package_), zone)))
      *message.add_shown() = std::move(each);
    return message;
  }

  Status publish_venue(size_t index) {
    const Package::Venue& venue = package_.venues[index];
    const VenueEntry nothing;
    const VenueEntry* known = existing_.venue(venue.name);
    const VenueEntry& before = known ? *known : nothing;
    const payload::Venue message = venue_message(venue, pictures_);
    if (!same(before.entry, message)) {
      add_to_venue(index, Kind::venue, message);
      ++out_.venues;
    }
    for (const Package::Hall& hall : venue.halls) {
      const payload::Hall said = TRY(timed(hall_message(hall), hall.shown, venue.zone));
      const auto old = before.halls.find(hall.name);
      if (old != before.halls.end() && same(old->second, said)) continue;
      add_to_venue(index, Kind::hall, said);
    }
    for (const Package::Exhibit& exhibit : venue.exhibits) {
      const payload::Exhibit said =
          TRY(timed(exhibit_message(exhibit, pictures_), exhibit.shown, venue.zone));
      const bool unchanged = std::any_of(before.exhibits.begin(), before.exhibits.end(),
                                         [&](const auto& old) { return same(old, said); });
      if (unchanged) continue;
      add_to_venue(index, Kind::exhibit, said);
      ++out_.exhibits;
    }
    publish_media(index, before);
    const bool told = before.cohorts.contains(package_.name);
    if (has_session(index) && (!told || cohort_changed_)) {
      add(venue_scope(venue.name), Kind::cohort, cohort_message_);
    }
    return done();
  }

  /// A picture that the venue showed before was announced then.
  void publish_media(size_t index, const VenueEntry& before) {
    const Package::Venue& venue = package_.venues[index];
    std::set<std::string> announced = {before.entry.picture(), before.entry.plan()};
    for (const payload::Exhibit& exhibit : before.exhibits) announced.insert(exhibit.picture());
    std::vector<std::string> files = {venue.picture, venue.plan};
    for (const Package::Exhibit& exhibit : venue.exhibits) files.push_back(exhibit.picture);
    for (const std::string& file : files) {
      const auto picture = pictures_.find(file);
      if (picture == pictures_.end()) continue;
      const std::string name(as_text(picture->second));
      if (!announced.insert(name).second) continue;
      payload::Media media;
      media.set_hash(name);
      media.set_size(package_.pictures.at(file).size());
      media.set_name(file);
      add_to_venue(index, Kind::media, media);
    }
  }

  const Package& package_;
  const Directory& existing_;
  const HeldPhoto& held_photo_;
  const CohortEntry* cohort_;  // null: a new one
  int64_t start_day_;

  PictureHashes pictures_;
  Numbers numbers_;
  std::vector<payload::Session> session_messages_;
  std::vector<size_t> session_venues_;  // places in the package
  payload::Cohort cohort_message_;
  bool cohort_changed_ = true;
  Publication out_;
};

}  // namespace

Result<Publication> publish(const Package& package, std::optional<int64_t> start_day,
                            const Directory& existing, const TakeNumbers& take,
                            const HeldPhoto& held_photo) {
  return Publisher(package, start_day, existing, held_photo).publish(take);
}

}  // namespace otmetka
