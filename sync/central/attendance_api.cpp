// GET /api/v1/attendance: arrivals by session, from the folds and the directory.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sync/central/central.h"

namespace otmetka {
namespace {

using Json = nlohmann::ordered_json;

Json text_json(const payload::Text& text) {
  return {{"ru", text.ru()}, {"tt", text.tt()}, {"ky", text.ky()}, {"en", text.en()}};
}

std::string subject_text(const Subject& subject) {
  if (subject.number()) return std::to_string(*subject.number());
  return subject.reference() ? to_text(*subject.reference()) : std::string();
}

const RosterPerson* roster_person(const CohortEntry& cohort, const Subject& person) {
  if (!person.number()) return nullptr;
  const auto found = cohort.people.find(PersonNumber{*person.number()});
  return found == cohort.people.end() ? nullptr : &found->second;
}

// Whoever declined was promised to be seen by number, wherever arrivals are shown.
Json arrival_json(const CohortEntry& cohort, const Presence& presence, bool declined,
                  const std::optional<TimeInterval>& time) {
  const RosterPerson* person = roster_person(cohort, presence.person);
  Json out{{"person", subject_text(presence.person)},
           {"name", nullptr},
           {"delegation", nullptr},
           {"role", person ? person->entry.role() : ""}};
  if (person && person->named() && !declined) out["name"] = full_name(person->name);
  if (person) {
    const auto delegation = cohort.delegations.find(person->entry.delegation());
    if (delegation != cohort.delegations.end())
      out["delegation"] = text_json(delegation->second.title());
  }
  out["present"] = presence.present;
  out["wall"] = presence.first_wall_s;
  out["earliest"] = time ? Json(time->earliest_s) : Json();
  out["latest"] = time ? Json(time->latest_s) : Json();
  out["contradicted"] = time && time->contradicted;
  out["guest"] = presence.guest;
  out["corrected"] = presence.corrected;
  return out;
}

// Hosts, speakers, moderators and jury are shown and not counted.
bool counts(const CohortEntry& cohort, const Subject& person) {
  const RosterPerson* entry = roster_person(cohort, person);
  return entry && entry->entry.role() == "participant";
}

size_t expected_at(const CohortEntry& cohort, const SessionEntry& session) {
  const auto& only = session.entry.delegations();
  return static_cast<size_t>(
      std::count_if(cohort.people.begin(), cohort.people.end(), [&](const auto& entry) {
        const payload::Person& person = entry.second.entry;
        return person.role() == "participant" &&
               (only.empty() ||
                std::find(only.begin(), only.end(), person.delegation()) != only.end());
      }));
}

Json session_json(const Directory& directory, const CohortEntry& cohort,
                  const SessionEntry& session) {
  const VenueEntry* venue = directory.venue(session.venue);
  Json out{{"number", static_cast<uint32_t>(session.number)},
           {"name", session.entry.name()},
           {"title", text_json(session.entry.title())}};
  out["venue"] = {{"number", static_cast<uint32_t>(session.venue)},
                  {"name", venue ? venue->entry.name() : ""},
                  {"title", venue ? text_json(venue->entry.title()) : Json()},
                  {"zone", venue ? venue->entry.zone() : cohort.entry.zone()}};
  out["start"] = session.entry.start();
  out["end"] = session.entry.end();
  out["expected"] = expected_at(cohort, session);
  out["present"] = 0;
  out["arrivals"] = Json::array();
  return out;
}

}  // namespace

Result<Json> Central::attendance() {
  const Attendance folded = attendance_.result();
  Json cohorts = Json::array();
  for (const auto& [scope, cohort] : directory_.cohorts()) {
    if (cohort.entry.number() == 0) continue;
    Json out{
        {"name", scope}, {"title", text_json(cohort.entry.title())}, {"zone", cohort.entry.zone()}};
    out["expected"] =
        std::count_if(cohort.people.begin(), cohort.people.end(),
                      [](const auto& entry) { return entry.second.entry.role() == "participant"; });
    std::vector<const SessionEntry*> order;
    for (const auto& [number, session] : cohort.sessions) order.push_back(&session);
    std::sort(order.begin(), order.end(), [](const SessionEntry* a, const SessionEntry* b) {
      return std::make_pair(a->entry.start(), a->number) <
             std::make_pair(b->entry.start(), b->number);
    });
    std::map<Subject, size_t> place;
    Json sessions = Json::array(), outside = Json::array();
    for (const SessionEntry* session : order) {
      place[Subject(session->number)] = sessions.size();
      sessions.push_back(session_json(directory_, cohort, *session));
    }
    std::optional<std::pair<Subject, bool>> latest;  // whether he declined; they stand by person
    for (const Presence& presence : folded.presences) {
      if (presence.cohort != scope) continue;
      const auto time = time_of(presence.first);
      const auto at = place.find(presence.session);
      Json& list = at == place.end() ? outside : sessions[at->second]["arrivals"];
      if (!latest || latest->first != presence.person)
        latest = {presence.person, consents_.answer(scope, presence.person, payload::Consent::DATA,
                                                    attendance_) == false};
      list.push_back(arrival_json(cohort, presence, latest->second, time));
      if (at != place.end() && presence.present && counts(cohort, presence.person)) {
        sessions[at->second]["present"] = sessions[at->second]["present"].get<size_t>() + 1;
      }
    }
    out["sessions"] = std::move(sessions);
    out["outside"] = std::move(outside);
    cohorts.push_back(std::move(out));
  }
  const Json backup{{"at", last_backup_ ? Json(last_backup_->at_s) : Json()},
                    {"warning", backup_warning()}};
  return Json{{"generated", clock_->wall_s()},
              {"backup", backup},
              {"alarms", TRY(alarms_json())},
              {"cohorts", std::move(cohorts)}};
}

Result<Json> Central::alarms_json() {
  Json out = Json::array();
  for (const Alarm& alarm : TRY(alarms())) {
    if (alarm.closed) continue;
    const auto device = directory_.devices().find(alarm.about);
    const bool known = device != directory_.devices().end();
    out.push_back({{"kind", alarm.kind},
                   {"device", to_text(alarm.about)},
                   {"name", known ? device->second.name() : ""},
                   {"venue", known ? TRY(stands_at(alarm.about)) : ""},
                   {"since", alarm.first_s}});
  }
  return out;
}

HttpResponse Central::handle_attendance(const HttpRequest& request) {
  HttpResponse response;
  response.content_type = "application/json; charset=utf-8";
  const auto json = attendance();
  if (!json) {
    response.status = 503;
    response.body = to_bytes(as_bytes(Json{{"error", json.error().message}}.dump()));
    return response;
  }
  // The tag names the content, not the moment at which it was asked for.
  std::string content;
  for (const char* part : {"cohorts", "alarms", "backup"}) content += json.value()[part].dump();
  const std::string tag = "\"" + to_hex(ByteView(hash({as_bytes(content)})).first(12)) + "\"";
  response.headers["ETag"] = tag;
  response.headers["Cache-Control"] = "no-cache";
  const auto known = request.headers.find("if-none-match");
  if (known != request.headers.end() && known->second == tag) {
    response.status = 304;
    return response;
  }
  response.body = to_bytes(as_bytes(json.value().dump()));
  return response;
}

}  // namespace otmetka
