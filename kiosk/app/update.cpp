#include "kiosk/app/update.h"

#include <algorithm>

#include "kiosk/app/consent.h"
#include "kiosk/app/health.h"
#include "kiosk/app/idea.h"
#include "kiosk/app/identify.h"
#include "kiosk/app/moves.h"
#include "kiosk/app/roll_call.h"
#include "kiosk/app/staff.h"
#include "kiosk/app/visitor_presses.h"
#include "kiosk/app/walk_in.h"
#include "kiosk/app/wishes.h"
#include "shared/model/paper_code.h"

namespace otmetka::kiosk {
namespace {

bool somebody_else(const std::optional<Leaving>& before, const std::optional<Leaving>& now) {
  return before && now && (before->cohort != now->cohort || before->person != now->person);
}

void show_verdict(State& state, VerdictView view) {
  // An answer to a scan from before the kiosk lost its identity has nobody to speak for.
  if (!state.enrolled) return;
  if (state.screen == Screen::staff) state.desk.language = state.language;
  // Without a badge's word on language the screen keeps the one it has: whoever scans reads it
  // already.
  if (view.language) state.language = *view.language;
  state.access_asked = false;
  state.screen = Screen::verdict;
  state.stage = Stage::told;
  // The next of a queue finds the kiosk as it was, and is not read out to.
  if (somebody_else(state.visitor, view.leaving)) state.access = {};
  if (idea_meets(state, view)) {
    state.visitor = visitor_of(view);
    state.way = view.way;
  }
  state.visit.reset();
  state.verdict = std::move(view);
  state.consent = ConsentStep::none;
  // Where to go instead takes reading; a green goes on being read above the question.
  const bool soon = owes_answer(state) && state.verdict->verdict != Verdict::amber;
  state.verdict_until_ms =
      state.now_ms + (soon && !state.access.voice ? consent_after_ms : verdict_time_ms(state));
  ++state.verdict_count;
  state.shows_route = false;
  state.identify = {};
  state.sign_in = {};
  state.hall = state.exhibit = 0;
  state.list = {};
  state.page = VenuePage::overview;
}

void show_not_a_badge(State& state) {
  ++state.health.codes_not_badges;
  show_verdict(state, VerdictView{});
}

void note_not_enrolled(State& state) { state.enrol.note_until_ms = state.now_ms + enrol_note_ms; }

void judge_enrolment(State& state) {
  EnrolView& enrol = state.enrol;
  if (state.enrolled || enrol.step != EnrolStep::working || state.sync.reason.empty()) return;
  const bool fresh = state.sync.reason != enrol.reason_before;
  if (!fresh && state.now_ms < enrol.since_ms + enrol_patience_ms) return;
  enrol.step = EnrolStep::failed;
  enrol.reason = state.sync.reason;
  enrol.failure = state.sync.failure;
}

// What time alone does.
void pass_time(State& state) {
  const bool holds = !state.venue || (state.now_s >= state.venue->holds_from_s &&
                                      state.now_s < state.venue->holds_until_s);
  if (!holds) show_venue(state);
  pass_time(state.list, state.now_ms);
  judge_enrolment(state);
  const bool reads = state.screen == Screen::venue || state.screen == Screen::identify ||
                     state.screen == Screen::idea;
  if (reads && emergency_of(state)) go_home(state);
  const bool told = state.screen == Screen::verdict && !asks_consent(state);
  if (told && state.now_ms >= state.verdict_until_ms) end_verdict(state);
  const bool forgotten = state.now_ms >= forgotten_ms(state);
  if (forgotten && times_out(state)) go_home(state);
  if (forgotten && state.screen != Screen::verdict) forget_wishes(state);
}

// ---- one function a happening

Effects on(State&, const Tick&) { return {}; }

// Somebody is here: staff, where the desk is what they see.
void note_touch(State& state) {
  state.touched_ms = state.now_ms;
  if (state.screen == Screen::staff) state.desk.touched_ms = state.now_ms;
}

Effects on(State& state, const Touched&) {
  note_touch(state);
  return {};
}

Effects on(State& state, const Keyed&) {
  note_touch(state);
  keep_verdict(state);
  return {};
}

Effects on(State& state, const Scrolled& scrolled) {
  note_touch(state);
  if (state.screen != Screen::venue && state.screen != Screen::staff) return {};
  switch (scrolled.how) {
    case Scrolled::How::grabbed:
      grab(state.list);
      break;
    case Scrolled::How::dragged:
      drag(state.list, scrolled.rows, scrolled.most);
      break;
    case Scrolled::How::let_go:
      let_go(state.list, scrolled.rows, scrolled.most, state.now_ms);
      break;
  }
  return {};
}

Effects on(State& state, const CodeScanned& scanned) {
  if (!state.enrolled) {
    if (!scanned.readable || !looks_like_enrol_code(scanned.text)) {
      note_not_enrolled(state);
      return {};
    }
    EnrolView fresh;
    fresh.step = EnrolStep::working;
    fresh.reason_before = state.sync.reason;
    fresh.since_ms = state.now_ms;
    state.enrol = fresh;
    return {KeepEnrolCode{scanned.text}};
  }
  // A kiosk is enrolled once: by then such a code is just no badge.
  if (state.health.out_of_service && state.screen == Screen::attract) {
    ++state.unanswered;
    state.unanswered_until_ms = state.now_ms + unanswered_ms;
  }
  if (!scanned.readable || looks_like_enrol_code(scanned.text)) {
    if (!state.health.out_of_service) show_not_a_badge(state);
    return {};
  }
  if (state.shift && state.shift->sees_people() && looks_like_paper_code(scanned.text))
    return {RecordPaper{scanned.text, state.shift->number}};
  const bool roll_call = state.screen == Screen::staff && state.desk.page == StaffPage::inside;
  return {RecordScan{scanned.text, scanned.by_card, state.health.out_of_service, roll_call}};
}

Effects on(State& state, const NamesFound& names) {
  // An answer to what was typed before is of no use to anyone.
  if (state.screen == Screen::identify && state.identify.typed == names.typed) {
    keep_found(state.identify, names.found);
  }
  return {};
}

Effects on(State& state, const VisitRead& read) {
  if (state.visitor && state.visitor->person == read.person) state.visit = read.visit;
  return {};
}

Effects on(State& state, const StaffBadgeShown& shown) {
  state.touched_ms = state.now_ms;
  const bool own = state.shift && state.shift->number == shown.number;
  const bool held = own && state.now_ms < state.desk.since_ms + own_badge_rests_ms;
  const bool again = state.screen == Screen::sign_in && state.sign_in.badge_of == shown.number;
  if (held || again) return {};
  go_home(state);
  // Who scans the own badge again ends the shift.
  if (state.enrolled && !own) open_sign_in(state, shown.number);
  return {};
}

Effects on(State& state, const FoundByBadge& found) {
  note_touch(state);
  tick_off_badge(state, found.who);
  return {};
}

Effects on(State& state, const PinChecked& checked) { return pin_was_checked(state, checked); }

Effects on(State& state, const BoardRead& read) {
  if (state.shift) keep_board(state, read.board);
  return {};
}

Effects on(State& state, const PersonRead& read) {
  const StaffPage page = state.desk.page;
  if (!state.shift || (page != StaffPage::people && page != StaffPage::person)) return {};
  state.desk.person = read.person;
  state.desk.page = StaffPage::person;
  return {};
}

Effects on(State& state, const InsideRead& read) {
  if (state.shift) state.desk.inside = read.rows;
  return {};
}

Effects on(State& state, const KioskRead& read) {
  if (state.shift) state.desk.kiosk = read.kiosk;
  return {};
}

Effects on(State& state, const ActDone& done) { return act_was_done(state, done); }

Effects on(State& state, const Recorded& recorded) {
  // Somebody stands here: what they do next is theirs, and the time-out starts anew.
  state.touched_ms = state.now_ms;
  if (recorded.view.verdict == Verdict::not_a_badge) ++state.health.codes_not_badges;
  show_verdict(state, recorded.view);
  return read_desk(state);
}

Effects on(State& state, const IdeaRecorded&) {
  idea_was_recorded(state);
  return {};
}

Effects on(State& state, const ConsentRecorded& recorded) {
  consent_was_recorded(state, recorded);
  return {};
}

Effects on(State& state, const NotSaved& failed) {
  if (failed.act == Act::consent) {
    consent_was_not_saved(state);
    return {};
  }
  if (failed.act == Act::idea) {
    idea_was_not_saved(state);
    return {};
  }
  VerdictView view;
  view.verdict = Verdict::not_saved;
  view.language = failed.language;
  view.of_check_out = state.screen == Screen::verdict && state.stage == Stage::asks_to_leave;
  if (view.of_check_out) view.language = state.language;
  show_verdict(state, std::move(view));
  return {};
}

Effects on(State& state, const NotEnrolled&) {
  state.enrolled = false;
  go_home(state);
  note_not_enrolled(state);
  return {};
}

Effects on(State& state, const CheckedOut& checked_out) {
  if (state.screen != Screen::verdict) return {};
  state.stage = Stage::left;
  state.left_at_s = checked_out.at_s;
  state.verdict_until_ms = state.now_ms + verdict_time_ms(state);
  return {};
}

Effects on(State& state, const EnrolCodeNotKept& failed) {
  state.enrol.step = EnrolStep::failed;
  state.enrol.reason = failed.reason;
  state.enrol.failure = Failure::io;
  return {};
}

Effects on(State& state, const HealthRecorded& recorded) {
  health_was_told(state, recorded.told);
  return {};
}

Effects on(State& state, const ScannerSeen& seen) {
  state.health.scanner_missing = !seen.present;
  return {};
}

Effects on(State& state, const ServiceRead& read) {
  state.health.out_of_service = read.out;
  return {};
}

Effects on(State& state, const SoundSeen& seen) {
  state.sound = seen.present;
  return {};
}

Effects on(State& state, const PrinterSeen& seen) {
  state.printer.configured = true;
  state.printer.sight = seen.sight;
  state.health.printer = seen.sight.reason;
  return {};
}

void keep_outcome(State& state, uint64_t job, PrinterReason reason) {
  if (state.printer.waiting > 0) --state.printer.waiting;
  state.printer.last = {job, reason};
  badge_was_printed(state, job, reason);
}

Effects on(State& state, const Printed& printed) {
  keep_outcome(state, printed.job, PrinterReason::none);
  return {};
}

Effects on(State& state, const NotPrinted& failed) {
  keep_outcome(state, failed.job, failed.reason);
  return {};
}

// Who is staff no longer, or has another PIN now, has no shift either.
void judge_shift(State& state, const std::vector<Shift>& staff) {
  if (!state.shift) return;
  const auto now = std::find_if(staff.begin(), staff.end(), [&](const Shift& each) {
    return each.number == state.shift->number && each.issue == state.shift->issue;
  });
  if (now != staff.end()) {
    state.shift = *now;
  } else if (state.screen == Screen::staff) {
    go_home(state);
  } else {
    end_shift(state);
  }
}

Effects on(State& state, const WorldRead& world) {
  const bool was_enrolled = state.enrolled;
  state.enrolled = world.enrolled && world.venue != nullptr;
  state.sync = world.sync;
  state.enrol.connected = world.connected;
  if (state.enrolled) {
    state.whole_venue = world.venue;
    show_venue(state);
    const Language home =
        world.venue->offered.empty() ? Language::ru : world.venue->offered.front();
    if (state.language == state.home_language && state.screen != Screen::verdict)
      state.language = home;
    state.home_language = home;
    check_exhibit_of_idea(state);
  }
  if (state.enrolled != was_enrolled) {
    if (state.enrolled) {
      state.enrol = {};
      state.health_told_ms = state.now_ms;
    }
    go_home(state);
  }
  judge_enrolment(state);
  // The roster may be another one now.
  if (state.screen == Screen::identify) return look_up(state.identify);
  pass_time(state);
  if (world.staff) judge_shift(state, *world.staff);
  return read_desk(state);
}

Effects on(State& state, const Pressed& pressed) {
  const Press& press = pressed.press;
  note_touch(state);
  if (press_on_wishes(state, press)) return {};
  if (state.consent != ConsentStep::none) return press_on_question(state, press);
  if (press_on_list(state, press)) return {};
  switch (state.screen) {
    case Screen::enrol:
      return {};
    case Screen::attract:
      if (press.what == Press::What::staff) open_sign_in(state, std::nullopt);
      if (emergency_of(state) || is_out_of_service(state)) return {};
      if (press.what == Press::What::about) open_page(state, VenuePage::overview);
      if (press.what == Press::What::day) open_page(state, VenuePage::today);
      if (press.what == Press::What::search) open_search(state);
      return {};
    case Screen::sign_in:
      if (press.what == Press::What::home) go_home(state);
      return press_on_sign_in(state, press);
    case Screen::staff: {
      const Effects effects = press_on_staff(state, press);
      if (!state.shift) go_home(state);
      return effects;
    }
    case Screen::identify:
      if (press.what == Press::What::home) go_back(state);
      return press_on_identify(state, press);
    case Screen::verdict:
      return press_on_verdict(state, press.what);
    case Screen::venue:
      return press_on_venue(state, press);
    case Screen::idea:
      return press_on_idea(state, press);
  }
  return {};
}

Effects end_rehearsal(State& state) {
  if (!state.rehearsal || state.now_ms < state.rehearsal_until_ms) return {};
  state.rehearsal = false;
  Effects effects{Rehearse{false}};
  add(effects, read_desk(state));
  return effects;
}

}  // namespace

Effects update(State& state, const Event& event) {
  state.now_ms = std::max(state.now_ms, event.at_ms);
  state.now_s = event.now_s;
  // What is over is over before anything new is looked at: a press on a page that has just timed
  // out must not open it again.
  pass_time(state);
  Effects effects = end_rehearsal(state);
  note_disk(state, event.what);
  add(effects, std::visit([&](const auto& what) { return on(state, what); }, event.what));
  if (health_is_due(state)) {
    state.health_tried_ms = state.now_ms;
    effects.push_back(RecordHealth{state.health});
  }
  return effects;
}

}  // namespace otmetka::kiosk
