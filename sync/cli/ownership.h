// sync/cli/ownership.h - what root made in a directory goes to the user whose programs go on with
// it, and nothing else ever does: that user may have put things there to be given what is not its
// own.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace otmetka {

struct Owner {
  uid_t user = 0;
  gid_t group = 0;
};

/// Gives a directory with all directories and regular files in it to `owner`, and the directory
/// itself mode 02750. Never follows a symbolic link, and leaves alone what else it finds: links,
/// files with a second name somewhere, devices, sockets. Gives back the paths it left.
std::vector<std::string> give_directory(const std::string& path, const Owner& owner);

}  // namespace otmetka
