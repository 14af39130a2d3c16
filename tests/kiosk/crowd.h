// tests/kiosk/crowd.h - a crowd that does anything to a kiosk: touches on buttons that are not
// there, scans, time that jumps, a disk that refuses, a roster that changes; and what must hold.
#pragma once
#include <catch2/catch_all.hpp>
#include <map>
#include <set>

#include "kiosk/app/typed_text.h"
#include "kiosk/app/way_back.h"
#include "tests/kiosk/crowded_venue.h"
#include "tests/kiosk/kiosk.h"
#include "tests/seeded.h"

namespace otmetka::kiosk {

class Crowd {
 public:
  explicit Crowd(uint64_t seed) : random_(seed) { happens(world()); }

  void step() {
    pass_time();
    happens(anything());
    if (one_in(10)) print();
    check();
  }
  /// From wherever this is: a badge is taken, and nobody's data outlives the time-out.
  void check_way_out() {
    const Effects effects = happens(CodeScanned{"K1:BADGE", true}, false);
    if (state_.enrolled) {
      REQUIRE(effects.size() >= 1);
      REQUIRE(std::holds_alternative<RecordScan>(effects[0]));
    }
    // A verdict ends first; then the staff's screen, if that is what lay beneath.
    ms_ += verdict_told_ms;
    happens(Tick{});
    ms_ += staff_idle_ms;
    happens(Tick{});
    REQUIRE_FALSE(state_.shift);
    REQUIRE(state_.screen == (state_.enrolled ? Screen::attract : Screen::enrol));
    REQUIRE(state_.language == state_.home_language);
    REQUIRE(state_.identify.typed.empty());
    REQUIRE(state_.identify.found.people.empty());
    REQUIRE_FALSE(state_.verdict);
    REQUIRE(state_.idea.text.empty());
    REQUIRE(state_.idea.step == IdeaStep::none);
    REQUIRE(state_.consent == ConsentStep::none);
  }
  size_t recorded() const { return facts_.size(); }
  size_t refused() const { return refused_; }
  size_t prints() const { return prints_; }
  size_t ideas() const { return ideas_; }
  size_t badges() const { return badges_; }
  size_t walk_ins() const { return walk_ins_; }
  size_t answered() const { return answers_.size(); }
  size_t photos() const { return photos_; }
  const std::set<Screen>& seen() const { return seen_; }
  size_t pins() const { return pins_; }
  size_t by_teams() const { return by_teams_; }
  size_t hidden() const { return hidden_; }
  size_t acts() const { return acts_; }
  bool spoke() const { return spoke_; }

 private:
  uint64_t below(uint64_t n) { return random_.below(n); }
  bool one_in(uint64_t n) { return below(n) == 0; }
  /// Nine of the roster, three who came without a badge.
  Subject somebody() {
    const auto nth = static_cast<uint32_t>(below(12));
    if (nth < 9) return Subject(1 + nth);
    FactId made_by = walk_in_fact;
    made_by.seq += nth;
    return Subject(made_by);
  }

  void pass_time() {
    if (one_in(50)) ms_ += below(120'000);
    if (one_in(2)) ms_ += below(900);
    wall_s_ = one_in(1000) ? static_cast<int64_t>(below(1ULL << 40)) - (1LL << 39) : wall_s_ + 1;
    if (one_in(5000))
      ms_ -= std::min<uint64_t>(ms_, below(5000));  // must not be, and must not hurt
  }

  WorldRead world() {
    WorldRead read;
    read.enrolled = !one_in(100);
    if (!read.enrolled) return read;
    const auto venue = std::make_shared<VenueView>(crowded_venue(random_, wall_s_));
    if (one_in(9)) venue->offered.clear();
    read.venue = venue;
    return read;
  }

  // To write somebody down, or to open somebody's page and put it right.
  std::optional<Press> staffs_purpose() {
    using enum Press::What;
    const WalkInForm& form = state_.desk.form;
    if (one_in(4)) return std::nullopt;
    switch (state_.desk.page) {
      case StaffPage::board:
        if (one_in(2)) return Press{board_row, static_cast<int>(below(3))};
        if (one_in(2)) return Press{grouping, static_cast<int>(below(3))};
        return Press{staff_page, static_cast<int>(StaffPage::walk_in)};
      case StaffPage::people:
        return Press{person, value()};
      case StaffPage::person:
        if (one_in(3)) return Press{print_badge};
        return Press{one_in(2) ? check_in_one : one_in(2) ? take_back : reason};
      case StaffPage::walk_in:
        if (form.fields[form.field].empty()) return Press{letter, value()};
        return one_in(2) ? Press{form_field, static_cast<int>(below(2))} : Press{register_walk_in};
      default:
        return std::nullopt;
    }
  }
  // What leads from a page to a sentence that is kept is too long a way for blind chance.
  std::optional<Press> purpose() {
    if (one_in(2)) return std::nullopt;
    if (asks_consent(state_)) return Press{one_in(3) ? Press::What::decline : Press::What::agree};
    if (state_.screen == Screen::venue && state_.visitor) return Press{Press::What::idea, value()};
    if (state_.screen == Screen::staff) return staffs_purpose();
    if (state_.screen != Screen::idea) return std::nullopt;
    return Press{one_in(4) ? Press::What::idea_save : Press::What::letter, value()};
  }

  Happening anything() {
    // A whole PIN is typed by nobody who presses anything.
    if (state_.screen == Screen::sign_in && !one_in(30))
      return Pressed{
          {one_in(10) ? Press::What::sign_in : Press::What::digit, static_cast<int>(below(10))}};
    if (const auto press = purpose()) return Pressed{*press};
    switch (below(18)) {
      case 0:
        return Tick{};
      case 1:
        return Touched{};
      case 2:
        return CodeScanned{one_in(2)   ? "K1:BADGE"
                           : one_in(2) ? enrol_code
                                       : "\xff\x00garbage",
                           true};
      case 3:
        return one_in(2) ? CodeScanned{"K1:HALF", false} : CodeScanned{"P1:00000000", true};
      case 4:
        return one_in(40) ? Happening(world()) : Happening(Tick{});
      case 5:
        if (one_in(500)) return NotEnrolled{};
        if (one_in(3)) return ServiceRead{one_in(9)};
        return one_in(2) ? Happening(ScannerSeen{one_in(2)}) : Happening(SoundSeen{!one_in(5)});
      case 7:
        return one_in(3) ? Happening(Pressed{press_of_back(state_)}) : Happening(Keyed{});
      case 17:
        return Scrolled{static_cast<Scrolled::How>(below(3)),
                        static_cast<float>(value()) / static_cast<float>(below(3)),
                        static_cast<float>(value())};
      case 16:
        return StaffBadgeShown{PersonNumber{static_cast<uint32_t>(9000 + below(3))}};
      case 6:
        return one_in(2) ? Happening(NamesFound{"Ш", two_found()}) : of_the_printer();
      default:
        return Pressed{{static_cast<Press::What>(below(press_kinds)), value()}};
    }
  }
  // As whoever has a button would; answered at some time, in any order, or never.
  void print() {
    const uint64_t before = state_.printer.jobs;
    const bool may = state_.printer.takes_orders();
    const bool sent = one_in(2) ? print_sheet(state_).has_value()
                                : print_badge(state_, {"Ли", "", ""}).has_value();
    REQUIRE(sent == may);
    REQUIRE(state_.printer.jobs == before + (sent ? 1 : 0));
    prints_ += sent;
  }
  Happening of_the_printer() {
    const auto reason = static_cast<PrinterReason>(below(printer_reasons));
    const uint64_t job = 1 + below(state_.printer.jobs + 1);
    if (one_in(3)) return PrinterSeen{{one_in(2), one_in(2), reason}};
    if (one_in(2)) return Printed{job};
    return NotPrinted{job, reason};
  }
  int value() {
    if (one_in(20)) return static_cast<int>(below(1ULL << 32) - (1ULL << 31));
    return one_in(2) ? static_cast<int>(below(5)) : 0x430 + static_cast<int>(below(32));
  }

  Effects happens(Happening what, bool answered = true) {
    const auto* press = std::get_if<Pressed>(&what);
    pressed_ = press ? press->press.what : Press::What::none;
    const Effects effects = update(state_, {ms_, wall_s_, std::move(what)});
    for (const Effect& effect : effects) {
      if (answered) std::visit([this](const auto& wanted) { answer(wanted); }, effect);
    }
    return effects;
  }

  void answer(const RecordScan& wanted) {
    REQUIRE(wanted.staff_only == state_.health.out_of_service);
    if (wanted.staff_only) return;
    const auto& inside = state_.desk.inside;
    if (!wanted.roll_call || inside.empty() || one_in(3)) return record();
    const InsideRow& row = inside[below(inside.size())];
    happens(FoundByBadge{{row.cohort, row.person}});
  }
  void answer(const KeepService& wanted) {
    REQUIRE(state_.shift);
    REQUIRE(wanted.out == state_.health.out_of_service);
    ++turned_;
  }
  void answer(const RecordFound&) { record(); }
  void record() {
    if (one_in(20)) {
      ++refused_;
      happens(NotSaved{Language::en});
      return;
    }
    const auto verdict = static_cast<Verdict>(below(6));
    VerdictView view = view_of(verdict, one_in(2) ? std::optional(Language::ky) : std::nullopt);
    if (verdict == Verdict::green || verdict == Verdict::amber) {
      view.who = Who{"exchange", somebody()};
      if (view.leaving) view.leaving->person = view.who->person;
      const Subject person = view.who->person;
      if (!state_.shift && one_in(9)) photo_answers_.erase(person);  // it was corrected
      view = with_consent(std::move(view), data_answer(person), photo_of(person));
    }
    const bool writes = verdict != Verdict::not_a_badge && verdict != Verdict::already;
    if (writes) facts_.insert(facts_.size() + 1);
    if (writes || (verdict == Verdict::already && !facts_.empty())) {
      view.fact.emplace();
      view.fact->seq = facts_.size();
    } else if (verdict == Verdict::already) {
      return;
    }
    happens(Recorded{std::move(view)});
  }
  void answer(const FindName& wanted) {
    SearchView found;
    if (!one_in(3)) found = two_found();
    if (one_in(4) && !found.people.empty()) found.people.pop_back();
    happens(NamesFound{wanted.typed, std::move(found)});
  }
  void answer(const ReadVisit& wanted) {
    VisitView visit;
    visit.consent = data_answer(wanted.person);
    visit.has_photo = !photo_of(wanted.person).name.empty();
    visit.photo_answer = photo_of(wanted.person).answer;
    happens(VisitRead{wanted.person, std::move(visit)});
  }
  void answer(const RecordCheckOut&) {
    if (one_in(10))
      happens(NotSaved{});
    else
      happens(CheckedOut{wall_s_});
  }
  void answer(const RecordIdea& wanted) {
    const bool good = state_.visitor && wanted.person == state_.visitor->person &&
                      !wanted.text.empty() && letters_in(wanted.text) <= idea_letters_max &&
                      state_.screen == Screen::idea;
    if (!good) FAIL("an idea of '" << wanted.text << "'");
    if (one_in(10)) {
      happens(NotSaved{std::nullopt, Act::idea});
      if (!state_.idea.text.starts_with(wanted.text)) FAIL("lost: " << wanted.text);
      return;
    }
    ++ideas_;
    happens(IdeaRecorded{});
  }
  void answer(const RecordConsent& wanted) {
    // Only a finger answers, and only for whom the screen is about.
    const bool theirs = state_.verdict
                            ? state_.verdict->who == wanted.who
                            : state_.visitor && state_.visitor->person == wanted.who.person;
    if (!theirs || pressed_ != (wanted.agreed ? Press::What::agree : Press::What::decline))
      FAIL("an answer that nobody gave");
    if (one_in(10)) {
      happens(NotSaved{std::nullopt, Act::consent});
      if (!asks_consent(state_)) FAIL("the question is gone, and there is no answer");
      return;
    }
    const Subject& person = wanted.who.person;
    if (wanted.about == About::data) {
      answers_[person] = wanted.agreed;
      happens(ConsentRecorded{wanted.agreed});
      return;
    }
    // Asked apart: after a yes to the data, or to take back what was said.
    const bool may = data_answer(person) == true || photo_of(person).answer == true;
    if (photo_of(person).name.empty() || !may) FAIL("a question about a photo, out of turn");
    photo_answers_[person] = wanted.agreed;
    happens(ConsentRecorded{wanted.agreed, photo_of(person).name});
  }
  void answer(const PrintSheet& order) {
    REQUIRE(order.job == state_.printer.jobs);
    REQUIRE(state_.shift);
    if (one_in(2)) happens(Printed{order.job});
  }
  void answer(const PrintBadge& order) {
    REQUIRE(order.job <= state_.printer.jobs);
    REQUIRE(state_.shift);
    REQUIRE_FALSE(order.words.name.empty());
    ++badges_;
    if (one_in(3)) happens(Printed{order.job});
    if (one_in(3)) happens(NotPrinted{order.job, PrinterReason::paper_out});
  }
  void answer(const KeepEnrolCode&) {
    if (one_in(3))
      happens(EnrolCodeNotKept{"no room"});
    else
      happens(world());
  }
  void answer(const CheckPin& check) {
    REQUIRE(check.pin.size() <= pin_digits);
    ++pins_;
    happens(PinChecked{check.attempt,
                       one_in(4) ? std::optional(some_shift(random_.below(8))) : std::nullopt});
  }
  void answer(const ReadBoard& wanted) {
    REQUIRE(state_.shift);
    BoardView board = one_in(2) ? staff_board(below(4)) : board_with_walk_ins(below(4));
    // Another cohort may have teams, or none; whatever was chosen before.
    if (wanted.by == Grouping::teams && !one_in(9)) {
      board = board_of_teams(below(4));
      ++by_teams_;
    }
    board.has_teams = board.has_teams || one_in(2);
    if (one_in(30)) board = {};  // the programme was withdrawn
    if (wanted.session && board.sessions.size() > 1 && one_in(2)) board.chosen = 1;
    happens(BoardRead{std::move(board)});
  }
  void answer(const ReadPerson& wanted) {
    if (one_in(10)) return;
    StaffPersonView person = staff_person(wanted.person, static_cast<Expected>(below(4)));
    if (one_in(3)) person.exit = static_cast<Exit>(below(4));
    person.left_s = wall_s_;
    person.photo = photo_to_show(photo_of(wanted.person), data_answer(wanted.person));
    happens(PersonRead{std::move(person)});
  }
  void answer(const ReadInside&) { happens(InsideRead{std::vector<InsideRow>(below(5))}); }
  void answer(const ReadKiosk&) {
    KioskView kiosk;
    kiosk.venues.resize(below(5));
    for (size_t i = 0; i < kiosk.venues.size(); ++i)
      kiosk.venues[i] = {"venue-" + std::to_string(i), {}, i == 1};
    happens(KioskRead{std::move(kiosk)});
  }
  void answer(const AssignVenue& wanted) {
    REQUIRE((state_.shift->technician || state_.shift->manager));
    REQUIRE(pressed_ == Press::What::move_yes);
    REQUIRE(wanted.venue.starts_with("venue-"));
    REQUIRE(wanted.venue != "venue-1");
    happens(world());
    if (!state_.enrolled) return;
    act(wanted.actor, ActReport::What::moved);
  }
  void answer(const ConfirmTime& wanted) {
    REQUIRE(state_.shift->technician);
    act(wanted.actor, ActReport::What::time_confirmed);
  }
  void answer(const CheckInGroup& wanted) {
    REQUIRE_FALSE(wanted.persons.empty());
    for (const Subject& person : wanted.persons) {
      walk_ins_ += person.reference() != nullptr;
      if (wanted.persons.size() > 1) REQUIRE(person.number());
    }
    act(wanted.actor, ActReport::What::checked_in);
  }
  void answer(const CorrectPresence& wanted) {
    walk_ins_ += wanted.person.reference() != nullptr;
    if (wanted.what == ActReport::What::excused) {
      REQUIRE(wanted.person.number());  // nobody expects a walk-in
    } else {
      REQUIRE(state_.shift->manager);
      REQUIRE_FALSE(wanted.references.empty());
    }
    REQUIRE_FALSE(wanted.reason.empty());
    act(wanted.actor, wanted.what);
  }
  void answer(const TakeBack& wanted) {
    REQUIRE_FALSE(wanted.facts.empty());
    act(wanted.actor, ActReport::What::undone);
  }
  void answer(const RecordPaper& wanted) {
    act(wanted.actor, one_in(2) ? ActReport::What::unknown_paper : ActReport::What::checked_in);
  }
  void answer(const RegisterWalkIn& wanted) {
    REQUIRE_FALSE(wanted.family.empty());
    REQUIRE_FALSE(wanted.given.empty());
    act(wanted.actor, ActReport::What::walked_in, BadgeWords{wanted.family, "", "W1:CODE", {}});
  }
  void answer(const Rehearse& wanted) {
    if (wanted.on) REQUIRE((state_.shift && state_.shift->manager));
    REQUIRE(wanted.on == state_.rehearsal);
  }
  void act(PersonNumber actor, ActReport::What what, std::optional<BadgeWords> words = {}) {
    REQUIRE(state_.shift);
    REQUIRE(actor == state_.shift->number);
    ++acts_;
    ActReport report;
    report.what = one_in(9) ? ActReport::What::not_saved : what;
    report.undo.resize(below(3));
    if (report.what == what) report.badge = std::move(words);
    happens(ActDone{std::move(report)});
  }
  void answer(const RecordHealth& health) {
    if (!one_in(3)) happens(HealthRecorded{health.health});
  }

  std::optional<bool> data_answer(const Subject& person) const {
    const auto found = answers_.find(person);
    return found == answers_.end() ? std::nullopt : std::optional(found->second);
  }
  RosterPhoto photo_of(const Subject& person) const {
    const auto found = photo_answers_.find(person);
    return {photo_in_roster(person),
            found == photo_answers_.end() ? std::nullopt : std::optional(found->second)};
  }
  bool may_be_shown(const Subject& person, const std::string& photo) const {
    return photo.empty() || (photo == photo_of(person).name && photo_of(person).answer == true &&
                             data_answer(person) != false);
  }
  bool shows_photo_of_who_did_not_agree() const {
    const auto& verdict = state_.verdict;
    const auto& person = state_.desk.person;
    photos_ += verdict && !verdict->photo.empty();
    if (verdict && !verdict->who) return !verdict->photo.empty();
    return (verdict && !may_be_shown(verdict->who->person, verdict->photo)) ||
           (person && !may_be_shown(person->who, person->photo));
  }
  bool names_whoever_declined() const {
    if (!state_.verdict || !state_.verdict->who) return false;
    const auto answer = answers_.find(state_.verdict->who->person);
    return answer != answers_.end() && !answer->second && !state_.verdict->name.empty();
  }

  void check() {
    if (state_.enrolled && !shows_what_is_on(state_))
      FAIL("what is on the screens is not what is shown now");
    hidden_ += state_.enrolled && state_.screen == Screen::venue &&
               state_.venue->exhibits.size() < state_.whole_venue->exhibits.size();
    const bool shows_verdict = state_.screen == Screen::verdict;
    const bool says_green = shows_verdict && (state_.verdict->verdict == Verdict::green ||
                                              state_.verdict->verdict == Verdict::already);
    const bool good =
        shows_verdict == state_.verdict.has_value() &&
        (!says_green || facts_.contains(state_.verdict->fact->seq)) &&
        (state_.enrolled || state_.screen == Screen::enrol) &&
        (!state_.enrolled || (state_.venue && state_.screen != Screen::enrol)) &&
        (state_.screen == Screen::identify || state_.identify.typed.empty()) &&
        (state_.screen == Screen::sign_in || state_.sign_in.pin.empty()) &&
        (state_.screen != Screen::staff || state_.shift) &&
        (!state_.shift || state_.screen == Screen::staff || shows_verdict) &&
        (state_.shift ||
         (state_.desk.board.rows.empty() && !state_.desk.person && state_.desk.inside.empty() &&
          state_.desk.form.fields[0].empty() && state_.desk.badges.empty())) &&
        (state_.desk.page != StaffPage::person || state_.desk.person) &&
        (state_.desk.correcting == Correcting::none || state_.desk.person) &&
        (!state_.visit || state_.visitor) &&
        (state_.consent == ConsentStep::none || (shows_verdict && state_.verdict->who) ||
         (state_.screen == Screen::venue && state_.visitor)) &&
        (state_.screen == Screen::verdict || state_.screen == Screen::venue ||
         state_.screen == Screen::idea || !state_.visitor) &&
        (state_.screen != Screen::idea || state_.visitor) &&
        (state_.idea.text.empty() || state_.visitor) &&
        (!state_.identify.chosen ||
         *state_.identify.chosen < state_.identify.found.people.size()) &&
        state_.access.volume >= volume_least && state_.access.volume <= volume_most &&
        state_.list.at >= 0 && state_.printer.waiting <= prints_at_once &&
        next_change_ms(state_) > state_.now_ms;
    if (shows_photo_of_who_did_not_agree()) FAIL("a photo that may not be shown");
    if (names_whoever_declined()) FAIL("the name of somebody who declined is on the screen");
    if (!good) FAIL("screen " << static_cast<int>(state_.screen));
    // The shell sleeps until then; what is not on the attract screen ends by itself.
    const bool at_rest = state_.screen == Screen::attract || state_.screen == Screen::enrol;
    if (!at_rest && next_change_ms(state_) > state_.now_ms + std::max(staff_idle_ms, idle_told_ms))
      FAIL("screen " << static_cast<int>(state_.screen) << " stays for ever");
    seen_.insert(state_.screen);
    spoke_ = spoke_ || state_.access.voice;
  }

  test::Seeded random_;
  State state_;
  size_t turned_ = 0, by_teams_ = 0, hidden_ = 0;
  uint64_t ms_ = 1'000'000;
  int64_t wall_s_ = 1'800'000'000;
  std::set<uint64_t> facts_;
  size_t refused_ = 0, pins_ = 0, acts_ = 0, prints_ = 0, ideas_ = 0, badges_ = 0, walk_ins_ = 0;
  std::map<Subject, bool> answers_, photo_answers_;
  mutable size_t photos_ = 0;
  Press::What pressed_ = Press::What::none;
  std::set<Screen> seen_;
  bool spoke_ = false;
};

}  // namespace otmetka::kiosk
