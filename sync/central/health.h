// sync/central/health.h - what a program that watches over central asks of it: `/healthz`, whether
// it serves; `/readyz`, whether it can do its work; `/metrics`, its numbers. For the same clients
// as the pages: refuse_stranger() comes first.
#pragma once
#include <functional>
#include <optional>

#include "sync/central/home.h"
#include "sync/central/metrics.h"

namespace otmetka {

class Health {
 public:
  /// `connections`: how many are open at the listener. `home` must outlive it.
  Health(CentralHome& home, std::function<size_t()> connections);

  /// For ListenerOptions::served.
  void note(const ServedRequest& served) { requests_.note(served); }
  /// Nothing when the path is none of these. `/readyz` answers 503 with one line that says what is
  /// wrong and what to do; `/healthz` asks neither disk nor database.
  std::optional<HttpResponse> response(const HttpRequest& request);

 private:
  Status ready();
  HttpResponse metrics();

  CentralHome* home_;
  std::function<size_t()> connections_;
  int64_t started_s_;
  RequestMeter requests_;
};

}  // namespace otmetka
