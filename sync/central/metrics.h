// sync/central/metrics.h - what central tells whoever watches over it: numbers, in the text format
// of Prometheus. Counts alone: no person and no number of one, no path as it was asked. Pure: no
// clock, no disk, no socket; all comes as plain numbers.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/http.h"

namespace prometheus {
class Registry;
class Counter;
class Histogram;
template <typename T>
class Family;
}  // namespace prometheus

namespace otmetka {

/// What central knows of itself at one moment. Counters are since it was started.
struct CentralNumbers {
  struct Kiosk {
    std::string name, venue;  // as the office knows the box; the name may be empty
    bool revoked = false;
    std::optional<uint64_t> silent_s;  // since its last exchange; nothing: there was none yet
  };
  /// What only the database tells.
  struct Stored {
    std::map<std::string, uint64_t> alarms;    // standing, by kind; 0: there were some, all closed
    uint64_t office_facts = 0;                 // in central's own logs
    uint64_t unreadable = 0, quarantined = 0;  // no more than counted_max is counted
  };
  std::string software;
  uint64_t exchanges = 0, enrolments = 0;
  std::vector<Kiosk> kiosks;
  uint64_t kiosk_facts = 0, cohort_facts = 0;  // in logs of boxes: their own, those of cohorts
  uint64_t lost_texts = 0, lost_keys = 0, later_kiosks = 0;
  std::optional<uint64_t> backup_age_s;  // nothing: there is none
  std::optional<Stored> stored;          // nothing: the database does not answer
};

/// Of what stands in the database in any number so many are counted at a scrape.
inline constexpr uint64_t counted_max = 10'000;

/// What the machine and the process tell. What could not be asked is left out.
struct MachineNumbers {
  std::optional<uint64_t> database_bytes;  // with the log beside it
  std::optional<uint64_t> free_bytes;      // of the disk that it is on
  uint64_t connections = 0;                // open ones
  int64_t started_s = 0;                   // Unix seconds
  bool ready = false;
};

/// The pattern that a path belongs to: one of a few names, whatever was asked. Empty: the request
/// could not be read.
std::string_view route_of(std::string_view path);

/// Counts requests as they are served, since it was made.
class RequestMeter {
 public:
  RequestMeter();
  ~RequestMeter();
  RequestMeter(const RequestMeter&) = delete;
  RequestMeter& operator=(const RequestMeter&) = delete;

  void note(const ServedRequest& served);
  const prometheus::Registry& registry() const { return *registry_; }

 private:
  std::unique_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>*requests_, *refusals_, *bytes_in_, *bytes_out_;
  prometheus::Family<prometheus::Histogram>* seconds_;
};

/// Text format 0.0.4. Boxes of one name at one venue are one line: the one silent for longest.
std::string metrics_text(const CentralNumbers& central, const MachineNumbers& machine,
                         const RequestMeter& requests);

}  // namespace otmetka
