#include "kiosk/app/way_back.h"

#include "kiosk/app/staff.h"

namespace otmetka::kiosk {

Press press_of_back(const State& state) {
  // A time-out lies above everything; out of it there is only the way home.
  if (warns_of_timeout(state)) return {Press::What::home};
  if (state.access_asked) return {Press::What::access};
  if (state.consent == ConsentStep::declined) return {Press::What::dismiss};
  if (state.consent != ConsentStep::none) return {Press::What::home};
  switch (state.screen) {
    case Screen::enrol:
    case Screen::attract:
      return {};
    case Screen::identify:
      return {state.identify.chosen ? Press::What::search_no : Press::What::home};
    case Screen::idea:
    case Screen::sign_in:
      return {Press::What::home};
    case Screen::staff:
      if (state.desk.sets_clock) return {Press::What::set_clock};
      if (state.desk.moves_to) return {Press::What::move, -1};
      if (state.desk.asks != Asks::nothing) return {Press::What::ask_no};
      if (state.desk.correcting != Correcting::none) return {Press::What::reason_no};
      return {is_first_page(state) ? Press::What::none : Press::What::home};
    case Screen::verdict:
      return {state.stage == Stage::asks_to_leave ? Press::What::leave_no : Press::What::dismiss};
    case Screen::venue: {
      if (state.idea.step == IdeaStep::needs_badge) return {Press::What::idea};
      const bool on_top = state.shows_route && way_on(state);
      return {on_top ? Press::What::route : Press::What::home};
    }
  }
  return {};
}

}  // namespace otmetka::kiosk
