// sync/central/listener_admin.cpp - the command line's door: a line in, a line out.
#include <fmt/format.h>

#include <algorithm>

#include "sync/central/listener_connection.h"

namespace otmetka::listening {
namespace {

std::string answered(const std::function<std::string(const std::string&)>& admin,
                     const std::string& line) {
  std::string out;
  try {
    out = admin(line);
  } catch (const std::exception& thrown) {  // of a library: one bad command must not end central
    std::fputs(fmt::format("bug: an admin command: {}\n", thrown.what()).c_str(), stderr);
    out = R"({"ok":false,"error":"central has failed here; see its log"})";
  }
  std::replace(out.begin(), out.end(), '\n', ' ');  // JSON means the same with it
  out += '\n';
  return out;
}

}  // namespace

asio::awaitable<void> serve_admin(std::unique_ptr<Connection> connection, House& house,
                                  const std::function<std::string(const std::string&)>& admin) {
  std::string line;
  for (;;) {
    if (line.empty()) {
      connection->expect_anything();
    } else {
      connection->expect_flow();
    }
    const ByteView fresh = co_await connection->read();
    if (fresh.empty()) co_return;
    std::string waiting(as_text(fresh));  // the buffer is another's during the next wait
    for (size_t end = waiting.find('\n'); end != std::string::npos; end = waiting.find('\n')) {
      line.append(waiting, 0, end);
      waiting.erase(0, end + 1);
      const std::string answer = answered(admin, line);
      house.look_again();
      line = std::string();
      connection->expect_flow();
      const bool sent = co_await connection->write(as_bytes(answer));
      if (!sent || house.stopping) co_return;
    }
    line += waiting;
    if (line.size() > house.admin_line_bytes_max) {
      const std::string answer =
          fmt::format("{{\"ok\":false,\"error\":\"a line has at most {} bytes\"}}\n",
                      house.admin_line_bytes_max);
      const bool sent = co_await connection->write(as_bytes(answer));
      if (sent) co_await connection->linger();
      co_return;
    }
  }
}

}  // namespace otmetka::listening
