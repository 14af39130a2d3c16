#include "kiosk/paper/sheet_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/paper/name_order.h"
#include "shared/model/paper_code.h"
#include "shared/model/scan.h"
#include "shared/text/local_time.h"

namespace otmetka::kiosk::paper {
namespace {

struct Day {
  LocalTime date;
  int64_t begins_s = 0, ends_s = 0;
};

Result<Day> day_of(int64_t moment_s, const std::string& zone) {
  Day out;
  out.date = TRY(to_local(moment_s, zone));
  out.begins_s = TRY(from_local(out.date.year, out.date.month, out.date.day, 0, 0, zone));
  // A day has 23 to 25 hours; a moment of the next one is surely there.
  const LocalTime next = TRY(to_local(out.begins_s + 36 * 3600, zone));
  out.ends_s = TRY(from_local(next.year, next.month, next.day, 0, 0, zone));
  return out;
}

std::string date_of(const LocalTime& date, Language language) {
  const std::string iso = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  return weekday_text(language, date) + ", " + as_of_text(language, iso);
}

class SheetMaker {
 public:
  SheetMaker(const Directory& directory, const Catalogue& catalogue, Language language,
             const std::string& zone, const Declined& declined, Grouping grouping)
      : directory_(directory),
        catalogue_(catalogue),
        language_(language),
        zone_(zone),
        declined_(declined),
        grouping_(grouping) {}

  std::vector<SheetSession> sessions(VenueNumber venue, const Day& day) const {
    std::vector<std::pair<const CohortEntry*, const SessionEntry*>> found;
    for (const auto& [scope, cohort] : directory_.cohorts()) {
      for (const auto& [number, session] : cohort.sessions) {
        const bool today = session.entry.start() < day.ends_s && session.entry.end() > day.begins_s;
        if (session.venue == venue && today) found.emplace_back(&cohort, &session);
      }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
      return a.second->entry.start() < b.second->entry.start();
    });
    std::vector<SheetSession> out;
    for (const auto& [cohort, session] : found) out.push_back(session_of(*cohort, *session));
    return out;
  }

 private:
  std::string say(const payload::Text& words) const { return in_language(words, language_); }

  std::string clock(int64_t moment_s) const {
    const auto time = to_local(moment_s, zone_);
    return time ? clock_text(time.value()) : "";
  }

  SheetSession session_of(const CohortEntry& cohort, const SessionEntry& session) const {
    SheetSession out;
    out.programme = say(cohort.entry.title());
    out.title = say(session.entry.title());
    out.time = clock(session.entry.start()) + "–" + clock(session.entry.end());
    out.room = say(session.entry.room());
    const Grouping by = grouping_ == Grouping::teams && !cohort.teams.empty()
                            ? Grouping::teams
                            : Grouping::delegations;
    std::map<uint32_t, std::vector<const RosterPerson*>> by_group;
    for (const auto& [number, person] : cohort.people) {
      const payload::Person& entry = person.entry;
      if (is_for(session, entry.delegation()))
        by_group[by == Grouping::teams ? entry.team() : entry.delegation()].push_back(&person);
    }
    // Whoever belongs to none, hosts and speakers say, stands at the end.
    std::vector<std::pair<std::string, SheetGroup>> groups;
    for (const auto& [number, people] : by_group) {
      SheetGroup group = group_of(cohort, session, title_of(cohort, by, number), people);
      groups.emplace_back(number == 0 ? "\xff" : order_.key(group.title), std::move(group));
    }
    std::sort(groups.begin(), groups.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [key, group] : groups) out.groups.push_back(std::move(group));
    return out;
  }

  std::string title_of(const CohortEntry& cohort, Grouping by, uint32_t number) const {
    if (by == Grouping::teams) {
      const auto team = cohort.teams.find(number);
      return team == cohort.teams.end() ? catalogue_.text(language_, "board.no_team")
                                        : say(team->second.title());
    }
    const auto delegation = cohort.delegations.find(number);
    return delegation == cohort.delegations.end()
               ? catalogue_.text(language_, "paper.no_delegation")
               : say(delegation->second.title());
  }

  SheetGroup group_of(const CohortEntry& cohort, const SessionEntry& session,
                      const std::string& title,
                      const std::vector<const RosterPerson*>& people) const {
    SheetGroup out;
    out.title = title + " · " + catalogue_.plural(language_, "paper.people", people.size());
    std::vector<std::pair<std::string, SheetRow>> rows;
    for (const RosterPerson* person : people) {
      const PaperRow row{CohortNumber{cohort.entry.number()}, person->number, session.number};
      // Who declined stands there by number.
      const bool shown = !declined_ || !declined_(cohort.entry.name(), person->number);
      const std::string name = shown ? full_name(person->name) : "";
      rows.emplace_back(order_.key(name),
                        SheetRow{std::to_string(static_cast<uint32_t>(person->number)), name,
                                 make_paper_code(row)});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [key, row] : rows) out.rows.push_back(std::move(row));
    return out;
  }

  const Directory& directory_;
  const Catalogue& catalogue_;
  Language language_;
  std::string zone_;
  const Declined& declined_;
  Grouping grouping_;
  NameOrder order_;
};

}  // namespace

SheetPaper sheet_of(const Directory& directory, VenueNumber venue, int64_t day_s, Language language,
                    const Catalogue& catalogue, const std::string& kiosk, const Declined& declined,
                    Grouping grouping) {
  SheetPaper out;
  out.language = language;
  out.kiosk = kiosk;
  const VenueEntry* entry = directory.venue(venue);
  if (!entry) return out;
  out.venue = in_language(entry->entry.title(), language);
  const auto day = day_of(day_s, entry->entry.zone());
  if (!day) return out;
  out.date = date_of(day.value().date, language);
  const SheetMaker maker(directory, catalogue, language, entry->entry.zone(), declined, grouping);
  out.sessions = maker.sessions(venue, day.value());
  return out;
}

}  // namespace otmetka::kiosk::paper
