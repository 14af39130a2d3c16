// shared/store/files.h - small files as wholes: read with a bound, replaced so that a power cut
// leaves the old one or the new one.
#pragma once
#include <string>

#include "shared/crypto/crypto.h"

namespace otmetka {

/// `absent` when there is none, `bad_input` when it is longer than `max`.
Result<Bytes> read_file(const std::string& path, size_t max);
/// Mode 0640; temp file, fsync, rename, fsync of the directory.
Status write_file(const std::string& path, ByteView bytes, unsigned mode = 0640);
/// A file as it was read or written, whatever its size.
struct FileSeen {
  uint64_t bytes = 0;
  Hash hash{};
};
/// `absent`, `io`.
Result<FileSeen> hash_file(const std::string& path);
/// A new file, on the disk when this returns; `to` must not be there. `full`, `io`.
Result<FileSeen> copy_file(const std::string& from, const std::string& to, unsigned mode);
/// What was made, renamed or removed in a directory is so after a power cut too.
Status sync_directory(const std::string& path);
bool file_exists(const std::string& path);
/// What a user's program may still write on the disk that holds `path`, in bytes; 0 when nobody can
/// say.
uint64_t disk_free_bytes(const std::string& path);
/// What root makes in the directory of another user belongs to that user, whose programs must go on
/// with it. For files and directories that were just made.
void give_to_owner(int file, const std::string& path);

}  // namespace otmetka
