// The corpus of every fuzzer as a plain test: what was found once stays found, with any compiler.
#include <catch2/catch_all.hpp>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/targets.h"

using namespace otmetka;

namespace {

constexpr size_t file_bytes_max = 4096;

Bytes bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
std::filesystem::path corpus_of(const std::string& target) {
  return std::filesystem::path(OTMETKA_TESTS_DIR) / "fuzz/corpus" / target;
}

}  // namespace

TEST_CASE("no promise of a door is broken by anything that was ever sent to it", "[fuzz]") {
  for (const fuzz::Target& target : fuzz::targets()) {
    size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus_of(target.name))) {
      INFO(entry.path().string());
      const Bytes bytes = bytes_of(entry.path());
      CHECK(bytes.size() <= file_bytes_max);
      target.run(bytes);
      ++files;
    }
    CHECK(files > 0);
  }
}

TEST_CASE("what is cut short or empty is refused at every door", "[fuzz]") {
  for (const auto& [name, whole] : fuzz::make_corpus()) {
    const std::string_view target = std::string_view(name).substr(0, name.find('/'));
    for (const fuzz::Target& one : fuzz::targets()) {
      if (target != one.name) continue;
      const size_t step = std::max<size_t>(1, whole.size() / 16);
      for (size_t size = 0; size < whole.size(); size += step) one.run(ByteView(whole).first(size));
    }
  }
}
