// The command line's door.
#include <sys/stat.h>

#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

ListenerOptions at(const std::string& path) {
  ListenerOptions options;
  options.admin_socket = path;
  return options;
}

std::string answered(const std::string& line) { return "{\"got\":" + line + "}"; }

}  // namespace

TEST_CASE("a line in is a line out, several on one connection", "[listener][admin]") {
  const Folder folder;
  Served served(echo, at(folder / "admin.sock"), answered);
  Wire wire = Wire::to(folder / "admin.sock"), other = Wire::to(folder / "admin.sock");
  REQUIRE(wire.send("{\"do\":1}\n"));
  CHECK(wire.until("\n") == "{\"got\":{\"do\":1}}\n");
  REQUIRE(other.send("2\n3\n4"));
  CHECK(other.until("\n") == "{\"got\":2}\n");
  CHECK(other.until("\n") == "{\"got\":3}\n");
  REQUIRE(other.send("\n"));
  CHECK(other.until("\n") == "{\"got\":4}\n");
  CHECK(Wire::to(served.port()).ask(get("/")).status == 200);
}

TEST_CASE("an answer stays one line, and a throw becomes one", "[listener][admin]") {
  const Folder folder;
  Served served(echo, at(folder / "admin.sock"), [](const std::string& line) -> std::string {
    if (line == "bad") throw std::runtime_error("a library's");
    return "{\n}";
  });
  Wire wire = Wire::to(folder / "admin.sock");
  REQUIRE(wire.send("good\nbad\n"));
  CHECK(wire.until("\n") == "{ }\n");
  CHECK(wire.until("\n").starts_with("{\"ok\":false,\"error\":"));
}

TEST_CASE("a package of many megabytes is one line too", "[listener][admin]") {
  const Folder folder;
  Served served(echo, at(folder / "admin.sock"),
                [](const std::string& line) { return std::to_string(line.size()); });
  Wire wire = Wire::to(folder / "admin.sock");
  const std::string line(20u << 20, 'x');
  REQUIRE(wire.send(line + "\n"));
  CHECK(wire.until("\n") == std::to_string(line.size()) + "\n");
}

TEST_CASE("a line without end is refused", "[listener][admin]") {
  const Folder folder;
  ListenerOptions options = at(folder / "admin.sock");
  options.admin_line_bytes_max = 1000;
  Served served(echo, options);
  Wire wire = Wire::to(folder / "admin.sock");
  REQUIRE(wire.send(std::string(2000, 'x')));
  CHECK(wire.until("\n").starts_with("{\"ok\":false,\"error\":"));
  wire.no_more();
  CHECK(wire.closes());
}

TEST_CASE("only the owner may use the socket, and it goes with central", "[listener][admin]") {
  const Folder folder;
  struct stat found {};
  {
    const mode_t before = ::umask(0);
    Served served(echo, at(folder / "admin.sock"));
    CHECK(::umask(before) == 0);  // as it was
    REQUIRE(::lstat((folder / "admin.sock").c_str(), &found) == 0);
    CHECK(S_ISSOCK(found.st_mode));
    CHECK((found.st_mode & 0777) == 0600);
  }
  CHECK(::lstat((folder / "admin.sock").c_str(), &found) != 0);
}

TEST_CASE("a socket that nobody answers is taken over, a live one is not", "[listener][admin]") {
  const Folder folder;
  const std::string path = folder / "admin.sock";
  {  // what a killed central leaves: a socket file, and nobody who listens
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(dead);
  }
  Served served(echo, at(path), answered);
  ListenerOptions second = at(path);
  second.host = "127.0.0.1";
  const auto refused = Listener::open(second, echo, echo_line);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().failure == Failure::busy);
  Wire wire = Wire::to(path);  // the refusal took nothing from the first
  REQUIRE(wire.send("1\n"));
  CHECK(wire.until("\n") == "{\"got\":1}\n");
}

TEST_CASE("what stands in the socket's place is named, not removed", "[listener][admin]") {
  const Folder folder;
  const auto failure_at = [](const std::string& path) {
    ListenerOptions options = at(path);
    options.host = "127.0.0.1";
    return Listener::open(options, echo, echo_line);
  };
  std::filesystem::create_directory(folder / "taken");
  const auto taken = failure_at(folder / "taken");
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().failure == Failure::busy);
  CHECK(std::filesystem::exists(folder / "taken"));
  const auto too_long = failure_at(folder / std::string(120, 'x'));
  REQUIRE_FALSE(too_long.ok());
  CHECK(too_long.error().failure == Failure::bad_input);
  const auto nowhere = failure_at(folder / "no/such/admin.sock");
  REQUIRE_FALSE(nowhere.ok());
  CHECK(nowhere.error().message.find("no/such/admin.sock") != std::string::npos);
}
