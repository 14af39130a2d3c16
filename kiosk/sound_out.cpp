#include "kiosk/sound_out.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace otmetka::kiosk {
namespace {

// As loud as espeak-ng and our tones are by themselves, at a step below the most.
float gain_of(int volume) { return std::pow(2.0f, static_cast<float>(volume - volume_most + 1)); }

}  // namespace

Result<SoundOut> SoundOut::open(const SoundOptions& options) {
  std::unique_ptr<Speaker> speaker;
  std::unique_ptr<std::ofstream> transcript;
  if (!options.transcript.empty()) {
    transcript = std::make_unique<std::ofstream>(options.transcript, std::ios::app);
    if (!*transcript) return fail(Failure::io, options.transcript + ": cannot be written");
  }
  if (options.when != SoundOptions::When::never) {
    Speaker::Options to;
    to.file = options.file;
    to.always = options.when == SoundOptions::When::always || transcript;
    to.note = [](const std::string& note) {
      std::fprintf(stderr, "otmetka-kiosk: %s\n", note.c_str());
    };
    speaker = TRY(Speaker::open(std::move(to)));
  }
  return SoundOut(std::move(speaker), std::move(transcript));
}

void SoundOut::play(const std::vector<Heard>& sounds, int volume) {
  if (!can_be_heard()) return;
  for (const Heard& sound : sounds) {
    if (transcript_) write_down(sound);
    Piece piece;
    if (sound.tone) piece.samples = samples(*sound.tone);
    piece.words = sound.words;
    piece.voice = language_code(sound.language);
    piece.gain = gain_of(volume);
    piece.interrupts = sound.interrupts;
    speaker_->put(std::move(piece));
  }
}

void SoundOut::write_down(const Heard& sound) {
  const std::string what = sound.tone ? std::string("tone\t") + tone_name(*sound.tone)
                                      : language_code(sound.language) + "\t" + sound.words;
  *transcript_ << fmt::format("{}\t{}\n", sound.interrupts ? "now" : "then", what) << std::flush;
}

}  // namespace otmetka::kiosk
