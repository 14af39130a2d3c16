// otmetka log verify: reads every stored byte again and checks chain, signatures and counts.
#include <fmt/format.h>

#include <map>

#include "sync/cli/arguments.h"
#include "sync/cli/commands.h"
#include "sync/cli/logs.h"

namespace otmetka {
namespace {

class Verifier {
 public:
  explicit Verifier(Logs& logs) : logs_(&logs) {}

  Status run() {
    // One moment of the held logs, and none of the journal's before it, while others go on writing.
    if (logs_->held) {
      TRY(logs_->held->run("BEGIN"));
      quarantined_ = TRY(logs_->held_logs().quarantined());
    }
    if (logs_->journal) TRY(journal());
    if (logs_->held) TRY(held());
    return done();
  }

  int report() const {
    if (logs_->journal)
      say(stdout, "journal: {} epochs, {} facts, unsealed {}\n", journal_epochs_, journal_facts_,
          unsealed_);
    if (logs_->held) {
      say(stdout, "held: {} epochs, {} segments, {} facts opened, sealed, not opened {}\n",
          held_epochs_, segments_, opened_, sealed_);
    }
    if (quarantined_ > 0) say(stdout, "quarantined: {}\n", quarantined_);
    say(stdout, "{}\n", faults_ == 0 ? "no faults" : fmt::format("{} faults", faults_));
    std::fflush(stdout);
    return faults_ == 0 ? exit_done : exit_failed;
  }

 private:
  void fault(const LogId& log, Epoch epoch, Seq seq, const std::string& what) {
    ++faults_;
    say(stderr, "fault: {}/{}/{}/{}: {}\n", to_text(log.device), log.scope, to_text(epoch), seq,
        what);
  }

  Status journal() {
    for (const JournalEpoch& epoch : TRY(logs_->journal->epochs())) {
      ++journal_epochs_;
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
        ++journal_facts_;
      }
    }
    if (held && held->held > epoch.last)
      fault(epoch.log, epoch.epoch, epoch.last, "the mirror holds more than the journal");
    unsealed_ += epoch.last - std::min(epoch.last, held ? held->held : 0);
    return done();
  }

  Status held() {
    for (const HeldEpoch& epoch : TRY(logs_->held_logs().epochs())) {
      ++held_epochs_;
      reached_[epoch.row_id] = {0, first_link(epoch.log, epoch.epoch)};
    }
    TRY(logs_->held_logs().each_segment([&](const HeldEpoch& epoch,
                                            Result<Segment> segment) -> Status {
      ++segments_;
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
      sealed_ += header.count;
      return done();
    }
    const auto facts = open_segment(segment, *scope_key);
    if (!facts) return wrong(facts.error().message);
    opened_ += facts.value().size();
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
  std::map<int64_t, std::pair<Seq, Link>> reached_;
  uint64_t journal_epochs_ = 0, journal_facts_ = 0, unsealed_ = 0, held_epochs_ = 0, segments_ = 0,
           opened_ = 0, sealed_ = 0;
  int64_t quarantined_ = 0;
  uint64_t faults_ = 0;
};

int verify_logs(const std::string& data) {
  auto logs = open_logs(data);
  if (!logs) return told(logs.error());
  Verifier verifier(logs.value());
  const Status status = verifier.run();
  if (!status) return told(status.error());
  return verifier.report();
}

}  // namespace

void add_log_command(CLI::App& app, Command& chosen) {
  auto* log = app.add_subcommand("log", "the logs of a directory");
  log->require_subcommand(1);
  auto* verify = log->add_subcommand(
      "verify", "read every byte again: chain, signatures, counts; non-zero on any fault");
  auto data = std::make_shared<std::string>();
  verify->add_option("--data", *data, "directory of a kiosk or of a central")->required();
  verify->callback(
      [data, &chosen] { chosen = [data](Environment&) { return verify_logs(*data); }; });
}

}  // namespace otmetka
