// The staff's screens: boards that the folds of real facts give, and what staff do with them.
#include "kiosk/app/staff.h"
#include "shared/model/payload.pb.h"
#include "tests/gallery/shots.h"

namespace otmetka::gallery {
namespace {

using kiosk::Screen;
using kiosk::StaffPage;
using kiosk::State;

constexpr int64_t minute_s = 60;

// Named by the seq of the fact that made them; the last one's name has not come yet.
constexpr const char* walk_in_names[] = {"Салимов Азат", "Абаева Нургүл",
                                         "Мухамметгарифуллина-Баймуратова Гөлбадиян"};
std::string walk_in_name(const FactId& made_by) {
  if (made_by.seq - 2 < std::size(walk_in_names)) return walk_in_names[made_by.seq - 2];
  return "№ " + kiosk::number_of(Subject(made_by));
}

// One of them, so that it is seen.
bool declined(const Scope&, PersonNumber person) { return person == PersonNumber{2}; }

class StaffShots {
 public:
  StaffShots(const Sample& sample, State kiosk, const SessionEntry& session,
             std::vector<Shot>& shots)
      : sample_(sample), kiosk_(std::move(kiosk)), session_(session), shots_(shots) {
    kiosk_.now_s = session.entry.start() + 20 * minute_s;
    kiosk_.screen = Screen::staff;
    kiosk_.desk.touched_ms = kiosk_.now_ms;
    kiosk_.shift = kiosk::Shift{PersonNumber{9001}, "Алсу Х.", true, true, true};
  }

  void all() {
    sign_in();
    board();
    teams();
    people();
    person();
    inside();
    walk_in();
    walk_ins();
    badges();
    labels();
    machine();
  }

 private:
  void add(const char* screen, const char* name, const char* what, State state) {
    shots_.push_back({screen, name, what, std::move(state)});
  }

  /// At the session, so many minutes after its start.
  PlacedFact mark(Seq seq, Kind kind, PersonNumber person, int64_t minutes) const {
    PlacedFact out;
    out.id = {{1}, sample_.cohort().entry.name(), Epoch{1}, seq};
    out.fact.kind = kind;
    out.fact.person = Subject(person);
    out.fact.session = Subject(session_.number);
    out.fact.venue = Subject(session_.venue);
    out.fact.wall_s = session_.entry.start() + minutes * minute_s;
    return out;
  }
  /// Of whom each sixth has left again, from the second on.
  void leave(PresenceFold& fold) const {
    size_t nth = 0;
    for (const auto& [number, person] : sample_.cohort().people) {
      if (++nth % 6 != 2) continue;
      fold.add(mark(nth + 1000, Kind::check_out, number, 18));
    }
  }
  /// Everybody but each `missing_every`th has come, each fifth of them late.
  PresenceFold came(size_t missing_every) const {
    PresenceFold fold;
    size_t nth = 0;
    for (const auto& [number, person] : sample_.cohort().people) {
      if (missing_every != 0 && ++nth % missing_every == 0) continue;
      fold.add(mark(nth + 1, Kind::check_in, number, nth % 5 == 0 ? 15 : -5));
      ++nth;
    }
    return fold;
  }
  FactId walk_in(Seq nth) const { return {{9}, sample_.cohort().entry.name(), Epoch{9}, nth + 2}; }
  /// So many walk-ins were registered, of whom the last is not at this session.
  void register_walk_ins(PresenceFold& fold, Seq count) const {
    for (Seq nth = 0; nth < count; ++nth) {
      PlacedFact fact{walk_in(nth), {}};
      fact.fact.kind = Kind::walk_in;
      fold.add(fact);
      if (nth + 1 == count && count > 1) continue;
      fact.fact.kind = Kind::check_in;
      fact.fact.person = Subject(fact.id);
      fact.fact.session = Subject(session_.number);
      fact.fact.venue = Subject(session_.venue);
      fact.fact.wall_s = session_.entry.start();
      fact.id.seq += 100;
      fold.add(fact);
    }
  }
  kiosk::BoardView board_of(const PresenceFold& fold, Grouping by) const {
    auto sessions =
        kiosk::sessions_of_day(sample_.directory(), session_.venue, session_.entry.start());
    size_t chosen = 0;
    while (sessions[chosen].session.number != session_.number) ++chosen;
    return kiosk::board_view(std::move(sessions), chosen,
                             fold.board_of(sample_.cohort(), session_.number, by),
                             sample_.directory(), declined, walk_in_name);
  }
  State on(StaffPage page, size_t missing_every = 7, Seq walk_ins = 0,
           Grouping by = Grouping::delegations, bool some_left = false) const {
    State state = kiosk_;
    state.desk.page = page;
    PresenceFold fold = came(missing_every);
    if (some_left) leave(fold);
    register_walk_ins(fold, walk_ins);
    state.desk.board = board_of(fold, by);
    return state;
  }
  State with_printer(State state) const {
    state.printer.configured = true;
    state.printer.sight = {true, true, kiosk::PrinterReason::none};
    return state;
  }

  void sign_in();
  void board();
  void teams();
  void people();
  void person();
  void inside();
  void walk_in();
  void walk_ins();
  void badges();
  void labels();
  void machine();

  const Sample& sample_;
  State kiosk_;
  const SessionEntry& session_;
  std::vector<Shot>& shots_;
};

void StaffShots::sign_in() {
  State state = kiosk_;
  state.shift.reset();
  state.screen = Screen::sign_in;
  add("sign-in", "empty", "a number and a PIN", state);
  state.sign_in.number = "604";
  add("sign-in", "number", "a number is typed", state);
  state.sign_in.number_is_whole = true;
  state.sign_in.pin = "12";
  add("sign-in", "typing", "some digits of the PIN are typed", state);
  state.sign_in.pin = "123456";
  state.sign_in.checking = true;
  add("sign-in", "checking", "for a moment", state);
  state.sign_in.pin.clear();
  state.sign_in.checking = false;
  state.sign_in.refused = true;
  add("sign-in", "refused", "a wrong PIN", state);
  state.guard.open_at_ms = state.now_ms + 31'000;
  add("sign-in", "wait", "after several wrong ones", state);
  state.guard = {};
  state.sign_in = {};
  state.sign_in.badge_of = PersonNumber{9001};
  add("sign-in", "badge", "a staff badge was scanned", state);
}

void StaffShots::board() {
  add("board", "missing", "some are missing", on(StaffPage::board));
  add("board", "nobody-yet", "the doors are closed", on(StaffPage::board, 1));
  add("board", "complete", "everybody is here", on(StaffPage::board, 0));
  State shut = on(StaffPage::board);
  shut.health.out_of_service = true;
  add("board", "out-of-service", "nothing is recorded just now", shut);
  add("board", "left", "some have left again",
      on(StaffPage::board, 7, 0, Grouping::delegations, true));
  State soon = on(StaffPage::board, 2);
  soon.now_s = session_.entry.start() - 4 * minute_s;
  soon.sync = {soon.now_s - 3 * 3600, "offline"};
  add("board", "soon", "it begins in minutes, and the office is not reached", soon);
  State excused = on(StaffPage::board, 0);
  for (kiosk::BoardRowView& row : excused.desk.board.rows) {
    row.people.front().state = Expected::excused;
    row.counts.excused = 1;
    --row.counts.arrived;
  }
  add("board", "excused", "those who are excused are named", excused);
  State none = kiosk_;
  add("board", "no-session", "nothing is on here", none);
  State done = on(StaffPage::board);
  done.desk.report = {kiosk::ActReport::What::checked_in, 13, "", "exchange", {FactId{}}};
  done.desk.report_until_ms = done.now_ms + 5000;
  add("board", "done", "a group was checked in", done);
  State failed = done;
  failed.desk.report = {};
  failed.desk.report.what = kiosk::ActReport::What::not_saved;
  add("board", "not-saved", "the disk said no", failed);
  State rehearsed = on(StaffPage::board);
  rehearsed.rehearsal = true;
  rehearsed.rehearsal_until_ms = UINT64_MAX;
  add("board", "rehearsal", "a rehearsal", rehearsed);
  State visitors = kiosk_;
  visitors.shift.reset();
  visitors.screen = Screen::attract;
  visitors.rehearsal = true;
  visitors.rehearsal_until_ms = UINT64_MAX;
  add("board", "rehearsal-attract", "a rehearsal, as visitors see it", visitors);
}

// The same people, put together by teams.
void StaffShots::teams() {
  Sample sample = sample_;
  sample.form_teams();
  const StaffShots with(sample, kiosk_, sample.session(session_.entry.name()), shots_);
  add("board", "with-teams", "it can be put together by teams", with.on(StaffPage::board));
  State state = with.on(StaffPage::board, 7, 0, Grouping::teams);
  add("board", "teams", "team by team", state);
  state.desk.page = StaffPage::people;
  state.desk.group = state.desk.board.rows.front().group;
  add("people", "team", "one team", state);
  state.desk.group = kiosk::BoardGroup{kiosk::BoardGroup::Of::team, 0};
  add("people", "no-team", "those who have none", state);
}

void StaffShots::people() {
  State state = on(StaffPage::people);
  state.desk.group = state.desk.board.rows.front().group;
  for (auto& person : state.desk.board.rows.front().people) person.noted = person.who < Subject(5u);
  state.desk.left_out.insert(state.desk.board.rows.front().people.front().who);
  add("people", "delegation", "one delegation", state);
  state.desk.group.reset();
  add("people", "everybody", "all of them", state);
  const std::string letter = kiosk::initials_of(state.desk).front();
  state.desk.initial = letter;
  add("people", "initial", "those whose names begin with one letter", state);
  State left = on(StaffPage::people, 7, 0, Grouping::delegations, true);
  left.desk.group = left.desk.board.rows.back().group;
  add("people", "left", "some have left again", left);
  add("people", "complete", "nobody is missing", on(StaffPage::people, 0));
  State alike = on(StaffPage::people);
  alike.desk.group = alike.desk.board.rows.front().group;
  auto& row = alike.desk.board.rows.front().people;
  row[1].name = row[0].name;
  row[0].apart.set_ru("Главный специалист");
  row[1].apart.set_ru("№ 14");
  add("people", "alike", "two of one name", alike);
  left.desk.asks = kiosk::Asks::early;
  add("people", "early", "they are to be checked in before the doors open", left);
}

void StaffShots::person() {
  const auto view = [&](size_t missing_every) {
    State state = on(StaffPage::person, missing_every);
    state.desk.person = kiosk::staff_person_view(
        sample_.cohort(), Subject(sample_.longest_name().number), session_, came(missing_every),
        sample_.directory(), kiosk_.now_s, declined, walk_in_name);
    return state;
  };
  add("person", "missing", "has not come", view(1));
  State here = view(0);
  add("person", "here", "has come", here);
  State left = here;
  left.desk.person->exit = Exit::told;
  left.desk.person->left_s = session_.entry.start() + 18 * minute_s;
  add("person", "left", "has come and left", left);
  State excused = view(1);
  excused.desk.person->state = Expected::excused;
  excused.desk.person->standing = {FactId{}};
  add("person", "excused", "is excused", excused);
  excused.desk.correcting = kiosk::Correcting::taken_back;
  add("person", "reason-one", "why is somebody not excused after all?", excused);
  State declined_one = view(1);
  declined_one.desk.person->name = "№ 14";
  declined_one.desk.person->declined = true;
  add("person", "declined", "who declined is known by number", declined_one);
  State pictured = here;
  const PersonNumber number = sample_.person_with_photo().number;
  pictured.desk.person =
      kiosk::staff_person_view(sample_.cohort(), Subject(number), session_, came(0),
                               sample_.directory(), kiosk_.now_s, declined, walk_in_name);
  pictured.desk.person->photo = sample_.photo_of(number);
  add("person", "photo", "who agreed is shown with the photo", pictured);
  State alone = here;
  for (auto& partner : alone.desk.person->partners) partner.state = Expected::missing;
  add("person", "without-partner", "has come, and the partner has not", alone);
  alone.desk.person->partners.push_back(
      {Subject(3u), "Мухамметгарифуллина-Баймуратова Гөлбадиян", Expected::excused});
  alone.desk.person->team.set_ru("Молодёжный центр в старом кинотеатре");
  alone.desk.person->note = "Нужна рампа: вход со двора, лифт работает до 18:00.";
  add("person", "three", "a three, a team and a note", alone);
  here.desk.person->note =
      "Нужна рампа: вход со двора, лифт работает до 18:00. Встречает Марат, охрана предупреждена.";
  here.desk.person->time_doubted = true;
  add("person", "noted", "the office has left a note", here);
  here.desk.correcting = kiosk::Correcting::absent;
  add("person", "reason", "why is it wrong?", here);
}

void StaffShots::inside() {
  State state = on(StaffPage::inside);
  add("inside", "nobody", "nobody is inside", state);
  const auto stays =
      came(7).who_is_inside(sample_.directory(), session_.venue, session_.entry.start());
  state.desk.inside = kiosk::inside_rows(
      stays, sample_.directory(), [](const FactId&) { return std::string("Гость"); }, declined);
  state.desk.inside.front().visitor = Visitor::guest;
  state.desk.inside.front().name.clear();
  state.desk.found.insert({state.desk.inside.front().cohort, state.desk.inside.front().person});
  add("inside", "roll-call", "one is ticked off", state);
  kiosk::InsideRow& second = state.desk.inside[1];
  second.apart.set_ru("Главный специалист отдела благоустройства");
  state.desk.report = {kiosk::ActReport::What::found, 1, second.name, second.cohort, {}};
  state.desk.report_until_ms = state.now_ms + kiosk::report_read_ms;
  add("inside", "badge", "one was found by the badge; two of one name", state);
}

void StaffShots::walk_in() {
  State state = on(StaffPage::walk_in);
  add("walk-in", "empty", "nothing is typed yet", state);
  state.desk.form.fields = {"Мухамметгарифуллина-Баймуратова", "Гөлбадиян", ""};
  state.desk.form.field = 2;
  add("walk-in", "typed", "a long name", state);
  const auto& row = state.desk.board.rows.front();
  state.desk.alike.people.assign(row.people.begin(), row.people.begin() + 3);
  state.desk.asks = kiosk::Asks::alike;
  add("walk-in", "alike", "three on the list may be meant", state);
  state.desk.alike = {};
  state.desk.alike.many = true;
  add("walk-in", "alike-many", "more than can be named may be meant", state);
}

void StaffShots::walk_ins() {
  add("board", "walk-ins", "three came without a badge", on(StaffPage::board, 7, 3));
  add("board", "walk-ins-many", "more than are named", on(StaffPage::board, 7, 9));
  State people = on(StaffPage::people, 7, 5);
  people.desk.group = kiosk::all_walk_ins;
  add("people", "walk-ins", "all of them, one is not at this session", people);
  const auto person = [&](size_t nth, bool here) {
    State state = with_printer(on(StaffPage::person, 7, 4));
    PresenceFold fold = came(7);
    register_walk_ins(fold, here ? 5 : nth + 1);
    state.desk.person =
        kiosk::staff_person_view(sample_.cohort(), Subject(walk_in(nth)), session_, fold,
                                 sample_.directory(), kiosk_.now_s, declined, walk_in_name);
    state.desk.person->delegation.set_ru("Управление образования города Бугульмы");
    state.desk.person->badge.emplace();
    return state;
  };
  add("person", "walk-in-here", "who is here can get the badge again", person(2, true));
  add("person", "walk-in-not-here", "registered for another session", person(1, false));
  add("person", "walk-in-nameless", "the name has not come yet", person(3, true));
}

void StaffShots::badges() {
  using What = kiosk::ActReport::What;
  State state = with_printer(on(StaffPage::walk_in, 7, 3));
  state.desk.report = {What::walked_in, 1, walk_in_names[2], "exchange", {FactId{}}};
  state.desk.report_until_ms = state.now_ms + 5000;
  State silent = state;
  silent.printer = {};
  add("walk-in", "badge-none", "registered where there is no printer", silent);
  state.desk.report.badge_order = 1;
  add("walk-in", "badge-printing", "registered, and the badge comes out", state);
  state.desk.badges = {{1, {walk_in_names[2], "", "", {}}, 0, kiosk::PrinterReason::too_slow}};
  add("walk-in", "badge-failed-at-once", "registered, and the printer says no", state);
  state.desk.report = {};
  add("walk-in", "badge-failed", "one badge was not printed", state);
  state.desk.badges.push_back(
      {2, {walk_in_names[0], "", "", {}}, 0, kiosk::PrinterReason::unreachable});
  add("walk-in", "badge-failed-two", "two badges were not printed", state);
  State again = with_printer(on(StaffPage::walk_in));
  again.desk.report = {What::badge, 0, walk_in_names[0], "", {}};
  again.desk.report_until_ms = again.now_ms + 5000;
  add("walk-in", "badge-again", "a badge is printed again", again);
}

// What visitors see of it.
void StaffShots::labels() {
  State state = kiosk_;
  state.shift.reset();
  state.screen = Screen::verdict;
  state.verdict_until_ms = state.now_ms + kiosk::verdict_shown_ms;
  state.verdict.emplace();
  state.verdict->verdict = Verdict::green;
  state.verdict->name = "Азат\u00a0С.";
  state.verdict->session = kiosk::session_view(session_, sample_.directory());
  state.verdict->who = kiosk::Who{sample_.cohort().entry.name(), Subject(walk_in(0))};
  state.verdict->leaving =
      kiosk::Leaving{state.verdict->who->cohort, state.verdict->who->person, session_.number};
  add("verdict", "green-walk-in", "the label of a walk-in", state);
  state.verdict = kiosk::with_consent(*state.verdict, false);
  add("verdict", "green-walk-in-declined", "who declined is called by a number", state);
  state.verdict.emplace();
  state.verdict->verdict = Verdict::refused;
  state.verdict->refusal = kiosk::Refusal::withdrawn;
  add("verdict", "refused-withdrawn", "a registration that was taken back", state);
}

void StaffShots::machine() {
  State state = on(StaffPage::kiosk);
  state.desk.kiosk = {87, 87, 214, 214, 18, 18, uint64_t{21} << 30, true, true, "1.0"};
  for (const auto& [number, venue] : sample_.directory().venues()) {
    const bool here = venue.entry.title().ru() == kiosk_.venue->entry.title().ru();
    state.desk.kiosk.venues.push_back({venue.entry.name(), venue.entry.title(), here});
  }
  add("kiosk", "ready", "all is well", state);
  State move = state;
  move.desk.page = StaffPage::venues;
  add("kiosk", "venues", "where it may stand", move);
  for (const auto& venue : state.desk.kiosk.venues) {
    if (!venue.here) move.desk.moves_to = venue;
  }
  add("kiosk", "move", "does it stand at another venue now?", move);
  state.desk.kiosk = {87, 60, 214, 190, 18, 11, 100u << 20, false, true, "1.0"};
  state.health.scanner_missing = true;
  state.sync = {};
  state.printer.configured = true;
  state.printer.sight = {true, false, kiosk::PrinterReason::paper_out};
  add("kiosk", "not-ready", "much is not", state);
  State clock = state;
  clock.desk.sets_clock = true;
  add("kiosk", "clock", "what time is it?", clock);
  State service = clock;
  service.desk.sets_clock = false;
  service.desk.asks = kiosk::Asks::service;
  add("kiosk", "service-asked", "out of service?", service);
  service.desk.asks = kiosk::Asks::rehearsal;
  add("kiosk", "rehearsal-asked", "a rehearsal?", service);
  service.desk.asks = kiosk::Asks::nothing;
  service.health.out_of_service = true;
  add("kiosk", "out-of-service", "it is, until it is turned back", service);
  service.shift.reset();
  service.screen = Screen::attract;
  add("attract", "out-of-service", "what visitors see", service);
  service.unanswered_until_ms = service.now_ms + 1;
  add("attract", "out-of-service-scanned", "a badge was held to the scanner", service);
  State full = state;
  full.health.disk_refuses = true;
  full.desk.kiosk.disk_free_bytes = 0;
  add("kiosk", "disk-full", "the disk takes nothing more", full);
  state.rehearsal = true;
  state.rehearsal_until_ms = UINT64_MAX;
  add("kiosk", "rehearsal", "a rehearsal", state);
}

}  // namespace

void add_staff_shots(const Sample& sample, const State& kiosk, const std::string& session,
                     std::vector<Shot>& shots) {
  StaffShots(sample, kiosk, sample.session(session), shots).all();
}

}  // namespace otmetka::gallery
