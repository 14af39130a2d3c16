#include "sync/central/channels.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "shared/model/serialize.h"
#include "shared/store/mirror.h"

namespace otmetka {
Result<Bytes> Channels::row_of(const ChannelDraft& draft) {
  Fact fact = draft.fact;
  fact.boot_s = clock_->boot_s();
  fact.wall_s = clock_->wall_s();
  if (draft.text) {
    const SecretKey* key = keys_->sealing_key(draft.scope);
    if (!key) return fail(Failure::absent, fmt::format("no scope key for {}", draft.scope));
    const Bytes salted = salt_text(*draft.text, *random_);
    fact.detached = detached_hash(salted);
    TRY(HeldLogs(*db_).put_detached(*fact.detached, draft.scope,
                                    seal_detached(draft.scope, salted, *key, *random_)));
  }
  return encode_row(fact);
}

Status Channels::append(const std::vector<ChannelDraft>& drafts) {
  for (size_t i = 0; i < drafts.size();) {
    const Scope& scope = drafts[i].scope;
    const size_t room =
        epochs_.contains(scope) ? segment_facts_max : segment_facts_max - 1;  // for `opened`
    std::vector<Bytes> rows;
    for (; i < drafts.size() && drafts[i].scope == scope && rows.size() < room; ++i)
      rows.push_back(TRY(row_of(drafts[i])));
    TRY(append_run(scope, rows));
  }
  return done();
}

Result<Channels::OpenEpoch> Channels::open_epoch(const LogId& log) {
  OpenEpoch epoch;
  const std::vector<HeldEpoch> known = TRY(HeldLogs(*db_).epochs(log));
  if (!known.empty())
    epoch.parent = Parent{known.back().epoch, known.back().held, known.back().link};
  epoch.epoch = Epoch{random_->u64()};
  epoch.link = first_link(log, epoch.epoch);
  return epoch;
}

Status Channels::append_run(const Scope& scope, const std::vector<Bytes>& rows) {
  const LogId log{central_, scope};
  SealRequest request;
  request.log = log;
  if (!epochs_.contains(scope)) {
    epochs_[scope] = TRY(open_epoch(log));
    const OpenEpoch& fresh = epochs_[scope];
    payload::Opened opened;
    if (fresh.parent) {
      opened.set_parent_epoch(static_cast<uint64_t>(fresh.parent->epoch));
      opened.set_parent_seq(fresh.parent->seq);
      opened.set_parent_link(std::string(as_text(fresh.parent->link)));
    }
    const BootId boot = clock_->boot_id();
    opened.set_boot(std::string(as_text(boot)));
    opened.set_software(software_);
    ChannelDraft first{scope, {}, {}};
    first.fact.kind = Kind::opened;
    first.fact.payload = serialize(opened);
    request.rows.push_back(TRY(row_of(first)));
  }
  OpenEpoch& epoch = epochs_[scope];
  request.epoch = epoch.epoch;
  request.parent = epoch.last == 0 ? epoch.parent : std::nullopt;
  request.first = epoch.last + 1;
  request.previous = epoch.link;
  request.rows.insert(request.rows.end(), rows.begin(), rows.end());
  const SecretKey* key = keys_->sealing_key(scope);
  if (!key || !keys_->sign) return fail(Failure::absent, fmt::format("no key for {}", scope));
  const Segment segment = TRY(seal_segment(request, *keys_->sign, *key, *random_));
  const Accepted accepted = TRY(HeldLogs(*db_).accept(segment, *keys_, clock_->wall_s()));
  if (accepted != Accepted::stored)
    return fail(Failure::corrupt, "a channel segment just made does not fit its log");
  epoch.last = segment.header.last();
  epoch.link = segment.header.last_link;
  return done();
}

void Channels::forget() {
  epochs_.clear();
  block_.reset();
}

Result<uint32_t> Channels::take_numbers(NumberKind kind, uint32_t count) {
  const auto next = [&] {
    const auto found = block_->next.find(kind);
    return found == block_->next.end() ? block_->first : found->second;
  };
  if (!block_ || next() + count > block_->end) TRY(open_block(count));
  const uint64_t first = next();
  block_->next[kind] = first + count;
  return static_cast<uint32_t>(first);
}

// The first block of a store starts at 1. Every later one lies at random, since a store put back
// from a copy cannot know which numbers its other self has given since.
Status Channels::open_block(uint32_t count) {
  std::vector<std::pair<uint64_t, uint64_t>> used;
  TRY(each_channel_fact(HeldLogs(*db_), central_, *keys_, [&](const ChannelFact& fact) -> Status {
    payload::NumberBlock block;
    const Bytes& bytes = fact.placed.fact.payload;
    if (fact.placed.fact.kind == Kind::number_block &&
        block.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      used.emplace_back(block.first(), uint64_t{block.first()} + block.count());
    }
    return done();
  }));
  const uint64_t blocks = (uint64_t{count} + number_block_size) / number_block_size;
  Block fresh;
  if (used.empty()) {
    fresh.first = 1;
    fresh.end = blocks * number_block_size;
  }
  const uint64_t places = (uint64_t{1} << 32) / number_block_size - blocks;
  for (int attempt = 0; fresh.end == 0 && attempt < 1000; ++attempt) {
    const uint64_t first = (1 + random_->u64() % (places - 1)) * number_block_size,
                   end = first + blocks * number_block_size;
    const bool taken = std::any_of(
        used.begin(), used.end(), [&](const auto& u) { return u.first < end && first < u.second; });
    if (!taken) std::tie(fresh.first, fresh.end) = std::tie(first, end);
  }
  if (fresh.end == 0) return fail(Failure::full, "no free block of numbers was found");
  payload::NumberBlock payload;
  payload.set_first(static_cast<uint32_t>(fresh.first));
  payload.set_count(static_cast<uint32_t>(fresh.end - fresh.first));
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::number_block;
  draft.fact.payload = serialize(payload);
  TRY(append({draft}));
  block_ = fresh;
  return done();
}

}  // namespace otmetka
