// Photos of the roster: they come last and in portions, so that nothing that matters more waits for
// them, and go from this disk when the roster no longer names them.
#include <algorithm>

#include "shared/base/limits.h"
#include "sync/exchange/device.h"

namespace otmetka {
namespace {

// About 4 MiB: one body of an answer.
constexpr size_t photos_at_once = 256;

}  // namespace

// What is said of photos in the channels: `named` by any fact, by the latest of each person in the
// directory.
Status Device::note_photos(const Directory& directory, const std::set<Hash>& named) {
  std::set<Hash> current;
  for (const auto& [scope, cohort] : directory.cohorts()) {
    for (const auto& [person, name] : cohort.photos) current.insert(name);
  }
  HeldLogs logs = world_.mirror.logs();
  for (const Hash& name : named) {
    if (!current.contains(name) && TRY(logs.has_detached(name))) TRY(logs.forget_detached(name));
  }
  photos_wanted_.clear();
  for (const Hash& name : current) {
    if (!TRY(logs.has_detached(name))) photos_wanted_.insert(name);
  }
  photos_ = std::move(current);
  photos_known_ = true;
  return done();
}

// That they are held is all that is asked each time; whether they open, in turn.
Status Device::check_photos(const DeviceId& central, size_t count) {
  HeldLogs logs = world_.mirror.logs();
  if (!photos_known_)
    TRY(note_photos(TRY(read_directory(logs, central, world_.keys)).directory, {}));
  auto next = photos_.upper_bound(photo_checked_);
  for (; count > 0 && next != photos_.end(); --count, ++next) {
    photo_checked_ = *next;
    if (!TRY(logs.has_detached(*next)) || TRY(open_text(logs, *next, world_.keys))) continue;
    TRY(logs.forget_detached(*next));
    photos_wanted_.insert(*next);
  }
  if (next == photos_.end()) photo_checked_ = {};
  return done();
}

std::set<Hash> Device::next_photos(uint64_t room) const {
  const uint64_t at_once = std::min<uint64_t>(photos_at_once, room / portrait_bytes_max);
  std::set<Hash> out;
  for (const Hash& name : photos_wanted_) {
    if (out.size() < at_once && !photos_in_vain_.contains(name)) out.insert(name);
  }
  return out;
}

Result<RoundTrip> Device::exchange(Network& network, const Room& room) {
  // What central did not have is asked for again once there is nothing else to ask for.
  if (next_photos(no_limit()).empty()) photos_in_vain_.clear();
  RoundTrip trip = TRY(exchange_part(network, room));
  // Each part seals and delivers first what was recorded while the one before brought photos.
  for (bool comes = true; comes && !next_photos(room()).empty();) {
    const RoundTrip part = TRY(exchange_part(network, room));
    comes = part.photos_taken > 0;
    trip.requests += part.requests;
    trip.segments_sent += part.segments_sent;
    trip.segments_taken += part.segments_taken;
    trip.photos_taken += part.photos_taken;
    trip.next_s = part.next_s;
    trip.segments_handed_back += part.segments_handed_back;
  }
  return trip;
}

}  // namespace otmetka
