// A visitor without a badge types a name. Nothing here draws, waits or sleeps.
#include <catch2/catch_all.hpp>

#include "shared/model/payload.pb.h"
#include "shared/model/serialize.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

TEST_CASE("a visitor without a badge is found by name, asked, and recorded") {
  Kiosk kiosk;
  kiosk.touches(Press::What::search);
  CHECK(kiosk.state.screen == Screen::identify);
  kiosk.types(U"Ш");
  CHECK(std::get<FindName>(kiosk.effects.at(0)).typed == "Ш");
  kiosk.types(U"әр");
  CHECK(std::get<FindName>(kiosk.effects.at(0)).typed == "Шәр");
  kiosk.happens(NamesFound{"Шәр", two_found()});
  CHECK(kiosk.state.identify.found.people.size() == 2);
  kiosk.touches(Press::What::candidate, 0);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.identify.chosen == 0);
  kiosk.touches(Press::What::search_yes);
  const auto& record = std::get<RecordFound>(kiosk.effects.at(0));
  CHECK(record.cohort == "exchange");
  CHECK(record.person == PersonNumber{7});
  kiosk.is_told(view_of(Verdict::green));
  CHECK(kiosk.state.screen == Screen::verdict);
  CHECK(kiosk.state.identify.typed.empty());
}

TEST_CASE("one touch on yes records once, however quick the second one is") {
  Kiosk kiosk;
  kiosk.chooses(0).touches(Press::What::search_yes).touches(Press::What::search_yes);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("of two people with one name nobody is recorded by a touch") {
  Kiosk kiosk;
  kiosk.chooses(1).touches(Press::What::search_yes);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.screen == Screen::identify);
}

TEST_CASE("whoever says no goes on searching with the letters they had") {
  Kiosk kiosk;
  kiosk.chooses(0).touches(Press::What::search_no);
  CHECK_FALSE(kiosk.state.identify.chosen);
  CHECK(kiosk.state.identify.typed == "Шәр");
  CHECK(kiosk.state.identify.found.people.size() == 2);
}

TEST_CASE("letters are erased one by one whatever their length in bytes, and all at once") {
  Kiosk kiosk;
  kiosk.touches(Press::What::search).types(U"Ан Ө").touches(Press::What::erase);
  CHECK(kiosk.state.identify.typed == "Ан ");
  kiosk.touches(Press::What::erase).touches(Press::What::erase);
  CHECK(kiosk.state.identify.typed == "А");
  kiosk.happens(NamesFound{"А", two_found()});
  kiosk.types(U"н").touches(Press::What::erase_all);
  CHECK(kiosk.state.identify.typed.empty());
  CHECK(kiosk.state.identify.found.people.empty());
  kiosk.touches(Press::What::erase);
  CHECK(kiosk.state.identify.typed.empty());
}

TEST_CASE("no key press makes a typed name longer than names are, or begins it with a space") {
  Kiosk kiosk;
  kiosk.touches(Press::What::search).types(U"  ");
  CHECK(kiosk.state.identify.typed.empty());
  for (int i = 0; i < 100; ++i) kiosk.types(U"Ж");
  CHECK(kiosk.state.identify.typed.size() == typed_letters_max * 2);
  kiosk.touches(Press::What::letter, -1).touches(Press::What::letter, 0x110000);
  CHECK(kiosk.state.identify.typed.size() == typed_letters_max * 2);
}

TEST_CASE("an answer to letters typed before is not shown beside those typed since") {
  Kiosk kiosk;
  kiosk.touches(Press::What::search).types(U"Шәр").types(U"и");
  kiosk.happens(NamesFound{"Шәр", two_found()});
  CHECK(kiosk.state.identify.found.people.empty());
}

TEST_CASE("a new roster asks again for what is typed and leaves the question on the screen") {
  Kiosk kiosk;
  kiosk.chooses(0).world(true);
  CHECK(std::get<FindName>(kiosk.effects.at(0)).typed == "Шәр");
  kiosk.happens(NamesFound{"Шәр", two_found()});
  CHECK(kiosk.state.identify.chosen == 0);
  SearchView fewer = two_found();
  fewer.people.erase(fewer.people.begin());
  kiosk.happens(NamesFound{"Шәр", fewer});
  CHECK_FALSE(kiosk.state.identify.chosen);
}

TEST_CASE("nothing that was typed is left when the visitor walks away, after a warning") {
  Kiosk kiosk;
  kiosk.chooses(0).waits(idle_ms - warned_ms);
  CHECK(warns_of_timeout(kiosk.state));
  kiosk.touches(Press::What::more_time);
  CHECK_FALSE(warns_of_timeout(kiosk.state));
  kiosk.waits(idle_ms);
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.identify.typed.empty());
  CHECK(kiosk.state.identify.found.people.empty());
}

TEST_CASE("a badge under the scanner ends a search") {
  Kiosk kiosk;
  kiosk.chooses(0).scans("K1:BADGE");
  CHECK(std::get<RecordScan>(kiosk.effects.at(0)).code == "K1:BADGE");
  kiosk.is_told(view_of(Verdict::green));
  CHECK(kiosk.state.identify.typed.empty());
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("a code that is no badge leads to the search of a name") {
  Kiosk kiosk;
  kiosk.is_told(view_of(Verdict::not_a_badge, std::nullopt)).touches(Press::What::search);
  CHECK(kiosk.state.screen == Screen::identify);
  CHECK_FALSE(kiosk.state.verdict);
}

TEST_CASE("in English people are found under the Latin name while that tells them apart") {
  Directory directory;
  Seq seq = 0;
  const auto tell = [&](Kind kind, uint32_t person, const google::protobuf::MessageLite& said,
                        const payload::PersonName& name) {
    ChannelFact fact;
    fact.placed.id = {{0xce}, "exchange", Epoch{1}, ++seq};
    fact.placed.fact.kind = kind;
    fact.placed.fact.person = Subject(person);
    fact.placed.fact.payload = serialize(said);
    if (kind == Kind::person) fact.text = serialize(name);
    directory.apply(fact);
  };
  payload::Cohort cohort;
  cohort.set_number(1);
  cohort.set_name("exchange");
  tell(Kind::cohort, 0, cohort, {});
  for (const auto& [number, latin] :
       {std::pair{7u, "Shakirova Gulnara"}, {8u, "Shahova Gulnara"}}) {
    payload::PersonName name;
    name.set_family("Ш");
    name.set_latin(latin);
    tell(Kind::person, number, payload::Person(), name);
  }
  const auto found = [&](std::vector<uint32_t> people) {
    SearchResult result;
    result.answer = SearchAnswer::found;
    for (const uint32_t number : people)
      result.candidates.push_back({{CohortNumber{1}, PersonNumber{number}}, "Гөлнара Ш.", 0});
    return search_view(result, directory).people;
  };
  REQUIRE(found({7}).size() == 1);
  CHECK(found({7})[0].latin == "Gulnara\u00a0S.");
  CHECK(found({8})[0].latin == "Gulnara\u00a0S.");
  CHECK(found({7, 8})[0].latin.empty());
}
