// The daemon's way to central: what is reached, what is not, and in which words.
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>

#include "sync/daemon/curl_transport.h"
#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

constexpr const char* frames = "application/vnd.otmetka.frames";

HttpResponse echo_frames(const HttpRequest& request) {
  return answer(as_text(request.body), frames);
}

TlsIdentity identity(uint64_t seed) {
  const Folder folder;
  Seeded random(seed);
  return MUST(load_or_make_tls(folder.path(), random));
}

ListenerOptions with_tls(const TlsIdentity& of) {
  ListenerOptions options;
  options.tls = of;
  return options;
}

// Answers the first caller with given bytes, whatever was asked, and hangs up, or holds the line
// until it goes itself.
class Impostor {
 public:
  explicit Impostor(std::string says, bool hangs_up = true)
      : says_(std::move(says)), hangs_up_(hangs_up) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listening_, 10) == 0);
    socklen_t size = sizeof address;
    REQUIRE(::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Impostor() {
    ::shutdown(listening_, SHUT_RDWR);  // wakes accept()
    thread_.join();
    ::close(listening_);
  }
  std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    for (int socket; (socket = ::accept(listening_, nullptr, nullptr)) >= 0;) {
      Wire wire(socket);
      wire.until("\r\n\r\n");
      wire.send(says_);
      if (!hangs_up_) wire.rest();
    }
  }
  std::string says_;
  bool hangs_up_;
  int listening_ = -1;
  uint16_t port_ = 0;
  std::thread thread_;
};

std::string why_offline(const Result<NetworkReply>& result) {
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().failure == Failure::offline);
  return result.error().message;
}

Result<Bytes> piece_of(BlobSource& source, const std::string& path, uint64_t from, size_t max) {
  Bytes out;
  TRY(source.get(path, from, max, out));
  return out;
}

using Catch::Matchers::ContainsSubstring;

}  // namespace

TEST_CASE("posts go over one kept connection, empty and large", "[transport]") {
  const TlsIdentity key = identity(1);
  const bool tls = GENERATE(false, true);
  std::atomic<uint64_t> connections = 0;
  Served served(
      [&](const HttpRequest& request) {
        connections = std::max(connections.load(), request.connection);
        return echo_frames(request);
      },
      tls ? with_tls(key) : ListenerOptions());
  const auto network = curl_network(served.address(), tls ? key.spki_sha256 : Hash{});
  Seeded random(7);
  for (const size_t size : {size_t{0}, size_t{1}, size_t{70'000}, exchange_body_bytes_max}) {
    Bytes body(size);
    random.fill(body);
    const NetworkReply reply = MUST(network->post("/sync/v1/exchange", body));
    CHECK(reply.status == 200);
    CHECK(reply.body == body);
  }
  CHECK(connections == 1);
  const uint64_t sent = 2 * (70'000 + exchange_body_bytes_max);  // there and back
  CHECK(network->bytes_on_the_wire() > sent);
  CHECK(network->bytes_on_the_wire() < sent + sent / 50 + 10'000);
}

TEST_CASE("a request has few header bytes", "[transport]") {
  std::map<std::string, std::string> headers;
  Served served([&](const HttpRequest& request) {
    headers = request.headers;
    return echo_frames(request);
  });
  MUST(curl_network(served.address(), {})->post("/", as_bytes("x")));
  headers.erase("host");
  CHECK(headers ==
        std::map<std::string, std::string>{{"content-length", "1"}, {"content-type", frames}});
}

TEST_CASE("another key is another machine", "[transport]") {
  std::atomic<bool> reached = false;
  Served served(
      [&](const HttpRequest& request) {
        reached = true;
        return echo_frames(request);
      },
      with_tls(identity(1)));
  const auto network = curl_network(served.address(), identity(2).spki_sha256);
  CHECK_THAT(why_offline(network->post("/", as_bytes("secret"))),
             ContainsSubstring("another machine answers there"));
  CHECK_FALSE(reached);
}

TEST_CASE("a connection that is resumed is checked as the first one was", "[transport]") {
  const TlsIdentity right = identity(1), wrong = identity(2);
  auto first = std::make_unique<Served>(echo_frames, with_tls(right));
  const auto network = curl_network(first->address(), right.spki_sha256);
  MUST(network->post("/", as_bytes("1")));
  ListenerOptions same_port = with_tls(wrong);
  same_port.port = first->port();
  first.reset();
  const Served second(echo_frames, same_port);
  CHECK_THAT(why_offline(network->post("/", as_bytes("2"))),
             ContainsSubstring("another machine answers there"));
}

TEST_CASE("a central that was started again is reached again", "[transport]") {
  const TlsIdentity key = identity(1);
  auto first = std::make_unique<Served>(echo_frames, with_tls(key));
  const auto network = curl_network(first->address(), key.spki_sha256);
  MUST(network->post("/", as_bytes("1")));
  ListenerOptions same_port = with_tls(key);
  same_port.port = first->port();
  first.reset();
  CHECK_THAT(why_offline(network->post("/", as_bytes("2"))), ContainsSubstring("nobody answers"));
  const Served second(echo_frames, same_port);
  CHECK(MUST(network->post("/", as_bytes("3"))).body == to_bytes(as_bytes("3")));
}

TEST_CASE("a status of ours is handed on, what is not ours is offline", "[transport]") {
  int status = 200;
  std::string type = frames;
  Served served([&](const HttpRequest&) {
    HttpResponse out = answer("<html>Welcome to the hotel</html>", type);
    out.status = status;
    if (status == 302) out.headers["Location"] = "http://portal.example/login";
    return out;
  });
  const auto network = curl_network(served.address(), {});
  for (const int ours : {200, 401, 403, 409, 410, 413, 429, 500, 503}) {
    status = ours;
    CHECK(MUST(network->post("/", {})).status == ours);
  }
  type = "application/vnd.otmetka.frames; v=1";
  CHECK(network->post("/", {}).ok());
  type = "text/html";
  for (const int theirs : {200, 401, 413, 502}) {
    status = theirs;
    CHECK_THAT(why_offline(network->post("/", {})), ContainsSubstring("not a central of ours"));
  }
  status = 302;
  CHECK_THAT(why_offline(network->post("/", {})), ContainsSubstring("portal.example"));
}

TEST_CASE("the listener's own refusals reach the daemon as such", "[transport]") {
  Served served(echo_frames, {.body_bytes_max = 1000});
  const auto network = curl_network(served.address(), {});
  CHECK(MUST(network->post("/", Bytes(3u << 20))).status == 413);
  CHECK(MUST(network->post("/", Bytes(1000))).status == 200);
}

TEST_CASE("an answer that is not whole is offline", "[transport]") {
  const std::string head = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\n", frames);
  const auto [says, words] = GENERATE_COPY(table<std::string, std::string>({
      {head + "Content-Length: 100\r\n\r\nhalf", "cut off"},
      {head + "Transfer-Encoding: chunked\r\n\r\n64\r\nhalf", "cut off"},
      {"", "cut off"},
      {"SSH-2.0-OpenSSH\r\n", "no web server"},
  }));
  const Impostor impostor(says);
  const auto network = curl_network(impostor.address(), {});
  CHECK_THAT(why_offline(network->post("/", as_bytes("x"))), ContainsSubstring(words));
}

TEST_CASE("an answer without end is offline", "[transport]") {
  Served served([](const HttpRequest&) { return answer(std::string(20'000, 'x'), frames); });
  const auto network = curl_network(served.address(), {}, {.answer_bytes_max = 10'000});
  CHECK_THAT(why_offline(network->post("/", {})), ContainsSubstring("longer than 10000 bytes"));
}

TEST_CASE("silence is offline after a while", "[transport]") {
  const Impostor impostor("HTTP/1.1 200 OK\r\n", false);
  const auto network = curl_network(impostor.address(), {}, {.slow_for = std::chrono::seconds(1)});
  CHECK_THAT(why_offline(network->post("/", {})), ContainsSubstring("timed out"));
}

TEST_CASE("TLS where there is none is offline", "[transport]") {
  Served served(echo_frames);
  const auto network = curl_network(fmt::format("https://127.0.0.1:{}", served.port()), Hash{1});
  CHECK_THAT(why_offline(network->post("/", {})), ContainsSubstring("does not speak TLS"));
}

TEST_CASE("plain HTTP where TLS is spoken is told so", "[transport][listener]") {
  Served served(echo_frames, with_tls(identity(1)));
  Wire wire = Wire::to(served.port());
  const Reply reply = wire.ask(get("/"));
  CHECK(reply.status == 400);
  CHECK_THAT(reply.body, ContainsSubstring("https"));
}

TEST_CASE("a name that is not known is offline", "[transport]") {
  // Longer than a name may be, so that no DNS is asked.
  const auto network = curl_network("https://" + std::string(80, 'x'), Hash{1});
  CHECK_THAT(why_offline(network->post("/", {})), ContainsSubstring("name is not known"));
}

TEST_CASE("a proxy is used when it is set, never because the environment has one", "[transport]") {
  Served served(echo_frames);
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("all_proxy", "http://127.0.0.1:1", 1);
  CHECK(curl_network(served.address(), {})->post("/", {}).ok());
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  // The listener understands a proxy's form of request, so it can stand for one.
  const auto by_proxy = curl_network("http://localhost:1", {}, {.proxy = served.address()});
  CHECK(by_proxy->post("/", {}).ok());
}

TEST_CASE("only addresses that are safe are used", "[transport]") {
  const Hash pin{1}, none{};
  for (const char* good :
       {"https://central.example:8443", "https://10.0.0.1", "https://[::1]:1/"}) {
    INFO(good);
    CHECK(check_peer_address(good, pin).ok());
    CHECK_FALSE(check_peer_address(good, none).ok());
  }
  for (const char* good :
       {"http://127.0.0.1:80", "http://127.8.8.8", "http://localhost:1", "http://[::1]:1"}) {
    INFO(good);
    CHECK(check_peer_address(good, none).ok());
    CHECK_FALSE(check_peer_address(good, pin).ok());
  }
  for (const char* bad : {"http://10.0.0.1", "http://central.example", "http://127.0.0.1.example",
                          "http://localhost.example", "http://user@127.0.0.1",
                          "http://127.0.0.1/path", "http://127.0.0.1/?q", "ftp://127.0.0.1",
                          "file:///etc/passwd", "127.0.0.1:80", "", "http://", "https:central"}) {
    INFO(bad);
    CHECK_FALSE(check_peer_address(bad, none).ok());
    CHECK_FALSE(check_peer_address(bad, pin).ok());
  }
  const auto result = curl_network("http://10.0.0.1", none)->post("/", {});
  REQUIRE_FALSE(result.ok());
  CHECK(result.error().failure == Failure::bad_input);
  CHECK_THAT(result.error().message, ContainsSubstring("without TLS"));
}

TEST_CASE("a blob comes in pieces", "[transport]") {
  Bytes blob(100'000);
  Seeded(9).fill(blob);
  Served served([&](const HttpRequest& request) {
    HttpResponse out;
    if (request.path != "/blob") {
      out.status = request.path == "/mine" ? 403 : 404;
      return out;
    }
    const std::string range = request.headers.at("range");  // bytes=FROM-TO
    const size_t from = std::stoul(range.substr(6)),
                 to = std::stoul(range.substr(range.find('-') + 1));
    if (from >= blob.size()) {
      out.status = 416;
      return out;
    }
    const size_t end = std::min(to + 1, blob.size());
    out.status = 206;
    out.headers["Content-Range"] = fmt::format("bytes {}-{}/{}", from, end - 1, blob.size());
    out.body.assign(blob.begin() + static_cast<ptrdiff_t>(from),
                    blob.begin() + static_cast<ptrdiff_t>(end));
    return out;
  });
  const auto source = curl_network(served.address(), {});
  Bytes got;
  for (;;) {
    const Bytes piece = MUST(piece_of(*source, "/blob", got.size(), 30'000));
    if (piece.empty()) break;
    CHECK(piece.size() <= 30'000);
    got.insert(got.end(), piece.begin(), piece.end());
  }
  CHECK(got == blob);
  const auto absent = piece_of(*source, "/other", 0, 10),
             refused = piece_of(*source, "/mine", 0, 10);
  REQUIRE((!absent.ok() && !refused.ok()));
  CHECK(absent.error().failure == Failure::absent);
  CHECK(refused.error().failure == Failure::refused);
  CHECK(MUST(piece_of(*source, "/blob", 5, 1)) == Bytes{blob[5]});
}

TEST_CASE("a piece that was not asked for is not taken for one that was", "[transport]") {
  std::string type = "application/octet-stream", range = "bytes 0-9/100";
  int status = 206;
  Served served([&](const HttpRequest&) {
    HttpResponse out = answer("0123456789", type);
    out.status = status;
    if (!range.empty()) out.headers["Content-Range"] = range;
    return out;
  });
  const auto source = curl_network(served.address(), {});
  CHECK(piece_of(*source, "/", 0, 10).ok());
  CHECK_FALSE(piece_of(*source, "/", 10, 10).ok());  // of another place
  CHECK_FALSE(piece_of(*source, "/", 0, 9).ok());    // longer
  range = "";
  CHECK_FALSE(piece_of(*source, "/", 0, 10).ok());
  status = 200;  // the whole of it
  CHECK(piece_of(*source, "/", 0, 10).ok());
  CHECK_FALSE(piece_of(*source, "/", 3, 10).ok());
  type = "text/html";
  const auto portal = piece_of(*source, "/", 0, 10);
  REQUIRE_FALSE(portal.ok());
  CHECK(portal.error().failure == Failure::offline);
}

TEST_CASE("what came of a blob before a cut is kept, and nothing of what is no blob",
          "[transport]") {
  const std::string cut = "Content-Length: 100\r\n\r\n01234";
  const auto [head, kept] = GENERATE_COPY(table<std::string, std::string>({
      {"206 Partial Content\r\nContent-Range: bytes 7-106/200\r\n", "01234"},
      {"206 Partial Content\r\nContent-Range: bytes 8-107/200\r\n", ""},
      {"200 OK\r\n", ""},  // the beginning of it, and the end was asked for
      {"500 Internal Server Error\r\n", ""},
  }));
  const std::string type =
      GENERATE("Content-Type: application/octet-stream\r\n", "Content-Type: text/html\r\n");
  const Impostor impostor("HTTP/1.1 " + head + type + cut);
  Bytes got{0xaa};
  const Status status = curl_network(impostor.address(), {})->get("/blob", 7, 100, got);
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().failure == Failure::offline);
  const bool is_blob = type.find("octet-stream") != std::string::npos;
  CHECK(as_text(got).substr(1) == (is_blob ? kept : ""));
}
