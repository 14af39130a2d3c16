// sync/programme/package.h - a programme package as read from its folder. Format:
// assets/programmes/FORMAT.md.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/bytes.h"

namespace otmetka {

/// What is wrong, where, and what a person should do about it.
struct Mistake {
  std::string file;   // inside the package, e.g. venues/university.toml
  uint32_t line = 0;  // 0: the file as a whole
  std::string what;
  std::string remedy;
};
/// "people.toml:12: error: … ; remedy". One line, safe to print whatever the package holds.
std::string to_text(const Mistake& mistake);

/// Days are counted from 1970-01-01, minutes from local midnight. Names of pictures are those of
/// files in pictures/.
struct Package {
  struct Text {
    std::string ru, tt, ky, en;
    bool said() const { return !ru.empty(); }
    bool operator==(const Text&) const = default;
  };
  struct Body {
    Text title;
    std::string url;
  };
  struct Place {  // on the venue's plan, 0 … 1 from the left and from the top
    double x = 0, y = 0;
  };
  struct Shown {                               // by the clock of the venue's zone
    int32_t day = 0;                           // 1 is the start; 0: each day of the programme
    int32_t start_minute = 0, end_minute = 0;  // both 0: the whole day
  };
  struct Hall {
    std::string name;
    Text title;
    int32_t floor = 0;
    std::optional<Place> place;
    std::vector<Shown> shown = {};  // none: always
  };
  struct Figure {
    double value = 0;
    bool approximate = false, at_least = false;
    Text unit, label, source;
    std::string as_of;  // YYYY, YYYY-MM or YYYY-MM-DD
  };
  struct Exhibit {
    std::string name, hall;
    Text title, about;
    std::string picture;
    std::vector<Figure> figures;
    std::vector<Shown> shown = {};  // none: always
  };
  struct Venue {
    std::string name;
    Text title, about, address;
    std::string zone;
    double latitude = 0, longitude = 0;  // both 0: not said
    std::string picture, plan;
    bool public_name = true;
    std::vector<Hall> halls;
    std::vector<Exhibit> exhibits;
  };
  struct Session {
    std::string name, venue;
    int32_t day = 1;  // 1 is the start
    int32_t start_minute = 0, end_minute = 0;
    std::string type;
    Text title, room, next;
    std::string hall;
    std::vector<std::string> delegations;  // empty: all
    bool counts = true;
  };
  struct Delegation {
    std::string name;
    Text title, organisation;
    std::string zone;
  };
  struct Team {
    std::string name;
    Text title;
  };
  struct Person {
    std::string family, given, patronymic, latin;
    std::string delegation, language, role;
    std::string team, pair;  // empty: none; those of one pair name each other by it
    Text organisation, post;
    std::optional<int64_t> service_since_day;
    std::string photo;  // a file in photos/
  };

  std::string name, kind;
  Text title;
  std::string zone;
  int64_t start_day = 0;
  std::vector<std::string> languages;
  std::map<std::string, Body> bodies;  // organiser, issuer, host, funder
  uint32_t forget_days_after_end = 0;
  std::vector<Venue> venues;  // by name
  std::vector<Session> sessions;
  std::vector<Delegation> delegations;
  std::vector<Team> teams;
  std::vector<Person> people;
  std::map<std::string, Bytes> pictures;
  std::map<std::string, Bytes> portraits;  // by the name of the photo that each was made of
};

/// The day of the last session that counts, from 1; 0: none does.
int32_t last_day_of(const Package& package);

struct PackageCheck {
  Package package;                // whole only when there is no mistake
  std::vector<Mistake> mistakes;  // all that were found, by file and line
};

/// Reads and checks the package in `directory`. Trusts nothing in it: follows no link, leaves the
/// folder never, and holds at most what limits.h allows. A file with a syntax error is told once,
/// and nothing is concluded from what it lacks.
PackageCheck read_package(const std::string& directory);

}  // namespace otmetka
