#include "kiosk/app/state.h"

#include <algorithm>

#include "kiosk/app/staff.h"

namespace otmetka::kiosk {
namespace {

// A visitor may also have walked away from the attract screen, in a language or a look they chose
// there.
bool waits_for_touch(const State& state) {
  const bool as_wished =
      state.language != state.home_language || state.access != Access{} || state.access_asked;
  return times_out(state) || (state.screen != Screen::verdict && as_wished);
}

// What is on a visitor's page may have its time, too. Nobody reads a page for longer than a day.
uint64_t venue_changes_ms(const State& state) {
  if (state.screen != Screen::venue || state.venue->holds_until_s <= state.now_s) return 0;
  const uint64_t left_s =
      static_cast<uint64_t>(state.venue->holds_until_s) - static_cast<uint64_t>(state.now_s);
  return state.now_ms + std::min<uint64_t>(left_s, 86'400) * 1000;
}

}  // namespace

uint64_t verdict_time_ms(const State& state) {
  return state.access.voice ? verdict_told_ms : verdict_shown_ms;
}

uint64_t forgotten_ms(const State& state) {
  if (state.screen == Screen::staff) return state.desk.touched_ms + staff_idle_ms;
  if (state.screen == Screen::verdict && asks_consent(state) && !state.access.voice)
    return state.touched_ms + consent_asked_ms;
  return state.touched_ms + (state.access.voice ? idle_told_ms : idle_ms);
}

bool times_out(const State& state) {
  return state.screen == Screen::venue || state.screen == Screen::identify ||
         state.screen == Screen::sign_in || state.screen == Screen::staff ||
         state.screen == Screen::idea || asks_consent(state);
}

bool asks_consent(const State& state) {
  return state.consent == ConsentStep::asked || state.consent == ConsentStep::saving ||
         state.consent == ConsentStep::not_saved;
}

const AnnouncementView* emergency_of(const State& state) {
  if (!state.enrolled) return nullptr;
  const AnnouncementView* now = announcement_now(*state.venue, state.now_s);
  return now && now->emergency ? now : nullptr;
}

const OnwardView* way_on(const State& state) {
  if (state.way && state.now_s < state.way->session.end_s) return &*state.way;
  return onward_from(*state.venue, state.now_s);
}

bool warns_of_timeout(const State& state) {
  return times_out(state) && state.now_ms >= forgotten_ms(state) - warned_ms;
}

uint64_t timeout_seconds_left(const State& state) {
  const uint64_t end_ms = forgotten_ms(state);
  return end_ms > state.now_ms ? (end_ms - state.now_ms + 999) / 1000 : 0;
}

uint64_t next_change_ms(const State& state) {
  uint64_t next = UINT64_MAX;
  const auto at = [&](uint64_t moment) {
    if (moment > state.now_ms) next = std::min(next, moment);
  };
  if (state.screen == Screen::verdict && !asks_consent(state)) at(state.verdict_until_ms);
  if (state.screen == Screen::enrol) {
    at(state.enrol.note_until_ms);
    if (state.enrol.step == EnrolStep::working) at(state.enrol.since_ms + enrol_patience_ms);
  }
  if (state.rehearsal) at(state.rehearsal_until_ms);
  if (state.list.gliding) at(state.now_ms + glide_frame_ms);
  at(venue_changes_ms(state));
  if (state.screen == Screen::staff) {
    at(state.desk.opens_ms);
    at(state.desk.report_until_ms);
    at(state.desk.report_until_ms + report_rests_ms);
  }
  if (state.screen == Screen::attract) at(state.unanswered_until_ms);
  if (state.consent == ConsentStep::asked) at(state.consent_opens_ms);
  if (state.screen == Screen::sign_in) at(sign_in_opens_ms(state));
  if (waits_for_touch(state)) {
    at(forgotten_ms(state));
    if (times_out(state)) {
      at(forgotten_ms(state) - warned_ms);
      // While the warning is up its number falls each second.
      if (warns_of_timeout(state)) {
        at(forgotten_ms(state) - (timeout_seconds_left(state) - 1) * 1000);
      }
    }
  }
  return next;
}

}  // namespace otmetka::kiosk
