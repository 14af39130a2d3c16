// make_golden DIR - writes the golden files of the version that this build writes. Only for a new
// version: the files of a version that was released never change.
#include <fmt/format.h>

#include "shared/store/files.h"
#include "tests/golden/golden.h"

int main(int count, char** arguments) {
  if (count != 2) {
    fmt::print(stderr, "usage: make_golden DIR\n");
    return 2;
  }
  for (const auto& [name, bytes] : otmetka::golden::make_files()) {
    const auto written = otmetka::write_file(std::string(arguments[1]) + "/" + name, bytes);
    if (!written.ok()) {
      fmt::print(stderr, "{}\n", written.error().message);
      return 1;
    }
  }
  return 0;
}
