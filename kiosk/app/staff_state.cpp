#include "kiosk/app/staff_state.h"

#include <algorithm>

namespace otmetka::kiosk {

std::vector<const BoardPersonView*> people_on_page(const Desk& desk) {
  std::vector<const BoardPersonView*> out;
  for (const BoardRowView& row : desk.board.rows) {
    if (desk.group && row.group != *desk.group) continue;
    for (const BoardPersonView& person : row.people) out.push_back(&person);
  }
  if (!desk.group)
    std::sort(out.begin(), out.end(),
              [](const auto* a, const auto* b) { return before_on_board(*a, *b); });
  return out;
}

std::vector<Subject> people_to_check_in(const Desk& desk) {
  std::vector<Subject> out;
  for (const BoardPersonView* person : people_on_page(desk)) {
    if (is_missing(*person) && !desk.left_out.contains(person->who)) out.push_back(person->who);
  }
  return out;
}

}  // namespace otmetka::kiosk
