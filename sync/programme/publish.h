// sync/programme/publish.h - a checked package as facts of channel logs. Pure: numbers come from
// the caller, bytes go back to it.
#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "shared/model/directory.h"
#include "sync/programme/package.h"

namespace otmetka {

enum class NumberKind { person, session, venue, cohort };
/// Gives numbers that no one ever had: `count` of them in a row; the first is returned.
using TakeNumbers = std::function<Result<uint32_t>(NumberKind, uint32_t count)>;

/// A photo as it was published, by the name of its text; nothing: it is not held.
using HeldPhoto = std::function<std::optional<Bytes>(const Hash& name)>;

struct ChannelDraft {
  Scope scope;
  Fact fact;
  std::optional<Bytes> text;  // to be detached: whatever can name a person
};

struct Blob {
  Hash name{};  // BLAKE2b-256 of the bytes
  Bytes bytes;
  std::string file;
};

struct Publication {
  std::vector<ChannelDraft> drafts;  // in the order in which they are to be appended
  std::vector<Blob>
      blobs;  // all of the package, so that loading it again also heals a store that lost some
  // How many there are in the drafts.
  size_t people = 0, sessions = 0, venues = 0, exhibits = 0, photos = 0;
};

/// What must be appended so that the channels say what the package says: everything for a new
/// cohort, only what differs for one that is there already. `start_day` (days since 1970-01-01)
/// replaces the package's own start; all dates shift with it except `as_of` of figures. What the
/// package no longer says stays in the channels, but for photos: they are taken away. `bad_input`
/// for a package with mistakes, where that stops the work; failures of `take` are passed on.
Result<Publication> publish(const Package& package, std::optional<int64_t> start_day,
                            const Directory& existing, const TakeNumbers& take,
                            const HeldPhoto& held_photo = {});

}  // namespace otmetka
