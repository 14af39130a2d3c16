#include "sync/daemon/pictures.h"

#include <fmt/format.h>
#include <unistd.h>

#include "shared/base/limits.h"
#include "shared/store/files.h"
#include "sync/daemon/backoff.h"

namespace otmetka {
namespace {

// Years of check-ins: a picture is worth less than any of them.
constexpr uint64_t disk_kept_for_facts_bytes = 16u << 20;

}  // namespace

Status Pictures::read(HeldLogs logs, const DeviceId& central, const std::string& venue,
                      const Keys& keys) {
  ReadOf fresh{venue, keys.scopes.size(), TRY(channels_held(logs, central))};
  if (read_of_ == fresh) return done();
  std::vector<payload::Media> media;
  bool whole = true;
  const Scope scope = venue_scope(venue);
  const auto visit = [&](const ChannelFact& fact) {
    payload::Media entry;
    const Bytes& bytes = fact.placed.fact.payload;
    const bool wanted = fact.placed.fact.kind == Kind::media && fact.placed.id.scope == scope;
    if (wanted && entry.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      media.push_back(std::move(entry));
    return done();
  };
  TRY(each_channel_fact(logs, central, keys, visit, [&](const HeldEpoch&, const Error&) {
    whole = false;  // it comes again, and then is read again
    return done();
  }));
  want(std::move(media));
  read_of_.reset();
  if (whole) read_of_ = std::move(fresh);
  again_ms_ = 0;  // what is new was not tried yet
  return done();
}

std::string Pictures::path_of(const payload::Media& media) const {
  return directory_ + "/" + to_hex(as_bytes(media.hash()));
}

std::vector<std::string> Pictures::fetch(BlobSource& source, const Room& room) {
  std::vector<std::string> news;
  if (clock_->boot_ms() < again_ms_) return news;
  unsigned offline_in_a_row = 0;
  bool all = true;
  for (const payload::Media& media : wanted_) {
    const bool possible = media.hash().size() == 32 && media.size() <= blob_bytes_max;
    if (!possible || file_exists(path_of(media))) continue;
    const uint64_t may_come = room();
    if (may_come == 0) break;
    const Status fetched = fetch_one(media, source, may_come);
    if (fetched) {
      told_.erase(media.hash());
      offline_in_a_row = 0;
      continue;
    }
    all = false;
    const Error& error = fetched.error();
    std::string& told = told_[media.hash()];
    if (told != error.message) {
      told = error.message;
      news.push_back(fmt::format("picture {}: {}; it is asked for again", media.name(), told));
    }
    offline_in_a_row = error.failure == Failure::offline ? offline_in_a_row + 1 : 0;
    if (offline_in_a_row >= offline_in_a_row_max || error.failure == Failure::full) break;
  }
  failures_ = all ? 0 : failures_ + 1;
  again_ms_ = all ? 0 : clock_->boot_ms() + backoff_ms(failures_, *random_);
  return news;
}

// What came before a cut, or as far as there was room, stays beside the place and is gone on with.
Status Pictures::fetch_one(const payload::Media& media, BlobSource& source, uint64_t room) {
  const std::string path = path_of(media), part = path + ".part";
  const size_t size = static_cast<size_t>(media.size());
  Bytes bytes = read_file(part, size).value_or({});
  if (bytes.size() >= size) bytes.clear();
  const uint64_t free = disk_free_bytes(directory_);
  if (free < size + disk_kept_for_facts_bytes)
    return fail(Failure::full, fmt::format("no room for it: {} KiB free, and the last {} MiB of "
                                           "the disk are kept for facts",
                                           free >> 10, disk_kept_for_facts_bytes >> 20));
  const size_t before = bytes.size(), piece = std::min<uint64_t>(size - before, room);
  const Status came =
      source.get("/sync/v1/blob/" + to_hex(as_bytes(media.hash())), before, piece, bytes);
  const bool more = bytes.size() > before && bytes.size() < size;
  if (more && (!came || piece < size - before)) {
    TRY(write_file(part, bytes));
    return came;
  }
  if (!came) return came;
  if (as_text(hash({bytes})) != media.hash()) {
    ::unlink(part.c_str());
    return fail(Failure::corrupt, "came damaged");
  }
  TRY(write_file(path, bytes));
  ::unlink(part.c_str());
  return done();
}

}  // namespace otmetka
