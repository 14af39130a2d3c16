// sync/central/channels.h - central as the only writer of channel logs: epochs, numbers, detached
// texts. Every append is a signed segment in central.db, made in the caller's transaction.
#pragma once
#include <map>

#include "shared/model/directory.h"
#include "shared/seam/clock.h"
#include "shared/store/held_logs.h"
#include "shared/store/keys.h"
#include "sync/programme/publish.h"

namespace otmetka {

class Channels {
 public:
  Channels(Db& db, const DeviceId& central, Keys& keys, const Clock& clock, Random& random,
           std::string software)
      : db_(&db),
        central_(central),
        keys_(&keys),
        clock_(&clock),
        random_(&random),
        software_(std::move(software)) {}

  /// Appends in order; scopes may be mixed. Needs a scope key for each scope (see `Central`). When
  /// the transaction around it rolls back, call `forget`.
  Status append(const std::vector<ChannelDraft>& drafts);
  /// Numbers of one kind that nobody ever had, `count` in a row. The block they come from is made
  /// durable in the office log, in the same transaction, before the first of them is used.
  Result<uint32_t> take_numbers(NumberKind kind, uint32_t count);
  /// After a roll-back: what was appended since is not there, and the next append opens new epochs.
  void forget();

 private:
  struct OpenEpoch {
    Epoch epoch{};
    Seq last = 0;
    Link link{};
    std::optional<Parent> parent;
  };
  struct Block {
    uint64_t first = 0, end = 0;
    std::map<NumberKind, uint64_t> next;
  };
  Result<OpenEpoch> open_epoch(const LogId& log);
  Status append_run(const Scope& scope, const std::vector<Bytes>& rows);
  Result<Bytes> row_of(const ChannelDraft& draft);
  Status open_block(uint32_t count);

  Db* db_;
  DeviceId central_;
  Keys* keys_;
  const Clock* clock_;
  Random* random_;
  std::string software_;
  std::map<Scope, OpenEpoch> epochs_;
  std::optional<Block> block_;
};

}  // namespace otmetka
