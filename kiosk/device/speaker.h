// kiosk/device/speaker.h - plays samples and says words, on a thread of its own. Words go through
// the program espeak-ng and sound through aplay: a fault in either costs a sentence and never the
// kiosk, what is being said ends with its program, and neither is linked. No sound device, or no
// such program, is an ordinary state: then nothing is heard.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/device/wave_file.h"

namespace otmetka::kiosk {

/// One channel, signed 16 bits, `wave_samples_per_s`; or words in UTF-8 and the name of a voice of
/// espeak-ng, such as "ru".
struct Piece {
  std::vector<int16_t> samples;
  std::string words, voice;
  float gain = 1;
  bool interrupts = false;  // what is heard stops, and what waits is dropped
};

// A page that is read out line by line; more than that has been left behind.
inline constexpr size_t pieces_max = 64;

class Speaker {
 public:
  struct Options {
    std::string file;     // a WAV file instead of a device
    bool always = false;  // even where no device is seen: another sound system may have one
    std::function<void(const std::string&)> note;  // what does not work, once; from any thread
  };
  static Result<std::unique_ptr<Speaker>> open(Options options);
  ~Speaker();
  Speaker(const Speaker&) = delete;
  Speaker& operator=(const Speaker&) = delete;

  /// Returns at once.
  void put(Piece piece);
  /// Whether anything would be heard. A headset may come and go.
  bool can_be_heard() const;

 private:
  class Playing;  // where the samples of one piece go

  Speaker(Options options, std::optional<WaveFile> file);
  void run();
  void play(const Piece& piece);
  bool say(const Piece& piece, Playing& out);
  bool stopped() const;
  void note_once(const std::string& text);

  Options options_;
  std::optional<WaveFile> file_;
  std::vector<std::string> noted_;
  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Piece> pieces_;
  bool interrupted_ = false, ending_ = false;
  std::thread thread_;  // uses the ones above
};

}  // namespace otmetka::kiosk
