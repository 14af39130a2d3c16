// tests/listener/served.h - a listener at work, and strangers who call it by hand. Every wait ends
// by itself.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch_all.hpp>
#include <filesystem>
#include <string>
#include <thread>

#include "sync/central/listener.h"
#include "tests/seeded.h"

namespace otmetka::test {

/// A directory that goes with the test.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "otmetka-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string echo_line(const std::string& line) { return line; }

class Served {
 public:
  explicit Served(HttpHandler handler, ListenerOptions options = {},
                  std::function<std::string(const std::string&)> admin = echo_line)
      : scheme_(options.tls ? "https" : "http"), listener_(opened(handler, options, admin)) {
    thread_ = std::thread([this] { listener_.run(); });
  }
  ~Served() { stop(); }
  void stop() {
    listener_.stop();
    wait();
  }
  void wait() {
    if (thread_.joinable()) thread_.join();
  }
  uint16_t port() const { return port_; }
  /// For handlers.
  size_t connections() const { return listener_.connections(); }
  std::string address() const { return scheme_ + "://127.0.0.1:" + std::to_string(port_); }

 private:
  Listener opened(const HttpHandler& handler, ListenerOptions options,
                  const std::function<std::string(const std::string&)>& admin) {
    if (options.host.empty()) options.host = "127.0.0.1";
    Listener listener = MUST(Listener::open(std::move(options), handler, admin));
    port_ = listener.port();
    return listener;
  }
  uint16_t port_ = 0;
  std::string scheme_;
  Listener listener_;
  std::thread thread_;
};

struct Reply {
  int status = 0;
  std::string head;  // with its status line
  std::string body;
};

/// A plain socket.
class Wire {
 public:
  explicit Wire(int socket) : socket_(socket) {
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  Wire(Wire&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), seen_(std::move(other.seen_)) {}
  ~Wire() {
    if (socket_ >= 0) ::close(socket_);
  }

  static Wire to(uint16_t port, const in_addr& host = {htonl(INADDR_LOOPBACK)}) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr = host;
    address.sin_port = htons(port);
    return connected(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  static Wire to(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::copy(path.begin(), path.end(), address.sun_path);
    return connected(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }

  /// False: the other side has gone.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  void no_more() { ::shutdown(socket_, SHUT_WR); }

  std::string until(std::string_view end) {
    size_t at;
    while ((at = seen_.find(end)) == std::string::npos) {
      if (!receive()) return "";
    }
    return taken(at + end.size());
  }
  std::string exactly(size_t size) {
    while (seen_.size() < size) {
      if (!receive()) return "";
    }
    return taken(size);
  }
  /// All that comes before the other side closes.
  std::string rest() {
    while (receive()) {
    }
    return taken(seen_.size());
  }
  /// Waits until the other side closes; nothing may come before that.
  bool closes() { return rest().empty() && closed_; }

  Reply reply(bool without_body = false) {
    Reply out;
    out.head = until("\r\n\r\n");
    if (out.head.size() < 12) return out;
    out.status = std::stoi(out.head.substr(9, 3));
    const size_t length = out.head.find("Content-Length: ");
    if (length != std::string::npos && !without_body) {
      out.body = exactly(std::stoul(out.head.substr(length + 16)));
    }
    return out;
  }
  Reply ask(std::string_view request) {
    if (!send(request)) return {};
    return reply();
  }

 private:
  static Wire connected(int family, const sockaddr* address, socklen_t size) {
    const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(socket >= 0);
    REQUIRE(::connect(socket, address, size) == 0);
    return Wire(socket);
  }
  bool receive() {
    char part[65536];
    const ssize_t size = ::recv(socket_, part, sizeof part, 0);
    if (size > 0) seen_.append(part, static_cast<size_t>(size));
    const bool timed_out = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (size <= 0) closed_ = !timed_out;
    return size > 0;
  }
  std::string taken(size_t size) {
    std::string out = seen_.substr(0, size);
    seen_.erase(0, size);
    return out;
  }

  int socket_;
  std::string seen_;
  bool closed_ = false;
};

inline std::string get(const std::string& target, const std::string& more = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: here\r\n" + more + "\r\n";
}
inline std::string post(const std::string& target, std::string_view body,
                        const std::string& more = "") {
  return "POST " + target +
         " HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         more + "\r\n" + std::string(body);
}

inline HttpResponse answer(std::string_view body, const std::string& type = "text/plain") {
  HttpResponse out;
  out.content_type = type;
  out.body = to_bytes(as_bytes(body));
  return out;
}
/// Gives back what it got.
inline HttpResponse echo(const HttpRequest& request) { return answer(as_text(request.body)); }

}  // namespace otmetka::test
