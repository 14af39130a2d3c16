// shared/seam/disk.h - which SQLite VFS the stores use. Tests give a disk in memory that forgets
// what was not synced.
#pragma once
#include <string>

namespace otmetka {

struct Disk {
  std::string vfs;  // empty: the operating system's files
};

}  // namespace otmetka
