// sync/central/backup.h - a whole copy of a central that goes on serving, and the way back. Layout:
// FORMAT.md, "Backup of a central".
//
// What a restore uses is what was verified: the copy is read again from its own disk, every segment
// and every file of it, before it gets its name. A copy that was cut has no such name.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "shared/store/verify_held.h"

namespace otmetka {

struct BackupOrder {
  std::string data;    // of the central
  std::string target;  // an existing directory, not inside `data`
  int64_t now_s = 0;
};

struct BackupMade {
  std::string path;
  int64_t at_s = 0;
  std::vector<VerifiedHead> heads;  // of boxes and of channels
  std::vector<std::string> faults;  // of the store that was copied: the copy has them too
  std::vector<Hash> erased;         // texts that no backup may bring back
  uint64_t files = 0, bytes = 0, facts = 0;
};

/// What is being done, for people.
using TellProgress = std::function<void(const std::string&)>;

/// `bad_input`: no such directories, or one inside the other; `full`: nothing is left of it;
/// `corrupt`: what was written is not what was read; `busy`: another backup is being made there.
Result<BackupMade> make_backup(const BackupOrder& order, const TellProgress& tell);
/// Removes the oldest backups of a directory until `keep` are left.
Status prune_backups(const std::string& target, size_t keep, const TellProgress& tell);

/// Puts a backup back into a directory that is empty or not there. `refused`: there is something,
/// which may be a living central; `corrupt`: the backup is not whole.
Status restore_backup(const std::string& backup, const std::string& data, const TellProgress& tell);

/// Beside the backups of a directory, and in a directory into which one of them was restored: texts
/// that were erased, also after that backup was made.
std::string erasure_list(const std::string& directory);
/// Adds to it. `absent`: there is no such directory.
Status add_to_erasure_list(const std::string& directory, const std::vector<Hash>& names);
Result<std::vector<Hash>> read_erasure_list(const std::string& directory);

/// There while a restore is under way, or was cut.
std::string restoring_mark(const std::string& data);

}  // namespace otmetka
