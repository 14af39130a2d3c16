// HTTP as strangers speak it to central, over real sockets.
#include <atomic>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

// What a handler was given, as text that a test can read.
HttpResponse describe(const HttpRequest& request) {
  nlohmann::json out = {{"method", request.method},
                        {"path", request.path},
                        {"query", request.query},
                        {"headers", request.headers},
                        {"body", as_text(request.body)}};
  return answer(out.dump(), "application/json");
}

nlohmann::json described(const Reply& reply) {
  return nlohmann::json::parse(reply.body, nullptr, false);
}

HttpResponse connection_number(const HttpRequest& request) {
  return answer(std::to_string(request.connection));
}

}  // namespace

TEST_CASE("a connection is kept and has one number for all its requests", "[listener]") {
  Served served(connection_number);
  Wire first = Wire::to(served.port()), second = Wire::to(served.port());
  const std::string number = first.ask(get("/")).body;
  CHECK(number != "");
  CHECK(first.ask(post("/", "body")).body == number);
  CHECK(first.ask(get("/")).body == number);
  CHECK(second.ask(get("/")).body != number);
}

TEST_CASE("a handler gets the request decoded", "[listener]") {
  Served served(describe);
  Wire wire = Wire::to(served.port());
  const auto got =
      described(wire.ask("POST /sync/v1/%D1%82%20x?a=1&b=%C3%A9+%2F&a=2&empty HTTP/1.1\r\n"
                         "Host: here\r\nX-One: 1\r\nx-one: 2\r\nAuthorization:  Key \r\n"
                         "Content-Length: 4\r\n\r\nbody"));
  CHECK(got["method"] == "POST");
  CHECK(got["path"] == "/sync/v1/т x");
  CHECK(got["query"] == nlohmann::json({{"a", "1"}, {"b", "é /"}, {"empty", ""}}));
  CHECK(got["headers"]["x-one"] == "1, 2");
  CHECK(got["headers"]["authorization"] == "Key");
  CHECK(got["body"] == "body");
  CHECK(described(wire.ask(get("http://proxied.example/path?q=1")))["path"] == "/path");
}

TEST_CASE("what cannot be understood is answered 400 and the connection ends", "[listener]") {
  const auto [request, why] = GENERATE(table<std::string, std::string>({
      {"GARBAGE\r\n\r\n", "no request line"},
      {"GET / HTTP/1.1\r\n\r\n", "no Host"},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "two Hosts"},
      {"GET / HTTP/3.7\r\nHost: a\r\n\r\n", "a version that is none"},
      {"GET / HTTP/1.1\r\nHost: a\r\nBad Name: 1\r\n\r\n", "a space in a name"},
      {get("/../secret"), "climbs"},
      {get("/a/%2e%2e/secret"), "climbs, escaped"},
      {get("/a/./b"), "a dot segment"},
      {get("/a%2fb"), "an escaped slash"},
      {get("/%zz"), "a broken escape"},
      {get("/cut%2"), "an escape cut short"},
      {get("/%00"), "a zero byte"},
      {get("/%ff%fe"), "not UTF-8"},
      {get("/%ed%a0%80"), "half a surrogate"},
      {get("/?q=%c0%af"), "overlong UTF-8 in the query"},
      {get("*"), "no path"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "no number"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
       "two lengths"},
      {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       "a length and chunks"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nGET / HTTP/1.1\r\n\r\n",
       "an encoding without an end"},
      {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
       "no chunk size"},
  }));
  INFO(why);
  std::atomic<bool> reached = false;
  Served served([&](const HttpRequest& seen) {
    reached = true;
    return echo(seen);
  });
  Wire wire = Wire::to(served.port());
  const Reply reply = wire.ask(request);
  CHECK(reply.status == 400);
  CHECK(reply.head.find("Connection: close") != std::string::npos);
  wire.no_more();
  CHECK(wire.closes());
  CHECK_FALSE(reached);
}

TEST_CASE("a header without end is answered 431", "[listener]") {
  Served served(echo);
  Wire wire = Wire::to(served.port());
  CHECK(wire.ask(get("/", "X-Long: " + std::string(40'000, 'x') + "\r\n")).status == 431);
}

TEST_CASE("a body up to the limit arrives whole, in one piece or in chunks", "[listener]") {
  Served served(echo, {.body_bytes_max = 4u << 20});
  Wire wire = Wire::to(served.port());
  std::string body(4u << 20, '\0');
  for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 7 + i / 251);
  CHECK(wire.ask(post("/", body)).body == body);
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n6;x=1\r\n world\r\n0\r\n\r\n";
  CHECK(wire.ask(chunked).body == "hello world");
  CHECK(wire.ask(get("/")).status == 200);
}

TEST_CASE("a body over the limit is answered 413 while it is still being sent", "[listener]") {
  Served served(echo, {.body_bytes_max = 1000});
  const std::string body(3u << 20, 'x');
  SECTION("its length told before") {
    Wire wire = Wire::to(served.port());
    const Reply reply = wire.ask(post("/", body));
    CHECK(reply.status == 413);
    CHECK(reply.body == "At most 1000 bytes at a time.\n");
  }
  SECTION("in chunks") {
    Wire wire = Wire::to(served.port());
    CHECK(wire.ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n300000\r\n" +
                   body)
              .status == 413);
  }
  SECTION("in chunks that are mostly not body") {
    Wire wire = Wire::to(served.port());
    std::string request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 900; ++i) request += "1;" + std::string(100, 'x') + "\r\ny\r\n";
    CHECK(wire.ask(request).status == 413);
  }
  SECTION("to one of ours, as what it is able to read") {
    Wire wire = Wire::to(served.port());
    const Reply reply =
        wire.ask(post("/", body, "Content-Type: application/vnd.otmetka.frames\r\n"));
    CHECK(reply.status == 413);
    CHECK(reply.head.find("Content-Type: application/vnd.otmetka.frames\r\n") != std::string::npos);
    CHECK(reply.body == "");
  }
  SECTION("the exact limit is not over it") {
    Wire wire = Wire::to(served.port());
    CHECK(wire.ask(post("/", body.substr(0, 1000))).status == 200);
  }
}

TEST_CASE("who waits for leave to send a body gets it, unless it is too long", "[listener]") {
  Served served(echo, {.body_bytes_max = 10});
  Wire wire = Wire::to(served.port());
  REQUIRE(
      wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(wire.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(wire.ask("hello").body == "hello");
  CHECK(wire.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n")
            .status == 413);
}

TEST_CASE("HEAD is GET without the body", "[listener]") {
  Served served([](const HttpRequest& request) { return answer(request.method + " body"); });
  Wire wire = Wire::to(served.port());
  REQUIRE(wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"));
  const Reply reply = wire.reply(true);
  CHECK(reply.status == 200);
  CHECK(reply.head.find("Content-Length: 8\r\n") != std::string::npos);
  CHECK(wire.ask(get("/")).body == "GET body");  // nothing was left between them
}

TEST_CASE("requests sent ahead are answered in their order, byte by byte too", "[listener]") {
  Served served(echo);
  Wire wire = Wire::to(served.port());
  std::string all;
  for (int i = 0; i < 50; ++i) all += post("/", "number " + std::to_string(i));
  SECTION("at once") { REQUIRE(wire.send(all)); }
  SECTION("in pieces of seven") {
    for (size_t i = 0; i < all.size(); i += 7) REQUIRE(wire.send(all.substr(i, 7)));
  }
  for (int i = 0; i < 50; ++i) CHECK(wire.reply().body == "number " + std::to_string(i));
}

TEST_CASE("a client decides whether its connection is kept", "[listener]") {
  Served served(echo);
  const auto request =
      GENERATE(std::string("GET / HTTP/1.0\r\n\r\n"), get("/", "Connection: close\r\n"));
  Wire wire = Wire::to(served.port());
  CHECK(wire.ask(request).status == 200);
  CHECK(wire.closes());
}

TEST_CASE("a handler's status and headers go out, but no line of its own making", "[listener]") {
  Served served([](const HttpRequest& request) {
    HttpResponse out = answer("gone");
    out.status = request.path == "/304" ? 304 : 410;
    out.headers = {{"ETag", "\"1\""}, {"X-Bad", "a\r\nSet-Cookie: b"}};
    return out;
  });
  Wire wire = Wire::to(served.port());
  const Reply gone = wire.ask(get("/"));
  CHECK(gone.head.starts_with("HTTP/1.1 410 Gone\r\n"));
  CHECK(gone.head.find("ETag: \"1\"\r\n") != std::string::npos);
  CHECK(gone.head.find("Set-Cookie") == std::string::npos);
  CHECK(gone.body == "gone");
  const Reply same = wire.ask(get("/304"));
  CHECK(same.head == "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
}

TEST_CASE("a handler that throws costs one request", "[listener]") {
  Served served([](const HttpRequest& request) -> HttpResponse {
    if (request.path == "/bad") throw std::runtime_error("a library's");
    return answer("fine");
  });
  Wire wire = Wire::to(served.port());
  CHECK(wire.ask(get("/bad")).status == 500);
  CHECK(wire.ask(get("/good")).body == "fine");
}

TEST_CASE("five hundred idle connections are all still answered", "[listener]") {
  Served served(connection_number);
  std::vector<Wire> wires;
  std::set<std::string> numbers;
  for (int i = 0; i < 500; ++i) wires.push_back(Wire::to(served.port()));
  for (int round = 0; round < 2; ++round) {
    for (Wire& wire : wires) numbers.insert(wire.ask(get("/")).body);
  }
  CHECK(numbers.size() == 500);
}

TEST_CASE("garbage of any kind costs one connection", "[listener]") {
  const uint64_t seed = GENERATE(take(10, random<uint64_t>(0, UINT64_MAX)));
  INFO("seed " << seed);
  Seeded chance(seed);
  Folder folder;
  ListenerOptions options;
  if (chance.chance(0.3)) options.tls = MUST(load_or_make_tls(folder.path(), chance));
  options.patience.linger = std::chrono::milliseconds(20);
  Served served(echo, options);
  for (int i = 0; i < 30; ++i) {
    std::string bytes = post("/path?q=%41", "some body", "Transfer-Encoding: chunked\r\n");
    if (chance.chance(0.5)) bytes = post("/path?q=%41", "5\r\nhello\r\n0\r\n\r\n");
    for (uint64_t k = chance.below(20); k > 0; --k) {
      bytes[static_cast<size_t>(chance.below(bytes.size()))] = static_cast<char>(chance.next());
    }
    Wire wire = Wire::to(served.port());
    wire.send(bytes);
    wire.no_more();
    wire.rest();
  }
  Wire wire = Wire::to(served.port());
  CHECK(wire.ask(get("/")).status == (options.tls ? 400 : 200));
}

TEST_CASE("bodies under way have a bound together", "[listener]") {
  Served served(echo, {.held_bytes_max = 100'000});
  Wire greedy = Wire::to(served.port()), modest = Wire::to(served.port());
  REQUIRE(greedy.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n"));
  REQUIRE(greedy.send(std::string(150'000, 'x')));
  CHECK(greedy.reply().status == 503);
  CHECK(modest.ask(post("/", "small")).body == "small");  // what was refused is no longer held
}

TEST_CASE("doors that cannot be opened say why", "[listener]") {
  Served served(echo);
  const auto opened = [](const std::string& host, uint16_t port) {
    ListenerOptions options;
    options.host = host;
    options.port = port;
    return Listener::open(options, echo, echo_line);
  };
  const auto taken = opened("127.0.0.1", served.port());
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().failure == Failure::busy);
  CHECK(taken.error().message.find(std::to_string(served.port())) != std::string::npos);
  const auto unknown =
      opened(std::string(80, 'x'), 0);  // longer than a name may be: no DNS is asked
  REQUIRE_FALSE(unknown.ok());
  CHECK(unknown.error().failure == Failure::bad_input);
  const auto foreign = opened("192.0.2.1", 0);
  REQUIRE_FALSE(foreign.ok());
  CHECK(foreign.error().failure == Failure::bad_input);
  const auto everywhere = opened("", 0);
  REQUIRE(everywhere.ok());
  CHECK(everywhere.value().port() != 0);
}
