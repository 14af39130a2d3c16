#include "sync/central/home.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "shared/base/limits.h"
#include "shared/store/files.h"
#include "shared/store/version.h"
#include "sync/central/backup.h"

namespace otmetka {

std::string central_database(const std::string& directory) { return directory + "/central.db"; }
std::string central_key_file(const std::string& directory) { return directory + "/key"; }
std::string admin_socket(const std::string& directory) { return directory + "/admin.sock"; }

namespace {

std::string next_tls(const std::string& directory) { return directory + "/tls.next"; }

// Cut anywhere, what is left is a key, and central makes the certificate that is missing.
Status take_next_tls_key(const std::string& directory) {
  const std::string next = next_tls(directory);
  if (!file_exists(next + "/use")) return done();
  if (file_exists(next + "/tls.key")) {
    (void)::unlink((directory + "/tls.crt").c_str());
    if (::rename((next + "/tls.key").c_str(), (directory + "/tls.key").c_str()) != 0)
      return fail(Failure::io, fmt::format("{}: {}", next, std::strerror(errno)));
  }
  for (const char* left : {"/tls.crt", "/use"}) (void)::unlink((next + left).c_str());
  (void)::rmdir(next.c_str());
  return done();
}

}  // namespace

Result<std::unique_ptr<CentralHome>> CentralHome::open(const std::string& directory,
                                                       const Clock& clock, Random& random) {
  // Before anything is made: neither in a kiosk's directory, nor a second store beside the keys of
  // a lost one.
  const bool known = file_exists(central_database(directory));
  if (!known && (file_exists(directory + "/kiosk") || file_exists(directory + "/sync"))) {
    return fail(
        Failure::refused,
        fmt::format("{} is a kiosk's directory: a central needs one of its own", directory));
  }
  if (file_exists(directory + "/address") && !known) {
    return fail(
        Failure::absent,
        fmt::format("{} is missing, and this central has served kiosks: put it back from a backup",
                    central_database(directory)));
  }
  if (file_exists(restoring_mark(directory))) {
    return fail(Failure::refused,
                fmt::format("a restore into {} was cut: empty it and restore again", directory));
  }
  TRY(make_directory(directory, 0700));
  WriterLock lock = TRY(WriterLock::take(directory, "this central"));
  std::unique_ptr<CentralHome> home(new CentralHome(directory, std::move(lock), clock, random));
  auto keys = load_keys(central_key_file(directory));
  if (!keys && keys.error().failure != Failure::absent) return keys.error();
  TRY(take_next_tls_key(directory));
  home->tls_ = TRY(load_or_make_tls(directory, random));
  const std::string blobs = directory + "/blobs";
  TRY(make_directory(blobs, 0700));
  CentralOptions options;
  options.database = central_database(directory);
  options.save_keys = [directory](const Keys& k) {
    return save_keys(central_key_file(directory), k);
  };
  options.save_blob = [blobs](const Blob& blob) {
    return write_file(blobs + "/" + to_hex(blob.name), blob.bytes);
  };
  options.load_blob = [blobs](const Hash& name) {
    return read_file(blobs + "/" + to_hex(name), blob_bytes_max);
  };
  options.software = software_version;
  options.served = file_exists(directory + "/address");
  home->central_ = TRY(
      Central::open(std::move(options), keys ? std::move(keys).value() : Keys(), clock, random));
  // Before anybody is served: a backup may be older than what was erased since.
  const auto erased = TRY(read_erasure_list(directory));
  if (!erased.empty()) TRY(home->central_->take_erasure_list(erased));
  ::unlink(erasure_list(directory).c_str());
  return home;
}

Status CentralHome::state_tls_keys() {
  TRY(central_->state_tls_key(tls_.spki_sha256, true));
  return file_exists(next_tls(directory_) + "/tls.key") ? announce_tls_key() : done();
}

Status CentralHome::announce_tls_key() {
  TRY(make_directory(next_tls(directory_), 0700));
  const TlsIdentity next = TRY(load_or_make_tls(next_tls(directory_), *random_));
  return central_->state_tls_key(next.spki_sha256, false);
}

Status CentralHome::use_next_tls_key() {
  if (!file_exists(next_tls(directory_) + "/tls.key"))
    return fail(Failure::absent,
                "no other TLS key was announced yet: `otmetka key rotate tls` does it");
  return write_file(next_tls(directory_) + "/use", {}, 0600);
}

Result<std::string> CentralHome::address() {
  auto stored = read_file(directory_ + "/address", 4096);
  if (stored) return std::string(as_text(stored.value()));
  return std::string("https://") + default_listen;
}

Status CentralHome::set_address(const std::string& address) {
  return write_file(directory_ + "/address", as_bytes(address));
}

}  // namespace otmetka
