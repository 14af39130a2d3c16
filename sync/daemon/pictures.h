// sync/daemon/pictures.h - the pictures of a venue, fetched beside the exchange and never in its
// way: a picture that central has lost or damaged keeps no fact and no other picture waiting.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "shared/model/payload.pb.h"
#include "shared/seam/clock.h"
#include "shared/seam/random.h"
#include "shared/store/mirror.h"
#include "sync/daemon/curl_transport.h"

namespace otmetka {

// One central that does not answer is asked for so many pictures; then the round ends, so that
// facts do not wait for many timeouts.
inline constexpr unsigned offline_in_a_row_max = 2;

class Pictures {
 public:
  Pictures(std::string directory, const Clock& clock, Random& random)
      : directory_(std::move(directory)), clock_(&clock), random_(&random) {}

  /// Reads which pictures the venue's channel names, if the channels have changed since the last
  /// time.
  Status read(HeldLogs logs, const DeviceId& central, const std::string& venue, const Keys& keys);
  void want(std::vector<payload::Media> media) { wanted_ = std::move(media); }
  /// How many bytes may still come; asked before each picture.
  using Room = std::function<uint64_t()>;
  /// Asks for each picture that is not here. After a failure this waits for its own back-off; till
  /// then it does nothing. What there is no room for comes with a later fetch, from where it was
  /// left. Gives back what failed in a way not told before, for the log.
  std::vector<std::string> fetch(BlobSource& source, const Room& room = no_limit);

 private:
  static uint64_t no_limit() { return UINT64_MAX; }
  Status fetch_one(const payload::Media& media, BlobSource& source, uint64_t room);
  std::string path_of(const payload::Media& media) const;

  struct ReadOf {
    std::string venue;
    size_t keys = 0;
    ChannelsHeld held;
    bool operator==(const ReadOf&) const = default;
  };
  std::string directory_;
  const Clock* clock_;
  Random* random_;
  std::vector<payload::Media> wanted_;
  std::optional<ReadOf> read_of_;            // nothing while a channel is damaged
  std::map<std::string, std::string> told_;  // by picture: the failure that the log has
  unsigned failures_ = 0;
  uint64_t again_ms_ = 0;
};

}  // namespace otmetka
