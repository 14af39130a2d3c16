// shared/model/ids.h - who and what a fact is about. Numbers are types: a SessionNumber cannot be
// passed for a person.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "shared/base/result.h"

namespace otmetka {

enum class PersonNumber : uint32_t {};
enum class SessionNumber : uint32_t {};
enum class VenueNumber : uint32_t {};
enum class CohortNumber : uint32_t {};

using DeviceId = std::array<uint8_t, 16>;  // random, outlives the device's keys
using Scope = std::string;                 // `device`, `office`, `venue:NAME` or a cohort's name
enum class Epoch : uint64_t {};            // random; one run of one writer over one log
using Seq = uint64_t;                      // from 1 within an epoch

inline const Scope device_scope = "device";
inline const Scope office_scope = "office";
inline Scope venue_scope(const std::string& venue) { return "venue:" + venue; }
inline bool is_venue_scope(const Scope& scope) { return scope.starts_with("venue:"); }
inline bool is_cohort_scope(const Scope& scope) {
  return scope != device_scope && scope != office_scope && !is_venue_scope(scope);
}
/// Whether the text may be a cohort's name, and so a scope: [a-z0-9][a-z0-9.-]{0,47}, `_` too, not
/// a reserved word.
bool is_cohort_name(const std::string& text);
bool is_scope(const Scope& text);

struct LogId {
  DeviceId device{};
  Scope scope;
  auto operator<=>(const LogId&) const = default;
};

struct FactId {
  DeviceId device{};
  Scope scope;
  Epoch epoch{};
  Seq seq = 0;
  LogId log() const { return {device, scope}; }
  auto operator<=>(const FactId&) const = default;
};

/// A place in a log of a device that the context names.
struct LogPlace {
  Scope scope;
  Epoch epoch{};
  Seq seq = 0;
};

std::string to_text(const DeviceId& device);
std::string to_text(Epoch epoch);
/// DEVICE/SCOPE/EPOCH/SEQ
std::string to_text(const FactId& id);

}  // namespace otmetka
