#include "kiosk/device/ipp_wire.h"

#include <cups/cups.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "kiosk/device/monotonic.h"

namespace otmetka::kiosk {
namespace {

// How often a silent connection is asked whether it is still waited for.
constexpr double silence_s = 0.25;
constexpr size_t sent_at_once = 64u << 10;

struct CloseHttp {
  void operator()(http_t* http) const { httpClose(http); }
};
using Http = std::unique_ptr<http_t, CloseHttp>;

struct Patience {
  uint64_t deadline_ms;
  const PrintWatch& watch;
  bool over() const { return monotonic_ms() >= deadline_ms || watch.ending(); }
};

int goes_on(http_t*, void* patience) { return static_cast<Patience*>(patience)->over() ? 0 : 1; }

// A kiosk has nobody who would type a password into its terminal.
const char* no_password(const char*, http_t*, const char*, const char*, void*) { return nullptr; }

Error silent(const IppAddress& to) { return fail(Failure::offline, to.uri + " does not answer"); }

// Whether all of it went out; a printer that has heard enough answers before.
bool send(http_t* http, const IppMessage& request, const IppAddress& to, ByteView document,
          const Patience& patience) {
  const size_t length = ippLength(request.get()) + document.size();
  http_status_t status = cupsSendRequest(http, request.get(), to.resource.c_str(), length);
  while (status == HTTP_STATUS_CONTINUE && !document.empty()) {
    if (patience.over()) return false;
    const ByteView part = document.first(std::min(document.size(), sent_at_once));
    status = cupsWriteRequestData(http, reinterpret_cast<const char*>(part.data()), part.size());
    document = document.subspan(part.size());
  }
  return status == HTTP_STATUS_CONTINUE || status == HTTP_STATUS_OK;
}

}  // namespace

Result<IppAddress> read_ipp_address(const std::string& uri) {
  std::array<char, 32> scheme{};
  std::array<char, 256> user{}, host{}, resource{};
  IppAddress out;
  out.uri = uri;
  const http_uri_status_t status = httpSeparateURI(
      HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), static_cast<int>(scheme.size()), user.data(),
      static_cast<int>(user.size()), host.data(), static_cast<int>(host.size()), &out.port,
      resource.data(), static_cast<int>(resource.size()));
  const std::string_view kind = scheme.data();
  const bool good = status >= HTTP_URI_STATUS_OK && (kind == "ipp" || kind == "ipps") &&
                    host[0] != 0 && out.port > 0 && user[0] == 0;
  if (!good) return fail(Failure::bad_input, "must be ipp://HOST[:PORT]/PATH or file:FOLDER");
  out.host = host.data();
  out.resource = resource.data();
  out.tls = kind == "ipps";
  return out;
}

IppMessage ipp_request(ipp_op_t operation, const IppAddress& to) {
  IppMessage out(ippNewRequest(operation));
  ippAddString(out.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, to.uri.c_str());
  ippAddString(out.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               "otmetka");
  return out;
}

Result<IppMessage> ask_ipp(const IppAddress& to, const IppMessage& request, ByteView document,
                           uint64_t deadline_ms, uint64_t connect_ms, const PrintWatch& watch) {
  Patience patience{deadline_ms, watch};
  if (patience.over()) return silent(to);
  cupsSetPasswordCB2(no_password, nullptr);
  const Http http(httpConnect2(to.host.c_str(), to.port, nullptr, AF_UNSPEC,
                               to.tls ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1,
                               static_cast<int>(connect_ms), nullptr));
  if (!http) return silent(to);
  httpSetTimeout(http.get(), silence_s, goes_on, &patience);
  send(http.get(), request, to, document, patience);
  if (patience.over()) return silent(to);
  IppMessage answer(cupsGetResponse(http.get(), to.resource.c_str()));
  const http_status_t status = httpGetStatus(http.get());
  if (answer && status == HTTP_STATUS_OK) return answer;
  if (status > HTTP_STATUS_OK && status < HTTP_STATUS_CUPS_AUTHORIZATION_CANCELED) {
    return fail(Failure::refused,
                to.uri + " is not the address of a printer: " + httpStatus(status));
  }
  // What is no IPP cannot be read as an answer.
  if (httpError(http.get()) == EINVAL && !patience.over())
    return fail(Failure::refused, to.uri + " answers, but not as a printer");
  return silent(to);
}

}  // namespace otmetka::kiosk
