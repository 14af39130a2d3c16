#include "kiosk/staff_desk.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "kiosk/app/photo.h"
#include "kiosk/visitor_desk.h"
#include "shared/base/limits.h"
#include "shared/model/paper_code.h"
#include "shared/store/files.h"
#include "shared/store/version.h"
#include "shared/text/language.h"

namespace otmetka::kiosk {
namespace {

ActDone not_saved(const Error& error) {
  std::fprintf(stderr, "otmetka-kiosk: an act of the staff was not saved: %s\n",
               error.message.c_str());
  ActReport report;
  report.what = ActReport::What::not_saved;
  return {report};
}

payload::Correction::Standing standing_of(ActReport::What what) {
  const bool voids = what == ActReport::What::taken_back || what == ActReport::What::awaited;
  return voids ? payload::Correction::VOID : payload::Correction::ABSENT;
}

// What stands on the person's page beside the name, and what it takes to print the badge again.
void add_walk_in(StaffPersonView& view, const CohortEntry& cohort, Recorder& recorder) {
  const FactId& made_by = *view.who.reference();
  BadgeWords badge{view.name, "", recorder.walk_in_code(made_by), cohort.entry.title()};
  const auto name = recorder.walk_in_name(made_by);
  const bool declined = recorder.consent_of(view.cohort, view.who) == false;
  if (name && name.value() && !declined) badge.organisation = name.value()->organisation().ru();
  view.delegation.set_ru(badge.organisation);
  view.badge = std::move(badge);
}

}  // namespace

Declined declined_by(const Recorder& recorder) {
  return [&recorder](const Scope& cohort, PersonNumber person) {
    return recorder.consent_of(cohort, Subject(person)) == false;
  };
}

std::vector<StaffEntry> staff_to_check(const Directory& directory, const CheckPin& check) {
  std::vector<StaffEntry> out;
  for (const auto& [number, staff] : directory.staff()) {
    const bool meant =
        check.badge_of ? number == *check.badge_of : staff.entry.sign_in() == check.sign_in;
    if (meant) out.push_back(staff);
  }
  return out;
}

std::optional<Shift> check_pin(const std::vector<StaffEntry>& staff, const std::string& pin) {
  for (const StaffEntry& each : staff) {
    if (pin_matches(pin, each.card.pin_hash())) return shift_of(each);
  }
  // Whoever guesses does not learn from the time it takes which numbers there are.
  if (staff.empty()) (void)hash_pin(pin).ok();
  return std::nullopt;
}

std::vector<Shift> shifts_of(const Directory& directory) {
  std::vector<Shift> out;
  for (const auto& [number, staff] : directory.staff()) out.push_back(shift_of(staff));
  return out;
}

WalkInName walk_in_names(Recorder& recorder) {
  return [&recorder](const FactId& made_by) {
    const Subject person(made_by);
    const bool declined = recorder.consent_of(made_by.scope, person) == false;
    const auto name = recorder.walk_in_name(made_by);
    if (declined || !name || !name.value() || full_name(*name.value()).empty())
      return "№ " + number_of(person);
    return full_name(*name.value());
  };
}

BoardRead read_board(Recorder& recorder, const ReadBoard& wanted) {
  const Directory& directory = recorder.directory();
  if (!recorder.venue()) return {};
  const int64_t now_s = recorder.time().now_s;
  auto sessions = sessions_of_day(directory, recorder.venue()->number, now_s);
  size_t chosen = session_to_show(sessions, now_s);
  for (size_t i = 0; wanted.session && i < sessions.size(); ++i) {
    if (sessions[i].session.number == *wanted.session) chosen = i;
  }
  Board board;
  if (chosen < sessions.size())
    board = recorder.board_of(sessions[chosen].cohort, sessions[chosen].session.number, wanted.by);
  return {board_view(std::move(sessions), chosen, board, directory, declined_by(recorder),
                     walk_in_names(recorder))};
}

std::optional<PersonRead> read_person(Recorder& recorder, const ReadPerson& wanted) {
  const CohortEntry* cohort = recorder.directory().cohort(wanted.cohort);
  if (!cohort) return std::nullopt;
  const auto session = cohort->sessions.find(wanted.session);
  if (session == cohort->sessions.end()) return std::nullopt;
  PersonRead read{staff_person_view(
      *cohort, wanted.person, session->second, recorder.staff_presence(), recorder.directory(),
      recorder.time().now_s, declined_by(recorder), walk_in_names(recorder))};
  if (read.person.walk_in()) add_walk_in(read.person, *cohort, recorder);
  const Who who{wanted.cohort, wanted.person};
  read.person.photo =
      photo_to_show(roster_photo(recorder, who), recorder.consent_of(who.cohort, who.person));
  return read;
}

InsideRead read_inside(Recorder& recorder) {
  return {inside_rows(recorder.who_is_inside(), recorder.directory(), walk_in_names(recorder),
                      declined_by(recorder))};
}

static std::set<std::string> pictures_of(const VenueEntry& venue) {
  std::set<std::string> out{venue.entry.picture(), venue.entry.plan()};
  for (const payload::Exhibit& exhibit : venue.exhibits) out.insert(exhibit.picture());
  out.erase("");
  return out;
}

KioskRead read_kiosk(Recorder& recorder, const std::string& data, bool has_scanner) {
  KioskView view;
  if (const auto delivery = recorder.delivery()) {
    view.recorded = delivery.value().recorded;
    view.received = delivery.value().received;
  }
  for (const auto& [scope, cohort] : recorder.directory().cohorts()) {
    view.people += cohort.people.size();
    for (const auto& [number, person] : cohort.people) view.named += person.named();
  }
  if (const VenueEntry* venue = recorder.venue()) {
    const auto pictures = pictures_of(*venue);
    view.pictures = pictures.size();
    view.fetched = static_cast<size_t>(
        std::count_if(pictures.begin(), pictures.end(), [&](const std::string& hash) {
          return file_exists(blob_directory(data) + "/" + to_hex(as_bytes(hash)));
        }));
  }
  view.disk_free_bytes = disk_free_bytes(journal_directory(data));
  view.anchored = recorder.time().anchored;
  for (const auto& [number, venue] : recorder.directory().venues())
    view.venues.push_back({venue.entry.name(), venue.entry.title(), &venue == recorder.venue()});
  std::sort(view.venues.begin(), view.venues.end(),
            [](const auto& a, const auto& b) { return a.title.ru() < b.title.ru(); });
  view.has_scanner = has_scanner;
  view.software = software_version;
  return {view};
}

payload::Health health_fact(const Health& health, bool has_scanner, uint64_t disk_free) {
  payload::Health fact;
  fact.set_codes_not_badges(health.codes_not_badges);
  fact.set_not_saved(health.not_saved);
  fact.set_out_of_service(health.out_of_service);
  fact.set_disk_free_bytes(disk_free);
  if (has_scanner) fact.set_scanner(health.scanner_missing ? "missing" : "present");
  if (health.printer) fact.set_printer(std::string(printer_health(*health.printer)));
  return fact;
}

ActDone act(Recorder& recorder, const ConfirmTime& wanted) {
  const auto done = recorder.confirm_time(wanted.true_s, Subject(wanted.actor));
  if (!done) return not_saved(done.error());
  ActReport report;
  report.what = ActReport::What::time_confirmed;
  return {report};
}

ActDone act(Recorder& recorder, const AssignVenue& wanted) {
  const auto done = recorder.assign(wanted.venue, Subject(wanted.actor));
  if (!done) return not_saved(done.error());
  ActReport report;
  report.what = ActReport::What::moved;
  report.venue = recorder.venue()->entry.title();
  return {report};
}

ActDone act(Recorder& recorder, const CheckInGroup& wanted) {
  const auto results = recorder.check_in_all(wanted.cohort, wanted.persons, Subject(wanted.session),
                                             Subject(wanted.actor));
  if (!results) return not_saved(results.error());
  ActReport report{ActReport::What::checked_in, 0, "", wanted.cohort, {}};
  for (const ScanResult& result : results.value()) {
    if (!result.fact) continue;
    ++report.count;
    // One of a minute ago is not ours to take back.
    if (result.decision.verdict != Verdict::already) report.undo.push_back(*result.fact);
    if (wanted.persons.size() != 1) continue;
    if (result.decision.person)
      report.name = staff_name_of(*result.decision.person, wanted.cohort, declined_by(recorder));
    else if (const FactId* made_by = result.decision.shown.reference())
      report.name = walk_in_names(recorder)(*made_by);
  }
  return {report};
}

ActDone act(Recorder& recorder, const CorrectPresence& wanted) {
  CorrectionOrder order;
  order.cohort = wanted.cohort;
  order.references = wanted.references;
  order.standing = standing_of(wanted.what);
  order.reason = wanted.reason;
  order.person = wanted.person;
  order.session = Subject(wanted.session);
  order.actor = Subject(wanted.actor);
  const auto done = recorder.correct(order);
  if (!done) return not_saved(done.error());
  return {{wanted.what, 1, wanted.name, wanted.cohort, {done.value()}}};
}

ActDone act(Recorder& recorder, const TakeBack& wanted) {
  for (size_t at = 0; at < wanted.facts.size(); at += row_references_max) {
    const size_t end = std::min(wanted.facts.size(), at + row_references_max);
    CorrectionOrder order;
    order.cohort = wanted.cohort;
    order.references.assign(wanted.facts.begin() + static_cast<ptrdiff_t>(at),
                            wanted.facts.begin() + static_cast<ptrdiff_t>(end));
    order.standing = payload::Correction::VOID;
    order.reason = "undone";
    order.actor = Subject(wanted.actor);
    const auto done = recorder.correct(order);
    if (done) continue;
    ActDone failed = not_saved(done.error());
    failed.report.cohort = wanted.cohort;
    failed.report.undo.assign(wanted.facts.begin() + static_cast<ptrdiff_t>(at),
                              wanted.facts.end());
    return failed;
  }
  return {{ActReport::What::undone, wanted.facts.size(), "", wanted.cohort, {}}};
}

ActDone act(Recorder& recorder, const RecordPaper& wanted) {
  const auto row = read_paper_code(wanted.code);
  const CohortEntry* cohort = row ? recorder.directory().cohort(row.value().cohort) : nullptr;
  ActReport report;
  report.what = ActReport::What::unknown_paper;
  if (!cohort || !cohort->people.contains(row.value().person) ||
      !cohort->sessions.contains(row.value().session))
    return {report};
  const auto done = recorder.check_in_from_paper(cohort->entry.name(), row.value().person,
                                                 row.value().session, Subject(wanted.actor));
  if (!done) return not_saved(done.error());
  report = {ActReport::What::checked_in,
            1,
            staff_name_of(cohort->people.at(row.value().person), cohort->entry.name(),
                          declined_by(recorder)),
            cohort->entry.name(),
            {}};
  if (done.value().fact && done.value().decision.verdict != Verdict::already)
    report.undo.push_back(*done.value().fact);
  return {report};
}

ActDone act(Recorder& recorder, const RegisterWalkIn& wanted) {
  NewWalkIn walk_in;
  walk_in.cohort = wanted.cohort;
  walk_in.family = wanted.family;
  walk_in.given = wanted.given;
  walk_in.organisation = wanted.organisation;
  walk_in.language = language_code(wanted.language);
  walk_in.actor = Subject(wanted.actor);
  walk_in.session = Subject(wanted.session);
  const auto made = recorder.walk_in(walk_in);
  if (!made) return not_saved(made.error());
  const WalkInResult& done = made.value();
  const std::string name = wanted.family + " " + wanted.given;
  // A registration by mistake is nobody: both facts go.
  ActReport report{
      ActReport::What::walked_in, 1, name, wanted.cohort, {done.check_in, done.person}};
  report.badge = BadgeWords{name, wanted.organisation, done.code,
                            recorder.directory().cohort(wanted.cohort)->entry.title()};
  return {report};
}

}  // namespace otmetka::kiosk
