// "This could work for us": from an exhibit to a sentence that is kept, and nothing of it left.
#include <catch2/catch_all.hpp>

#include "kiosk/app/idea.h"
#include "kiosk/app/typed_text.h"
#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

std::shared_ptr<const VenueView> with_exhibits() {
  auto venue = std::make_shared<VenueView>(*university());
  venue->exhibits[0].set_name("vr");
  venue->exhibits[1].set_name("careers");
  return venue;
}

struct Thinker : Kiosk {
  Thinker() { happens(WorldRead{true, false, with_exhibits(), {}}); }
  Thinker& is_here(uint32_t person = 7) {
    VerdictView view = view_of(Verdict::green);
    view.leaving->person = Subject(person);
    is_told(view);
    return *this;
  }
  Thinker& at_exhibit(int nth) {
    touches(Press::What::about).touches(Press::What::exhibit, nth);
    return *this;
  }
  Thinker& writes(std::u32string_view letters) {
    touches(Press::What::idea).types(letters);
    return *this;
  }
  const RecordIdea& recorded() const { return std::get<RecordIdea>(effects.at(0)); }
};

}  // namespace

TEST_CASE("a visitor leaves an idea of an exhibit in two taps and a sentence") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(1).writes(U"Центр карьеры");
  CHECK(kiosk.state.screen == Screen::idea);
  kiosk.touches(Press::What::idea_save);
  CHECK(kiosk.recorded().cohort == "exchange");
  CHECK(kiosk.recorded().person == PersonNumber{7});
  CHECK(kiosk.recorded().exhibit == "careers");
  CHECK(kiosk.recorded().text == "Центр карьеры");
  kiosk.happens(IdeaRecorded{});
  CHECK(kiosk.state.idea.step == IdeaStep::saved);
  CHECK(kiosk.state.idea.text.empty());
  kiosk.touches(Press::What::home);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.page == VenuePage::exhibits);
  CHECK(kiosk.state.exhibit == 1);
}

TEST_CASE("an idea from the overview is of the venue as a whole") {
  Thinker kiosk;
  kiosk.is_here().touches(Press::What::about);
  kiosk.writes(U"Всё").touches(Press::What::idea_save);
  CHECK(kiosk.recorded().exhibit.empty());
  kiosk.touches(Press::What::home);
  CHECK(kiosk.state.page == VenuePage::overview);
}

TEST_CASE("an idea without words is not saved, and one touch saves once") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).touches(Press::What::idea).touches(Press::What::idea_save);
  CHECK(kiosk.effects.empty());
  kiosk.types(U"Да ").touches(Press::What::idea_save);
  CHECK(kiosk.recorded().text == "Да");
  kiosk.touches(Press::What::idea_save);
  CHECK(kiosk.effects.empty());
}

TEST_CASE("an idea that the disk refuses stays on the screen to be saved again") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).writes(U"Да").touches(Press::What::idea_save);
  kiosk.happens(NotSaved{std::nullopt, Act::idea});
  CHECK(kiosk.state.screen == Screen::idea);
  CHECK(kiosk.state.idea.step == IdeaStep::not_saved);
  CHECK(kiosk.state.idea.text == "Да");
  kiosk.types(U"!").touches(Press::What::idea_save);
  CHECK(kiosk.recorded().text == "Да!");
}

TEST_CASE("the way back keeps the draft until the visitor leaves") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).writes(U"Тренажёр").touches(Press::What::home);
  CHECK(kiosk.state.screen == Screen::venue);
  kiosk.touches(Press::What::exhibit, 1).touches(Press::What::idea);
  CHECK(kiosk.state.idea.text == "Тренажёр");
  CHECK(kiosk.state.idea.exhibit == "careers");
  SECTION("by the way back from the pages") {
    kiosk.touches(Press::What::home).touches(Press::What::home);
  }
  SECTION("by walking away, after a warning") {
    kiosk.waits(idle_ms - warned_ms);
    CHECK(warns_of_timeout(kiosk.state));
    kiosk.touches(Press::What::more_time).waits(idle_ms - 1);
    REQUIRE(kiosk.state.screen == Screen::idea);
    kiosk.waits(1);
  }
  SECTION("by somebody else's badge") { kiosk.is_here(8).waits(verdict_shown_ms); }
  CHECK(kiosk.state.screen == Screen::attract);
  CHECK(kiosk.state.idea.text.empty());
  CHECK_FALSE(kiosk.state.visitor);
}

TEST_CASE("who is not known is asked for the badge, and goes on where it stood") {
  Thinker kiosk;
  kiosk.at_exhibit(1).touches(Press::What::idea);
  CHECK(kiosk.state.screen == Screen::venue);
  CHECK(kiosk.state.idea.step == IdeaStep::needs_badge);
  const bool by_name = GENERATE(false, true), at_a_touch = GENERATE(false, true);
  if (by_name) kiosk.chooses(0).touches(Press::What::search_yes);
  kiosk.is_here();
  CHECK(kiosk.state.screen == Screen::verdict);
  if (at_a_touch) {
    kiosk.touches(Press::What::dismiss);
  } else {
    kiosk.waits(verdict_shown_ms);
  }
  CHECK(kiosk.state.screen == Screen::idea);
  CHECK(kiosk.state.idea.exhibit == "careers");
  CHECK(kiosk.state.language == Language::tt);
  kiosk.types(U"Да").touches(Press::What::idea_save);
  CHECK(kiosk.recorded().person == PersonNumber{7});
}

TEST_CASE("who is asked for the badge and would rather not is back on the page") {
  Thinker kiosk;
  kiosk.at_exhibit(1).touches(Press::What::idea).touches(Press::What::idea);
  CHECK(kiosk.state.idea.step == IdeaStep::none);
  kiosk.is_here().waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("a badge that is refused begins no idea") {
  Thinker kiosk;
  kiosk.at_exhibit(1).touches(Press::What::idea).is_told(view_of(Verdict::refused));
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("the writer's own badge, or a code that is nobody's, costs no word") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).writes(U"Да");
  SECTION("own badge") { kiosk.is_here(); }
  SECTION("no badge") { kiosk.is_told(view_of(Verdict::not_a_badge, std::nullopt)); }
  CHECK(kiosk.state.screen == Screen::verdict);
  kiosk.waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::idea);
  CHECK(kiosk.state.idea.text == "Да");
  kiosk.touches(Press::What::idea_save);
  CHECK(kiosk.recorded().person == PersonNumber{7});
}

TEST_CASE("who has left writes no more") {
  Thinker kiosk;
  kiosk.at_exhibit(0).touches(Press::What::idea);
  kiosk.is_here().touches(Press::What::leave).touches(Press::What::leave_yes);
  kiosk.happens(CheckedOut{5}).waits(verdict_shown_ms);
  CHECK(kiosk.state.screen == Screen::attract);
}

TEST_CASE("an idea is no longer than its limit, whatever a letter has in bytes") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).touches(Press::What::idea);
  for (size_t i = 0; i < idea_letters_max - 2; ++i) kiosk.types(U"ж");
  CHECK(idea_letters_left(kiosk.state.idea) == 2);
  kiosk.types(U"Wөж№");
  CHECK(idea_letters_left(kiosk.state.idea) == 0);
  CHECK(letters_in(kiosk.state.idea.text) == idea_letters_max);
  CHECK(kiosk.state.idea.text.ends_with("жWө"));
  kiosk.touches(Press::What::erase);
  CHECK(kiosk.state.idea.text.ends_with("жW"));
}

TEST_CASE("no press types what is no letter") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).touches(Press::What::idea);
  for (const int code : {-1, 0, 10, 0x7f, 0x9f, 0xd800, 0xdfff, 0x10000, 0x20})
    kiosk.touches(Press::What::letter, code);
  CHECK(kiosk.state.idea.text.empty());
  kiosk.types(U"а  б");
  CHECK(kiosk.state.idea.text == "а б");
}

TEST_CASE("a sentence begins with a capital by itself, and shift is for one letter") {
  struct Row {
    const char* text;
    bool capital;
  };
  for (const Row& row : {Row{"", true}, Row{"Да", false}, Row{"Да. ", true}, Row{"Да.", false},
                         Row{"Да! «", true}, Row{"(", true}, Row{"Да (", false},
                         Row{"«Да?» ", true}, Row{"Да, ", false}, Row{"т.", false}}) {
    Idea idea;
    idea.text = row.text;
    INFO(row.text);
    CHECK(types_capital(idea) == row.capital);
    idea.other_case = true;
    CHECK(types_capital(idea) != row.capital);
  }
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).writes(U"Д").touches(Press::What::shift);
  CHECK(types_capital(kiosk.state.idea));
  kiosk.types(U"А");
  CHECK_FALSE(types_capital(kiosk.state.idea));
}

TEST_CASE("digits and signs give way to letters after a space") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(0).writes(U"За").touches(Press::What::sign_keys).types(U"3");
  CHECK(kiosk.state.idea.sign_keys);
  kiosk.types(U" ");
  CHECK_FALSE(kiosk.state.idea.sign_keys);
  kiosk.touches(Press::What::other_keys);
  CHECK(kiosk.state.idea.latin_keys);
}

TEST_CASE("an exhibit that is no more leaves the idea to the venue") {
  Thinker kiosk;
  kiosk.is_here().at_exhibit(1).writes(U"Да");
  kiosk.happens(WorldRead{true, false, university(), {}}).touches(Press::What::idea_save);
  CHECK(kiosk.recorded().exhibit.empty());
  CHECK(kiosk.recorded().text == "Да");
}

TEST_CASE("an idea is offered where something is shown, not on the plan or the programme") {
  Thinker kiosk;
  const VenuePage page = GENERATE(VenuePage::halls, VenuePage::today);
  kiosk.is_here().touches(Press::What::about).touches(Press::What::page, static_cast<int>(page));
  kiosk.touches(Press::What::idea);
  CHECK(kiosk.state.screen == Screen::venue);
}
