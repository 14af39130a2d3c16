// sync/cli/logs.h - the logs of a directory, a kiosk's or a central's, opened for reading whether
// or not anything runs there.
#pragma once
#include <optional>
#include <string>

#include "shared/store/journal.h"
#include "shared/store/mirror.h"

namespace otmetka {

struct Logs {
  std::optional<JournalReader> journal;  // a kiosk's own
  std::unique_ptr<Db> held;              // mirror.db or central.db
  Keys keys;                             // whichever key files may be read
  std::optional<DeviceId> own;           // the device of a kiosk's directory

  HeldLogs held_logs() { return HeldLogs(*held); }
};

/// `absent` when the directory is neither.
Result<Logs> open_logs(const std::string& data);

}  // namespace otmetka
