#include "kiosk/ui/spoken.h"

#include <algorithm>

#include "shared/text/letters.h"

namespace otmetka::kiosk {
namespace {

std::optional<Tone> tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::green:
    case Verdict::guest:
      return Tone::green;
    case Verdict::already:
      return Tone::already;
    case Verdict::amber:
      return Tone::amber;
    case Verdict::refused:
    case Verdict::not_a_badge:
      return Tone::question;
    case Verdict::not_saved:
      return Tone::failed;
  }
  return std::nullopt;
}

const char* role_key(const Label& label) {
  switch (label.role) {
    case Label::Role::button:
    case Label::Role::choice:
      return "voice.button";
    case Label::Role::key:
      return "voice.key";
    case Label::Role::tab:
      return "voice.tab";
    case Label::Role::toggle:
      return "voice.switch";
  }
  return "";
}

bool is_key(const std::optional<Proof::Target>& target) {
  return target && target->label.role == Label::Role::key;
}

}  // namespace

std::string words_of_target(const Catalogue& catalogue, Language language,
                            const Proof::Target& target, bool among_keys) {
  const Label& label = target.label;
  const auto text = [&](const char* key) { return catalogue.text(language, key); };
  std::string out = label.words;
  if (label.role == Label::Role::key && among_keys) return out;
  out += ", " + text(role_key(label));
  if (label.role == Label::Role::toggle)
    out += ": " + text(label.on ? "common.yes" : "common.no");
  else if (label.on)
    out += ", " + text("voice.chosen");
  return out;
}

std::string words_of_welcome(const Catalogue& catalogue, Language language) {
  return catalogue.text(language, "voice.on");
}

class Spoken::Round {
 public:
  Round(const Catalogue& catalogue, const Seen& before, const Seen& now)
      : catalogue_(catalogue), before_(before), now_(now) {}

  void tone(Tone tone) { sounds_.push_back({tone, now_.language, "", sounds_.empty()}); }
  void say(std::string words, bool waits = false) {
    const bool interrupts = sounds_.empty() && !waits;
    sounds_.push_back({std::nullopt, now_.language, std::move(words), interrupts});
  }
  std::string text(const char* key, TextArguments arguments = {}) const {
    return catalogue_.text(now_.language, key, arguments);
  }

  void screen() {
    for (const Proof::Told& told : now_.told) {
      // What has the focus is about to be said.
      if (!now_.focused || told.words != now_.focused->label.words) say(told.words);
    }
  }
  void focus() {
    if (!now_.focused) return;
    const Label& label = now_.focused->label;
    const bool among_keys = is_key(before_.focused) && now_.layer == before_.layer;
    say(words_of_target(catalogue_, label.language.value_or(now_.language), *now_.focused,
                        among_keys));
    sounds_.back().language = label.language.value_or(now_.language);
  }
  void falls_silent() {
    say(catalogue_.text(before_.language, "voice.off"));
    sounds_.back().language = before_.language;
  }
  void volume() {
    if (now_.volume == before_.volume) return;
    say(text("voice.volume",
             {{"n", std::to_string(now_.volume)}, {"m", std::to_string(volume_most)}}));
  }
  void typed();
  void changes();

  std::vector<Heard> take() { return std::move(sounds_); }

 private:
  const Catalogue& catalogue_;
  const Seen &before_, &now_;
  std::vector<Heard> sounds_;
};

// The letter that came or went; of several that went all.
void Spoken::Round::typed() {
  const std::string &before = before_.typed, &now = now_.typed;
  if (before == now) return;
  if (now.starts_with(before)) {
    const std::string letters = now.substr(before.size());
    say(letters == " " ? text("voice.space") : letters);
  } else if (before.starts_with(now)) {
    const std::string gone = before.substr(now.size());
    say(text("voice.erased", {{"what", gone == " " ? text("voice.space") : gone}}));
  }
}

// On the same screen: how what has the focus stands now, and words that were not there before.
void Spoken::Round::changes() {
  const bool moved =
      now_.focused && (!before_.focused || before_.focused->name != now_.focused->name);
  const bool stands_otherwise =
      now_.focused && !moved && before_.focused->label != now_.focused->label;
  if (moved || stands_otherwise) focus();
  for (const Proof::Told& told : now_.told) {
    const auto same = [&](const Proof::Told& other) {
      return other == told || (other.counts && told.counts);
    };
    if (std::none_of(before_.told.begin(), before_.told.end(), same)) say(told.words, true);
  }
}

std::vector<Heard> Spoken::after(const State& state, const Proof& proof,
                                 const Proof::Target* focused) {
  Seen now{place_of(state),
           proof.layer,
           {},
           std::nullopt,
           state.language,
           state.access.voice && state.sound,
           state.access.volume,
           state.identify.typed,
           state.identify.chosen.has_value(),
           state.unanswered,
           state.desk.found_by_badge};
  // A PIN is said to nobody, also not key by key before it is pressed.
  const bool secret =
      state.screen == Screen::sign_in && focused && focused->label.role == Label::Role::key;
  if (focused && !secret) now.focused = *focused;
  for (const Proof::Told& told : proof.told) {
    if (told.layer == proof.layer) now.told.push_back(told);
  }
  Round round(catalogue_, seen_, now);
  const bool elsewhere = now.place != seen_.place;
  if (now.place.verdict != seen_.place.verdict && state.verdict) {
    if (const auto tone = tone_of(state.verdict->verdict)) round.tone(*tone);
  } else if (elsewhere && state.stage == Stage::left) {
    round.tone(Tone::green);
  } else if (now.found > seen_.found) {
    round.tone(Tone::already);
  } else if ((elsewhere && state.stage == Stage::asks_to_leave) || (now.asked && !seen_.asked) ||
             now.unanswered != seen_.unanswered) {
    round.tone(Tone::question);
  }
  if (now.voice && !seen_.voice) round.say(words_of_welcome(catalogue_, now.language));
  // In the language that it was: by now it may be the next visitor's.
  if (seen_.voice && !now.voice) round.falls_silent();
  if (now.voice) {
    round.volume();
    if (!elsewhere) round.typed();
    const bool anew = !seen_.voice || again_ || now.language != seen_.language;
    if (elsewhere || anew || now.layer > seen_.layer) {
      round.screen();
      round.focus();
    } else if (now.layer < seen_.layer) {
      round.focus();
    } else {
      round.changes();
    }
  }
  again_ = false;
  seen_ = std::move(now);
  return round.take();
}

}  // namespace otmetka::kiosk
