// sync/daemon/curl_transport.cpp - libcurl, and its hundred reasons in words that a person can act
// on.
#include "sync/daemon/curl_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <optional>

#include "sync/daemon/wire_count.h"

namespace otmetka {
namespace {

constexpr const char* frames = "application/vnd.otmetka.frames";
constexpr const char* blob = "application/octet-stream";
constexpr size_t refusal_bytes_max = 64u << 10;

// ---- addresses ----

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return "";
  std::string out(text);
  curl_free(text);
  return out;
}

bool is_this_machine(const std::string& host) {
  in_addr address{};
  if (::inet_pton(AF_INET, host.c_str(), &address) == 1) return ntohl(address.s_addr) >> 24 == 127;
  return host == "localhost" || host == "[::1]";
}

}  // namespace

Status check_peer_address(const std::string& base_address, const Hash& tls_pin) {
  const auto bad = [&](std::string_view why) {
    return fail(Failure::bad_input, fmt::format("\"{}\" cannot be used as an address: {}; it looks "
                                                "like https://central.example:8443",
                                                base_address, why));
  };
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  // Without the scheme written out "central:8443" would be read as a scheme of its own.
  if (base_address.find("://") == std::string::npos ||
      curl_url_set(url.get(), CURLUPART_URL, base_address.c_str(), 0) != CURLUE_OK) {
    return bad("it is no web address");
  }
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  const std::string path = part_of(url.get(), CURLUPART_PATH);
  if (!part_of(url.get(), CURLUPART_USER).empty() || !part_of(url.get(), CURLUPART_QUERY).empty() ||
      !part_of(url.get(), CURLUPART_FRAGMENT).empty() || (!path.empty() && path != "/")) {
    return bad("only a host and a port belong in it");
  }
  const bool pinned = tls_pin != Hash{};
  if (scheme == "https" && !pinned) return bad("the key of the other side is not known");
  if (scheme == "http" && !is_this_machine(part_of(url.get(), CURLUPART_HOST))) {
    return bad("without TLS anybody on the way could read names; http is for this machine itself");
  }
  if (scheme == "http" && pinned) return bad("a pinned key needs https");
  if (scheme != "https" && scheme != "http") return bad("it is neither https nor http");
  return done();
}

// ---- one handle, one connection ----

class CurlNetwork::Handle {
 public:
  Handle(const std::string& base_address, const Hash& pin, const CurlOptions& options);
  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  struct Answer {
    int status = 0;
    std::string content_type;  // without parameters, lower case
    Bytes body;
  };
  /// When it fails, `cut` gets what came until then.
  Result<Answer> perform(const std::string& path, size_t body_max, Answer* cut = nullptr);
  void prepare_post(ByteView body);
  void prepare_get(uint64_t from, size_t max);
  Error stranger(const Answer& answer) const;
  /// Where the piece begins that was answered with 206.
  std::optional<uint64_t> answered_from() const;
  size_t answer_bytes_max() const { return options_.answer_bytes_max; }
  uint64_t bytes_on_the_wire() const { return wire_.bytes(); }
  bool met_another_key() const { return last_ == CURLE_SSL_PINNEDPUBKEYNOTMATCH; }

 private:
  Answer take_answer();
  static int is_given_up(void* given_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static size_t receive(char* data, size_t one, size_t size, void* handle);
  static int count_opened(void* wire, curl_socket_t socket, curlsocktype);
  static int count_closed(void* wire, curl_socket_t socket);
  template <typename T>
  void set(CURLoption option, T value);
  Error cause(CURLcode code) const;
  Error offline(std::string_view why) const {
    return fail(Failure::offline, fmt::format("{}: {}", base_, why));
  }

  WireCount wire_;
  std::string base_;
  std::optional<Error> unusable_;
  CurlOptions options_;
  CURL* curl_ = nullptr;
  curl_slist* post_headers_ = nullptr;
  curl_slist* get_headers_ = nullptr;
  char detail_[CURL_ERROR_SIZE] = "";
  Bytes body_;
  size_t body_max_ = 0;
  bool overflowed_ = false;
  CURLcode last_ = CURLE_OK;
};

namespace {

std::string pin_text(const Hash& pin) {
  unsigned char text[4 * ((std::tuple_size_v<Hash> + 2) / 3) + 1];
  const int size = EVP_EncodeBlock(text, pin.data(), static_cast<int>(pin.size()));
  return "sha256//" + std::string(reinterpret_cast<char*>(text), static_cast<size_t>(size));
}

curl_slist* headers_of(std::initializer_list<std::string> lines) {
  curl_slist* list = nullptr;
  for (const std::string& line : lines) list = curl_slist_append(list, line.c_str());
  return list;
}

}  // namespace

template <typename T>
void CurlNetwork::Handle::set(CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(curl_, option, value);
  // A libcurl that lacks one of these (pins, protocols) would be less safe than it looks.
  if (code != CURLE_OK && !unusable_) {
    unusable_ =
        fail(Failure::bad_input, fmt::format("libcurl refuses option {}: {}",
                                             static_cast<int>(option), curl_easy_strerror(code)));
  }
}

CurlNetwork::Handle::Handle(const std::string& base_address, const Hash& pin,
                            const CurlOptions& options)
    : base_(base_address), options_(options) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  std::signal(SIGPIPE, SIG_IGN);
  while (base_.ends_with('/')) base_.pop_back();
  const Status fit = check_peer_address(base_address, pin);
  if (!fit) unusable_ = fit.error();
  curl_ = started == CURLE_OK ? curl_easy_init() : nullptr;
  if (curl_ == nullptr) {
    unusable_ = fail(Failure::io, "libcurl does not start: no memory, or a broken installation");
    return;
  }
  set(CURLOPT_ERRORBUFFER, detail_);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, options.proxy.c_str());  // empty also means: not the environment's
  set(CURLOPT_NOPROXY, "");
  set(CURLOPT_MAXCONNECTS, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_within.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, options.slowest_bytes_per_second);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.slow_for.count()));
  set(CURLOPT_WRITEFUNCTION, &Handle::receive);
  set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(CURLOPT_SOCKOPTFUNCTION, &Handle::count_opened);
  set(CURLOPT_SOCKOPTDATA, static_cast<void*>(&wire_));
  set(CURLOPT_CLOSESOCKETFUNCTION, &Handle::count_closed);
  set(CURLOPT_CLOSESOCKETDATA, static_cast<void*>(&wire_));
  if (options.given_up != nullptr) {
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &Handle::is_given_up);
    set(CURLOPT_XFERINFODATA, static_cast<const void*>(options.given_up));
  }
  if (pin != Hash{}) {
    const std::string also = options.also_pin == Hash{} ? "" : ";" + pin_text(options.also_pin);
    if (!options.unpinned) set(CURLOPT_PINNEDPUBLICKEY, (pin_text(pin) + also).c_str());
    // The pin is the check. Dates and names would make an offline box depend on its clock and on
    // the office's DNS.
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  }
  // "Expect" would cost a round trip for each larger body, the others bytes on a mobile network.
  post_headers_ = headers_of({std::string("Content-Type: ") + frames, "Accept:", "Expect:"});
  get_headers_ = headers_of({"Accept:"});
}

CurlNetwork::Handle::~Handle() {
  curl_easy_cleanup(curl_);
  curl_slist_free_all(post_headers_);
  curl_slist_free_all(get_headers_);
}

// Asked by libcurl several times a second, or once while nothing moves.
int CurlNetwork::Handle::is_given_up(void* given_up, curl_off_t, curl_off_t, curl_off_t,
                                     curl_off_t) {
  return static_cast<const std::atomic<bool>*>(given_up)->load() ? 1 : 0;
}

size_t CurlNetwork::Handle::receive(char* data, size_t one, size_t size, void* handle) {
  auto& self = *static_cast<Handle*>(handle);
  const size_t bytes = one * size;
  if (bytes > self.body_max_ - self.body_.size()) {
    self.overflowed_ = true;
    return 0;  // ends the transfer
  }
  const auto* from = reinterpret_cast<const uint8_t*>(data);
  self.body_.insert(self.body_.end(), from, from + bytes);
  return bytes;
}

int CurlNetwork::Handle::count_opened(void* wire, curl_socket_t socket, curlsocktype) {
  static_cast<WireCount*>(wire)->opened(socket);
  return CURL_SOCKOPT_OK;
}

int CurlNetwork::Handle::count_closed(void* wire, curl_socket_t socket) {
  static_cast<WireCount*>(wire)->closes(socket);
  return ::close(socket);
}

void CurlNetwork::Handle::prepare_post(ByteView body) {
  if (curl_ == nullptr) return;
  set(CURLOPT_RANGE, static_cast<char*>(nullptr));
  set(CURLOPT_HTTPHEADER, post_headers_);
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  set(CURLOPT_POSTFIELDS, body.empty() ? "" : reinterpret_cast<const char*>(body.data()));
}

void CurlNetwork::Handle::prepare_get(uint64_t from, size_t max) {
  if (curl_ == nullptr) return;
  set(CURLOPT_HTTPGET, 1L);
  set(CURLOPT_HTTPHEADER, get_headers_);
  set(CURLOPT_RANGE, fmt::format("{}-{}", from, from + max - 1).c_str());
}

Result<CurlNetwork::Handle::Answer> CurlNetwork::Handle::perform(const std::string& path,
                                                                 size_t body_max, Answer* cut) {
  if (!unusable_) set(CURLOPT_URL, (base_ + path).c_str());
  if (unusable_) return *unusable_;
  body_ = Bytes();
  body_max_ = body_max;
  overflowed_ = false;
  detail_[0] = '\0';
  const CURLcode code = last_ = curl_easy_perform(curl_);
  if (code == CURLE_OK) return take_answer();
  if (cut != nullptr && !overflowed_) *cut = take_answer();
  return cause(code);
}

CurlNetwork::Handle::Answer CurlNetwork::Handle::take_answer() {
  Answer answer;
  long status = 0;
  curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  const char* type = nullptr;
  curl_easy_getinfo(curl_, CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) answer.content_type = type;
  answer.content_type.erase(std::min(answer.content_type.find(';'), answer.content_type.size()));
  while (answer.content_type.ends_with(' ')) answer.content_type.pop_back();
  std::transform(answer.content_type.begin(), answer.content_type.end(),
                 answer.content_type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  answer.body = std::move(body_);
  return answer;
}

Error CurlNetwork::Handle::cause(CURLcode code) const {
  const std::string detail = detail_[0] != '\0' ? detail_ : curl_easy_strerror(code);
  double connected = 0;
  curl_easy_getinfo(curl_, CURLINFO_CONNECT_TIME, &connected);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return offline("the name is not known here: no network, or no DNS, or a slip in the address");
    case CURLE_COULDNT_CONNECT:
      return offline(
          fmt::format("nobody answers there: no network, or central is not running ({})", detail));
    case CURLE_OPERATION_TIMEDOUT:
      if (connected == 0) return offline("timed out: nobody answered the call");
      return offline("timed out: the connection stands, but nothing comes through");
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return offline(
          "another machine answers there: its key is not the one this box was enrolled "
          "with (a portal that wants a login, or central was set up anew)");
    case CURLE_SSL_CONNECT_ERROR:
      return offline(
          fmt::format("what answers there does not speak TLS as central does ({})", detail));
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return offline(fmt::format("cut off before the answer was complete ({})", detail));
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return offline(fmt::format("what answers there is no web server ({})", detail));
    case CURLE_WRITE_ERROR:
      if (overflowed_) {
        return offline(
            fmt::format("the answer is longer than {} bytes: no central of ours", body_max_));
      }
      [[fallthrough]];
    default:
      return offline(detail);
  }
}

Error CurlNetwork::Handle::stranger(const Answer& answer) const {
  const char* redirect = nullptr;
  curl_easy_getinfo(curl_, CURLINFO_REDIRECT_URL, &redirect);
  if (redirect != nullptr) {
    return offline(
        fmt::format("sends us on to {}: not a central of ours (captive portal?)", redirect));
  }
  return offline(fmt::format(
      "answered by something that is not a central of ours (captive portal?): "
      "status {}, {}",
      answer.status, answer.content_type.empty() ? "no content type" : answer.content_type));
}

std::optional<uint64_t> CurlNetwork::Handle::answered_from() const {
  curl_header* found = nullptr;
  if (curl_easy_header(curl_, "Content-Range", 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  std::string_view text(found->value);
  if (!text.starts_with("bytes ")) return {};
  text.remove_prefix(6);
  uint64_t from = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), from);
  if (failed != std::errc() || end == text.data() + text.size() || *end != '-') return {};
  return from;
}

// ---- the two interfaces ----

CurlNetwork::CurlNetwork(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}
CurlNetwork::~CurlNetwork() = default;
bool CurlNetwork::met_another_key() const { return handle_->met_another_key(); }
uint64_t CurlNetwork::bytes_on_the_wire() const { return handle_->bytes_on_the_wire(); }

Result<NetworkReply> CurlNetwork::post(const std::string& path, ByteView body) {
  handle_->prepare_post(body);
  Handle::Answer answer = TRY(handle_->perform(path, handle_->answer_bytes_max()));
  if (answer.content_type != frames) return handle_->stranger(answer);
  return NetworkReply{answer.status, std::move(answer.body)};
}

Status CurlNetwork::get(const std::string& path, uint64_t from, size_t max, Bytes& into) {
  if (max == 0) return done();
  handle_->prepare_get(from, max);
  // Of the blob, from the asked place on, and no more than was asked for.
  const auto is_ours = [&](const Handle::Answer& answer) {
    const bool from_there =
        answer.status == 206 ? handle_->answered_from() == from : answer.status == 200 && from == 0;
    return answer.content_type == blob && from_there && answer.body.size() <= max;
  };
  const auto append = [&](const Bytes& body) { into.insert(into.end(), body.begin(), body.end()); };
  // Room for what a portal or a proxy may say instead, so that it can be told from a blob.
  Handle::Answer cut;
  auto performed = handle_->perform(path, std::max(max, refusal_bytes_max), &cut);
  if (!performed) {
    if (is_ours(cut)) append(cut.body);
    return performed.error();
  }
  const Handle::Answer& answer = performed.value();
  if (answer.content_type != blob && answer.content_type != frames)
    return handle_->stranger(answer);
  if (is_ours(answer)) {
    append(answer.body);
    return done();
  }
  switch (answer.status) {
    case 416:  // nothing there, so far on
      return done();
    case 404:
    case 410:
      return fail(Failure::absent, fmt::format("{} is not held there", path));
    case 401:
    case 403:
      return fail(Failure::refused, fmt::format("{} is not given to this device", path));
    default:
      break;
  }
  return fail(Failure::offline, fmt::format("{}: central cannot give it now (status {}, {} bytes)",
                                            path, answer.status, answer.body.size()));
}

std::unique_ptr<CurlNetwork> curl_network(const std::string& base_address, const Hash& tls_pin,
                                          const CurlOptions& options) {
  return std::unique_ptr<CurlNetwork>(
      new CurlNetwork(std::make_unique<CurlNetwork::Handle>(base_address, tls_pin, options)));
}

}  // namespace otmetka
