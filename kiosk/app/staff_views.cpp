#include "kiosk/app/staff_views.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "shared/base/limits.h"
#include "shared/text/local_time.h"

namespace otmetka::kiosk {
namespace {

BoardRowView row_of_walk_ins(const Board& board, const WalkInName& walk_in_name) {
  BoardRowView row;
  row.group = all_walk_ins;
  for (const BoardWalkIn& each : board.walk_in_people) {
    row.people.push_back({each.person, walk_in_name(*each.person.reference()), each.state, false,
                          false, each.left_s});
    row.counts.arrived += has_come(each.state);
    row.counts.left += each.left_s != 0;
  }
  std::sort(row.people.begin(), row.people.end(), before_on_board);
  return row;
}

int order_of(const BoardPersonView& person) {
  if (person.walk_in()) return has_come(person.state) ? person.left_s != 0 : 2;
  switch (person.state) {
    case Expected::missing:
      return 0;
    case Expected::late:
      return person.left_s != 0 ? 3 : 1;
    case Expected::arrived:
      return person.left_s != 0 ? 3 : 2;
    case Expected::excused:
      return 4;
  }
  return 5;
}

const RosterPerson* person_of(const CohortEntry& cohort, PersonNumber number) {
  const auto known = cohort.people.find(number);
  return known == cohort.people.end() ? nullptr : &known->second;
}

// Sets `apart` of those who are not the only ones with their name: the post, where that tells them
// apart, or else the number. `person_of` finds them.
template <typename Row, typename PersonOf>
void tell_apart(std::vector<Row>& rows, const PersonOf& person_of) {
  std::map<std::string_view, std::vector<std::pair<Row*, const RosterPerson*>>> named;
  for (Row& row : rows) {
    if (const RosterPerson* person = person_of(row)) named[row.name].push_back({&row, person});
  }
  for (const auto& [name, alike] : named) {
    if (alike.size() == 1) continue;
    std::set<std::string_view> posts;
    for (const auto& [row, person] : alike) posts.insert(person->name.post().ru());
    const bool by_post = posts.size() == alike.size() && !posts.contains("");
    for (const auto& [row, person] : alike) {
      if (by_post) row->apart = person->name.post();
      if (!by_post) row->apart.set_ru("№ " + number_of(Subject(person->number)));
    }
  }
}

std::string zone_of(const Directory& directory, VenueNumber venue) {
  const VenueEntry* entry = directory.venue(venue);
  return entry && is_zone(entry->entry.zone()) ? entry->entry.zone() : "UTC";
}

bool same_day(int64_t a_s, int64_t b_s, const std::string& zone) {
  const auto a = to_local(a_s, zone), b = to_local(b_s, zone);
  if (!a || !b) return false;
  const auto day = [](const LocalTime& t) { return std::tie(t.year, t.month, t.day); };
  return day(a.value()) == day(b.value());
}

payload::Text delegation_title(const CohortEntry& cohort, uint32_t delegation) {
  const auto known = cohort.delegations.find(delegation);
  return known == cohort.delegations.end() ? payload::Text() : known->second.title();
}

payload::Text team_title(const CohortEntry& cohort, uint32_t team) {
  const auto known = cohort.teams.find(team);
  return known == cohort.teams.end() ? payload::Text() : known->second.title();
}

BoardRowView row_of(const CohortEntry& cohort, Grouping by, const BoardRow& row) {
  const bool team = by == Grouping::teams;
  return {{team ? BoardGroup::Of::team : BoardGroup::Of::delegation, row.group},
          team ? team_title(cohort, row.group) : delegation_title(cohort, row.group),
          row.counts,
          {}};
}

}  // namespace

bool before_on_board(const BoardPersonView& a, const BoardPersonView& b) {
  const auto key = [](const BoardPersonView& person) {
    return std::make_tuple(person.walk_in(), order_of(person), person.name, person.who);
  };
  return key(a) < key(b);
}

bool is_missing(const BoardPersonView& person) {
  return person.state == Expected::missing && !person.walk_in();
}

bool may_come(Expected state, int64_t left_s) { return !has_come(state) || left_s != 0; }

// Somebody whose name has not come, was erased, or may not be shown, is known by the number.
std::string staff_name_of(const RosterPerson& person, const Scope& cohort,
                          const Declined& declined) {
  if (person.named() && !declined(cohort, person.number)) return full_name(person.name);
  return "№ " + std::to_string(static_cast<uint32_t>(person.number));
}

Shift shift_of(const StaffEntry& staff) {
  payload::PersonName name;
  name.set_family(staff.card.family());
  name.set_given(staff.card.given());
  return {staff.number,
          short_name(name),
          staff.has(payload::Staff::DESK),
          staff.has(payload::Staff::MANAGER),
          staff.has(payload::Staff::TECHNICIAN),
          staff.entry.issue()};
}

const SessionChoice* session_on(const BoardView& board) {
  return board.chosen < board.sessions.size() ? &board.sessions[board.chosen] : nullptr;
}

std::vector<SessionChoice> sessions_of_day(const Directory& directory, VenueNumber venue,
                                           int64_t now_s) {
  std::vector<SessionChoice> all, today;
  for (const auto& [scope, cohort] : directory.cohorts()) {
    if (cohort.entry.number() == 0) continue;  // its own fact has not come
    for (const auto& [number, session] : cohort.sessions) {
      if (session.venue == venue)
        all.push_back({scope, cohort.entry.title(), session_view(session, directory)});
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.session.start_s, a.session.number) <
           std::tie(b.session.start_s, b.session.number);
  });
  const std::string zone = zone_of(directory, venue);
  for (const SessionChoice& each : all) {
    if (same_day(each.session.start_s, now_s, zone)) today.push_back(each);
  }
  if (!today.empty() || all.empty()) return today;
  return {all[session_to_show(all, now_s)]};
}

size_t session_to_show(const std::vector<SessionChoice>& sessions, int64_t now_s) {
  size_t next = sessions.size();
  for (size_t i = sessions.size(); i-- > 0;) {
    const SessionView& session = sessions[i].session;
    if (now_s >= session.start_s && now_s < session.end_s) return i;
    if (session.start_s > now_s) next = i;
  }
  if (next < sessions.size()) return next;
  return sessions.empty() ? 0 : sessions.size() - 1;
}

BoardView board_view(std::vector<SessionChoice> sessions, size_t chosen, const Board& board,
                     const Directory& directory, const Declined& declined,
                     const WalkInName& walk_in_name) {
  BoardView view;
  view.sessions = std::move(sessions);
  view.chosen = chosen;
  view.total = board.total;
  view.not_expected = board.not_expected;
  view.other_roles = board.other_roles;
  view.walk_ins = board.walk_ins;
  view.guests = board.guests;
  if (chosen >= view.sessions.size()) return view;
  const CohortEntry* cohort = directory.cohort(view.sessions[chosen].cohort);
  if (!cohort) return view;
  view.by = board.by;
  view.has_teams = !cohort->teams.empty();
  for (const BoardRow& row : board.rows) {
    BoardRowView shown = row_of(*cohort, board.by, row);
    for (const BoardPerson& person : row.people) {
      const RosterPerson* known = person_of(*cohort, person.person);
      if (!known) continue;
      shown.people.push_back({Subject(person.person),
                              staff_name_of(*known, cohort->entry.name(), declined), person.state,
                              cohort->notes.contains(person.person), person.without_partner,
                              person.left_s, delegation_title(*cohort, known->entry.delegation()),
                              person.told_absent});
    }
    tell_apart(shown.people, [&](const BoardPersonView& each) {
      return person_of(*cohort, PersonNumber{*each.who.number()});
    });
    std::sort(shown.people.begin(), shown.people.end(), before_on_board);
    view.rows.push_back(std::move(shown));
  }
  std::stable_sort(view.rows.begin(), view.rows.end(), [](const auto& a, const auto& b) {
    const bool none = a.title.ru().empty(), other_none = b.title.ru().empty();
    return std::tie(none, a.title.ru()) < std::tie(other_none, b.title.ru());
  });
  if (!board.walk_in_people.empty()) view.rows.push_back(row_of_walk_ins(board, walk_in_name));
  return view;
}

StaffPersonView staff_person_view(const CohortEntry& cohort, const Subject& person,
                                  const SessionEntry& session, const PresenceFold& presence,
                                  const Directory& directory, int64_t now_s,
                                  const Declined& declined, const WalkInName& walk_in_name) {
  StaffPersonView view;
  view.cohort = cohort.entry.name();
  const Subject shown = presence.attendance().shown(view.cohort, person);
  view.who = shown;
  view.session = session_view(session, directory);
  if (view.walk_in()) view.name = walk_in_name(*shown.reference());
  const PersonNumber number{shown.number() ? *shown.number() : 0};
  if (const RosterPerson* known = person_of(cohort, number)) {
    view.name = staff_name_of(*known, view.cohort, declined);
    view.declined = declined(view.cohort, number);
    view.delegation = delegation_title(cohort, known->entry.delegation());
    view.post = known->name.post();
    view.team = team_title(cohort, known->entry.team());
  }
  for (const BoardPerson& partner : presence.partners_of(cohort, session, shown))
    view.partners.push_back({Subject(partner.person),
                             staff_name_of(cohort.people.at(partner.person), view.cohort, declined),
                             partner.state, partner.left_s});
  const auto note = cohort.notes.find(number);
  if (note != cohort.notes.end()) view.note = note->second;
  view.state = presence.state_of(cohort, session, shown);
  view.standing = presence.attendance().standing_of(view.cohort, shown, Subject(session.number));
  for (const Visited& visited : presence.visit_of(cohort, shown, now_s).sessions) {
    if (visited.presence.session != Subject(session.number) || !visited.presence.present) continue;
    view.came_s = visited.first_s;
    view.time_doubted = visited.time_doubted;
    view.exit = visited.exit;
    view.left_s = visited.left_s;
  }
  return view;
}

std::vector<InsideRow> inside_rows(const std::vector<Stay>& stays, const Directory& directory,
                                   const WalkInName& walk_in_name, const Declined& declined) {
  std::vector<InsideRow> rows;
  for (const Stay& stay : stays) {
    InsideRow row{stay.cohort, stay.person, "", {}, stay.visitor, stay.since_s, stay.time_doubted};
    const CohortEntry* cohort = directory.cohort(stay.cohort);
    if (const uint32_t* number = stay.person.number(); number && cohort) {
      row.name = "№ " + std::to_string(*number);
      if (const RosterPerson* known = person_of(*cohort, PersonNumber{*number})) {
        row.name = staff_name_of(*known, stay.cohort, declined);
        row.delegation = delegation_title(*cohort, known->entry.delegation());
      }
    } else if (const FactId* made_by = stay.person.reference()) {
      row.name = walk_in_name(*made_by);
    }
    rows.push_back(std::move(row));
  }
  tell_apart(rows, [&](const InsideRow& row) -> const RosterPerson* {
    const uint32_t* number = row.person.number();
    const CohortEntry* cohort = number ? directory.cohort(row.cohort) : nullptr;
    return cohort ? person_of(*cohort, PersonNumber{*number}) : nullptr;
  });
  std::sort(rows.begin(), rows.end(), [](const InsideRow& a, const InsideRow& b) {
    return std::tie(a.cohort, a.delegation.ru(), a.name, a.person) <
           std::tie(b.cohort, b.delegation.ru(), b.name, b.person);
  });
  return rows;
}

}  // namespace otmetka::kiosk
