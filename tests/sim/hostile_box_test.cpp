// A box that holds a valid key and has turned against the others, and a box that was stolen: what
// central gives it, and what it takes from it.
#include <algorithm>
#include <catch2/catch_all.hpp>
#include <nlohmann/json.hpp>

#include "shared/log/receipt.h"
#include "tests/sim/raw_box.h"
#include "tests/sim/world.h"

using namespace otmetka;
using namespace otmetka::sim;

namespace {

struct Town {
  Town() {
    REQUIRE(office.start());
    REQUIRE(central().load_programme(small_programme(6), std::nullopt).ok());
    REQUIRE(central().load_programme(other_programme(), std::nullopt).ok());
    REQUIRE(bad.enrol("hub"));
    REQUIRE(good.enrol("hub"));
  }
  Central& central() { return *office.central(); }
  SecretKey key_of(const Scope& scope) { return *central().keys().sealing_key(scope); }

  /// Facts that central holds of a log.
  uint64_t held(const LogId& log) {
    uint64_t out = 0;
    for (const HeldEpoch& epoch : MUST(central().logs().epochs(log))) out += epoch.held;
    return out;
  }
  Frames send(RawBox& box, const Segment& segment) {
    FrameWriter out = box.begun();
    out.segment(segment);
    return box.exchange(std::move(out));
  }
  /// Scopes of what central sends to somebody who wants everything.
  std::set<Scope> given(RawBox& box) {
    FrameWriter out = box.begun();
    out.wants({cohort, "other.2025", office_scope, "venue:hub", "venue:lab", "venue:elsewhere"});
    std::set<Scope> scopes;
    for (const Bytes& bytes : box.exchange(std::move(out)).segments)
      scopes.insert(MUST(parse_segment(bytes)).header.log.scope);
    return scopes;
  }
  uint64_t envelopes() {
    uint64_t out = 0;
    for (const HeldEpoch& epoch : MUST(central().logs().epochs({central().id(), office_scope}))) {
      for (const OpenedFact& fact : MUST(central().logs().facts(epoch, central().keys())).facts)
        out += fact.fact.kind == Kind::key_envelope ? 1 : 0;
    }
    return out;
  }
  void ask_for_key(RawBox& box, const Scope& scope) {
    FrameWriter out = box.begun();
    out.key_request({scope, box_public(box.box_key())});
    (void)box.exchange(std::move(out));
  }
  void say_it_stands_at(RawBox& box, const std::string& venue) {
    payload::Assignment assignment;
    assignment.set_venue(venue);
    Fact fact;
    fact.kind = Kind::assignment;
    fact.payload = to_bytes(as_bytes(assignment.SerializeAsString()));
    SealRequest request;
    request.log = {box.id(), device_scope};
    request.epoch = Epoch{77};
    request.previous = first_link(request.log, request.epoch);
    request.rows = {encode_row(fact)};
    test::Seeded random(1);
    (void)send(box, MUST(seal_segment(request, box.key(), box.device_scope_key(), random)));
  }

  const Scope cohort = "small.2025";
  TrueTime time{first_day * 86'400'000 + 8 * 3'600'000};
  Chronicle chronicle{time};
  Office office{7, time, chronicle};
  RawBox bad{office, 1}, good{office, 2};
};

}  // namespace

TEST_CASE("a box adds to its own logs of cohorts, and to nobody else's", "[sim][hostile]") {
  Town town;
  const SecretKey key = town.key_of(town.cohort);
  const LogId own{town.bad.id(), town.cohort}, others{town.good.id(), town.cohort},
      channel{town.central().id(), town.cohort}, office{town.bad.id(), office_scope},
      venue{town.bad.id(), "venue:hub"};
  const uint64_t said = town.held(channel);
  for (const LogId& log : {others, channel, office, venue}) {
    const uint64_t before = town.held(log);
    (void)town.send(town.bad, town.bad.segment(log, key));
    CHECK(town.held(log) == before);
  }
  // Well signed by its writer, and carried by another one.
  (void)town.send(town.bad, town.good.segment(others, key));
  CHECK(town.held(others) == 0);
  CHECK(town.held(channel) == said);
  (void)town.send(town.bad, town.bad.segment(own, key));
  CHECK(town.held(own) == 2);
}

TEST_CASE("T6 facts that say nonsense are kept, and those after them count", "[sim][hostile]") {
  Town town;
  const auto check_in = [](uint32_t person) {
    Fact fact;
    fact.kind = Kind::check_in;
    fact.person = Subject(person);
    fact.wall_s = first_day * 86'400 + 8 * 3'600;
    return fact;
  };
  Fact of_no_kind = check_in(1), by_no_method = check_in(2), of_1970 = check_in(3),
       of_2106 = check_in(4), long_name, no_words, no_message = check_in(5);
  of_no_kind.kind = Kind{9999};
  by_no_method.method = Method{200};
  of_1970.wall_s = 0;
  of_2106.wall_s = 4'294'967'296;
  long_name.kind = Kind::walk_in;
  long_name.payload = Bytes(4096, 'a');
  no_words.kind = Kind::correction;
  no_words.payload = to_bytes(as_bytes("\x0a\x04\xff\xfe\xc0\x80"));  // a text that is no UTF-8
  no_message.payload = to_bytes(as_bytes("\xff\xff\xff"));
  test::Seeded random(1);
  SealRequest request;
  request.log = {town.bad.id(), town.cohort};
  request.epoch = Epoch{7};
  request.previous = first_link(request.log, request.epoch);
  request.rows.push_back(encode_row(Fact()));
  for (const Fact& fact :
       {of_no_kind, by_no_method, of_1970, of_2106, long_name, no_words, no_message, check_in(6)})
    request.rows.push_back(encode_row(fact));
  const Segment segment =
      MUST(seal_segment(request, town.bad.key(), town.key_of(town.cohort), random));
  const Frames answer = town.send(town.bad, segment);
  REQUIRE(answer.receipt.has_value());
  const Receipt receipt =
      MUST(read_receipt(*answer.receipt, town.central().keys().sign->public_key()));
  REQUIRE(receipt.entries.size() == 1);
  CHECK(receipt.entries[0].durable == segment.header.last());
  CHECK(town.held(request.log) == request.rows.size());
  std::set<Subject> there;
  for (const Presence& presence : town.central().folded().presences) there.insert(presence.person);
  for (const uint32_t person : {2u, 3u, 4u, 5u, 6u}) CHECK(there.contains(Subject(person)));
  CHECK_FALSE(there.contains(Subject(1u)));
  CHECK(MUST(town.central().fold_again()) == town.central().folded());
  // What the office looks at still opens.
  CHECK(town.central().attendance().ok());
  CHECK(MUST(town.central().losses()).unreadable == 0);
}

TEST_CASE("a proof of identity is good once, for one connection and one box", "[sim][hostile]") {
  Town town;
  const auto status = [&](RawBox& box, const Proof& proof) {
    FrameWriter out = box.begun();
    out.proof(proof);
    return box.post("/sync/v1/exchange", out.take()).status;
  };
  const Proof heard = town.good.proof_for(town.good.challenge().value());
  CHECK(status(town.bad, heard) == 401);  // over another connection, in another name
  REQUIRE(status(town.good, heard) == 200);
  town.good.reconnect();
  CHECK(status(town.good, heard) == 401);
  // A challenge that was used is gone, even if the answer was wrong.
  town.good.reconnect();
  const auto challenge = town.good.challenge().value();
  CHECK(status(town.good, town.bad.proof_for(challenge)) == 403);
  CHECK(status(town.good, town.good.proof_for(challenge)) == 401);
}

TEST_CASE("a code enrols one box, whoever else has read it", "[sim][hostile]") {
  Town town;
  const std::string code = MUST(town.central().enrol_code({"hub", "http://127.0.0.1:1", {}}));
  const auto secret = MUST(read_enrol_code(code)).secret;
  RawBox first(town.office, 11), second(town.office, 12);
  CHECK(first.enrol_with(secret).status == 200);
  CHECK(second.enrol_with(secret).status == 403);
  CHECK(first.enrol_with(secret).status == 200);  // the answer may have been lost
  auto guessed = secret;
  guessed[15] ^= 1;
  CHECK(second.enrol_with(guessed).status == 403);
}

TEST_CASE("a box is given the channels of its venue alone, and keys for nothing else",
          "[sim][hostile]") {
  Town town;
  const std::set<Scope> of_hub{town.cohort, office_scope, "venue:hub"};
  CHECK(town.given(town.bad) == of_hub);
  const uint64_t before = town.envelopes();
  for (const char* other : {"other.2025", "venue:elsewhere", "device", "office"})
    town.ask_for_key(town.bad, other);
  CHECK(town.envelopes() == before + 1);  // of the office, which every box has
}

// What does not hold: sync/SECURITY.md, "A stolen kiosk".
TEST_CASE("a box that says it stands elsewhere is believed until it is revoked", "[sim][hostile]") {
  Town town;
  town.say_it_stands_at(town.bad, "elsewhere");
  CHECK(town.given(town.bad).contains("other.2025"));
  REQUIRE(town.central().revoke_device(town.bad.id()).ok());
  CHECK(town.given(town.bad) == std::set<Scope>{office_scope});
}

TEST_CASE("a stolen box that was revoked delivers, and hears nothing more of anybody",
          "[sim][hostile]") {
  Town town;
  const SecretKey key = town.key_of(town.cohort);
  town.ask_for_key(town.bad, town.cohort);
  REQUIRE(town.bad.prove());  // a connection from before
  CHECK(town.central().revoke_device(DeviceId{1}).error().failure == Failure::absent);
  REQUIRE(town.central().revoke_device(town.bad.id()).ok());
  REQUIRE(town.central().revoke_device(town.bad.id()).ok());  // twice is once
  const std::vector<Hash> texts = MUST(town.central().logs().detached_names(town.cohort));
  REQUIRE_FALSE(texts.empty());

  FrameWriter out = town.bad.begun();
  out.wants({town.cohort, "venue:hub"});
  out.want_detached(texts);
  out.segment(town.bad.segment({town.bad.id(), town.cohort}, key));
  const HttpResponse answer = town.bad.post("/sync/v1/exchange", out.take());
  REQUIRE(answer.status == 200);
  const Frames frames = MUST(read_frames(answer.body));
  CHECK(frames.segments.empty());
  CHECK(frames.detached.empty());
  CHECK(frames.receipt.has_value());
  CHECK(town.held({town.bad.id(), town.cohort}) == 2);

  const uint64_t before = town.envelopes();
  town.ask_for_key(town.bad, town.cohort);
  CHECK(town.envelopes() == before);
  CHECK(town.given(town.bad) == std::set<Scope>{office_scope});
  CHECK(town.given(town.good).contains(town.cohort));
  // A code that the thief has found does not bring it back.
  CHECK_FALSE(town.bad.enrol("hub"));
  CHECK(town.given(town.bad) == std::set<Scope>{office_scope});
}

TEST_CASE(
    "T14 a code makes nobody of a box that is known, and nobody again of one that was revoked",
    "[sim][hostile]") {
  Town town;
  const auto code = [&] {
    return MUST(read_enrol_code(MUST(town.central().enrol_code({"hub", "http://127.0.0.1:1", {}}))))
        .secret;
  };
  const auto devices = [&] { return town.central().directory().devices().size(); };
  const size_t before = devices();
  // Another key in the name of a box that lives: refused, and the code is as good as it was.
  RawBox thief(town.office, 21);
  thief.call_itself(town.good.id());
  const auto fresh = code();
  CHECK(thief.enrol_with(fresh).status == 403);
  CHECK(town.given(town.good).contains(town.cohort));
  CHECK(devices() == before);
  // A key that was revoked, under a number that nobody has had yet.
  REQUIRE(town.central().revoke_device(town.bad.id()).ok());
  RawBox again(town.office, 1);
  again.call_itself(DeviceId{7});
  CHECK(again.enrol_with(fresh).status == 403);
  CHECK(town.bad.enrol_with(fresh).status == 403);
  CHECK(devices() == before);
  RawBox honest(town.office, 22);
  CHECK(honest.enrol_with(fresh).status == 200);
  CHECK(devices() == before + 1);
  // Too late.
  const auto late = code();
  town.time.pass_s(25 * 3600);
  RawBox slow(town.office, 23);
  CHECK(slow.enrol_with(late).status == 403);
  CHECK(devices() == before + 1);
}

TEST_CASE("what a key signed before another one followed it stays, and it signs nothing more",
          "[sim][hostile]") {
  Town town;
  const SecretKey key = town.key_of(town.cohort);
  const LogId log{town.bad.id(), town.cohort};
  const Segment before = town.bad.segment(log, key, 1), after = town.bad.segment(log, key, 2);
  (void)town.send(town.bad, before);
  REQUIRE(town.held(log) == 2);
  EnrolTicket ticket{"", "http://127.0.0.1:1", {}};
  ticket.continues = town.bad.id();
  REQUIRE(town.bad.prove());  // and this connection stays open
  RawBox renewed(town.office, 31);
  renewed.call_itself(town.bad.id());
  const auto secret = MUST(read_enrol_code(MUST(town.central().enrol_code(ticket)))).secret;
  REQUIRE(renewed.enrol_with(secret).status == 200);
  CHECK(town.bad.post("/sync/v1/exchange", town.bad.begun().take()).status == 401);
  CHECK_FALSE(town.bad.prove());
  // Carried by the box itself, as a relay would.
  (void)town.send(renewed, after);
  CHECK(town.held(log) == 2);
  (void)town.send(renewed, before);
  CHECK(town.held(log) == 2);
  (void)town.send(renewed, renewed.segment(log, key, 3));
  CHECK(town.held(log) == 6);
  const auto alarms = MUST(town.central().alarms());
  REQUIRE(alarms.size() >= 1);
  CHECK(std::any_of(alarms.begin(), alarms.end(), [&](const Central::Alarm& alarm) {
    return alarm.kind == "old-key" && alarm.about == town.bad.id();
  }));
}

TEST_CASE("the words of staff and announcements are kept from a box that was revoked",
          "[sim][hostile]") {
  Town town;
  const auto staff = town.central().add_staff({"Орлова", "Анна", {payload::Staff::DESK}});
  REQUIRE(staff.ok());
  const std::vector<Hash> texts = MUST(town.central().logs().detached_names(office_scope));
  REQUIRE_FALSE(texts.empty());
  const auto told = [&](RawBox& box) {
    FrameWriter out = box.begun();
    out.want_detached(texts);
    return box.exchange(std::move(out)).detached.size();
  };
  CHECK(told(town.bad) == texts.size());
  REQUIRE(town.central().revoke_device(town.bad.id()).ok());
  CHECK(told(town.bad) == 0);
  CHECK(told(town.good) == texts.size());
}
