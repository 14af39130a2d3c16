// sync/daemon/wire_count.h - what connections cost on a network that is paid by the byte, as the
// kernel counts it.
#pragma once
#include <cstdint>
#include <set>

namespace otmetka {

class WireCount {
 public:
  void opened(int socket) { open_.insert(socket); }
  /// Before it is closed.
  void closes(int socket);
  /// Bytes both ways since the first connection: TLS, what was sent twice, and the headers of TCP
  /// and IP, as on IPv4 with timestamps.
  uint64_t bytes() const;

 private:
  std::set<int> open_;
  uint64_t of_closed_ = 0;
};

}  // namespace otmetka
