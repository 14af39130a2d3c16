// kiosk/device/code_watch.h - what a camera's pictures say, one after the other: which code was
// held up, and which picture is worth the work of looking for one. Pure: times come in.
#pragma once
#include <optional>

#include "kiosk/device/code_hold.h"
#include "kiosk/device/code_splitter.h"
#include "kiosk/device/grey.h"

namespace otmetka::kiosk {

// Ten looks a second: nobody feels the wait, and a slow processor has time for the screen.
inline constexpr uint64_t look_every_ms = 100;
// Noise may hide a code in one picture and not in the next, so a scene that has come to rest is
// still looked at closely for a while, and then sometimes.
inline constexpr uint64_t settle_ms = 1000;
inline constexpr uint64_t look_at_rest_every_ms = 1000;

class CodeWatch {
 public:
  /// The codes that were not held up before; one that no badge could be is told as a scanner would
  /// tell it, unreadable. A picture that comes before due_ms() is ignored.
  std::vector<ScannedCode> see(const GreyView& picture, uint64_t now_ms);
  /// When the next picture is worth taking.
  uint64_t due_ms() const { return due_ms_; }
  /// How often a code was looked for: what the processor is spent on.
  uint64_t looks() const { return looks_; }

 private:
  bool changed(const GreyView& picture);

  CodeHold hold_;
  uint64_t due_ms_ = 0;
  uint64_t changed_ms_ = 0, looked_ms_ = 0;
  uint64_t looks_ = 0;
  // Means of the blocks of the picture that the scene was last compared with.
  std::vector<uint8_t> blocks_, fresh_blocks_;
};

}  // namespace otmetka::kiosk
