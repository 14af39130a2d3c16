#include "shared/store/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "shared/store/descriptor.h"

namespace otmetka {
namespace {

Error system_error(const std::string& path) {
  const Failure failure = errno == ENOENT   ? Failure::absent
                          : errno == ENOSPC ? Failure::full
                                            : Failure::io;
  return fail(failure, fmt::format("{}: {}", path, std::strerror(errno)));
}

Status write_part(int file, const std::string& path, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) return system_error(path);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return done();
}

Status write_all(int file, const std::string& path, ByteView bytes) {
  TRY(write_part(file, path, bytes));
  if (::fsync(file) != 0) return system_error(path);
  return done();
}

/// Reads to the end; each part goes to `take`.
template <typename Take>
Result<FileSeen> read_through(int file, const std::string& path, const Take& take) {
  FileSeen seen;
  Hasher hasher;
  Bytes part(size_t{1} << 18);
  for (;;) {
    const ssize_t size = ::read(file, part.data(), part.size());
    if (size < 0) return system_error(path);
    if (size == 0) break;
    const ByteView fresh(part.data(), static_cast<size_t>(size));
    hasher.add(fresh);
    seen.bytes += fresh.size();
    TRY(take(fresh));
  }
  seen.hash = hasher.finish();
  return seen;
}

}  // namespace

Result<Bytes> read_file(const std::string& path, size_t max) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return system_error(path);
  Bytes out;
  uint8_t part[65536];
  ssize_t size = 0;
  while (out.size() <= max && (size = ::read(file, part, sizeof part)) > 0)
    out.insert(out.end(), part, part + size);
  const Error error = size < 0 ? system_error(path) : Error{};
  ::close(file);
  if (size < 0) return error;
  if (out.size() > max)
    return fail(Failure::bad_input, fmt::format("{} is longer than {} bytes", path, max));
  return out;
}

Status write_file(const std::string& path, ByteView bytes, unsigned mode) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());  // left half-written, or put there by somebody who wants root to write
                            // elsewhere
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return system_error(fresh);
  give_to_owner(file, fresh);
  // The umask may have given other rights; the mode is part of the promise.
  const Status written =
      ::fchmod(file, mode) == 0 ? write_all(file, fresh, bytes) : Status(system_error(fresh));
  ::close(file);
  const bool named = written && ::rename(fresh.c_str(), path.c_str()) == 0;
  if (!named) {
    const Error why = written ? system_error(path) : written.error();
    ::unlink(fresh.c_str());  // on a full disk it holds the room that facts need
    return why;
  }
  const int directory =
      ::open(path.substr(0, path.find_last_of('/')).c_str(), O_RDONLY | O_CLOEXEC);
  if (directory >= 0) {
    (void)::fsync(directory);
    ::close(directory);
  }
  return done();
}

Result<FileSeen> hash_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return system_error(path);
  return read_through(file.get(), path, [](ByteView) { return done(); });
}

Result<FileSeen> copy_file(const std::string& from, const std::string& to, unsigned mode) {
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (source.get() < 0) return system_error(from);
  const Descriptor copy(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (copy.get() < 0) return system_error(to);
  give_to_owner(copy.get(), to);
  if (::fchmod(copy.get(), mode) != 0) return system_error(to);
  const FileSeen seen = TRY(read_through(
      source.get(), from, [&](ByteView part) { return write_part(copy.get(), to, part); }));
  if (::fsync(copy.get()) != 0) return system_error(to);
  return seen;
}

Status sync_directory(const std::string& path) {
  const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return system_error(path);
  return done();
}

void give_to_owner(int file, const std::string& path) {
  struct stat directory;
  if (::geteuid() != 0 || ::stat(path.substr(0, path.find_last_of('/')).c_str(), &directory) != 0)
    return;
  (void)!::fchown(file, directory.st_uid, directory.st_gid);
}

bool file_exists(const std::string& path) {
  struct stat found;
  return ::stat(path.c_str(), &found) == 0;
}

uint64_t disk_free_bytes(const std::string& path) {
  struct statvfs found;
  return ::statvfs(path.c_str(), &found) == 0 ? uint64_t{found.f_bavail} * found.f_frsize : 0;
}

}  // namespace otmetka
