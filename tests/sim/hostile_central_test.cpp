// Whoever holds the keys of a central and answers in its place: what a box believes of it, and what
// it keeps.
#include <catch2/catch_test_macros.hpp>

#include "shared/log/receipt.h"
#include "sync/exchange/enrol.h"
#include "tests/sim/quiet.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

/// Gives the same frames to whoever asks.
class Answer : public Network {
 public:
  explicit Answer(FrameWriter frames) : body_(frames.take()) {}
  Result<NetworkReply> post(const std::string&, ByteView) override {
    return NetworkReply{200, body_};
  }

 private:
  Bytes body_;
};

/// A box with two facts that central has, and two that it has not.
struct Town {
  Town() {
    for (size_t i = 0; i < 4; ++i) {
      REQUIRE(world.scan(box, known_badges(world)[i]));
      if (i == 1) REQUIRE(world.exchange(box));
    }
  }
  SigningKey key() { return *world.office().central()->keys().sign; }
  Device& device() { return *box.daemon(); }
  LogId log() { return {box.identity()->device, "small.2025"}; }

  /// Central's key signs for one place of this log.
  void confirm(Epoch epoch, Seq durable, const Link& link) {
    Receipt receipt;
    receipt.store = world.office().central()->id();
    receipt.time_s = world.time().s();
    receipt.entries = {{log(), epoch, durable, link, durable}};
    receipt.key_id = key().id();
    FrameWriter out;
    out.raw(FrameType::receipt, sign_receipt(receipt, key()));
    Answer answer(std::move(out));
    (void)device().exchange(answer);
  }

  World world{3, quiet(1)};
  Machine& box = world.machine(0);
};

}  // namespace

TEST_CASE("a receipt confirms what it names and nothing else", "[sim][hostile]") {
  Town town;
  Answer nothing{FrameWriter()};
  // A tail that nobody takes, then sealed, and not delivered.
  for (int i = 0; i < 2; ++i) (void)town.device().exchange(nothing);
  const uint64_t waited = MUST(town.device().waiting()).facts;
  REQUIRE(waited == 2);
  const HeldEpoch held = MUST(town.box.mirror()->logs().epochs(town.log())).front();
  const Link another{7};
  for (const auto& [durable, link] : std::initializer_list<std::pair<Seq, Link>>{
           {held.held, another}, {UINT64_MAX, held.link}, {UINT64_MAX, another}}) {
    CAPTURE(durable);
    town.confirm(held.epoch, durable, link);
    CHECK(MUST(town.device().waiting()).facts > waited);
    CHECK(MUST(town.device().waiting()).archived == 0);
    CHECK(MUST(town.box.kiosk()->delivery()).received == 0);
  }
  town.confirm(held.epoch, held.held, held.link);
  CHECK(MUST(town.device().waiting()).facts == 0);
  CHECK(MUST(town.box.kiosk()->delivery()).received == held.held - 1);
  check_whole(town.world);
}

TEST_CASE("a time at which nobody lives moves no clock", "[sim][hostile]") {
  Town town;
  const auto known = MUST(town.box.mirror()->time());
  REQUIRE(known.has_value());
  for (const int64_t time_s : {INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, INT64_MAX}) {
    CAPTURE(time_s);
    Receipt receipt;
    receipt.time_s = time_s;
    receipt.key_id = town.key().id();
    FrameWriter out;
    out.raw(FrameType::receipt, sign_receipt(receipt, town.key()));
    Answer answer(std::move(out));
    (void)town.device().exchange(answer);
    const auto now = MUST(town.box.mirror()->time());
    REQUIRE(now.has_value());
    CHECK(now->at_boot_zero.earliest_s == known->at_boot_zero.earliest_s);
    CHECK(now->at_boot_zero.latest_s == known->at_boot_zero.latest_s);
  }
  check_whole(town.world);
}

TEST_CASE("what an enrolment answer names must be names", "[sim][hostile]") {
  test::Seeded random(1);
  const SigningKey central = SigningKey::make(random);
  const SecretKey box = random.bytes<32>();
  const auto read = [&](const std::string& venue, const Scope& scope) {
    const EnrolAnswer answer{random.bytes<16>(), venue, {{scope, random.bytes<32>()}}};
    const Bytes frame = seal_enrol_answer(answer, central, box_public(box), random);
    return open_enrol_answer(frame, central.public_key(), box);
  };
  CHECK(read("hub", "office").ok());
  CHECK(read("hub", "venue:hub").ok());
  CHECK(read("hub", "small.2025").ok());
  // A line of its own in the key file; no daemon would start on it any more.
  for (const char* scope : {"", "sign\nnonsense", "two words", "venue:"}) {
    CAPTURE(scope);
    CHECK_FALSE(read("hub", scope).ok());
  }
  for (const char* venue : {"", "..", "two words", "a\nb"}) {
    CAPTURE(venue);
    CHECK_FALSE(read(venue, "office").ok());
  }
}
