// sync/central/listener.cpp - opens the doors, lets in, and closes them again.
#include "sync/central/listener.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include "shared/store/descriptor.h"
#include "sync/central/listener_connection.h"

namespace otmetka {

namespace asio = boost::asio;
using listening::Connection;
using listening::House;

namespace {

// For the stores, logs and admin work beside the connections.
constexpr size_t descriptors_kept_back = 256;
// More would only be asked for by a mistake; the unit file asks for as many.
constexpr rlim_t descriptors_wanted = 65536;

Error socket_error(const std::string& where, int error) {
  switch (error) {
    case EADDRINUSE:
      return fail(Failure::busy, fmt::format("{} is in use: another program, or another central, "
                                             "listens there",
                                             where));
    case EACCES:
    case EPERM:
      return fail(Failure::refused, fmt::format("{}: not allowed; ports below 1024 belong to root, "
                                                "a socket's directory to its owner",
                                                where));
    case EADDRNOTAVAIL:
      return fail(Failure::bad_input, fmt::format("{} is no address of this machine", where));
    default:
      return fail(Failure::io, fmt::format("{}: {}", where, std::strerror(error)));
  }
}

// ---- TCP ----

struct FreeAddresses {
  void operator()(addrinfo* found) const { ::freeaddrinfo(found); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Result<Addresses> resolve(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.empty() ? nullptr : host.c_str(),
                                 std::to_string(port).c_str(), &hints, &found);
  if (code == 0) return Addresses(found);
  return fail(Failure::bad_input,
              fmt::format("there is no host \"{}\" to listen at ({}); give a name or an address of "
                          "this machine, or none for all of them",
                          host, ::gai_strerror(code)));
}

// The number of an open socket, or the negative of what went wrong.
int bound_to(const addrinfo& address) {
  Descriptor socket(
      ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol));
  if (socket.get() < 0) return -errno;
  const int yes = 1, no = 0;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  // Accepted sockets inherit it: without it an answer may wait 40 ms for an acknowledgement.
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (address.ai_family == AF_INET6) {
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
  }
  if (::bind(socket.get(), address.ai_addr, address.ai_addrlen) != 0) return -errno;
  if (::listen(socket.get(), SOMAXCONN) != 0) return -errno;
  return socket.release();
}

Result<Descriptor> open_tcp(const std::string& host, uint16_t port) {
  const Addresses addresses = TRY(resolve(host, port));
  // "Every address" is one IPv6 socket that takes IPv4 too; where IPv6 is switched off, IPv4 alone.
  std::vector<const addrinfo*> order;
  for (const addrinfo* one = addresses.get(); one != nullptr; one = one->ai_next)
    order.push_back(one);
  if (host.empty()) {
    std::stable_partition(order.begin(), order.end(),
                          [](const addrinfo* one) { return one->ai_family == AF_INET6; });
  }
  int failure = EADDRNOTAVAIL;
  for (const addrinfo* one : order) {
    const int socket = bound_to(*one);
    if (socket >= 0) return Descriptor(socket);
    failure = -socket;
    if (failure == EADDRINUSE || failure == EACCES)
      break;  // half of the addresses is worse than none
  }
  return socket_error(fmt::format("{}:{}", host.empty() ? "*" : host, port), failure);
}

uint16_t port_of(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

// ---- unix socket ----

// A file that a killed central left behind answers nobody.
bool is_answered(const sockaddr_un& address) {
  const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int failed =
      ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return failed == 0 || (errno != ECONNREFUSED && errno != ENOENT);
}

Result<Descriptor> open_admin(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return fail(Failure::bad_input,
                fmt::format("{} is too long for a socket: at most {} bytes; put "
                            "the data directory elsewhere",
                            path, sizeof address.sun_path - 1));
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  struct stat found {};
  if (::lstat(path.c_str(), &found) == 0) {
    if (!S_ISSOCK(found.st_mode)) {
      return fail(Failure::busy, fmt::format("{} is there and is no socket: move it away", path));
    }
    if (is_answered(address)) return socket_error(path, EADDRINUSE);
    ::unlink(path.c_str());
  }
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return socket_error(path, errno);
  const mode_t before = ::umask(0177);  // never open to others, not for a moment
  const int failed =
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = errno;
  ::umask(before);
  if (failed != 0) return socket_error(path, error);
  if (::listen(socket.get(), SOMAXCONN) != 0) return socket_error(path, errno);
  return socket;
}

// A caller that went away before it was let in says nothing about the next one.
bool may_accept_more(int error) {
  return error == 0 || error == EINTR || error == ECONNABORTED || error == EPROTO;
}

// How many connections the system lets us have.
size_t raise_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024 - descriptors_kept_back;
  if (limit.rlim_cur < descriptors_wanted) {
    limit.rlim_cur = std::min(limit.rlim_max, descriptors_wanted);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  const size_t usable = static_cast<size_t>(std::min(limit.rlim_cur, descriptors_wanted));
  return usable > 2 * descriptors_kept_back ? usable - descriptors_kept_back : usable / 2;
}

}  // namespace

class Listener::Core {
 public:
  Core(Descriptor tcp, Descriptor local, Descriptor event)
      : http_(context_, tcp.release()), admin_(context_), wake_(context_, event.release()) {
    house.changes = &changes_;
    if (local.get() >= 0) admin_.assign(local.release());
  }
  ~Core() {
    if (!admin_path.empty()) ::unlink(admin_path.c_str());
  }

  void run();
  void wake() {
    const uint64_t one = 1;
    (void)!::write(wake_.native_handle(), &one, sizeof one);
  }
  uint16_t port() { return port_of(http_.native_handle()); }
  void spawn(asio::awaitable<void> work);
  asio::awaitable<void> repeat(std::chrono::milliseconds interval, std::function<void()> work);

  House house;  // first: what it is told of lives in the context
  HttpHandler handler;
  std::function<std::string(const std::string&)> admin;
  std::string admin_path;
  size_t connections_max = 0;

 private:
  using Door = asio::posix::stream_descriptor;
  using Greet = std::function<asio::awaitable<void>(int socket)>;
  bool let_in_one(const Greet& greet, int socket);
  asio::awaitable<void> let_in(Door& door, Greet greet);
  asio::awaitable<void> watch_time();
  asio::awaitable<void> await_wake();
  void begin_stop();

  asio::io_context context_{1};
  asio::steady_timer changes_{context_, listening::SteadyTime::max()};
  asio::signal_set signals_{context_, SIGTERM,
                            SIGINT};  // from here on, so that a stop before run() is not lost
  Door http_, admin_, wake_;
};

void Listener::Core::spawn(asio::awaitable<void> work) {
  asio::co_spawn(context_, std::move(work), [](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const std::exception& what) {  // no memory: one connection ends, the others go on
      std::fputs(fmt::format("listener: {}\n", what.what()).c_str(), stderr);
    }
  });
}

bool Listener::Core::let_in_one(const Greet& greet, int socket) {
  try {
    spawn(greet(socket));
    return true;
  } catch (const std::exception& thrown) {  // no memory: the door stays open for later
    std::fputs(fmt::format("listener: {}\n", thrown.what()).c_str(), stderr);
    return false;
  }
}

asio::awaitable<void> Listener::Core::let_in(Door& door, Greet greet) {
  asio::steady_timer pause(context_);
  boost::system::error_code failed;
  while (door.is_open()) {
    co_await door.async_wait(Door::wait_read, asio::redirect_error(asio::use_awaitable, failed));
    if (failed) co_return;
    int error = 0;
    while (house.connections.size() < connections_max && may_accept_more(error)) {
      const int socket =
          ::accept4(door.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      error = socket < 0 ? errno : 0;
      if (socket >= 0 && !let_in_one(greet, socket)) error = ENOMEM;
    }
    if (error == EAGAIN) continue;
    // Full, or out of descriptors or memory. Waiting callers stay in the kernel's queue.
    pause.expires_after(std::chrono::milliseconds(100));
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
  }
}

asio::awaitable<void> Listener::Core::watch_time() {
  const Patience& patience = house.patience;
  const auto shortest =
      std::min({patience.idle, patience.head, patience.window, patience.linger, patience.stop});
  const std::chrono::steady_clock::duration tick =
      std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(1000));
  asio::steady_timer timer(context_);
  auto before = std::chrono::steady_clock::now();
  for (;;) {
    timer.expires_after(tick);
    co_await timer.async_wait(asio::use_awaitable);
    const auto now = std::chrono::steady_clock::now();
    house.pass(std::min(now - before, 2 * tick));
    before = now;
  }
}

asio::awaitable<void> Listener::Core::repeat(std::chrono::milliseconds interval,
                                             std::function<void()> work) {
  asio::steady_timer timer(context_);
  for (;;) {
    timer.expires_after(interval);
    co_await timer.async_wait(asio::use_awaitable);
    try {
      work();
      house.look_again();
    } catch (const std::exception& thrown) {  // of a library: the next time may be better
      std::fputs(fmt::format("bug: periodic work: {}\n", thrown.what()).c_str(), stderr);
    }
  }
}

asio::awaitable<void> Listener::Core::await_wake() {
  co_await wake_.async_wait(Door::wait_read, asio::use_awaitable);
  begin_stop();
}

void Listener::Core::begin_stop() {
  if (house.stopping) return;
  boost::system::error_code ignored;
  http_.close(ignored);
  admin_.close(ignored);
  house.begin_stop();
  house.emptied = [this] { context_.stop(); };
  if (house.connections.empty()) context_.stop();
}

void Listener::Core::run() {
  signals_.async_wait([this](const boost::system::error_code& failed, int) {
    if (!failed) begin_stop();
  });
  spawn(let_in(http_, [this](int socket) {
    auto connection = std::make_unique<Connection>(house, context_, socket, house.tls.get());
    return listening::serve_http(std::move(connection), house, handler);
  }));
  if (admin_.is_open()) {
    spawn(let_in(admin_, [this](int socket) {
      auto connection = std::make_unique<Connection>(house, context_, socket, nullptr);
      return listening::serve_admin(std::move(connection), house, admin);
    }));
  }
  spawn(watch_time());
  spawn(await_wake());
  context_.run();
  house.emptied = [] {};
}

Result<Listener> Listener::open(ListenerOptions options, HttpHandler http,
                                std::function<std::string(const std::string& line)> admin) {
  std::signal(SIGPIPE, SIG_IGN);  // who goes away while TLS is being written must not end central
  listening::TlsContext tls;
  if (options.tls) tls = TRY(listening::make_tls_context(*options.tls));
  Descriptor tcp = TRY(open_tcp(options.host, options.port));
  Descriptor local;
  if (!options.admin_socket.empty()) local = TRY(open_admin(options.admin_socket));
  Descriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (wake.get() < 0) return socket_error("an event descriptor", errno);
  auto core = std::make_unique<Core>(std::move(tcp), std::move(local), std::move(wake));
  core->house.patience = options.patience;
  core->house.body_bytes_max = options.body_bytes_max;
  core->house.held_bytes_max = options.held_bytes_max;
  core->house.admin_line_bytes_max = options.admin_line_bytes_max;
  core->house.tls = std::move(tls);
  core->house.served = std::move(options.served);
  core->handler = std::move(http);
  core->admin = std::move(admin);
  core->admin_path = options.admin_socket;
  core->connections_max = raise_descriptors();
  return Listener(std::move(core));
}

Listener::Listener(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() = default;

uint16_t Listener::port() const { return core_->port(); }
size_t Listener::connections() const { return core_->house.connections.size(); }
void Listener::run() { core_->run(); }
void Listener::stop() { core_->wake(); }
void Listener::every(std::chrono::milliseconds interval, std::function<void()> work) {
  core_->spawn(core_->repeat(interval, std::move(work)));
}

}  // namespace otmetka
