#include "kiosk/app/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "kiosk/app/photo.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {
namespace {

// Twelve hours hold the rest of a day; the way to tomorrow's venue begins at the hotel.
constexpr int64_t onward_within_s = 12 * 3600;

// Nothing for a session here, and for one at a venue that is not known.
std::optional<OnwardView> onward_to(const SessionEntry& session, const Directory& directory,
                                    VenueNumber here) {
  const VenueEntry* venue = directory.venue(session.venue);
  if (session.venue == here || !venue) return std::nullopt;
  OnwardView onward;
  onward.session = session_view(session, directory);
  onward.address = venue->entry.address();
  onward.latitude = venue->entry.latitude();
  onward.longitude = venue->entry.longitude();
  return onward;
}

// What a session says of the way to the one after it, if it is here that one comes from.
payload::Text how_to(const SessionEntry& session, const CohortEntry& cohort, VenueNumber here) {
  const SessionEntry* before = nullptr;
  for (const auto& [number, each] : cohort.sessions) {
    if (each.entry.start() >= session.entry.start()) continue;
    if (!before || each.entry.start() > before->entry.start()) before = &each;
  }
  return before && before->venue == here ? before->entry.next() : payload::Text();
}

// Sessions at other venues of a cohort that has one here.
void add_elsewhere(VenueView& view, const CohortEntry& cohort, const Directory& directory,
                   VenueNumber here) {
  for (const auto& [number, session] : cohort.sessions) {
    auto onward = onward_to(session, directory, here);
    if (!onward) continue;
    onward->how = how_to(session, cohort, here);
    view.elsewhere.push_back(std::move(*onward));
  }
}

// The programme's languages first, in its order; the others after them, since a guest may need
// them.
std::vector<Language> offered_languages(const payload::Cohort* cohort) {
  std::vector<Language> offered;
  const auto offer = [&](Language language) {
    if (std::find(offered.begin(), offered.end(), language) == offered.end()) {
      offered.push_back(language);
    }
  };
  if (cohort) {
    for (const std::string& code : cohort->languages()) offer(language_of(code));
  }
  for (const Language language : languages) offer(language);
  return offered;
}

// A session that is on somewhere else right now: that is where an amber visitor is expected.
const SessionEntry* on_elsewhere(const ScanDecision& decision, const Directory& directory,
                                 VenueNumber here, int64_t now_s) {
  const uint32_t delegation = decision.person ? decision.person->entry.delegation() : 0;
  for (const auto& [number, venue] : directory.venues()) {
    if (number == here) continue;
    if (const SessionEntry* on = session_at(*decision.cohort, number, now_s, delegation)) return on;
  }
  return nullptr;
}

void point_elsewhere(VerdictView& view, const ScanDecision& decision, const Directory& directory,
                     VenueNumber here, int64_t now_s) {
  const SessionEntry* target = on_elsewhere(decision, directory, here, now_s);
  if (!target) target = decision.next;
  if (!target) target = decision.here;
  if (!target) return;
  view.elsewhere = target->venue == here ? Elsewhere::here_later : Elsewhere::other_venue;
  view.then = session_view(*target, directory);
  view.way = onward_to(*target, directory, here);
}

using Times = google::protobuf::RepeatedPtrField<payload::Shown>;

bool shown(const Times& times, int64_t now_s) {
  return times.empty() || std::any_of(times.begin(), times.end(), [&](const auto& each) {
           return now_s >= each.from() && now_s < each.until();
         });
}

void narrow(VenueView& view, const Times& times, int64_t now_s) {
  for (const payload::Shown& each : times) {
    for (const int64_t moment : {each.from(), each.until()}) {
      if (moment <= now_s) view.holds_from_s = std::max(view.holds_from_s, moment);
      if (moment > now_s) view.holds_until_s = std::min(view.holds_until_s, moment);
    }
  }
}

bool was_recorded_as_present(Verdict verdict) {
  return verdict == Verdict::green || verdict == Verdict::already || verdict == Verdict::guest;
}

}  // namespace

SessionView session_view(const SessionEntry& session, const Directory& directory) {
  SessionView view;
  view.number = session.number;
  view.venue = session.venue;
  view.title = session.entry.title();
  view.room = session.entry.room();
  view.next = session.entry.next();
  view.type = session.entry.type();
  view.start_s = session.entry.start();
  view.end_s = session.entry.end();
  if (const VenueEntry* venue = directory.venue(session.venue)) {
    view.venue_title = venue->entry.title();
  }
  return view;
}

namespace {

// "Булат Хай." and "Булат Хак." are both "Bulat Kh.".
void forget_latin_twins(std::vector<FoundPerson>& people) {
  std::map<std::string, size_t> called;
  for (const FoundPerson& person : people) ++called[person.latin];
  for (FoundPerson& person : people) {
    if (called[person.latin] > 1) person.latin.clear();
  }
}

}  // namespace

SearchView search_view(const SearchResult& result, const Directory& directory) {
  SearchView view{result.answer, {}, result.more};
  for (const NameCandidate& candidate : result.candidates) {
    const CohortEntry* cohort = directory.cohort(candidate.person.cohort);
    if (!cohort) continue;
    FoundPerson person;
    person.cohort = cohort->entry.name();
    person.number = candidate.person.number;
    person.name = candidate.name;
    person.staff_must_tell = candidate.staff_must_tell;
    const auto known = cohort->people.find(person.number);
    if (known != cohort->people.end()) person.latin = short_latin_name(known->second.name.latin());
    const auto delegation = cohort->delegations.find(candidate.delegation);
    if (candidate.show_delegation && delegation != cohort->delegations.end())
      person.delegation = delegation->second.title();
    view.people.push_back(std::move(person));
  }
  forget_latin_twins(view.people);
  return view;
}

VisitView visit_view(const Visit& visit, const CohortEntry& cohort, const Subject& person,
                     const Directory& directory) {
  VisitView view;
  const auto known = cohort.people.find(PersonNumber{person.number() ? *person.number() : 0});
  const uint32_t delegation = known == cohort.people.end() ? 0 : known->second.entry.delegation();
  const auto counts = [&](const SessionEntry& session) {
    return !session.entry.apart() && is_for(session, delegation);
  };
  for (const auto& [number, session] : cohort.sessions) view.counted += counts(session);
  for (const Visited& visited : visit.sessions) {
    const uint32_t* number = visited.presence.session.number();
    if (!visited.presence.present || !number) continue;
    const auto session = cohort.sessions.find(SessionNumber{*number});
    if (session == cohort.sessions.end()) continue;
    const bool counted = counts(session->second);
    view.rows.push_back({session_view(session->second, directory), visited.first_s, counted});
    view.attended += counted;
  }
  return view;
}

VenueView venue_view(const Directory& directory, VenueNumber venue) {
  VenueView view;
  const VenueEntry* entry = directory.venue(venue);
  if (!entry) return view;
  view.entry = entry->entry;
  for (const auto& [name, hall] : entry->halls) view.halls.push_back(hall);
  std::stable_sort(view.halls.begin(), view.halls.end(),
                   [](const auto& a, const auto& b) { return a.floor() < b.floor(); });
  view.exhibits = entry->exhibits;
  const payload::Cohort* programme = nullptr;
  for (const auto& [scope, cohort] : directory.cohorts()) {
    for (const auto& [number, session] : cohort.sessions) {
      if (session.venue != venue) continue;
      view.sessions.push_back(session_view(session, directory));
      if (!programme) programme = &cohort.entry;
    }
    const bool comes_here = std::any_of(cohort.sessions.begin(), cohort.sessions.end(),
                                        [&](const auto& s) { return s.second.venue == venue; });
    if (comes_here) add_elsewhere(view, cohort, directory, venue);
  }
  std::stable_sort(view.elsewhere.begin(), view.elsewhere.end(), [](const auto& a, const auto& b) {
    return a.session.start_s < b.session.start_s;
  });
  std::stable_sort(view.sessions.begin(), view.sessions.end(),
                   [](const auto& a, const auto& b) { return a.start_s < b.start_s; });
  for (const auto& [number, known] : directory.announcements()) {
    const bool for_here = known.entry.venue().empty() || known.entry.venue() == entry->entry.name();
    // Words that have not come yet say nothing.
    if (!for_here || (known.text.ru().empty() && known.text.en().empty())) continue;
    view.announcements.push_back(
        {known.text, known.entry.emergency(), known.entry.from(), known.entry.until()});
  }
  std::stable_sort(view.announcements.begin(), view.announcements.end(),
                   [](const auto& a, const auto& b) { return a.from_s > b.from_s; });
  if (programme) view.programme = programme->title();
  view.offered = offered_languages(programme);
  return view;
}

std::shared_ptr<const VenueView> shown_at(const std::shared_ptr<const VenueView>& whole,
                                          int64_t now_s) {
  const auto timed = [](const auto& thing) { return !thing.shown().empty(); };
  if (std::none_of(whole->halls.begin(), whole->halls.end(), timed) &&
      std::none_of(whole->exhibits.begin(), whole->exhibits.end(), timed))
    return whole;
  auto view = std::make_shared<VenueView>(*whole);
  std::set<std::string> closed;
  for (const payload::Hall& hall : whole->halls) {
    narrow(*view, hall.shown(), now_s);
    if (!shown(hall.shown(), now_s)) closed.insert(hall.name());
  }
  for (const payload::Exhibit& exhibit : whole->exhibits) narrow(*view, exhibit.shown(), now_s);
  std::erase_if(view->halls, [&](const auto& hall) { return closed.contains(hall.name()); });
  std::erase_if(view->exhibits, [&](const auto& exhibit) {
    return closed.contains(exhibit.hall()) || !shown(exhibit.shown(), now_s);
  });
  return view;
}

VerdictView verdict_view(const ScanDecision& decision, const std::optional<FactId>& fact,
                         const Directory& directory, VenueNumber venue, int64_t now_s) {
  VerdictView view;
  view.verdict = decision.verdict;
  view.fact = fact;
  // What nobody signed is believed in nothing, its language included.
  if (decision.verdict == Verdict::not_a_badge) return view;
  if (decision.badge) view.language = decision.badge->language;
  if (decision.walk_in) view.language = decision.walk_in->language;
  if (decision.verdict == Verdict::refused) {
    const Refusal here = decision.walk_in ? Refusal::withdrawn : Refusal::replaced;
    view.refusal = decision.cohort ? here : Refusal::other_programme;
    return view;
  }
  if (decision.person) {
    view.name = short_name(decision.person->name);
    view.latin = short_latin_name(decision.person->name.latin());
  }
  if (decision.badge && decision.badge->role < std::size(roles)) {
    view.role = roles[decision.badge->role];
  } else if (!decision.badge && decision.person) {
    view.role = decision.person->entry.role();
  }
  // Who is called a guest is not called a participant beside it.
  if (decision.verdict == Verdict::guest) view.role.clear();
  if (decision.session) view.session = session_view(*decision.session, directory);
  if (decision.verdict == Verdict::amber) {
    point_elsewhere(view, decision, directory, venue, now_s);
  } else if (decision.next) {
    view.then = session_view(*decision.next, directory);
    view.way = onward_to(*decision.next, directory, venue);
    if (view.way && view.session) view.way->how = view.session->next;
  }
  if (decision.cohort && !decision.who.none())
    view.who = Who{decision.cohort->entry.name(), decision.who};
  if (view.who && was_recorded_as_present(decision.verdict)) {
    view.leaving = Leaving{view.who->cohort, view.who->person, std::nullopt};
    if (decision.session) view.leaving->session = decision.session->number;
  }
  return view;
}

VerdictView with_consent(VerdictView view, std::optional<bool> answer) {
  view.consent = answer;
  if (answer == false) {
    view.name.clear();
    view.latin.clear();
    view.photo.clear();
  }
  return view;
}

VerdictView with_consent(VerdictView view, std::optional<bool> answer, const RosterPhoto& photo) {
  view.has_photo = !photo.name.empty();
  view.photo_answer = photo.answer;
  view.photo = photo_to_show(photo, answer);
  return with_consent(std::move(view), answer);
}

std::optional<Leaving> visitor_of(const VerdictView& view) {
  if (view.leaving || !view.who) return view.leaving;
  return Leaving{view.who->cohort, view.who->person, std::nullopt};
}

std::string number_of(const Subject& person) {
  const FactId* made_by = person.reference();
  if (!made_by) return std::to_string(person.number() ? *person.number() : 0);
  ByteWriter key;
  key.raw(made_by->device).u64(static_cast<uint64_t>(made_by->epoch)).u64(made_by->seq);
  // No letter that is read for another one.
  constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string out = "W";
  const Hash digest = hash({key.bytes()});
  for (size_t i = 0; i < 4; ++i) out += letters[digest[i] % letters.size()];
  return out;
}

namespace {

std::string given_and_initial(const std::string& given, const std::string& family) {
  if (given.empty()) return family;
  if (family.empty()) return given;
  // The first character of the family name, whatever its length in UTF-8.
  size_t end = 1;
  while (end < family.size() && (static_cast<uint8_t>(family[end]) & 0xc0) == 0x80) ++end;
  // No line ends between the two.
  return given + "\u00a0" + family.substr(0, end) + ".";
}

}  // namespace

std::string short_name(const payload::PersonName& name) {
  return given_and_initial(name.given(), name.family());
}

std::string short_latin_name(const std::string& latin) {
  const size_t space = latin.find(' ');
  if (space == std::string::npos) return latin;
  return given_and_initial(latin.substr(space + 1), latin.substr(0, space));
}

const SessionView* session_now(const VenueView& venue, int64_t now_s) {
  const SessionView* best = nullptr;
  for (const SessionView& session : venue.sessions) {
    if (now_s >= session.start_s - session_early_s && now_s < session.end_s) {
      // One that runs is before one that is about to start.
      const bool running = session.start_s <= now_s;
      if (!best || running) best = &session;
    }
  }
  return best;
}

const SessionView* session_next(const VenueView& venue, int64_t now_s) {
  const SessionView* now = session_now(venue, now_s);
  for (const SessionView& session : venue.sessions) {
    if (session.start_s > now_s && &session != now) return &session;
  }
  return nullptr;
}

const AnnouncementView* announcement_now(const VenueView& venue, int64_t now_s) {
  const AnnouncementView* now = nullptr;
  for (const AnnouncementView& each : venue.announcements) {
    if (now_s < each.from_s || now_s >= each.until_s) continue;
    if (each.emergency) return &each;
    if (!now) now = &each;
  }
  return now;
}

const OnwardView* onward_from(const VenueView& venue, int64_t now_s) {
  for (const OnwardView& onward : venue.elsewhere) {
    const int64_t start = onward.session.start_s;
    if (start > now_s && start - now_s <= onward_within_s) return &onward;
  }
  return nullptr;
}

std::string map_link(const OnwardView& onward) {
  return fmt::format("geo:{:.5f},{:.5f}", onward.latitude, onward.longitude);
}

}  // namespace otmetka::kiosk
