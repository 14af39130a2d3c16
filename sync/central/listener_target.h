// sync/central/listener_target.h - what a request asks for: the target of its first line, taken
// apart. Pure.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace otmetka {

struct Target {
  std::string path;  // decoded; begins with a slash
  std::map<std::string, std::string> query;
};

/// Nothing when it cannot be meant well: not a path, a broken escape, a zero byte or other control
/// character, a `.` or `..` segment (escaped or not), an escaped slash, or bytes that are not
/// UTF-8. Of a query key that stands twice the first counts.
std::optional<Target> parse_target(std::string_view target);

}  // namespace otmetka
