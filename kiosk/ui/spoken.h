// kiosk/ui/spoken.h - what is to be heard, frame by frame: the words that are on the screen, what
// has the focus, the letters that are typed, and a tone for each result. Pure: nothing is played.
#pragma once
#include "kiosk/app/tones.h"
#include "kiosk/ui/focus.h"
#include "shared/text/catalogue.h"

namespace otmetka::kiosk {

/// A tone, or words in the voice of their language.
struct Heard {
  std::optional<Tone> tone;
  Language language = Language::ru;
  std::string words;
  bool interrupts = false;  // at once instead of what is still being said; else after it
  bool operator==(const Heard&) const = default;
};

class Spoken {
 public:
  explicit Spoken(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// What this frame adds to what was heard before. Tones are for everybody; words come while the
  /// visitor wants a voice, and when it falls silent it says so.
  std::vector<Heard> after(const State& state, const Proof& proof, const Proof::Target* focused);
  /// The screen and what has the focus, once more with the next frame.
  void again() { again_ = true; }

 private:
  struct Seen {
    Place place;
    int layer = 0;
    std::vector<Proof::Told> told;
    std::optional<Proof::Target> focused;
    Language language = Language::ru;
    bool voice = false;
    int volume = volume_usual;
    std::string typed;
    bool asked = false;  // "is this you?"
    uint64_t unanswered = 0;
    uint64_t found = 0;  // in the roll call, by a badge
  };
  class Round;  // what one frame is answered with

  const Catalogue& catalogue_;
  Seen seen_;
  bool again_ = false;
};

/// The label, what it is, and how it stands. Of a key only the letter, where the focus comes from
/// another key.
std::string words_of_target(const Catalogue& catalogue, Language language,
                            const Proof::Target& target, bool among_keys);
/// What a visitor needs to know first: that there is a voice, and the keys that lead on.
std::string words_of_welcome(const Catalogue& catalogue, Language language);

}  // namespace otmetka::kiosk
