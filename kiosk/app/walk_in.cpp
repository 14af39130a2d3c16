#include "kiosk/app/walk_in.h"

#include <algorithm>

#include "kiosk/app/staff.h"
#include "kiosk/app/typed_text.h"
#include "shared/model/name_search.h"
#include "shared/text/letters.h"

namespace otmetka::kiosk {
namespace {

// The keys are capitals; a name has one at the start of each of its parts.
void type(WalkInForm& form, int code_point) {
  if (!types_capital(form) && code_point > 0)
    code_point = static_cast<int>(lower_case(static_cast<char32_t>(code_point)));
  type_letter(form.fields[form.field], code_point, form_letters_max);
}

// Those on the board who may be called so: in another script, or with a mistake.
Alike called_alike(const BoardView& board, const std::string& name) {
  NameSearch names;
  std::vector<const BoardPersonView*> people;
  for (const BoardRowView& row : board.rows) {
    for (const BoardPersonView& person : row.people) {
      payload::PersonName whole;
      whole.set_family(person.name);
      // Whoever is known by a number is called like nobody.
      (void)names.put({{}, PersonNumber{static_cast<uint32_t>(people.size())}}, whole, 0).ok();
      people.push_back(&person);
    }
  }
  const SearchResult found = names.find(name);
  Alike alike;
  alike.many = found.answer == SearchAnswer::many;
  for (const NameCandidate& each : found.candidates)
    alike.people.push_back(*people[static_cast<size_t>(each.person.number)]);
  return alike;
}

// `sure`: that nobody on the board is meant, who would be counted twice.
Effects register_walk_in(State& state, bool sure) {
  Desk& desk = state.desk;
  const SessionChoice* session = session_on(desk.board);
  const auto& [family, given, organisation] = desk.form.fields;
  if (!session || family.empty() || given.empty()) return {};
  if (!sure) {
    desk.alike = called_alike(desk.board, family + " " + given);
    desk.alike.cohort = session->cohort;
    desk.alike.session = session->session.number;
  }
  if (!sure && (desk.alike.many || !desk.alike.people.empty())) {
    desk.asks = Asks::alike;
    return {};
  }
  return {RegisterWalkIn{desk.alike.cohort, desk.alike.session, family, given, organisation,
                         state.language, state.shift->number}};
}

// Asks the printer; what it does not take now waits for a finger that tries again.
void order_badge(State& state, BadgeOrder badge, Effects& effects) {
  const auto order = print_badge(state, badge.words);
  const PrinterReason why = state.printer.sight.reason;
  badge.job = order ? order->job : 0;
  badge.reason = why == PrinterReason::none ? PrinterReason::refused : why;
  state.desk.badges.push_back(std::move(badge));
  if (order) effects.push_back(*order);
}

uint64_t order_badge(State& state, const BadgeWords& words, Effects& effects) {
  const uint64_t number = ++state.desk.badge_orders;
  order_badge(state, {number, words, 0, PrinterReason::refused}, effects);
  return number;
}

Effects print_for_person(State& state) {
  Desk& desk = state.desk;
  const bool shown = desk.page == StaffPage::person && desk.person && desk.person->badge;
  if (!shown || !state.printer.configured) return {};
  Effects effects;
  ActReport report;
  report.what = ActReport::What::badge;
  report.name = desk.person->name;
  report.badge_order = order_badge(state, *desk.person->badge, effects);
  put_report(state, std::move(report));
  return effects;
}

Effects print_again(State& state) {
  std::vector<BadgeOrder> again;
  std::vector<BadgeOrder>& all = state.desk.badges;
  const auto first = std::stable_partition(all.begin(), all.end(),
                                           [](const BadgeOrder& badge) { return badge.job != 0; });
  std::move(first, all.end(), std::back_inserter(again));
  all.erase(first, all.end());
  Effects effects;
  for (BadgeOrder& badge : again) order_badge(state, std::move(badge), effects);
  return effects;
}

}  // namespace

Effects press_on_form(State& state, const Press& press) {
  WalkInForm& form = state.desk.form;
  switch (press.what) {
    case Press::What::letter:
      type(form, press.value);
      break;
    case Press::What::erase:
      erase_letter(form.fields[form.field]);
      break;
    case Press::What::erase_all:
      form.fields[form.field].clear();
      break;
    case Press::What::other_keys:
      form.latin_keys = !form.latin_keys;
      break;
    case Press::What::sign_keys:
      form.sign_keys = !form.sign_keys;
      break;
    case Press::What::shift:
      form.capitals = !form.capitals;
      break;
    case Press::What::form_field:
      if (press.value >= 0 && static_cast<size_t>(press.value) < form.fields.size())
        form.field = static_cast<size_t>(press.value);
      form.sign_keys = form.capitals = false;
      break;
    case Press::What::register_walk_in:
      return register_walk_in(state, false);
    default:
      break;
  }
  return {};
}

Effects press_on_alike(State& state, const Press& press) {
  if (press.what == Press::What::ask_other) return register_walk_in(state, true);
  const Alike& alike = state.desk.alike;
  const auto index = static_cast<size_t>(press.value);
  if (index >= alike.people.size()) return {};  // the list itself is looked at
  state.desk.form = {};
  return {ReadPerson{alike.cohort, alike.people[index].who, alike.session}};
}

bool types_capital(const WalkInForm& form) {
  const std::string& field = form.fields[form.field];
  return form.capitals || field.empty() || field.back() == ' ' || field.back() == '-';
}

Effects walk_in_was_registered(State& state) {
  state.desk.form = {};
  // With lower controls the form leaves no room to tell that it is done.
  if (state.access.low_controls) state.desk.page = StaffPage::board;
  Effects effects;
  ActReport& report = state.desk.report;
  if (report.badge && state.printer.configured)
    report.badge_order = order_badge(state, *report.badge, effects);
  return effects;
}

Effects press_on_badge(State& state, const Press& press) {
  if (press.what == Press::What::print_badge) return print_for_person(state);
  if (unprinted(state.desk).empty()) return {};
  if (press.what == Press::What::print_again) return print_again(state);
  std::erase_if(state.desk.badges, [](const BadgeOrder& badge) { return badge.job == 0; });
  return {};
}

void badge_was_printed(State& state, uint64_t job, PrinterReason reason) {
  std::vector<BadgeOrder>& all = state.desk.badges;
  const auto badge = std::find_if(
      all.begin(), all.end(), [&](const BadgeOrder& each) { return each.job == job && job != 0; });
  if (badge == all.end()) return;
  if (reason == PrinterReason::none) return (void)all.erase(badge);
  badge->job = 0;
  badge->reason = reason;
  // What only said that it is printing has nothing more to say.
  ActReport& report = state.desk.report;
  if (report.what == ActReport::What::badge && report.badge_order == badge->number) report = {};
}

void forget_badge(Desk& desk, uint64_t order) {
  std::erase_if(desk.badges, [&](const BadgeOrder& badge) { return badge.number == order; });
}

std::vector<const BadgeOrder*> unprinted(const Desk& desk) {
  std::vector<const BadgeOrder*> out;
  for (const BadgeOrder& badge : desk.badges) {
    if (badge.job == 0) out.push_back(&badge);
  }
  return out;
}

}  // namespace otmetka::kiosk
