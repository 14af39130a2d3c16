// How long central waits for others, and how it ends.
#include <atomic>
#include <chrono>
#include <csignal>

#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;
using namespace std::chrono_literals;

namespace {

ListenerOptions hurried(Patience patience) {
  ListenerOptions options;
  options.patience = patience;
  return options;
}

}  // namespace

TEST_CASE("who is slow is dropped, at every stage", "[listener][time]") {
  Served served(echo,
                hurried({.idle = 60ms, .head = 60ms, .window = 60ms, .window_bytes_min = 1000}));
  Wire wire = Wire::to(served.port());
  SECTION("before a request") { CHECK(wire.closes()); }
  SECTION("between two requests") {
    CHECK(wire.ask(get("/")).status == 200);
    CHECK(wire.closes());
  }
  SECTION("within a header") {
    REQUIRE(wire.send("GET / HTTP/1.1\r\nHost:"));
    CHECK(wire.closes());
  }
  SECTION("within a header that goes on for ever") {
    bool open = wire.send("GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 1000 && open; ++i) {
      open = wire.send("X: y\r\n");
      std::this_thread::sleep_for(5ms);
    }
    CHECK_FALSE(open);
  }
  SECTION("within a body") {
    REQUIRE(wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\nsome"));
    CHECK(wire.closes());
  }
  SECTION("within a body that drips") {
    bool open = wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n");
    for (int i = 0; i < 1000 && open; ++i) {
      open = wire.send("x");
      std::this_thread::sleep_for(5ms);
    }
    CHECK_FALSE(open);
  }
}

TEST_CASE("who does not read its answer is dropped", "[listener][time]") {
  constexpr size_t size = 64u << 20;
  Served served([](const HttpRequest&) { return answer(std::string(size, 'x')); },
                hurried({.window = 60ms, .window_bytes_min = 1000, .stop = 60s}));
  Wire wire = Wire::to(served.port());
  REQUIRE(wire.send(get("/")));
  REQUIRE(wire.exactly(100) != "");  // the answer is under way
  const auto before = std::chrono::steady_clock::now();
  served.stop();  // would wait a minute for it, were it not given up
  CHECK(std::chrono::steady_clock::now() - before < 20s);
  CHECK(wire.rest().size() < size);
}

TEST_CASE("a body that is slow but moves on is taken", "[listener][time]") {
  Served served(echo, hurried({.head = 400ms, .window = 400ms, .window_bytes_min = 5}));
  Wire wire = Wire::to(served.port());
  REQUIRE(wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n"));
  for (int i = 0; i < 6; ++i) {
    std::this_thread::sleep_for(100ms);
    REQUIRE(wire.send("ten bytes!"));
  }
  CHECK(wire.reply().body.size() == 60);
}

TEST_CASE("the time that a handler takes is nobody's fault", "[listener][time]") {
  Served served(
      [](const HttpRequest& request) {
        if (request.path == "/long") std::this_thread::sleep_for(700ms);
        return answer("here");
      },
      hurried({.idle = 400ms}));
  Wire waiting = Wire::to(served.port()), busy = Wire::to(served.port());
  CHECK(waiting.ask(get("/")).body == "here");
  CHECK(busy.ask(get("/long")).body == "here");
  CHECK(waiting.ask(get("/")).body == "here");
}

TEST_CASE("stop ends idle connections at once", "[listener][time]") {
  Served served(echo);
  Wire silent = Wire::to(served.port()), kept = Wire::to(served.port());
  CHECK(kept.ask(get("/")).status == 200);
  served.stop();
  CHECK(kept.closes());
  CHECK(silent.closes());
}

TEST_CASE("stop lets a request under way end", "[listener][time]") {
  Served served(echo);
  Wire wire = Wire::to(served.port());
  REQUIRE(wire.send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(wire.until("\r\n\r\n") != "");  // now it is under way
  std::thread stopping([&] { served.stop(); });
  const Reply reply = wire.ask("ten bytes!");
  CHECK(reply.body == "ten bytes!");
  stopping.join();
  CHECK(wire.closes());
}

TEST_CASE("stop does not wait for ever", "[listener][time]") {
  Served served(echo, hurried({.stop = 50ms}));
  Wire wire = Wire::to(served.port());
  REQUIRE(wire.send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n"));
  CHECK(wire.until("\r\n\r\n") != "");
  served.stop();
  CHECK(wire.closes());
}

TEST_CASE("a signal stops as stop does", "[listener][time]") {
  const int number = GENERATE(SIGTERM, SIGINT);
  Served served(echo);
  Wire wire = Wire::to(served.port());
  CHECK(wire.ask(get("/")).status == 200);  // so it is running
  ::kill(::getpid(), number);
  served.wait();
  CHECK(wire.closes());
}

TEST_CASE("a signal that comes before run is not lost", "[listener][time]") {
  const int number = GENERATE(SIGTERM, SIGINT);
  Listener listener = MUST(Listener::open({.host = "127.0.0.1"}, echo, echo_line));
  ::kill(::getpid(), number);  // as soon as central has said that it is ready, and before it serves
  listener.run();
  SUCCEED("it ended");
}

TEST_CASE("stop before run, and without anybody, returns", "[listener][time]") {
  Listener listener = MUST(Listener::open({.host = "127.0.0.1"}, echo, echo_line));
  listener.stop();
  listener.run();
}

TEST_CASE("periodic work runs again and again, and may fail", "[listener][time]") {
  Listener listener = MUST(Listener::open({.host = "127.0.0.1"}, echo, echo_line));
  int times = 0;
  listener.every(1ms, [&] {
    if (++times == 5) listener.stop();
    if (times == 2) throw std::runtime_error("a library's");
  });
  listener.run();
  CHECK(times >= 5);
}
