// sync/central/listener_http.cpp - HTTP/1.1 over a connection: a request in, the handler's answer
// out, and again.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/vector_body.hpp>

#include "sync/central/listener_connection.h"
#include "sync/central/listener_target.h"

namespace otmetka::listening {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::vector_body<uint8_t>>;

// Our programs send 200 bytes, a browser with cookies of its other visits up to 8 kB.
constexpr uint32_t head_bytes_max = 16 * 1024;
constexpr std::string_view frames = "application/vnd.otmetka.frames";

enum class Intake {
  needs_more,
  complete,
  ended,
  malformed,
  head_too_large,
  body_too_large,
  no_room
};

Intake fault_of(const boost::system::error_code& error) {
  if (error == http::error::need_more) return Intake::needs_more;
  if (error == http::error::body_limit) return Intake::body_too_large;
  if (error == http::error::header_limit) return Intake::head_too_large;
  return Intake::malformed;
}

// Gives the parser what it can use and keeps the remainder in `rest`: part of a header, or of the
// next request.
Intake feed(Parser& parser, Bytes& rest, ByteView fresh) {
  if (!rest.empty()) rest.insert(rest.end(), fresh.begin(), fresh.end());
  const ByteView all = rest.empty() ? fresh : ByteView(rest);
  boost::system::error_code error;
  const size_t used = parser.put(asio::const_buffer(all.data(), all.size()), error);
  Bytes left(all.begin() + static_cast<ptrdiff_t>(used), all.end());
  rest.swap(left);
  if (error) return fault_of(error);
  return parser.is_done() ? Intake::complete : Intake::needs_more;
}

// A request whose end can be seen in two places is how one request is smuggled inside another.
bool has_clear_head(const Parser& parser) {
  const auto& head = parser.get();
  const size_t hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() == 11)) return false;
  return head.count(http::field::transfer_encoding) == 0 || parser.chunked();
}

bool waits_for_leave(const Parser& parser) {
  return boost::beast::iequals(parser.get()[http::field::expect], "100-continue");
}

asio::awaitable<Intake> receive(Connection& connection, House& house, Parser& parser, Bytes& rest) {
  bool in_head = true;
  size_t bytes = 0;  // on the wire
  Bytes before;
  before.swap(rest);
  Intake intake = before.empty() ? Intake::needs_more : feed(parser, rest, before);
  for (;;) {
    connection.hold(rest.size() + parser.get().body().size());
    if (intake == Intake::complete && house.full()) intake = Intake::no_room;
    if (in_head && parser.is_header_done()) {
      in_head = false;
      connection.expect_flow();
      if (!has_clear_head(parser)) co_return Intake::malformed;
      if (intake == Intake::needs_more && waits_for_leave(parser)) {
        const bool sent = co_await connection.write(as_bytes("HTTP/1.1 100 Continue\r\n\r\n"));
        if (!sent) co_return Intake::ended;
      }
    }
    if (intake != Intake::needs_more) co_return intake;
    if (house.full()) co_return Intake::no_room;
    // A body in chunks of one byte may not take for ever either.
    if (bytes > 2 * house.body_bytes_max + head_bytes_max) co_return Intake::body_too_large;
    const ByteView fresh = co_await connection.read();
    if (fresh.empty()) co_return Intake::ended;
    bytes += fresh.size();
    intake = feed(parser, rest, fresh);
  }
}

std::optional<HttpRequest> to_request(Parser& parser) {
  auto& message = parser.get();
  auto target = parse_target(std::string_view(message.target().data(), message.target().size()));
  if (!target) return {};
  HttpRequest out;
  out.method = std::string(message.method_string());
  out.path = std::move(target->path);
  out.query = std::move(target->query);
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto [entry, is_new] = out.headers.emplace(std::move(name), field.value());
    if (!is_new) entry->second += ", " + std::string(field.value());
  }
  out.body = std::move(message.body());
  return out;
}

// Our own peers read an answer by its type: what is no frames is to them no central of ours.
HttpResponse refusal(int status, std::string_view text, const Parser& parser) {
  HttpResponse out;
  out.status = status;
  if (parser.get()[http::field::content_type] == boost::beast::string_view(frames)) {
    out.content_type = frames;
    return out;
  }
  out.content_type = "text/plain; charset=utf-8";
  out.body = to_bytes(as_bytes(text));
  return out;
}

HttpResponse answer_to(Intake intake, const House& house, const Parser& parser) {
  switch (intake) {
    case Intake::body_too_large:
      return refusal(413, fmt::format("At most {} bytes at a time.\n", house.body_bytes_max),
                     parser);
    case Intake::head_too_large:
      return refusal(431, fmt::format("At most {} bytes of header.\n", head_bytes_max), parser);
    case Intake::no_room:
      return refusal(503, "Too much at once; try again later.\n", parser);
    default:
      return refusal(400, "This is not a request that can be understood.\n", parser);
  }
}

HttpResponse handled(const HttpHandler& handler, const HttpRequest& request, const Parser& parser) {
  try {
    return handler(request);
  } catch (const std::exception& thrown) {  // of a library: one bad request must not end central
    std::fputs(fmt::format("bug: {} {}: {}\n", request.method, request.path, thrown.what()).c_str(),
               stderr);
  }
  return refusal(500, "Central has failed here; see its log.\n", parser);
}

// Until there is something to say, the time is over, or central stops.
asio::awaitable<void> wait_for_news(Connection& connection, House& house, HttpResponse& response,
                                    const std::function<HttpResponse()>& handle) {
  const SteadyTime end = house.now + response.wait->at_most;
  connection.expect_nothing(response.wait->at_most);
  while (response.wait && house.now < end && !house.stopping && connection.is_open()) {
    if (response.wait->over()) {
      response = handle();
      continue;
    }
    boost::system::error_code woken;
    co_await house.changes->async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
}

bool fits_in_a_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// As few header bytes as HTTP allows: a kiosk may pay for each on a mobile network.
Bytes to_wire(HttpResponse&& response, bool keep_alive, bool without_body) {
  const int status = response.status >= 200 && response.status <= 599 ? response.status : 500;
  const bool bodiless = status == 204 || status == 304;
  const auto reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\n", status, std::string_view(reason.data(), reason.size()));
  if (!bodiless) {
    head += fmt::format("Content-Length: {}\r\n", response.body.size());
    if (fits_in_a_line(response.content_type)) {
      head += fmt::format("Content-Type: {}\r\n", response.content_type);
    }
  }
  for (const auto& [name, value] : response.headers) {
    if (fits_in_a_line(name) && fits_in_a_line(value))
      head += fmt::format("{}: {}\r\n", name, value);
  }
  head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  if (bodiless || without_body) return to_bytes(as_bytes(head));
  // One piece: one packet, one TLS record for a small answer.
  Bytes out = std::move(response.body);
  out.insert(out.begin(), head.begin(), head.end());
  return out;
}

// The handler, and how long it took.
std::function<HttpResponse()> timed(const HttpHandler& handler, const HttpRequest& request,
                                    const Parser& parser, ServedRequest& served) {
  return [&] {
    const auto began = std::chrono::steady_clock::now();
    HttpResponse response = handled(handler, request, parser);
    served.worked += std::chrono::steady_clock::now() - began;
    return response;
  };
}

void tell_served(const House& house, ServedRequest& served, Connection& connection) {
  const Connection::Passed bytes = connection.passed();
  served.bytes_in = bytes.in;
  served.bytes_out = bytes.out;
  if (house.served) house.served(served);
}

// True: the connection can carry another request.
asio::awaitable<bool> serve_one(Connection& connection, House& house, Bytes& rest,
                                const HttpHandler& handler, ServedRequest& served) {
  connection.expect_head();
  Parser parser;
  parser.header_limit(head_bytes_max);
  parser.body_limit(house.body_bytes_max);
  parser.eager(true);
  const Intake intake = co_await receive(connection, house, parser, rest);
  if (intake == Intake::ended) co_return false;
  std::optional<HttpRequest> request;
  if (intake == Intake::complete) request = to_request(parser);
  HttpResponse response;
  bool without_body = false, keep_alive = false;
  if (request) {
    keep_alive = parser.get().version() == 11 && parser.keep_alive() && !house.stopping;
    request->connection = connection.number();
    request->from_this_machine = connection.from_this_machine();
    without_body = request->method == "HEAD";
    if (without_body) request->method = "GET";  // the same, and only the header is sent
    served.path = request->path;
    const auto handle = timed(handler, *request, parser, served);
    response = handle();
    house.look_again();
    if (response.wait) co_await wait_for_news(connection, house, response, handle);
    keep_alive = keep_alive && !house.stopping;
    request.reset();
  } else {
    response = answer_to(intake == Intake::complete ? Intake::malformed : intake, house, parser);
  }
  served.status = response.status;
  served.refusal = std::move(response.refusal);
  const Bytes wire = to_wire(std::move(response), keep_alive, without_body);
  connection.hold(rest.size() + wire.size());
  connection.expect_flow();
  const bool sent = co_await connection.write(wire);
  connection.hold(rest.size());
  tell_served(house, served, connection);
  if (sent && !keep_alive) co_await connection.linger();
  co_return sent&& keep_alive;
}

}  // namespace

asio::awaitable<void> serve_http(std::unique_ptr<Connection> connection, House& house,
                                 const HttpHandler& handler) {
  const bool met = co_await connection->handshake();
  Bytes rest;  // what came of the next request together with the last one
  bool again = met;
  while (again && !house.stopping) {
    if (rest.empty()) {
      connection->expect_anything();
      const bool more = co_await connection->readable();
      if (!more) co_return;
    } else {
      co_await asio::post(asio::use_awaitable);  // who sends ahead does not go before others
    }
    ServedRequest served;
    again = co_await serve_one(*connection, house, rest, handler, served);
  }
}

}  // namespace otmetka::listening
