// What is heard, frame by frame: the words of the screen and no others, in its language, what has
// the focus, the letters that are typed, a tone for each result. Nothing is played.
#include "kiosk/ui/spoken.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_vector.hpp>
#include <functional>
#include <map>
#include <sstream>

#include "kiosk/app/roll_call.h"
#include "kiosk/app/update.h"
#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;
using namespace otmetka::kiosk;

namespace {

using Words = std::vector<std::string>;

Words words_of(const std::vector<Heard>& sounds) {
  Words out;
  for (const Heard& sound : sounds)
    out.push_back(sound.tone ? std::string("<") + tone_name(*sound.tone) + ">" : sound.words);
  return out;
}

/// Somebody who looks at nothing: each state is a frame, and this is what it adds.
class Listener {
 public:
  explicit Listener(const State& state, const Size& size = sizes[0])
      : screens_(size), spoken_(screens_.catalogue()), state_(state) {
    state_.sound = true;
    hears();
  }

  State& state() { return state_; }
  std::vector<Heard> hears() {
    const Frame frame = screens_.draw(state_);
    focus_.see(place_of(state_), frame.proof.targets);
    return spoken_.after(state_, frame.proof, focus_.target());
  }
  Words after(const std::function<void(State&)>& change) {
    change(state_);
    return words_of(hears());
  }
  Words key(Key key) {
    focus_.move(key);
    return words_of(hears());
  }
  Words touch() {
    focus_.hide();
    return words_of(hears());
  }
  Words voice() {
    focus_.show();
    return after([](State& state) { state.access.voice = true; });
  }
  Words again() {
    spoken_.again();
    return words_of(hears());
  }

 private:
  DrawnScreens screens_;
  Spoken spoken_;
  Focus focus_;
  State state_;
};

State shot(const std::string& screen, const std::string& name, Language language = Language::ru) {
  const Sample sample = exchange();
  for (Shot& each : all_shots(sample)) {
    if (each.screen != screen || each.name != name) continue;
    each.state.language = language;
    return each.state;
  }
  FAIL("there is no " << screen << " " << name);
  return {};
}

std::string text(const char* key, Language language) {
  return MUST(Catalogue::load(OTMETKA_LOCALE_DIR)).text(language, key);
}

// Between hours a line may be drawn in two parts, or with a space that does not break.
std::string with_plain_spaces(std::string text) {
  const std::string fixed = "\u00a0";
  for (size_t at = 0; (at = text.find(fixed, at)) != std::string::npos;)
    text.replace(at, fixed.size(), " ");
  return text;
}

bool in_order(const Words& all, const Words& some) {
  auto at = all.begin();
  for (const std::string& each : some) {
    at = std::find(at, all.end(), each);
    if (at == all.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace

TEST_CASE("every screen says words that stand on it, in its language, and none else", "[spoken]") {
  with_every_screen(all_four, [](DrawnScreens& screens, const Shot& shot) {
    State state = shot.state;
    state.sound = true;
    state.access.voice = true;
    const Proof proof = screens.draw(state).proof;
    std::string drawn;
    for (const Proof::Line& line : proof.lines) {
      if (line.layer == proof.layer && !line.is_icon) drawn += line.text + " ";
    }
    drawn = with_plain_spaces(drawn);
    Spoken spoken(screens.catalogue());
    const std::vector<Heard> sounds = spoken.after(state, proof, nullptr);
    size_t of_screen = 0;
    for (const Heard& sound : sounds) {
      INFO("'" << sound.words << "'");
      CHECK(sound.interrupts == (&sound == &sounds.front()));
      if (sound.tone) continue;
      CHECK(sound.language == state.language);
      if (sound.words == words_of_welcome(screens.catalogue(), state.language)) continue;
      ++of_screen;
      std::istringstream words(with_plain_spaces(sound.words));
      for (std::string word; words >> word;) {
        INFO("'" << word << "' in '" << drawn << "'");
        // On a tall panel a row of one's own visits has no room for where it was; the voice has.
        const bool own_visit = shot.screen == "mine";
        CHECK((drawn.find(word) != std::string::npos || own_visit));
      }
    }
    CHECK(of_screen > 0);
  });
}

TEST_CASE("nobody is read anything who did not ask for it", "[spoken]") {
  with_every_screen({Language::ru}, [](DrawnScreens& screens, const Shot& shot) {
    State state = shot.state;
    state.sound = true;
    Spoken spoken(screens.catalogue());
    for (const Heard& sound : spoken.after(state, screens.draw(state).proof, nullptr))
      CHECK(sound.tone);
  });
}

TEST_CASE("a verdict has its tone and then its words, in the language of the badge", "[spoken]") {
  struct Row {
    Language language;
    std::string headline, message;
  };
  const Row row = GENERATE(Row{Language::ru, ", вы отмечены", "Сохранено на устройстве"},
                           Row{Language::tt, ", килүегез билгеләнде", "Җайланмада сакланды"},
                           Row{Language::ky, ", келгениңиз белгиленди", "Түзмөктө сакталды"},
                           Row{Language::en, ", you're checked in", "Saved on this device"});
  State scanned = shot("verdict", "green", row.language);
  scanned.verdict_count = 1;
  scanned.access.voice = true;
  Listener listener(shot("attract", "now", row.language));
  listener.voice();
  listener.touch();
  const Words heard = listener.after([&](State& state) {
    state = scanned;
    state.sound = true;
  });
  REQUIRE(heard.size() > 4);
  CHECK(heard[0] == "<green>");
  // Who reads English may not read the name in Cyrillic.
  const bool latin = row.language == Language::en;
  CHECK(heard[1] == (latin ? scanned.verdict->latin : scanned.verdict->name) + row.headline);
  CHECK(scanned.verdict->latin != scanned.verdict->name);
  CHECK(heard[2] == text("role.participant", row.language));
  CHECK(heard[3] == row.message);
}

TEST_CASE("whoever comes again is told when they came first", "[spoken]") {
  Listener listener(shot("attract", "now"));
  listener.voice();
  State scanned = shot("verdict", "back");
  scanned.verdict_count = 1;
  scanned.access.voice = true;
  const Words heard = listener.after([&](State& state) {
    state = scanned;
    state.sound = true;
  });
  CHECK_THAT(heard, Catch::Matchers::VectorContains(
                        std::string("С возвращением! Первая отметка: 10:05.")));
}

TEST_CASE("a badge in the roll call has a tone, a touch there has none", "[spoken]") {
  Listener listener(shot("inside", "roll-call"));
  CHECK(listener.after([](State& state) { ++state.desk.found_by_badge; }) == Words{"<already>"});
  CHECK(listener.after([](State& state) { tick_off(state.desk, 1, 7); }).empty());
  CHECK(listener.after([](State& state) { state.desk.found_by_badge = 0; }).empty());
}

TEST_CASE("each result has the tone of its kind", "[spoken]") {
  const std::map<std::string, std::string> tones_of = {
      {"green", "<green>"},
      {"guest", "<green>"},
      {"already", "<already>"},
      {"amber-later", "<amber>"},
      {"refused-replaced", "<question>"},
      {"not-a-badge", "<question>"},
      {"not-saved", "<failed>"},
      {"not-saved-leaving", "<failed>"},
  };
  for (const auto& [name, tone] : tones_of) {
    INFO(name);
    Listener listener(shot("attract", "now"));
    State scanned = shot("verdict", name);
    scanned.verdict_count = 1;
    CHECK(listener.after([&](State& state) { state = scanned; }) == Words{tone});
    CHECK(listener.after([](State&) {}).empty());
    CHECK(listener.after([](State& state) { ++state.verdict_count; }) == Words{tone});
  }
}

TEST_CASE("to leave has the tone of a question, and the check-out that of a result", "[spoken]") {
  Listener leaving(shot("verdict", "green"));
  CHECK(leaving.after([](State& state) { state.stage = Stage::asks_to_leave; }) ==
        Words{"<question>"});
  CHECK(leaving.after([](State& state) { state.stage = Stage::left; }) == Words{"<green>"});
}

TEST_CASE("the question who somebody is has its tone, once", "[spoken]") {
  Listener searching(shot("identify", "three"));
  CHECK(searching.after([](State& state) { state.identify.chosen = 0; }) == Words{"<question>"});
  CHECK(searching.after([](State& state) { state.identify.chosen.reset(); }).empty());
}

TEST_CASE("the voice says that it is there, what is on the screen and what has the focus",
          "[spoken]") {
  Listener listener(shot("attract", "now"));
  const Words heard = listener.voice();
  REQUIRE(heard.size() == 5);
  CHECK(heard[0] == text("voice.on", Language::ru));
  CHECK(heard[1] == "Добро пожаловать!");
  CHECK(heard[3] == "Поднесите бейдж к сканеру");
  CHECK(heard[4] == "Русский, кнопка, выбрано");
  CHECK(listener.key(Key::next) == Words{"Татарча, төймә"});
  CHECK(listener.key(Key::down) == Words{"Нет бейджа? Найти по фамилии, кнопка"});
  CHECK(listener.again().size() == 4);
  CHECK(listener.after([](State& state) { state.access = {}; }) == Words{"Голос выключен"});
  CHECK(listener.key(Key::next).empty());
}

TEST_CASE("another language is spoken at once, and the end in the one it was", "[spoken]") {
  Listener listener(shot("attract", "now"));
  listener.voice();
  listener.after([](State& state) { state.language = Language::en; });
  CHECK(listener.again().front() == "Welcome!");
  listener.state().language = Language::ru;
  listener.state().access = {};
  const std::vector<Heard> end = listener.hears();
  REQUIRE(end.size() == 1);
  CHECK(end[0].words == "The voice is off");
  CHECK(end[0].language == Language::en);
}

TEST_CASE("typed letters are said, also a space, and what is erased", "[spoken]") {
  Listener listener(shot("identify", "empty"));
  listener.voice();
  listener.touch();
  CHECK(listener.after([](State& state) { state.identify.typed = "Ш"; }).front() == "Ш");
  CHECK(listener.after([](State& state) { state.identify.typed = "ШӘ"; }) == Words{"Ә"});
  CHECK(listener.after([](State& state) { state.identify.typed = "ШӘ "; }) == Words{"пробел"});
  CHECK(listener.after([](State& state) { state.identify.typed = "ШӘ"; }) ==
        Words{"Стёрто: пробел"});
  CHECK(listener.after([](State& state) { state.identify.typed = ""; }).front() == "Стёрто: ШӘ");
}

TEST_CASE("what is found is announced after the letter, without breaking it off", "[spoken]") {
  Listener listener(shot("identify", "empty"));
  listener.voice();
  listener.touch();
  const State found = shot("identify", "found");
  listener.state().identify = found.identify;
  const std::vector<Heard> sounds = listener.hears();
  REQUIRE(sounds.size() == 2);
  CHECK(sounds[0].interrupts);
  CHECK(sounds[1].words == "Нажмите на своё имя");
  CHECK_FALSE(sounds[1].interrupts);
}

TEST_CASE("of a key only its letter is said once the focus is among the keys", "[spoken]") {
  Listener listener(shot("identify", "empty"));
  listener.voice();
  Words heard;
  for (int i = 0; i < 20; ++i) {
    heard = listener.key(Key::next);
    REQUIRE(heard.size() == 1);
    if (heard[0].ends_with("клавиша")) break;
  }
  CHECK(heard == Words{"Й, клавиша"});
  CHECK(listener.key(Key::next) == Words{"Ц"});
}

TEST_CASE("a switch says how it stands, and once it stands otherwise", "[spoken]") {
  Listener listener(shot("attract", "now"));
  listener.voice();
  const Words card = listener.after([](State& state) { state.access_asked = true; });
  CHECK(card == Words{"Настройки экрана", "Высокий контраст, переключатель: Нет"});
  CHECK(listener.after([](State& state) { state.access.high_contrast = true; }) ==
        Words{"Высокий контраст, переключатель: Да"});
  CHECK(listener.after([](State& state) { state.access_asked = false; }) ==
        Words{"Русский, кнопка, выбрано"});
}

TEST_CASE("the volume is said when it changes", "[spoken]") {
  Listener listener(shot("attract", "now"));
  listener.voice();
  CHECK(listener.after([](State& state) { ++state.access.volume; }) == Words{"Громкость: 4 из 5"});
}

TEST_CASE("the end of a page is announced once, and not counted down aloud", "[spoken]") {
  State state = shot("overview", "university");
  state.access.voice = true;
  state.sound = true;
  state.touched_ms = state.now_ms;
  Listener listener(state);
  const auto later = [](uint64_t ms) {
    return [ms](State& now) { update(now, {now.now_ms + ms, now.now_s, Tick{}}); };
  };
  const Words warning = listener.after(later(idle_told_ms - warned_ms));
  REQUIRE(!warning.empty());
  CHECK(warning[0] == "Экран закроется через 20\u00a0секунд");
  for (int i = 0; i < 10; ++i) CHECK(listener.after(later(1000)).empty());
  // Given more time, nobody hears the page from its beginning again.
  CHECK(listener.after([](State& now) { update(now, {now.now_ms, now.now_s, Keyed{}}); }).empty());
}

TEST_CASE("what somebody was at is told to them, and the name of nobody else", "[spoken]") {
  const State asked = shot("identify", "asked");
  Listener listener(shot("identify", "three"));
  listener.voice();
  listener.touch();
  const Words heard = listener.after([&](State& state) { state.identify.chosen = 1; });
  const FoundPerson& person = asked.identify.found.people[1];
  CHECK(in_order(heard, {"<question>", "Это вы?", person.name}));
  CHECK(heard.size() == 4);
}

TEST_CASE("of a PIN nobody hears anything", "[spoken]") {
  Listener listener(shot("sign-in", "typing"));
  CHECK_FALSE(listener.voice().empty());
  for (int step = 0; step < 40; ++step) {
    for (const std::string& words : listener.key(Key::next))
      CHECK(std::none_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; }));
  }
  CHECK(listener.after([](State& state) { state.sign_in.pin = "604"; }).empty());
}
