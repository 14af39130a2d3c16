// The photo beside the name: large enough, out of the way of every word, its room there before it
// is, and silent.
#include "tests/gallery/screens.h"

using namespace otmetka;
using namespace otmetka::gallery;

namespace {

bool shows_one(const Shot& shot) {
  const kiosk::State& state = shot.state;
  const bool verdict = state.screen == kiosk::Screen::verdict && !state.verdict->photo.empty() &&
                       state.consent == kiosk::ConsentStep::none;
  return verdict || (state.screen == kiosk::Screen::staff && state.desk.person &&
                     !state.desk.person->photo.empty());
}

bool apart(const kiosk::Rect& a, const kiosk::Rect& b) {
  return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}

std::vector<std::string> words_of(const kiosk::Proof& proof) {
  std::vector<std::string> out;
  for (const auto& told : proof.told) out.push_back(told.words);
  return out;
}

}  // namespace

TEST_CASE("a photo is known from two metres, and stands on nothing else", "[gallery][photo]") {
  constexpr float least_mm = 35;
  size_t seen = 0;
  with_every_screen(all_four, [&](DrawnScreens& screens, const Shot& shot) {
    const kiosk::Proof proof = screens.draw(shot.state).proof;
    REQUIRE(proof.photo.has_value() == shows_one(shot));
    if (!proof.photo) return;
    ++seen;
    CHECK(proof.photo->h >= least_mm * screens.theme().pixels_per_mm);
    CHECK(proof.photo->w >= proof.photo->h * 0.7f);
    for (const auto& line : proof.lines) {
      INFO(line.text);
      CHECK(apart(line.ink, *proof.photo));
    }
    for (const auto& target : proof.targets) CHECK(apart(target.rect, *proof.photo));
  });
  CHECK(seen > 50);
}

TEST_CASE("the room of a photo is there before it, and nothing is said of it", "[gallery][photo]") {
  const Sample sample = exchange();
  for (const Size& size : sizes) {
    DrawnScreens screens(size);
    for (const Shot& shot : all_shots(sample)) {
      if (!size.shows(shot) || !shows_one(shot)) continue;
      INFO(size.name() << " " << shot.screen << " " << shot.name);
      const kiosk::Proof there = screens.draw(shot.state).proof;
      const kiosk::Proof coming = screens.draw(shot.state, nullptr, {}).proof;
      CHECK_FALSE(coming.photo);
      CHECK(coming.targets == there.targets);
      kiosk::State without = shot.state;
      if (without.verdict) without.verdict->photo.clear();
      if (without.desk.person) without.desk.person->photo.clear();
      CHECK(words_of(screens.draw(without).proof) == words_of(there));
      // Its sign aside, every word stands where it will.
      std::vector<kiosk::Rect> before, after;
      for (const auto& line : coming.lines) {
        if (!line.is_icon) before.push_back(line.ink);
      }
      for (const auto& line : there.lines) {
        if (!line.is_icon) after.push_back(line.ink);
      }
      CHECK(before == after);
    }
  }
}
