// otmetka facts: every fact of a directory, a line each, in one order at both ends.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "shared/log/tree.h"
#include "sync/cli/arguments.h"
#include "sync/cli/commands.h"
#include "sync/cli/fact_json.h"
#include "sync/cli/logs.h"

namespace otmetka {
namespace {

struct Options {
  std::string data, device, kind, format = "ndjson";
  bool own = false;
};

// One epoch may stand in the journal, in the held logs, or in both; the journal is what was
// recorded, and reaches further.
struct Source {
  EpochNode node;
  std::optional<JournalEpoch> journal;
  std::optional<HeldEpoch> held;
};
using Sources = std::map<LogId, std::map<Epoch, Source>>;

Result<Sources> sources_of(Logs& logs) {
  Sources out;
  if (logs.held) {
    for (const HeldEpoch& epoch : TRY(logs.held_logs().epochs())) {
      out[epoch.log][epoch.epoch] = {{epoch.epoch, epoch.parent}, std::nullopt, epoch};
    }
  }
  if (logs.journal) {
    for (const JournalEpoch& epoch : TRY(logs.journal->epochs())) {
      Source& source = out[epoch.log][epoch.epoch];
      source.node = {epoch.epoch, TRY(logs.journal->parent(epoch.row_id))};
      source.journal = epoch;
    }
  }
  return out;
}

bool recorded_here(const Sources::mapped_type& epochs) {
  return std::any_of(epochs.begin(), epochs.end(),
                     [](const auto& entry) { return entry.second.journal.has_value(); });
}

class Printer {
 public:
  Printer(Logs& logs, const Options& options) : logs_(&logs), kind_(options.kind) {}

  Status print(const LogId& log, const Source& source) {
    Seq next = 1;
    if (source.journal) {
      while (next <= source.journal->last) {
        const auto rows = TRY(logs_->journal->rows(source.journal->row_id, next, 1000));
        if (rows.empty())
          return fail(Failure::corrupt, fmt::format("the journal lacks {}/{}/{}", log.scope,
                                                    to_text(source.node.epoch), next));
        for (const JournalRow& row : rows)
          line(log, source, next = row.seq, TRY(decode_row(row.bytes)));
        ++next;
      }
    }
    if (!source.held || next > source.held->held) return done();
    const auto opened = TRY(logs_->held_logs().facts(*source.held, logs_->keys, next));
    sealed_ += opened.sealed;
    for (const OpenedFact& fact : opened.facts) line(log, source, fact.seq, fact.fact);
    return opened.damage ? Status(*opened.damage) : done();
  }
  uint64_t sealed() const { return sealed_; }

 private:
  void line(const LogId& log, const Source& source, Seq seq, const Fact& fact) {
    if (!kind_.empty() && kind_name(fact.kind) != kind_) return;
    say(stdout, "{}\n", fact_json({{log.device, log.scope, source.node.epoch, seq}, fact}));
  }
  Logs* logs_;
  std::string kind_;
  uint64_t sealed_ = 0;
};

Status print_facts(const Options& options) {
  Logs logs = TRY(open_logs(options.data));
  std::optional<DeviceId> only;
  if (!options.device.empty()) {
    only.emplace();
    TRY(from_hex_into(options.device, *only, "--device"));
  }
  if (options.own) {
    if (!logs.own && !logs.journal) {
      return fail(Failure::bad_input,
                  "--own is for a kiosk's directory; at central name the device: --device HEX");
    }
    only = logs.own;
  }
  Printer printer(logs, options);
  for (const auto& [log, epochs] : TRY(sources_of(logs))) {
    if (only && log.device != *only) continue;
    // With the mirror lost the box does not know its name; what its journal holds is its own all
    // the same.
    if (options.own && !only && !recorded_here(epochs)) continue;
    std::vector<const Source*> list;
    std::vector<EpochNode> nodes;
    for (const auto& [epoch, source] : epochs) {
      list.push_back(&source);
      nodes.push_back(source.node);
    }
    for (const size_t at : tree_order(nodes)) TRY(printer.print(log, *list[at]));
  }
  std::fflush(stdout);
  if (printer.sealed() > 0) say(stderr, "sealed, not opened {}\n", printer.sealed());
  return done();
}

}  // namespace

void add_facts_command(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand(
      "facts", "print facts, a JSON line each, sorted by device, scope, epoch tree, seq");
  command->add_option("--data", options->data, "directory of a kiosk or of a central")->required();
  auto* own = command->add_flag("--own", options->own, "only what this kiosk recorded itself");
  command->add_option("--device", options->device, "only this device (32 hex digits)")
      ->excludes(own)
      ->check([](const std::string& text) {
        DeviceId device;
        return from_hex_into(text, device, "--device").ok() ? std::string()
                                                            : "32 hex digits expected, not " + text;
      });
  command->add_option("--kind", options->kind, "only this kind, such as check-in")
      ->check([](const std::string& name) {
        return kind_of(name) || name.starts_with("kind-") ? std::string() : "no such kind: " + name;
      });
  command->add_option("--format", options->format, "ndjson")->check(CLI::IsMember({"ndjson"}));
  command->callback([options, &chosen] {
    chosen = [options](Environment&) {
      const Status status = print_facts(*options);
      return status ? exit_done : told(status.error());
    };
  });
}

}  // namespace otmetka
