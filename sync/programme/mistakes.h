// sync/programme/mistakes.h - gathers what is wrong with a package. Words of the package that go
// into a message are made printable here, so a hostile file cannot write to the reader's terminal.
#pragma once
#include <string_view>
#include <vector>

#include "sync/programme/package.h"

namespace otmetka::programme {

class Mistakes {
 public:
  void add(std::string_view file, uint32_t line, std::string_view what, std::string_view remedy);
  /// By file and line; the last one says so when there were more than `mistakes_max`.
  std::vector<Mistake> take();

 private:
  std::vector<Mistake> found_;
  bool more_ = false;
};

/// The word of the choices that was probably meant: a slip or two of the keyboard away.
std::string_view probably_meant(std::string_view word,
                                const std::vector<std::string_view>& choices);
/// `did you mean "hall"?` when a choice is that near, else `otherwise`.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& choices,
                         std::string_view otherwise);
/// "a, b or c"
std::string any_of(const std::vector<std::string_view>& choices);

}  // namespace otmetka::programme
