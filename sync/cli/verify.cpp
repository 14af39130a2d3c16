// otmetka log verify: reads every stored byte again and checks chain, signatures and counts.
#include "sync/cli/verify.h"

#include <fmt/format.h>

#include "sync/cli/arguments.h"
#include "sync/cli/commands.h"
#include "sync/cli/logs.h"

namespace otmetka {
namespace {

class Verifier {
 public:
  Verifier(Logs& logs, const std::function<void(const std::string&)>& on_fault)
      : logs_(&logs), on_fault_(on_fault) {}

  Status run() {
    // One moment of the held logs, and none of the journal's before it, while others go on writing.
    if (logs_->held) {
      TRY(logs_->held->run("BEGIN"));
      told_.quarantined = TRY(logs_->held_logs().quarantined());
    }
    if (logs_->journal) TRY(journal());
    if (logs_->held) TRY(held());
    return done();
  }

  const Verified& told() const { return told_; }

 private:
  void fault(const LogId& log, Epoch epoch, Seq seq, const std::string& what) {
    ++told_.faults;
    on_fault_(
        fmt::format("{}/{}/{}/{}: {}", to_text(log.device), log.scope, to_text(epoch), seq, what));
  }

  Status journal() {
    for (const JournalEpoch& epoch : TRY(logs_->journal->epochs())) {
      ++told_.journal_epochs;
      TRY(journal_epoch(epoch));
    }
    return done();
  }

  // Stops at the first broken link of an epoch: whatever hangs on it cannot be judged.
  Status journal_epoch(const JournalEpoch& epoch) {
    Link link = first_link(epoch.log, epoch.epoch);
    Seq next = 1;
    const auto held = logs_->held ? TRY(logs_->held_logs().epoch(epoch.log, epoch.epoch))
                                  : std::optional<HeldEpoch>();
    if (epoch.last == 0) fault(epoch.log, epoch.epoch, 1, "an epoch without facts");
    while (next <= epoch.last) {
      const auto rows = TRY(logs_->journal->rows(epoch.row_id, next, 1000));
      if (rows.empty()) {
        fault(epoch.log, epoch.epoch, next, "missing rows");
        return done();
      }
      for (const JournalRow& row : rows) {
        const auto fact = decode_row(row.bytes);
        link = next_link(link, row.bytes);
        const char* wrong = row.seq != next    ? "a missing row"
                            : !fact            ? "a row that cannot be read"
                            : link != row.link ? "a broken link"
                                               : nullptr;
        if (!wrong && next == 1 && fact.value().kind != Kind::opened)
          wrong = "the first fact is not `opened`";
        if (!wrong && held && next == held->held && link != held->link)
          wrong = "the journal and the mirror have another link";
        if (wrong) {
          fault(epoch.log, epoch.epoch, next, wrong);
          return done();
        }
        ++next;
        ++told_.journal_facts;
      }
    }
    if (held && held->held > epoch.last)
      fault(epoch.log, epoch.epoch, epoch.last, "the mirror holds more than the journal");
    told_.unsealed += epoch.last - std::min(epoch.last, held ? held->held : 0);
    return done();
  }

  Status held() {
    const VerifyVisit visit{[this](const LogId& log, Epoch epoch, Seq seq,
                                   const std::string& what) { fault(log, epoch, seq, what); }};
    told_.held = TRY(verify_held(logs_->held_logs(), logs_->keys, visit));
    return done();
  }

  Logs* logs_;
  const std::function<void(const std::string&)>& on_fault_;
  Verified told_;
};

int report(const Logs& logs, const Verified& told) {
  if (logs.journal)
    say(stdout, "journal: {} epochs, {} facts, unsealed {}\n", told.journal_epochs,
        told.journal_facts, told.unsealed);
  if (logs.held) {
    say(stdout, "held: {} epochs, {} segments, {} facts opened, sealed, not opened {}\n",
        told.held.epochs, told.held.segments, told.held.opened, told.held.sealed);
  }
  if (told.quarantined > 0) say(stdout, "quarantined: {}\n", told.quarantined);
  say(stdout, "{}\n", told.faults == 0 ? "no faults" : fmt::format("{} faults", told.faults));
  std::fflush(stdout);
  return told.faults == 0 ? exit_done : exit_failed;
}

int verify_directory(const std::string& data) {
  auto logs = open_logs(data);
  if (!logs) return told(logs.error());
  const auto verified =
      verify_logs(logs.value(), [](const std::string& line) { say(stderr, "fault: {}\n", line); });
  if (!verified) return told(verified.error());
  return report(logs.value(), verified.value());
}

}  // namespace

Result<Verified> verify_logs(Logs& logs, const std::function<void(const std::string&)>& on_fault) {
  Verifier verifier(logs, on_fault);
  TRY(verifier.run());
  return verifier.told();
}

void add_log_command(CLI::App& app, Command& chosen) {
  auto* log = app.add_subcommand("log", "the logs of a directory");
  log->require_subcommand(1);
  auto* verify = log->add_subcommand(
      "verify", "read every byte again: chain, signatures, counts; non-zero on any fault");
  auto data = std::make_shared<std::string>();
  verify->add_option("--data", *data, "directory of a kiosk or of a central")->required();
  verify->callback(
      [data, &chosen] { chosen = [data](Environment&) { return verify_directory(*data); }; });
}

}  // namespace otmetka
