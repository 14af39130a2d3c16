#include "sync/daemon/news.h"

namespace otmetka {
namespace {

// Longer than central's patience: a quiet connection is no broken one.
constexpr std::chrono::seconds silence_borne{90};

}  // namespace

News::News(const std::string& address, const Hash& tls_pin, const Hash& also_pin) {
  CurlOptions options;
  options.also_pin = also_pin;
  options.slow_for = silence_borne;
  options.given_up = &ends_;
  network_ = curl_network(address, tls_pin, options);
  thread_ = std::thread([this] { listen(); });
}

News::~News() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  asked_.notify_one();
  thread_.join();
}

void News::ask(WaitCall call) {
  {
    const std::lock_guard lock(mutex_);
    call_ = std::move(call);
  }
  asked_.notify_one();
}

void News::listen() {
  for (;;) {
    std::optional<WaitCall> call;
    {
      std::unique_lock lock(mutex_);
      asked_.wait(lock, [&] { return ends_ || call_; });
      if (ends_) return;
      call.swap(call_);
    }
    bool again = true;
    while (again && !ends_) {
      const auto more = ask_for_news(*network_, *call);
      if (more && more.value()) heard_ = true;
      const std::lock_guard lock(mutex_);
      // A newer question goes first. A failure waits for the next good exchange, whose own pause
      // grows with failures.
      again = more && !more.value() && !call_;
    }
  }
}

}  // namespace otmetka
