#include "sync/central/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>

#include "shared/base/plain_text.h"

namespace otmetka {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

constexpr std::string_view unreadable_request = "unreadable", other_path = "other";

// Those that are asked as they stand here.
constexpr std::array routes{"/sync/v1/exchange",
                            "/sync/v1/wait",
                            "/sync/v1/enrol",
                            "/sync/v1/succession",
                            "/api/v1/attendance",
                            "/healthz",
                            "/readyz",
                            "/metrics",
                            "/"};
struct Pattern {
  std::string_view prefix, name;
};
constexpr std::array patterns{Pattern{"/sync/v1/blob/", "/sync/v1/blob/{name}"},
                              Pattern{"/assets/", "/assets/{file}"}};

// From what a poll costs to the second for which central works on one body (intake_work_ms_max),
// and what a slow disk makes of it.
const prometheus::Histogram::BucketBoundaries seconds_bounds{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

/// One family after the other, and its values.
class Families {
 public:
  Families& gauge(const char* name, const char* help) { return add(name, help, MetricType::Gauge); }
  Families& counter(const char* name, const char* help) {
    return add(name, help, MetricType::Counter);
  }
  Families& value(double value, std::vector<ClientMetric::Label> labels = {}) {
    ClientMetric metric;
    metric.label = std::move(labels);
    // The one that is not of the family's type is not looked at.
    metric.gauge.value = metric.counter.value = value;
    all_.back().metric.push_back(std::move(metric));
    return *this;
  }
  Families& value(uint64_t count, std::vector<ClientMetric::Label> labels = {}) {
    return value(static_cast<double>(count), std::move(labels));
  }
  void take(std::vector<MetricFamily> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all_));
  }
  /// A family without a value is no line at all.
  std::string text() {
    std::erase_if(all_, [](const MetricFamily& family) { return family.metric.empty(); });
    return prometheus::TextSerializer().Serialize(all_);
  }

 private:
  Families& add(const char* name, const char* help, MetricType type) {
    all_.push_back({name, help, type, {}});
    return *this;
  }
  std::vector<MetricFamily> all_;
};

// What is no text would make all of the page unreadable.
std::string label_of(const std::string& name) { return is_plain_text(name) ? name : "?"; }

void add_kiosks(const std::vector<CentralNumbers::Kiosk>& kiosks, Families& out) {
  uint64_t revoked = 0, never = 0;
  std::map<std::pair<std::string, std::string>, uint64_t> silent_s;
  for (const CentralNumbers::Kiosk& kiosk : kiosks) {
    revoked += kiosk.revoked;
    if (kiosk.revoked) continue;
    never += !kiosk.silent_s;
    if (!kiosk.silent_s) continue;
    uint64_t& longest = silent_s[{label_of(kiosk.name), label_of(kiosk.venue)}];
    longest = std::max(longest, *kiosk.silent_s);
  }
  out.gauge("otmetka_kiosks", "Kiosks that were ever enrolled, by whether they are still in use")
      .value(kiosks.size() - revoked, {{"state", "in_use"}})
      .value(revoked, {{"state", "revoked"}});
  out.gauge("otmetka_kiosks_never_heard", "Kiosks in use that have made no exchange yet")
      .value(never);
  out.gauge("otmetka_kiosk_silent_seconds",
            "Time since the last exchange of a kiosk in use; of a name that several have, the "
            "longest");
  for (const auto& [kiosk, longest_s] : silent_s)
    out.value(longest_s, {{"kiosk", kiosk.first}, {"venue", kiosk.second}});
}

void add_stored(const CentralNumbers& central, Families& out) {
  out.gauge("otmetka_facts", "Facts held, by whose log they are in")
      .value(central.kiosk_facts, {{"log", "kiosk"}})
      .value(central.cohort_facts, {{"log", "cohort"}});
  if (!central.stored) return;
  const CentralNumbers::Stored& stored = *central.stored;
  out.value(stored.office_facts, {{"log", "office"}});
  out.gauge("otmetka_alarms_standing", "Alarms that nobody has closed, by kind");
  for (const auto& [kind, count] : stored.alarms) out.value(count, {{"kind", kind}});
  out.gauge("otmetka_unreadable",
            "Places from which on something held cannot be read; at most 10000 are counted")
      .value(stored.unreadable);
  out.gauge("otmetka_quarantined_segments",
            "Segments kept apart, since they contradict what is held; at most 10000 are counted")
      .value(stored.quarantined);
}

void add_central(const CentralNumbers& central, Families& out) {
  out.gauge("otmetka_build_info", "Always 1; the label tells what runs")
      .value(uint64_t{1}, {{"version", label_of(central.software)}});
  out.counter("otmetka_exchanges_total", "Exchanges begun by kiosks that had proved who they are")
      .value(central.exchanges);
  out.counter("otmetka_enrolments_total", "Enrolments answered with a place")
      .value(central.enrolments);
  add_kiosks(central.kiosks, out);
  add_stored(central, out);
  out.gauge("otmetka_lost_texts", "Texts that this central should hold and has asked kiosks for")
      .value(central.lost_texts);
  out.gauge("otmetka_lost_keys", "Keys that this central lacks for what it holds")
      .value(central.lost_keys);
  out.gauge("otmetka_kiosks_of_later_version",
            "Kiosks that send what only a later version of central can read")
      .value(central.later_kiosks);
  out.gauge("otmetka_backup_age_seconds",
            "Time since the last verified backup; missing while there is none");
  if (central.backup_age_s) out.value(*central.backup_age_s);
}

void add_machine(const MachineNumbers& machine, Families& out) {
  out.gauge("otmetka_ready", "1 when /readyz would answer 200").value(uint64_t{machine.ready});
  out.gauge("otmetka_database_bytes", "Size of central.db with the log beside it");
  if (machine.database_bytes) out.value(*machine.database_bytes);
  out.gauge("otmetka_disk_free_bytes", "What central may still write to the disk of central.db");
  if (machine.free_bytes) out.value(*machine.free_bytes);
  out.gauge("otmetka_connections", "Open connections, the command line's among them")
      .value(machine.connections);
  out.gauge("process_start_time_seconds", "When central was started, in Unix time")
      .value(static_cast<double>(machine.started_s));
}

}  // namespace

std::string_view route_of(std::string_view path) {
  if (path.empty()) return unreadable_request;
  for (const std::string_view route : routes) {
    if (path == route) return route;
  }
  for (const Pattern& pattern : patterns) {
    if (path.starts_with(pattern.prefix)) return pattern.name;
  }
  return other_path;
}

RequestMeter::RequestMeter() : registry_(std::make_unique<prometheus::Registry>()) {
  const auto counter = [&](const char* name, const char* help) {
    return &prometheus::BuildCounter().Name(name).Help(help).Register(*registry_);
  };
  requests_ = counter("otmetka_http_requests_total", "Requests answered, by route and status");
  refusals_ = counter("otmetka_refusals_total", "Requests refused, by the code that was told");
  bytes_in_ = counter("otmetka_http_received_bytes_total",
                      "Bytes received with requests, inside of TLS, by route");
  bytes_out_ =
      counter("otmetka_http_sent_bytes_total", "Bytes sent with answers, inside of TLS, by route");
  seconds_ =
      &prometheus::BuildHistogram()
           .Name("otmetka_http_work_seconds")
           .Help("Time that central worked on a request, waiting for news left out, by route")
           .Register(*registry_);
}

RequestMeter::~RequestMeter() = default;

void RequestMeter::note(const ServedRequest& served) {
  const std::string route(route_of(served.path));
  requests_->Add({{"route", route}, {"status", std::to_string(served.status)}}).Increment();
  if (!served.refusal.empty()) refusals_->Add({{"code", served.refusal}}).Increment();
  bytes_in_->Add({{"route", route}}).Increment(static_cast<double>(served.bytes_in));
  bytes_out_->Add({{"route", route}}).Increment(static_cast<double>(served.bytes_out));
  seconds_->Add({{"route", route}}, seconds_bounds).Observe(served.worked.count());
}

std::string metrics_text(const CentralNumbers& central, const MachineNumbers& machine,
                         const RequestMeter& requests) {
  Families out;
  add_central(central, out);
  add_machine(machine, out);
  out.take(requests.registry().Collect());
  return out.text();
}

}  // namespace otmetka
