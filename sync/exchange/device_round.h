// sync/exchange/device_round.h - one exchange of a device under way. Of interest to the sources of
// Device only.
#pragma once
#include "sync/exchange/device.h"

namespace otmetka {

/// What central once gave out and has lost, and this device holds.
struct HandBack {
  struct Part {
    HeldEpoch epoch;
    Seq after = 0;  // what central still has
    bool operator==(const Part& other) const {
      return epoch.row_id == other.epoch.row_id && after == other.after;
    }
  };
  std::vector<Part> channels;
  std::vector<Hash> texts;      // of channels, and names of walk-ins
  std::vector<Hash> own_texts;  // which were received once, and go the usual way again
  std::vector<WantedKey> keys;
  bool none() const {
    return channels.empty() && texts.empty() && own_texts.empty() && keys.empty();
  }
  bool operator==(const HandBack&) const = default;
};

// One exchange under way. Lives in memory only: a cut costs nothing but the request.
struct Device::Round {
  Identity identity;
  std::string venue;  // where this box stands
  std::set<Scope> wants;
  std::vector<Hash> missing;             // detached texts that rows name and that are not held
  std::set<Hash> photos;                 // the same, of photos: as many as this exchange asks for
  std::vector<KeyRequest> key_requests;  // for wanted scopes without a key
  std::vector<JournalReader::DetachedName> own_detached;
  std::set<Hash> received_detached;
  std::optional<std::array<uint8_t, 32>> challenge;
  // The first request asks what central holds of everything, in case it was put back: by a digest
  // of all that is not named where central compares digests and the channels are whole.
  bool name_all_own = true, by_digest = false;
  bool name_unarchived = false;      // own epochs that no backup holds yet
  std::set<LogId> named;             // every epoch of these, since digests differ
  std::vector<HeldEpoch> unnamed{};  // what the digest of the last request was of
  std::optional<JournalReader> journal;
  std::set<Epoch> whole_on_the_way;  // up to their ends, in the last request
  bool texts_final = false;          // what is missing of texts central does not have either
  bool more_there = true;
  bool more_here = true;
  size_t stored = 0;           // by the last answer
  HandBack back;               // what central asks back
  bool told_stranger = false;  // it knew nothing of this box, and was handed the office's channel
  RoundTrip trip;
};

}  // namespace otmetka
