#include "tests/bench/counting_proxy.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace otmetka::bench {
namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  out.sin_port = htons(port);
  return out;
}

int no_delay(int socket) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

}  // namespace

CountingProxy::CountingProxy(uint16_t target_port) : target_(target_port) {
  door_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = loopback(0);
  socklen_t size = sizeof at;
  const bool open =
      ::bind(door_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && ::listen(door_, 16) == 0;
  if (!open || ::getsockname(door_, reinterpret_cast<sockaddr*>(&at), &size) != 0) std::abort();
  port_ = ntohs(at.sin_port);
  thread_ = std::thread([this] { run(); });
}

CountingProxy::~CountingProxy() {
  stop_ = true;
  thread_.join();
  for (const Pair& pair : pairs_) {
    ::close(pair.device);
    ::close(pair.central);
  }
  ::close(door_);
}

void CountingProxy::accept_one() {
  Pair pair;
  pair.device = no_delay(::accept4(door_, nullptr, nullptr, SOCK_CLOEXEC));
  pair.central = no_delay(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in at = loopback(target_);
  if (::connect(pair.central, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) std::abort();
  pairs_.push_back(pair);
}

bool CountingProxy::pass(int from, int to, uint64_t& bytes) {
  char part[65536];
  const ssize_t got = ::recv(from, part, sizeof part, 0);
  if (got <= 0) return false;
  bytes += static_cast<uint64_t>(got);
  for (ssize_t at = 0; at < got;) {
    const ssize_t sent = ::send(to, part + at, static_cast<size_t>(got - at), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += sent;
  }
  return true;
}

uint64_t CountingProxy::packets_of(int socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size);
  return uint64_t{info.tcpi_segs_in} + info.tcpi_segs_out;
}

void CountingProxy::run() {
  while (!stop_) {
    std::vector<pollfd> waits{{door_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      waits.push_back({pair.device, POLLIN, 0});
      waits.push_back({pair.central, POLLIN, 0});
    }
    if (::poll(waits.data(), waits.size(), 50) <= 0) continue;
    const std::lock_guard lock(mutex_);
    for (size_t i = pairs_.size(); i-- > 0;) {
      const Pair pair = pairs_[i];
      bool alive = true;
      if (waits[1 + 2 * i].revents) alive = pass(pair.device, pair.central, closed_.there);
      if (alive && waits[2 + 2 * i].revents) alive = pass(pair.central, pair.device, closed_.back);
      if (alive) continue;
      closed_.packets += packets_of(pair.device) + 2;  // and the two that say goodbye
      ::close(pair.device);
      ::close(pair.central);
      pairs_.erase(pairs_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (waits[0].revents) accept_one();
  }
}

CountingProxy::Count CountingProxy::count_now() {
  const std::lock_guard lock(mutex_);
  Count out = closed_;
  for (const Pair& pair : pairs_) out.packets += packets_of(pair.device);
  return out;
}

CountingProxy::Count CountingProxy::count() {
  Count last = count_now();
  while (true) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(60));  // longer than an acknowledgement waits
    const Count now = count_now();
    if (now.there == last.there && now.back == last.back && now.packets == last.packets) return now;
    last = now;
  }
}

}  // namespace otmetka::bench
