// What the directory keeps of photos: the names of their texts, by person, and nothing else.
#include <catch2/catch_all.hpp>

#include "shared/model/directory.h"

using namespace otmetka;

namespace {

struct Channel {
  void tell(Kind kind, uint32_t person, std::optional<Hash> photo = std::nullopt,
            const Scope& scope = "exchange") {
    ChannelFact fact;
    fact.placed.id = {{0xce}, scope, Epoch{1}, ++seq};
    fact.placed.fact.kind = kind;
    if (person != 0) fact.placed.fact.person = Subject(person);
    fact.placed.fact.detached = photo;
    if (kind == Kind::cohort) {
      payload::Cohort cohort;
      cohort.set_number(1);
      fact.placed.fact.payload = to_bytes(as_bytes(cohort.SerializeAsString()));
    }
    directory.apply(fact);
  }
  std::map<PersonNumber, Hash> photos() const { return directory.cohort("exchange")->photos; }

  Directory directory;
  Seq seq = 0;
};

const Hash first{1}, second{2};

}  // namespace

TEST_CASE("the latest photo of a person holds, before and after what else is said of them",
          "[directory][photo]") {
  Channel channel;
  channel.tell(Kind::cohort, 0);
  channel.tell(Kind::person_photo, 7, first);
  channel.tell(Kind::person, 7);
  CHECK(channel.photos() == std::map<PersonNumber, Hash>{{PersonNumber{7}, first}});
  channel.tell(Kind::person_photo, 7, second);
  channel.tell(Kind::person_photo, 8, first);
  CHECK(channel.photos() ==
        std::map<PersonNumber, Hash>{{PersonNumber{7}, second}, {PersonNumber{8}, first}});
  channel.tell(Kind::person_photo, 7);
  channel.tell(Kind::person, 7);
  CHECK(channel.photos() == std::map<PersonNumber, Hash>{{PersonNumber{8}, first}});
  CHECK(channel.directory.unread() == 0);
}

TEST_CASE("a photo of nobody, or outside a cohort's channel, is nobody's", "[directory][photo]") {
  Channel channel;
  channel.tell(Kind::cohort, 0);
  channel.tell(Kind::person_photo, 0, first);
  CHECK(channel.directory.unread() == 1);
  channel.tell(Kind::person_photo, 7, first, "office");
  CHECK(channel.photos().empty());
  CHECK(channel.directory.cohorts().size() == 1);
}

TEST_CASE("photos alone are read one by one, and no correction takes one away",
          "[directory][photo]") {
  CHECK(text_is_read_alone(Kind::person_photo));
  for (const Kind other :
       {Kind::person, Kind::note, Kind::staff, Kind::announcement, Kind::walk_in})
    CHECK_FALSE(text_is_read_alone(other));
  CHECK_FALSE(may_be_corrected(Kind::person_photo));
  CHECK(kind_of("person-photo") == Kind::person_photo);
  CHECK(static_cast<uint64_t>(Kind::person_photo) == 56);
}
