#include "sync/cli/logs.h"

#include <fmt/format.h>

#include "shared/store/files.h"
#include "sync/central/home.h"
#include "sync/daemon/daemon.h"

namespace otmetka {
namespace {

// A key file that is not there, or not ours to read, opens nothing; what stays sealed is counted.
void add_keys(Keys& keys, const std::string& path) {
  const auto found = load_keys(path);
  if (!found) return;
  for (const ScopeKey& entry : found.value().scopes) keys.add_scope(entry.scope, entry.key);
  if (found.value().box) keys.box = found.value().box;
}

}  // namespace

Result<Logs> open_logs(const std::string& data) {
  Logs logs;
  if (file_exists(central_database(data))) {
    logs.held =
        std::make_unique<Db>(TRY(Db::open_reader(central_database(data), "central store", Disk{})));
    add_keys(logs.keys, central_key_file(data));
    return logs;
  }
  if (!file_exists(journal_directory(data)) && !file_exists(mirror_directory(data))) {
    return fail(Failure::absent,
                fmt::format("{} is neither a kiosk's directory nor a central's", data));
  }
  auto journal = JournalReader::open(journal_path(data), Disk{});
  if (journal) logs.journal.emplace(std::move(journal).value());
  if (!journal && journal.error().failure != Failure::absent) return journal.error();
  auto mirror = Mirror::open_reader(mirror_path(data), Disk{});
  if (!mirror && mirror.error().failure != Failure::absent) return mirror.error();
  if (mirror) {
    add_keys(logs.keys, daemon_key_file(data));
    add_keys(logs.keys, journal_directory(data) + "/key");
    if (logs.keys.box && file_exists(journal_directory(data) + "/key")) {
      const auto kiosk = load_keys(journal_directory(data) + "/key");
      if (kiosk) {
        Keys opened = kiosk.value();
        if (mirror.value().open_kiosk_keys(opened)) {
          for (const ScopeKey& entry : opened.scopes) logs.keys.add_scope(entry.scope, entry.key);
        }
      }
    }
    const auto identity = TRY(mirror.value().identity());
    if (identity) logs.own = identity->device;
    logs.held = std::make_unique<Db>(TRY(Db::open_reader(mirror_path(data), "mirror", Disk{})));
  }
  return logs;
}

}  // namespace otmetka
