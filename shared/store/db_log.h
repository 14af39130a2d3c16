// shared/store/db_log.h - the log that SQLite keeps beside a database, before SQLite sees it.
#pragma once
#include <string>

#include "shared/base/result.h"

namespace otmetka {

/// `corrupt`: SQLite would take it for empty and write over it, and it is not. `io`: it cannot be
/// read.
Status check_log(const std::string& database);

}  // namespace otmetka
