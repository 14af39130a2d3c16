// sync/cli/arguments.h - what all programs do with their arguments and their words: help on stdout
// with 0, a usage mistake on stderr with 2.
#pragma once
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

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

/// Unlike fmt::print this never throws: a full disk under a log or behind `>` must not end a
/// program at its work.
template <typename... T>
void say(std::FILE* to, fmt::format_string<T...> text, T&&... values) {
  std::fputs(fmt::format(text, std::forward<T>(values)...).c_str(), to);
}

inline int told(const Error& error) {
  std::fprintf(stderr, "error: %s\n", error.message.c_str());
  return exit_failed;
}

/// The last thing a command does: results that could not be written are a failure.
inline int finished(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fprintf(stderr, "error: not everything could be written to standard output: %s\n",
               std::strerror(errno));
  return code == exit_done ? exit_failed : code;
}

}  // namespace otmetka
