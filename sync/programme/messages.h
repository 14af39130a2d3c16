// sync/programme/messages.h - what a package says, as the messages of payload.proto.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "shared/base/result.h"
#include "shared/crypto/crypto.h"
#include "shared/model/payload.pb.h"
#include "sync/programme/package.h"

namespace otmetka::programme {

using PictureHashes = std::map<std::string, Hash>;  // by file name

payload::Text text_message(const Package::Text& text);
payload::Venue venue_message(const Package::Venue& venue, const PictureHashes& pictures);
/// What a cohort's channel says of a venue: enough to find it.
payload::Venue brief_of(const payload::Venue& venue);
payload::Hall hall_message(const Package::Hall& hall);
payload::Exhibit exhibit_message(const Package::Exhibit& exhibit, const PictureHashes& pictures);
/// The times of a hall or an exhibit, day by day. `start_day` is day 1, from 1970-01-01.
Result<std::vector<payload::Shown>> shown_messages(const std::vector<Package::Shown>& shown,
                                                   int64_t start_day, int32_t last_day,
                                                   const std::string& zone);
payload::PersonName name_message(const Package::Person& person);

/// The same bytes for the same message, on every machine: maps go in the order of their keys.
Bytes serialized(const google::protobuf::MessageLite& message);

}  // namespace otmetka::programme
