// otmetka backup, otmetka restore: a whole copy of a central, and the way back.
#include <fmt/format.h>

#include "sync/central/backup.h"
#include "sync/cli/arguments.h"
#include "sync/cli/central_door.h"
#include "sync/cli/commands.h"

namespace otmetka {
namespace {

using nlohmann::json;

// A line of the admin socket stays far below its bound.
constexpr size_t heads_at_once = 20'000;

void tell(const std::string& line) {
  say(stderr, "{}\n", line);
  std::fflush(stderr);
}

json to_json(const VerifiedHead& head) {
  return {{"device", to_text(head.log.device)},
          {"scope", head.log.scope},
          {"epoch", to_text(head.epoch)},
          {"seq", head.seq},
          {"link", to_hex(head.link)}};
}

// Only now, when the backup has its name on its disk, may anything be called archived.
Status tell_central(Environment& environment, const std::string& data, const std::string& target,
                    const BackupMade& made) {
  for (size_t from = 0; from < made.heads.size(); from += heads_at_once) {
    json heads = json::array();
    const size_t end = std::min(from + heads_at_once, made.heads.size());
    for (size_t i = from; i < end; ++i) heads.push_back(to_json(made.heads[i]));
    TRY(act_on(environment, data, {{"act", "archived"}, {"heads", std::move(heads)}}));
  }
  const json act{
      {"act", "backup-done"}, {"at", made.at_s}, {"target", target}, {"facts", made.facts}};
  TRY(act_on(environment, data, act));
  return done();
}

int backup(Environment& environment, const std::string& data, const std::string& target,
           size_t keep) {
  const auto made = make_backup({data, target, environment.clock->wall_s()}, tell);
  if (!made) return told(made.error());
  const BackupMade& one = made.value();
  const Status known =
      tell_central(environment, data, std::filesystem::absolute(target).string(), one);
  if (!known) {
    tell(fmt::format("the backup {} is good, but central was not told of it", one.path));
    return told(known.error());
  }
  if (keep > 0) {
    const Status pruned = prune_backups(target, keep, tell);
    if (!pruned) return told(pruned.error());
  }
  say(stdout, "{}: {} files, {} bytes, {} facts: verified\n", one.path, one.files, one.bytes,
      one.facts);
  if (one.faults.empty()) return exit_done;
  return told(fail(Failure::corrupt,
                   fmt::format("central's own directory has {} faults, which the backup has too: "
                               "what is damaged is not called archived; see `otmetka log verify`",
                               one.faults.size())));
}

int restore(const std::string& from, const std::string& data) {
  const Status restored = restore_backup(from, data, tell);
  if (!restored) return told(restored.error());
  say(stdout, "{} is the central of {} again; start it: kiosks bring back what it has lost since\n",
      data, from);
  return exit_done;
}

}  // namespace

void add_backup_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data, target;
    size_t keep = 0;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "backup", "copy a central, which may be running, and verify the copy; prints where it is");
  command->add_option("--data", options->data, "directory of the central")->required();
  command
      ->add_option("--to", options->target,
                   "directory of backups; must be there, and not inside the central's")
      ->required();
  command->add_option("--keep", options->keep, "then remove all but this many; 0: none")
      ->capture_default_str();
  command->callback([options, &chosen] {
    chosen = [options](Environment& e) {
      return backup(e, options->data, options->target, options->keep);
    };
  });
}

void add_restore_command(CLI::App& app, Command& chosen) {
  struct Options {
    std::string data, from;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "restore", "put a backup back into an empty directory; refuses one that has anything in it");
  command->add_option("--from", options->from, "one backup, as `backup` printed it")->required();
  command->add_option("--data", options->data, "directory of the central")->required();
  command->callback([options, &chosen] {
    chosen = [options](Environment&) { return restore(options->from, options->data); };
  });
}

}  // namespace otmetka
