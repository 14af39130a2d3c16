// sync/daemon/news.h - hears from central, on a connection and a thread of its own, that there is
// something to fetch. It decides nothing: without it the next exchange brings the same, later.
#pragma once
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "sync/daemon/curl_transport.h"
#include "sync/exchange/wait.h"

namespace otmetka {

class News {
 public:
  News(const std::string& address, const Hash& tls_pin, const Hash& also_pin);
  ~News();
  News(const News&) = delete;
  News& operator=(const News&) = delete;

  /// From now on until there is news, or it cannot be asked for: one question after the other.
  void ask(WaitCall call);
  /// Whether there was news since the last look.
  bool take() { return heard_.exchange(false); }

 private:
  void listen();

  std::atomic<bool> ends_ = false, heard_ = false;
  std::unique_ptr<CurlNetwork> network_;
  std::mutex mutex_;
  std::condition_variable asked_;
  std::optional<WaitCall> call_;
  std::thread thread_;
};

}  // namespace otmetka
