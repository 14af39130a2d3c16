// tests/bench/outside.h - what other programs measured and told in one line of JSON.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace otmetka::bench {

/// Nothing when it failed; why is on stderr then.
std::optional<nlohmann::json> told_by(const std::string& command);
/// One of the scripts beside this file.
std::optional<nlohmann::json> measured_by(const std::string& script);

}  // namespace otmetka::bench
