// sync/cli/arguments.h - what all programs do with their arguments: help on stdout with 0, a usage mistake on stderr with 2.
#pragma once
#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include "shared/base/result.h"

namespace otmetka {

enum ExitCode : int { exit_done = 0, exit_failed = 1, exit_usage = 2 };

/// The exit code if the program is to end here.
inline std::optional<int> parse_arguments(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::Success& help) {
    app.exit(help);
    return exit_done;
  } catch (const CLI::ParseError& mistake) {
    app.exit(mistake);
    return exit_usage;
  }
}

inline int told(const Error& error) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  return exit_failed;
}

}  // namespace otmetka
