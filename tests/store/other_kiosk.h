// tests/store/other_kiosk.h - another kiosk of the same cohort, whose log the daemon brings.
#pragma once
#include "tests/store/enrolled.h"

namespace otmetka::test {

class OtherKiosk {
 public:
  explicit OtherKiosk(Enrolled& here, uint8_t device = 0xd2)
      : here_(&here),
        key_(SigningKey::make(here.random)),
        log_{{device}, "exchange"},
        epoch_(Epoch{here.random.u64()}),
        link_(first_link(log_, epoch_)) {
    REQUIRE(here.mirror->logs().put_public_key(log_.device, key_.public_key()).ok());
    Fact opened;
    opened.payload = to_bytes(as_bytes(payload::Opened().SerializeAsString()));
    write(opened);
  }

  FactId write(const Fact& fact) {
    rows_.push_back(encode_row(fact));
    return {log_.device, log_.scope, epoch_, sent_ + rows_.size()};
  }
  FactId checks_in(const Subject& person, uint32_t venue, uint32_t session = this_session) {
    Fact fact;
    fact.kind = Kind::check_in;
    fact.person = person;
    fact.session = Subject(session);
    fact.venue = Subject(venue);
    fact.wall_s = here_->clock.wall_s();
    return write(fact);
  }

  /// What was written since, as one segment that has reached this kiosk's mirror.
  void arrives() {
    Transaction transaction = MUST(Transaction::begin(here_->mirror->db()));
    const Segment segment = seal();
    REQUIRE(MUST(here_->mirror->logs().accept(segment, {}, here_->clock.wall_s())) ==
            Accepted::stored);
    REQUIRE(transaction.commit().ok());
    sent_ += rows_.size();
    rows_.clear();
    link_ = segment.header.last_link;
    segments_.push_back(segment);
  }

  /// A bad disk: a segment is no longer as it was signed.
  void is_damaged(size_t segment) {
    Query q = here_->mirror->db().query("UPDATE segment SET payload=x'00' WHERE payload=?");
    REQUIRE(q.bind(segments_[segment].payload).run().ok());
  }
  /// What the daemon does about it, once somebody gives the segments again.
  void is_repaired() {
    HeldLogs logs = here_->mirror->logs();
    Transaction transaction = MUST(Transaction::begin(here_->mirror->db()));
    REQUIRE(logs.forget_damaged(*MUST(logs.epoch(log_, epoch_))).ok());
    for (const Segment& segment : segments_) MUST(logs.accept(segment, {}, here_->clock.wall_s()));
    REQUIRE(transaction.commit().ok());
  }

 private:
  Segment seal() {
    SealRequest request;
    request.log = log_;
    request.epoch = epoch_;
    request.first = sent_ + 1;
    request.previous = link_;
    request.rows = rows_;
    return MUST(seal_segment(request, key_, here_->scope_keys.at(log_.scope), here_->random));
  }

  Enrolled* here_;
  SigningKey key_;
  LogId log_;
  Epoch epoch_;
  Link link_;
  Seq sent_ = 0;
  std::vector<Bytes> rows_;
  std::vector<Segment> segments_;
};

}  // namespace otmetka::test
