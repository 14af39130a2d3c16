// What central's numbers look like to whoever reads them.
#include "sync/central/metrics.h"

#include <catch2/catch_all.hpp>
#include <map>
#include <sstream>

#include "sync/central/pages.h"

using namespace otmetka;

namespace {

/// {name with its labels: value}. Nothing may stand there twice, and nothing else may stand there.
std::map<std::string, double> read_lines(const std::string& text) {
  std::map<std::string, double> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    if (line.starts_with("# HELP ") || line.starts_with("# TYPE ")) continue;
    const size_t space = line.rfind(' ');
    REQUIRE(space != std::string::npos);
    size_t used = 0;
    const std::string number = line.substr(space + 1);
    const double value = std::stod(number, &used);
    REQUIRE(used == number.size());
    REQUIRE(out.emplace(line.substr(0, space), value).second);
  }
  CHECK(text.ends_with('\n'));
  return out;
}

std::map<std::string, double> told(const CentralNumbers& central,
                                   const RequestMeter& requests = RequestMeter()) {
  return read_lines(metrics_text(central, MachineNumbers{}, requests));
}

std::string series(const std::string& name, const std::string& kiosk, const std::string& venue) {
  return name + "{kiosk=\"" + kiosk + "\",venue=\"" + venue + "\"}";
}

constexpr const char* silent = "otmetka_kiosk_silent_seconds";

}  // namespace

TEST_CASE("a request is counted under a few names of routes, whatever was asked", "[metrics]") {
  const std::map<std::string, std::string> expected{{"/sync/v1/exchange", "/sync/v1/exchange"},
                                                    {"/sync/v1/blob/", "/sync/v1/blob/{name}"},
                                                    {"/sync/v1/blob/00ff", "/sync/v1/blob/{name}"},
                                                    {"/assets/main-1a2b.js", "/assets/{file}"},
                                                    {"/", "/"},
                                                    {"/metrics", "/metrics"},
                                                    {"/sync/v1/exchange/", "other"},
                                                    {"/people/Хисамова", "other"},
                                                    {"", "unreadable"}};
  for (const auto& [path, route] : expected) {
    INFO(path);
    CHECK(route_of(path) == route);
  }
  RequestMeter meter;
  for (int i = 0; i < 1000; ++i) meter.note({"/" + std::to_string(i), 404, "", {}, 0, 0});
  const auto lines = told({}, meter);
  CHECK(lines.at("otmetka_http_requests_total{route=\"other\",status=\"404\"}") == 1000);
  CHECK(lines.size() < 50);
}

TEST_CASE("a request is counted with its status, its refusal, its bytes and its time",
          "[metrics]") {
  using Seconds = std::chrono::duration<double>;
  RequestMeter meter;
  meter.note({"/sync/v1/exchange", 200, "", Seconds(0.002), 1000, 50});
  meter.note({"/sync/v1/exchange", 200, "", Seconds(30), 24, 7});
  meter.note({"/sync/v1/exchange", 400, "wrong_key", Seconds(0.0001), 1, 1});
  const auto lines = told({}, meter);
  const std::string route = "route=\"/sync/v1/exchange\"";
  CHECK(lines.at("otmetka_http_requests_total{" + route + ",status=\"200\"}") == 2);
  CHECK(lines.at("otmetka_http_requests_total{" + route + ",status=\"400\"}") == 1);
  CHECK(lines.at("otmetka_refusals_total{code=\"wrong_key\"}") == 1);
  CHECK(lines.at("otmetka_http_received_bytes_total{" + route + "}") == 1025);
  CHECK(lines.at("otmetka_http_sent_bytes_total{" + route + "}") == 58);
  const std::string bucket = "otmetka_http_work_seconds_bucket{" + route + ",le=\"";
  CHECK(lines.at(bucket + "0.0005\"}") == 1);
  CHECK(lines.at(bucket + "0.001\"}") == 1);
  CHECK(lines.at(bucket + "0.0025\"}") == 2);
  CHECK(lines.at(bucket + "10\"}") == 2);
  CHECK(lines.at(bucket + "+Inf\"}") == 3);
  CHECK(lines.at("otmetka_http_work_seconds_count{" + route + "}") == 3);
}

TEST_CASE("a kiosk in use tells how long it was silent, and one that was revoked does not",
          "[metrics]") {
  CentralNumbers central;
  central.kiosks = {{"by the door", "university", false, 40},
                    {"lost", "university", true, 900},
                    {"new", "technograd", false, {}}};
  const auto lines = told(central);
  CHECK(lines.at(series(silent, "by the door", "university")) == 40);
  CHECK_FALSE(lines.contains(series(silent, "lost", "university")));
  CHECK_FALSE(lines.contains(series(silent, "new", "technograd")));
  CHECK(lines.at("otmetka_kiosks{state=\"in_use\"}") == 2);
  CHECK(lines.at("otmetka_kiosks{state=\"revoked\"}") == 1);
  CHECK(lines.at("otmetka_kiosks_never_heard") == 1);
}

TEST_CASE("of kiosks with one name at one venue the longest silence is told, once", "[metrics]") {
  CentralNumbers central;
  central.kiosks = {{"kiosk", "university", false, 7},
                    {"kiosk", "university", false, 70},
                    {"kiosk", "university", false, 8},
                    {"kiosk", "technograd", false, 1}};
  const auto lines = told(central);
  CHECK(lines.at(series(silent, "kiosk", "university")) == 70);
  CHECK(lines.at(series(silent, "kiosk", "technograd")) == 1);
}

TEST_CASE("a kiosk's name cannot break out of its label", "[metrics]") {
  CentralNumbers central;
  central.kiosks = {{"a\"} 1\\", "вход № 2", false, 1}, {"two\nlines", "\xff", false, 2}};
  const auto lines = told(central);
  CHECK(lines.at(series(silent, "a\\\"} 1\\\\", "вход № 2")) == 1);
  CHECK(lines.at(series(silent, "?", "?")) == 2);
}

TEST_CASE("what the database or the machine does not tell is missing, and not nought",
          "[metrics]") {
  CentralNumbers central;
  central.kiosk_facts = 5;
  const auto without = told(central);
  CHECK(without.at("otmetka_facts{log=\"kiosk\"}") == 5);
  for (const char* name :
       {"otmetka_facts{log=\"office\"}", "otmetka_unreadable", "otmetka_quarantined_segments",
        "otmetka_backup_age_seconds", "otmetka_database_bytes", "otmetka_disk_free_bytes"}) {
    INFO(name);
    CHECK_FALSE(without.contains(name));
  }
  central.stored = CentralNumbers::Stored{{{"cloned", 2}, {"flood", 0}}, 3, 4, 5};
  central.backup_age_s = 6;
  const MachineNumbers machine{7, 10'000'000'000'001, 9, 1'700'000'000, true};
  const auto with = read_lines(metrics_text(central, machine, RequestMeter()));
  const std::map<std::string, double> expected{{"otmetka_alarms_standing{kind=\"cloned\"}", 2},
                                               {"otmetka_alarms_standing{kind=\"flood\"}", 0},
                                               {"otmetka_facts{log=\"office\"}", 3},
                                               {"otmetka_unreadable", 4},
                                               {"otmetka_quarantined_segments", 5},
                                               {"otmetka_backup_age_seconds", 6},
                                               {"otmetka_database_bytes", 7},
                                               {"otmetka_disk_free_bytes", 10'000'000'000'001},
                                               {"otmetka_connections", 9},
                                               {"process_start_time_seconds", 1'700'000'000},
                                               {"otmetka_ready", 1}};
  for (const auto& [name, value] : expected) {
    INFO(name);
    CHECK(with.at(name) == value);
  }
}

TEST_CASE("who is no client of the pages is counted as refused", "[metrics]") {
  HttpRequest request;
  request.path = "/metrics";
  CHECK(refuse_stranger(request)->refusal == "stranger");
}
