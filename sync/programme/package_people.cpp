#include <fmt/format.h>

#include <map>
#include <tuple>

#include "sync/programme/package_parts.h"

namespace otmetka::programme {
namespace {

const std::string path = "people.toml";
const std::vector<std::string_view> roles = {"participant", "host", "speaker",
                                             "moderator",   "jury", "staff"};
const std::vector<std::string_view> language_codes = {"ru", "tt", "ky", "en"};

class PeopleReader {
 public:
  explicit PeopleReader(Reading& reading) : reading_(reading), package_(reading.package) {}

  void read_delegation(const toml::table& table) {
    TomlTable keys(table, path, "[[delegation]]", reading_.mistakes,
                   {"name", "title", "organisation", "zone"});
    Package::Delegation delegation;
    delegation.name = keys.name("name", Need::required);
    delegation.title = keys.text("title", Need::required);
    delegation.organisation = keys.text("organisation", Need::required);
    delegation.zone = keys.zone("zone");
    if (!delegation.name.empty() && !reading_.delegations.insert(delegation.name).second) {
      keys.complain("name", fmt::format("delegation \"{}\" is there already", delegation.name),
                    "give it another name, or remove one of the two");
    }
    package_.delegations.push_back(std::move(delegation));
  }

  void read_team(const toml::table& table) {
    TomlTable keys(table, path, "[[team]]", reading_.mistakes, {"name", "title"});
    Package::Team team;
    team.name = keys.name("name", Need::required);
    team.title = keys.text("title", Need::required);
    if (!team.name.empty() && !reading_.teams.insert(team.name).second) {
      keys.complain("name", fmt::format("team \"{}\" is there already", team.name),
                    "give it another name, or remove one of the two");
    }
    package_.teams.push_back(std::move(team));
  }

  void read_person(const toml::table& table) {
    TomlTable keys(table, path, "[[person]]", reading_.mistakes,
                   {"family", "given", "patronymic", "latin", "delegation", "team", "pair",
                    "language", "role", "organisation", "post", "service_since", "photo"});
    Package::Person person;
    person.family = keys.line("family", Need::required, person_name_rule);
    person.given = keys.line("given", Need::required, person_name_rule);
    person.patronymic = keys.line("patronymic", Need::optional, person_name_rule);
    person.latin = keys.line("latin", Need::optional, title_rule);
    check_latin(keys, person.latin);
    person.language = keys.one_of("language", Need::required, language_codes);
    person.role = keys.one_of("role", Need::required, roles);
    read_delegation_of(keys, person);
    read_team_of(keys, person);
    read_pair_of(keys, person);
    person.organisation = keys.text("organisation", Need::optional);
    person.post = keys.text("post", Need::optional);
    if (!keys.has("delegation") && !keys.has("organisation") && person.role != "participant") {
      keys.complain(keys.line_of_table(), "[[person]] has neither delegation nor organisation",
                    "add organisation = { ru = \"…\", … }, or a delegation");
    }
    person.service_since_day = keys.day("service_since", Need::optional);
    check_service(keys, person);
    read_photo(keys, person);
    check_namesake(keys, person);
    package_.people.push_back(std::move(person));
  }

  /// Once all people are read.
  void check_pairs() {
    // Nothing is concluded from a name that could not be read.
    if (!pairs_read_) return;
    for (const auto& [pair, lines] : pairs_) {
      if (lines.size() < pair_people_min) {
        reading_.mistakes.add(path, lines.front(), fmt::format("pair \"{}\" is one person", pair),
                              "write the same pair at the partner, or remove the line");
      } else if (lines.size() > pair_people_max) {
        reading_.mistakes.add(
            path, lines[pair_people_max],
            fmt::format("pair \"{}\" has {} people", pair, lines.size()),
            "a pair is two people, or three where the number is odd: give some another pair");
      }
    }
  }

 private:
  void read_photo(TomlTable& keys, Package::Person& person) {
    person.photo = keys.picture("photo", "photos");
    if (person.photo.empty()) return;
    const PackageFiles& files = reading_.files;
    if (!reading_.photos_used.insert(person.photo).second) {
      keys.complain("photo", fmt::format("photo \"{}\" is somebody else's already", person.photo),
                    "give each person a photo of their own");
    }
    if (files.photos.contains(person.photo) || files.unread_photos.contains(person.photo)) return;
    std::vector<std::string_view> there;
    for (const auto& [file, bytes] : files.photos) there.push_back(file);
    keys.complain("photo", fmt::format("photo \"{}\" is not in photos/", printable(person.photo)),
                  did_you_mean(person.photo, there, "add the file, or remove the line"));
  }

  void read_team_of(TomlTable& keys, Package::Person& person) {
    person.team = keys.name("team", Need::optional);
    if (person.team.empty() || reading_.teams.contains(person.team)) return;
    keys.complain("team", fmt::format("team \"{}\" is not known", person.team),
                  did_you_mean(person.team, names_of(package_.teams),
                               "add a [[team]] with this name, or remove the line"));
  }

  void read_pair_of(TomlTable& keys, Package::Person& person) {
    if (!keys.has("pair")) return;
    person.pair = keys.name("pair", Need::optional);
    pairs_read_ = pairs_read_ && !person.pair.empty();
    if (person.role != "participant" && !person.role.empty()) {
      keys.complain("pair", fmt::format("a {} works in no pair", person.role),
                    "remove the line: participants work in pairs");
      pairs_read_ = false;
    }
    if (!person.pair.empty()) pairs_[person.pair].push_back(keys.line_of("pair"));
  }

  void read_delegation_of(TomlTable& keys, Package::Person& person) {
    const bool participant = person.role == "participant";
    person.delegation = keys.name("delegation", participant ? Need::required : Need::optional);
    if (person.delegation.empty() || reading_.delegations.contains(person.delegation)) return;
    keys.complain("delegation", fmt::format("delegation \"{}\" is not known", person.delegation),
                  did_you_mean(person.delegation, names_of(package_.delegations),
                               "add a [[delegation]] with this name"));
  }

  void check_latin(TomlTable& keys, const std::string& latin) {
    // UTF-8 of U+0400 … U+04FF, where Russian, Tatar and Kyrgyz letters are.
    for (const char lead : {'\xD0', '\xD1', '\xD2', '\xD3'}) {
      if (latin.find(lead) == latin.npos) continue;
      keys.complain("latin", fmt::format("latin \"{}\" has Cyrillic letters", latin),
                    "write the name in Latin letters, or remove the line");
      return;
    }
  }

  void check_service(TomlTable& keys, const Package::Person& person) {
    if (!reading_.programme_read || !person.service_since_day ||
        *person.service_since_day <= package_.start_day) {
      return;
    }
    keys.complain("service_since", "service_since is after the programme's start",
                  "write the day on which the municipal service began");
  }

  /// A later load finds people again by these, so they must tell them apart.
  void check_namesake(TomlTable& keys, const Package::Person& person) {
    if (person.family.empty() || person.given.empty()) return;
    const auto [first, fresh] = lines_.try_emplace(
        {person.delegation, person.family, person.given, person.patronymic}, keys.line_of_table());
    if (fresh) return;
    keys.complain(keys.line_of_table(),
                  fmt::format("{} {} is there already, at line {}", person.family, person.given,
                              first->second),
                  "remove one of the two, or tell namesakes apart by their patronymic");
  }

  Reading& reading_;
  Package& package_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, uint32_t> lines_;
  std::map<std::string, std::vector<uint32_t>> pairs_;  // the lines that name them
  bool pairs_read_ = true;
};

}  // namespace

void read_people(Reading& reading) {
  const auto table = reading.table_of(path);
  if (!table) return;
  reading.people_read = true;
  TomlTable top(*table, path, "people.toml", reading.mistakes, {"delegation", "team", "person"});
  PeopleReader reader(reading);
  for (const toml::table* delegation : top.tables("delegation", delegations_max)) {
    reader.read_delegation(*delegation);
  }
  for (const toml::table* team : top.tables("team", teams_max)) reader.read_team(*team);
  for (const toml::table* person : top.tables("person", people_max)) reader.read_person(*person);
  reader.check_pairs();
}

}  // namespace otmetka::programme
