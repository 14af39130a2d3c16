#include "tests/sim/flood.h"

namespace otmetka::sim {

Flood::Flood(const RawBox& box, Scope scope, const SecretKey& key, uint64_t seed)
    : box_(&box),
      log_{box.id(), std::move(scope)},
      key_(key),
      random_(seed),
      epoch_{random_.u64()},
      link_(first_link(log_, epoch_)) {}

Segment Flood::next(const std::vector<Fact>& facts) {
  SealRequest request;
  request.log = log_;
  request.epoch = epoch_;
  request.first = last_ + 1;
  request.previous = link_;
  for (const Fact& fact : facts) request.rows.push_back(encode_row(fact));
  Segment segment = MUST(seal_segment(request, box_->key(), key_, random_));
  last_ = segment.header.last();
  link_ = segment.header.last_link;
  return segment;
}

Segment Flood::next(size_t count, const std::function<Fact(uint64_t)>& make) {
  std::vector<Fact> facts;
  for (size_t i = 0; i < count; ++i) facts.push_back(make(last_ + 1 + i));
  return next(facts);
}

}  // namespace otmetka::sim
