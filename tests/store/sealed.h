// tests/store/sealed.h - somebody's log and segments of it, as they come over the wire.
#pragma once
#include <algorithm>

#include "shared/log/segment.h"
#include "tests/seeded.h"

namespace otmetka::test {

/// One epoch of a device's log, longer than what was sent of it so far.
class SealedLog {
 public:
  explicit SealedLog(Seeded& random, LogId log = {{0xa1}, "exchange"}, size_t count = 40)
      : random_(&random),
        log_(std::move(log)),
        epoch_(Epoch{random.u64()}),
        key_(SigningKey::make(random)),
        scope_key_(random.bytes<32>()) {
    links_.push_back(first_link(log_, epoch_));
    while (rows_.size() < count) add_row(encode_row(any_fact(random)));
  }

  /// Facts `first` to `last`, sealed now.
  Segment segment(Seq first, Seq last, SegmentType type = SegmentType::segment) const {
    return segment_signed_by(key_, first, last, type);
  }
  Segment segment_signed_by(const SigningKey& key, Seq first, Seq last,
                            SegmentType type = SegmentType::segment) const {
    SealRequest request;
    request.log = log_;
    request.epoch = epoch_;
    request.parent = parent;
    request.first = first;
    request.previous = links_[first - 1];
    request.rows.assign(rows_.begin() + static_cast<std::ptrdiff_t>(first - 1),
                        rows_.begin() + static_cast<std::ptrdiff_t>(last));
    request.type = type;
    return MUST(seal_segment(request, key, scope_key_, *random_));
  }

  /// The same log up to a place, and another fact there: what a forger, or a bad disk, would make.
  SealedLog changed_at(Seq seq) const {
    SealedLog out = *this;
    out.rows_.clear();
    out.links_.resize(1);
    for (Seq at = 1; at <= rows_.size(); ++at) {
      out.add_row(at == seq ? encode_row(any_fact(*random_)) : rows_[at - 1]);
    }
    return out;
  }

  const LogId& log() const { return log_; }
  Epoch epoch() const { return epoch_; }
  const SigningKey& key() const { return key_; }
  const SecretKey& scope_key() const { return scope_key_; }
  const Link& link(Seq seq) const { return links_[seq]; }
  const Bytes& row(Seq seq) const { return rows_[seq - 1]; }

  std::optional<Parent> parent;

 private:
  void add_row(Bytes row) {
    links_.push_back(next_link(links_.back(), row));
    rows_.push_back(std::move(row));
  }

  Seeded* random_;
  LogId log_;
  Epoch epoch_;
  SigningKey key_;
  SecretKey scope_key_;
  std::vector<Bytes> rows_;
  std::vector<Link> links_;
};

/// A stored header of which a bad disk has changed the name of the key that opens the segment.
inline Bytes with_another_key_id(ByteView header) {
  const KeyId id = MUST(parse_header(header)).scope_key_id;
  Bytes out = to_bytes(header);
  const auto at = std::search(out.begin(), out.end(), id.begin(), id.end());
  REQUIRE(at != out.end());
  *at ^= 1;
  return out;
}

}  // namespace otmetka::test
