// Bytes at the socket of the server.
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "shared/base/plain_text.h"
#include "shared/store/descriptor.h"
#include "sync/central/listener_connection.h"
#include "sync/central/pages.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/town.h"

namespace otmetka::fuzz {
namespace {

namespace asio = boost::asio;

// Each is within reach of an input.
constexpr size_t body_bytes_max = 1024;
constexpr size_t turns_max = 10'000;

/// The server's side of one connection, and what it made of what came.
struct Served {
  std::vector<HttpRequest> requests;
  std::string answered;
};

void check_request(const HttpRequest& request) {
  promise(request.path.starts_with('/') && is_plain_text(request.path), "a path is a path");
  for (const char* climbs : {"/../", "/./"})
    promise((request.path + "/").find(climbs) == std::string::npos, "a path leads nowhere else");
  for (const auto& [key, value] : request.query)
    promise(is_plain_text(key) && is_plain_text(value), "a query is text");
  promise(request.body.size() <= body_bytes_max, "a body is as long as it may be");
}

HttpResponse answer_of(Central& central, const HttpRequest& request) {
  if (auto refusal = refuse_stranger(request)) return *refusal;
  if (auto page = page_response(request)) return *page;
  return central.handle(request);
}

class Server {
 public:
  explicit Server(Central& central) : central_(central) {
    house_.body_bytes_max = body_bytes_max;
    house_.held_bytes_max = 1 << 20;
    house_.changes = &changes_;
  }

  /// What comes of bytes that arrive in pieces of this size.
  Served serve(ByteView bytes, size_t piece) {
    int ends[2];
    promise(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0,
            "there is a socket");
    Descriptor stranger(ends[0]);
    Served out;
    const HttpHandler handler = [&](const HttpRequest& request) {
      check_request(request);
      out.requests.push_back(request);
      return answer_of(central_, request);
    };
    asio::co_spawn(context_,
                   listening::serve_http(
                       std::make_unique<listening::Connection>(house_, context_, ends[1], nullptr),
                       house_, handler),
                   asio::detached);
    while (!bytes.empty()) {
      const ByteView next = bytes.first(std::min(piece, bytes.size()));
      bytes = bytes.subspan(next.size());
      if (::send(stranger.get(), next.data(), next.size(), MSG_NOSIGNAL) < 0) break;
      turn(stranger.get(), out.answered);
    }
    ::shutdown(stranger.get(), SHUT_WR);
    size_t turns = 0;
    while (!house_.connections.empty()) {
      promise(++turns < turns_max, "who says nothing more is let go");
      turn(stranger.get(), out.answered);
      house_.pass(std::chrono::seconds(1));
    }
    turn(stranger.get(), out.answered);
    promise(house_.held_bytes == 0, "who is gone holds nothing");
    return out;
  }

 private:
  void turn(int stranger, std::string& answered) {
    context_.restart();
    context_.poll();
    char part[65536];
    for (ssize_t size = 1; size > 0;) {
      size = ::recv(stranger, part, sizeof part, 0);
      if (size > 0) answered.append(part, static_cast<size_t>(size));
    }
  }

  Central& central_;
  asio::io_context context_{1};
  asio::steady_timer changes_{context_, listening::SteadyTime::max()};
  listening::House house_;
};

/// The status of each answer in turn. An answer to HEAD has a length and no body.
std::vector<int> statuses(std::string_view answers) {
  constexpr std::string_view begin = "HTTP/1.1 ", length = "\r\nContent-Length: ";
  std::vector<int> out;
  while (!answers.empty()) {
    const size_t end = answers.find("\r\n\r\n");
    promise(answers.starts_with(begin) && end != std::string_view::npos,
            "an answer is one of ours");
    const std::string_view head = answers.substr(0, end);
    out.push_back(std::atoi(std::string(head.substr(begin.size(), 3)).c_str()));
    promise(out.back() >= 100 && out.back() <= 599, "an answer has a status");
    const size_t said = head.find(length);
    answers.remove_prefix(end + 4);
    if (said == std::string_view::npos || answers.empty() || answers.starts_with(begin)) continue;
    const size_t size = std::strtoul(head.data() + said + length.size(), nullptr, 10);
    promise(size <= answers.size(), "an answer is whole");
    answers.remove_prefix(size);
  }
  std::erase(out, 100);
  return out;
}

bool same(const HttpRequest& a, const HttpRequest& b) {
  return a.method == b.method && a.path == b.path && a.query == b.query && a.headers == b.headers &&
         a.body == b.body;
}

}  // namespace

void http(ByteView input) {
  // Nothing here changes what it holds: nobody has proved who he is.
  static Town town(Town::Box::fresh);
  static Server server(town.central());
  Input in(input);
  const size_t piece = 1 + in.u8();
  const ByteView bytes = in.rest();
  const Served whole = server.serve(bytes, SIZE_MAX), pieces = server.serve(bytes, piece);
  for (const Served& served : {whole, pieces}) {
    const std::vector<int> answers = statuses(served.answered);
    promise(answers.size() == served.requests.size() ||
                (answers.size() == served.requests.size() + 1 && answers.back() >= 400),
            "each request has an answer, and what is none is refused once");
  }
  promise(std::ranges::equal(whole.requests, pieces.requests, same),
          "where a request ends does not hang on how it arrives");
}

}  // namespace otmetka::fuzz
