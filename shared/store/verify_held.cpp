#include "shared/store/verify_held.h"

#include <fmt/format.h>

#include <map>

#include "shared/store/mirror.h"

namespace otmetka {
namespace {

class Verifier {
 public:
  Verifier(HeldLogs logs, const Keys& keys, const VerifyVisit& visit)
      : logs_(logs), keys_(&keys), visit_(&visit) {}

  Result<HeldVerdict> run() {
    for (const HeldEpoch& epoch : TRY(logs_.epochs())) {
      ++out_.epochs;
      reached_[epoch.row_id] = {0, first_link(epoch.log, epoch.epoch), true};
    }
    TRY(logs_.each_segment([&](const HeldEpoch& epoch, Result<Segment> segment) -> Status {
      ++out_.segments;
      if (segment) {
        TRY(one(epoch, segment.value()));
      } else {
        fault(epoch, reached_[epoch.row_id].seq + 1, segment.error().message);
      }
      if (visit_->progress) visit_->progress(out_.segments);
      return done();
    }));
    for (const HeldEpoch& epoch : TRY(logs_.epochs())) {
      const Reached& reached = reached_[epoch.row_id];
      if (reached.seq != epoch.held)
        fault(epoch, reached.seq + 1,
              fmt::format("segments reach {}, {} are said to be held", reached.seq, epoch.held));
      if (reached.seq == epoch.held && reached.link != epoch.link)
        fault(epoch, reached.seq, "the last link is not the one that is said to be held");
    }
    return std::move(out_);
  }

 private:
  struct Reached {
    Seq seq = 0;
    Link link{};
    bool good = true;        // no fault so far, and everything opened
    size_t head = SIZE_MAX;  // its place in the heads
  };

  void fault(const HeldEpoch& epoch, Seq seq, const std::string& what) {
    ++out_.faults;
    reached_[epoch.row_id].good = false;
    visit_->fault(epoch.log, epoch.epoch, seq, what);
  }

  Status one(const HeldEpoch& epoch, const Segment& segment) {
    const SegmentHeader& header = segment.header;
    const auto wrong = [&](const std::string& what) {
      fault(epoch, header.first, what);
      return done();
    };
    if (header.log != epoch.log || header.epoch != epoch.epoch)
      return wrong("a segment of another log or epoch");
    const auto key = TRY(logs_.public_key(header.log.device, header.key_id));
    if (!key) return wrong("signed by a key that is not known");
    const Status signature = check_signature(segment, *key);
    if (!signature) return wrong(signature.error().message);
    Reached& reached = reached_[epoch.row_id];
    if (header.first > reached.seq + 1) return wrong("a gap before this segment");
    if (header.first == reached.seq + 1 && header.previous != reached.link)
      return wrong("does not hang on the segment before it");
    const bool further = header.last() > reached.seq;
    if (further) {
      reached.seq = header.last();
      reached.link = header.last_link;
    }
    const SecretKey* scope_key = keys_->opening_key(header.log.scope, header.scope_key_id);
    if (!scope_key) {
      out_.sealed += header.count;
      reached.good = reached.good && !further;
      return done();
    }
    const auto facts = open_segment(segment, *scope_key);
    if (!facts) return wrong(facts.error().message);
    out_.opened += facts.value().size();
    for (const OpenedFact& fact : facts.value()) TRY(text(epoch, header, fact));
    if (reached.good) note_head(epoch, reached);
    return done();
  }

  void note_head(const HeldEpoch& epoch, Reached& reached) {
    if (reached.head == SIZE_MAX) {
      reached.head = out_.heads.size();
      out_.heads.push_back({epoch.log, epoch.epoch, 0, {}});
    }
    out_.heads[reached.head].seq = reached.seq;
    out_.heads[reached.head].link = reached.link;
  }

  Status text(const HeldEpoch& epoch, const SegmentHeader& header, const OpenedFact& fact) {
    if (!fact.fact.detached) return done();
    const auto bytes = TRY(logs_.detached(*fact.fact.detached));
    if (!bytes) return done();
    ++out_.texts;
    const auto opened = open_sealed_text(*bytes, *fact.fact.detached, *keys_);
    if (!opened && opened.error().failure != Failure::absent)
      fault(epoch, header.first, "a detached text does not open");
    return done();
  }

  HeldLogs logs_;
  const Keys* keys_;
  const VerifyVisit* visit_;
  std::map<int64_t, Reached> reached_;
  HeldVerdict out_;
};

}  // namespace

Result<HeldVerdict> verify_held(HeldLogs logs, const Keys& keys, const VerifyVisit& visit) {
  return Verifier(logs, keys, visit).run();
}

}  // namespace otmetka
