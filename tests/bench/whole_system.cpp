#include "tests/bench/whole_system.h"

#include <fmt/format.h>

#include "sync/programme/package.h"

namespace otmetka::bench {
namespace {

Package::Text said(const std::string& text) { return {text, text, text, text}; }

/// One venue, one session that lasts all day, and so many people.
Package package_of(size_t people, int64_t day) {
  Package out;
  out.name = cohort_name;
  out.kind = "exchange";
  out.title = said("Стажировка");
  out.zone = "Europe/Moscow";
  out.start_day = day;
  out.languages = {"ru"};
  out.forget_days_after_end = 30;
  for (const char* body : {"organiser", "issuer"}) out.bodies[body] = {said("Центр"), ""};
  Package::Venue venue;
  venue.name = "university";
  venue.title = venue.about = venue.address = said("Университет");
  venue.zone = out.zone;
  venue.halls = {{"main", said("Зал"), 1, Package::Place{0.5, 0.5}}};
  out.venues = {venue};
  Package::Session session;
  session.name = "day";
  session.venue = venue.name;
  session.end_minute = 24 * 60 - 1;
  session.type = "visit";
  session.title = said("Визит");
  session.hall = "main";
  out.sessions = {session};
  out.delegations = {{"kazan", said("Казань"), said("Исполком"), out.zone}};
  for (size_t i = 0; i < people; ++i) {
    Package::Person person;
    person.family = fmt::format("Фамилия{}", i);
    person.given = fmt::format("Имя{}", i % 97);
    person.delegation = "kazan";
    person.language = "ru";
    person.role = "participant";
    out.people.push_back(person);
  }
  return out;
}

}  // namespace

WholeSystem::WholeSystem(const std::string& directory, size_t people)
    : central_data_(directory + "/central"),
      kiosk_data_(directory + "/kiosk"),
      system_clock_(system_clock(0)),
      random_(system_random()) {
  clock_.wall = system_clock_->wall_s();
  open_central(people);
  MUST(make_directory(journal_directory(kiosk_data_), 02750));
  {
    Journal journal = MUST(Journal::open(journal_path(kiosk_data_), {}, clock_, *random_, "bench"));
    kiosk_keys_ = MUST(ensure_kiosk_keys(kiosk_data_, journal, *random_));
  }
  daemon_ = MUST(Daemon::open(kiosk_data_, clock_, *random_));
  MUST(daemon_->enrol(code_, "bench"));
  open_kiosk();
  if (!kiosk_->enrolled()) std::abort();
}

WholeSystem::~WholeSystem() {
  kiosk_.reset();
  daemon_.reset();
  listener_->stop();
  listening_.join();
}

void WholeSystem::open_central(size_t people) {
  home_ = MUST(CentralHome::open(central_data_, *system_clock_, *random_));
  home_->central().give_each_box_room(uint64_t{4} << 30);  // people record no millions
  MUST(home_->central().load_programme(package_of(people, clock_.wall / 86'400), std::nullopt));
  badges_ = MUST(home_->central().badges(cohort_name, std::nullopt));
  ListenerOptions doors;
  doors.host = "127.0.0.1";
  doors.tls = home_->tls();
  const auto answer = [this](const HttpRequest& request) {
    HttpResponse response = home_->central().handle(request);
    const std::lock_guard lock(bodies_mutex_);
    bodies_ = {request.body, response.body};
    return response;
  };
  listener_.emplace(
      MUST(Listener::open(std::move(doors), answer, [](const std::string& line) { return line; })));
  proxy_ = std::make_unique<CountingProxy>(listener_->port());
  code_ = MUST(home_->central().enrol_code({"university",
                                            fmt::format("https://127.0.0.1:{}", proxy_->port()),
                                            home_->tls().spki_sha256}));
  listening_ = std::thread([this] { listener_->run(); });
}

void WholeSystem::open_kiosk() {
  kiosk_.emplace(MUST(Recorder::open({journal_path(kiosk_data_), mirror_path(kiosk_data_), {}},
                                     kiosk_keys_, clock_, *random_, "bench")));
}

void WholeSystem::exchange() { MUST(daemon_->exchange_once()); }

void WholeSystem::restart_kiosk() {
  kiosk_.reset();
  open_kiosk();
}

void WholeSystem::restart_daemon() {
  daemon_.reset();
  daemon_ = MUST(Daemon::open(kiosk_data_, clock_, *random_));
}

WholeSystem::Bodies WholeSystem::last_bodies() {
  const std::lock_guard lock(bodies_mutex_);
  return bodies_;
}

}  // namespace otmetka::bench
