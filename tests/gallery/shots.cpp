#include <fmt/format.h>

#include "tests/gallery/kiosks.h"

namespace otmetka::gallery {
namespace {

using kiosk::EnrolStep;
using kiosk::Screen;
using kiosk::State;
using kiosk::VenuePage;

constexpr PersonNumber nobody_of_the_list{90'000};

class Shots : Kiosks {
 public:
  explicit Shots(const Sample& sample) : Kiosks(sample) {}

  std::vector<Shot> all() {
    enrol();
    attract();
    identify();
    greens();
    ambers();
    others();
    for (const auto& [number, venue] : sample_.directory().venues()) pages(venue);
    outside_times();
    add_visit_shots(sample_, shots_);
    add_staff_shots(sample_, at("university", start_of("networking")), "networking", shots_);
    add_looks(shots_);
    add_rings(shots_);
    return std::move(shots_);
  }

 private:
  void add(const char* screen, const std::string& name, const std::string& what, State state) {
    std::string file = name;
    std::replace(file.begin(), file.end(), ' ', '-');
    shots_.push_back({screen, std::move(file), what, std::move(state)});
  }

  void enrol();
  void attract();
  void identify();
  State searched(const std::string& typed) const;
  void greens();
  void ambers();
  void others();
  void pages(const VenueEntry& venue);
  void outside_times();

  std::vector<Shot> shots_;
};

void Shots::enrol() {
  State state;
  state.now_ms = 1'000'000;
  add("enrol", "waiting", "a new box", state);
  State note = state;
  note.enrol.note_until_ms = note.now_ms + 1;
  add("enrol", "not-a-code", "something else was scanned", note);
  state.enrol.step = EnrolStep::working;
  add("enrol", "working", "a code was scanned", state);
  State connected = state;
  connected.enrol.connected = true;
  add("enrol", "waiting-for-roster", "connected, lists are on their way", connected);
  state.enrol.step = EnrolStep::failed;
  state.enrol.reason =
      "the central office at https://office.example:8443 was not reached: could not resolve the "
      "host's name; check the network cable and the address";
  state.enrol.failure = Failure::offline;
  add("enrol", "failed", "the office was not reached", state);
  state.enrol.reason = "central did not enrol this box: the code was used before";
  state.enrol.failure = Failure::refused;
  add("enrol", "refused", "the code is no good any more", state);
}

void Shots::attract() {
  const int64_t start = start_of("networking");
  add("attract", "next", "a session later today", at("university", start - 2 * hour_s));
  add("attract", "now-and-next", "a session now, another today",
      at("university", start + 5 * minute_s));
  add("attract", "soon", "it begins in minutes", at("university", start - 5 * minute_s));
  add("attract", "now", "the last session of the day",
      at("newtech", start_of("newtech-visit") + minute_s));
  add("attract", "now-longest", "the venue with the longest names",
      at("technograd", start_of("technograd-masterclass") + minute_s));
  add("attract", "another-day", "nothing here today", at("lomonosov", start));
  add("attract", "nothing-ahead", "nothing more here", at("university", start + 60 * day_s));
  const auto told = [&](const char* venue, const char* session, bool emergency) {
    State state = at(venue, start_of(session) + minute_s);
    auto view = *state.venue;
    kiosk::AnnouncementView words{{}, emergency, state.now_s - 1, state.now_s + hour_s};
    words.text.set_ru(
        "Автобус до следующей площадки отправится от входа № 2 на двадцать минут позже; ждите, "
        "пожалуйста, в холле первого этажа. Вопросы: у сотрудника площадки");
    words.text.set_tt("Автобус киләсе мәйданчыкка 20 минутка соңрак китә");
    words.text.set_ky("Автобус кийинки аянтчага 20 мүнөткө кечирээк жөнөйт");
    words.text.set_en("The bus to the next venue leaves twenty minutes later from entrance 2");
    if (emergency) {
      words.text.set_ru("Покиньте здание. Идите за сотрудником.");
      words.text.set_tt("Бинадан чыгыгыз. Хезмәткәр артыннан барыгыз.");
      words.text.set_ky("Имараттан чыгыңыз. Кызматкердин артынан барыңыз.");
      words.text.set_en("Leave the building. Follow the staff.");
    }
    view.announcements = {words};
    state.venue = std::make_shared<const kiosk::VenueView>(std::move(view));
    return state;
  };
  add("attract", "announcement", "the office says something",
      told("university", "networking", false));
  add("attract", "announcement-long", "beside the longest names",
      told("technograd", "technograd-masterclass", false));
  add("attract", "emergency", "the office takes the screen",
      told("university", "networking", true));
  State offline = at("molodezh", start_of("public-speaking") - 5 * minute_s);
  offline.sync = {offline.now_s - 3 * day_s, "offline"};
  offline.health.scanner_missing = true;
  add("attract", "offline", "no network, no scanner", offline);
}

State Shots::searched(const std::string& typed) const {
  State state = at("university", start_of("networking") + 5 * minute_s);
  state.screen = Screen::identify;
  state.identify.typed = typed;
  state.identify.found =
      kiosk::search_view(search_of(sample_.directory()).find(typed), sample_.directory());
  return state;
}

void Shots::identify() {
  add("identify", "empty", "nothing is typed yet", searched(""));
  add("identify", "too-short", "two letters", searched("КА"));
  add("identify", "none", "nobody is called that", searched("ЪЪЪЪ"));
  const std::string family = sample_.longest_name().name.family();
  const State found = searched(family.substr(0, 8));
  add("identify", "found", "four letters of a name", found);
  State three = found;
  three.identify.found.answer = SearchAnswer::found;
  three.identify.found.more = true;
  auto& people = three.identify.found.people;
  if (people.empty()) people.emplace_back();
  people.resize(3, people.front());
  for (kiosk::FoundPerson& person : people)
    person.delegation = sample_.cohort().delegations.begin()->second.title();
  add("identify", "three", "the most people that are shown", three);
  State many = searched("");
  many.identify.typed = "АБД";
  many.identify.found.answer = SearchAnswer::many;
  add("identify", "many", "more people than may be shown", many);
  State long_name = searched("");
  long_name.identify.typed = "МУХАММЕТГАРИФУЛЛИНА-БАЙМУРАТОВА ГӨЛБАДИЯН";
  long_name.identify.found.answer = SearchAnswer::none;
  add("identify", "long", "more letters than the field has room for", long_name);
  State latin = found;
  latin.identify.latin_keys = true;
  add("identify", "latin", "the other keys", latin);
  three.identify.chosen = 1;
  add("identify", "asked", "is this you?", three);
  three.identify.found.people[1].staff_must_tell = true;
  add("identify", "staff-must-tell", "two people with one name", three);
  three.touched_ms = three.now_ms - kiosk::idle_ms + 12'000;
  add("identify", "time-out", "announced above the question", three);
}

void Shots::greens() {
  const int64_t start = start_of("networking");
  const RosterPerson& person = sample_.longest_name();
  add("verdict", "green", "before the session begins", scanned("university", start - 300, person));
  add("verdict", "green-late", "the session has begun", scanned("university", start + 600, person));
  add("verdict", "green-far", "a venue outside the city, the way on is long",
      scanned("technograd", start_of("technograd-masterclass") - 60,
              sample_.person("participant", 3)));
  const SessionEntry* last = nullptr;
  for (const auto& [number, session] : sample_.cohort().sessions) {
    if (!last || session.entry.start() > last->entry.start()) last = &session;
  }
  for (const auto& [number, venue] : sample_.directory().venues()) {
    if (number != last->venue) continue;
    add("verdict", "green-last", "the last session of the programme",
        scanned(venue.entry.name(), last->entry.start() - 60, person));
  }
  State rehearsed = scanned("university", start - 300, person);
  rehearsed.rehearsal = true;
  add("verdict", "green-rehearsed", "in a rehearsal", rehearsed);
  for (const char* role : {"host", "speaker", "moderator"}) {
    for (const auto& [number, someone] : sample_.cohort().people) {
      if (someone.entry.role() != role) continue;
      add("verdict", fmt::format("green-{}", role), "not a participant",
          scanned("university", start, someone));
      break;
    }
  }
  State nameless = scanned("university", start, person);
  nameless.verdict->name.clear();
  add("verdict", "green-nameless", "the name has not come yet", nameless);
  State back = scanned("university", start, person);
  back.verdict->came_s = start + 2100;
  add("verdict", "back", "was here half an hour before", back);
  add("verdict", "already", "a second scan within the minute",
      scanned(sample_, "university", start - 300, sample_.badge(person.number, "participant"),
              true));
}

void Shots::ambers() {
  const RosterPerson& person = sample_.person("participant");
  const int64_t start = start_of("networking");
  add("verdict", "amber-other-venue", "the session is on elsewhere",
      scanned("university", start_of("newtech-visit"), person));
  add("verdict", "amber-later", "too early today",
      scanned("university", start - 2 * hour_s, person));
  add("verdict", "amber-tomorrow", "the next session is tomorrow, elsewhere",
      scanned("university", start + 11 * hour_s, person));
  add("verdict", "amber-another-day", "the next session is in days",
      scanned("transport", start - 3 * day_s, person));
  add("verdict", "amber-none-ahead", "the programme is over",
      scanned("university", start + 60 * day_s, person));
}

void Shots::others() {
  const int64_t now = start_of("networking");
  add("verdict", "guest", "a good badge that is not on the list yet",
      scanned(sample_, "university", now, sample_.badge(nobody_of_the_list, "participant")));
  add("verdict", "refused-other-programme", "a badge of another programme",
      scanned(sample_, "university", now, sample_.badge_of_other_programme()));
  Sample revoking = sample_;
  const RosterPerson& person = sample_.person("participant");
  revoking.revoke(person.number);
  add("verdict", "refused-replaced", "the badge was replaced by a newer one",
      scanned(revoking, "university", now, sample_.badge(person.number, "participant")));
  add("verdict", "not-a-badge", "some other code",
      scanned(sample_, "university", now, "HTTPS://EXAMPLE.ORG/T/1"));
  State failed = scanned(sample_, "university", now, "");
  failed.verdict = kiosk::VerdictView{};
  failed.verdict->verdict = Verdict::not_saved;
  add("verdict", "not-saved", "the disk said no", failed);
  failed.verdict->of_check_out = true;
  add("verdict", "not-saved-leaving", "the disk said no to a check-out", failed);
}

void Shots::pages(const VenueEntry& venue) {
  const std::string& name = venue.entry.name();
  State state = at(name, first_session_at(venue) + minute_s);
  state.screen = Screen::venue;
  add("overview", name, "the venue", state);
  state.page = VenuePage::halls;
  for (size_t i = 0; i < state.venue->halls.size(); ++i) {
    state.hall = i;
    add("halls", name + "-" + state.venue->halls[i].name(), "a hall is chosen", state);
  }
  if (state.venue->halls.empty()) add("halls", name, "a venue without halls", state);
  state.page = VenuePage::exhibits;
  for (size_t i = 0; i < state.venue->exhibits.size(); ++i) {
    state.exhibit = i;
    add("exhibits", name + "-" + state.venue->exhibits[i].name(), "an exhibit", state);
  }
  if (state.venue->exhibits.empty()) add("exhibits", name, "a venue without exhibits", state);
}

// What has its times is not there outside them.
void Shots::outside_times() {
  State state = at("transport", start_of("networking"));
  state.screen = Screen::venue;
  state.page = VenuePage::exhibits;
  add("exhibits", "transport-before", "one exhibit is not shown yet", state);
  state.page = VenuePage::halls;
  add("halls", "transport-before", "nor in its hall", state);
  auto over = std::make_shared<kiosk::VenueView>(*state.whole_venue);
  for (auto& exhibit : over->exhibits) exhibit.add_shown()->set_until(state.now_s);
  state.whole_venue = std::move(over);
  state.venue = kiosk::shown_at(state.whole_venue, state.now_s);
  state.page = VenuePage::exhibits;
  add("exhibits", "transport-over", "all of them are over", state);
}

}  // namespace

std::vector<Shot> all_shots(const Sample& sample) { return Shots(sample).all(); }

}  // namespace otmetka::gallery
