// sync/central/backup_manifest.h - the list of what a backup holds, by which it is read again.
#pragma once
#include <string>
#include <vector>

#include "shared/crypto/crypto.h"

namespace otmetka {

inline constexpr const char* manifest_name = "backup.json";

struct BackupFile {
  std::string path;  // in the backup, with /
  uint64_t bytes = 0;
  Hash hash{};
};

struct BackupManifest {
  int64_t at_s = 0;
  std::string central;  // its device id, in hex
  std::string software;
  uint64_t facts = 0, faults = 0;
  std::vector<BackupFile> files;
};

Status write_manifest(const std::string& backup, const BackupManifest& manifest);
/// `absent`: it is no backup; `corrupt`, `newer_version`. Names only files below `backup`.
Result<BackupManifest> read_manifest(const std::string& backup);

}  // namespace otmetka
