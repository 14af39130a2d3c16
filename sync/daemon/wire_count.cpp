#include "sync/daemon/wire_count.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace otmetka {
namespace {

constexpr uint64_t header_bytes = 20 + 20 + 12;  // IP, TCP, its timestamps

uint64_t bytes_of(int socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  const uint64_t packets = uint64_t{info.tcpi_segs_out} + info.tcpi_segs_in;
  return info.tcpi_bytes_sent + info.tcpi_bytes_received + packets * header_bytes;
}

}  // namespace

void WireCount::closes(int socket) {
  if (open_.erase(socket) > 0) of_closed_ += bytes_of(socket);
}

uint64_t WireCount::bytes() const {
  uint64_t sum = of_closed_;
  for (const int socket : open_) sum += bytes_of(socket);
  return sum;
}

}  // namespace otmetka
