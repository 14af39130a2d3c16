#include "tests/bench/outside.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>

namespace otmetka::bench {

std::optional<nlohmann::json> told_by(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 4096> part;
  while (const size_t size = std::fread(part.data(), 1, part.size(), pipe))
    text.append(part.data(), size);
  if (::pclose(pipe) != 0) return std::nullopt;
  auto told = nlohmann::json::parse(text, nullptr, false);
  return told.is_object() ? std::optional(std::move(told)) : std::nullopt;
}

std::optional<nlohmann::json> measured_by(const std::string& script) {
  return told_by(fmt::format("OTMETKA_BIN='{}' '{}' -B '{}/bench/{}'", OTMETKA_BIN_DIR,
                             OTMETKA_PYTHON, OTMETKA_TESTS_DIR, script));
}

}  // namespace otmetka::bench
