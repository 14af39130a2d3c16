// tests/kiosk/false_printer.h - a printer that says what a test wants said: stopped, busy, jobs
// that nobody finishes. And others that only listen where a printer should be.
#pragma once
#include <cups/cups.h>
#include <poll.h>

#include <atomic>
#include <mutex>

#include "kiosk/device/ipp_wire.h"
#include "tests/kiosk/real_printer.h"

namespace otmetka::test {

/// Answers each connection on its own thread of one.
class Listener {
 public:
  explicit Listener(std::function<void(int listening)> serve)
      : socket_(listening(port_)), thread_([this, serve = std::move(serve)] {
          while (!ending_) {
            pollfd file{socket_.get(), POLLIN, 0};
            if (::poll(&file, 1, 20) > 0) serve(socket_.get());
          }
        }) {}
  ~Listener() {
    ending_ = true;
    thread_.join();
  }
  std::string uri() const { return "ipp://127.0.0.1:" + std::to_string(port_) + "/ipp/print"; }

 private:
  int port_ = 0;
  Descriptor socket_;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

/// How a false printer stands; a test changes it at any time.
struct FalseState {
  ipp_pstate_t printer = IPP_PSTATE_IDLE;
  bool accepts = true;
  std::vector<std::string> reasons{"none"};
  std::vector<std::string> formats{"application/pdf"};
  ipp_status_t takes = IPP_STATUS_OK;  // the answer to Print-Job
  ipp_jstate_t job = IPP_JSTATE_PROCESSING;
  bool knows_job = true;
};

class FalsePrinter {
 public:
  explicit FalsePrinter(FalseState state = {})
      : state_(std::move(state)), listener_([this](int socket) { serve(socket); }) {}

  void becomes(const std::function<void(FalseState&)>& change) {
    const std::lock_guard lock(mutex_);
    change(state_);
  }
  size_t asked(ipp_op_t operation) {
    const std::lock_guard lock(mutex_);
    return asked_[operation];
  }
  std::string uri() const { return listener_.uri(); }

 private:
  void serve(int socket) {
    const std::unique_ptr<http_t, decltype(&httpClose)> http(httpAcceptConnection(socket, 1),
                                                             httpClose);
    if (!http) return;
    std::array<char, 1024> resource{};
    httpSetTimeout(
        http.get(), 10, [](http_t*, void*) { return 0; }, nullptr);
    if (httpReadRequest(http.get(), resource.data(), resource.size()) != HTTP_STATE_POST) return;
    while (httpUpdate(http.get()) == HTTP_STATUS_CONTINUE) {
    }
    if (httpGetExpect(http.get()) == HTTP_STATUS_CONTINUE)
      httpWriteResponse(http.get(), HTTP_STATUS_CONTINUE);
    const kiosk::IppMessage request(ippNew());
    if (ippRead(http.get(), request.get()) != IPP_STATE_DATA) return;
    std::array<char, 65536> part{};
    while (httpGetState(http.get()) == HTTP_STATE_POST_RECV &&
           httpRead2(http.get(), part.data(), part.size()) > 0) {
    }
    const kiosk::IppMessage answer = answer_to(request.get());
    httpClearFields(http.get());
    httpSetField(http.get(), HTTP_FIELD_CONTENT_TYPE, "application/ipp");
    httpSetLength(http.get(), ippLength(answer.get()));
    httpWriteResponse(http.get(), HTTP_STATUS_OK);
    ippSetState(answer.get(), IPP_STATE_IDLE);
    ippWrite(http.get(), answer.get());
    httpFlushWrite(http.get());
  }

  kiosk::IppMessage answer_to(ipp_t* request) {
    const std::lock_guard lock(mutex_);
    const ipp_op_t operation = ippGetOperation(request);
    ++asked_[operation];
    kiosk::IppMessage out(ippNewResponse(request));
    switch (operation) {
      case IPP_OP_GET_PRINTER_ATTRIBUTES:
        describe_printer(out.get());
        break;
      case IPP_OP_PRINT_JOB:
        ippSetStatusCode(out.get(), state_.takes);
        if (state_.takes == IPP_STATUS_OK) describe_job(out.get());
        break;
      case IPP_OP_GET_JOB_ATTRIBUTES:
        if (!state_.knows_job) ippSetStatusCode(out.get(), IPP_STATUS_ERROR_NOT_FOUND);
        if (state_.knows_job) describe_job(out.get());
        break;
      default:
        break;
    }
    return out;
  }

  static void add(ipp_t* to, const char* name, ipp_tag_t kind,
                  const std::vector<std::string>& words) {
    std::vector<const char*> values;
    for (const std::string& word : words) values.push_back(word.c_str());
    ippAddStrings(to, IPP_TAG_PRINTER, kind, name, static_cast<int>(values.size()), nullptr,
                  values.data());
  }

  void describe_printer(ipp_t* to) const {
    ippAddInteger(to, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", state_.printer);
    add(to, "printer-state-reasons", IPP_TAG_KEYWORD, state_.reasons);
    ippAddBoolean(to, IPP_TAG_PRINTER, "printer-is-accepting-jobs", state_.accepts ? 1 : 0);
    ippAddInteger(to, IPP_TAG_PRINTER, IPP_TAG_ENUM, "operations-supported", IPP_OP_PRINT_JOB);
    add(to, "document-format-supported", IPP_TAG_MIMETYPE, state_.formats);
    ippAddResolution(to, IPP_TAG_PRINTER, "pwg-raster-document-resolution-supported",
                     IPP_RES_PER_INCH, 300, 300);
    add(to, "pwg-raster-document-type-supported", IPP_TAG_KEYWORD, {"sgray_8"});
  }

  void describe_job(ipp_t* to) const {
    ippAddInteger(to, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", 7);
    ippAddInteger(to, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", state_.job);
    ippAddString(to, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state-reasons", nullptr, "none");
  }

  std::mutex mutex_;
  FalseState state_;
  std::map<ipp_op_t, size_t> asked_;
  Listener listener_;  // last: its thread uses everything above
};

/// Says the same to whoever comes, whatever they ask; nothing for an empty text.
class Babbler {
 public:
  explicit Babbler(std::string text)
      : text_(std::move(text)), listener_([this](int socket) { serve(socket); }) {}
  std::string uri() const { return listener_.uri(); }

 private:
  void serve(int socket) {
    guests_.emplace_back(::accept4(socket, nullptr, nullptr, SOCK_CLOEXEC));
    if (text_.empty()) return;  // and stays on the line
    std::array<char, 4096> part{};
    (void)!::recv(guests_.back().get(), part.data(), part.size(), 0);
    (void)!::send(guests_.back().get(), text_.data(), text_.size(), MSG_NOSIGNAL);
    guests_.pop_back();
  }

  std::string text_;
  std::vector<Descriptor> guests_;
  Listener listener_;  // last: its thread uses everything above
};

}  // namespace otmetka::test
