// sync/central/home.h - a central's directory: central.db, key, tls.key, tls.crt, blobs/,
// writer.lock, admin.sock. Everything that writes there goes through here, so that the program and
// the offline commands open it in the same way.
#pragma once
#include <memory>
#include <string>

#include "shared/seam/clock.h"
#include "sync/central/central.h"
#include "sync/central/tls.h"

namespace otmetka {

class CentralHome {
 public:
  /// Takes the writer lock. `busy`: central runs, or another command does.
  static Result<std::unique_ptr<CentralHome>> open(const std::string& directory, const Clock& clock,
                                                   Random& random);

  Central& central() { return *central_; }
  const Central& central() const { return *central_; }
  const Clock& clock() const { return *clock_; }
  const std::string& directory() const { return directory_; }
  const TlsIdentity& tls() const { return tls_; }
  /// The address that enrolment codes carry: as stored at the last start of central, else the
  /// default one.
  Result<std::string> address();
  Status set_address(const std::string& address);
  /// Which TLS key is used from now on, and which comes soon. Said at each start: neither files
  /// that were lost nor a store that was put back tell what kiosks know.
  Status state_tls_keys();
  /// Makes another TLS key, if there is none yet, and announces it.
  Status announce_tls_key();
  /// It is used from the next start on.
  Status use_next_tls_key();

 private:
  CentralHome(std::string directory, WriterLock lock, const Clock& clock, Random& random)
      : directory_(std::move(directory)),
        lock_(std::move(lock)),
        clock_(&clock),
        random_(&random) {}
  std::string directory_;
  WriterLock lock_;
  const Clock* clock_;
  Random* random_;
  TlsIdentity tls_;
  std::unique_ptr<Central> central_;
};

std::string central_database(const std::string& directory);
std::string central_key_file(const std::string& directory);
std::string admin_socket(const std::string& directory);
inline constexpr const char* default_listen = "127.0.0.1:8443";

}  // namespace otmetka
