// sync/exchange/serve.h - the half of an exchange that is the same for whoever holds logs: send
// what the other side lacks, take what fits. Works on held logs alone; who may have what is the
// caller's.
#pragma once
#include <map>
#include <set>

#include "shared/model/directory.h"
#include "shared/store/held_logs.h"
#include "sync/exchange/frames.h"

namespace otmetka {

/// What the other side said it holds.
class TheirHeads {
 public:
  explicit TheirHeads(const std::vector<Head>& heads);
  Seq of(const LogId& log, Epoch epoch) const;

 private:
  std::map<std::pair<LogId, Epoch>, Seq> held_;
};

/// Writes segments that `theirs` lacks, at most about `bytes_max`; true when more is waiting.
/// Detached texts that the segments' rows name are not known here (rows are sealed): the receiver
/// asks for them by name.
Result<bool> send_missing(HeldLogs logs, const std::vector<HeldEpoch>& epochs,
                          const TheirHeads& theirs, size_t bytes_max, FrameWriter& out);

/// What whoever takes segments asks of each of its sender's.
struct Toll {
  std::function<bool(const Segment&)> room_for;  // false: it is left, and all that follow
  std::function<void(Accepted)> charge;          // what became of the last one asked about
};

struct Taken {
  size_t stored = 0, duplicates = 0, gaps = 0, conflicts = 0, refused = 0;
  size_t mended = 0;      // places of which the bytes here had been lost or damaged
  size_t later = 0;       // of those that were refused: of a later version of the format
  std::set<LogId> grown;  // logs of which something was stored
  std::set<std::pair<LogId, Epoch>> epochs;  // that anything came for
  std::set<std::pair<LogId, Epoch>> conflicted;
};
/// Segments of logs for which `may` is true; each by itself, so that one bad one delays no other.
Result<Taken> take_segments(HeldLogs logs, const std::vector<Bytes>& segments, const Keys& keys,
                            int64_t now_s, const std::function<bool(const LogId&)>& may,
                            const Toll& toll = {});

/// Whose signatures count in these logs, and up to where, as the office's channel says.
Status note_signers(HeldLogs logs, const Directory& directory);

}  // namespace otmetka
