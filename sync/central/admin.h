// sync/central/admin.h - the operator's acts on a central, by name. The same function serves the
// admin socket of a running central and a command that has opened the directory itself.
#pragma once
#include <nlohmann/json.hpp>

#include "sync/central/home.h"

namespace otmetka {

/// Acts: {"act":"enrol-code","venue":…} · {"act":"programme-load","directory":…,"start_day":n?} ·
/// {"act":"badge-make","cohort":…,"person":n?} · {"act":"badge-revoke","cohort":…,"person":n} ·
/// {"act":"staff-add","family":…,"given":…,"duties":["desk"…]} · {"act":"staff-renew","number":n} ·
/// {"act":"staff-remove","number":n} · {"act":"staff-list"} ·
/// {"act":"note","cohort":…,"person":n,"text":…} · {"act":"announce","venue":…?,"emergency":bool,
/// "text":{"ru":…},"in_minutes":n,"for_minutes":n} · {"act":"announcements"} ·
/// {"act":"announcement-withdraw","number":n} · {"act":"device-list"} ·
/// {"act":"device-revoke","device":hex} · {"act":"status"} · of a verified backup, in parts:
/// {"act":"archived","heads":[{"device":hex,"scope":…,"epoch":hex,"seq":n,"link":hex}…]}, then
/// {"act":"backup-done","at":n,"target":…,"facts":n}.
/// Those of erasure are in admin_erase.h. The result is what the command prints.
Result<std::string> perform(CentralHome& home, const nlohmann::json& act);

/// One line of the admin socket: {"ok":true,"out":…} or {"ok":false,"error":…}.
std::string perform_line(CentralHome& home, const std::string& line);

}  // namespace otmetka
