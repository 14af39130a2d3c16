// sync/central/listener_connection.cpp - sockets and TLS without blocking and without buffers of
// their own.
#include "sync/central/listener_connection.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

namespace otmetka::listening {
namespace {

// Of 64 kB each: after so many the others have their turn, though more may have come already.
constexpr unsigned reads_in_a_row_max = 16;

constexpr std::string_view speak_tls =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 39\r\n"
    "Connection: close\r\n\r\nThe address of this page is https://...\n";

}  // namespace

void FreeTls::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }
void FreeTls::operator()(ssl_st* connection) const { SSL_free(connection); }

Result<TlsContext> make_tls_context(const TlsIdentity& identity) {
  const Error failed = fail(Failure::corrupt, "the TLS key and its certificate cannot be used");
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) return failed;
  const auto memory = [](const std::string& text) {
    return std::unique_ptr<BIO, decltype(&BIO_free)>(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free);
  };
  const auto key_memory = memory(identity.key_pem), chain = memory(identity.certificate_pem);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(key_memory.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr), X509_free);
  const bool usable = key && certificate &&
                      SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1 &&
                      SSL_CTX_use_certificate(context.get(), certificate.get()) == 1 &&
                      SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1 &&
                      SSL_CTX_check_private_key(context.get()) == 1;
  ERR_clear_error();
  if (!usable) return failed;
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // RELEASE_BUFFERS: an idle connection gives 34 kB back. The others let write() go on where it
  // was.
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Sessions are resumed by tickets that the clients keep; one is enough for who keeps its
  // connection.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 1);
  return context;
}

void House::pass(std::chrono::steady_clock::duration time) {
  now += time;
  for (Connection* connection : connections) {
    if (connection->overdue()) connection->cut();
  }
  look_again();  // for whose time is over
}

void House::begin_stop() {
  stopping = true;
  for (Connection* connection : connections) {
    if (connection->resting()) connection->cut();
    connection->hurry(now + patience.stop);
  }
  look_again();
}

bool is_this_machine(const sockaddr& peer) {
  if (peer.sa_family == AF_UNIX) return true;
  const auto is_127 = [](const void* address) {
    return *static_cast<const uint8_t*>(address) == 127;
  };
  if (peer.sa_family == AF_INET)
    return is_127(&reinterpret_cast<const sockaddr_in&>(peer).sin_addr);
  if (peer.sa_family != AF_INET6) return false;
  const in6_addr& address = reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr;
  // One socket takes both families: an IPv4 caller looks like ::ffff:127.0.0.1.
  return IN6_IS_ADDR_LOOPBACK(&address) ||
         (IN6_IS_ADDR_V4MAPPED(&address) && is_127(&address.s6_addr[12]));
}

Connection::Connection(House& house, asio::io_context& context, int socket, ssl_ctx_st* tls)
    : house_(house), socket_(context), number_(++house.last_number) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  from_this_machine_ = ::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
                       is_this_machine(reinterpret_cast<const sockaddr&>(peer));
  boost::system::error_code failed;
  socket_.assign(socket, failed);
  if (failed) ::close(socket);  // the kernel watches no more; whoever serves it finds it closed
  if (!failed && tls != nullptr) {
    tls_.reset(SSL_new(tls));
    if (!tls_ || SSL_set_fd(tls_.get(), socket) != 1) cut();
  }
  house_.connections.insert(this);
}

Connection::~Connection() {
  hold(0);
  house_.connections.erase(this);
  if (house_.connections.empty()) house_.emptied();
}

void Connection::expect(Limit limit, std::chrono::milliseconds within) {
  limit_ = limit;
  until_ = house_.now + within;
  flowed_ = 0;
}

void Connection::expect_anything() { expect(Limit::rest, house_.patience.idle); }
void Connection::expect_head() { expect(Limit::total, house_.patience.head); }
void Connection::expect_flow() { expect(Limit::flow, house_.patience.window); }
void Connection::expect_nothing(std::chrono::milliseconds within) {
  expect(Limit::total, within + house_.patience.window);
}

bool Connection::overdue() {
  if (house_.now >= last_) return true;
  if (house_.now < until_) return false;
  if (limit_ != Limit::flow || flowed_ < house_.patience.window_bytes_min) return true;
  expect_flow();
  return false;
}

void Connection::hold(size_t bytes) {
  house_.held_bytes += bytes - held_;
  held_ = bytes;
}

void Connection::cut() {
  if (resting() && tls_ && socket_.is_open()) SSL_shutdown(tls_.get());  // a goodbye, if it fits
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Connection::Step Connection::after_call(ssize_t result, Wants would_block) {
  if (result > 0) return {static_cast<size_t>(result), Wants::nothing};
  const bool wait = result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  return {0, wait ? would_block : Wants::end};
}

Connection::Step Connection::after_tls(int result) {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {0, Wants::to_read};
    case SSL_ERROR_WANT_WRITE:
      return {0, Wants::to_write};
    case SSL_ERROR_ZERO_RETURN:
      return {0, Wants::end};
    default:
      // OpenSSL: after such an error nothing may be done with the connection, not even a goodbye.
      tls_.reset();
      cut();
      return {0, Wants::end};
  }
}

Connection::Step Connection::receive() {
  if (!socket_.is_open()) return {0, Wants::end};
  Bytes& into = house_.scratch;
  if (!tls_) {
    return after_call(::recv(socket_.native_handle(), into.data(), into.size(), 0), Wants::to_read);
  }
  ERR_clear_error();
  size_t bytes = 0;
  const int result = SSL_read_ex(tls_.get(), into.data(), into.size(), &bytes);
  return result == 1 ? Step{bytes, Wants::nothing} : after_tls(result);
}

Connection::Step Connection::send(ByteView bytes) {
  if (!socket_.is_open()) return {0, Wants::end};
  if (!tls_) {
    return after_call(::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                      Wants::to_write);
  }
  ERR_clear_error();
  size_t written = 0;
  const int result = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written);
  return result == 1 ? Step{written, Wants::nothing} : after_tls(result);
}

asio::awaitable<bool> Connection::ready(Wants wants) {
  if (wants == Wants::end || !socket_.is_open()) co_return false;
  const auto which = wants == Wants::to_write ? asio::posix::descriptor_base::wait_write
                                              : asio::posix::descriptor_base::wait_read;
  boost::system::error_code failed;
  co_await socket_.async_wait(which, asio::redirect_error(asio::use_awaitable, failed));
  co_return !failed && socket_.is_open();
}

asio::awaitable<bool> Connection::handshake() {
  expect_head();
  while (tls_) {
    ERR_clear_error();
    const int result = SSL_accept(tls_.get());
    if (result == 1) co_return true;
    if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) {
      tls_.reset();  // somebody typed http://; a browser would only say that the connection broke
      const bool told = co_await write(as_bytes(speak_tls));
      if (told) co_await linger();
      co_return false;
    }
    const Step step = after_tls(result);
    const bool on = co_await ready(step.wants);
    if (!on) co_return false;
  }
  co_return socket_.is_open();
}

asio::awaitable<bool> Connection::readable() {
  if (tls_ && SSL_has_pending(tls_.get()) == 1) co_return true;
  const bool on = co_await ready(Wants::to_read);
  co_return on;
}

asio::awaitable<ByteView> Connection::read() {
  for (;;) {
    if (++unbroken_ > reads_in_a_row_max) {
      unbroken_ = 0;
      co_await asio::post(asio::use_awaitable);
    }
    const Step step = receive();
    if (step.bytes > 0) {
      flowed_ += step.bytes;
      passed_.in += step.bytes;
      co_return ByteView(house_.scratch.data(), step.bytes);
    }
    unbroken_ = 0;
    const bool on = co_await ready(step.wants);
    if (!on) co_return ByteView();
  }
}

asio::awaitable<bool> Connection::write(ByteView bytes) {
  while (!bytes.empty()) {
    const Step step = send(bytes);
    flowed_ += step.bytes;
    passed_.out += step.bytes;
    bytes = bytes.subspan(step.bytes);
    if (step.wants == Wants::nothing) continue;
    const bool on = co_await ready(step.wants);
    if (!on) co_return false;
  }
  co_return true;
}

asio::awaitable<void> Connection::linger() {
  if (!socket_.is_open()) co_return;
  expect(Limit::total, house_.patience.linger);
  if (tls_) SSL_shutdown(tls_.get());
  tls_.reset();  // what still comes is thrown away unread
  ::shutdown(socket_.native_handle(), SHUT_WR);
  for (bool more = true; more;) more = !(co_await read()).empty();
}

}  // namespace otmetka::listening
