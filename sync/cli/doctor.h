// sync/cli/doctor.h - what is well and what is not, of a kiosk's directory or a central's, a line a
// finding: what it means, and what to do. Reads only.
#pragma once
#include <string>
#include <vector>

#include "sync/cli/commands.h"

namespace otmetka {

enum class Level { ok, warn, bad };

struct Finding {
  Level level = Level::ok;
  std::string about;  // one word, the same in every version
  std::string says;
  std::string act;  // empty: nothing is to be done
};
using Findings = std::vector<Finding>;

/// How a file or a directory is to be: not readable for others than `mode` says, and its
/// directory's owner's.
struct FileRule {
  std::string path;
  unsigned mode_max = 0600;
  bool must_be = true;
};
void check_files(const std::vector<FileRule>& rules, Findings& out);
/// Every stored byte again.
void check_logs(const std::string& data, Findings& out);
void check_room(const std::string& data, Findings& out);

Findings examine_kiosk(Environment& environment, const std::string& data);
Findings examine_central(Environment& environment, const std::string& data);

/// Without a word between a kiosk and central, on either side.
inline constexpr int64_t silence_warned_s = 7 * 86400;

/// "3 days", "5 hours", "12 minutes".
std::string long_ago(int64_t seconds);
/// "1 fact", "2 facts".
std::string counted(uint64_t count, std::string_view what);

}  // namespace otmetka
