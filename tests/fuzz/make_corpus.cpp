// make_corpus DIR: writes the files of tests/fuzz/corpus anew; after a change of a format, so that
// the fuzzers begin behind the new door. Inputs that were found and kept there by hand stay.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/corpus.h"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: make_corpus DIR\n");
    return 2;
  }
  for (const auto& [name, bytes] : otmetka::fuzz::make_corpus()) {
    const std::filesystem::path path = std::filesystem::path(arguments[1]) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
      std::fprintf(stderr, "cannot write %s\n", path.c_str());
      return 1;
    }
  }
}
