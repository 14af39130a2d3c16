#include "sync/central/health.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "shared/base/limits.h"

namespace otmetka {
namespace {

constexpr const char* kiosks_keep = "kiosks keep what they recorded until then";

HttpResponse text_response(int status, std::string_view text) {
  HttpResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.headers["Cache-Control"] = "no-store";
  response.body = to_bytes(as_bytes(text));
  return response;
}

// Nothing where the file system does not tell.
std::optional<uint64_t> free_bytes(const std::string& directory) {
  struct statvfs found {};
  if (::statvfs(directory.c_str(), &found) != 0 || found.f_blocks == 0) return std::nullopt;
  return uint64_t{found.f_bavail} * found.f_frsize;
}

std::optional<uint64_t> database_bytes(const std::string& directory) {
  struct stat file {
  }, log{};
  const std::string path = central_database(directory);
  if (::stat(path.c_str(), &file) != 0) return std::nullopt;
  const bool has_log = ::stat((path + "-wal").c_str(), &log) == 0;
  return static_cast<uint64_t>(file.st_size) + (has_log ? static_cast<uint64_t>(log.st_size) : 0);
}

}  // namespace

Health::Health(CentralHome& home, std::function<size_t()> connections)
    : home_(&home), connections_(std::move(connections)), started_s_(home.clock().wall_s()) {}

Status Health::ready() {
  const std::string& directory = home_->directory();
  const std::string keys = central_key_file(directory);
  if (::access(keys.c_str(), R_OK) != 0) {
    return fail(Failure::absent,
                fmt::format("{}: {}: put the key file back, or a backup of it; without it central "
                            "serves until it ends, and does not start again",
                            keys, std::strerror(errno)));
  }
  // The log beside the database has room of its own: a row finds a place when an exchange finds
  // none.
  const auto left = free_bytes(directory);
  if (left && *left < exchange_body_bytes_max) {
    return fail(Failure::full, fmt::format("the disk of {} is full, with {} bytes left: make room "
                                           "on it; {}",
                                           directory, *left, kiosks_keep));
  }
  const Status written = home_->central().check_written();
  if (written) return done();
  return fail(written.error().failure,
              fmt::format("{} cannot be written, {}: see to its disk; {}",
                          central_database(directory), written.error().message, kiosks_keep));
}

HttpResponse Health::metrics() {
  const std::string& directory = home_->directory();
  const MachineNumbers machine{database_bytes(directory), free_bytes(directory), connections_(),
                               started_s_, ready().ok()};
  HttpResponse response =
      text_response(200, metrics_text(home_->central().numbers(), machine, requests_));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

std::optional<HttpResponse> Health::response(const HttpRequest& request) {
  if (request.method != "GET") return std::nullopt;
  if (request.path == "/healthz") return text_response(200, "ok\n");
  if (request.path == "/metrics") return metrics();
  if (request.path != "/readyz") return std::nullopt;
  const Status can = ready();
  if (can) return text_response(200, "ok\n");
  return text_response(503, can.error().message + "\n");
}

}  // namespace otmetka
