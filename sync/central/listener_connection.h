// sync/central/listener_connection.h - one socket, perhaps under TLS, as the sessions of the
// listener see it: read, write, and a limit on how long the other side may take. Inside of the
// listener only.
//
// Sockets are waited for, then read into one buffer that all connections share: what a connection
// does not have, ten thousand of them do not have either. For the same reason TLS runs on the
// socket itself, and not on a pair of buffers.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <unordered_set>
#include <utility>

#include "shared/base/bytes.h"
#include "sync/central/listener.h"

struct sockaddr;
struct ssl_ctx_st;
struct ssl_st;

namespace otmetka::listening {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

struct FreeTls {
  void operator()(ssl_ctx_st* context) const;
  void operator()(ssl_st* connection) const;
};
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTls>;
Result<TlsContext> make_tls_context(const TlsIdentity& identity);

class Connection;

/// What all connections of a listener share. Outlives them.
struct House {
  Patience patience;
  size_t body_bytes_max = 0;
  size_t held_bytes_max = 0;
  size_t admin_line_bytes_max = 0;
  TlsContext tls;                                    // empty: plain
  std::function<void(const ServedRequest&)> served;  // may be empty

  std::unordered_set<Connection*> connections;
  uint64_t last_number = 0;
  size_t held_bytes = 0;
  bool stopping = false;
  // Time as it passed for those who wait for us: what a handler took for itself is nobody's fault.
  // As coarse as `tick`.
  SteadyTime now{};
  Bytes scratch = Bytes(64 * 1024);
  std::function<void()> emptied = [] {};  // the last connection has gone
  asio::steady_timer* changes = nullptr;  // never runs out; `look_again` wakes who waits on it

  bool full() const { return held_bytes > held_bytes_max; }
  /// Time goes on; whoever has used up its own is cut.
  void pass(std::chrono::steady_clock::duration time);
  /// Cuts who waits for nothing, and gives the others `patience.stop`.
  void begin_stop();
  /// Something may have changed that requests wait for.
  void look_again() { changes->cancel(); }
};

/// Whether a peer at this address can only be a program of this machine: loopback of either
/// family, or a unix socket.
bool is_this_machine(const sockaddr& peer);

class Connection {
 public:
  /// Takes the socket. `tls` may be null.
  Connection(House& house, asio::io_context& context, int socket, ssl_ctx_st* tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  uint64_t number() const { return number_; }
  bool from_this_machine() const { return from_this_machine_; }

  // What is expected next, and in which time.
  void expect_anything();  // at rest: cut after patience.idle, or at once when central stops
  void expect_head();      // all that comes, within patience.head
  void expect_flow();      // patience.window_bytes_min in each patience.window
  void expect_nothing(std::chrono::milliseconds within);  // an answer is not ready yet

  asio::awaitable<bool> handshake();
  /// Ends when there is something to read; false: cut.
  asio::awaitable<bool> readable();
  /// What has come; empty: ended or cut. Lies in the shared buffer: use it up before the next
  /// co_await.
  asio::awaitable<ByteView> read();
  /// False: ended or cut.
  asio::awaitable<bool> write(ByteView bytes);
  /// Says that no more comes, then reads on for a while: closing a socket with unread bytes in it
  /// would reset it, and the answer just written could be lost on its way.
  asio::awaitable<void> linger();

  /// Bytes that were read and written since this was last asked, inside of TLS.
  struct Passed {
    uint64_t in = 0, out = 0;
  };
  Passed passed() { return std::exchange(passed_, {}); }

  /// Counts what this connection holds in memory now.
  void hold(size_t bytes);

  bool is_open() const { return socket_.is_open(); }
  bool overdue();
  bool resting() const { return limit_ == Limit::rest; }
  void hurry(SteadyTime until) { last_ = std::min(last_, until); }
  /// Whoever waits on this connection goes on with an end.
  void cut();

 private:
  enum class Limit { rest, total, flow };
  enum class Wants { nothing, to_read, to_write, end };
  struct Step {
    size_t bytes = 0;
    Wants wants = Wants::nothing;
  };

  void expect(Limit limit, std::chrono::milliseconds within);
  Step receive();
  Step send(ByteView bytes);
  Step after_tls(int result);
  Step after_call(ssize_t result, Wants would_block);
  asio::awaitable<bool> ready(Wants wants);

  House& house_;
  asio::posix::stream_descriptor socket_;
  std::unique_ptr<ssl_st, FreeTls> tls_;
  uint64_t number_;
  bool from_this_machine_ = false;
  size_t held_ = 0;
  Passed passed_;
  Limit limit_ = Limit::total;
  SteadyTime until_, last_ = SteadyTime::max();
  size_t flowed_ = 0;      // in this window
  unsigned unbroken_ = 0;  // reads since others had their turn
};

/// One kept-alive connection, from its handshake to its end.
asio::awaitable<void> serve_http(std::unique_ptr<Connection> connection, House& house,
                                 const HttpHandler& handler);
asio::awaitable<void> serve_admin(std::unique_ptr<Connection> connection, House& house,
                                  const std::function<std::string(const std::string&)>& admin);

}  // namespace otmetka::listening
