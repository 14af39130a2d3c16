// tests/shared/day.h - a day of two delegations at two venues, and the facts of who came.
#pragma once
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "shared/model/payload.pb.h"
#include "shared/model/presence.h"

namespace otmetka::test {

inline constexpr int64_t start = 1'763'802'000, end = start + 3600;
inline constexpr uint32_t visit = 3, lecture = 4, tula_only = 5;
inline constexpr VenueNumber university{1}, centre{2};
inline constexpr uint32_t kazan = 1, tula = 2;

/// Persons 11 to 13 of Kazan, 21 and 22 of Tula, 31 a host, 41 a participant without a delegation.
/// A visit and a lecture at two venues at the same hour, and a session for Tula alone.
class Day {
 public:
  Day() {
    payload::Cohort cohort;
    cohort.set_number(1);
    cohort.set_name("exchange");
    tell(Kind::cohort, cohort);
    for (const uint32_t person : {11u, 12u, 13u}) tell_person(person, kazan, "participant");
    for (const uint32_t person : {21u, 22u}) tell_person(person, tula, "");
    tell_person(31, 0, "host");
    tell_person(41, 0, "participant");
    tell_session(visit, university, {});
    tell_session(lecture, centre, {});
    tell_session(tula_only, centre, {tula});
  }
  const CohortEntry& cohort() const { return *directory.cohort(Scope("exchange")); }
  /// What somebody is called, by a fact of the office.
  void tell_name(uint32_t number, uint32_t delegation, const payload::PersonName& name) {
    tell_person(number, delegation, "participant", to_bytes(as_bytes(name.SerializeAsString())));
  }
  Directory directory;

 private:
  void tell(Kind kind, const google::protobuf::MessageLite& message, uint32_t person = 0,
            uint32_t session = 0, VenueNumber venue = {}, std::optional<Bytes> text = {}) {
    ChannelFact fact;
    fact.text = std::move(text);
    fact.placed.id = {{0xce}, "exchange", Epoch{1}, ++seq_};
    fact.placed.fact.kind = kind;
    fact.placed.fact.person = Subject(person);
    fact.placed.fact.session = Subject(session);
    fact.placed.fact.venue = Subject(venue);
    fact.placed.fact.payload = to_bytes(as_bytes(message.SerializeAsString()));
    directory.apply(fact);
  }
  void tell_person(uint32_t number, uint32_t delegation, const char* role,
                   std::optional<Bytes> name = {}) {
    payload::Person person;
    person.set_delegation(delegation);
    person.set_role(role);
    tell(Kind::person, person, number, 0, {}, std::move(name));
  }
  void tell_session(uint32_t number, VenueNumber venue, const std::vector<uint32_t>& only) {
    payload::Session session;
    session.set_start(start);
    session.set_end(end);
    for (const uint32_t delegation : only) session.add_delegations(delegation);
    tell(Kind::session, session, 0, number, venue);
  }
  Seq seq_ = 0;
};

inline PlacedFact mark(Seq seq, Kind kind, Subject person, uint32_t session, VenueNumber venue,
                       int64_t wall_s) {
  PlacedFact out{{{7}, "exchange", Epoch{5}, seq}, {}};
  out.fact.kind = kind;
  out.fact.person = std::move(person);
  out.fact.session = Subject(session);
  out.fact.venue = Subject(venue);
  out.fact.wall_s = wall_s;
  out.fact.boot_s = static_cast<uint64_t>(seq);
  return out;
}

inline PlacedFact comes(Seq seq, uint32_t person, VenueNumber venue, int64_t wall_s,
                        uint32_t session = visit) {
  return mark(seq, Kind::check_in, Subject(person), session, venue, wall_s);
}

inline PlacedFact leaves(Seq seq, uint32_t person, int64_t wall_s) {
  return mark(seq, Kind::check_out, Subject(person), visit, university, wall_s);
}

inline PlacedFact corrects(Seq seq, uint32_t person, payload::Correction::Standing standing,
                           const char* reason, const std::vector<FactId>& targets = {}) {
  PlacedFact out = mark(seq, Kind::correction, Subject(person), visit, university, end);
  out.fact.references = targets;
  payload::Correction said;
  said.set_standing(standing);
  said.set_reason(reason);
  out.fact.payload = to_bytes(as_bytes(said.SerializeAsString()));
  return out;
}

inline PresenceFold fold(const std::vector<PlacedFact>& facts) {
  PresenceFold out;
  for (const PlacedFact& fact : facts) out.add(fact);
  return out;
}

inline const BoardRow& row_of(const Board& board, uint32_t group) {
  const auto found = std::find_if(board.rows.begin(), board.rows.end(),
                                  [&](const BoardRow& row) { return row.group == group; });
  REQUIRE(found != board.rows.end());
  return *found;
}

}  // namespace otmetka::test
