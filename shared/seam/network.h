// shared/seam/network.h - how a daemon reaches somebody: one request, one answer. Retries, pace and
// meaning are the exchange's.
#pragma once
#include <cstdint>
#include <string>

#include "shared/base/bytes.h"

namespace otmetka {

struct NetworkReply {
  int status = 0;  // HTTP status; never by itself a reason to delete anything
  Bytes body;
};

class Network {
 public:
  virtual ~Network() = default;
  /// POST to a path of the one peer this network was made for. A failure is `offline` and names the
  /// cause.
  virtual Result<NetworkReply> post(const std::string& path, ByteView body) = 0;
};

}  // namespace otmetka
