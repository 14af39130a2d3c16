// sync/exchange/frames.h - the frames of PROTOCOL.md. What arrives is hostile until it was read
// here.
#pragma once
#include <vector>

#include "shared/log/segment.h"

namespace otmetka {

enum class FrameType : uint8_t {
  hello = 1,
  proof,
  heads,
  segment,
  detached,
  receipt,
  wants,
  pace,
  key_request,
  challenge,
  refusal,
  want_detached,
  enrol_request,
  enrol_answer,
  want_keys,
  handed_key,
  granted_key,
  succession,
  notice,
  digest,
  log_digests,
};

struct Hello {
  uint64_t version = 1;
  DeviceId device{};
  std::string software;
  uint64_t capabilities = 0;
};
/// Of a central: it compares digests.
inline constexpr uint64_t capability_digests = 1;

struct Proof {
  std::array<uint8_t, 32> challenge{};
  Signature signature{};
};

/// Epoch 0: nothing of this log is held.
struct Head {
  LogId log;
  Epoch epoch{};
  Seq seq = 0;
};

/// What is held of some epochs: how many these are, and half a hash of their places.
struct Digest {
  uint64_t epochs = 0;
  std::array<uint8_t, 16> sum{};
  bool operator==(const Digest&) const = default;
};
struct LogDigest {
  LogId log;
  Digest digest;
};

struct ExchangePace {
  uint64_t bytes = 0;
  uint64_t next_s = 0;
  bool more = false;
};

struct KeyRequest {
  Scope scope;
  PublicKey box_key{};
};

/// A scope key that central has lost: which one, and the key itself in a box to central's key.
struct WantedKey {
  Scope scope;
  KeyId id{};
  bool operator==(const WantedKey&) const = default;
};
struct HandedKey {
  Scope scope;
  Bytes box;
};

struct Refusal {
  std::string code, text;
};

struct DetachedFrame {
  Hash name{};
  Bytes bytes;
};

class FrameWriter {
 public:
  FrameWriter();
  void hello(const Hello& hello);
  void proof(const Proof& proof);
  void heads(std::vector<Head> heads);
  void segment(const Segment& segment);
  void detached(const Hash& name, ByteView bytes);
  void wants(const std::vector<Scope>& scopes);
  void pace(const ExchangePace& pace);
  void key_request(const KeyRequest& request);
  void refusal(const Refusal& refusal);
  void want_detached(const std::vector<Hash>& names);
  void want_keys(const std::vector<WantedKey>& keys);
  void handed_key(const HandedKey& key);
  void granted_key(const HandedKey& key);
  void succession(const std::vector<Bytes>& statements);
  void notice(std::string_view text);
  void digest(const Digest& digest);
  void log_digests(const std::vector<LogDigest>& digests);
  void raw(FrameType type, ByteView body);

  size_t size() const { return out_.size(); }
  Bytes take() { return out_.take(); }

 private:
  ByteWriter out_;
};

/// One body, read whole. Frames of unknown types are skipped.
struct Frames {
  std::optional<Hello> hello;
  std::optional<Proof> proof;
  std::vector<Head> heads;
  std::vector<Bytes> segments;  // one that cannot be read must not stop the others
  std::vector<DetachedFrame> detached;
  std::optional<Bytes> receipt;
  std::vector<Scope> wants;
  std::optional<ExchangePace> pace;
  std::vector<KeyRequest> key_requests;
  std::optional<std::array<uint8_t, 32>> challenge;
  std::optional<Refusal> refusal;
  std::vector<Hash> want_detached;
  std::vector<WantedKey> want_keys;
  std::vector<HandedKey> handed_keys;
  std::vector<HandedKey> granted_keys;  // in boxes to the device's keys for their scopes
  std::vector<Bytes> succession;        // statements, see succession.h
  std::vector<std::string> notices;     // of this box, for people
  std::optional<Digest> digest;
  std::optional<std::vector<LogDigest>> log_digests;
  std::optional<Bytes> enrol_request, enrol_answer;
};
/// `offline` when the body is not of ours at all; `bad_input` when a frame is broken.
Result<Frames> read_frames(ByteView body);

/// What a device signs to prove that a connection is its own.
Bytes proof_message(const std::array<uint8_t, 32>& challenge, const DeviceId& device,
                    const PublicKey& central);

}  // namespace otmetka
