#include "kiosk/app/staff.h"

#include <algorithm>

#include "kiosk/app/roll_call.h"
#include "kiosk/app/walk_in.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {
namespace {

void open_staff_page(State& state, StaffPage page) {
  state.desk.page = page;
  state.desk.correcting = Correcting::none;
  state.desk.sets_clock = false;
  state.desk.asks = Asks::nothing;
  state.desk.initial.clear();
  state.desk.moves_to.reset();
  state.desk.left_out.clear();
  state.list = {};
  if (page != StaffPage::person) state.desk.person.reset();
}

Effects step_session(State& state, int by) {
  const BoardView& board = state.desk.board;
  const auto count = static_cast<int64_t>(board.sessions.size());
  if (count < 2) return {};
  const int64_t chosen = (static_cast<int64_t>(board.chosen) + (by < 0 ? -1 : 1) + count) % count;
  state.desk.left_out.clear();
  return {
      ReadBoard{board.sessions[static_cast<size_t>(chosen)].session.number, state.desk.grouping}};
}

ReadBoard read_same_board(const Desk& desk) {
  const SessionChoice* session = session_on(desk.board);
  return {session ? std::optional(session->session.number) : std::nullopt, desk.grouping};
}

Effects group_board(State& state, int value) {
  Desk& desk = state.desk;
  const bool known = value == static_cast<int>(Grouping::delegations) ||
                     value == static_cast<int>(Grouping::teams);
  if (!known || desk.page != StaffPage::board || !desk.board.has_teams) return {};
  desk.grouping = Grouping{static_cast<uint8_t>(value)};
  state.list = {};
  return {read_same_board(desk)};
}

Effects open_person(State& state, size_t index) {
  const auto people = people_on_page(state.desk);
  const SessionChoice* session = session_on(state.desk.board);
  if (index >= people.size() || !session) return {};
  return {ReadPerson{session->cohort, people[index]->who, session->session.number}};
}

void leave_out(State& state, size_t index) {
  const auto people = people_on_page(state.desk);
  if (index >= people.size() || !is_missing(*people[index])) return;
  const Subject& who = people[index]->who;
  if (!state.desk.left_out.erase(who)) state.desk.left_out.insert(who);
}

void leave_out_all(Desk& desk) {
  for (const Subject& who : people_to_check_in(desk)) desk.left_out.insert(who);
}

// None: everybody.
void open_group(State& state, const std::optional<BoardGroup>& group) {
  open_staff_page(state, StaffPage::people);
  state.desk.group = group;
  // A whole delegation comes through the door together; everybody does not.
  if (!group) leave_out_all(state.desk);
  for (const BoardPersonView* each : people_on_page(state.desk)) {
    if (each->told_absent) state.desk.left_out.insert(each->who);
  }
}

// Touched again it shows everybody.
void choose_initial(State& state, int value) {
  Desk& desk = state.desk;
  const auto letters = initials_of(desk);
  const auto index = static_cast<size_t>(std::max(0, value));
  if (desk.page != StaffPage::people || index >= letters.size()) return;
  desk.initial = desk.initial == letters[index] ? "" : letters[index];
  state.list = {};
}

// Of those on the page. At a session whose doors are not open yet only after a question: on a
// board of the whole day another hour is chosen by one touch.
Effects check_in(State& state, bool sure) {
  CheckInGroup wanted;
  wanted.actor = state.shift->number;
  int64_t start_s = 0;
  if (state.desk.page == StaffPage::person) {
    const auto& person = state.desk.person;
    if (!person || !may_come(person->state, person->gone_s())) return {};
    wanted.cohort = person->cohort;
    wanted.persons = {person->who};
    wanted.session = person->session.number;
    start_s = person->session.start_s;
  } else {
    const SessionChoice* on = session_on(state.desk.board);
    if (!on) return {};
    wanted.cohort = on->cohort;
    wanted.persons = people_to_check_in(state.desk);
    wanted.session = on->session.number;
    start_s = on->session.start_s;
  }
  if (wanted.persons.empty()) return {};
  if (sure || state.now_s >= start_s - session_early_s) return {wanted};
  state.desk.asks = Asks::early;
  return {};
}

Effects excuse(State& state, int value) {
  CorrectPresence out;
  out.what = ActReport::What::excused;
  out.reason = reason_excused;
  out.actor = state.shift->number;
  if (value < 0) {
    const auto& person = state.desk.person;
    if (!person || person->state != Expected::missing || person->walk_in()) return {};
    out.cohort = person->cohort;
    out.person = person->who;
    out.name = person->name;
    out.session = person->session.number;
    out.references = person->standing;
    return {out};
  }
  const auto people = people_on_page(state.desk);
  const SessionChoice* session = session_on(state.desk.board);
  const auto index = static_cast<size_t>(value);
  if (!session || index >= people.size() || !is_missing(*people[index])) return {};
  out.cohort = session->cohort;
  out.person = people[index]->who;
  out.name = people[index]->name;
  out.session = session->session.number;
  return {out};
}

// What a manager alone may do, and only where there is something to put right.
bool may_correct(const State& state, Correcting correcting) {
  const auto& person = state.desk.person;
  if (!state.shift->manager || !person || person->standing.empty()) return false;
  const bool here = has_come(person->state);
  return correcting != Correcting::absent || here;
}

void ask_for_reason(State& state, Correcting correcting) {
  if (may_correct(state, correcting)) state.desk.correcting = correcting;
}

Effects correct(State& state, size_t reason) {
  const Correcting correcting = state.desk.correcting;
  const auto& person = state.desk.person;
  if (correcting == Correcting::none || !person || reason >= reasons_offered(*person)) return {};
  state.desk.correcting = Correcting::none;
  // Somebody at another kiosk may have been quicker while the question stood here.
  if (!may_correct(state, correcting)) return {};
  const ActReport::What what = correcting == Correcting::absent ? ActReport::What::absent
                               : has_come(person->state)        ? ActReport::What::taken_back
                                                                : ActReport::What::awaited;
  return {CorrectPresence{what, person->cohort, person->who, person->name, person->session.number,
                          person->standing, correction_reasons[reason], state.shift->number}};
}

Effects undo(State& state) {
  ActReport& report = state.desk.report;
  if (state.now_ms >= state.desk.report_until_ms || report.undo.empty()) return {};
  forget_badge(state.desk, report.badge_order);
  TakeBack out{report.cohort, std::move(report.undo), state.shift->number};
  report = {};
  return {out};
}

bool may_open(const Shift& shift, StaffPage page) {
  const bool of_machine = page == StaffPage::kiosk || page == StaffPage::venues;
  return of_machine ? shift.sees_machine() : shift.sees_people();
}

Effects turn_to(State& state, int value) {
  const auto page = StaffPage{static_cast<uint8_t>(std::clamp(value, 0, 6))};
  const bool of_its_own = page != StaffPage::people && page != StaffPage::person;
  if (!of_its_own || !may_open(*state.shift, page)) return {};
  open_staff_page(state, page);
  return read_desk(state);
}

Effects rehearse(State& state, bool on) {
  state.rehearsal = on;
  state.rehearsal_until_ms = state.now_ms + rehearsal_ms;
  // What was real is not taken back by a rehearsal, nor the other way round.
  state.desk.report = {};
  state.desk.found.clear();
  Effects effects{Rehearse{on}};
  add(effects, read_desk(state));
  return effects;
}

// Ended by one touch; begun only after a question, since nothing counts from then on.
Effects turn_rehearsal(State& state) {
  if (!state.shift->manager || state.desk.page != StaffPage::kiosk) return {};
  if (state.rehearsal) return rehearse(state, false);
  state.desk.asks = Asks::rehearsal;
  return {};
}

// A machine whose battery is empty may be wrong by decades; the steps are for what a watch tells.
constexpr int64_t clock_shift_most_s = 400 * 86'400;

bool may_set_clock(const State& state) {
  return state.shift->technician && state.desk.page == StaffPage::kiosk;
}

// While the clock is being set, that alone is answered.
Effects press_on_clock(State& state, const Press& press) {
  Desk& desk = state.desk;
  switch (press.what) {
    case Press::What::clock_step: {
      const int64_t shift = desk.clock_shift_s + press.value;
      if (shift >= -clock_shift_most_s && shift <= clock_shift_most_s) desk.clock_shift_s = shift;
      return {};
    }
    case Press::What::confirm_time: {
      const int64_t true_s = state.now_s + desk.clock_shift_s;
      desk.sets_clock = false;
      return {ConfirmTime{true_s, state.shift->number}};
    }
    case Press::What::set_clock:
      desk.sets_clock = false;
      return {};
    default:
      return {};
  }
}

void ask_to_move(State& state, int value) {
  const auto& venues = state.desk.kiosk.venues;
  const auto index = static_cast<size_t>(value);
  state.desk.moves_to.reset();
  const bool offered = state.desk.page == StaffPage::venues && value >= 0 && index < venues.size();
  if (offered && !venues[index].here) state.desk.moves_to = venues[index];
}

// While it is asked whether to move, that alone is answered.
Effects press_on_move(State& state, const Press& press) {
  if (press.what == Press::What::move) state.desk.moves_to.reset();
  if (press.what != Press::What::move_yes) return {};
  AssignVenue out{state.desk.moves_to->name, state.shift->number};
  open_staff_page(state, StaffPage::kiosk);
  return {out};
}

// Back into service by one touch; out of it only after a question, since all visitors will see it.
Effects turn_service(State& state) {
  if (!state.shift->sees_machine() || state.desk.page != StaffPage::kiosk) return {};
  if (!state.health.out_of_service) {
    state.desk.asks = Asks::service;
    return {};
  }
  state.health.out_of_service = false;
  return {KeepService{false}};
}

// While it is asked, that alone is answered. Out of service holds at once: a disk that keeps
// nothing any more is a good reason for it.
Effects press_on_question(State& state, const Press& press) {
  const Asks asks = state.desk.asks;
  const bool other = press.what == Press::What::ask_other && asks == Asks::alike;
  if (press.what == Press::What::ask_no || other) state.desk.asks = Asks::nothing;
  if (other) return press_on_alike(state, press);
  if (press.what != Press::What::ask_yes) return {};
  state.desk.asks = Asks::nothing;
  if (asks == Asks::alike) {
    open_group(state, std::nullopt);
    return press_on_alike(state, press);
  }
  // It may have begun, or the duty may be lost, while the question stood here.
  if (asks == Asks::rehearsal)
    return state.shift->manager && !state.rehearsal ? rehearse(state, true) : Effects{};
  if (asks == Asks::early) return check_in(state, true);
  if (!state.shift->sees_machine()) return {};
  state.health.out_of_service = true;
  return {KeepService{true}};
}

void go_back(State& state) {
  const StaffPage page = state.desk.page;
  if (page == StaffPage::person) {
    // The list is as it was left: where it stood, and who is not to be checked in.
    const Scroll list = state.list;
    const std::string initial = state.desk.initial;
    auto left_out = std::move(state.desk.left_out);
    open_staff_page(state, StaffPage::people);
    state.list = list;
    state.desk.initial = initial;
    state.desk.left_out = std::move(left_out);
    return;
  }
  if (page == StaffPage::venues) return open_staff_page(state, StaffPage::kiosk);
  // Back, out of habit, ends no shift: that has a button of its own.
  if (is_first_page(state)) return;
  open_staff_page(state, StaffPage::board);
}

// While a reason is asked for, that alone is answered.
Effects press_on_reason(State& state, const Press& press) {
  if (press.what == Press::What::reason && press.value >= 0)
    return correct(state, static_cast<size_t>(press.value));
  if (press.what == Press::What::reason_no) state.desk.correcting = Correcting::none;
  return {};
}

}  // namespace

bool is_first_page(const State& state) {
  return state.desk.page == StaffPage::board ||
         (state.desk.page == StaffPage::kiosk && !state.shift->sees_people());
}

// Whoever walks round the building in a roll call is longer away than a shift waits.
void clear_desk(State& state) {
  Desk before = std::exchange(state.desk, {});
  if (before.found.empty() || state.now_ms >= before.found_ms + roll_call_ms) return;
  state.desk.found = std::move(before.found);
  state.desk.found_ms = before.found_ms;
}

Effects begin_shift(State& state, const Shift& shift) {
  state.shift = shift;
  clear_desk(state);
  state.desk.since_ms = state.desk.touched_ms = state.now_ms;
  state.screen = Screen::staff;
  open_staff_page(state, state.shift->sees_people() ? StaffPage::board : StaffPage::kiosk);
  return read_desk(state);
}

void end_shift(State& state) {
  state.shift.reset();
  clear_desk(state);
}

void return_to_desk(State& state) {
  state.screen = Screen::staff;
  state.language = state.desk.language;
  state.desk.opens_ms = state.now_ms + desk_rests_ms;
}

void keep_board(State& state, const BoardView& board) {
  Desk& desk = state.desk;
  const auto number = [](const BoardView& view) {
    const SessionChoice* session = session_on(view);
    return session ? session->session.number : SessionNumber{};
  };
  // Another session than the one whose people are looked at: nobody is checked in to it unawares.
  // The same for people who are put together otherwise.
  const bool another = number(desk.board) != number(board) || desk.board.by != board.by;
  desk.board = board;
  const bool of_people = desk.page == StaffPage::people || desk.page == StaffPage::person;
  if (another && of_people) open_staff_page(state, StaffPage::board);
}

Effects read_desk(const State& state) {
  if (!state.shift) return {};
  Effects effects;
  effects.push_back(read_same_board(state.desk));
  if (const auto& person = state.desk.person)
    effects.push_back(ReadPerson{person->cohort, person->who, person->session.number});
  if (state.desk.page == StaffPage::inside) effects.push_back(ReadInside{});
  const bool of_machine =
      state.desk.page == StaffPage::kiosk || state.desk.page == StaffPage::venues;
  if (of_machine) effects.push_back(ReadKiosk{});
  return effects;
}

void put_report(State& state, ActReport report) {
  const bool only_read = report.undo.empty() && report.what != ActReport::What::not_saved;
  state.desk.report = std::move(report);
  state.desk.report_until_ms = state.now_ms + (only_read ? report_read_ms : report_shown_ms);
}

Effects act_was_done(State& state, const ActDone& done) {
  if (!state.shift) return {};
  put_report(state, done.report);
  Effects effects;
  if (done.report.what == ActReport::What::walked_in) effects = walk_in_was_registered(state);
  add(effects, read_desk(state));
  return effects;
}

static Effects press_on_people(State& state, const Press& press) {
  const auto index = static_cast<size_t>(std::max(0, press.value));
  switch (press.what) {
    case Press::What::board_row:
      if (press.value >= static_cast<int>(state.desk.board.rows.size())) return {};
      open_group(state, press.value < 0 ? std::nullopt
                                        : std::optional(state.desk.board.rows[index].group));
      return {};
    case Press::What::grouping:
      return group_board(state, press.value);
    case Press::What::initial:
      choose_initial(state, press.value);
      return {};
    case Press::What::person:
      return open_person(state, index);
    case Press::What::leave_out:
      leave_out(state, index);
      return {};
    case Press::What::check_in_all:
    case Press::What::check_in_one:
      return check_in(state, false);
    case Press::What::excuse:
      if (state.now_ms < state.desk.excuses_from_ms) return {};
      state.desk.excuses_from_ms = state.now_ms + excuse_again_ms;
      return excuse(state, press.value);
    case Press::What::absent:
      ask_for_reason(state, Correcting::absent);
      return {};
    case Press::What::take_back:
      ask_for_reason(state, Correcting::taken_back);
      return {};
    case Press::What::found:
      tick_off(state.desk, index, state.now_ms);
      return {};
    case Press::What::print_badge:
    case Press::What::print_again:
    case Press::What::badge_no:
      return press_on_badge(state, press);
    default:
      return state.desk.page == StaffPage::walk_in ? press_on_form(state, press) : Effects{};
  }
}

Effects press_on_staff(State& state, const Press& press) {
  if (state.now_ms < state.desk.opens_ms) return {};
  if (state.desk.correcting != Correcting::none) return press_on_reason(state, press);
  if (state.desk.sets_clock) return press_on_clock(state, press);
  if (state.desk.moves_to) return press_on_move(state, press);
  if (state.desk.asks != Asks::nothing) return press_on_question(state, press);
  switch (press.what) {
    case Press::What::home:
      go_back(state);
      return read_desk(state);
    case Press::What::end_shift:
      end_shift(state);
      return {};
    case Press::What::staff_page:
      return turn_to(state, press.value);
    case Press::What::session_step:
      return step_session(state, press.value);
    case Press::What::undo:
      return undo(state);
    case Press::What::rehearsal:
      return turn_rehearsal(state);
    case Press::What::print_sheet:
      if (const auto order = print_sheet(state)) return {*order};
      return {};
    case Press::What::move:
      ask_to_move(state, press.value);
      return {};
    case Press::What::service:
      return turn_service(state);
    case Press::What::set_clock:
      if (!may_set_clock(state)) return {};
      state.desk.sets_clock = true;
      state.desk.clock_shift_s = 0;
      return {};
    default:
      return state.shift->sees_people() ? press_on_people(state, press) : Effects{};
  }
}

}  // namespace otmetka::kiosk
