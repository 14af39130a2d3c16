// shared/log/segment.h - facts sealed for travel: a signed header that any carrier can check, a
// payload that only holders of the scope's key can read. Layout: FORMAT.md, "Segment".
#pragma once
#include <optional>
#include <vector>

#include "shared/log/row.h"

namespace otmetka {

enum class SegmentType : uint8_t { segment = 1, tail = 2 };
enum class Codec : uint8_t { rows = 0, columns = 1 };

struct Parent {
  Epoch epoch{};
  Seq seq = 0;
  Link link{};
  auto operator<=>(const Parent&) const = default;
};

struct ChannelHead {
  Epoch epoch{};
  Seq seq = 0;
  auto operator<=>(const ChannelHead&) const = default;
};

struct SegmentHeader {
  SegmentType type = SegmentType::segment;
  LogId log;
  KeyId key_id{};
  KeyId scope_key_id{};
  Epoch epoch{};
  std::optional<Parent> parent;  // known when first == 1 and the epoch has one
  Seq first = 1;
  uint64_t count = 0;
  Link previous{}, last_link{};
  std::vector<ChannelHead> heads;
  Codec codec = Codec::columns;
  std::optional<Hash> dictionary;
  Nonce nonce{};
  uint64_t payload_length = 0;
  Hash payload_hash{};

  Seq last() const { return first + count - 1; }
};

/// Header and payload as they are stored and sent. `header_bytes` ends with the signature.
struct Segment {
  SegmentHeader header;
  Bytes header_bytes;
  Bytes payload;

  Bytes bytes() const;
};

struct SealRequest {
  LogId log;
  Epoch epoch{};
  std::optional<Parent> parent;
  Seq first = 1;
  Link previous{};
  std::vector<Bytes> rows;  // stored rows, 1 … segment_facts_max
  std::vector<ChannelHead> heads;
  SegmentType type = SegmentType::segment;
};

/// `corrupt` when a row is not what encode_row makes, or the payload does not open again: what
/// cannot be read back must not be signed.
Result<Segment> seal_segment(const SealRequest& request, const SigningKey& key,
                             const SecretKey& scope_key, Random& random);

/// The header alone, with its signature at the end. Checks form, not the signature.
Result<SegmentHeader> parse_header(ByteView header_bytes);
/// A whole segment from anybody. Checks form, payload length and payload hash; not the signature.
Result<Segment> parse_segment(ByteView bytes);
Result<Segment> join_segment(Bytes header_bytes, Bytes payload);
/// Whether `key` signed this header. `refused` if not.
Status check_signature(const Segment& segment, const PublicKey& key);

struct OpenedFact {
  Seq seq = 0;
  Fact fact;
  Bytes row;
  Link link;
};
/// Opens the payload and checks the chain from `previous` to `last_link`.
Result<std::vector<OpenedFact>> open_segment(const Segment& segment, const SecretKey& scope_key);

}  // namespace otmetka
