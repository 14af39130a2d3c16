// The photo of the roster: asked for apart, after a yes to the data; shown only while the latest
// answer is yes; taken back where it was given.
#include <catch2/catch_all.hpp>

#include "kiosk/app/photo.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

using Answer = std::optional<bool>;
const Who seven{"exchange", Subject(7u)};
const std::string photo = photo_name(Hash{0x70});

VerdictView of_seven(Answer data, Answer to_photo, const std::string& name = photo) {
  VerdictView view = view_of(Verdict::green);
  view.who = seven;
  return with_consent(std::move(view), data, {name, to_photo});
}

struct Door : Kiosk {
  const RecordConsent& recorded() const { return std::get<RecordConsent>(effects.at(0)); }
  bool asks(About about) const {
    return state.consent == ConsentStep::asked && state.consent_about == about;
  }
  /// The verdict was read, and the photo is what is asked for.
  Door& asks_for_photo() {
    is_told(of_seven(true, std::nullopt));
    waits(consent_after_ms);
    REQUIRE(asks(About::photo));
    waits(question_rests_ms);
    return *this;
  }
  Door& answers(Press::What press, bool agreed) {
    touches(press);
    REQUIRE(wanted<RecordConsent>());
    happens(ConsentRecorded{agreed, state.consent_about == About::photo ? photo : ""});
    return *this;
  }
};

}  // namespace

TEST_CASE("a photo is shown while its answer is yes and that to the data is not no", "[photo]") {
  const struct {
    Answer data, to_photo;
    bool shown;
  } rows[] = {{true, true, true},           {std::nullopt, true, true},   {false, true, false},
              {true, std::nullopt, false},  {std::nullopt, {}, false},    {true, false, false},
              {std::nullopt, false, false}, {false, std::nullopt, false}, {false, false, false}};
  for (const auto& row : rows) {
    CHECK(of_seven(row.data, row.to_photo).photo == (row.shown ? photo : ""));
    CHECK(photo_to_show({photo, row.to_photo}, row.data) == (row.shown ? photo : ""));
    CHECK(of_seven(row.data, row.to_photo, "").photo.empty());
  }
  CHECK(photo_text(photo) == Hash{0x70});
  for (const std::string& other : {std::string(), std::string(32, 'p'), std::string(33, 'q')})
    CHECK_FALSE(photo_text(other));
}

TEST_CASE("the photo is a second question, after a yes to the data, with an answer of its own",
          "[photo]") {
  Door kiosk;
  kiosk.is_told(of_seven(std::nullopt, std::nullopt)).waits(consent_after_ms);
  REQUIRE(kiosk.asks(About::data));
  kiosk.waits(question_rests_ms);
  kiosk.answers(Press::What::agree, true);
  CHECK(kiosk.asks(About::photo));
  CHECK(kiosk.state.verdict->photo.empty());
  SECTION("a finger that comes down twice answers it not") {
    kiosk.touches(Press::What::agree);
    CHECK(kiosk.effects.empty());
    kiosk.waits(question_rests_ms - 1).touches(Press::What::agree);
    CHECK(kiosk.effects.empty());
    CHECK(kiosk.asks(About::photo));
  }
  SECTION("yes") {
    kiosk.waits(question_rests_ms).touches(Press::What::agree);
    CHECK(kiosk.recorded().who == seven);
    CHECK(kiosk.recorded().agreed);
    CHECK(kiosk.recorded().about == About::photo);
    CHECK(kiosk.state.verdict->photo.empty());  // not before it is on the disk
    kiosk.happens(ConsentRecorded{true, photo});
    CHECK(kiosk.state.verdict->photo == photo);
    CHECK(kiosk.state.consent == ConsentStep::none);
    kiosk.waits(verdict_shown_ms - 1);
    CHECK(kiosk.state.screen == Screen::verdict);
    kiosk.waits(1);
    CHECK(kiosk.state.screen == Screen::attract);
  }
  SECTION("no") {
    kiosk.waits(question_rests_ms);
    kiosk.answers(Press::What::decline, false);
    CHECK(kiosk.state.verdict->photo.empty());
    CHECK(kiosk.state.verdict->name == "Гөлнара Ш.");  // of the data they said yes
    CHECK(kiosk.state.consent == ConsentStep::none);
    kiosk.waits(verdict_shown_ms);
    CHECK(kiosk.state.screen == Screen::attract);
  }
}

TEST_CASE("who agreed to the data before is asked about the photo once the verdict was read",
          "[photo]") {
  Door kiosk;
  kiosk.is_told(of_seven(true, std::nullopt)).waits(consent_after_ms - 1);
  CHECK(kiosk.state.consent == ConsentStep::none);
  kiosk.waits(1);
  CHECK(kiosk.asks(About::photo));
  kiosk.waits(question_rests_ms);
  kiosk.answers(Press::What::agree, true);
  CHECK(kiosk.state.verdict->photo == photo);
}

TEST_CASE("nobody is asked about a photo who has none, has answered, or said no to the data",
          "[photo]") {
  Door kiosk;
  SECTION("none in the roster") { kiosk.is_told(of_seven(true, std::nullopt, "")); }
  SECTION("yes before") { kiosk.is_told(of_seven(true, true)); }
  SECTION("no before") { kiosk.is_told(of_seven(true, false)); }
  SECTION("no to the data") { kiosk.is_told(of_seven(false, std::nullopt)); }
  SECTION("no to the data, just now") {
    kiosk.is_told(of_seven(std::nullopt, true));
    CHECK(kiosk.state.verdict->photo == photo);
    kiosk.waits(consent_after_ms).waits(question_rests_ms);
    kiosk.answers(Press::What::decline, false);
    CHECK(kiosk.state.consent == ConsentStep::declined);
    CHECK(kiosk.state.verdict->photo.empty());
    kiosk.touches(Press::What::dismiss);
  }
  SECTION("the staff stand here") {
    kiosk.staff();
    kiosk.is_told(of_seven(true, std::nullopt)).waits(verdict_shown_ms);
    CHECK(kiosk.state.screen == Screen::staff);
    return;
  }
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.consent == ConsentStep::none);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("no answer about the photo is no consent, and is asked for again next time", "[photo]") {
  Door kiosk;
  kiosk.asks_for_photo();
  SECTION("time runs out") { kiosk.waits(consent_asked_ms); }
  SECTION("who would rather not answer") { kiosk.touches(Press::What::home); }
  CHECK(kiosk.state.screen == Screen::attract);
  kiosk.asks_for_photo();
}

TEST_CASE("the next badge does not wait for the question about a photo, nor answers it",
          "[photo]") {
  Door kiosk;
  kiosk.asks_for_photo().scans("K1:BADGE");
  CHECK(kiosk.wanted<RecordScan>());
  VerdictView next = of_seven(true, true);
  next.who->person = Subject(8u);
  kiosk.is_told(next);
  CHECK(kiosk.state.consent == ConsentStep::none);
  kiosk.touches(Press::What::agree);
  CHECK(kiosk.effects.empty());
  // The answer of who walked away comes late and is nobody's.
  kiosk.happens(ConsentRecorded{true, photo_name(Hash{0x71})});
  CHECK(kiosk.state.verdict->photo == photo);
}

TEST_CASE("an answer about the photo that the disk refuses is asked for again", "[photo]") {
  Door kiosk;
  kiosk.asks_for_photo().touches(Press::What::agree);
  kiosk.happens(NotSaved{std::nullopt, Act::consent});
  CHECK(kiosk.state.consent == ConsentStep::not_saved);
  CHECK(kiosk.state.verdict->photo.empty());
  kiosk.touches(Press::What::decline);
  CHECK(kiosk.recorded().about == About::photo);
  CHECK_FALSE(kiosk.recorded().agreed);
}

TEST_CASE("the photo is taken back, and given, among one's own check-ins", "[photo]") {
  Door kiosk;
  const auto opens = [&](Answer data, Answer to_photo, bool has = true) {
    kiosk.is_told(of_seven(true, true)).touches(Press::What::about);
    kiosk.touches(Press::What::page, static_cast<int>(VenuePage::mine));
    VisitView visit;
    visit.consent = data;
    visit.has_photo = has;
    visit.photo_answer = to_photo;
    kiosk.happens(VisitRead{Subject(7u), visit});
    kiosk.touches(Press::What::consent, static_cast<int>(About::photo));
  };
  SECTION("taken back") {
    opens(true, true);
    REQUIRE(kiosk.asks(About::photo));
    kiosk.touches(Press::What::decline);
    CHECK(kiosk.recorded().about == About::photo);
    CHECK_FALSE(kiosk.recorded().agreed);
    kiosk.happens(ConsentRecorded{false, photo});
    CHECK(kiosk.state.visit->photo_answer == false);
    CHECK(kiosk.state.visit->consent == true);
    CHECK(kiosk.state.consent == ConsentStep::none);
    CHECK(kiosk.state.page == VenuePage::mine);
    SECTION("and given again") {
      kiosk.touches(Press::What::consent, static_cast<int>(About::photo));
      kiosk.answers(Press::What::agree, true);
      CHECK(kiosk.state.visit->photo_answer == true);
    }
    SECTION("the answer to the data is its own") {
      kiosk.touches(Press::What::consent);
      CHECK(kiosk.asks(About::data));
      kiosk.answers(Press::What::agree, true);
      CHECK(kiosk.state.visit->photo_answer == false);
      CHECK(kiosk.state.consent == ConsentStep::none);
    }
  }
  SECTION("given for the first time") {
    opens(true, std::nullopt);
    CHECK(kiosk.asks(About::photo));
  }
  SECTION("taken back by who said no to the data since") {
    opens(false, true);
    CHECK(kiosk.asks(About::photo));
  }
  SECTION("not given by who said no to the data") {
    opens(false, std::nullopt);
    CHECK(kiosk.state.consent == ConsentStep::none);
  }
  SECTION("nothing to give") {
    opens(true, std::nullopt, false);
    CHECK(kiosk.state.consent == ConsentStep::none);
  }
}

TEST_CASE("nothing of a photo stays when its verdict is over", "[photo]") {
  Door kiosk;
  kiosk.is_told(of_seven(true, true));
  SECTION("by itself") { kiosk.waits(verdict_shown_ms); }
  SECTION("on the pages that follow") { kiosk.touches(Press::What::about); }
  CHECK_FALSE(kiosk.state.verdict);
}
