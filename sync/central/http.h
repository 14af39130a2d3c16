// sync/central/http.h - a request and its answer, without any server's types, so that what central
// does can be tested without a socket.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "shared/base/bytes.h"

namespace otmetka {

struct HttpRequest {
  std::string method;  // GET, POST
  std::string path;    // decoded, without the query
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;  // lower-case names
  Bytes body;
  uint64_t connection =
      0;  // one number for each kept-alive connection, never used twice by one process
  bool from_this_machine = false;  // the client has a loopback address
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/octet-stream";
  std::map<std::string, std::string> headers;
  Bytes body;
  /// Nothing to say yet: once `over` says so the request is handled again, and after `at_most` this
  /// is sent as it is. `over` is asked after every request to anybody and after admin's work, so it
  /// costs as good as nothing.
  struct Wait {
    std::chrono::milliseconds at_most{};
    std::function<bool()> over;
  };
  std::optional<Wait> wait = std::nullopt;
  /// The code with which it refuses, for counting; one of the program's own words, never a text.
  std::string refusal{};
};

/// What has become of a request, once its answer is written.
struct ServedRequest {
  std::string path;  // decoded; empty: it could not be read
  int status = 0;
  std::string refusal;
  std::chrono::duration<double> worked{};  // in the handler
  uint64_t bytes_in = 0, bytes_out = 0;    // header and body; inside of TLS
};

using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

}  // namespace otmetka
