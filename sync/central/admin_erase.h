// sync/central/admin_erase.h - the acts of erasure: {"act":"erase","cohort":…,"person":n or
// "walk_in":"DEVICE/SCOPE/EPOCH/SEQ","reason":…} · {"act":"erase-cohort","cohort":…} ·
// {"act":"erase-list"} · {"act":"erased-texts"}.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>

#include "sync/central/home.h"

namespace otmetka {

/// Nothing: it is none of these.
std::optional<Result<std::string>> perform_erasure(CentralHome& home, const std::string& name,
                                                   const nlohmann::json& act);

}  // namespace otmetka
