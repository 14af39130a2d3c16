// otmetka log verify: reads every stored byte again and checks chain, signatures and counts.
#include <fmt/format.h>

#include <map>

#include "sync/cli/verify.h"

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
    for (const HeldEpoch& epoch : TRY(logs_->held_logs().epochs())) {
      ++told_.held_epochs;
      reached_[epoch.row_id] = {0, first_link(epoch.log, epoch.epoch)};
    }
    TRY(logs_->held_logs().each_segment([&](const HeldEpoch& epoch,
                                            Result<Segment> segment) -> Status {
      ++told_.segments;
      if (!segment) {
        fault(epoch.log, epoch.epoch, reached_[epoch.row_id].first + 1, segment.error().message);
        return done();
      }
      return one(epoch, segment.value());
    }));
    for (const HeldEpoch& epoch : TRY(logs_->held_logs().epochs())) {
      const auto& [seq, link] = reached_[epoch.row_id];
      if (seq != epoch.held)
        fault(epoch.log, epoch.epoch, seq + 1,
              fmt::format("segments reach {}, {} are said to be held", seq, epoch.held));
      if (seq == epoch.held && link != epoch.link)
        fault(epoch.log, epoch.epoch, seq, "the last link is not the one that is said to be held");
    }
    return done();
  }

  Status one(const HeldEpoch& epoch, const Segment& segment) {
    const SegmentHeader& header = segment.header;
    const auto wrong = [&](const std::string& what) {
      fault(epoch.log, epoch.epoch, header.first, what);
      return done();
    };
    if (header.log != epoch.log || header.epoch != epoch.epoch)
      return wrong("a segment of another log or epoch");
    const auto key = TRY(logs_->held_logs().public_key(header.log.device, header.key_id));
    if (!key) return wrong("signed by a key that is not known");
    const Status signature = check_signature(segment, *key);
    if (!signature) return wrong(signature.error().message);
    auto& [seq, link] = reached_[epoch.row_id];
    if (header.first > seq + 1) return wrong("a gap before this segment");
    if (header.first == seq + 1 && header.previous != link)
      return wrong("does not hang on the segment before it");
    if (header.last() > seq) std::tie(seq, link) = std::tuple(header.last(), header.last_link);
    const SecretKey* scope_key = logs_->keys.opening_key(header.log.scope, header.scope_key_id);
    if (!scope_key) {
      told_.sealed += header.count;
      return done();
    }
    const auto facts = open_segment(segment, *scope_key);
    if (!facts) return wrong(facts.error().message);
    told_.opened += facts.value().size();
    for (const OpenedFact& fact : facts.value()) TRY(text(epoch, header, fact));
    return done();
  }

  // A detached text that is not there may have been erased, or not have come yet; one that is there
  // must be the right one.
  Status text(const HeldEpoch& epoch, const SegmentHeader& header, const OpenedFact& fact) {
    if (!fact.fact.detached) return done();
    const auto bytes = TRY(logs_->held_logs().detached(*fact.fact.detached));
    if (!bytes) return done();
    const auto opened = open_sealed_text(*bytes, *fact.fact.detached, logs_->keys);
    if (!opened && opened.error().failure != Failure::absent)
      fault(epoch.log, epoch.epoch, header.first, "a detached text does not open");
    return done();
  }

  Logs* logs_;
  const std::function<void(const std::string&)>& on_fault_;
  std::map<int64_t, std::pair<Seq, Link>> reached_;
  Verified told_;
};

int report(const Logs& logs, const Verified& told) {
  if (logs.journal)
    say(stdout, "journal: {} epochs, {} facts, unsealed {}\n", told.journal_epochs,
        told.journal_facts, told.unsealed);
  if (logs.held) {
    say(stdout, "held: {} epochs, {} segments, {} facts opened, sealed, not opened {}\n",
        told.held_epochs, told.segments, told.opened, told.sealed);
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
