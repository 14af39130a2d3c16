// tests/shared/door.h - what a kiosk knows at the door of one session: a cohort, person 12 of it,
// and whatever else a test lets the office say.
#pragma once
#include "shared/model/directory.h"
#include "shared/model/payload.pb.h"
#include "shared/model/serialize.h"

namespace otmetka::test {

struct OpenDoor {
  static constexpr int64_t start = 1'763'802'000;
  Directory directory;

  OpenDoor() {
    payload::Cohort cohort;
    cohort.set_number(1);
    cohort.set_name("exchange");
    say("exchange", Kind::cohort, cohort);
    payload::Session session;
    session.set_start(start);
    session.set_end(start + 3600);
    say("exchange", Kind::session, session, {}, Subject(3u), Subject(4u));
    say("exchange", Kind::person, payload::Person(), Subject(12u));
  }
  void say(const Scope& scope, Kind kind, const google::protobuf::MessageLite& payload,
           Subject person = {}, Subject session = {}, Subject where = {}) {
    ChannelFact fact;
    fact.placed.id = {{0xce}, scope, Epoch{1}, ++seq_};
    fact.placed.fact.kind = kind;
    fact.placed.fact.person = person;
    fact.placed.fact.session = session;
    fact.placed.fact.venue = where;
    fact.placed.fact.payload = serialize(payload);
    directory.apply(fact);
  }

 private:
  Seq seq_ = 0;
};

}  // namespace otmetka::test
