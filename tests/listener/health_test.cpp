// A central on a real disk, behind a real listener, as a program that watches over it sees it.
#include "sync/central/health.h"

#include <filesystem>

#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

struct Watched {
  Watched() {
    home = MUST(CentralHome::open(folder / "central", clock, random));
    health.emplace(*home, [this] { return served->connections(); });
    ListenerOptions options;
    options.served = [this](const ServedRequest& request) { health->note(request); };
    served.emplace(
        [this](const HttpRequest& request) {
          if (auto watched = health->response(request)) return *watched;
          return home->central().handle(request);
        },
        std::move(options));
  }
  Reply ask(const std::string& path) { return Wire::to(served->port()).ask(get(path)); }
  /// The value of a line of `/metrics`; nothing: it is not there.
  std::optional<double> number(const std::string& name) {
    const std::string text = "\n" + ask("/metrics").body;
    const size_t at = text.find("\n" + name + " ");
    if (at == std::string::npos) return std::nullopt;
    return std::stod(text.substr(at + name.size() + 2));
  }

  Folder folder;
  SetClock clock;
  Seeded random{11};
  std::unique_ptr<CentralHome> home;
  std::optional<Health> health;
  std::optional<Served> served;
};

std::vector<ServedRequest> all_of(const std::vector<std::string>& requests) {
  std::vector<ServedRequest> told;
  ListenerOptions options;
  options.served = [&](const ServedRequest& request) { told.push_back(request); };
  const auto handler = [](const HttpRequest& request) {
    if (request.path == "/throws") throw std::runtime_error("a library's");
    HttpResponse response = echo(request);
    response.refusal = request.path == "/refused" ? "bad_request" : "";
    return response;
  };
  Served served(handler, std::move(options));
  for (const std::string& request : requests) (void)Wire::to(served.port()).ask(request);
  served.stop();
  return told;
}

}  // namespace

TEST_CASE("a central that is well says so, and counts who asked", "[health]") {
  Watched central;
  CHECK(central.ask("/healthz").body == "ok\n");
  CHECK(central.ask("/readyz").status == 200);
  const Reply metrics = central.ask("/metrics");
  CHECK(metrics.status == 200);
  CHECK(metrics.head.find("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n") !=
        std::string::npos);
  CHECK(metrics.head.find("Cache-Control: no-store\r\n") != std::string::npos);
  CHECK(central.number("otmetka_ready") == 1);
  CHECK(central.number("otmetka_http_requests_total{route=\"/readyz\",status=\"200\"}") == 1);
  CHECK(central.number("process_start_time_seconds") == static_cast<double>(central.clock.wall));
  CHECK(central.number("otmetka_database_bytes") > 4096);
  CHECK(central.number("otmetka_disk_free_bytes") > 0);
  CHECK(central.number("otmetka_facts{log=\"office\"}") > 0);
  CHECK(Wire::to(central.served->port()).ask(post("/metrics", "x")).status == 404);
}

TEST_CASE("connections that are open are counted", "[health]") {
  Watched central;
  std::vector<Wire> open;
  for (int i = 0; i < 5; ++i) {
    open.push_back(Wire::to(central.served->port()));
    REQUIRE(open.back().ask(get("/healthz")).status == 200);
  }
  CHECK(central.number("otmetka_connections") >= 6);
}

TEST_CASE("a central whose key file has gone is not ready, says what to do, and comes back",
          "[health]") {
  Watched central;
  const std::string key = central.folder / "central/key";
  std::filesystem::rename(key, key + ".away");
  const Reply refused = central.ask("/readyz");
  CHECK(refused.status == 503);
  CHECK(refused.body.find("put the key file back") != std::string::npos);
  CHECK(refused.body.find('\n') == refused.body.size() - 1);
  CHECK(central.number("otmetka_ready") == 0);
  CHECK(central.ask("/healthz").status == 200);
  std::filesystem::rename(key + ".away", key);
  CHECK(central.ask("/readyz").status == 200);
  CHECK(central.number("otmetka_ready") == 1);
}

TEST_CASE("whether central serves is answered without its disk", "[health]") {
  Watched central;
  std::filesystem::rename(central.folder / "central", central.folder / "gone");
  CHECK(central.ask("/healthz").body == "ok\n");
  CHECK(central.ask("/readyz").status == 503);
  CHECK(central.ask("/metrics").status == 200);
  CHECK_FALSE(central.number("otmetka_database_bytes").has_value());
  std::filesystem::rename(central.folder / "gone", central.folder / "central");
  CHECK(central.ask("/readyz").status == 200);
}

TEST_CASE("a try to write leaves the store as it was", "[health]") {
  Watched central;
  const double facts = central.number("otmetka_facts{log=\"office\"}").value();
  for (int i = 0; i < 5; ++i) {
    central.clock.pass(60);
    REQUIRE(central.ask("/readyz").status == 200);
  }
  CHECK(central.number("otmetka_facts{log=\"office\"}") == facts);
}

TEST_CASE("each request is told once with its bytes, also one that cannot be read or that fails",
          "[listener][metrics]") {
  const std::string large = post("/refused?name=x", std::string(100'000, 'x'));
  const auto told = all_of({large, get("/throws"), "HEAD / HTTP/1.1\r\nHost: here\r\n\r\n",
                            "no request\r\n\r\n", get("/%zz")});
  REQUIRE(told.size() == 5);
  CHECK(told[0].path == "/refused");
  CHECK(told[0].status == 200);
  CHECK(told[0].refusal == "bad_request");
  CHECK(told[0].bytes_in == large.size());
  CHECK(told[0].bytes_out > 100'000);
  CHECK(told[0].bytes_out < 100'200);
  CHECK(told[0].worked.count() > 0);
  CHECK(told[1].status == 500);
  CHECK(told[2].status == 200);
  CHECK(told[2].bytes_out < 200);
  for (const size_t unread : {3, 4}) {
    CHECK(told[unread].path.empty());
    CHECK(told[unread].status == 400);
    CHECK(told[unread].worked.count() == 0);
  }
}

TEST_CASE("two requests on one connection share no byte", "[listener][metrics]") {
  std::vector<ServedRequest> told;
  ListenerOptions options;
  options.served = [&](const ServedRequest& request) { told.push_back(request); };
  Served served(echo, std::move(options));
  {
    Wire wire = Wire::to(served.port());
    REQUIRE(wire.ask(post("/first", "12345")).status == 200);
    REQUIRE(wire.ask(get("/second")).status == 200);
  }
  served.stop();
  REQUIRE(told.size() == 2);
  CHECK(told[0].bytes_in == post("/first", "12345").size());
  CHECK(told[1].bytes_in == get("/second").size());
}
