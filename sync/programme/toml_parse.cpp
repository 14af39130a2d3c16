#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sync/programme/toml_table.h"

namespace otmetka::programme {
namespace {

uint32_t line_at(std::string_view text, size_t at) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(at);
  return static_cast<uint32_t>(1 + std::count(text.begin(), end, '\n'));
}

bool may_stand_in_a_key(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '"' ||
         c == '\'' || c == ' ' || c == '\t';
}

/// Where a key with more parts than anybody writes would be; prose with that many full stops has
/// other signs between them.
std::optional<size_t> endless_key_at(std::string_view text) {
  size_t dots = 0;
  bool part = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '.') {
      dots = part ? dots + 1 : 0;
      part = false;
      if (dots >= dotted_key_parts_max) return at;
    } else if (may_stand_in_a_key(text[at])) {
      part = true;
    } else {
      dots = 0;
      part = false;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<toml::table> parse_toml(const std::string& path, const std::string& text,
                                      Mistakes& mistakes) {
  if (const auto at = not_utf8_at(text)) {
    mistakes.add(path, line_at(text, *at), "this line is not UTF-8",
                 "save the file as UTF-8 in the editor");
    return std::nullopt;
  }
  if (const auto at = endless_key_at(text)) {
    mistakes.add(
        path, line_at(text, *at),
        fmt::format("this line has more than {} dots in a row of names", dotted_key_parts_max),
        "write the key as FORMAT.md shows it");
    return std::nullopt;
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const toml::source_position where = error.source().begin;
    mistakes.add(path, where.line, fmt::format("not TOML: {}", error.description()),
                 fmt::format("correct the line near column {}; what follows it was not checked",
                             where.column));
    return std::nullopt;
  }
}

}  // namespace otmetka::programme
