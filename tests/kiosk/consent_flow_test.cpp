// The question of consent: after the verdict, never in its way, and answered by a finger alone.
#include <catch2/catch_all.hpp>

#include "kiosk/app/searched_names.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

const Who seven{"exchange", Subject(7u)};

VerdictView of_seven(std::optional<bool> answer, Verdict verdict = Verdict::green) {
  VerdictView view = view_of(verdict);
  view.name = "Гөлнара Ш.";
  view.who = seven;
  return with_consent(std::move(view), answer);
}

struct Door : Kiosk {
  /// Scanned, the verdict read, and the question too.
  Door& asks(Verdict verdict = Verdict::green) {
    is_told(of_seven(std::nullopt, verdict));
    waits(verdict == Verdict::amber ? verdict_shown_ms : consent_after_ms);
    return waits_to_read();
  }
  Door& waits_to_read() {
    waits(question_rests_ms);
    return *this;
  }
  const RecordConsent& recorded() const { return std::get<RecordConsent>(effects.at(0)); }
};

}  // namespace

TEST_CASE("who has not answered sees the verdict first, and then the question in their language") {
  Door kiosk;
  const Verdict verdict =
      GENERATE(Verdict::green, Verdict::already, Verdict::guest, Verdict::amber);
  kiosk.is_told(of_seven(std::nullopt, verdict));
  CHECK(kiosk.state.consent == ConsentStep::none);
  SECTION("when it was read") {
    const uint64_t read_ms = verdict == Verdict::amber ? verdict_shown_ms : consent_after_ms;
    kiosk.waits(read_ms - 1);
    CHECK(kiosk.state.consent == ConsentStep::none);
    kiosk.waits(1);
  }
  SECTION("at a touch") { kiosk.touches(Press::What::dismiss); }
  CHECK(kiosk.state.consent == ConsentStep::asked);
  CHECK(kiosk.state.screen == Screen::verdict);
  CHECK(kiosk.state.language == Language::tt);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("nobody is asked twice, nor asked of whom nothing was recorded") {
  Door kiosk;
  SECTION("agreed before") { kiosk.is_told(of_seven(true)); }
  SECTION("declined before") { kiosk.is_told(of_seven(false)); }
  SECTION("refused") { kiosk.is_told(view_of(Verdict::refused)); }
  SECTION("not saved") { kiosk.scans("K1:BADGE").happens(NotSaved{Language::ky}); }
  SECTION("no badge") { kiosk.is_told(view_of(Verdict::not_a_badge, std::nullopt)); }
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.consent == ConsentStep::none);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("who agrees goes on reading the verdict") {
  Door kiosk;
  kiosk.asks().touches(Press::What::agree);
  CHECK(kiosk.recorded().who == seven);
  CHECK(kiosk.recorded().agreed);
  kiosk.touches(Press::What::decline);
  CHECK(kiosk.effects.empty());  // one touch, one answer
  kiosk.happens(ConsentRecorded{true});
  CHECK(kiosk.state.consent == ConsentStep::none);
  CHECK(kiosk.state.verdict->name == "Гөлнара Ш.");
  kiosk.waits(verdict_shown_ms - 1);
  CHECK(kiosk.state.screen == Screen::verdict);
  kiosk.waits(1);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("who declines is told what follows, and their name is gone at once") {
  Door kiosk;
  kiosk.asks().touches(Press::What::decline);
  CHECK_FALSE(kiosk.recorded().agreed);
  kiosk.happens(ConsentRecorded{false});
  CHECK(kiosk.state.consent == ConsentStep::declined);
  CHECK(kiosk.state.verdict->name.empty());
  SECTION("by itself") { kiosk.waits(declined_shown_ms); }
  SECTION("at a touch") { kiosk.touches(Press::What::dismiss); }
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.consent == ConsentStep::none);
}

TEST_CASE("no answer is no consent, and is asked for again next time") {
  Door kiosk;
  kiosk.asks();
  SECTION("whose time runs out, after a warning") {
    kiosk.waits(consent_asked_ms - warned_ms - consent_after_ms - question_rests_ms);
    CHECK(warns_of_timeout(kiosk.state));
    CHECK(timeout_seconds_left(kiosk.state) == 20);
    kiosk.touches(Press::What::more_time);
    CHECK_FALSE(warns_of_timeout(kiosk.state));
    kiosk.waits(consent_asked_ms - 1);
    CHECK(kiosk.state.consent == ConsentStep::asked);
    kiosk.waits(1);
  }
  SECTION("who would rather not answer") { kiosk.touches(Press::What::home); }
  SECTION("who touches beside the answers") {
    kiosk.touches(Press::What::dismiss);
    CHECK(kiosk.state.consent == ConsentStep::asked);
    kiosk.touches(Press::What::home);
  }
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.asks();
  CHECK(kiosk.state.consent == ConsentStep::asked);
}

TEST_CASE("the next badge is taken while the question waits, and is asked for itself") {
  Door kiosk;
  kiosk.asks().scans("K1:BADGE");
  CHECK(std::holds_alternative<RecordScan>(kiosk.effects.at(0)));
  VerdictView next = of_seven(std::nullopt);
  next.who->person = Subject(8u);
  kiosk.is_told(next);
  CHECK(kiosk.state.consent == ConsentStep::none);
  kiosk.touches(Press::What::agree);
  CHECK(kiosk.effects.empty());
  kiosk.waits(consent_after_ms);
  kiosk.waits_to_read().touches(Press::What::agree);
  CHECK(kiosk.recorded().who.person == PersonNumber{8});
}

TEST_CASE("a finger on its way to what the verdict offered answers no question") {
  Door kiosk;
  kiosk.is_told(of_seven(std::nullopt));
  SECTION("that came by itself") { kiosk.waits(consent_after_ms); }
  SECTION("that a touch has called") { kiosk.touches(Press::What::dismiss); }
  REQUIRE(kiosk.state.consent == ConsentStep::asked);
  CHECK(next_change_ms(kiosk.state) == kiosk.ms + question_rests_ms);
  kiosk.waits(question_rests_ms - 1).touches(Press::What::decline);
  CHECK(kiosk.effects.empty());
  CHECK(kiosk.state.consent == ConsentStep::asked);
  kiosk.waits(1).touches(Press::What::decline);
  CHECK_FALSE(kiosk.recorded().agreed);
}

TEST_CASE("an answer that the disk refuses is asked for again, and the mark stays green") {
  Door kiosk;
  kiosk.asks().touches(Press::What::decline).happens(NotSaved{std::nullopt, Act::consent});
  CHECK(kiosk.state.consent == ConsentStep::not_saved);
  CHECK(kiosk.state.verdict->verdict == Verdict::green);
  kiosk.touches(Press::What::decline);
  CHECK_FALSE(kiosk.recorded().agreed);
}

TEST_CASE("the answer can be changed among one's own check-ins") {
  Door kiosk;
  const bool before = GENERATE(true, false);
  kiosk.is_told(of_seven(before)).touches(Press::What::about);
  kiosk.touches(Press::What::consent);
  CHECK(kiosk.state.consent == ConsentStep::none);  // not from any page
  kiosk.touches(Press::What::page, static_cast<int>(VenuePage::mine));
  VisitView visit;
  visit.consent = before;
  kiosk.happens(VisitRead{Subject(7u), visit}).touches(Press::What::consent);
  CHECK(kiosk.state.consent == ConsentStep::asked);
  SECTION("it is") {
    kiosk.touches(before ? Press::What::decline : Press::What::agree);
    CHECK(kiosk.recorded().who == seven);
    kiosk.happens(ConsentRecorded{!before}).touches(Press::What::dismiss);
    CHECK(kiosk.state.visit->consent == !before);
  }
  SECTION("it is not") {
    kiosk.touches(Press::What::home);
    CHECK(kiosk.state.visit->consent == before);
  }
  CHECK(kiosk.state.consent == ConsentStep::none);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.page == VenuePage::mine);
}

TEST_CASE("an idea that waited for the badge goes on after the question") {
  Door kiosk;
  kiosk.touches(Press::What::about).touches(Press::What::idea);
  kiosk.asks();
  CHECK(kiosk.state.consent == ConsentStep::asked);
  SECTION("answered") {
    kiosk.touches(Press::What::agree).happens(ConsentRecorded{true}).waits(verdict_shown_ms);
  }
  SECTION("not answered") { kiosk.touches(Press::What::home); }
  CHECK(kiosk.state.screen == Screen::idea);
}

TEST_CASE("who leaves is not asked, and who was expected elsewhere may leave an idea") {
  Door kiosk;
  SECTION("leaves") {
    kiosk.is_told(of_seven(std::nullopt)).touches(Press::What::leave);
    kiosk.touches(Press::What::leave_yes).happens(CheckedOut{5}).waits(verdict_shown_ms);
    CHECK(kiosk.state.screen == Screen::attract);
  }
  SECTION("amber") {
    kiosk.is_told(of_seven(true, Verdict::amber)).touches(Press::What::about);
    kiosk.touches(Press::What::idea);
    CHECK(kiosk.state.screen == Screen::idea);
  }
}

TEST_CASE("who declined is not found by name, and is again once they agreed") {
  Directory directory;
  Seq seq = 0;
  const auto tell = [&](Kind kind, const google::protobuf::MessageLite& message, uint32_t person,
                        std::optional<Bytes> text = std::nullopt) {
    ChannelFact fact;
    fact.placed.id = {{0xce}, "exchange", Epoch{1}, ++seq};
    fact.placed.fact.kind = kind;
    fact.placed.fact.person = Subject(person);
    fact.placed.fact.payload = to_bytes(as_bytes(message.SerializeAsString()));
    if (text) fact.placed.fact.detached = Hash{};
    fact.text = std::move(text);
    directory.apply(fact);
  };
  payload::Cohort cohort;
  cohort.set_number(1);
  cohort.set_name("exchange");
  tell(Kind::cohort, cohort, 0);
  for (const uint32_t person : {7u, 8u}) {
    payload::PersonName name;
    name.set_family("Шарафетдинова");
    name.set_given(person == 7 ? "Гульнара" : "Алсу");
    tell(Kind::person, payload::Person(), person, to_bytes(as_bytes(name.SerializeAsString())));
  }
  SearchedNames names;
  const auto found = [&] { return names.find("ШАРАФ", directory).people; };
  names.read(directory, 1, {});
  REQUIRE(found().size() == 2);
  names.read(directory, 1, {{"exchange", PersonNumber{7}}});
  REQUIRE(found().size() == 1);
  CHECK(found()[0].number == PersonNumber{8});
  SECTION("a new roster changes nothing of that") {
    names.read(directory, 2, {{"exchange", PersonNumber{7}}});
    CHECK(found().size() == 1);
  }
  SECTION("of nobody left there is no trace") {
    names.read(directory, 1, {{"exchange", PersonNumber{7}}, {"exchange", PersonNumber{8}}});
    CHECK(names.find("ШАРАФ", directory).answer == SearchAnswer::none);
  }
  SECTION("agreed") {
    names.read(directory, 1, {});
    CHECK(found().size() == 2);
  }
  SECTION("somebody who is not on the list") {
    names.read(directory, 1, {{"exchange", PersonNumber{99}}, {"kaluga", PersonNumber{7}}});
    names.read(directory, 1, {});
    CHECK(found().size() == 2);
  }
}
