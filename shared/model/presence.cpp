#include "shared/model/presence.h"

#include <algorithm>
#include <tuple>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

bool is_participant(const payload::Person& entry) {
  return entry.role().empty() || entry.role() == "participant";
}

bool for_delegation(const SessionEntry& session, uint32_t delegation) {
  const auto& only = session.entry.delegations();
  return only.empty() || std::find(only.begin(), only.end(), delegation) != only.end();
}

const SessionEntry* session_of(const CohortEntry& cohort, const Subject& session) {
  if (!session.number()) return nullptr;
  const auto found = cohort.sessions.find(SessionNumber{*session.number()});
  return found == cohort.sessions.end() ? nullptr : &found->second;
}

// When somebody who touched nothing is believed to have left. A session's end is told by the
// programme, so it holds for a kiosk whose clock is wrong, too.
int64_t leaves_s(const SessionEntry* session, int64_t came_s) {
  return session ? session->entry.end() + inside_after_session_s
                 : came_s + inside_without_session_s;
}

bool is_here(const BoardPerson& person) { return has_come(person.state) && person.left_s == 0; }

void count(BoardCounts& counts, const BoardPerson& person) {
  ++counts.expected;
  counts.arrived += has_come(person.state);
  counts.late += person.state == Expected::late;
  counts.left += person.left_s != 0;
  counts.missing += person.state == Expected::missing;
  counts.excused += person.state == Expected::excused;
  counts.without_partner += person.without_partner;
}

// 0: works alone, or is nobody of the roster.
uint32_t pair_of(const CohortEntry& cohort, PersonNumber person) {
  const auto found = cohort.people.find(person);
  return found == cohort.people.end() ? 0 : found->second.entry.pair();
}

}  // namespace

Visitor visitor_of(const CohortEntry& cohort, const Subject& person) {
  if (!person.number()) return Visitor::walk_in;
  const auto found = cohort.people.find(PersonNumber{*person.number()});
  if (found == cohort.people.end()) return Visitor::guest;
  return is_participant(found->second.entry) ? Visitor::participant : Visitor::other_role;
}

void PresenceFold::add(const PlacedFact& placed) {
  const auto& [id, fact] = placed;
  times_.add(placed);
  if (fact.kind == Kind::anchor) {
    known_.clear();
    return;
  }
  if (fact.kind == Kind::walk_in && !(fact.flags & flag::rehearsal)) walk_ins_.emplace(id, fact);
  const uint64_t before = attendance_.judgement();
  attendance_.add(placed);
  if (attendance_.judgement() != before) {
    known_.clear();
  } else if (fact.kind == Kind::check_in || fact.kind == Kind::check_out) {
    const auto cohort = known_.find(id.scope);
    if (cohort != known_.end()) cohort->second.erase(attendance_.shown(id.scope, fact.person));
  }
}

const Fact* PresenceFold::walk_in(const FactId& id) const {
  const auto found = walk_ins_.find(id);
  return found == walk_ins_.end() ? nullptr : &found->second;
}

KnownWalkIn PresenceFold::known_walk_in(const FactId& id) const {
  KnownWalkIn known;
  known.shown = attendance_.shown(id.scope, Subject(id));
  const auto stands = [&](const FactId& made_by) {
    return walk_ins_.contains(made_by) && !attendance_.superseded(made_by);
  };
  // Of somebody who was registered twice one registration is enough.
  for (const Subject& name : attendance_.names_of(id.scope, known.shown))
    known.registered = known.registered || (name.reference() && stands(*name.reference()));
  known.taken_back = !known.registered && walk_ins_.contains(id) && attendance_.superseded(id);
  return known;
}

// Who was registered, and who was seen by a label while the registration is still on its way.
std::set<Subject> PresenceFold::walk_ins_of(const CohortEntry& cohort) const {
  const Scope& scope = cohort.entry.name();
  std::set<Subject> out;
  for (const auto& [id, fact] : walk_ins_) {
    if (id.scope == scope && !attendance_.superseded(id))
      out.insert(attendance_.shown(scope, Subject(id)));
  }
  for (const Subject& person : attendance_.people(scope)) {
    if (person.reference() && !known(scope, person).sessions.empty()) out.insert(person);
  }
  std::erase_if(out, [](const Subject& person) { return person.number() != nullptr; });
  return out;
}

std::pair<int64_t, bool> PresenceFold::time_of(const FactId& id, const Fact& fact) const {
  if (const auto interval = times_.of({id, fact})) {
    const int64_t middle = interval->earliest_s + (interval->latest_s - interval->earliest_s) / 2;
    return {middle, interval->latest_s - interval->earliest_s > anchored_within_s};
  }
  // The claim of whoever wrote it, who may be an enemy: later sums must not overflow.
  return {std::clamp(fact.wall_s, -anchor_bound_s, anchor_bound_s),
          (fact.flags & flag::clock_unanchored) != 0};
}

const PresenceFold::Known& PresenceFold::known(const Scope& cohort, const Subject& shown) const {
  auto& people = known_[cohort];
  const auto found = people.find(shown);
  if (found != people.end()) return found->second;
  Known known;
  for (Presence& presence : attendance_.presences_of(cohort, shown)) {
    Visited visited{std::move(presence), 0, false};
    const Fact* first = attendance_.fact(visited.presence.first);
    if (first)
      std::tie(visited.first_s, visited.time_doubted) = time_of(visited.presence.first, *first);
    known.sessions.push_back(std::move(visited));
  }
  std::sort(known.sessions.begin(), known.sessions.end(), [](const Visited& a, const Visited& b) {
    return std::tie(a.first_s, a.presence.first) < std::tie(b.first_s, b.presence.first);
  });
  for (const Movement& movement : attendance_.movements_of(cohort, shown)) {
    const auto [at_s, doubted] = time_of(*movement.when, *movement.at);
    known.movements.push_back(
        {at_s, doubted, *movement.id, movement.in, movement.session, movement.venue});
  }
  std::sort(known.movements.begin(), known.movements.end(),
            [](const TimedMovement& a, const TimedMovement& b) {
              return std::tie(a.at_s, a.id) < std::tie(b.at_s, b.id);
            });
  return people.emplace(shown, std::move(known)).first->second;
}

std::optional<Stay> PresenceFold::stay_of(const CohortEntry& cohort, const Subject& shown,
                                          int64_t now_s) const {
  const Scope& scope = cohort.entry.name();
  std::optional<Stay> stay;
  int64_t until_s = 0;
  for (const TimedMovement& movement : known(scope, shown).movements) {
    if (!movement.in) {
      stay.reset();
      continue;
    }
    const SessionEntry* session = session_of(cohort, movement.session);
    const int64_t leaves = leaves_s(session, movement.at_s);
    const bool goes_on = stay && stay->venue == movement.venue && movement.at_s <= until_s;
    if (!goes_on) {
      stay = Stay{scope, shown,         visitor_of(cohort, shown), movement.venue,
                  {},    movement.at_s, movement.doubted};
    }
    stay->session = movement.session;
    until_s = goes_on ? std::max(until_s, leaves) : leaves;
  }
  if (!stay || now_s > until_s) return std::nullopt;
  // A clock that ran ahead would keep people inside for as long as it was wrong.
  const bool ahead = stay->since_s > now_s + inside_without_session_s;
  if (ahead && !session_of(cohort, stay->session)) return std::nullopt;
  return stay;
}

std::vector<Stay> PresenceFold::who_is_inside(const Directory& directory, VenueNumber venue,
                                              int64_t now_s) const {
  std::vector<Stay> out;
  for (const auto& [scope, cohort] : directory.cohorts()) {
    if (cohort.entry.number() == 0) continue;  // its own fact has not come
    for (const Subject& person : attendance_.people(scope)) {
      auto stay = stay_of(cohort, person, now_s);
      if (stay && stay->venue == Subject(venue)) out.push_back(std::move(*stay));
    }
  }
  return out;
}

Visit PresenceFold::visit_of(const CohortEntry& cohort, const Subject& person,
                             int64_t now_s) const {
  const Subject shown = attendance_.shown(cohort.entry.name(), person);
  const Known& known = this->known(cohort.entry.name(), shown);
  Visit visit{known.sessions, stay_of(cohort, shown, now_s)};
  for (Visited& visited : visit.sessions) find_exit(cohort, known.movements, now_s, visited);
  return visit;
}

void PresenceFold::find_exit(const CohortEntry& cohort, const std::vector<TimedMovement>& movements,
                             int64_t now_s, Visited& visited) {
  const SessionEntry* session = session_of(cohort, visited.presence.session);
  if (!visited.presence.present || !session) return;
  const auto come = std::find_if(movements.rbegin(), movements.rend(), [&](const auto& movement) {
    return movement.in && movement.session == visited.presence.session;
  });
  for (auto next = come.base(); come != movements.rend() && next != movements.end(); ++next) {
    if (next->in && next->venue == come->venue) break;  // to another session, in the same house
    visited.exit = next->in ? Exit::elsewhere : Exit::told;
    visited.left_s = next->at_s;
    return;
  }
  if (now_s < session->entry.end()) return;
  visited.exit = Exit::closed;
  visited.left_s = session->entry.end();
}

const Visited* PresenceFold::visited_at(const CohortEntry& cohort, const SessionEntry& session,
                                        const Subject& person) const {
  const auto& sessions = known(cohort.entry.name(), person).sessions;
  const auto at = std::find_if(sessions.begin(), sessions.end(), [&](const Visited& visited) {
    return visited.presence.session == Subject(session.number);
  });
  return at == sessions.end() ? nullptr : &*at;
}

// By what was told; that a session has ended says of nobody that they are gone.
int64_t PresenceFold::left_s(const CohortEntry& cohort, const SessionEntry& session,
                             const Subject& person) const {
  const Visited* at = visited_at(cohort, session, person);
  if (!at) return 0;
  Visited visited = *at;
  find_exit(cohort, known(cohort.entry.name(), person).movements, session.entry.start(), visited);
  const bool told = visited.exit == Exit::told || visited.exit == Exit::elsewhere;
  return told ? visited.left_s : 0;
}

Expected PresenceFold::state_of(const CohortEntry& cohort, const SessionEntry& session,
                                const Subject& person) const {
  const Visited* at = visited_at(cohort, session, person);
  if (!at) return Expected::missing;
  if (!at->presence.present) {
    return at->presence.excused ? Expected::excused : Expected::missing;
  }
  // What a correction says was written later than it was true.
  const Fact* first = attendance_.fact(at->presence.first);
  const bool seen_coming =
      first && first->kind == Kind::check_in && !(first->flags & flag::paper) && !at->time_doubted;
  const bool late = seen_coming && at->first_s > session.entry.start() + late_after_s;
  return late ? Expected::late : Expected::arrived;
}

std::vector<BoardPerson> PresenceFold::expected_at(const CohortEntry& cohort,
                                                   const SessionEntry& session) const {
  std::vector<BoardPerson> out;
  for (const auto& [person, entry] : cohort.people) {
    const uint32_t delegation = entry.entry.delegation();
    if (!is_participant(entry.entry)) continue;
    if (delegation != 0 && !for_delegation(session, delegation)) continue;
    const Subject shown = attendance_.shown(cohort.entry.name(), Subject(person));
    // Two numbers that are one person are expected once.
    if (shown != Subject(person) && visitor_of(cohort, shown) == Visitor::participant) continue;
    const Expected state = state_of(cohort, session, shown);
    const Visited* at = visited_at(cohort, session, shown);
    const bool told_absent = state == Expected::missing && at && at->presence.corrected;
    out.push_back({person, state, false, left_s(cohort, session, shown), told_absent});
  }
  // A partner whom this session is not for is missed by nobody.
  struct Pair {
    size_t expected = 0, here = 0;
  };
  std::map<uint32_t, Pair> pairs;
  for (const BoardPerson& each : out) {
    Pair& pair = pairs[pair_of(cohort, each.person)];
    ++pair.expected;
    pair.here += is_here(each);
  }
  for (BoardPerson& each : out) {
    const uint32_t number = pair_of(cohort, each.person);
    const Pair& pair = pairs[number];
    each.without_partner = number != 0 && is_here(each) && pair.expected > 1 && pair.here == 1;
  }
  return out;
}

std::vector<BoardPerson> PresenceFold::partners_of(const CohortEntry& cohort,
                                                   const SessionEntry& session,
                                                   const Subject& person) const {
  if (!person.number()) return {};
  const uint32_t pair = pair_of(cohort, PersonNumber{*person.number()});
  std::vector<BoardPerson> out;
  if (pair == 0) return out;
  for (const BoardPerson& each : expected_at(cohort, session)) {
    if (pair_of(cohort, each.person) == pair && person != each.person) out.push_back(each);
  }
  return out;
}

Board PresenceFold::board_of(const CohortEntry& cohort, SessionNumber number, Grouping by) const {
  Board board;
  const SessionEntry* session = session_of(cohort, Subject(number));
  if (!session) return board;
  const Scope& scope = cohort.entry.name();
  if (!cohort.teams.empty()) board.by = by;
  std::map<uint32_t, BoardRow> rows;
  for (const BoardPerson& person : expected_at(cohort, *session)) {
    const payload::Person& entry = cohort.people.at(person.person).entry;
    const uint32_t group = board.by == Grouping::teams ? entry.team() : entry.delegation();
    BoardRow& row = rows[group];
    row.group = group;
    count(row.counts, person);
    count(board.total, person);
    row.people.push_back(person);
  }
  for (auto& [group, row] : rows) board.rows.push_back(std::move(row));
  for (const Subject& person : walk_ins_of(cohort))
    board.walk_in_people.push_back(
        {person, state_of(cohort, *session, person), left_s(cohort, *session, person)});
  for (const Subject& person : attendance_.people(scope)) {
    const Visitor visitor = visitor_of(cohort, person);
    const Expected state = state_of(cohort, *session, person);
    if (!has_come(state)) continue;
    board.other_roles += visitor == Visitor::other_role;
    board.walk_ins += visitor == Visitor::walk_in;
    board.guests += visitor == Visitor::guest;
    if (visitor != Visitor::participant) continue;
    const uint32_t delegation = cohort.people.at(PersonNumber{*person.number()}).entry.delegation();
    board.not_expected += delegation != 0 && !for_delegation(*session, delegation);
  }
  return board;
}

}  // namespace otmetka
