// kiosk/app/tones.h - what a result sounds like: a short melody each, told apart by where it goes,
// and not by pitch alone. Pure: no samples from a file, no device.
#pragma once
#include <cstdint>
#include <vector>

namespace otmetka::kiosk {

enum class Tone : uint8_t {
  green,     // rises over three notes
  already,   // rises over two
  amber,     // the same note twice
  question,  // twice, short and high
  failed,    // falls
};
inline constexpr Tone tones[] = {Tone::green, Tone::already, Tone::amber, Tone::question,
                                 Tone::failed};
/// For transcripts.
const char* tone_name(Tone tone);

// As espeak-ng speaks, so that tones and words leave by one way.
inline constexpr uint32_t samples_per_s = 22050;

/// A tone with its harmonics for a while; 0 Hz is silence.
struct Note {
  float hz = 0;
  uint32_t ms = 0;
};
const std::vector<Note>& melody(Tone tone);

/// One channel, signed 16 bits. Each note swells and fades, so that nothing clicks; the loudest
/// sample is about half of full scale.
std::vector<int16_t> samples(Tone tone);

}  // namespace otmetka::kiosk
