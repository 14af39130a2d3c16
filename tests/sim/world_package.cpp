// The programmes that a simulated office publishes, made in memory.
#include "tests/sim/world.h"

namespace otmetka::sim {
namespace {

Package::Text said(const std::string& text) { return {text, text, text, text}; }

Package::Venue venue(const std::string& name) {
  Package::Venue out;
  out.name = name;
  out.title = out.about = out.address = said("Площадка " + name);
  out.zone = "Europe/Moscow";
  out.halls = {{"main", said("Зал"), 1, Package::Place{0.5, 0.5}}};
  return out;
}

Package::Session session(const std::string& name, const std::string& at, int32_t start_minute) {
  Package::Session out;
  out.name = name;
  out.venue = at;
  out.start_minute = start_minute;
  out.end_minute = start_minute + 120;
  out.type = "visit";
  out.title = said("Встреча " + name);
  out.hall = "main";
  return out;
}

Package::Person person(size_t number, const std::string& delegation) {
  Package::Person out;
  out.family = fmt::format("Фамилия{}", number);
  out.given = fmt::format("Имя{}", number % 7);
  out.delegation = delegation;
  out.language = number % 3 == 0 ? "en" : "ru";
  out.role = "participant";
  return out;
}

// Every third has one; nobody here looks at it.
void add_photo(Package& package, size_t person, uint64_t version) {
  Package::Person& whose = package.people[person];
  whose.photo = whose.family + ".jpg";
  package.portraits[whose.photo] =
      to_bytes(as_bytes(fmt::format("{} {} {}", whose.family, version, std::string(9000, 'x'))));
}

Package programme(const std::string& name) {
  Package out;
  out.name = name;
  out.kind = "exchange";
  out.title = said("Программа " + name);
  out.zone = "Europe/Moscow";
  out.start_day = first_day;
  out.languages = {"ru", "en"};
  for (const char* body : {"organiser", "issuer"}) out.bodies[body] = {said("Кто-то"), ""};
  out.forget_days_after_end = 30;
  return out;
}

}  // namespace

Package small_programme(size_t people) {
  Package out = programme("small.2025");
  for (const char* name : {"hub", "lab", "museum"}) out.venues.push_back(venue(name));
  out.venues.front().picture = "hub.jpg";
  out.pictures["hub.jpg"] = to_bytes(as_bytes("a picture that nobody looks at"));
  out.sessions = {session("morning", "hub", 9 * 60),  session("visit", "lab", 9 * 60),
                  session("tour", "museum", 10 * 60), session("talk", "hub", 12 * 60),
                  session("work", "lab", 13 * 60),    session("evening", "museum", 16 * 60)};
  for (const char* name : {"north", "south"}) {
    out.delegations.push_back({name, said(name), said(name), "Europe/Moscow"});
  }
  out.sessions.back().delegations = {"south"};
  for (size_t i = 1; i <= people; ++i)
    out.people.push_back(person(i, i % 2 == 0 ? "north" : "south"));
  for (size_t i = 0; i < people; i += 3) add_photo(out, i, 1);
  return out;
}

Package other_programme() {
  Package out = programme("other.2025");
  out.venues.push_back(venue("elsewhere"));
  out.sessions.push_back(session("alone", "elsewhere", 10 * 60));
  for (size_t i = 1; i <= 5; ++i) out.people.push_back(person(100 + i, ""));
  return out;
}

void add_to_programme(Package& package, uint64_t chance) {
  // Nobody gets the name of somebody who was erased and left the package.
  package.people.push_back(person(1000 + chance % 1'000'000'000, "north"));
  const size_t somebody = chance / 128 % package.people.size();
  if (chance / 32 % 4 != 0) {
    add_photo(package, somebody, chance);
  } else {
    package.people[somebody].photo.clear();
  }
  if (chance % 2 == 0) return;
  const std::string name = fmt::format("more{}", package.sessions.size());
  package.sessions.push_back(session(name, package.venues[chance / 2 % 3].name,
                                     static_cast<int32_t>(8 + chance / 8 % 12) * 60));
}

}  // namespace otmetka::sim
