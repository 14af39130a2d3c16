#include "kiosk/app/roll_call.h"

#include <algorithm>
#include <tuple>

#include "kiosk/app/staff.h"

namespace otmetka::kiosk {

static auto row_of(const std::vector<InsideRow>& inside, const std::pair<Scope, Subject>& who) {
  return std::find_if(inside.begin(), inside.end(), [&](const InsideRow& row) {
    return std::tie(row.cohort, row.person) == std::tie(who.first, who.second);
  });
}

void tick_off(Desk& desk, size_t index, uint64_t now_ms) {
  if (index >= desk.inside.size()) return;
  const std::pair<Scope, Subject> who{desk.inside[index].cohort, desk.inside[index].person};
  if (!desk.found.erase(who)) desk.found.insert(who);
  desk.found_ms = now_ms;
}

bool is_in_roll_call(const State& state, const std::pair<Scope, Subject>& who) {
  return row_of(state.desk.inside, who) != state.desk.inside.end();
}

void tick_off_badge(State& state, const std::pair<Scope, Subject>& who) {
  Desk& desk = state.desk;
  const auto row = row_of(desk.inside, who);
  if (!state.shift || row == desk.inside.end()) return;
  desk.found.insert(who);
  desk.found_ms = state.now_ms;
  ++desk.found_by_badge;
  put_report(state, {ActReport::What::found, 1, row->name, who.first, {}});
}

}  // namespace otmetka::kiosk
