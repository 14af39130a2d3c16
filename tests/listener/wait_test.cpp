// Answers that wait until there is something to say.
#include <atomic>

#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;
using namespace std::chrono_literals;

namespace {

// A value that one request changes and another waits for.
class Board {
 public:
  explicit Board(std::chrono::milliseconds patience) : patience_(patience) {}

  HttpResponse operator()(const HttpRequest& request) {
    if (request.path == "/change") ++value_;
    HttpResponse out = answer(std::to_string(value_));
    if (request.path == "/wait" && value_ == 0)
      out.wait = {patience_, [this] { return value_ != 0; }};
    return out;
  }

 private:
  std::chrono::milliseconds patience_;
  int value_ = 0;
};

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

ListenerOptions quick() {
  ListenerOptions options;
  options.patience.linger = 200ms;  // makes the listener's clock fine
  return options;
}

}  // namespace

TEST_CASE("an answer waits until somebody else's request has changed something", "[listener]") {
  Board board(30s);
  Served served([&](const HttpRequest& request) { return board(request); }, quick());
  Wire waiting = Wire::to(served.port()), other = Wire::to(served.port());
  std::string answered;
  std::atomic<bool> done = false;
  std::thread asks([&] {
    answered = waiting.ask(get("/wait")).body;
    done = true;
  });
  std::this_thread::sleep_for(300ms);
  CHECK_FALSE(done);
  CHECK(other.ask(get("/look")).body == "0");
  CHECK_FALSE(done);
  CHECK(other.ask(get("/change")).body == "1");
  CHECK(seconds_of([&] { asks.join(); }) < 0.2);
  CHECK(answered == "1");
  CHECK(waiting.ask(get("/look")).body == "1");  // the same connection goes on
}

TEST_CASE("what admin changes is told to who waits", "[listener]") {
  const Folder folder;
  std::atomic<int> value = 0;
  ListenerOptions options = quick();
  options.admin_socket = folder / "admin.sock";
  const auto handler = [&](const HttpRequest&) {
    HttpResponse out = answer(std::to_string(value));
    if (value == 0) out.wait = {30s, [&] { return value != 0; }};
    return out;
  };
  Served served(handler, options, [&](const std::string& line) {
    ++value;
    return line;
  });
  Wire waiting = Wire::to(served.port()), admin = Wire::to(folder / "admin.sock");
  std::thread asks([&] { CHECK(waiting.ask(get("/")).body == "1"); });
  std::this_thread::sleep_for(100ms);
  admin.send("change\n");
  CHECK(seconds_of([&] { asks.join(); }) < 0.5);
}

TEST_CASE("an answer that waits in vain is sent when its time is over", "[listener]") {
  Board board(400ms);
  Served served([&](const HttpRequest& request) { return board(request); }, quick());
  Wire wire = Wire::to(served.port());
  std::string answered;
  const double took = seconds_of([&] { answered = wire.ask(get("/wait")).body; });
  CHECK(answered == "0");
  CHECK(took > 0.3);
  CHECK(took < 2);
}

TEST_CASE("who waits is answered when central stops, and one that has gone keeps nobody",
          "[listener]") {
  Board board(30s);
  Served served([&](const HttpRequest& request) { return board(request); }, quick());
  {
    Wire gone = Wire::to(served.port());
    gone.send(get("/wait"));
    std::this_thread::sleep_for(50ms);
  }
  Wire waiting = Wire::to(served.port());
  std::string answered;
  std::thread asks([&] { answered = waiting.ask(get("/wait")).body; });
  std::this_thread::sleep_for(100ms);
  CHECK(seconds_of([&] { served.stop(); }) < 3);
  asks.join();
  CHECK(answered == "0");
}
