// sync/central/listener.h - the doors of central: HTTP for kiosks and browsers, a unix socket for
// the command line.
//
// One thread does everything: it accepts, reads, calls the handlers and writes, so a handler needs
// no lock and must not wait for anything slower than a disk. An idle connection holds a socket and
// no buffer: ten thousand kiosks keep theirs. Nobody is served at the cost of another: whoever
// sends a header too slowly, a body below a minimum rate, or does not read its answer, is dropped.
#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/limits.h"
#include "sync/central/http.h"
#include "sync/central/tls.h"

namespace otmetka {

/// How long others may keep us waiting. Tests make it short.
struct Patience {
  std::chrono::milliseconds idle{120'000};  // between two requests of a kept-alive connection
  std::chrono::milliseconds head{
      20'000};  // a TLS handshake, or a request up to its body, as a whole
  // A body and an answer must move on by this much in each window: about 130 B/s, a tenth of the
  // worst mobile network.
  std::chrono::milliseconds window{30'000};
  size_t window_bytes_min = 4096;
  std::chrono::milliseconds linger{
      5'000};  // for a refused sender to notice, before the connection is cut
  std::chrono::milliseconds stop{5'000};  // for requests under way to end, after stop()
};

struct ListenerOptions {
  std::string host{};  // a name or an address; empty: every address of this machine
  uint16_t port = 0;   // 0: any that is free
  std::optional<TlsIdentity> tls{};
  std::string admin_socket{};  // path of a unix socket; empty: none
  size_t body_bytes_max = exchange_body_bytes_max;
  // Bodies and answers under way, of all connections together; beyond, requests are answered 503.
  size_t held_bytes_max = 256u << 20;
  size_t admin_line_bytes_max = 64u << 20;  // a programme package with its pictures
  Patience patience{};
  /// Told of each HTTP request once its answer is written, or could not be. For counting: it costs
  /// as good as nothing.
  std::function<void(const ServedRequest&)> served{};
};

class Listener {
 public:
  /// Binds both sockets. `busy`: another program has the address or the admin socket. `bad_input`:
  /// no such host, or a path too long. `refused`: not allowed (a port below 1024, a directory of
  /// somebody else). `admin` gets one line without its end and gives one line back.
  static Result<Listener> open(ListenerOptions options, HttpHandler http,
                               std::function<std::string(const std::string& line)> admin);
  Listener(Listener&&) noexcept;
  ~Listener();

  uint16_t port() const;
  /// How many are open, the command line's among them. On the thread that runs it.
  size_t connections() const;
  /// Serves on the calling thread until stop(), SIGTERM or SIGINT: then accepts nothing new, ends
  /// what is under way, and returns. Once only. Handlers run on that thread, one at a time; what
  /// they throw becomes a 500.
  void run();
  /// From any thread or signal handler; also before run().
  void stop();
  /// Work on the same thread, each time so long after the last one ended. Before run(), or from a
  /// handler.
  void every(std::chrono::milliseconds interval, std::function<void()> work);

 private:
  class Core;
  explicit Listener(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace otmetka
