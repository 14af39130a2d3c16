// sync/cli/central_door.h - an act on a central's directory: through its admin socket while it
// runs, under its writer lock while it does not.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "shared/base/result.h"
#include "sync/cli/commands.h"

namespace otmetka {

/// `act`: see sync/central/admin.h. Root acts as the directory's owner.
Result<std::string> act_on(Environment& environment, const std::string& data,
                           const nlohmann::json& act);

/// The result on stdout or the reason on stderr; gives the exit code.
int print(const Result<std::string>& result);

}  // namespace otmetka
