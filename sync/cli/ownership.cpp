// sync/cli/ownership.cpp - every question is asked of an open descriptor, so that what is given is
// what was looked at, whatever the names come to mean in between.
#include "sync/cli/ownership.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string_view>

#include "shared/store/descriptor.h"

namespace otmetka {
namespace {

constexpr int depth_max = 16;  // ours are two deep

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

class Giver {
 public:
  explicit Giver(const Owner& owner) : owner_(owner) {}

  void give(int at, const std::string& name, const std::string& path, int depth) {
    // Looking at it opens nothing: no device, no pipe.
    const Descriptor found(::openat(at, name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat what {};
    if (found.get() < 0 || ::fstat(found.get(), &what) != 0) return leave(path);
    const bool file = S_ISREG(what.st_mode) && what.st_nlink == 1;
    if (!file && (!S_ISDIR(what.st_mode) || depth > depth_max)) return leave(path);
    if (::fchownat(found.get(), "", owner_.user, owner_.group, AT_EMPTY_PATH) != 0) leave(path);
    if (S_ISDIR(what.st_mode)) give_inside(found.get(), path, depth);
  }

  std::vector<std::string> left;

 private:
  void leave(const std::string& path) { left.push_back(path); }

  void give_inside(int directory, const std::string& path, int depth) {
    Descriptor readable(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    const std::unique_ptr<DIR, CloseDirectory> entries(
        readable.get() < 0 ? nullptr : ::fdopendir(readable.get()));
    if (!entries) return leave(path);
    readable.release();
    if (depth == 0) ::fchmod(::dirfd(entries.get()), 02750);
    while (const dirent* entry = ::readdir(entries.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") give(directory, name, path + "/" + name, depth + 1);
    }
  }

  Owner owner_;
};

}  // namespace

std::vector<std::string> give_directory(const std::string& path, const Owner& owner) {
  Giver giver(owner);
  giver.give(AT_FDCWD, path, path, 0);
  return std::move(giver.left);
}

}  // namespace otmetka
