#include "kiosk/app/tones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace otmetka::kiosk {
namespace {

// Of the scale of C; small loudspeakers and old ears both have these.
constexpr float g4 = 392, a4 = 440, c5 = 523.25f, e5 = 659.26f, g5 = 783.99f, a5 = 880;
constexpr float e4 = 329.63f, c4 = 261.63f;
constexpr float swell_s = 0.008f, fade_s = 0.035f;
constexpr float loudness = 14000, overtone = 0.25f;

void add(std::vector<int16_t>& out, const Note& note) {
  const auto rate = static_cast<float>(samples_per_s);
  const size_t count = samples_per_s * note.ms / 1000;
  const float length_s = static_cast<float>(count) / rate;
  for (size_t i = 0; i < count; ++i) {
    const float at_s = static_cast<float>(i) / rate;
    const float edge = std::min({1.0f, at_s / swell_s, std::max(0.0f, (length_s - at_s) / fade_s)});
    const float turn = 2 * std::numbers::pi_v<float> * note.hz * at_s;
    const float wave = (std::sin(turn) + overtone * std::sin(2 * turn)) / (1 + overtone);
    out.push_back(static_cast<int16_t>(std::lround(loudness * edge * wave)));
  }
}

}  // namespace

const char* tone_name(Tone tone) {
  constexpr std::array<const char*, std::size(tones)> names = {"green", "already", "amber",
                                                               "question", "failed"};
  return names[static_cast<size_t>(tone)];
}

const std::vector<Note>& melody(Tone tone) {
  static const std::array<std::vector<Note>, std::size(tones)> all = {{
      {{c5, 100}, {e5, 100}, {g5, 200}},
      {{e5, 100}, {g5, 160}},
      {{a4, 160}, {0, 70}, {a4, 160}},
      {{a5, 70}, {0, 60}, {a5, 70}},
      {{g4, 180}, {e4, 180}, {c4, 320}},
  }};
  return all[static_cast<size_t>(tone)];
}

std::vector<int16_t> samples(Tone tone) {
  std::vector<int16_t> out;
  for (const Note& note : melody(tone)) add(out, note);
  return out;
}

}  // namespace otmetka::kiosk
