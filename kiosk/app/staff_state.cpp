#include "kiosk/app/staff_state.h"

#include <algorithm>

#include "shared/text/letters.h"

namespace otmetka::kiosk {
namespace {

std::string initial_of(const BoardPersonView& person) {
  return person.name.substr(0, bytes_of_characters(person.name, 1));
}

// Letters that Unicode has far from their place in the alphabet stand after those they come from.
std::string place_of(const std::string& letter) {
  constexpr std::pair<const char*, const char*> added[] = {
      {"Ё", "Е"}, {"Ә", "А"}, {"Ө", "О"}, {"Ү", "У"}, {"Җ", "Ж"}, {"Ң", "Н"}, {"Һ", "Х"}};
  for (const auto& [each, after] : added) {
    if (letter == each) return std::string(after) + "+";
  }
  return letter;
}

std::vector<const BoardPersonView*> people_of_group(const Desk& desk) {
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

}  // namespace

std::vector<std::string> initials_of(const Desk& desk) {
  const auto people = people_of_group(desk);
  std::vector<std::string> out;
  if (desk.group || people.size() < initials_from) return out;
  for (const BoardPersonView* person : people) out.push_back(initial_of(*person));
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<const BoardPersonView*> people_on_page(const Desk& desk) {
  auto all = people_of_group(desk);
  auto some = all;
  std::erase_if(some, [&](const auto* person) { return initial_of(*person) != desk.initial; });
  // Whoever it was chosen for may be gone.
  return desk.initial.empty() || some.empty() ? all : some;
}

std::vector<Subject> people_to_check_in(const Desk& desk) {
  std::vector<Subject> out;
  for (const BoardPersonView* person : people_of_group(desk)) {
    if (is_missing(*person) && !desk.left_out.contains(person->who)) out.push_back(person->who);
  }
  return out;
}

}  // namespace otmetka::kiosk
