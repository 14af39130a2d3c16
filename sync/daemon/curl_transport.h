// sync/daemon/curl_transport.h - the network as it is: one kept-alive connection to the one central
// (or peer) whose key is pinned. Names, dates and authorities of certificates are never asked, so a
// wrong clock cannot keep a kiosk away from its central, and no authority of the world can put
// another in its place.
//
// Every failure to reach it is `offline` and says in words what stood in the way; the caller keeps
// what it has and tries again. What does not answer in our own content type is no central of ours,
// whatever its status says.
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <string>

#include "shared/base/limits.h"
#include "shared/crypto/crypto.h"
#include "shared/seam/network.h"

namespace otmetka {

/// Media of a package, fetched in pieces.
class BlobSource {
 public:
  virtual ~BlobSource() = default;
  /// Appends at most `max` bytes from byte `from` on; fewer where the blob ends, none beyond its
  /// end. `absent`: not held there. `refused`: not for this device. `offline` as in Network: then
  /// what came of the blob before the cut was appended all the same.
  virtual Status get(const std::string& path, uint64_t from, size_t max, Bytes& into) = 0;
};

struct CurlOptions {
  std::string proxy{};  // "http://host:port"; empty: none, whatever the environment says
  std::chrono::milliseconds connect_within{10'000};
  // Slower than this for so long is a connection that broke without saying so.
  long slowest_bytes_per_second = 10;
  std::chrono::seconds slow_for{30};
  const std::atomic<bool>* given_up = nullptr;  // true: what is under way ends within a second
  Hash also_pin{};        // a TLS key that is believed beside the pinned one; zero: none
  bool unpinned = false;  // whoever answers, for what proves itself; nothing else may be sent
  // Twice a body of ours, so that a central with another limit is still understood.
  size_t answer_bytes_max = 2 * exchange_body_bytes_max;
};

class CurlNetwork : public Network, public BlobSource {
 public:
  ~CurlNetwork() override;
  Result<NetworkReply> post(const std::string& path, ByteView body) override;
  Status get(const std::string& path, uint64_t from, size_t max, Bytes& into) override;
  /// Whether the last request failed because somebody with another key answers there.
  bool met_another_key() const;
  /// Of all its connections, as WireCount counts them.
  uint64_t bytes_on_the_wire() const;

 private:
  friend std::unique_ptr<CurlNetwork> curl_network(const std::string&, const Hash&,
                                                   const CurlOptions&);
  class Handle;
  explicit CurlNetwork(std::unique_ptr<Handle> handle);
  std::unique_ptr<Handle> handle_;
};

/// Whether an address can be that of a peer: `https://HOST[:PORT]` with a pin, or `http://` without
/// one to this machine itself. `bad_input` says what to write instead.
Status check_peer_address(const std::string& base_address, const Hash& tls_pin);

/// `tls_pin`: SHA-256 of the peer's public key (TlsIdentity::spki_sha256); zero for plain HTTP
/// within this machine. An address that check_peer_address refuses makes a network whose every
/// request fails with that error. Writing to a connection that has gone away must not kill the
/// process: SIGPIPE is ignored from here on.
std::unique_ptr<CurlNetwork> curl_network(const std::string& base_address, const Hash& tls_pin,
                                          const CurlOptions& options = {});

}  // namespace otmetka
