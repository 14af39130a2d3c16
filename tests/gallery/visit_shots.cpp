// What a visitor does once they are known: leaving, the day, the way on, one's own check-ins,
// ideas and consent.
#include "kiosk/app/typed_text.h"
#include "tests/gallery/kiosks.h"

namespace otmetka::gallery {
namespace {

using kiosk::Screen;
using kiosk::Stage;
using kiosk::State;
using kiosk::VenuePage;

class VisitShots : Kiosks {
 public:
  VisitShots(const Sample& sample, std::vector<Shot>& shots) : Kiosks(sample), shots_(shots) {}

  void all() {
    leaving();
    today();
    ideas();
    consent();
    photos();
  }

 private:
  void add(const char* screen, const char* name, const char* what, State state) {
    shots_.push_back({screen, name, what, std::move(state)});
  }
  void leaving();
  void today();
  void attend_all(kiosk::VisitView& visit);
  void ideas();
  void consent();
  void photos();

  std::vector<Shot>& shots_;
};

void VisitShots::leaving() {
  State state = scanned("university", start_of("networking"), sample_.person("participant"));
  state.stage = Stage::asks_to_leave;
  add("leaving", "asked", "after a touch of \"I'm leaving\"", state);
  state.stage = Stage::left;
  state.left_at_s = state.now_s;
  add("leaving", "left", "after \"yes\"", state);
  state.stage = Stage::stays;
  add("leaving", "stays", "after \"no\"", state);
}

void VisitShots::today() {
  const int64_t start = start_of("networking");
  const auto add_today = [&](const char* name, const char* what, State state) {
    state.screen = Screen::venue;
    state.page = VenuePage::today;
    add("today", name, what, std::move(state));
  };
  add_today("before", "in the morning", at("university", start - hour_s));
  add_today("during", "one is over, one is on", at("university", start + 2 * hour_s));
  add_today("transport", "another venue", at("transport", start_of("transport-visit") + minute_s));
  add_today("another-day", "nothing here today", at("lomonosov", start));
  add_today("nothing-ahead", "nothing more here", at("university", start + 60 * day_s));
  State way = at("university", start + 2 * hour_s);
  way.shows_route = true;
  add_today("route", "the way to the next venue", way);
  State own = scanned("university", start_of("university-visit"), sample_.person("participant"));
  own.way = own.verdict->way;
  own.shows_route = true;
  add_today("own-route", "by which bus a visitor goes on", own);
  own = scanned("university", start_of("newtech-visit"), sample_.person("participant"));
  own.way = own.verdict->way;
  own.shows_route = true;
  add_today("amber-route", "where a visitor is expected now", own);
  State mine = at("university", start + 2 * hour_s);
  mine.visitor = kiosk::Leaving{sample_.cohort().entry.name(), Subject(1u), std::nullopt};
  mine.screen = Screen::venue;
  mine.page = VenuePage::mine;
  mine.visit.emplace();
  mine.visit->counted = 9;
  add("mine", "empty", "at no session yet", mine);
  attend_all(*mine.visit);
  mine.visit->ideas = 12;
  mine.visit->consent = true;
  add("mine", "all", "at every session", mine);
  State warned = at("university", start);
  warned.screen = Screen::venue;
  warned.touched_ms = warned.now_ms - kiosk::idle_ms + 12'000;
  add("time-out", "announced", "nobody has touched the screen for a while", warned);
}

void VisitShots::attend_all(kiosk::VisitView& visit) {
  for (const auto& [number, session] : sample_.cohort().sessions) {
    kiosk::VisitView::Row row;
    row.session.title = session.entry.title();
    row.session.venue_title = sample_.directory().venue(session.venue)->entry.title();
    row.came_s = session.entry.start() + 3 * minute_s;
    row.counts = !session.entry.apart();
    visit.rows.push_back(row);
  }
  visit.attended = visit.counted;
}

void VisitShots::ideas() {
  using kiosk::IdeaStep;
  State state = at("university", start_of("networking") + 20 * minute_s);
  state.screen = Screen::venue;
  state.idea.step = IdeaStep::needs_badge;
  add("idea", "needs-badge", "who is not known shows the badge first", state);
  state.screen = Screen::idea;
  state.idea.step = IdeaStep::writing;
  state.idea.exhibit = state.venue->exhibits.front().name();
  add("idea", "empty", "nothing is written yet", state);
  state.idea.text = "Тренажёр для школьников: учить правилам до аварии. Не";
  add("idea", "writing", "in the middle of the second sentence", state);
  State signs = state;
  signs.idea.sign_keys = true;
  add("idea", "signs", "digits and signs", signs);
  signs.idea.sign_keys = false;
  signs.idea.latin_keys = true;
  add("idea", "latin", "letters of the other script", signs);
  State full = state;
  while (kiosk::letters_in(full.idea.text) < kiosk::idea_letters_max - 12)
    full.idea.text += "достопримечательность ";
  full.idea.exhibit.clear();
  add("idea", "nearly-full", "of the venue as a whole, with little left", full);
  full.idea.step = IdeaStep::not_saved;
  add("idea", "not-saved", "the disk said no, the words stay", full);
  full.touched_ms = full.now_ms - kiosk::idle_ms + 12'000;
  add("idea", "time-out", "announced above the words", full);
  state.idea.text.clear();
  state.idea.step = IdeaStep::saved;
  add("idea", "saved", "thanks", state);
}

void VisitShots::consent() {
  using kiosk::ConsentStep;
  const int64_t start = start_of("networking");
  const RosterPerson& person = sample_.longest_name();
  State state = scanned("university", start - 5 * minute_s, person);
  State agreed = state;
  agreed.verdict = kiosk::with_consent(*state.verdict, true);
  agreed.verdict->agreed_now = true;
  add("verdict", "green-agreed", "after a yes to the question", agreed);
  State by_number = state;
  by_number.verdict = kiosk::with_consent(*state.verdict, false);
  add("verdict", "green-by-number", "who declined is shown without a name", by_number);
  state.consent = ConsentStep::asked;
  add("consent", "asked", "after a green", state);
  State warned = state;
  warned.touched_ms = warned.now_ms - kiosk::consent_asked_ms + 12'000;
  add("consent", "time-out", "announced above the question", warned);
  state.consent = ConsentStep::not_saved;
  add("consent", "not-saved", "the disk said no to the answer", state);
  state = scanned("university", start_of("newtech-visit"), person);
  state.consent = ConsentStep::asked;
  add("consent", "asked-amber", "after an amber", state);
  state = by_number;
  state.consent = ConsentStep::declined;
  add("consent", "declined", "after a no", state);
  state = at("university", start + 2 * hour_s);
  state.visitor = kiosk::Leaving{sample_.cohort().entry.name(), Subject(1u), std::nullopt};
  state.screen = Screen::venue;
  state.page = VenuePage::mine;
  state.visit.emplace();
  state.visit->counted = 9;
  state.visit->consent = false;
  add("mine", "declined", "another answer can be given", state);
  state.consent = ConsentStep::asked;
  add("consent", "asked-again", "from one's own check-ins", state);
  state.consent = ConsentStep::declined;
  add("consent", "declined-again", "and declined", state);
}

void VisitShots::photos() {
  using kiosk::About;
  using kiosk::ConsentStep;
  const int64_t start = start_of("networking");
  const RosterPerson& person = sample_.person_with_photo();
  const std::string photo = sample_.photo_of(person.number);
  const auto shown = [&](State state) {
    state.verdict = kiosk::with_consent(*state.verdict, true, {photo, true});
    return state;
  };
  const State green = scanned("university", start - 5 * minute_s, person);
  add("verdict", "photo", "who agreed is shown with the photo", shown(green));
  add("verdict", "photo-longest", "beside the longest name",
      shown(scanned("university", start - 5 * minute_s, sample_.longest_name())));
  add("verdict", "photo-amber", "expected elsewhere",
      shown(scanned("university", start_of("newtech-visit"), person)));
  add("verdict", "photo-alone", "the programme is over",
      shown(scanned("university", start + 60 * day_s, person)));
  add("verdict", "photo-far", "a venue whose way on is long",
      shown(scanned("technograd", start_of("technograd-masterclass") - 60, person)));
  State asked = green;
  asked.verdict = kiosk::with_consent(*green.verdict, true, {photo, std::nullopt});
  asked.consent_about = About::photo;
  asked.consent = ConsentStep::asked;
  add("consent", "photo", "the second question", asked);
  asked.consent = ConsentStep::not_saved;
  add("consent", "photo-not-saved", "the disk said no to the answer", asked);
  State mine = at("university", start + 2 * hour_s);
  mine.visitor = kiosk::Leaving{sample_.cohort().entry.name(), Subject(person.number), {}};
  mine.screen = Screen::venue;
  mine.page = VenuePage::mine;
  mine.visit.emplace();
  mine.visit->counted = 9;
  mine.visit->consent = true;
  mine.visit->has_photo = true;
  add("mine", "photo-unanswered", "two answers, one of them owed", mine);
  mine.visit->photo_answer = false;
  attend_all(*mine.visit);
  add("mine", "photo-declined", "the photo is not shown", mine);
  mine.visit->photo_answer = true;
  add("mine", "photo-given", "it can be taken back", mine);
  mine.consent_about = About::photo;
  mine.consent = ConsentStep::asked;
  add("consent", "photo-again", "from one's own check-ins", mine);
}

}  // namespace

void add_visit_shots(const Sample& sample, std::vector<Shot>& shots) {
  VisitShots(sample, shots).all();
}

}  // namespace otmetka::gallery
