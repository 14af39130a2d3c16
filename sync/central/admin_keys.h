// sync/central/admin_keys.h - the admin acts about keys, alarms and how central is.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "sync/central/home.h"

namespace otmetka {

/// Nothing: it is none of these.
std::optional<Result<std::string>> perform_for_keys(CentralHome& home, const std::string& name,
                                                    const nlohmann::json& act);
/// The number of a box as `device list` tells it.
Result<DeviceId> device_named(const std::string& number);
/// What central says of itself to `otmetka doctor`, in one object.
Result<nlohmann::ordered_json> central_state(CentralHome& home);
/// What an alarm means, and what to do, in one line.
std::string alarm_words(const std::string& kind);

}  // namespace otmetka
