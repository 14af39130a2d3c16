// tests/store/folder.h - a real directory that goes with the test, for what a disk in memory cannot
// show: rights, locks, renames.
#pragma once
#include <stdlib.h>

#include <catch2/catch_all.hpp>
#include <filesystem>

namespace otmetka::test {

class Folder {
 public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "otmetka-store-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace otmetka::test
