// kiosk/app/views.h - what the screens show, as plain values taken out of the directory, so that a
// screen never holds a pointer into something that the daemon's next word replaces. Texts keep all
// languages: changing the language needs no disk.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/model/name_search.h"
#include "shared/model/presence.h"
#include "shared/model/scan.h"

namespace otmetka::kiosk {

struct SessionView {
  SessionNumber number{};
  VenueNumber venue{};
  payload::Text title, room, venue_title;
  payload::Text next;  // how to get to the next one
  std::string type;    // a code word: visit, lecture, …
  int64_t start_s = 0, end_s = 0;
};

/// Another venue of the programme, and how to find it.
struct OnwardView {
  SessionView session;  // there
  payload::Text how;    // to get there from here: from which door, by which bus; may be empty
  payload::Text address;
  double latitude = 0, longitude = 0;  // degrees
  bool on_map() const { return latitude != 0 || longitude != 0; }
};

/// Words of the office for everybody.
struct AnnouncementView {
  payload::Text text;
  bool emergency = false;  // takes the screen
  int64_t from_s = 0, until_s = 0;
};

/// The venue as its visitors may see it: no people.
struct VenueView {
  payload::Venue entry;
  payload::Text programme;
  std::vector<payload::Hall> halls;
  std::vector<payload::Exhibit> exhibits;
  std::vector<SessionView> sessions;            // here, by start
  std::vector<OnwardView> elsewhere;            // of the cohorts that come here, by start
  std::vector<AnnouncementView> announcements;  // for here, the latest first
  std::vector<Language> offered;                // all four, those of the programme first
  // Between these two moments halls and exhibits are those that shown_at() left.
  int64_t holds_from_s = INT64_MIN, holds_until_s = INT64_MAX;
};

enum class Refusal { none, replaced, withdrawn, other_programme };
enum class Elsewhere { none, here_later, other_venue };  // what an amber verdict points to

/// Who is leaving what, for a check-out.
struct Leaving {
  Scope cohort;
  Subject person;
  std::optional<SessionNumber> session;
};

struct Who {
  Scope cohort;
  Subject person;
  bool operator==(const Who&) const = default;
};

/// Of somebody of the roster.
struct RosterPhoto {
  std::string name;            // as photo_name(); empty: there is none
  std::optional<bool> answer;  // to being shown with it; nothing: not answered, which is no
};

struct VerdictView {
  Verdict verdict = Verdict::not_a_badge;
  Refusal refusal = Refusal::none;
  std::optional<Language> language;  // the badge's
  std::string name;           // given name and initial: the person with the badge needs no more
  std::string latin;          // the same as in the passport, for English; may be empty
  std::string role;           // a code word; empty when nobody is believed to be anybody
  bool of_check_out = false;  // what was not saved was leaving
  std::optional<SessionView> session;
  int64_t came_s = 0;  // when they were there first, if that was some time ago; 0: it was not
  Elsewhere elsewhere = Elsewhere::none;
  std::optional<SessionView> then;        // the next step; for amber, where they are expected
  std::optional<OnwardView> way;          // to it, where that is at another venue
  std::optional<Leaving> leaving;         // set where leaving may be offered
  std::optional<Who> who;                 // of whom something was recorded
  std::optional<bool> consent;            // what they answered; nothing: they have not
  bool has_photo = false;                 // in the roster
  std::optional<bool> photo_answer = {};  // as `consent`, to the photo
  bool agreed_now = false;                // to either, on the card that lay on this verdict
  std::string photo = {};                 // to be shown, as photo_name(); empty: none
  std::optional<FactId> fact;             // for the trace
};

/// Somebody whom a typed name may mean, as far as the public side may show them.
struct FoundPerson {
  Scope cohort;
  PersonNumber number{};
  std::string name;          // masked
  payload::Text delegation;  // empty where the name alone tells them apart
  bool staff_must_tell = false;
  std::string latin = {};  // as VerdictView; empty where it would not tell them apart
};

/// What was found for the letters typed so far.
struct SearchView {
  SearchAnswer answer = SearchAnswer::too_short;
  std::vector<FoundPerson> people;
  bool more = false;
};

SearchView search_view(const SearchResult& result, const Directory& directory);
/// What somebody was at, for themself.
struct VisitView {
  struct Row {
    SessionView session;
    int64_t came_s = 0;
    bool counts = true;  // for the certificate
  };
  std::vector<Row> rows;             // by the time they came
  size_t attended = 0, counted = 0;  // sessions of theirs that count for the certificate
  size_t ideas = 0;                  // that they left
  std::optional<bool> consent;       // what they answered; nothing: they have not
  bool has_photo = false;            // in the roster
  std::optional<bool> photo_answer = {};
  /// Whether the answer to the photo is theirs to give, or to take back.
  bool may_answer_photo() const { return has_photo && (consent == true || photo_answer == true); }
};
VisitView visit_view(const Visit& visit, const CohortEntry& cohort, const Subject& person,
                     const Directory& directory);

SessionView session_view(const SessionEntry& session, const Directory& directory);
VenueView venue_view(const Directory& directory, VenueNumber venue);
/// Without the halls and exhibits that are not shown at a moment; the same where none has times.
std::shared_ptr<const VenueView> shown_at(const std::shared_ptr<const VenueView>& whole,
                                          int64_t now_s);
VerdictView verdict_view(const ScanDecision& decision, const std::optional<FactId>& fact,
                         const Directory& directory, VenueNumber venue, int64_t now_s);

/// Whoever declined is shown by number, without a photo. Every verdict goes through here before it
/// is shown.
VerdictView with_consent(VerdictView view, std::optional<bool> answer);
/// The same, with the photo where it may be shown.
VerdictView with_consent(VerdictView view, std::optional<bool> answer, const RosterPhoto& photo);
/// Whose verdict it is, for what they do next.
std::optional<Leaving> visitor_of(const VerdictView& view);

/// By which somebody is called whose name is not shown: of a walk-in four letters, the same on
/// every kiosk.
std::string number_of(const Subject& person);
/// "Given F." with a no-break space; whatever there is when one half is missing.
std::string short_name(const payload::PersonName& name);
/// The same of "Family Given", as the roster has it in Latin letters.
std::string short_latin_name(const std::string& latin);

/// The session that is on or about to start at a moment, and the first one after it.
const SessionView* session_now(const VenueView& venue, int64_t now_s);
const SessionView* session_next(const VenueView& venue, int64_t now_s);
/// What the office says to everybody at a moment: an emergency, or else what began last.
const AnnouncementView* announcement_now(const VenueView& venue, int64_t now_s);
/// Where the day goes on: the first session elsewhere that starts within twelve hours.
const OnwardView* onward_from(const VenueView& venue, int64_t now_s);
/// What a phone's camera opens as a place on a map (RFC 5870).
std::string map_link(const OnwardView& onward);

}  // namespace otmetka::kiosk
