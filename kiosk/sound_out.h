// kiosk/sound_out.h - hands what is to be heard to the speaker, and writes it down where somebody
// wants to read it.
#pragma once
#include <iosfwd>

#include "kiosk/device/speaker.h"
#include "kiosk/ui/spoken.h"

namespace otmetka::kiosk {

struct SoundOptions {
  enum class When : uint8_t { with_device, always, never };
  When when = When::with_device;
  std::string file;        // a WAV file instead of a device
  std::string transcript;  // names and words as they were said: never where only a trace may go
};

class SoundOut {
 public:
  static Result<SoundOut> open(const SoundOptions& options);

  bool can_be_heard() const { return speaker_ && speaker_->can_be_heard(); }
  /// Returns at once. `volume`: as State has it.
  void play(const std::vector<Heard>& sounds, int volume);

 private:
  SoundOut(std::unique_ptr<Speaker> speaker, std::shared_ptr<std::ofstream> transcript)
      : speaker_(std::move(speaker)), transcript_(std::move(transcript)) {}
  void write_down(const Heard& sound);

  std::unique_ptr<Speaker> speaker_;
  std::shared_ptr<std::ofstream> transcript_;
};

}  // namespace otmetka::kiosk
