#include "kiosk/app/moves.h"

#include <algorithm>

#include "kiosk/app/consent.h"
#include "kiosk/app/idea.h"
#include "kiosk/app/staff.h"
#include "kiosk/app/wishes.h"

namespace otmetka::kiosk {

void go_home(State& state) {
  state.screen = state.enrolled ? Screen::attract : Screen::enrol;
  forget_wishes(state);
  // Nothing of the visitor stays: not the verdict, not where they had been reading.
  state.verdict.reset();
  state.visitor.reset();
  state.way.reset();
  state.visit.reset();
  state.stage = Stage::told;
  state.left_at_s = 0;
  state.identify = {};
  state.sign_in = {};
  end_shift(state);
  state.idea = {};
  state.consent = ConsentStep::none;
  state.page = VenuePage::overview;
  state.hall = state.exhibit = 0;
  state.list = {};
  state.shows_route = false;
}

void go_back(State& state) {
  const bool known = state.visitor.has_value();
  const Language language = state.language;
  const Access access = state.access;
  go_home(state);
  if (known) return;
  state.language = language;
  state.access = access;
}

namespace {

// Nobody stands here any more, or the staff do.
void give_screen_back(State& state) {
  const bool kept = state.now_ms < state.desk.touched_ms + desk_kept_ms;
  Desk desk = std::move(state.desk);
  std::optional<Shift> shift = std::move(state.shift);
  go_home(state);
  if (!shift) return;
  state.desk = std::move(desk);
  if (!kept) return clear_desk(state);
  state.shift = std::move(shift);
  return_to_desk(state);
}

}  // namespace

void open_page(State& state, VenuePage page) {
  end_shift(state);  // the screen is a visitor's now
  state.screen = Screen::venue;
  state.page = page;
  state.list = {};
  state.shows_route = false;
  state.verdict.reset();
  state.stage = Stage::told;
  state.consent = ConsentStep::none;
}

void open_search(State& state) {
  open_page(state, VenuePage::overview);
  state.visitor.reset();
  state.way.reset();
  state.screen = Screen::identify;
  state.identify = {};
  // Who is asked for a badge and has none is known once they are found.
  if (state.idea.step != IdeaStep::needs_badge) state.idea = {};
}

// What follows a verdict that nobody looks at any more, once there is nothing to be asked.
void leave_verdict(State& state) {
  if (!state.idea.goes_on || !state.visitor || state.stage == Stage::left)
    return give_screen_back(state);
  open_page(state, VenuePage::overview);
  resume_idea(state);
}

void end_verdict(State& state) {
  if (const auto about = owes_answer(state)) return ask_consent(state, *about);
  leave_verdict(state);
}

namespace {

template <typename Things>
size_t place_of(size_t before, const Things& old, const Things& now) {
  if (before >= old.size() || now.empty()) return 0;
  const auto same = [&](const auto& thing) { return thing.name() == old[before].name(); };
  if (before < now.size() && same(now[before])) return before;
  const auto found = std::find_if(now.begin(), now.end(), same);
  return found != now.end() ? static_cast<size_t>(found - now.begin())
                            : std::min(before, now.size() - 1);
}

}  // namespace

void show_venue(State& state) {
  const auto before = state.venue ? state.venue : state.whole_venue;
  state.venue = shown_at(state.whole_venue, state.now_s);
  state.hall = place_of(state.hall, before->halls, state.venue->halls);
  state.exhibit = place_of(state.exhibit, before->exhibits, state.venue->exhibits);
}

bool press_on_list(State& state, const Press& press) {
  const auto row = static_cast<float>(std::max(0, press.value));
  const bool turns = press.what == Press::What::list_page;
  if (turns) turn_to_row(state.list, row, state.now_ms);
  if (press.what == Press::What::list_row) put_row_first(state.list, row);
  return turns || press.what == Press::What::list_row;
}

}  // namespace otmetka::kiosk
