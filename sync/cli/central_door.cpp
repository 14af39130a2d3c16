#include "sync/cli/central_door.h"

#include <fmt/format.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "sync/central/admin.h"
#include "sync/cli/arguments.h"

namespace otmetka {
namespace {

using nlohmann::json;

class Socket {
 public:
  explicit Socket(int file) : file_(file) {}
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (file_ >= 0) ::close(file_);
  }
  int file() const { return file_; }

 private:
  int file_;
};

/// Nothing when no central listens there.
std::optional<Result<std::string>> ask_running(const std::string& path, const std::string& line) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return std::nullopt;
  path.copy(address.sun_path, path.size());
  const Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.file(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return std::nullopt;
  const std::string out = line + "\n";
  for (size_t at = 0; at < out.size();) {
    const ssize_t sent = ::send(socket.file(), out.data() + at, out.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return Result<std::string>(fail(Failure::io, "central went away"));
    at += static_cast<size_t>(sent);
  }
  std::string answer;
  char part[65536];
  for (ssize_t got; answer.find('\n') == std::string::npos &&
                    (got = ::read(socket.file(), part, sizeof part)) > 0;) {
    answer.append(part, static_cast<size_t>(got));
  }
  const json parsed = json::parse(answer, nullptr, false);
  if (!parsed.is_object())
    return Result<std::string>(fail(Failure::io, "central went away before it answered"));
  if (parsed.value("ok", false)) return Result<std::string>(parsed.value("out", ""));
  return Result<std::string>(fail(Failure::refused, parsed.value("error", "central refused")));
}

// Root does what it does in central's directory as central's user, who must be able to go on with
// every file of it.
Status become_owner_of(const std::string& data) {
  struct stat found;
  if (::geteuid() != 0 || ::stat(data.c_str(), &found) != 0 || found.st_uid == 0) return done();
  if (::setgroups(0, nullptr) == 0 && ::setegid(found.st_gid) == 0 && ::seteuid(found.st_uid) == 0)
    return done();
  return fail(Failure::io,
              fmt::format("{}: cannot act as its owner: {}", data, std::strerror(errno)));
}

}  // namespace

Result<std::string> act_on(Environment& environment, const std::string& data, const json& act) {
  if (auto answer =
          ask_running(admin_socket(data), act.dump(-1, ' ', false, json::error_handler_t::replace)))
    return *answer;
  if (!std::filesystem::exists(data))
    return fail(Failure::absent, fmt::format("{}: no such directory", data));
  TRY(become_owner_of(data));
  const auto home = TRY(CentralHome::open(data, *environment.clock, *environment.random));
  return perform(*home, act);
}

int print(const Result<std::string>& result) {
  if (!result) return told(result.error());
  std::fputs(result.value().c_str(), stdout);
  std::fflush(stdout);
  return exit_done;
}

}  // namespace otmetka
