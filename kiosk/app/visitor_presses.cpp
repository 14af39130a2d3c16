#include "kiosk/app/visitor_presses.h"

#include <algorithm>

#include "kiosk/app/consent.h"
#include "kiosk/app/idea.h"
#include "kiosk/app/moves.h"

namespace otmetka::kiosk {

Effects press_on_question(State& state, const Press& press) {
  const bool way_out = press.what == Press::What::home ||
                       (press.what == Press::What::dismiss && !asks_consent(state));
  if (!way_out) return press_on_consent(state, press);
  if (state.screen == Screen::verdict) {
    leave_verdict(state);
  } else {
    state.consent = ConsentStep::none;
  }
  return {};
}

Effects press_on_verdict(State& state, Press::What what) {
  const bool may_leave = state.verdict->leaving.has_value();
  switch (what) {
    case Press::What::dismiss:
      end_verdict(state);
      break;
    case Press::What::about:
      open_page(state, VenuePage::overview);
      break;
    case Press::What::route:
      open_page(state, VenuePage::today);
      state.shows_route = state.way.has_value();
      break;
    case Press::What::search:
      open_search(state);
      break;
    case Press::What::leave:
      if (!may_leave || state.stage != Stage::told) break;
      state.stage = Stage::asks_to_leave;
      state.verdict_until_ms = state.now_ms + leave_asked_ms;
      break;
    case Press::What::leave_no:
      if (state.stage != Stage::asks_to_leave) break;
      state.stage = Stage::stays;
      state.verdict_until_ms = state.now_ms + verdict_time_ms(state);
      break;
    case Press::What::leave_yes:
      if (!may_leave || state.stage != Stage::asks_to_leave) break;
      return {RecordCheckOut{*state.verdict->leaving}};
    default:
      break;
  }
  return {};
}

Effects press_on_venue(State& state, const Press& press) {
  const auto value = static_cast<size_t>(std::max(0, press.value));
  switch (press.what) {
    case Press::What::home:
      go_back(state);
      break;
    case Press::What::page:
      if (value == static_cast<size_t>(VenuePage::mine)) {
        if (!state.visitor) break;
        open_page(state, VenuePage::mine);
        return {ReadVisit{state.visitor->cohort, state.visitor->person}};
      }
      if (value < static_cast<size_t>(VenuePage::mine))
        open_page(state, VenuePage{static_cast<uint8_t>(value)});
      break;
    case Press::What::hall:
    case Press::What::on_plan:
      if (value >= state.venue->halls.size()) break;
      state.hall = value;
      // Its row may be out of sight.
      if (press.what == Press::What::on_plan)
        put_row_first(state.list, static_cast<float>(value > 0 ? value - 1 : 0));
      break;
    case Press::What::exhibit:
      if (value >= state.venue->exhibits.size()) break;
      // From another page the list opens where it is, with the one before it in sight.
      if (state.page != VenuePage::exhibits) {
        open_page(state, VenuePage::exhibits);
        put_row_first(state.list, static_cast<float>(value > 0 ? value - 1 : 0));
      }
      state.exhibit = value;
      break;
    case Press::What::idea:
      press_for_idea(state);
      break;
    case Press::What::consent:
      press_for_consent(state, press);
      break;
    case Press::What::search:
      if (state.idea.step == IdeaStep::needs_badge) open_search(state);
      break;
    case Press::What::route:
      state.shows_route = !state.shows_route;
      break;
    default:
      break;
  }
  return {};
}

}  // namespace otmetka::kiosk
