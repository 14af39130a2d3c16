// sync/central/admin.h - the operator's acts on a central, by name. The same function serves the
// admin socket of a running central and a command that has opened the directory itself.
#pragma once
#include <nlohmann/json.hpp>

#include "sync/central/home.h"

namespace otmetka {

/// Acts: {"act":"enrol-code","venue":…} · {"act":"programme-load","directory":…,"start_day":n?} ·
/// {"act":"badge-make","cohort":…,"person":n?} · {"act":"badge-revoke","cohort":…,"person":n}.
/// The result is what the command prints.
Result<std::string> perform(CentralHome& home, const nlohmann::json& act);

/// One line of the admin socket: {"ok":true,"out":…} or {"ok":false,"error":…}.
std::string perform_line(CentralHome& home, const std::string& line);

}  // namespace otmetka
