#include "sync/cli/doctor.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "shared/store/files.h"
#include "sync/central/home.h"
#include "sync/cli/arguments.h"
#include "sync/cli/verify.h"

namespace otmetka {
namespace {

constexpr uint64_t room_low_bytes = 1u << 30, room_none_bytes = 100u << 20;
constexpr const char* level_names[] = {"ok", "warn", "bad"};

int examine(Environment& environment, const std::string& data, bool json, bool strict) {
  if (::access(data.c_str(), R_OK | X_OK) != 0)
    return told(fail(Failure::absent,
                     fmt::format("{}: {}: name the directory of a kiosk or of a central, and run "
                                 "this as its user or as root",
                                 data, std::strerror(errno))));
  const bool central = file_exists(central_database(data)) || file_exists(central_key_file(data)) ||
                       file_exists(data + "/address");
  const Findings found =
      central ? examine_central(environment, data) : examine_kiosk(environment, data);
  Level worst = Level::ok;
  for (const Finding& each : found) worst = std::max(worst, each.level);
  if (json) {
    nlohmann::ordered_json out{{"place", central ? "central" : "kiosk"},
                               {"worst", level_names[static_cast<int>(worst)]},
                               {"findings", nlohmann::ordered_json::array()}};
    for (const Finding& each : found)
      out["findings"].push_back({{"level", level_names[static_cast<int>(each.level)]},
                                 {"about", each.about},
                                 {"says", each.says},
                                 {"do", each.act}});
    say(stdout, "{}\n", out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else {
    for (const Finding& each : found)
      say(stdout, "{:5} {:10} {}{}\n", level_names[static_cast<int>(each.level)], each.about,
          each.says, each.act.empty() ? "" : "; to do: " + each.act);
  }
  return worst == Level::bad || (strict && worst == Level::warn) ? exit_failed : exit_done;
}

void check_file(const FileRule& rule, Findings& out) {
  struct stat found, directory;
  if (::stat(rule.path.c_str(), &found) != 0) {
    if (rule.must_be || errno != ENOENT)
      out.push_back({Level::bad, "files", fmt::format("{}: {}", rule.path, std::strerror(errno)),
                     "put it back from a backup, or look at what the other lines say"});
    return;
  }
  const unsigned mode = found.st_mode & 0777;
  if (mode & ~rule.mode_max)
    out.push_back({Level::bad, "files",
                   fmt::format("{} has mode {:o}: more than {:o} lets others read or change it",
                               rule.path, mode, rule.mode_max),
                   fmt::format("chmod {:o} {}", mode & rule.mode_max, rule.path)});
  const std::string parent = rule.path.substr(0, rule.path.find_last_of('/'));
  if (S_ISDIR(found.st_mode) || ::stat(parent.c_str(), &directory) != 0) return;
  if (directory.st_uid != found.st_uid)
    out.push_back({Level::bad, "files",
                   fmt::format("{} belongs to user {}, its directory to {}: the program that owns "
                               "the directory cannot go on with it",
                               rule.path, found.st_uid, directory.st_uid),
                   fmt::format("chown --reference={} {}", parent, rule.path)});
}

}  // namespace

void check_files(const std::vector<FileRule>& rules, Findings& out) {
  const size_t before = out.size();
  for (const FileRule& rule : rules) check_file(rule, out);
  if (out.size() == before)
    out.push_back({Level::ok, "files", "all there, with their owners and modes", ""});
}

void check_logs(const std::string& data, Findings& out) {
  auto logs = open_logs(data);
  if (!logs) {
    out.push_back({Level::bad, "logs", logs.error().message, "put the file back from a backup"});
    return;
  }
  std::string first;
  const auto verified = verify_logs(logs.value(), [&](const std::string& line) {
    if (first.empty()) first = line;
  });
  if (!verified) {
    out.push_back(
        {Level::bad, "logs", verified.error().message, "put the file back from a backup"});
    return;
  }
  const Verified& told = verified.value();
  if (told.faults > 0) {
    out.push_back({Level::bad, "logs",
                   fmt::format("{}, the first: {}", counted(told.faults, "fault"), first),
                   "`otmetka log verify` has all; what others hold comes again by itself, so wait "
                   "for an exchange and look again; keep a copy of the directory before anything "
                   "else"});
  } else {
    out.push_back(
        {Level::ok, "logs",
         fmt::format("every stored byte is as it was signed: {}, {} in the journal",
                     counted(told.held.segments, "segment"), counted(told.journal_facts, "fact")),
         ""});
  }
}

void check_room(const std::string& data, Findings& out) {
  const uint64_t free = disk_free_bytes(data);
  const Level level = free < room_none_bytes  ? Level::bad
                      : free < room_low_bytes ? Level::warn
                                              : Level::ok;
  out.push_back({level, "disk", fmt::format("{} MiB free", free >> 20),
                 level == Level::ok ? "" : "make room: when there is none, nothing is recorded"});
}

std::string long_ago(int64_t seconds) {
  const uint64_t past = static_cast<uint64_t>(std::max<int64_t>(0, seconds));
  if (past >= 2 * 86400) return counted(past / 86400, "day");
  if (past >= 2 * 3600) return counted(past / 3600, "hour");
  return counted(past / 60, "minute");
}

std::string counted(uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

void add_doctor_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data;
    bool json = false, strict = false;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "doctor",
      "what is well and what is not, a line a finding (ok, warn, bad): what it means, what to do. "
      "1 if something is bad");
  command->add_option("--data", options->data, "directory of a kiosk or of a central")->required();
  command->add_flag("--json", options->json, "one JSON object");
  command->add_flag("--strict", options->strict, "1 also if something is to be warned of");
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) {
      return examine(e, options->data, options->json, options->strict);
    };
  });
}

}  // namespace otmetka
