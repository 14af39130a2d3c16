// Who may see names before anybody can sign in.
#include <ifaddrs.h>

#include <memory>

#include "sync/central/listener_connection.h"
#include "sync/central/pages.h"
#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// An IPv4 address of this machine that is not loopback, if it has one.
std::optional<in_addr> address_of_this_machine() {
  ifaddrs* found = nullptr;
  if (::getifaddrs(&found) != 0) return std::nullopt;
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> all(found, ::freeifaddrs);
  for (const ifaddrs* one = found; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    const in_addr address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
    if (ntohl(address.s_addr) >> 24 != 127) return address;
  }
  return std::nullopt;
}

bool is_ours(const std::string& address) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1)
    return listening::is_this_machine(reinterpret_cast<const sockaddr&>(v4));
  REQUIRE(::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1);
  return listening::is_this_machine(reinterpret_cast<const sockaddr&>(v6));
}

HttpResponse central_of_tests(const HttpRequest& request) {
  if (auto refusal = refuse_stranger(request)) return *refusal;
  return answer("names");
}

}  // namespace

TEST_CASE("only loopback addresses are this machine", "[listener][strangers]") {
  for (const char* ours : {"127.0.0.1", "127.200.3.4", "::1", "::ffff:127.0.0.1"}) {
    INFO(ours);
    CHECK(is_ours(ours));
  }
  for (const char* theirs : {"0.0.0.0", "10.0.0.1", "192.168.1.127", "126.255.255.255", "128.0.0.1",
                             "::", "::2", "fe80::1", "::ffff:10.0.0.1", "7f00::1"}) {
    INFO(theirs);
    CHECK_FALSE(is_ours(theirs));
  }
}

TEST_CASE("strangers are shown no name and no page, and kiosks are served from anywhere",
          "[listener][strangers]") {
  for (const char* path : {"/", "/texts.en.json", "/api/v1/attendance", "/api", "/sync",
                           "/sync/v10/x", "/SYNC/v1/exchange", "/healthz", "/readyz", "/metrics"}) {
    INFO(path);
    HttpRequest request;
    request.path = path;
    const auto refusal = refuse_stranger(request);
    REQUIRE(refusal.has_value());
    CHECK(refusal->status == 403);
    CHECK(as_text(refusal->body).find("own machine") != std::string::npos);
    request.from_this_machine = true;
    CHECK_FALSE(refuse_stranger(request).has_value());
  }
  for (const char* path : {"/sync/v1/exchange", "/sync/v1/enrol", "/sync/v1/blob/00"}) {
    HttpRequest request;
    request.path = path;
    CHECK_FALSE(refuse_stranger(request).has_value());
  }
}

TEST_CASE("a listener at every address knows who calls from its own machine",
          "[listener][strangers]") {
  ListenerOptions everywhere;
  everywhere.host = "0.0.0.0";
  const Served served(central_of_tests, everywhere);
  CHECK(Wire::to(served.port()).ask(get("/api/v1/attendance")).body == "names");
  const auto address = address_of_this_machine();
  if (!address) return;  // a machine without a network
  Wire stranger = Wire::to(served.port(), *address);
  const Reply refused = stranger.ask(get("/api/v1/attendance"));
  CHECK(refused.status == 403);
  CHECK(refused.body.find("names only on its own machine") != std::string::npos);
  CHECK(stranger.ask(post("/sync/v1/exchange", "x")).status == 200);
}
