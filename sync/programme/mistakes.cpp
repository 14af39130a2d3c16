#include "sync/programme/mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "sync/programme/limits.h"
#include "sync/programme/plain_text.h"

namespace otmetka {

std::string to_text(const Mistake& mistake) {
  const std::string line = mistake.line == 0 ? "" : fmt::format(":{}", mistake.line);
  return fmt::format("{}{}: error: {}; {}", mistake.file, line, mistake.what, mistake.remedy);
}

namespace programme {
namespace {

// Longer words are no slip of a key; and the table below is quadratic.
constexpr size_t compared_bytes_max = 64;
// Among more names than this a guess is worth little, and 100,000 mistakes must not take minutes.
constexpr size_t compared_choices_max = 200;

/// Letters to insert, remove, replace or swap with their neighbour.
size_t slips_between(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(above.begin(), above.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

void Mistakes::add(std::string_view file, uint32_t line, std::string_view what,
                   std::string_view remedy) {
  if (found_.size() >= mistakes_max) {
    more_ = true;
    return;
  }
  found_.push_back({printable(file), line, printable(what), printable(remedy)});
}

std::vector<Mistake> Mistakes::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Mistake& a, const Mistake& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  if (more_) {
    found_.push_back({"package", 0, fmt::format("more than {} mistakes", mistakes_max),
                      "correct these first, then check again"});
  }
  return std::move(found_);
}

std::string_view probably_meant(std::string_view word,
                                const std::vector<std::string_view>& choices) {
  if (word.size() > compared_bytes_max || choices.size() > compared_choices_max) return {};
  std::string_view nearest;
  size_t fewest = std::max<size_t>(1, std::min<size_t>(2, word.size() / 3)) + 1;
  for (const std::string_view choice : choices) {
    if (choice.size() > compared_bytes_max) continue;
    const size_t slips = slips_between(word, choice);
    if (slips < fewest) {
      fewest = slips;
      nearest = choice;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& choices,
                         std::string_view otherwise) {
  const std::string_view meant = probably_meant(word, choices);
  return meant.empty() ? std::string(otherwise) : fmt::format("did you mean \"{}\"?", meant);
}

std::string any_of(const std::vector<std::string_view>& choices) {
  std::string said;
  for (size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) said += i + 1 == choices.size() ? " or " : ", ";
    said += choices[i];
  }
  return said;
}

}  // namespace programme
}  // namespace otmetka
